"""What minutes themselves say is not for everybody: headings and lines of their own that mark an item, a part, or the whole.

This reads structure. A marking is a heading, a line that holds nothing else, or a word set apart at the end or the beginning of
one ("Depot (EXEMPT)", "[Confidential] ..."). Sentences that speak of exempt reports, of private matters or of the Freedom of
Information Act mark nothing, nor does an agenda that announces a private item, nor an item that only says where its minutes are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.labels import Stretch, joined
from index.lines import Line, lines
from index.minutes import OPEN, Document, Item, LeftOut, Span
from index.unmarked import SENTENCE, of_meetings, says_nothing

_CORE = r"(?:strictly\s+)?(?:private|confidential|exempt|restricted|closed)(?:\s*(?:and|&|/|,)\s*(?:private|confidential|exempt))?"
_UNIT = r"(?:\s+(?:items?|minutes?|business|matters?|information|sessions?|section|part|report|meeting|agenda|appendix|annex|circulation))?"
_GROUND = (
    r"(?:\W+(?:paras?\b|paragraphs?|sections?|s\.|schedule|sch\b|under|by\s+virtue|in\s+accordance|in\s+terms|pursuant|because|as\s+it"
    r"|as\s+defined|on\s+the\s+grounds?|due\s+to|contain\w*|relat\w*|local\s+government|lga|\d).{0,300})?"
)
_UNPUBLISHED = r"not\s+for\s+(?:public(?:ation|\s+release)|disclosure|circulation)"
_EXCLUDED = (
    r"(?:the\s+)?(?:press(?:\s*(?:and|&|/)\s*(?:the\s+)?public)?|public(?:\s*(?:and|&|/)\s*(?:the\s+)?press)?|members\s+of\s+the\s+public)"
    r"(?:\s+(?:was|were|are|is|be|been|having|then|now))*\s+(?:excluded|withdrew|left)"
)
_PART = r"(?:part|section)\s+(?:ii|iii|iv|b|c|two|three|2|3)"
_WENT = (
    r"(?:the\s+)?(?:meeting|board|committee|panel|council|authority|governors|trustees|members)\s+(?:then\s+)?(?:moved|went|adjourned|passed"
    rf"|entered|continued|met)\s+(?:into|to|in)?\s*(?:an?\s+)?(?:{_PART}\W+)?(?:{_CORE})"
)
_EDGES = r"[\s\W\d]*"
_WHOLE = re.compile(rf"{_EDGES}(?:(?:{_CORE}){_UNIT}(?:\W+{_UNPUBLISHED})?|{_UNPUBLISHED}){_GROUND}{_EDGES}", re.I)
_OPENS_PART = re.compile(
    rf"{_EDGES}(?:{_PART}\b\W*(?:{_CORE}|{_UNPUBLISHED}|{_EXCLUDED}|public\s+excluded).{{0,300}}"
    rf"|(?:{_CORE})\s+(?:sessions?|section|part|business|matters|items|agenda|minutes){_GROUND}"
    rf"|{_EXCLUDED}\b(?!\s+from\s+(?:his|her|their|the\s+school)).{{0,300}}"
    rf"|{_WENT}.{{0,120}}|(?:start|beginning)\s+of\s+(?:the\s+)?(?:{_CORE}).{{0,60}}){_EDGES}",
    re.I,
)
_PUBLIC_AGAIN = re.compile(
    r"[\s\W\d]*(?:part\s+(?:i|a|one|1)\b.{0,60}"
    r"|(?:the\s+)?(?:press|public|members\s+of\s+the\s+public).{0,40}\b(?:re-?admitted|returned|re-?joined|invited\s+back).{0,60}"
    r"|.{0,60}\b(?:returned|resumed|moved\s+back|went\s+back|reverted)\s+(?:in|to|into)\s+(?:the\s+)?(?:public|open)\b.{0,40}"
    r"|(?:public|open)\s+(?:session|part|items|business)(?:\s+resumed)?"
    r"|end\s+of\s+(?:the\s+)?(?:exempt|confidential|private|closed)\b.{0,60})[\s\W]*",
    re.I,
)
_SET_APART = (
    r"(?:strictly\s+)?(?:private(?:\s+item)?|confidential(?:\s+item)?|exempt(?:\s+item)?|not\s+for\s+publication|closed\s+item"
    r"|part\s+(?:ii|2|b))"
)
_AT_END = re.compile(rf"\S\s*(?:[(\[]|[–—:]\s*|\s-\s*|\*\s*)(?:{_SET_APART}){_GROUND}[\s\W]*$", re.I)
_AT_START = re.compile(
    rf"^{_EDGES}(?:[(\[]\s*(?:{_SET_APART}){_GROUND}\s*[)\]]|(?:{_SET_APART})\s*(?::|[–—]|\s-\s))\s*\W*(?P<rest>\w.*)", re.I | re.S
)
_PROTECTED = re.compile(
    r"[\s\W]*(?:(?:protective|security)\s+marking|(?:security\s+)?classification|marking|gpms|gsc)\s*[:\-–]\s*"
    r"(?!not\b|no\b|none\b|un)(?:.{0,20}\b)?(?:exempt|confidential|private|restricted|sensitive|secret).{0,80}"
    r"|[\s\W]*official\W+sensitive.{0,60}",
    re.I,
)
_EXCLUSION = re.compile(
    r"\bexclusion\s+of\s+(?:the\s+)?(?:press|public)|\bprivate\s+session\b|\bexclud\w+\s+(?:the\s+)?(?:press|public)"
    rf"|^{_EDGES}(?:{_CORE})\s+(?:information|business|items?|matters?|session){_EDGES}$"
    r"|\blocal\s+government\b.{0,40}\bact\b|\badmission\s+to\s+meetings\b",
    re.I,
)
_EXCLUDES = re.compile(
    r"\b(?:press|public)\b.{0,60}?\b(?:be|is|are|was|were)\b.{0,40}?\b(?:excluded|asked\s+to\s+(?:leave|withdraw))"
    r"|\bto\s+exclude\s+(?:the\s+)?(?:members\s+of\s+the\s+)?(?:press|public)\b",
    re.I | re.S,
)
_RESOLVED = re.compile(r"\b(?:resolved|agreed|resolution)\b", re.I)
_FROM_MEETING = re.compile(
    r"\b(?:from\s+the\s+meeting|remain\w*|following|during|items?|business|exempt|confidential|section\s+100|1960)\b", re.I
)
_DENIED = re.compile(
    r"\b(?:no|not)\b(?:\s+\w+){0,3}?\s+(?:need|requir|necess)\w*\b.*?\bexclu"
    r"|\b(?:no|not)\b(?:\s+\w+){0,2}?\s+(?:be\s+)?exclu\w+"
    r"|\bno\b(?:\s+\w+){0,2}?\s+(?:exempt\s+|confidential\s+|private\s+)?(?:items?|business|matters?)\s+(?:that|which|requir|need|for\s+which)\w*\b.*?\bexclu",
    re.I | re.S,
)
_NONE_SUCH = re.compile(
    r"\W*there\s+(?:were|was|are|is|being)\s+no\s+(?:exempt|confidential|private)\s+(?:items?|business|matters?|reports?)\b.{0,60}"
    r"|.{0,80}\b(?:not|no\s+need)\b.{0,20}\b(?:required|necessary|needed)?\b.{0,20}\bexclu.{0,80}",
    re.I | re.S,
)
_NAMED = re.compile(
    r"\b(?:minutes?|items?|agenda\s+items?)\s+(?:nos?\.?\s*)?(\d[\w./]*(?:(?:\s*,\s*|\s*(?:and|&|to|-|–)\s*)\d[\w./]*)*)", re.I
)
_NEXT_ONLY = re.compile(r"\b(?:following|next)\s+(?:item|matter|report|business|minute)\b(?!s)", re.I)
_STATUTORY = set(
    """private confidential exempt restricted closed strictly official sensitive not for publication public disclosure circulation release
    item items minutes minute business matters matter information session sessions section sections part report meeting agenda appendix
    annex ii iii iv b c two three and or the of by virtue under in accordance with terms pursuant to as defined para paras paragraph
    paragraphs s schedule sch local government act lga 12a amended on grounds contains containing protective security marking
    classification gpms gsc this is""".split()
)
_CITED_LAW = re.compile(
    r"\b(?:paras?|paragraphs?|sections?|s|schedule|sch|act|part|items?|minutes?|appendix|annex)\W{0,3}"
    r"(?:\d+\w?(?:\s*(?:,|and|&|to|or|-|–)\s*)?)+(?:\s*\(\w+\))*",
    re.I,
)
_LABELLED = re.compile(r"^(?:item\s+)?\W*(?:[A-Z]{1,5}\W*)?\d[\d./]*\W*", re.I)  # its number or reference
_ANNOUNCING = ("agenda", "notice")
_OF_PAGES = ("running head", "running foot", "turned", "outside the page", "outside the main part")
_PAGE = re.compile(r"\W*(?:\bpage\s+)?\b\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\W*$", re.I)
_HEAD_LINES = 12  # in which a marking is one of the whole document


@dataclass(frozen=True, slots=True)
class _Read:
    document: Document
    rows: Sequence[Line]

    def inside(self, span: Span) -> list[Line]:
        return [row for row in self.rows if span.start <= row.span.start < span.end]


def markings(document: Document, masked: str, beside: Sequence[LeftOut] = ()) -> list[Stretch]:
    """The parts of ``document`` that its own headings and lines mark; ``masked`` is the text of its file, masked.

    ``beside`` is what stands at the edge of its pages or across them: a marking there is one of the whole.
    """
    on_pages = joined(_label(out.text) for out in beside if out.reason in _OF_PAGES and only_marks(_PAGE.sub("", out.text)))
    if on_pages != OPEN:
        return [Stretch(document.span, on_pages)]
    rows = [row for row in lines(masked) if document.span.start <= row.span.start < document.span.end]
    read = _Read(document, rows)
    if label := _of_whole(read) if document.items else None:
        return [Stretch(document.span, label)]
    if document.role in _ANNOUNCING:
        return []
    found = [stretch for item in document.items[1:] if item.kind != "group" for stretch in _of_item(read, item)]
    return [*found, *_of_parts(read), *_of_exclusion(read)]


def _label(words: str) -> str:
    """As the body names it; what is merely private or unpublished is exempt."""
    low = words.lower()
    confidential = any(word in low for word in ("confidential", "sensitive", "restricted", "secret"))
    return joined((["confidential"] if confidential else []) + (["exempt"] if "exempt" in low or not confidential else []))


def _of_whole(read: _Read) -> str | None:
    """The label of a document whose head marks it all."""
    head = read.document.items[0]
    above = read.inside(head.span)[:_HEAD_LINES]
    marked = next((row.text for row in above if _marking_line(row.text) and not _OPENS_PART.fullmatch(row.text)), None)
    titled = re.match(rf"{_EDGES}(?:{_CORE})\s+(?:minutes|notes|agenda|session|meeting)\b", read.document.meeting.title, re.I)
    titled = titled or re.match(rf"{_EDGES}(?:{_CORE})\s+(?:minutes|notes)\b", above[0].text if above else "", re.I)
    return _label(marked or titled.group()) if marked or titled else None  # type: ignore[union-attr]


def only_marks(text: str) -> bool:
    """True where each line says nothing but that what stands by it is marked, and by which law."""
    return all(_only_marks(line) for line in text.splitlines() if line.strip())


def _only_marks(line: str) -> bool:
    words = re.findall(r"[^\W_]+", _CITED_LAW.sub(" ", line).lower())
    marks = _WHOLE.fullmatch(line) or _OPENS_PART.fullmatch(line) or _PROTECTED.fullmatch(line)
    return bool(marks) and set(words) <= _STATUTORY and "£" not in line


# -- one item


def _of_item(read: _Read, item: Item) -> Iterator[Stretch]:
    rows = read.inside(item.span)
    body = rows[_title_rows(item, rows) :]
    heading = _heading(item, rows)
    first = body[0].text if body else ""
    if words := _marking(heading) or _marking_line(first):
        rest = [row.text for row in body if not _only_marks(row.text)]
        if (_WHOLE.fullmatch(heading) and not _only_marks(_LABELLED.sub("", heading))) or not says_nothing(" ".join(rest)):
            yield Stretch(item.span, _label(words))
        return
    for n, row in enumerate(body):
        match = _AT_START.match(row.text)
        if match and not says_nothing(match["rest"]):
            yield Stretch(Span(row.span.start, _paragraph_end(body, n)), _label(row.text[: match.start("rest")]))
        elif n and (n + 1 < len(body) or not _only_marks(row.text)) and _marking_line(row.text) and not _OPENS_PART.fullmatch(row.text):
            yield Stretch(Span(row.span.start, _public_again(body[n + 1 :]) or item.span.end), _label(row.text))


def _title_rows(item: Item, rows: Sequence[Line]) -> int:
    """How many lines the label and the title take up."""
    words, seen = item.title.split(), ""
    for n, row in enumerate(rows[:4]):
        seen += f" {row.text}"
        if " ".join(words[-3:]).rstrip(".") in seen:
            return n + 1
    return 1


def _heading(item: Item, rows: Sequence[Line]) -> str:
    printed = " ".join(row.text for row in rows[: _title_rows(item, rows)])
    return item.title if len(printed) > 2 * len(item.title) + 40 else printed


def _marking(heading: str) -> str | None:
    """The words by which a heading marks what stands under it."""
    for text in (heading, _LABELLED.sub("", heading)):
        if _WHOLE.fullmatch(text) or (_OPENS_PART.fullmatch(text) and not _EXCLUSION.search(text)):
            return text
        if match := _AT_END.search(text) or _AT_START.match(text):
            return match.group() if match.re is _AT_END else text[: match.start("rest")]
    return None


def _marking_line(text: str) -> str | None:
    return text if _WHOLE.fullmatch(text) or _PROTECTED.fullmatch(text) else None


def _paragraph_end(body: Sequence[Line], n: int) -> int:
    """The end of the paragraph that begins with line ``n``."""
    last = n
    while last + 1 < len(body) and not body[last + 1].gap and not body[last + 1].bullet:
        last += 1
    return body[last].span.end


def _public_again(rows: Sequence[Line]) -> int | None:
    return next((row.span.start for row in rows if _PUBLIC_AGAIN.fullmatch(row.text)), None)


# -- parts


def _of_parts(read: _Read) -> Iterator[Stretch]:
    """From a line that opens a private part to the one that ends it, but for dates of meetings; a mark behind an item opens one too."""
    ends = {rows[-1].span.start for item in read.document.items if (rows := read.inside(item.span))}
    items = {item.span.start for item in read.document.items[1:]}
    covered = [item.span for item in read.document.items]
    for n, row in enumerate(read.rows):
        last = row.span.start in ends or not any(span.start <= row.span.start < span.end for span in covered)
        opens = _OPENS_PART.fullmatch(row.text) or (last and _marking_line(row.text))
        if opens and row.span.start not in items and n + 1 < len(read.rows):
            end = _public_again(read.rows[n + 1 :]) or read.document.span.end
            yield from _but_for_dates(read, Span(row.span.start, end), _label(row.text))


def _but_for_dates(read: _Read, part: Span, label: str) -> list[Stretch]:
    public = [item.span for item in read.document.items if of_meetings(item.title) and part.overlap(item.span)]
    return [Stretch(span, label) for span in part.without(public)]


def _of_exclusion(read: _Read) -> Iterator[Stretch]:
    """The items for which it was resolved that the public be excluded: those named, the next one, or all that follow."""
    items = [item for item in read.document.items if item.kind in ("item", "closing")]
    for n, item in enumerate(items):
        if _excludes(item):
            for private in _meant(item.text, items[n + 1 :]):
                if not of_meetings(private.title) and private.kind != "closing" and not says_nothing(private.text):
                    yield Stretch(private.span, _label("exempt"))


def _excludes(item: Item) -> bool:
    """True for an item in which it was resolved that the public be excluded."""
    said = SENTENCE.split(item.text)
    for sentence in said:
        if _EXCLUDES.search(sentence) and not _DENIED.search(sentence):
            resolved = bool(_RESOLVED.search(sentence))
            if _EXCLUSION.search(item.title) or (resolved and _FROM_MEETING.search(sentence)):
                return resolved or not any(map(_NONE_SUCH.fullmatch, said))
    return False


def _meant(text: str, behind: Sequence[Item]) -> Sequence[Item]:
    numbers = {number.rstrip(".") for match in _NAMED.finditer(text) for number in re.split(r"[\s,&]+|and|to", match[1]) if number}
    named = [item for item in behind if {(item.number or "").rstrip("."), item.minute_ref or ""} & numbers]
    return named or (behind[:1] if _NEXT_ONLY.search(text) else behind)
