"""The runs of a Word paragraph -> its words with their typography, and what was left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from index.minutes import LeftOut, Reason
from index.pages import MarkKind
from index.unseen import Unseen, unseen
from index.wordstyles import Styles, number, text

_INTO = ("smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "ins", "moveTo", "dir", "bdo")
_AS_IT_IS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_SYMBOLS = {"f0b7": "•", "f0a7": "•", "f0d8": "•", "f0fc": "✓", "f0fe": "☑", "f0a8": "☐", "f06f": "☐", "f0fb": "✗"}
_HYPERLINK = re.compile(r'\s*HYPERLINK\b(?:\s+"(?P<target>[^"]*)")?')
_PLACE = re.compile(r'\\l\s+"(?P<place>[^"]*)"')
_RELATION = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_USUAL, _TINY = 24, 4  # half points
_BOX = "txbxContent"
_UNSEEN = ("Cc", "Cf", "Cs", "Cn")
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    bold: bool = False
    italic: bool = False
    target: str = ""  # of the link that it is in

    def kinds(self) -> Iterator[MarkKind]:
        if self.bold:
            yield "bold"
        if self.italic:
            yield "italic"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text. ``lead``: empty cells before the first; ``apart``: an empty line stands before it."""

    cells: tuple[tuple[Run, ...], ...]
    lead: int = 0
    heading: bool = False
    apart: bool = False

    def after_gap(self, apart: bool) -> Line:
        return replace(self, apart=apart)


class Words:
    """Reads runs in order: a field may begin in one paragraph and end in another."""

    def __init__(self, styles: Styles, target: Callable[[str], str]) -> None:
        """``target``: the address behind the id of a relation."""
        self.left_out: list[LeftOut] = []
        self.unseen = Unseen()
        self.shaded = 0  # how many tables and text boxes are around, whose ground may have a colour
        self._target = target
        self._styles = styles
        self._fields: list[list[str]] = []  # each: its code, and whether its "code", "result" or "contents" is being read
        self._boxes: list[Element] = []

    def runs(self, inline: Element, style: str) -> Iterator[Run]:
        """The visible words of a paragraph."""
        for one in inline:
            if one.tag == "r":
                yield from self._run(one, style)
            elif one.tag in ("del", "moveFrom"):
                self.leave_out("deleted", one)
            elif one.tag == "mc:AlternateContent":
                yield from self.runs(_choice(one), style)
            elif one.tag == "hyperlink":
                yield from self._linked(one, style)
            elif one.tag in _INTO and not self.contents(one):
                yield from self.runs(one, style)
            elif one.tag.startswith(_MATHS):
                yield Run(clean("".join(t.text or "" for t in one.iter(f"{_MATHS}t"))))

    def _linked(self, link: Element, style: str) -> Iterator[Run]:
        relation = next((key for name in _RELATION if (key := link.get(name))), "")
        target = _address(self._target(relation) if relation else "", link.get("anchor"))
        yield from (replace(run, target=run.target or target) for run in self.runs(link, style))

    def boxes(self) -> list[Element]:
        """The text boxes that hung in the runs read last."""
        found, self._boxes = self._boxes, []
        return found

    def hidden(self, paragraph: Element, style: str) -> bool:
        """The end of the paragraph is hidden, so that it leaves no empty line."""
        mark = paragraph.find("pPr")
        return mark is not None and mark.find("rPr") is not None and self._styles.on("vanish", mark, style)

    def contents(self, control: Element) -> bool:
        """True for a table of contents, which is left out."""
        gallery = text(control, "sdtPr", "docPartObj", "docPartGallery") if control.tag == "sdt" else ""
        if gallery == "Table of Contents":
            self.leave_out("contents", control)
            return True
        return False

    def leave_out(self, reason: Reason, element: Element) -> None:
        self._leave_out(reason, "".join(one.text or "" for one in element.iter() if one.tag in ("t", "delText")))

    def _leave_out(self, reason: Reason, words: str) -> None:
        if words := " ".join(words.split()):
            self.left_out.append(LeftOut(reason, words))

    def _run(self, run: Element, style: str) -> Iterator[Run]:
        words = "".join(self._pieces(run))
        if not words:
            return
        if any(field[1] == "contents" for field in self._fields):
            self._leave_out("contents", words)
        elif reason := self._kept_from_the_reader(run, style):
            self._leave_out(reason, words)
        elif all(field[1] == "result" for field in self._fields):
            target = next((found for code, _ in self._fields if (found := _field_target(code))), "")
            yield Run(words, self._styles.on("b", run, style), self._styles.on("i", run, style), target)

    def _kept_from_the_reader(self, run: Element, style: str) -> Reason | None:
        """What the run itself says: a white one may stand on a dark cell of a table, and is only counted outside of them."""
        if self._styles.on("vanish", run, style):
            return "hidden"
        ground = self._styles.run_ground(run, style)
        black = text(run, "rPr", "highlight") == "black" or ground == "000000"
        if black and self._styles.colour(run, style) in ("", "auto", "000000"):
            return "covered"
        small = 0 < number(text(run, "rPr", "sz"), _USUAL) <= _TINY
        plain = not self.shaded and not ground and not text(run, "rPr", "highlight")
        white = plain and text(run, "rPr", "color").lower() == "ffffff"
        return "unreadable" if small or white else None

    def _pieces(self, run: Element) -> Iterator[str]:
        for one in run:
            if one.tag == "t":
                self.unseen += unseen(one.text or "")
                yield clean(one.text or "")
            elif one.tag in _AS_IT_IS:
                yield _AS_IT_IS[one.tag]
            elif one.tag == "br":
                yield "\n"
            elif one.tag == "sym":
                yield _SYMBOLS.get(one.get("char", "").lower(), "")
            elif one.tag == "fldChar":
                self._field(one.get("fldCharType", ""))
            elif one.tag == "instrText" and self._fields:
                self._fields[-1][0] += one.text or ""
            elif one.tag == "mc:AlternateContent":
                yield from self._pieces(_choice(one))
            elif one.tag in ("drawing", "pict", "object"):
                self._boxes += _outermost(one)
            elif one.tag in ("ruby", "rubyBase", "r"):
                yield from self._pieces(one)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(["", "code"])
        elif kind == "separate" and self._fields:
            code = self._fields[-1][0].split()
            self._fields[-1][1] = "contents" if code[:1] == ["TOC"] else "result"
        elif kind == "end" and self._fields:
            self._fields.pop()


def _field_target(code: str) -> str:
    """The address of a field ``HYPERLINK "https://..."``, or its place in the same file behind ``\\l``; "" for another field."""
    match = _HYPERLINK.match(code)
    place = _PLACE.search(code, match.end()) if match else None
    return _address((match["target"] if match else "") or "", place["place"] if place else "")


def _address(target: str, place: str | None) -> str:
    return f"{target}#{place}" if place else target


def _choice(alternatives: Element) -> Element:
    return next(iter(alternatives), alternatives)


def _outermost(drawing: Element) -> Iterator[Element]:
    """The text boxes of a drawing. What it offers older programs instead says the same again."""
    for one in drawing:
        if one.tag == _BOX:
            yield one
        elif one.tag != "mc:Fallback":
            yield from _outermost(one)


def clean(words: str) -> str:
    """``words`` without signs that do not show, and with plain spaces."""
    if words.isascii() and words.isprintable():
        return words
    return "".join(" " if char.isspace() else char for char in words if char.isspace() or unicodedata.category(char) not in _UNSEEN)


def trimmed(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The runs without white space at both ends of the paragraph and around its line breaks."""
    kept = list(runs)
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return tuple(kept)
