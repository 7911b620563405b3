"""Where items begin and end, what they stand in, and what is left between them."""

from __future__ import annotations

from index.cut import Cuts, cut
from index.lines import lines


def cuts(text: str) -> Cuts:
    return cut(lines(text), text)


def outline(text: str) -> list[tuple[str, str | None, str | None, str]]:
    """Kind, number, reference and words of each cut."""
    return [(c.kind, c.number, c.minute_ref, " ".join(text[c.span.start : c.span.end].split())) for c in cuts(text).cuts]


def test_the_head_is_what_stands_before_the_first_item():
    assert outline("Board\n\nPresent: Ann Reed\n\n1. Lamps\nOil.\n2. Boats\nTar.") == [
        ("head", None, None, "Board Present: Ann Reed"),
        ("item", "1", None, "1. Lamps Oil."),
        ("item", "2", None, "2. Boats Tar."),
    ]


def test_a_document_that_begins_with_an_item_has_an_empty_head():
    assert outline("1. Lamps\nOil.\n2. Boats\nTar.")[0] == ("head", None, None, "")


def test_without_items_all_is_head():
    assert outline("We met.\nIt rained.") == [("head", None, None, "We met. It rained.")]


def test_section_headings_and_page_numbers_between_items_belong_to_none():
    text = "Board\n041/19 Lamps\nOil is low.\n\nSAFER RIVERS\n\nPage 2 of 3\n\n042/19 Boats\nTar is dear.\n043/19 Eels\nNone."
    assert [words for *_, words in outline(text)] == ["Board", "041/19 Lamps Oil is low.", "042/19 Boats Tar is dear.", "043/19 Eels None."]


def test_a_reference_takes_the_item_number_behind_it_or_below_it():
    text = "Board\n041/19 Item 9a – Lamps\nOil.\n042/19\nItem 9b – Boats\nTar.\n043/19 10. Eels\nNone."
    assert [(number, ref) for _, number, ref, _ in outline(text)][1:] == [("9a", "041/19"), ("9b", "042/19"), ("10", "043/19")]


def test_references_carry_the_document_though_numbers_below_them_reach_a_little_further():
    long = "They bite in May, all of them. " * 10
    text = f"Board\n041/19 Lamps\n1. Oil is low.\n042/19 Boats\n{long}\n2. Tar is dear.\n043/19 Eels\n3. They bite."
    assert [c.minute_ref for c in cuts(text).cuts] == [None, "041/19", "042/19", "043/19"]


def test_dotted_numbers_stand_in_each_other_and_a_number_that_only_holds_others_is_a_group():
    found = cuts("1 LAMPS\n1.1 Oil\nIt is low.\n1.2 Wicks\nThey are short.\n2 BOATS\nTar is dear.").cuts
    assert [(c.kind, c.number, c.parent) for c in found] == [
        ("head", None, None),
        ("group", "1", None),
        ("item", "1.1", 1),
        ("item", "1.2", 1),
        ("item", "2", None),
    ]


def test_a_number_with_words_of_its_own_before_the_next_is_an_item_that_holds_others():
    found = cuts("1. Lamps\n" + "The oil is low and has been low for some time now. " * 4 + "\n1.1 Wicks\nShort.\n2. Boats\nTar.").cuts
    assert [(c.kind, c.number) for c in found][1:] == [("item", "1"), ("item", "1.1"), ("item", "2")]
    assert found[1].span.end == found[2].span.end


def test_a_number_holds_the_whole_of_the_last_one_inside_it_though_that_looks_like_a_heading():
    found = cuts("1. Lamps\nOil.\n\n2. Buses\n\n2.1 Fares\n\n3. Trains\nLate.").cuts
    assert [(c.number, c.parent) for c in found][1:] == [("1", None), ("2", None), ("2.1", 2), ("3", None)]
    assert found[2].span.end == found[3].span.end


def test_numbers_that_restart_inside_an_item_are_points_of_it():
    found = cuts("2.1 Report\nIt says:\n1. Lamps are dim.\n2. Boats leak.\n3. Eels bite.\n2.2 Next\nNone.\n2.3 Last\nNone.").cuts
    assert [(c.kind, c.number, c.parent) for c in found][1:] == [
        ("item", "2.1", None),
        ("point", "1", 1),
        ("point", "2", 1),
        ("point", "3", 1),
        ("item", "2.2", None),
        ("item", "2.3", None),
    ]


def test_letters_that_head_text_of_their_own_are_items():
    found = cuts("3. Assurance\n\na) Deep dive\n\nLead theft doubled.\n\nb) Scorecard\n\nTwo are red.\n\n4. Rent\nIt rises.").cuts
    assert [(c.kind, c.number, c.parent) for c in found][1:] == [
        ("group", "3", None),
        ("item", "3a", 1),
        ("item", "3b", 1),
        ("item", "4", None),
    ]


def test_letters_before_sentences_are_points():
    found = cuts("3. Report\n(a) Traffic. There were 212.\n(b) Dredging. It is deep.\n4. Rent\nIt rises.").cuts
    assert [(c.kind, c.number) for c in found][1:] == [("item", "3"), ("point", "a"), ("point", "b"), ("item", "4")]


def test_decision_references_are_points_of_the_item_they_stand_under():
    found = cuts(
        "1. Apologies\nNone.\n2. Decisions\n\n2019/021 – Marram Station\nSold.\n2019/023 – Fuel Cards\nSigned.\n3. A.O.B\nNone."
    ).cuts
    assert [(c.kind, c.number, c.parent) for c in found][1:] == [
        ("item", "1", None),
        ("item", "2", None),
        ("point", "2019/021", 2),
        ("point", "2019/023", 2),
        ("item", "3", None),
    ]


def test_closing_entries_end_the_last_item():
    assert outline("1. Lamps\nOil.\n2. Boats\nTar.\n\nDate of next meeting\n1 May\n\nActions List\nExempt.")[-3:] == [
        ("item", "2", None, "2. Boats Tar."),
        ("closing", None, None, "Date of next meeting 1 May"),
        ("closing", None, None, "Actions List Exempt."),
    ]


def test_a_paragraph_under_capitals_before_the_first_number_is_an_item():
    prose = "A resident of Duck Lane asked when the rail would be painted and was told by spring."
    text = f"FEN PARISH COUNCIL\nPresent: Ann Reed\n\nPUBLIC FORUM (15 minutes)\n\n{prose}\n\n34.24/25 Lamps\nOil.\n35.24/25 Boats\nTar."
    assert [kind for kind, *_ in outline(text)] == ["head", "item", "item", "item"]
    assert outline(text)[1][3] == f"PUBLIC FORUM (15 minutes) {prose}"


def test_what_does_not_fit_the_numbering_is_told():
    text = "041/19 Item 9b – Lamps\nOil.\n042/19 Item 9b – Boats\nTar.\n000/00 Grbld\n"
    text += "042/19 Item 9c – Eels\nNone.\n043/19 Item 10 – Rent\nIt rises."
    assert [(f.kind, text[f.start : f.start + 6]) for f in cuts(text).findings] == [
        ("stray_reference", "000/00"),
        ("duplicate_reference", "042/19"),
        ("duplicate_number", "042/19"),
    ]
