"""A citation of a PDF says its page and shows it; one of a scan says how sure the reading is."""

from __future__ import annotations

import html
import io
import re
from base64 import b64decode
from dataclasses import replace
from pathlib import Path

import documents
import pytest
from documents import at, lines, pdf
from PIL import Image
from worlds import assistant

from assistant.assistant import Assistant
from assistant.contract import answer_json
from index.ingest import Pipeline, ingest
from index.minutes import Source, Span
from index.pages import Page, Paged, Place
from index.pdf import read_pdf
from index.picture import picture
from index.read import read
from index.records import page_records, to_page, to_places
from index.store import Store
from web.chat import Conversation, ask, source

FIRST = lines(
    60, 80, "FEN PARISH COUNCIL", "Minutes of the meeting of 4 November 2024", "Present: Ann Reed (Chair), Bo Oak",
    "1. Apologies", "None were received by the clerk before the meeting.",
)  # fmt: skip
SECOND = lines(60, 80, "2. Otter ladder", "The council agreed to build an otter ladder beside the upper weir.")
THIRD = lines(60, 80, "3. Eels", "The eel counts of the lower weir were noted.")
QUESTION = "What was agreed about the otter ladder beside the upper weir?"


def scan(path: Path) -> Source:
    """The file as if its second page had been read by character recognition."""
    found = read(path)
    assert isinstance(found, Paged)
    pages = tuple(replace(page, confidence=0.834) if page.number == 2 else page for page in found.pages)
    return replace(found, pages=pages)


@pytest.fixture
def held(store: Store, tmp_path: Path) -> Assistant:
    """An assistant over a PDF of three pages, the second of them a scan."""
    path = tmp_path / "fen.pdf"
    path.write_bytes(pdf(FIRST, SECOND, THIRD))
    assert ingest(store, [path], pipeline=Pipeline(read=scan)).exit_code == 0
    return assistant(store)


def test_a_citation_says_its_page_and_how_sure_the_reading_is(held: Assistant):
    said = answer_json(held.ask(QUESTION))
    (citation,) = said["citations"]  # type: ignore[misc]
    assert (citation["page"], citation["confidence"]) == (2, 0.83)
    assert citation["label"] == "Fen Parish Council, 4 November 2024, minutes, item 2, page 2"
    assert said["problems"] == []
    assert "Page 2 of fen.pdf was read by character recognition, confidence 0.83." in said["notices"]  # type: ignore[operator]


def test_a_page_that_holds_its_own_text_has_no_confidence_and_no_notice(held: Assistant):
    answer = held.ask("Were the eel counts of the lower weir noted?")
    assert [(citation.page, citation.confidence) for citation in answer.citations] == [(3, None)]
    assert answer.notices == ()


def test_a_file_without_pages_is_cited_without_one(store: Store, tmp_path: Path):
    path = tmp_path / "fen.txt"
    path.write_text("FEN PARISH COUNCIL\n\nMinutes of 4 November 2024\n\n1. Eels\nThe eel counts of the weir were noted.\n2. Tar\nNone.\n")
    ingest(store, [path])
    (citation,) = answer_json(assistant(store).ask("Were the eel counts of the weir noted?"))["citations"]  # type: ignore[misc]
    assert (citation["page"], citation["confidence"]) == (None, None)
    assert citation["label"].endswith("item 1")


def test_pages_and_places_come_back_from_the_catalogue_as_they_were(held: Assistant):
    catalog = held.store.catalog
    (document,) = catalog.documents()
    text = catalog.source_text(document.sha256)
    whole = Span(0, len(text))
    before = read_pdf("fen.pdf", pdf(FIRST, SECOND, THIRD))
    assert catalog.pages.of(document.sha256, whole) == (before.pages[0], replace(before.pages[1], confidence=0.834), before.pages[2])
    assert catalog.pages.places(document.sha256, whole) == before.places
    ladder = Span(text.index("The council agreed"), text.index("weir."))
    assert [place.page for place in catalog.pages.places(document.sha256, ladder)] == [2]


def test_a_blank_page_between_two_is_not_among_the_pages_of_a_stretch(store: Store, tmp_path: Path):
    path = tmp_path / "fen.pdf"
    path.write_bytes(pdf(FIRST, [], SECOND))
    ingest(store, [path])
    (document,) = store.catalog.documents()
    text = store.catalog.source_text(document.sha256)
    assert [page.number for page in store.catalog.pages.of(document.sha256, Span(0, len(text)))] == [1, 3]


def test_pages_go_with_their_file(held: Assistant, tmp_path: Path):
    (document,) = held.store.catalog.documents()
    path = tmp_path / "fen.pdf"
    path.write_bytes(pdf(FIRST, SECOND))
    ingest(held.store.whole, [path])
    assert held.store.catalog.pages.of(document.sha256, Span(0, 10_000)) == ()
    assert held.store.whole.check() == []


def test_a_page_and_its_lines_survive_their_row():
    class Row:
        def __init__(self, record: dict[str, object]) -> None:
            self.__dict__ |= record

    page = Page(7, Span(100, 180), 595.3, 841.9, 3, 0.5)
    places = (Place(Span(100, 140), 7, (60.1, 70.2, 300.3, 82.4)), Place(Span(141, 180), 7, (-3.0, 90.0, 120.5, 99.9)))
    (record,) = page_records(Paged("a.pdf", "0", "x" * 180, "pdf", "pdf", pages=(page,), places=places), 1)
    assert (to_page(Row(record)), tuple(to_places(Row(record)))) == (page, places)  # type: ignore[arg-type]


# -- the panel


def panel(held: Assistant) -> str:
    *_, conversation = ask(held, QUESTION, Conversation())
    return source(held, conversation, "1-1")


def test_the_panel_names_page_and_confidence(held: Assistant):
    shown = html.unescape(re.sub(r"<[^>]*>", "|", panel(held)))
    assert "|Page||2|" in shown
    assert "|Read by||character recognition, confidence 0.83|" in shown


def test_the_panel_shows_the_cited_lines_boxed_on_their_page(held: Assistant):
    (encoded,) = re.findall(r'<img class="source-page" alt="[^"<>]*" src="data:image/png;base64,([A-Za-z0-9+/=]+)">', panel(held))
    shown = Image.open(io.BytesIO(b64decode(encoded)))
    assert shown.width == 2 * documents.WIDTH
    assert shown.height < documents.HEIGHT / 3  # the line and a little around it, not the page
    assert coloured(shown)


def coloured(shown: Image.Image) -> bool:
    return any(max(colour) - min(colour) > 100 for _, colour in shown.convert("RGB").getcolors(1 << 20) or ())


def test_a_page_that_lies_on_its_side_is_shown_upright():
    def turned(canvas: documents.Canvas) -> None:
        canvas.translate(documents.WIDTH, 0)
        canvas.rotate(90)
        canvas.drawString(50, 500, "First line")

    content = pdf([turned])
    found = read_pdf("a.pdf", content)
    drawn = picture(content, found.pages[0], [found.places[0].box])
    assert drawn is not None
    shown = Image.open(io.BytesIO(drawn)).convert("L")
    assert shown.width == 2 * documents.HEIGHT
    left, _, right, _ = (int(2 * side) for side in found.places[0].box)
    middle = shown.crop((left, shown.height // 2 - 8, right, shown.height // 2 + 8))
    assert middle.getextrema()[0] < 60  # black letters stand in the box


def test_a_huge_page_is_drawn_small_and_a_file_that_cannot_be_drawn_not_at_all():
    content = pdf([at(60, 100, "One.")])
    (page,) = read_pdf("a.pdf", content).pages
    assert picture(b"%PDF-1.4 nothing", page, [(60, 90, 90, 102)]) is None
    assert picture(content, replace(page, number=9), [(60, 90, 90, 102)]) is None
    drawn = picture(content, replace(page, width=20_000, height=20_000), [(60, 90, 90, 102)])
    assert drawn is not None
    assert Image.open(io.BytesIO(drawn)).width < 300
