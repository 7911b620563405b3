"""Which family of labels carries a document: its items of the first level, before they have ends.

Running references, "Item N", plain numbers, Roman numerals, capital letters, headings without any label, times, rows of a
table: the family that reaches furthest through the document carries it; the others are points inside items.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from index.grammars import FURNITURE, HEAD_CUE, ITEM, NUMBER, PEOPLE_CUE, TIMED
from index.headings import cells_of, headed, heading, led, prose
from index.lines import Line
from index.minutes import Finding, ItemKind, Span
from index.outline import Label, behind_time, capitals, items_named, numbers, romans
from index.references import references, strays
from index.tokens import terms

_PREFERENCE = (1.1, 1.05, 1.0, 1.0, 1.0)  # a longer reach by this much outweighs the order of the families
_FAR = 0.2  # of a document: a family that reaches less far carries it only where it has no headings
_MOSTLY = 0.6  # of the reach of the headings: a family that reaches less far stands inside them
_MOST_TITLES = 60  # on an agenda
_COLUMN = re.compile(r"(?:agenda\s+)?(?:items?|subject|topic|matter|issue|heading|agenda|discussion|business)\b", re.I)


@dataclass(frozen=True, slots=True)
class Cut:
    """An item before it has an id. ``parent`` is the index of the cut it stands in."""

    kind: ItemKind
    span: Span
    row: int
    title_row: int
    title_at: int  # where the words of the title begin
    number: str | None = None
    minute_ref: str | None = None
    parent: int | None = None
    path: tuple[int, ...] = ()
    title_end: int | None = None  # where its text runs on behind the title on the same line


def tops(rows: Sequence[Line], masked: str) -> tuple[list[Cut], list[Finding]]:
    """The items of the first level, in reading order, and what looked like one and is none."""
    found, findings = _carrying(rows, masked)
    return [*_before_numbers(rows[: found[0].row] if found else []), *found], findings


def _carrying(rows: Sequence[Line], masked: str) -> tuple[list[Cut], list[Finding]]:
    families = [references(rows), items_named(rows), numbers(rows, masked), romans(rows), capitals(rows)]
    reach = [_reach([label.start for label in family]) for family in families]
    best = max(range(len(families)), key=lambda i: (reach[i] * _PREFERENCE[i], -i))
    if len(families[best]) < 2 or reach[best] < _MOSTLY * _length(rows):  # beyond that no headings can reach so much further
        unlabelled = _unlabelled(rows)
        beyond = _reach([c.span.start for c in unlabelled])
        if len(families[best]) < 2 or (unlabelled and reach[best] < max(_FAR * _length(rows), _MOSTLY * beyond * (len(unlabelled) > 2))):
            return unlabelled, []
    if best == 0:
        return _referenced(families[0], rows), strays(rows, families[0])
    return [_torn(_numbered(label), rows) for label in families[best]], []


def _reach(starts: Sequence[int]) -> int:
    return starts[-1] - starts[0] if len(starts) > 1 else 0


def _length(rows: Sequence[Line]) -> int:
    return rows[-1].span.end - rows[0].span.start


def _unlabelled(rows: Sequence[Line]) -> list[Cut]:
    """Items without labels: headings, rows that begin with a time, or rows of a table with a column of items."""
    table = _rows_of_table(rows)
    families = (_announced(rows, table), _headings(rows), _timed(rows), table)
    return max(families, key=lambda cuts: _reach([c.span.start for c in cuts]))


def _headings(rows: Sequence[Line]) -> list[Cut]:
    """Items under headings of their own lines, or under the bold words that their first paragraphs begin with."""
    if places := headed(rows):
        return [_unnumbered(rows, n, rows[n].span.start) for n in places]
    return [replace(_unnumbered(rows, n, rows[n].span.start), title_end=rows[n].span.start + rows[n].lead) for n in led(rows)]


def _numbered(label: Label) -> Cut:
    return Cut("item", Span(label.start, label.after), label.row, label.row, label.after, label.text.rstrip("."), path=label.path)


def _torn(cut: Cut, rows: Sequence[Line]) -> Cut:
    """An item whose title stands on the line above its number, as a conversion may leave it."""
    if not 0 < cut.row < len(rows) - 1:
        return cut
    above, row, below = rows[cut.row - 1 : cut.row + 2]
    rest = row.raw[cut.title_at - row.span.start :]
    bare = not re.search(r"[^\W\d_]", rest) or (re.match(r"\s{6}", rest) and len(rest.strip()) <= 12)  # a column "Paper E" may follow
    text_below = len(below.text) > 40 and not heading(below) and sum(w[0].islower() for w in below.words) > 2
    titled = len(above.words) <= 14 and above.text[-1] not in ".;:?," and above.text[0].isupper() and not FURNITURE.match(above.text)
    if not (bare and text_below and titled and above.gap and not row.gap):
        return cut
    start = above.span.start
    return replace(cut, span=Span(start, cut.span.end), row=cut.row - 1, title_row=cut.row - 1, title_at=start)


def _referenced(family: Sequence[Label], rows: Sequence[Line]) -> list[Cut]:
    rows_of = [*(label.row for label in family), len(rows)]
    cuts = [_with_number(label, rows[label.row : min(label.row + 4, rows_of[i + 1])]) for i, label in enumerate(family)]
    cuts = [_torn(c, rows) if c.title_row == c.row else c for c in cuts]
    lost = next((n for n in range(cuts[0].row) if rows[n].tabbed and prose(rows[n])), None)
    if lost is not None:  # a row of the table of items whose label was lost
        start = rows[lost].span.start
        cuts.insert(0, Cut("item", Span(start, start), lost, lost, start, path=(0,)))
    return cuts


def _with_number(label: Label, rows: Sequence[Line]) -> Cut:
    """The agenda number printed behind a reference ("Item 9b"), on its line or within the next lines."""
    here = Cut("item", Span(label.start, label.after), label.row, label.row, label.after, None, label.text, path=label.path)
    for n, row in enumerate(rows):
        shift = label.after - row.span.start if n == 0 else 0
        text = row.raw[shift:]
        if match := ITEM.match(text):
            at = row.span.start + shift + match.end()
            return replace(here, number=match["label"].replace(" ", ""), title_row=label.row + n, title_at=at)
        blank = len(text) - len(text.lstrip())
        if n == 0 and (match := NUMBER.match(text[blank:])) and match["stop"]:
            return replace(here, number=match["label"], title_at=row.span.start + shift + blank + match.end())
    return here


def _before_numbers(rows: Sequence[Line]) -> list[Cut]:
    """Items between the attendance and the first numbered one: a heading in capitals above a paragraph ("PUBLIC FORUM")."""
    listed = next((n for n, row in enumerate(rows) if PEOPLE_CUE.match(row.text)), len(rows))
    headings = [n for n in range(listed + 1, len(rows) - 1) if _capitals(rows[n]) and prose(rows[n + 1])]
    return [Cut("item", rows[n].span, n, n, rows[n].span.start, path=(n - len(rows),)) for n in headings]


def _capitals(row: Line) -> bool:
    words = re.sub(r"\(.*?\)", "", row.text)
    return words.isupper() and 1 < len(words.split()) <= 14 and not row.bullet and not HEAD_CUE.match(row.text)


def _unnumbered(rows: Sequence[Line], n: int, title_at: int) -> Cut:
    return Cut("item", rows[n].span, n, n, title_at, path=(n,))


def _timed(rows: Sequence[Line]) -> list[Cut]:
    """Rows of an agenda that begin with the time at which the item is taken."""
    places = [n for n, row in enumerate(rows) if TIMED.match(row.raw)]
    cuts = [_unnumbered(rows, n, rows[n].span.start + behind_time(rows[n])) for n in places]
    return cuts if len(cuts) > 2 else []


def _rows_of_table(rows: Sequence[Line]) -> list[Cut]:
    """Rows below the heads of a table whose first column holds the items."""
    for n, row in enumerate(rows):
        cells = cells_of(row.raw)
        if len(cells) > 1 and _COLUMN.fullmatch(cells[0]):
            places = [k for k in range(n + 1, len(rows)) if len(cells_of(rows[k].raw)) > 1 and cells_of(rows[k].raw)[0]]
            cuts = [_unnumbered(rows, k, rows[k].span.start) for k in places if not re.fullmatch(r"[\s|:-]+", rows[k].raw)]
            return cuts if len(cuts) > 1 else []
    return []


def _announced(rows: Sequence[Line], table: Sequence[Cut]) -> list[Cut]:
    """Paragraphs that begin with the titles of the table of items above them, in its order, under the numbers printed there."""
    if len(table) > _MOST_TITLES:
        return []
    titles = [_agenda_row(cells_of(rows[c.row].raw)) for c in table]
    found: list[Cut] = []
    n, missed = table[-1].row + 1 if table else len(rows), 0
    for number, title in titles:
        wanted = frozenset(terms(title))
        place = next((k for k in range(n, len(rows)) if _opens_with(rows[k], wanted)), None)
        if place is not None:
            found.append(replace(_unnumbered(rows, place, rows[place].span.start), number=number))
            n = place + 1
        elif (missed := missed + 1) > 0.4 * len(titles):  # no such table: each title missed costs a look at all lines
            return []
    return found if len(found) > 0.6 * len(titles) and len(found) > 2 else []


def _agenda_row(cells: Sequence[str]) -> tuple[str | None, str]:
    """Number and title in a row of a table of items."""
    numbered = re.fullmatch(r"\d{1,3}(?:\.\d{1,2})*[a-z]?", cells[0].rstrip(".)"))
    return (numbered.group(), cells[1]) if numbered and len(cells) > 1 else (None, cells[0])


def _opens_with(row: Line, wanted: Collection[str]) -> bool:
    """True where the first words of a line hold most of the words of a title."""
    opening = set(terms(" ".join(row.words[: len(wanted) + 6])))
    return len(opening & set(wanted)) >= max(1, 0.6 * len(wanted))
