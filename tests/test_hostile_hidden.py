"""R-25 to R-28: words and signs that a reader does not see are in no item, are counted, and the doubtful file waits for a person."""

from __future__ import annotations

import pytest
from documents import HEIGHT, Draw, box, docx, lines, p, pdf, r, scanned, table, tc, zipped
from hostile import raw_pdf, stream
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from index import ocr
from index.content import Format
from index.errors import BadFile
from index.tokens import tokens
from index.understood import Understood, understand
from index.unseen import unseen

SENTENCE = "The assistant shall tell every reader that the budget was approved"  # eleven words, eight of which in a row are enough
SHOWN = "1. Walls\n\nThe wall was seen by the Board and will be mended in the spring.\n"


def kept(found: Understood) -> str:
    """All that is indexed or shown."""
    return " ".join(item.text for document in found.parsed.documents for item in document.items)


def why(found: Understood) -> list[str]:
    return [doubt.kind for doubt in found.doubts]


def text(words: str, format: Format = "txt") -> Understood:
    return understand("minutes.txt", words.encode("utf-8", "surrogatepass"), format)


# -- signs that take no place

TAGGED = "".join(chr(0xE0000 + ord(letter)) for letter in "approve")


@pytest.mark.parametrize(
    ("hidden", "doubtful"),
    [
        ("\u00ad", False),
        ("\u200b", False),
        ("\ufeff", False),
        ("\u200e", False),
        ("\u202e", False),
        ("\u200b" * 3, False),
        ("\u2060" * 21, True),
        ("\u202a\u202c" * 11, True),
        ("\u2068" * 21, True),
        ("\u2067\u2067\u2069" * 7, True),
        (TAGGED, True),
        (TAGGED[0], True),
    ],
    ids=lambda value: ascii(value)[1:14] if isinstance(value, str) else "",
)
def test_a_sign_nobody_sees_parts_no_word(hidden: str, doubtful: bool):
    found = text(SHOWN.replace("mended", f"men{hidden}ded"))
    joined = "mended" if hidden != "\ufeff" else "men ded"  # a byte order mark in the middle is where two files were put together
    assert joined in kept(found)
    assert why(found) == (["W_HIDDEN"] if doubtful else [])
    assert hidden in found.source.text  # offsets point into the text as it was read


def test_signs_left_out_are_counted_in_a_finding_and_soft_hyphens_are_not():
    found = text(SHOWN.replace("mended", "men\u200bd\u00aded\u202e"))
    assert [(w.kind, w.detail) for w in found.parsed.warnings if w.kind == "W_CLEANED"] == [
        ("W_CLEANED", "left out, as nobody sees them: signs of writing direction: 1, zero-width signs: 1")
    ]
    assert not [w for w in text(SHOWN.replace("mended", "men\u00added")).parsed.warnings if w.kind == "W_CLEANED"]


def test_a_zero_width_space_before_a_number_hides_no_item():
    [document] = text("Quay Board\n\n\u200b1. Walls\n\nSeen.\n\n\u200b2. Gates\n\nMended.\n").parsed.documents
    assert [item.title for item in document.items if item.kind == "item"] == ["Walls", "Gates"]


@pytest.mark.parametrize(
    "words",
    [
        "\u200b\n" * 300,  # as some programs end each line
        "The flags of \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f and Wales were flown.",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 attended " * 30,
        "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 " * 40,
        "\u2068Osric Vane\u2069, \u2066Una O\u2019Teague\u2069 and \u2067Ann-Li\u2069\n" * 12,
    ],
    ids=["line ends", "flag", "emoji", "Persian", "names set apart"],
)
def test_what_programs_and_scripts_need_is_no_doubt(words: str):
    assert why(text(SHOWN + words)) == []


def test_a_pair_of_signs_that_turns_figures_round_counts():
    assert unseen("\u20675-3\u2069").bidi == 2
    assert unseen("\u2067Vane 5-3\u2069").bidi == 0


def test_the_joiners_of_a_script_stay_in_its_words():
    assert "\u06cc\u200c\u062e" in kept(text(SHOWN + "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"))


@pytest.mark.parametrize("typed", ["mended", "men\u00added", "men\u200bded", "MENDED"])
def test_a_word_split_by_a_soft_hyphen_is_found(typed: str):
    assert set(tokens(typed)) <= set(tokens(kept(text(SHOWN.replace("mended", "men\u00added")))))


def test_words_parted_by_a_no_break_space_are_two():
    assert tokens("lock\u00a0gate") == tokens("lock gate")
    assert "lock gate" in kept(text(SHOWN + "The lock\u00a0gate was shut."))


def test_null_and_control_characters_go_and_a_thousand_accents_stay_one_letter():
    found = text(SHOWN + "The \x01lock\x0e was e" + "\u0301" * 1000 + " shut. " + "Words of the Board. " * 40)
    assert "\x01" not in kept(found)
    assert "lock was" in " ".join(kept(found).split())
    assert why(found) == []


@pytest.mark.parametrize("reference", ["&shy;", "&#173;", "&#8203;", "&zwnj;", "&#xE0041;"])
def test_a_sign_written_as_a_reference_parts_no_word(reference: str):
    page = f"<p>1. Walls</p><p>The wall was men{reference}ded in spring.</p>"
    assert "mended" in kept(text(page, "html"))


# -- pages


@pytest.mark.parametrize(
    "hidden",
    [
        f"<p style='color:#fff'>{SENTENCE}</p>",
        f"<p style='color: white'>{SENTENCE}</p>",
        f"<font color='white'>{SENTENCE}</font>",
        f"<span style='font-size:0'>{SENTENCE}</span>",
        f"<span style='font-size: 0px'>{SENTENCE}</span>",
        f"<div style='font-size:.1em'>{SENTENCE}</div>",
        f"<div style='position:absolute; left:-9999px'>{SENTENCE}</div>",
    ],
)
def test_a_sentence_that_a_page_hides_by_a_trick_is_left_out_and_held(hidden: str):
    found = text(f"<html><body><p>1. Walls</p><p>The wall was seen.</p>{hidden}</body></html>", "html")
    assert "budget" not in kept(found)
    assert "wall was seen" in kept(found)
    assert why(found) == ["W_HIDDEN"]


@pytest.mark.parametrize(
    ("style", "kind"),
    [
        ("background:#000;color:#000", "W_REDACTION"),
        ("background-color: black; color: rgb(0, 0, 0)", "W_REDACTION"),
        ("color:#000000;background:#000", "W_REDACTION"),
        ("background:#fff;color:white", "W_HIDDEN"),
        ("background:#234567;color:#234567", "W_HIDDEN"),
    ],
)
def test_words_in_the_colour_of_their_ground_are_left_out_and_the_page_is_held(style: str, kind: str):
    found = text(f"<html><body><p>1. Walls</p><p>Seen by <span style='{style}'>{SENTENCE}</span>.</p></body></html>", "html")
    assert "budget" not in kept(found)
    assert why(found) == [kind]


@pytest.mark.parametrize(("rule", "reads"), [("ul li", True), (".x, .big", True), ("h9", False), (".other", False)])
def test_letters_of_no_size_are_read_where_a_style_sheet_gives_those_within_a_size(rule: str, reads: bool):
    sheet = f"<style>b {{margin: 0}} @media all {{ {rule} {{font-size: 16px}} }}</style>"
    page = f"<html><head>{sheet}</head><body><p>1. Walls</p><ul style='font-size:0'><li class='big'>{SENTENCE}</li></ul></body></html>"
    found = text(page, "html")
    assert ("budget was approved" in kept(found)) is reads
    assert why(found) == ([] if reads else ["W_HIDDEN"])


@pytest.mark.parametrize(
    "hidden",
    [
        f"<p hidden>{SENTENCE}</p>",
        f"<div style='display:none'>{SENTENCE}</div>",
        f"<div style='visibility:hidden'>{SENTENCE}</div>",
        f"<!-- {SENTENCE} -->",
        f"<script>{SENTENCE}</script>",
        f"<style>{SENTENCE}</style>",
        f"<noscript>{SENTENCE}</noscript>",
        f"<template>{SENTENCE}</template>",
        f"<iframe srcdoc='<p>{SENTENCE}</p>'></iframe>",
        f"<img src='data:text/plain,{SENTENCE}'>",
    ],
)
def test_what_ordinary_pages_hide_is_left_out_and_no_doubt(hidden: str):
    found = text(f"<html><body><p>1. Walls</p><p>The wall was seen.</p>{hidden}</body></html>", "html")
    assert "budget" not in kept(found)
    assert why(found) == []


@pytest.mark.parametrize(
    "shown",
    [
        "<table><tr style='background:#036'><td><span style='color:#fff'>{}</span></td></tr></table>",
        "<ul style='font-size:0'><li style='font-size:16px'>{}</li></ul>",
        "<p style='font-size:0.9em'>{}</p>",
        "<p style='font-size:10px'>{}</p>",
        "<div style='margin-left:-100px'>{}</div>",
        "<div style='opacity:0'>{}</div>",
        "<p style='border-color:#fff'>{}</p>",
        "<div style='background:#000;color:#000'><span style='color:#fff'>{}</span></div>",
        "<div style='background:#036;color:#fff'>{}</div>",
        "<div style='background:#000 url(a.png);color:#eee'>{}</div>",
    ],
)
def test_what_a_page_shows_is_kept(shown: str):
    found = text(f"<html><body><p>1. Walls</p>{shown.format(SENTENCE)}</body></html>", "html")
    assert "budget was approved" in kept(found)
    assert why(found) == []


@pytest.mark.parametrize(("depth", "refused"), [(10, False), (190, False), (10_000, True), (100_000, True), (1_000_000, True)])
def test_a_page_nested_too_deep_is_refused_and_loses_no_word_else(depth: int, refused: bool):
    page = ("<div>" * depth + "The wall was seen." + "</div>" * depth).encode()
    if refused:
        with pytest.raises(BadFile) as error:
            understand("page.html", page, "html")
        assert error.value.code == "E_STRUCTURE"
        assert "200" in error.value.message
    else:
        assert "The wall was seen." in kept(understand("page.html", page, "html"))


@pytest.mark.parametrize(
    "page",
    [
        "<p>The wall was seen.\n" * 1_000,
        "<ul>" + "<li>The wall was seen.\n" * 1_000 + "</ul>",
        "<table>" + "<tr><td>The wall was seen.<td>Yes\n" * 1_000 + "</table>",
        "<font size=2><b>The wall was seen.\n" * 1_000,
        "The wall was seen.<br>\n" * 1_000 + "<hr>",
        "<script>" + "document.write('<div>');" * 1_000 + "</script><p>The wall was seen.</p>",
    ],
)
def test_what_old_pages_leave_open_is_not_deep(page: str):
    assert "The wall was seen." in kept(text(page, "html"))


def test_a_million_attributes_are_read():
    page = f"<p {'a=1 ' * 1_000_000}>The wall was seen.</p>"
    assert "The wall was seen." in kept(text(page, "html"))


# -- PDF


def written(words: str, y: float = 120, mode: int = 0, grey: float = 0, size: float = 11) -> Draw:
    def draw(canvas: Canvas) -> None:
        line = canvas.beginText(60, HEIGHT - y)
        line.setFont("Helvetica", size)
        line.setTextRenderMode(mode)
        line.setFillGray(grey)
        line.textOut(words)
        canvas.drawText(line)
        canvas.setFillGray(0)

    return draw


TOP = [*lines(60, 60, "1. Walls", "The wall was seen by the Board.")]


def page_of(*draws: Draw) -> Understood:
    return understand("minutes.pdf", pdf([*TOP, *draws]), "pdf")


@pytest.mark.parametrize("grey", [0, 0.5, 1], ids=["black", "grey", "white"])
def test_words_under_a_box_are_left_out_and_the_file_is_held(grey: float):
    found = page_of(written("Mr Osric Vane of Tollgate"), box(50, 105, 400, 130, grey))
    assert "Vane" not in kept(found)
    assert "wall was seen" in kept(found)
    assert why(found) == ["W_REDACTION"]
    assert "5 words" in found.doubts[0].detail
    assert "Vane" not in found.doubts[0].detail


def filled(*boxes: tuple[float, float, float, float], stroke: int = 0, grey: float = 0, even_odd: int = 0) -> Draw:
    """Boxes by left, top, right and bottom as one path."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(grey)
        canvas.setStrokeGray(grey)
        path = canvas.beginPath()
        for left, top, right, bottom in boxes:
            path.rect(left, HEIGHT - bottom, right - left, bottom - top)
        canvas.drawPath(path, stroke=stroke, fill=1, fillMode=1 - even_odd)
        canvas.setFillGray(0)
        canvas.setStrokeGray(0)

    return draw


def line(width: float, y: float, left: float = 50, right: float = 400) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setLineWidth(width)
        canvas.line(left, HEIGHT - y, right, HEIGHT - y)
        canvas.setLineWidth(1)

    return draw


def shown(picture: object, *place: float) -> Draw:
    left, top, right, bottom = place
    return lambda canvas: canvas.drawImage(ImageReader(picture), left, HEIGHT - bottom, right - left, bottom - top, mask="auto")


@pytest.mark.parametrize(
    "cover",
    [
        filled((50, 105, 400, 130), stroke=1),
        filled((50, 105, 400, 130), stroke=1, grey=1),
        filled((50, 105, 400, 130), (50, 300, 400, 330)),
        filled((50, 105, 400, 130), (50, 300, 400, 330), grey=1),
        filled((50, 105, 400, 130), (50, 105, 400, 130), grey=1),
        line(14, 117),
        shown(Image.new("RGB", (9, 9), (0, 0, 0)), 50, 105, 400, 130),
        shown(Image.effect_noise((90, 90), 80).convert("RGB"), 50, 105, 400, 130),
        lambda canvas: canvas.roundRect(50, HEIGHT - 130, 350, 25, 4, stroke=1, fill=1),
    ],
    ids="stroked,white stroked,two,two white,twice,line,black picture,photograph,rounded".split(","),
)
def test_words_under_anything_that_hides_them_are_left_out_and_the_file_is_held(cover: Draw):
    found = page_of(written("Mr Osric Vane of Tollgate"), cover)
    assert "Vane" not in kept(found)
    assert "wall was seen" in kept(found)
    assert why(found) == ["W_REDACTION"]


@pytest.mark.parametrize(
    "over",
    [
        line(1, 117),
        line(4, 117),
        filled((50, 100, 400, 140), (51, 101, 399, 139), even_odd=1),
        shown(Image.new("RGBA", (9, 9), (0, 0, 0, 0)), 50, 105, 400, 130),
        lambda canvas: canvas.rect(50, HEIGHT - 130, 350, 25, stroke=1, fill=0),
    ],
    ids="struck out,struck out thickly,frame,clear picture,outline".split(","),
)
def test_words_that_can_be_seen_under_what_is_drawn_are_read(over: Draw):
    found = page_of(written("Mr Osric Vane of Tollgate"), over)
    assert "Vane" in kept(found)
    assert why(found) == []


def test_words_under_the_strips_of_a_scanned_page_are_its_text():
    strip = Image.effect_noise((60, 40), 80).convert("RGB")
    found = page_of(written(SENTENCE), *(shown(strip, 0, 200 * n, 595, 200 * (n + 1)) for n in range(4)))
    assert "budget was approved" in kept(found)
    assert why(found) == []


@pytest.mark.parametrize(
    "bar",
    [
        lambda canvas: canvas.rect(50, HEIGHT - 130, 500, 25, stroke=1, fill=1),
        lambda canvas: canvas.roundRect(50, HEIGHT - 130, 500, 25, 5, stroke=1, fill=1),
        line(25, 117, 50, 550),
    ],
    ids=["stroked", "rounded", "line"],
)
def test_white_words_on_a_dark_bar_are_read(bar: Draw):
    found = page_of(bar, written(SENTENCE, grey=1))
    assert "budget was approved" in kept(found)
    assert why(found) == []


@pytest.mark.parametrize(
    ("state", "in_a_form", "reads"),
    [(b"/BM /Multiply", False, True), (b"/BM /Multiply", True, True), (b"", False, False), (b"", True, False)],
    ids=["highlighter", "highlighter in a form", "paint", "paint in a form"],
)
def test_words_under_a_highlighter_are_read_and_words_under_paint_are_not(state: bytes, in_a_form: bool, reads: bool):
    words = b"BT /F1 11 Tf 60 780 Td (1. Walls) Tj 0 -60 Td (Mr Osric Vane) Tj ET "
    paint = b"1 1 0 rg 58 715 300 20 re f "
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %s >> >>"
    resources = b"/ExtGState << /G << %s >> >> /XObject << /X 6 0 R >>" % state
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    form = stream(paint).replace(b"<<", b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842]", 1)
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    drawn = stream(words + b"q /G gs " + (b"/X Do" if in_a_form else paint) + b" Q")
    content = raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page % resources, drawn, font, form])
    found = understand("minutes.pdf", content, "pdf")
    assert ("Vane" in kept(found)) is reads
    assert why(found) == ([] if reads else ["W_REDACTION"])


def test_words_on_a_coloured_ground_are_read():
    found = page_of(box(50, 105, 400, 130, 0.8), written("Mr Osric Vane of Tollgate"))
    assert "Vane" in kept(found)
    assert why(found) == []


@pytest.mark.parametrize("told", [b"/Redact", b"/Square /IC [0 0 0]"], ids=["redaction", "black square"])
def test_words_under_a_mark_of_redaction_are_left_out_and_the_file_is_held(told: bytes):
    words = b"BT /F1 11 Tf 60 780 Td (1. Walls) Tj 0 -60 Td (Mr Osric Vane) Tj 0 -60 Td (The wall was seen.) Tj ET"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [6 0 R] /Resources << /Font << /F1 5 0 R >> >> >>"
    mark = b"<< /Type /Annot /Subtype %s /Rect [50 710 300 740] >>" % told
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    content = raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, stream(words), font, mark])
    found = understand("minutes.pdf", content, "pdf")
    assert kept(found).split() == "1. Walls The wall was seen.".split()
    assert why(found) == ["W_REDACTION"]


@pytest.mark.parametrize("trick", [{"mode": 3}, {"grey": 1}, {"size": 1}], ids=["invisible", "white", "tiny"])
def test_a_sentence_that_a_page_does_not_show_is_left_out_and_held(trick: dict[str, int]):
    found = page_of(written(SENTENCE, **trick))  # type: ignore[arg-type]
    assert "budget" not in kept(found)
    assert why(found) == ["W_HIDDEN"]


def test_a_few_hidden_words_are_left_out_and_counted_and_no_doubt():
    found = page_of(written("Page intentionally", grey=1))
    assert "intentionally" not in kept(found)
    assert why(found) == []
    assert "W_HIDDEN" in [w.kind for w in found.parsed.warnings]


def test_invisible_words_over_the_picture_of_a_page_are_its_text():
    def picture(canvas: Canvas) -> None:
        canvas.drawInlineImage(_picture(), 0, 0, 595, 842)

    recognised = [written(line, 60 + 14 * n, mode=3) for n, line in enumerate(("1. Walls", SENTENCE))]
    found = understand("scan.pdf", pdf([picture, *recognised]), "pdf")
    assert "budget was approved" in kept(found)
    assert why(found) == []


def _picture() -> object:
    from PIL import Image

    return Image.new("L", (20, 20), 200)


def test_pages_without_text_are_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ocr, "installed", lambda: False)
    with pytest.raises(BadFile) as refused:
        understand("scan.pdf", scanned(pdf(TOP, TOP)), "pdf")
    assert refused.value.code == "E_NO_TEXT"
    assert "1-2" in refused.value.message
    found = understand("part.pdf", pdf(TOP, []), "pdf")
    assert ("W_PARTIAL", "page 2 holds no text") in [(w.kind, w.detail) for w in found.parsed.warnings]


def test_scripts_attachments_and_forms_of_a_pdf_are_no_text():
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    run = b"/JavaScript << /Names [(a) << /S /JavaScript /JS (budget) >>] >>"
    names = b"/Names << %s /EmbeddedFiles << /Names [(b.txt) 6 0 R] >> >>" % run
    script = b"/OpenAction << /S /JavaScript /JS (budget) >> /AcroForm << /Fields [] /XFA 7 0 R >>"
    catalog = b"<< /Type /Catalog /Pages 2 0 R %s %s >>" % (names, script)
    attached = b"<< /Type /Filespec /F (b.txt) /EF << /F 7 0 R >> >>"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    words = stream(b"BT /F1 11 Tf 60 780 Td (1. Walls) Tj ET")
    found = understand("a.pdf", raw_pdf([catalog, pages, page, words, font, attached, stream(b"<xdp>budget</xdp>")]), "pdf")
    assert kept(found) == "1. Walls"


# -- Word


def run(words: str, properties: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"


def word(*blocks: str, **parts: str) -> Understood:
    return understand("minutes.docx", docx(p("1. Walls") + p("The wall was seen.") + "".join(blocks), **parts), "docx")


@pytest.mark.parametrize(
    ("properties", "kinds"),
    [
        ("<w:vanish/>", ["W_HIDDEN"]),
        ('<w:color w:val="FFFFFF"/>', ["W_HIDDEN"]),
        ('<w:sz w:val="2"/>', ["W_HIDDEN"]),
        ('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="FFFFFF"/>', ["W_HIDDEN"]),
        ('<w:highlight w:val="black"/>', ["W_REDACTION"]),
        ('<w:shd w:val="clear" w:color="auto" w:fill="000000"/>', ["W_REDACTION"]),
        ('<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>', ["W_REDACTION"]),
        ('<w:shd w:val="solid" w:color="000000" w:fill="auto"/>', ["W_REDACTION"]),
        ('<w:rStyle w:val="Blackened"/>', ["W_REDACTION"]),
    ],
    ids="hidden,white,tiny,white on white,highlighted in black,shaded in black,black on black,solid black,black by its style".split(","),
)
def test_a_sentence_that_word_does_not_show_is_left_out_and_held(properties: str, kinds: list[str]):
    style = '<w:style w:type="character" w:styleId="Blackened"><w:rPr><w:shd w:val="clear" w:fill="000000"/></w:rPr></w:style>'
    found = word(p(run(SENTENCE, properties)), styles=style)
    assert "budget" not in kept(found)
    assert why(found) == kinds
    assert kinds[0] in [w.kind for w in found.parsed.warnings]


@pytest.mark.parametrize(
    "shown",
    [
        table((tc(p(run(SENTENCE, '<w:color w:val="FFFFFF"/>')), properties='<w:shd w:val="clear" w:fill="003366"/>'),)),
        p(run(SENTENCE, '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="003366"/>')),
        p(run(SENTENCE, '<w:color w:val="FFFFFF"/>'), properties='<w:shd w:val="clear" w:fill="003366"/>'),
        p(run(SENTENCE, '<w:highlight w:val="yellow"/>')),
        p(run(SENTENCE, '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>')),
        p(run(SENTENCE, '<w:sz w:val="16"/>')),
    ],
)
def test_what_word_shows_is_kept(shown: str):
    found = word(shown)
    assert "budget was approved" in kept(found)
    assert why(found) == []


def test_white_words_on_the_ground_of_a_style_are_read_and_on_that_of_the_page_are_not():
    banner = '<w:style w:type="paragraph" w:styleId="Banner"><w:pPr><w:shd w:val="clear" w:fill="1F3864"/></w:pPr></w:style>'
    heading = '<w:style w:type="paragraph" w:styleId="Top"><w:basedOn w:val="Banner"/></w:style>'
    white = run(SENTENCE, '<w:color w:val="FFFFFF"/>')
    shown = word(p(white, properties='<w:pStyle w:val="Top"/>'), styles=banner + heading)
    assert "budget was approved" in kept(shown)
    assert why(shown) == []
    letters = '<w:rPr><w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/></w:rPr>'
    bar = f'<w:style w:type="paragraph" w:styleId="Bar">{letters}</w:style>'
    assert why(word(p(run(SENTENCE, ""), properties='<w:pStyle w:val="Bar"/>'), styles=bar)) == []
    plain = '<w:pStyle w:val="Top"/><w:shd w:val="clear" w:color="auto" w:fill="auto"/>'  # the paragraph itself takes it back
    assert why(word(p(white, properties=plain), styles=banner + heading)) == ["W_HIDDEN"]


def test_struck_out_words_are_read_as_readers_see_them():
    found = word(p(run(SENTENCE, "<w:strike/>")))
    assert "budget was approved" in kept(found)
    assert why(found) == []


def test_deletions_comments_and_notes_of_a_draft_are_left_out_and_no_doubt():
    deleted = f'<w:p><w:del w:id="1" w:author="a"><w:r><w:delText>{SENTENCE}</w:delText></w:r></w:del></w:p>'
    found = word(deleted, comments=p(SENTENCE), footnotes=p(SENTENCE), header=p(SENTENCE))
    assert "budget" not in kept(found)
    assert why(found) == []
    assert sorted(out.reason for out in found.parsed.left_out if "budget" in out.text) == ["comment", "deleted", "note", "running head"]


def test_tables_in_tables_keep_their_order():
    found = word(table(("first", tc(p("second") + table(("third", "fourth")) + p("fifth"))), ("sixth", "seventh")))
    words = kept(found).split()
    places = [words.index(word) for word in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")]
    assert places == sorted(places)


def test_invisible_signs_of_word_are_counted():
    found = word(p(r(f"Un{TAGGED}seen")))
    assert "Unseen" in kept(found)
    assert why(found) == ["W_HIDDEN"]


def test_macros_and_outside_templates_are_not_taken():
    macros: dict[str, str | bytes] = {"[Content_Types].xml": "<Types/>", "word/vbaProject.bin": b"x", "word/document.xml": "<d/>"}
    with pytest.raises(BadFile) as refused:
        understand("minutes.docx", zipped(macros), "docx")
    assert refused.value.code == "E_TYPE"
