"""A PDF becomes its text in reading order, with marks, places and what was left out; a bad one becomes a BadFile."""

from __future__ import annotations

import pickle

import documents
import pytest
from documents import BOLD, ITALIC, at, box, grid, lines, pdf
from hypothesis import given, settings
from hypothesis import strategies as st

from index import ocr
from index.errors import BadFile
from index.minutes import Span
from index.pages import Paged
from index.pdf import read_pdf
from index.read import read_bytes

LEFT = """The panel heard that the bridge was
closed for repair until the spring,
and that buses went another way by
the mill. Members asked for signs at
both ends of the road, and the clerk
was asked to write to the county."""
RIGHT = """A resident spoke about the noise of
the works at night. The chair said
that the hours had been agreed with
the firm in March, and that she will
ask whether the hours had been kept
to, and report to the next meeting."""


def read(*pages: list[documents.Draw]) -> Paged:
    return read_pdf("minutes.pdf", pdf(*pages))


def refused(content: bytes) -> str:
    with pytest.raises(BadFile) as caught:
        read_bytes("minutes.pdf", content, "pdf")
    assert caught.value.hint
    return caught.value.code


def marked(source: Paged, kind: str) -> list[str]:
    return [source.text[m.span.start : m.span.end] for m in source.marks if m.kind == kind]


def test_lines_come_from_top_to_bottom_whatever_the_order_they_were_drawn_in():
    assert read([at(60, 128, "third"), at(60, 100, "first"), at(60, 114, "second")]).text == "first\nsecond\nthird"


def test_a_large_gap_is_an_empty_line():
    page = [*lines(60, 100, "1. Welcome", "The chair welcomed all.", "Nobody spoke."), *lines(60, 156, "2. Money", "None was left.")]
    assert read(page).text == "1. Welcome\nThe chair welcomed all.\nNobody spoke.\n\n2. Money\nNone was left."


def test_two_columns_of_prose_are_read_one_after_the_other():
    page = [
        at(60, 80, "Meeting of the panel"),
        *lines(60, 120, *LEFT.split("\n")),
        *lines(320, 120, *RIGHT.split("\n")),
        at(60, 240, "The meeting closed at nine."),
    ]
    assert read(page).text.split("\n\n") == ["Meeting of the panel", LEFT, RIGHT, "The meeting closed at nine."]


def test_two_lists_side_by_side_are_read_row_by_row():
    page = lines(60, 100, "Present", "Ann Ash", "Bob Birch", "Cy Cedar", "Di Dale")
    page += lines(300, 100, "From", "Mill", "Quay", "Hill", "Moor")
    assert read(page).text == "Present\tFrom\nAnn Ash\tMill\nBob Birch\tQuay\nCy Cedar\tHill\nDi Dale\tMoor"


def test_a_ruled_table_comes_row_by_row_with_tabs_between_its_cells():
    page = grid((60, 100, 400, 500), (100, 120, 140))
    page += [at(65, 114, "1"), at(105, 114, "Welcome"), at(405, 114, "AA"), at(65, 134, "2"), at(405, 134, "BB")]
    assert read(page).text == "1\tWelcome\tAA\n2\t\tBB"


def test_a_cell_of_several_lines_keeps_them_together():
    page = grid((60, 100, 400, 500), (100, 150, 200))
    page += [
        at(65, 114, "1"),
        *lines(105, 114, "Roads: the bridge is", "closed."),
        at(405, 114, "Action: AA"),
        at(65, 164, "2"),
        at(105, 164, "Money"),
    ]
    assert read(page).text == "1\tRoads: the bridge is\nclosed.\n\tAction: AA\n2\tMoney"


def test_a_merged_cell_comes_once():
    page = [*grid((60, 500), (100, 120, 140)), lambda c: c.line(280, documents.HEIGHT - 120, 280, documents.HEIGHT - 140)]
    page += [at(65, 114, "Attendance"), at(65, 134, "Ann Ash"), at(285, 134, "Bob Birch")]
    assert read(page).text == "Attendance\nAnn Ash\tBob Birch"


def test_running_heads_feet_and_page_numbers_are_taken_out_and_listed():
    words = ("The bridge was closed.", "The road was open.", "The mill was sold.")
    feet = [[at(60, 800, "Clerk: A. Ash"), at(280, 820, f"Page {n} of 3")] for n in (1, 2, 3)]
    source = read(*([at(60, 40, "Mill Parish"), at(60, 300, text), *foot] for text, foot in zip(words, feet, strict=True)))
    assert source.text == "The bridge was closed.\n\nThe road was open.\n\nThe mill was sold."
    assert [(out.reason, out.text, out.page) for out in source.left_out[:3]] == [
        ("running head", "Mill Parish", 1),
        ("running foot", "Clerk: A. Ash", 1),
        ("page number", "Page 1 of 3", 1),
    ]
    assert len(source.left_out) == 9


def test_the_first_head_stays_where_only_it_names_the_body_and_the_day():
    pages = [[at(60, 40, "Mill Parish Council, 3 May 2023"), at(60, 300, f"{n}. Roads were discussed.")] for n in (1, 2)]
    assert read(*pages).text == "Mill Parish Council, 3 May 2023\n\n1. Roads were discussed.\n\n2. Roads were discussed."


def test_words_repeated_in_the_middle_of_pages_stay():
    assert read(*[[at(60, 400, "Agreed.")] for _ in range(3)]).text == "Agreed.\n\nAgreed.\n\nAgreed."


def test_bold_and_italic_are_marks_on_the_words():
    page = [at(60, 100, "Roads were discussed."), at(60, 114, "Action: AA to write.", BOLD), at(60, 128, "In private", ITALIC)]
    source = read(page)
    assert marked(source, "bold") == ["Action: AA to write."]
    assert marked(source, "italic") == ["In private"]


def test_bold_over_two_lines_is_one_mark_and_over_two_paragraphs_two():
    page = [*lines(60, 100, "Action: AA to write", "to the county.", font=BOLD), *lines(60, 170, "Action: BB to go.", font=BOLD)]
    assert marked(read(page), "bold") == ["Action: AA to write\nto the county.", "Action: BB to go."]


def test_raised_letters_belong_to_their_word():
    assert read([at(60, 100, "on 13"), at(88.5, 96, "th", size=7), at(98, 100, "May")]).text == "on 13th May"


def test_a_bold_word_within_a_line_is_marked_alone():
    source = read([at(60, 100, "It was"), at(97, 100, "agreed", BOLD), at(137, 100, "to wait.")])
    assert source.text == "It was agreed to wait."
    assert marked(source, "bold") == ["agreed"]


def test_a_larger_line_is_a_heading():
    page = [at(60, 80, "Parish Council", size=16), *lines(60, 110, "The chair welcomed all to the hall.", "Nobody had sent apologies.")]
    assert marked(read(page), "heading") == ["Parish Council"]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("The new manage-", "ment plan was noted."), "The new management\nplan was noted."),
        (("A part-", "time clerk was sought."), "A part-time\nclerk was sought."),
        (("The re-use of bricks and the re-", "use of tiles."), "The re-use of bricks and the re-use\nof tiles."),
        (("Plans for 2018-", "2019 were noted."), "Plans for 2018-\n2019 were noted."),
        (("The council of Ash-", "Dale was told."), "The council of Ash-\nDale was told."),
        (("Two options -", "neither was liked."), "Two options -\nneither was liked."),
    ],
)
def test_a_word_parted_at_the_end_of_a_line_is_healed(texts: tuple[str, ...], expected: str):
    assert read(lines(60, 100, *texts)).text == expected


def test_a_word_parted_at_the_end_of_a_page_is_healed():
    fill = [f"Line {'abcdefgh'[n]} of the report on the roads of the parish" for n in range(8)]
    first = [*lines(60, 100, *fill), at(60, 212, "The council noted the condition of the roads and its manage-")]
    source = read(first, [at(60, 100, "ment by the county.")])
    assert "and its management\nby the county." in source.text


def test_a_sentence_that_goes_on_over_the_page_is_not_parted_by_an_empty_line():
    first = lines(60, 700, "The council noted with regret that the", "bridge over the river would be closed by the")
    source = read(first, [at(60, 100, "Highways Agency.")])
    assert source.text.endswith("closed by the\nHighways Agency.")


def test_bullets_stand_before_their_text():
    assert read([at(60, 100, "•"), at(90, 100, "A bench"), at(60, 114, "•"), at(90, 114, "A tree")]).text == "• A bench\n• A tree"


def test_a_form_feed_is_never_in_the_text():
    assert "\f" not in read([at(60, 100, "One.")], [at(60, 100, "Two.")]).text


def test_each_line_has_its_page_and_box():
    source = read([at(60, 100, "One.")], [at(72, 200, "Two."), at(72, 214, "Three.")])
    assert [(source.text[p.span.start : p.span.end], p.page) for p in source.places] == [("One.", 1), ("Two.", 2), ("Three.", 2)]
    left, top, right, bottom = source.places[1].box
    assert (left, round(right - left)) == (72.0, 24)  # T, w, o and the point are 0.611, 0.722, 0.556 and 0.278 of 11 points wide
    assert 186 < top < 200 < bottom < 206
    assert [page.span for page in source.pages] == [Span(0, 4), Span(6, 17)]


def test_a_page_without_text_is_reported():
    source = read([at(60, 100, "One.")], [], [at(60, 100, "Three.")], [])
    assert [(w.kind, w.detail) for w in source.warnings] == [("W_PARTIAL", "pages 2, 4 hold no text")]
    assert [page.span.start == page.span.end for page in source.pages] == [False, True, False, True]


def test_no_text_at_all_needs_ocr():
    with pytest.raises(BadFile, match="needs OCR") as caught:
        read_pdf("scan.pdf", pdf([], []))
    assert caught.value.code == "E_NO_TEXT"
    assert "pages 1-2" in caught.value.message


def test_words_under_a_black_box_are_left_out_and_reported():
    source = read([at(60, 100, "The price was"), at(140, 100, "900 pounds"), box(138, 88, 220, 104)])
    assert source.text == "The price was"
    assert [(out.reason, out.text) for out in source.left_out] == [("covered", "900 pounds")]
    assert [w.kind for w in source.warnings] == ["W_REDACTION"]


def test_white_words_on_a_dark_box_are_read():
    def white(canvas: documents.Canvas) -> None:
        canvas.setFillGray(1)
        at(60, 100, "Agenda")(canvas)
        canvas.setFillGray(0)

    assert read([box(50, 88, 220, 104), white, at(60, 130, "1. Roads")]).text.split() == ["Agenda", "1.", "Roads"]
    source = read([white, at(60, 130, "1. Roads")])
    assert (source.text, source.left_out[0].reason) == ("1. Roads", "hidden")


def test_a_watermark_is_left_out():
    def watermark(canvas: documents.Canvas) -> None:
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.drawString(0, 0, "DRAFT")
        canvas.restoreState()

    source = read([at(60, 100, "Roads"), watermark])
    assert (source.text, source.left_out[0].reason, source.left_out[0].text) == ("Roads", "turned", "DRAFT")


def test_a_page_that_lies_on_its_side_is_read_upright():
    def turned(canvas: documents.Canvas) -> None:
        canvas.translate(documents.WIDTH, 0)
        canvas.rotate(90)
        canvas.drawString(50, 500, "First line")
        canvas.drawString(50, 486, "Second line")

    source = read([turned])
    assert source.text == "First line\nSecond line"
    assert (source.pages[0].width, source.pages[0].height, source.pages[0].turn) == (842, 595, 1)
    assert source.places[0].box[0] == 50


def test_an_encrypted_file_is_refused_and_one_that_anyone_may_open_is_read():
    assert refused(pdf([at(60, 100, "Secret.")], password="secret")) == "E_ENCRYPTED"
    assert read_pdf("open.pdf", pdf([at(60, 100, "Open.")], password="")).text == "Open."


def test_a_file_that_is_cut_off_is_refused():
    content = pdf([at(60, 100, "One.")])
    assert {refused(content[:length]) for length in range(8, len(content) - 8, 97)} == {"E_STRUCTURE"}


def test_what_is_no_pdf_is_refused():
    assert {refused(content) for content in (b"", b"PK\x03\x04", b"Minutes of the meeting", b"<html>")} == {"E_TYPE"}
    assert refused(b"%PDF-1.7\nnothing more\n%%EOF") == "E_STRUCTURE"


@settings(deadline=None)
@given(st.binary(max_size=400), st.booleans())
def test_random_bytes_are_never_more_than_a_bad_file(content: bytes, framed: bool):
    with pytest.raises(BadFile):
        read_pdf("minutes.pdf", b"%PDF-1.4\n" + content + b"\n%%EOF" if framed else content)


TABLE = pdf([*grid((60, 100, 400), (100, 120, 140)), at(65, 114, "1"), at(105, 114, "Welcome", BOLD)], [at(60, 100, "Two.")])


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(9, len(TABLE) - 20), st.binary(min_size=1, max_size=4)), min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused(changes: list[tuple[int, bytes]]):
    content = bytearray(TABLE)
    for place, put in changes:
        content[place : place + len(put)] = put
    try:
        source = read_pdf("minutes.pdf", bytes(content))
    except BadFile as error:
        assert error.code in ("E_TYPE", "E_STRUCTURE", "E_NO_TEXT", "E_ENCRYPTED", "E_BOMB")  # noqa: PT017
    else:
        assert all(0 <= m.span.start < m.span.end <= len(source.text) for m in source.marks)
        assert all(source.text[p.span.start : p.span.end].strip() for p in source.places)


def test_every_line_of_twenty_full_pages_has_its_place():
    words = "The council considered the report of the clerk on the roads and the bridges of the parish, and agreed."
    content = pdf(*[lines(50, 50, *[f"{page}.{n} {words}" for n in range(52)], size=9) for page in range(101, 121)])
    source = read_pdf("long.pdf", content)
    assert len(source.places) == 20 * 52


def test_a_source_can_be_handed_over_by_a_child_process():
    source = read([at(60, 100, "One.", BOLD)])
    assert pickle.loads(pickle.dumps(source)) == source


@pytest.mark.skipif(not ocr.installed(), reason="tesseract is not installed: scanned pages are NOT tested (Debian: tesseract-ocr)")
def test_a_scanned_page_is_read_by_ocr_with_its_confidence():
    texts = ("1. Welcome", "The chair welcomed everybody to the hall.", "2. Roads", "The bridge was closed for repair.")
    source = read_pdf("scan.pdf", documents.scanned(pdf(lines(60, 100, *texts, step=24, size=14))))
    assert source.text.split() == " ".join(texts).split()
    assert 0.8 < (source.pages[0].confidence or 0) <= 1
    assert [w.kind for w in source.warnings] == ["W_OCR"]
    assert abs(source.places[0].box[0] - 60) < 3


@pytest.mark.skipif(ocr.installed(), reason="tesseract is installed: a scan is read")
def test_a_scan_without_tesseract_says_what_to_install():
    with pytest.raises(BadFile) as caught:
        read_pdf("scan.pdf", documents.scanned(pdf([at(60, 100, "One.")])))
    assert (caught.value.code, "tesseract" in caught.value.hint) == ("E_NO_TEXT", True)
