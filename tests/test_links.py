"""Links are kept with their words, target and place, with their item, and those that could do harm are marked."""

from __future__ import annotations

import io
import zipfile
from time import perf_counter

import pytest
from documents import HEIGHT, REGULAR, at, docx, p, pdf, r, zipped
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from assistant.contract import parsed_json
from index.docx import read_docx
from index.links import of_items, safe
from index.lint import lint
from index.minutes import Item, Link, Source, Span
from index.parse import parse
from index.pdf import read_pdf
from index.read import decode

HEAD = "Pell Harbour Board\n\nMinutes of the Pell Harbour Board, 4 April 2019\n\nPresent: Ada Marl (Chair)\n\n"


def kept(source: Source) -> list[tuple[str, str]]:
    """Text and target of each link; the words stand at its place."""
    assert all(link.text == " ".join(source.text[link.span.start : link.span.end].split()) for link in source.links)
    return [(link.text, link.target) for link in source.links]


def test_anchors_of_a_page_are_kept_but_not_those_of_its_menu():
    page = (
        '<html><body><nav><a href="/home">Home</a></nav><h1>Minutes</h1>'
        "<p>1. Survey</p><p>See <a class=doc href='/papers/survey.pdf?a=1&amp;b=2'>the survey</a> or www.pell.example/tides.</p>"
        "<!-- <a href='/old'>old</a> --></body></html>"
    )
    assert kept(decode("page.html", page.encode(), "html")) == [
        ("the survey", "/papers/survey.pdf?a=1&b=2"),
        ("www.pell.example/tides", "www.pell.example/tides"),
    ]


@pytest.mark.parametrize(
    ("text", "format", "links"),
    [
        ('<p><a name="i1">1. Survey</p><p>See <a href="/s.pdf">the survey</a>.</p>', "html", [("the survey", "/s.pdf")]),
        ('<a data-href="/no" href="/yes">a</a>', "html", [("a", "/yes")]),
        ('<a href="/x?a=1&copy=2&amp;b=3">a</a>', "html", [("a", "/x?a=1&copy=2&b=3")]),
        ("[a](a.pdf 'Title') and [b](b.pdf (Title)).", "md", [("a", "a.pdf"), ("b", "b.pdf")]),
        ("(see https://x.example/a_(b))", "txt", [("https://x.example/a_(b)",) * 2]),
        ("(see https://x.example/a_(b).)", "txt", [("https://x.example/a_(b)",) * 2]),
        ("www.... and https://...", "txt", []),
    ],
)
def test_a_link_is_what_a_browser_takes_for_it(text: str, format: str, links: list[tuple[str, str]]):
    assert kept(decode(f"a.{format}", text.encode(), format)) == links


@pytest.mark.parametrize(
    ("code", "target"),
    [
        ('HYPERLINK "https://x.example/a"', "https://x.example/a"),
        ('HYPERLINK \\l "place"', "#place"),
        ('HYPERLINK \\o "tip" \\l "place"', "#place"),
        ('HYPERLINK "https://x.example/a" \\o "tip" \\l "place"', "https://x.example/a#place"),
        ("PAGE", ""),
    ],
)
def test_a_field_of_a_word_file_leads_to_its_place(code: str, target: str):
    field = "".join(
        f"<w:r>{inner}</w:r>"
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            f"<w:instrText> {code} </w:instrText>",
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>the chart</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    links = read_docx("minutes.docx", docx(p("See ", field, "."))).links
    assert [link.target for link in links] == ([target] if target else [])


def test_a_word_link_keeps_its_place_on_another_page():
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    content = docx(p("See ", f'<w:hyperlink xmlns:r="{rels}" r:id="r9" w:anchor="tides">{r("the survey")}</w:hyperlink>'))
    source = read_docx("minutes.docx", with_relation(content, "r9", "https://pell.example/survey"))
    assert kept(source) == [("the survey", "https://pell.example/survey#tides")]


def test_links_of_markdown_are_kept_once():
    text = (
        '1. Survey\n\nSee [the survey](https://pell.example/a_(b).pdf "Survey"), [the chart][1] and <https://pell.example/tides>.\n\n'
        "![A boat](boat.png)\n\n[1]: https://pell.example/chart\n"
    )
    assert kept(decode("minutes.md", text.encode(), "md")) == [
        ("the survey", "https://pell.example/a_(b).pdf"),
        ("the chart", "https://pell.example/chart"),
        ("https://pell.example/tides", "https://pell.example/tides"),
    ]


def test_addresses_printed_in_the_text_end_before_the_full_stop():
    text = "See https://pell.example/tides.html, (http://pell.example/x) and www.pell.example. Write to tides@pell.example."
    assert [target for _, target in kept(decode("minutes.txt", text.encode(), "txt"))] == [
        "https://pell.example/tides.html",
        "http://pell.example/x",
        "www.pell.example",
    ]


def test_links_of_a_word_file_are_kept():
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<w:hyperlink xmlns:r="{rels}" r:id="r9">{r("the ")}{r("survey", "b")}</w:hyperlink>'
    field = "".join(
        f"<w:r>{inner}</w:r>"
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText> HYPERLINK "https://pell.example/chart" </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>the chart</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    content = docx(p("See ", link, " and ", field, " and ", '<w:hyperlink w:anchor="tides">' + r("below") + "</w:hyperlink>", "."))
    source = read_docx("minutes.docx", with_relation(content, "r9", "https://pell.example/survey"))
    assert source.text == "See the survey and the chart and below."
    assert kept(source) == [("the survey", "https://pell.example/survey"), ("the chart", "https://pell.example/chart"), ("below", "#tides")]


def with_relation(content: bytes, key: str, target: str) -> bytes:
    """The Word file with one more relation, to an address outside it."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        members: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    name = "word/_rels/document.xml.rels"
    one = f'<Relationship Id="{key}" Type="x/hyperlink" Target="{target}" TargetMode="External"/></Relationships>'
    members[name] = bytes(members[name]).decode().replace("</Relationships>", one)  # type: ignore[arg-type]
    return zipped(members)


def test_links_over_the_words_of_a_pdf_are_kept():
    def link(canvas: Canvas) -> None:
        left, right = (72 + stringWidth(words, REGULAR, 11) for words in ("See ", "See the survey"))
        canvas.linkURL("https://pell.example/survey", (left, HEIGHT - 103, right, HEIGHT - 89))

    source = read_pdf("minutes.pdf", pdf([at(72, 100, "See the survey of the harbour, and www.pell.example/tides for more."), link]))
    assert kept(source) == [("the survey", "https://pell.example/survey"), ("www.pell.example/tides", "www.pell.example/tides")]


@pytest.mark.parametrize(
    ("target", "harmless"),
    [
        ("https://pell.example/a", True),
        ("www.pell.example:8080/a", True),
        ("pell:8080/a", False),
        ("mailto:clerk@pell.example", True),
        ("/papers/a.pdf", True),
        ("#tides", True),
        ("javascript:alert(1)", False),
        (" JaVa\nScRiPt:alert(1)", False),
        ("java&#115;cript:alert(1)", False),
        ("java\u2061script:alert(1)", False),
        ("java\u200c\u202escript:alert(1)", False),
        ("java\U000e0041script\u180e:alert(1)", False),
        ("data:text/html;base64,AAAA", False),
        ("javascript:1/alert(1)", False),
        ("javascript:1?alert(1):0", False),
        ("jAvAsCript&colon;1/alert(1)", False),
        ("data:1/x", False),
        ("vbscript:x", False),
        ("file:///etc/hosts", False),
        ("C:\\papers\\a.docx", False),
        ("\\\\server\\papers\\a.docx", False),
    ],
)
def test_what_would_run_or_reach_into_a_machine_is_not_safe(target: str, harmless: bool):
    assert safe(target) is harmless


def test_each_link_is_shown_with_its_item():
    text = HEAD + "1. Survey\n\nSee [the survey](https://pell.example/s).\n\n2. Tides\n\nSee [the tides](javascript:run()) for more.\n"
    parsed = parse(decode("minutes.md", text.encode(), "md"))
    [document] = parsed.documents
    assert [(link.item_id, link.text, link.safe) for link in document.links] == [
        (document.items[1].item_id, "the survey", True),
        (document.items[2].item_id, "the tides", False),
    ]
    shown = parsed_json(parsed)["documents"][0]["links"][0]  # type: ignore[index]
    start = text.index("the survey")
    assert shown == {
        "item_id": document.items[1].item_id,
        "text": "the survey",
        "target": "https://pell.example/s",
        "safe": True,
        "start": start,
        "end": start + len("the survey"),
    }


def told(source: Source) -> list[str]:
    [defects] = lint([(source, parse(source))])
    return [d.sentence for d in defects if d.kind in ("lost_link", "broken_link")]


def test_words_that_say_only_link_are_lost_where_no_link_is_behind_them():
    def link(canvas: Canvas) -> None:
        canvas.linkURL("https://pell.example/survey", (72, HEIGHT - 103, 330, HEIGHT - 89))

    words = "1. The harbour survey LINK"
    assert told(read_pdf("a.pdf", pdf([at(72, 100, words)]))) == ["“LINK” is left of a link that is gone."]
    assert told(read_pdf("a.pdf", pdf([at(72, 100, words), link]))) == []
    assert told(read_docx("a.docx", docx(p(words)))) == ["“LINK” is left of a link that is gone."]


def test_a_link_that_would_run_something_is_told():
    page = b"<html><body><p>1. Survey</p><p>See <a href='javascript:run()'>the survey</a>.</p></body></html>"
    assert told(decode("a.html", page, "html")) == ["The link “the survey” leads to no page: a browser runs or shows what stands in it."]


def test_many_links_of_a_page_are_read_in_one_pass():
    text = HEAD + "1. Survey\n\n" + "[a](b) https://x.example/a " * 20_000
    began = perf_counter()
    found = decode("minutes.md", text.encode(), "md").links
    assert [link.target for link in found[:2]] == ["b", "https://x.example/a"]
    assert len(found) == 40_000
    assert perf_counter() - began < 10


def test_a_link_is_its_innermost_items():
    spans = {"0": Span(0, 90), "0.1": Span(10, 40), "0.2": Span(40, 60)}
    items = [Item(key, n, "item", None, None, "", None, None, span, "") for n, (key, span) in enumerate(spans.items())]
    found = of_items([Link("", "x", Span(at, at + 1)) for at in (5, 10, 45, 60, 90)], items)
    assert [link.item_id for link in found] == ["0", "0.1", "0.2", "0"]
