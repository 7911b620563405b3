"""A masked text as lines and statements, each with its place in the file.

A line is what stands between two breaks (or from one bullet to the next); a statement is a bullet or a sentence, across
the line and page breaks that a conversion left inside it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from index.heal import heal
from index.minutes import Mark, Span

BULLETS = "•●▪◦\uf0b7\uf0a7‣⁃➢"
_BREAK = re.compile(rf"\n|(?=[{BULLETS}])")
_BULLET = re.compile(rf"[{BULLETS}]\s*|[-–*·]\s+(?=\S)|o\s+(?=[A-Z£\d\"“‘(])")
_NUMBERED = re.compile(r"(?:item\s+)?\(?(?:\d{1,3}(?:[./]\d{1,4})*[.)]?|[a-z][.)]|[ivx]{1,5}[.)])(?=\s)", re.I)
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mrs?|Ms|Dr|Prof|Cllr|Cllrs|Rev|Hon|Sgt|Insp|Supt|Det|St|No|Nos|Ltd|Co|Inc|vs|approx|para|paras|pp|e\.g|i\.e|etc|cf|(?<!['’])[A-Za-z]))\.$"
)
_STOP = re.compile(r" *(?:[.:—]|[–-](?=\s))[ .:–—-]*")  # behind the bold words; not the hyphen of a word half in bold
_LONGEST_LEAD = 80  # characters of the bold words
_COUNTED = re.compile(r"\b(?:nos?|items?|minutes?|p|pp|vol|ref)\.$")
_LABEL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[ivx]{1,5})\.", re.I)
_LIMB = re.compile(r"\(?(?P<label>[a-z]|[ivx]{2,5})[.)]\s+(?=\S)")
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv".split()
_TITLED = re.compile(r"\b(?:Messrs|Mr|Mrs|Ms|Miss|Dr|Cllrs?|Councillors?)\.?$")  # an initial follows
_NEAR = 12  # lines behind a first limb in which the second is looked for
_JOINS = re.compile(r"(?:[;:]|[;,]\s+(?:and|or))$", re.I)
_SENTENCE_END = re.compile(r"(?<![.!?])[.!?]++[\"'’”)\]]*+(?=\s+(?:[\"'‘“(\[]*[A-Z£0-9•]|\(?[a-z][.)]\s+[A-Z]))")


@dataclass(frozen=True, slots=True)
class Line:
    """One line, without the white space around it. ``raw`` is masked, as long as its span; ``text`` is healed."""

    span: Span
    raw: str
    text: str
    gap: int  # empty lines before it
    tabbed: bool  # a table row whose first cell is empty
    bullet: bool
    bold: bool  # all of it is bold or a heading in the source
    lead: int = 0  # characters of the bold words that it begins with ("Finance. The treasurer ..."), without their stop

    @property
    def words(self) -> list[str]:
        return self.text.split()


def lines(masked: str, marks: Sequence[Mark] = ()) -> list[Line]:
    """The non-empty lines of a masked text, in order."""
    strong = _Coverage([m.span for m in marks if m.kind != "italic"])
    found: list[Line] = []
    gap, start = 0, 0
    for end in _breaks(masked):
        raw = masked[start:end]
        text = heal(raw)
        if text:
            found.append(_line(raw, start, text, gap, strong))
            gap = 0
        elif masked[end : end + 1] not in BULLETS:  # where a bullet follows, the line has only begun
            gap += 1
        start = end
    return found


def _breaks(masked: str) -> Iterator[int]:
    yield from (m.start() for m in _BREAK.finditer(masked) if m.start() > 0)
    yield len(masked)


def _line(raw: str, start: int, text: str, gap: int, strong: _Coverage) -> Line:
    lead = len(raw) - len(raw.lstrip())
    span = Span(start + lead, start + len(raw.rstrip()))
    tabbed = "\t" in raw[:lead]
    bullet = _BULLET.match(raw[lead:]) is not None
    bold = strong.covers(span)
    return Line(span, raw[lead:].rstrip(), text, gap, tabbed, bullet, bold, 0 if bold else _lead(raw[lead:], strong.end_of(span.start)))


def _lead(text: str, marked: int) -> int:
    """The length of a heading that a line runs on from: a few bold words up to a stop or colon, and words behind them."""
    bold = text[:marked].rstrip(" .:")
    stop = _STOP.match(text, len(bold))
    if not bold[:1].isupper() or len(bold) > _LONGEST_LEAD or stop is None:
        return 0
    return len(bold) if text[stop.end() :].strip() else 0


class _Coverage:
    """Whether a span lies within the marked spans, allowing for white space and marks at its ends."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans, self._next = sorted(spans, key=lambda s: s.start), 0

    def covers(self, span: Span) -> bool:
        while self._next < len(self._spans) and self._spans[self._next].end <= span.start:
            self._next += 1
        inside = 0
        for place in range(self._next, len(self._spans)):
            marked = self._spans[place]
            if marked.start >= span.end:
                break
            inside += marked.overlap(span)
        return inside >= 0.8 * (span.end - span.start)

    def end_of(self, start: int) -> int:
        """How many characters are marked from ``start`` on; 0 where none are. Asked behind ``covers``, in the same order."""
        marked = self._spans[self._next] if self._next < len(self._spans) else None
        return max(0, marked.end - start) if marked and marked.start <= start else 0


def paragraphs(rows: Sequence[Line]) -> list[list[Line]]:
    """Lines that belong together: a bullet or a paragraph, continued over line and page breaks."""
    groups: list[list[Line]] = []
    due: set[str] = set()  # the labels that count on from one in the last group
    for n, row in enumerate(rows):
        label = _limb_label(groups[-1][-1] if groups else None, row)
        if groups and _continues(groups[-1][-1], row) and not (label and _limb(groups[-1][-1], label, due, rows[n + 1 : n + 1 + _NEAR])):
            groups[-1].append(row)
        else:
            groups.append([row])
            due = set()
        due |= _after(label) if label else set()
    return groups


def _limb_label(above: Line | None, row: Line) -> str | None:
    """ "b" of "b) approve the plan"; None of "b. Elm" behind "Messrs"."""
    match = _LIMB.match(row.text)
    return match["label"] if match and not (above and _TITLED.search(above.text)) else None


def _continues(last: Line, row: Line) -> bool:
    if row.bullet or last.bold != row.bold:
        return False
    if row.text[0].islower() and last.text[-1] not in ".!?:":
        return True  # a page or a line broken inside a sentence
    if row.gap or _NUMBERED.match(row.text):
        return False
    return last.text[-1] not in ":!?" and len(last.text) >= 50 and not (last.text[-1] == "." and last.bullet)


def _limb(last: Line, label: str, due: Collection[str], behind: Sequence[Line]) -> bool:
    """True for "b) approve the plan" behind "a) note the report", and for "a)" where "b)" follows: each is a statement of its own."""
    if label in due or _JOINS.search(last.text):
        return True
    return label in ("a", "i") and any(found["label"] in _after(label) for one in behind if (found := _LIMB.match(one.text)))


def _after(label: str) -> set[str]:
    """What counts on from a label: "c" from "b", "ii" from "i"; "i" may count in letters and in Roman numerals."""
    found = {chr(ord(label) + 1)} if len(label) == 1 else set()
    return found | ({_ROMAN[_ROMAN.index(label) + 1]} if label in _ROMAN[:-1] else set())


def statements(masked: str, rows: Sequence[Line]) -> list[Span]:
    """The statements of these lines: bullets and sentences, in order, without white space or bullets at their ends."""
    found: list[Span] = []
    for group in paragraphs(rows):
        found += _sentences(masked, Span(group[0].span.start, group[-1].span.end))
    return found


def statements_of(masked: str, within: Span) -> list[Span]:
    """The statements of one stretch of the text."""
    part = masked[within.start : within.end]
    return [Span(s.start + within.start, s.end + within.start) for s in statements(part, lines(part))]


def _sentences(masked: str, span: Span) -> list[Span]:
    text = masked[span.start : span.end]
    start = m.end() if (m := _BULLET.match(text)) else 0
    found: list[Span] = []
    for stop in _SENTENCE_END.finditer(text, start):
        if _ends(text, start, stop):
            found.append(Span(span.start + start, span.start + stop.end()))
            start = _next_word(text, stop.end())
    if start < len(text):
        found.append(Span(span.start + start, span.end))
    return found


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    """Not behind an abbreviation ("Cllr.", "no. 14") nor behind the label that the statement begins with ("2.1.")."""
    if stop.group() != ".":
        return True
    counted = _COUNTED.search(text, max(start, stop.start() - 8), stop.end()) and text[_next_word(text, stop.end())].isdigit()
    labelled = _LABEL.fullmatch(text, start, stop.end())
    return not (counted or labelled or _ABBREVIATED.search(text, max(start, stop.start() - 12), stop.end()))


def _next_word(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place
