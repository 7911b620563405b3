"""A briefing as a file: Markdown, Word or PDF. Every number leads to its source at the end, by a link within the file.

What stands in minutes or was typed is text and nothing else: no mark-up, formula or address in it comes to life in any of the three.
The one address that does is that of an item, which is made here.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from assistant.blocks import OWN, Block, blocks
from assistant.briefing import Briefing
from assistant.export import markdown_text

if TYPE_CHECKING:
    from reportlab.platypus import Paragraph

_FONT = "SourceSansPro"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")  # XML has no place for them
_LONGEST_NAME = 60


def written(briefing: Briefing, form: str) -> bytes:
    """The file's bytes; ``form`` is one of FORMS."""
    return FORMS[form](briefing)


def file_name(briefing: Briefing, form: str) -> str:
    """A name for the file that every system takes: "briefing-the-sluice-winch-2024-05-01.docx"."""
    plain = unicodedata.normalize("NFKD", briefing.own_title or briefing.subject).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:_LONGEST_NAME].strip("-")
    return "-".join(filter(None, ("briefing", words, briefing.prepared.isoformat()))) + form


# -- Markdown: numbers are footnotes


def _markdown(briefing: Briefing) -> bytes:
    groups = groupby(blocks(briefing), lambda block: block.kind)
    return ("\n\n".join(_together(kind, list(of)) for kind, of in groups) + "\n").encode()


def _together(kind: str, of: Sequence[Block]) -> str:
    """Blocks of one kind in a row: those of a list stand close."""
    return ("\n" if kind in ("point", "left out", "source") else "\n\n").join(map(_line, of))


def _line(block: Block) -> str:
    text, beside = markdown_text(block.text), markdown_text(block.beside)
    match block.kind:
        case "title" | "heading":
            return f"{'#' * (1 if block.kind == 'title' else 2)} {text}"
        case "point":
            return f"- {text} {_footnotes(block.numbers)}" + (f" *{beside}*{_footnotes(block.later)}" if beside else "")
        case "left out":
            return f"- {text}"
        case "note":
            return f"> **{OWN}:** {text}"
        case "source":
            return f"[^{block.numbers[0]}]: {text}{beside}" + (f" <{block.address}>" if block.address else "")
        case _:
            return text


def _footnotes(numbers: Sequence[int]) -> str:
    return "".join(f"[^{n}]" for n in numbers)


# -- Word: numbers are links to bookmarks


def _word(briefing: Briefing) -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.title, document.core_properties.author = _plain(briefing.title), ""
    for block in blocks(briefing):
        _add(document, block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add(document: Any, block: Block) -> None:
    match block.kind:
        case "title" | "heading":
            document.add_heading(_plain(block.text), 0 if block.kind == "title" else 1)
        case "point":
            _bullet(document, block)
        case "left out":
            document.add_paragraph(_plain(block.text), style="List Bullet")
        case "note":
            paragraph = document.add_paragraph(style="Intense Quote")
            paragraph.add_run(f"{OWN}: ").bold = True
            paragraph.add_run(_plain(block.text))
        case "source":
            _source(document, block)
        case _:
            document.add_paragraph(_plain(block.text))


def _bullet(document: Any, block: Block) -> None:
    paragraph = document.add_paragraph(style="List Bullet")
    paragraph.add_run(_plain(f"{block.text} "))
    for n in block.numbers:
        _link(paragraph, f"[{n}]", anchor=f"source-{n}")
    if block.beside:
        paragraph.add_run(_plain(f" {block.beside} ")).italic = True
    for n in block.later:
        _link(paragraph, f"[{n}]", anchor=f"source-{n}")


def _source(document: Any, block: Block) -> None:
    """The number with a bookmark around it (ECMA-376, 17.13.6), and where the item can be opened."""
    [n] = block.numbers
    paragraph = document.add_paragraph()
    paragraph._p.append(_element("w:bookmarkStart", {"w:id": str(n), "w:name": f"source-{n}"}))
    paragraph.add_run(f"[{n}] ")
    paragraph._p.append(_element("w:bookmarkEnd", {"w:id": str(n)}))
    paragraph.add_run(_plain(block.text)).bold = True
    paragraph.add_run(_plain(block.beside))
    if block.address:
        paragraph.add_run(" ")
        _link(paragraph, block.address, address=block.address)


def _link(paragraph: Any, text: str, anchor: str = "", address: str = "") -> None:
    """Text as a link within the file, or to an address: python-docx has no call for either (ECMA-376, 17.16.22)."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    run = paragraph.add_run(text)
    where = {"w:anchor": anchor} if anchor else {"r:id": paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)}
    link = _element("w:hyperlink", where)
    paragraph._p.append(link)
    link.append(run._r)


def _element(tag: str, attributes: dict[str, str]) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for key, value in attributes.items():
        element.set(qn(key), value)
    return element


# -- PDF: numbers are links to anchors


def _pdf(briefing: Briefing) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    out = io.BytesIO()
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), 22 * mm)
    template = SimpleDocTemplate(out, pagesize=A4, title=_plain(briefing.title), author="", lang="en-GB", **margins)
    template.build(list(_paragraphs(briefing)))
    return out.getvalue()


def _paragraphs(briefing: Briefing) -> Iterator[Paragraph]:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    _load_fonts()
    body = ParagraphStyle("body", fontName=_FONT, fontSize=10.5, leading=14.5, spaceAfter=5)
    entry = ParagraphStyle("entry", body, leftIndent=14, bulletIndent=2)
    styles = {
        "title": ParagraphStyle("title", body, fontName=f"{_FONT}-Bold", fontSize=19, leading=24, spaceAfter=10),
        "heading": ParagraphStyle("head", body, fontName=f"{_FONT}-Bold", fontSize=13.5, leading=18, spaceBefore=10, keepWithNext=1),
        "source": ParagraphStyle("small", body, fontSize=9, leading=12),
        "note": ParagraphStyle(
            "note", body, leftIndent=14, rightIndent=14, backColor="#eef1f5", borderPadding=5, spaceBefore=8, spaceAfter=9
        ),
        "point": entry,
        "left out": entry,
    }
    for block in blocks(briefing):
        listed = {"bulletText": "•"} if block.kind in ("point", "left out") else {}
        yield Paragraph(_marked(block), styles.get(block.kind, body), **listed)


def _marked(block: Block) -> str:
    """A block in the mark-up of reportlab."""
    text, beside = _xml(block.text), _xml(block.beside)
    match block.kind:
        case "point":
            return f"{text} {_anchored(block.numbers)}" + (f" <i>{beside}</i> {_anchored(block.later)}" if beside else "")
        case "note":
            return f"<b>{OWN}:</b> {text}"
        case "source":
            [n] = block.numbers
            opened = f" <a href={quoteattr(block.address)} color='#1d4ed8'>{_xml(block.address)}</a>" if block.address else ""
            return f'<a name="source-{n}"/>[{n}] <b>{text}</b>{beside}{opened}'
        case _:
            return text


def _anchored(numbers: Sequence[int]) -> str:
    return "".join(f'<a href="#source-{n}" color="#1d4ed8">[{n}]</a>' for n in numbers)


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
    return escape(_plain(text)).replace("\n", "<br/>")


FORMS: dict[str, Callable[[Briefing], bytes]] = {".md": _markdown, ".docx": _word, ".pdf": _pdf}
