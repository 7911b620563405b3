"""Page numbers, running heads and feet that a conversion left among the lines are listed, and no passage holds them."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents import at, pdf
from worlds import Shell, assistant

from index.heal import mask
from index.ingest import ingest
from index.lines import lines
from index.minutes import LeftOut, Parsed, Span
from index.parse import parse
from index.pdf import read_pdf
from index.read import decode
from index.running import running
from index.split import split
from index.store import Store

HEAD = "FEN PARISH COUNCIL\n\nMinutes of the meeting of 4th November 2024\n\nPresent: Ann Reed\n\n"


def out_of(text: str) -> list[tuple[str, str]]:
    found = running(text, lines(mask(text)))
    assert all(out.span and " ".join(text[out.span.start : out.span.end].split()) == out.text for out in found)
    return [(out.reason, out.text) for out in found]


def parsed(text: str) -> Parsed:
    return parse(decode("a.txt", (HEAD + text).encode(), "txt"))


def passages(text: str) -> list[tuple[int, str]]:
    """Ordinals and texts of the passages of the first numbered item."""
    source = decode("a.txt", (HEAD + text).encode(), "txt")
    (document,) = parse(source).documents
    return [(p.ordinal, p.text) for p in split(document, source, len) if p.item_id.endswith("/01")]


# -- what counts pages


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Page 3 of 4", "page number"),
        ("Page 3", "page number"),
        ("PAGE 3/4", "page number"),
        ("\t\t- 3 -", "page number"),
        ("– 3 –", "page number"),
        ("Fen PC 4.11.24\t\t\tPage 3 of 4", "running foot"),
        ("Page 3 of 4      Minutes of Fen Parish Council", "running foot"),
    ],
)
def test_a_line_that_counts_its_page_is_no_part_of_the_minutes(line: str, reason: str):
    text = f"The clerk would ask for\n\n{line}\n\na price for felt."
    assert out_of(text) == [(reason, " ".join(line.split()))]


def test_words_beside_a_page_number_are_a_running_line_once_they_come_back_with_another():
    one = "Fen Parish Council Page {}"
    assert out_of(f"Oil was low.\n{one.format(1)}\nTar was dear.\n{one.format(2)}\nNone.") == [
        ("running foot", one.format(1)),
        ("running foot", one.format(2)),
    ]
    assert out_of(f"Oil was low.\n{one.format(1)}\nTar was dear.") == []


def test_bare_numbers_where_pages_break_are_page_numbers():
    assert out_of("Oil was low.\n1\n\fTar was dear.\n2\n\fNone.") == [("page number", "1"), ("page number", "2")]
    assert out_of("Oil was\n\n4\n\nlow and tar was\n\n5\n\ndear.") == [("page number", "4"), ("page number", "5")]


def test_the_same_words_with_a_number_that_counts_up_far_behind_them_are_a_foot():
    text = "".join(f"Oil was low on day {n} of the week.\n\nFen PC minutes\t\t\t{n}\n\n" for n in (1, 2, 3))
    assert out_of(text) == [("running foot", f"Fen PC minutes {n}") for n in (1, 2, 3)]


def test_lines_that_come_back_where_pages_break_are_running_heads_and_feet():
    page = "Fen Parish Council\nMinutes in confidence\n{}\n\nwww.fen.example\nPage {} of 3\n\f"
    text = "".join(page.format(words, n) for n, words in enumerate(["Oil was low.", "Tar was dear.", "None spoke."], 1))
    assert [reason for reason, _ in out_of(text)].count("page number") == 3
    assert [text for reason, text in out_of(text) if reason == "running foot"] == ["www.fen.example"] * 3
    heads = [text for reason, text in out_of(text) if reason == "running head"]
    assert heads == ["Fen Parish Council", "Minutes in confidence"] * 2  # those of the first page name the meeting


def test_page_numbers_inside_lines_are_found_where_one_count_goes_on():
    text = "The oil was low. Page 1 of 2 The tar was dear.\nThe rope was new. Page 2 of 2 None spoke."
    assert out_of(text) == [("page number", "Page 1 of 2"), ("page number", "Page 2 of 2")]
    assert out_of(text.replace("Page 2", "As page 2")) == []


# -- what only looks like it


@pytest.mark.parametrize(
    "text",
    [
        "The grant came to\n\n450\n\nwhich was agreed.",
        "The rents are\n\n£450\n\n£460\n\na year.",
        "1\n\nApologies were noted.\n\n2\n\nOil was low.\n\n3\n\nTar was dear.",
        "1.\nApologies\n2.\nOil\n3.\nTar",
        "Item 1\n\nNone.\n\nItem 2\n\nOil was low.\n\nItem 3\n\nTar was dear.",
        "RESOLVED\nto buy oil.\nRESOLVED\nto buy tar.\nRESOLVED\nto buy rope.",
        "The drawing is set out on\nPage 4 of the report.",
        "The drawing is set out on\npage 4",
        "The clerk pointed to the table on Page 3 of 4",
        "Lamps\t\t\t1\nRopes\t\t\t2\nOars\t\t\t3",
        "Votes for\t\t4\nVotes for\t\t2\nVotes for\t\t6",
        "- 3 boats were lost\n- 4 boats were found",
        "2021\n\n2022\n\n2023",
    ],
    ids=lambda text: text.split("\n")[0],
)
def test_amounts_lists_and_words_that_come_back_stay(text: str):
    assert out_of(text) == []


# -- in a document


PLANKS = (
    "1. Planks\nThe council heard that the planks of the upper quay were old. It RESOLVED that the clerk would get\n\n"
    "Fen PC 4.11.24\t\t\tPage 1 of 2\n\na price for new planks before the frost.\n2. Boats\nNone.\nFen PC 4.11.24\t\tPage 2 of 2\n"
)


def test_passages_end_before_a_running_foot_and_begin_behind_it():
    assert passages(PLANKS) == [
        (0, "1. Planks"),
        (1, "The council heard that the planks of the upper quay were old."),
        (2, "It RESOLVED that the clerk would get"),
        (4, "a price for new planks before the frost."),  # 3 is left free: the two do not stand next to each other
    ]


def test_what_no_item_says_is_listed_with_its_place_and_reason():
    text = "1. Planks\nOld.\n\nOPEN SPACES AND BOATS\n\n2. Boats\nNone.\nPage 2 of 2\n"
    found = parsed(text)
    assert [(out.reason, out.text) for out in found.left_out] == [
        ("section heading", "OPEN SPACES AND BOATS"),
        ("page number", "Page 2 of 2"),
    ]
    assert found.left_out == found.documents[0].left_out
    assert [(HEAD + text)[out.span.start : out.span.end] for out in found.left_out if out.span] == [out.text for out in found.left_out]


def test_a_numbered_list_and_an_amount_alone_on_a_line_are_quoted():
    text = "1. Rents\nThe rents were set at\n\n450\n\nfor the plots:\n(1) beside the mill\n(2) beside the weir\n2. Boats\nNone.\n"
    assert parsed(text).left_out == ()
    assert "450" in " ".join(words for _, words in passages(text))


def test_no_quotation_holds_a_running_foot(store: Store, tmp_path: Path):
    path = tmp_path / "fen.txt"
    path.write_text(HEAD + PLANKS, "utf-8")
    ingest(store, [path])
    answer = assistant(store).ask("What did the council resolve about a price for new planks of the upper quay?")
    assert answer.problems == ()
    assert answer.citations
    assert not any("Page" in citation.quote for citation in answer.citations)
    assert "Page" not in answer.text


def test_show_and_parse_list_what_is_left_out(shell: Shell, tmp_path: Path):
    path = tmp_path / "fen.txt"
    path.write_text(HEAD + PLANKS, "utf-8")
    assert shell("ingest", path).code == 0
    items = shell("list", "items", "--json").json
    planks = next(row["item_id"] for row in items if row["number"] == "1")
    (out,) = shell("show", planks, "--json").json["left_out"]
    assert (HEAD + PLANKS)[out["start"] : out["end"]].split() == out["text"].split() == ["Fen", "PC", "4.11.24", "Page", "1", "of", "2"]
    assert "running foot at" in shell("show", planks).out
    assert [out["reason"] for out in shell.bare("parse", path, "--json").json["left_out"]] == ["running foot"] * 2
    assert "running foot at" in shell.bare("parse", path).out


def test_a_span_without_others_is_what_they_leave():
    whole = Span(10, 30)
    assert whole.without([]) == [whole]
    assert whole.without([Span(0, 5), Span(40, 50)]) == [whole]
    assert whole.without([Span(20, 22), Span(5, 12), Span(28, 40)]) == [Span(12, 20), Span(22, 28)]
    assert whole.without([Span(10, 25), Span(12, 20)]) == [Span(25, 30)]
    assert whole.without([Span(0, 99)]) == []


def test_left_out_of_a_reader_come_first():
    pages = [[at(60, 40, "In confidence"), at(60, 200, title), at(60, 220, "It was low.")] for title in ("1. Oil", "2. Tar")]
    found = parse(read_pdf("a.pdf", pdf(*pages)))
    assert found.left_out[0] == LeftOut("running head", "In confidence", 1)


def test_pages_that_say_the_same_throughout_are_not_taken_for_empty_ones():
    assert read_pdf("a.pdf", pdf(*[[at(60, 40, "The same notice")]] * 3)).text.split("\n") == ["The same notice"] * 3
