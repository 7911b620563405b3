"""Small PDF and Word files, made in memory for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

import pypdfium2 as pdfium
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595, 842  # A4 in points
REGULAR, BOLD, ITALIC = "Helvetica", "Helvetica-Bold", "Helvetica-Oblique"

Draw = Callable[[Canvas], object]


def pdf(*pages: Sequence[Draw], password: str | None = None) -> bytes:
    """A PDF whose pages are drawn by these functions."""
    out = io.BytesIO()
    encrypt = StandardEncryption(password, ownerPassword="owner") if password is not None else None
    canvas = Canvas(out, (WIDTH, HEIGHT), pageCompression=0, encrypt=encrypt)
    for page in pages:
        for draw in page:
            draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def at(x: float, y: float, text: str, font: str = REGULAR, size: float = 11) -> Draw:
    """Text whose base line is ``y`` points below the top of the page."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, size)
        canvas.drawString(x, HEIGHT - y, text)

    return draw


def lines(x: float, y: float, *texts: str, step: float = 14, font: str = REGULAR, size: float = 11) -> list[Draw]:
    """Lines of text one below the other."""
    return [at(x, y + n * step, text, font, size) for n, text in enumerate(texts)]


def grid(xs: Sequence[float], ys: Sequence[float]) -> list[Draw]:
    """The lines of a table, at these places from the left and from the top."""
    level = [lambda c, y=y: c.line(xs[0], HEIGHT - y, xs[-1], HEIGHT - y) for y in ys]
    upright = [lambda c, x=x: c.line(x, HEIGHT - ys[0], x, HEIGHT - ys[-1]) for x in xs]
    return [*level, *upright]


def box(left: float, top: float, right: float, bottom: float, grey: float = 0) -> Draw:
    """A filled box."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(grey)
        canvas.rect(left, HEIGHT - bottom, right - left, bottom - top, stroke=0, fill=1)
        canvas.setFillGray(0)

    return draw


def scanned(content: bytes) -> bytes:
    """The same PDF as pictures of its pages."""
    with pdfium.PdfDocument(content) as document:
        pictures = [page.render(scale=3, grayscale=True).to_pil() for page in document]
    return pdf(*([lambda c, p=p: c.drawImage(ImageReader(p), 0, 0, WIDTH, HEIGHT)] for p in pictures))


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = "application/vnd.openxmlformats-package.relationships+xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def part(name: str, inner: str) -> str:
    return f"{_HEAD}<w:{name} {_W}>{inner}</w:{name}>"


def docx(body: str, main_type: str = _MAIN, **parts: str) -> bytes:
    """A Word file with this body. ``parts``: the inside of ``numbering``, ``styles``, ``comments``, ``footnotes``, ``header``."""
    roots = {"header": "hdr", "footer": "ftr"}
    related = "".join(f'<Relationship Id="r{n}" Type="{_RELATIONS}/{kind}" Target="{kind}.xml"/>' for n, kind in enumerate(parts))
    main = f'<Relationship Id="r1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'
    usual = f'<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="{_RELATIONSHIPS}"/>'
    types = f'<Types xmlns="{_PACKAGE}/content-types">{usual}<Override PartName="/word/document.xml" ContentType="{main_type}"/></Types>'
    members = {
        "[Content_Types].xml": _HEAD + types,
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{main}</Relationships>',
        "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        **{f"word/{kind}.xml": part(roots.get(kind, kind), inner) for kind, inner in parts.items()},
    }
    return zipped(members)


def zipped(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; what is no element becomes a plain run."""
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run; ``properties`` are names of toggles ("b i")."""
    toggles = "".join(f"<w:{name}/>" for name in properties.split())
    return f'<w:r><w:rPr>{toggles}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def listed(text: str, list_id: int, level: int = 0) -> str:
    """A paragraph of an automatic list."""
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def table(*rows: Sequence[str]) -> str:
    """A table of cells; a cell is its text, or elements."""
    cells = ("".join(cell if cell.startswith("<w:tc>") else tc(cell) for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def tc(*paragraphs: str, properties: str = "") -> str:
    inner = "".join(one if one.startswith("<") else p(one) for one in paragraphs)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def level(at: int, format: str, pattern: str, start: int = 1, extra: str = "") -> str:
    """A level of a list definition."""
    values = f'<w:start w:val="{start}"/><w:numFmt w:val="{format}"/>{extra}<w:lvlText w:val="{pattern}"/>'
    return f'<w:lvl w:ilvl="{at}">{values}</w:lvl>'


def numbering(definitions: dict[int, Sequence[str]], lists: dict[int, tuple[int, str]]) -> str:
    """Definitions by number with their levels; lists by number with the definition they follow and their overrides."""
    abstract = "".join(f'<w:abstractNum w:abstractNumId="{n}">{"".join(levels)}</w:abstractNum>' for n, levels in definitions.items())
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>' for n, (of, overrides) in lists.items())
    return abstract + nums
