"""A briefing as a file: Markdown, Word or PDF. Every number leads to its source at the end, by a link within the file.

What stands in minutes is text and nothing else: no mark-up, formula or address in it comes to life in any of the three.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from assistant.answer import Citation
from assistant.briefing import Briefing, Point
from assistant.export import markdown_text
from index.dates import spoken

if TYPE_CHECKING:
    from reportlab.platypus import Paragraph

SOURCES, LEFT_OUT = "Sources", "Left out, because it could not be verified"
_FONT = "SourceSansPro"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")  # XML has no place for them


def written(briefing: Briefing, form: str) -> bytes:
    """The file's bytes; ``form`` is one of FORMS."""
    return FORMS[form](briefing)


def _title(briefing: Briefing) -> str:
    return f"Briefing: {briefing.subject}"


def _about(briefing: Briefing) -> list[str]:
    """The lines above the sections."""
    made = f"Prepared on {spoken(briefing.prepared)} from the minutes held. Every point is quoted from them."
    return list(filter(None, [made, briefing.purpose, briefing.searched, *briefing.notices, briefing.absence]))


def _left_out(briefing: Briefing) -> Iterator[str]:
    return (f"{problem.claim.text} ({problem.detail})" for problem in briefing.left_out if problem.claim)


def _whence(citation: Citation, briefing: Briefing) -> str:
    """What follows the label of a source: its words, where no point shows them as they are, and where it is held."""
    shown = any(point.claim.text == citation.quote for section in briefing.sections for point in section.points)
    return f". {'' if shown else f'“{citation.quote}” '}({citation.document.file}, {citation.item.item_id})"


def _day(point: Point, briefing: Briefing) -> str:
    """The day of the meeting whose words a point quotes."""
    return spoken(next((c.document.meeting.date for c in briefing.citations if c.n in point.claim.citations), None))


def _markdown(briefing: Briefing) -> bytes:
    """Numbers are footnotes."""
    lines = [f"# {markdown_text(_title(briefing))}", *(f"\n{markdown_text(line)}" for line in _about(briefing))]
    for section in briefing.sections:
        lines += [f"\n## {section.heading}\n", *(_entry(point, briefing) for point in section.points)]
    if lost := [f"- {markdown_text(line)}" for line in _left_out(briefing)]:
        lines += [f"\n## {LEFT_OUT}\n", *lost]
    if briefing.citations:
        lines += [
            f"\n## {SOURCES}\n",
            *(f"[^{c.n}]: {markdown_text(c.label)}{markdown_text(_whence(c, briefing))}" for c in briefing.citations),
        ]
    return ("\n".join(lines) + "\n").encode()


def _entry(point: Point, briefing: Briefing) -> str:
    numbers = "".join(f"[^{n}]" for n in point.claim.citations)
    return f"- {_day(point, briefing)}: {markdown_text(point.claim.text)} {numbers}" + (
        f" *{markdown_text(point.beside)}*" if point.beside else ""
    )


def _word(briefing: Briefing) -> bytes:
    """Numbers are links to bookmarks."""
    import docx

    document = docx.Document()
    document.core_properties.title, document.core_properties.author = _plain(_title(briefing)), ""
    document.add_heading(_plain(_title(briefing)), 0)
    for line in _about(briefing):
        document.add_paragraph(_plain(line))
    for section in briefing.sections:
        document.add_heading(section.heading, 1)
        for point in section.points:
            _bullet(document, point, briefing)
    if lost := list(_left_out(briefing)):
        document.add_heading(LEFT_OUT, 1)
        for line in lost:
            document.add_paragraph(_plain(line), style="List Bullet")
    if briefing.citations:
        document.add_heading(SOURCES, 1)
    for citation in briefing.citations:
        paragraph = document.add_paragraph()
        _bookmark(paragraph, citation.n)
        paragraph.add_run(_plain(citation.label)).bold = True
        paragraph.add_run(_plain(_whence(citation, briefing)))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _bullet(document: Any, point: Point, briefing: Briefing) -> None:
    paragraph = document.add_paragraph(style="List Bullet")
    paragraph.add_run(_plain(f"{_day(point, briefing)}: {point.claim.text} "))
    for n in point.claim.citations:
        _link(paragraph, n)
    if point.beside:
        paragraph.add_run(_plain(f" {point.beside}")).italic = True


def _link(paragraph: Any, n: int) -> None:
    """The number as a link to its source's bookmark: python-docx has no call for one within the file (ECMA-376, 17.16.22)."""
    run = paragraph.add_run(f"[{n}]")
    link = _element("hyperlink", anchor=f"source-{n}")
    paragraph._p.append(link)
    link.append(run._r)


def _bookmark(paragraph: Any, n: int) -> None:
    """The number with a bookmark around it (ECMA-376, 17.13.6)."""
    paragraph._p.append(_element("bookmarkStart", id=str(n), name=f"source-{n}"))
    paragraph.add_run(f"[{n}] ")
    paragraph._p.append(_element("bookmarkEnd", id=str(n)))


def _element(tag: str, /, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _pdf(briefing: Briefing) -> bytes:
    """Numbers are links to anchors."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    out = io.BytesIO()
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), 22 * mm)
    template = SimpleDocTemplate(out, pagesize=A4, title=_plain(_title(briefing)), author="", lang="en-GB", **margins)
    template.build(list(_paragraphs(briefing)))
    return out.getvalue()


def _paragraphs(briefing: Briefing) -> Iterator[Paragraph]:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    _load_fonts()
    body = ParagraphStyle("body", fontName=_FONT, fontSize=10.5, leading=14.5, spaceAfter=5)
    title = ParagraphStyle("title", body, fontName=f"{_FONT}-Bold", fontSize=19, leading=24, spaceAfter=10)
    head = ParagraphStyle("head", body, fontName=f"{_FONT}-Bold", fontSize=13.5, leading=18, spaceBefore=10, keepWithNext=1)
    entry = ParagraphStyle("entry", body, leftIndent=14, bulletIndent=2)
    small = ParagraphStyle("small", body, fontSize=9, leading=12)

    yield Paragraph(_xml(_title(briefing)), title)
    yield from (Paragraph(_xml(line), body) for line in _about(briefing))
    for section in briefing.sections:
        yield Paragraph(section.heading, head)
        for point in section.points:
            numbers = "".join(f'<a href="#source-{n}" color="#1d4ed8">[{n}]</a>' for n in point.claim.citations)
            beside = f" <i>{_xml(point.beside)}</i>" if point.beside else ""
            yield Paragraph(f"{_day(point, briefing)}: {_xml(point.claim.text)} {numbers}{beside}", entry, bulletText="•")
    if lost := list(_left_out(briefing)):
        yield Paragraph(LEFT_OUT, head)
        yield from (Paragraph(_xml(line), entry, bulletText="•") for line in lost)
    if briefing.citations:
        yield Paragraph(SOURCES, head)
    for c in briefing.citations:
        yield Paragraph(f'<a name="source-{c.n}"/>[{c.n}] <b>{_xml(c.label)}</b>{_xml(_whence(c, briefing))}', small)


def _load_fonts() -> None:
    """Source Sans Pro (SIL OFL), out of its package: the standard fonts of PDF lack Welsh and Polish letters."""
    from font_source_sans_pro import font_directory
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    faces = {_FONT: "Regular", f"{_FONT}-Bold": "Bold", f"{_FONT}-Italic": "It", f"{_FONT}-BoldItalic": "BoldIt"}
    if _FONT not in pdfmetrics.getRegisteredFontNames():
        for name, face in faces.items():
            pdfmetrics.registerFont(TTFont(name, str(Path(font_directory) / f"SourceSansPro-{face}.ttf")))
        pdfmetrics.registerFontFamily(_FONT, *faces)


def _plain(text: str) -> str:
    return _CONTROL.sub("\ufffd", text)


def _xml(text: str) -> str:
    return escape(_plain(text))


FORMS: dict[str, Callable[[Briefing], bytes]] = {".md": _markdown, ".docx": _word, ".pdf": _pdf}
