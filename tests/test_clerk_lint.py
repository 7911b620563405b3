"""What a clerk is told before publishing: for each sort of defect a hit, and a near miss that stays silent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from documents import at, pdf
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import Shell

from index.lint import Defect, lint
from index.parse import parse
from index.read import decode, read
from index.remark import SEVERITIES, SEVERITY

pytestmark = pytest.mark.usefixtures("alone")

# Nothing is wrong with these. 12 June 2019 was a Wednesday, 10 July 2019 too.
CLEAN = """Lanternfell Canal Board

Minutes of the Canal Board, Wednesday 12 June 2019, 10:00, Toll House

Present:
Aldous Merriweather, Chair
Bettina Crowe, Engineer
Corin Haldane, Member

Apologies:
Dagny Pell, Member

1. Welcome

The Chair welcomed all.

2. Minutes of the last meeting

The minutes of 15 May 2019 were accepted as a correct record.

3. Lock gates

The Board discussed the survey of the upper lock gates at length.

ACTION: Bettina Crowe to obtain three quotations by 1 July 2019.

4. Towpath

It was RESOLVED that the towpath be closed for a week in August.

5. Date of next meeting

Wednesday 10 July 2019 at 10:00 in the Toll House.

The meeting closed at 11:45.
"""

AGENDA = """Lanternfell Canal Board

Agenda

Wednesday 12 June 2019 at 10:00, Toll House

Members: all

1. Welcome

2. Minutes of the last meeting

3. Lock gates

4. Towpath

5. Date of next meeting
"""


def defects(*texts: str, format: str = "txt", name: str = "minutes") -> list[Defect]:
    sources = [decode(f"{name}-{n}.{format}", text.encode(), format) for n, text in enumerate(texts, 1)]
    return [defect for of_file in lint([(source, parse(source)) for source in sources]) for defect in of_file]


def said(kind: str, *texts: str, format: str = "txt", name: str = "minutes") -> list[str]:
    return [d.sentence for d in defects(*texts, format=format, name=name) if d.kind == kind]


def kinds(text: str) -> set[str]:
    return {d.kind for d in defects(text)}


def changed(*pairs: tuple[str, str]) -> str:
    """The clean minutes with these words exchanged; each must stand there."""
    text = CLEAN
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_clean_minutes_raise_nothing():
    assert defects(CLEAN) == []


def test_clean_minutes_beside_their_agenda_raise_nothing():
    assert defects(AGENDA, CLEAN) == []


def test_every_kind_has_one_severity():
    assert sum(len(kinds.split()) for kinds in SEVERITIES.values()) == len(SEVERITY)


# -- one edit of the clean minutes, one defect

HITS = [
    (
        "duplicate_number",
        [("4. Towpath", "3. Towpath")],
        "Item 3 stands twice, here and on line 21; 4 is missing and was probably meant here.",
    ),
    ("number_gap", [("4. Towpath", "5. Towpath"), ("5. Date", "6. Date")], "Item 5 follows item 3: 4 is missing."),
    ("number_gap", [("1. Welcome\n\nThe Chair welcomed all.\n\n", "")], "The first item is numbered 2: 1 is missing."),
    ("no_owner", [("Bettina Crowe to obtain three quotations", "three quotations to be obtained")], "Nobody is named"),
    ("no_due", [(" by 1 July 2019", "")], "No date is named"),
    (
        "empty_resolution",
        [("RESOLVED that the towpath be closed for a week in August.", "RESOLVED that:")],
        "“It was RESOLVED that” has nothing behind it.",
    ),
    ("empty_item", [("It was RESOLVED that the towpath be closed for a week in August.\n", "")], "“Towpath” has nothing minuted under it."),
    ("weekday", [("Wednesday 12 June 2019", "Tuesday 12 June 2019")], "12 June 2019 was a Wednesday, not a Tuesday."),
    ("weekday", [("Wednesday 10 July 2019", "Thursday 10 July")], "10 July 2019, the next meeting, was a Wednesday, not a Thursday."),
    ("weekday", [("in August", "from Monday, 6th August 2019")], "6 August 2019 was a Tuesday, not a Monday."),
    ("impossible_date", [("in August", "from Friday 31 June 2019")], "“Friday 31 June 2019” is no date of the calendar."),
    (
        "next_meeting_past",
        [("Wednesday 10 July 2019", "10 January 2019")],
        "The next meeting, 10 January 2019, is before this one (12 June 2019): 10 January 2020 was probably meant.",
    ),
    ("next_meeting_past", [("Wednesday 10 July 2019", "12 June 2019")], "The next meeting, 12 June 2019, is the day of this one."),
    (
        "year_unlikely",
        [("Wednesday 10 July 2019", "10 July 2091")],
        "The next meeting, 10 July 2091, is more than a year and a half after this one: 10 July 2019 was probably meant.",
    ),
    ("next_meeting_undated", [("Wednesday 10 July 2019 at 10:00 in the Toll House.", "In the Toll House.")], "There is an entry"),
    ("no_next_meeting", [("5. Date of next meeting\n\nWednesday 10 July 2019 at 10:00 in the Toll House.\n\n", "")], "do not say when"),
    (
        "previous_meeting_later",
        [("minutes of 15 May 2019", "minutes of 15 May 2020")],
        "Minutes of 15 May 2020, after this meeting (12 June 2019): 15 May 2019 was probably meant.",
    ),
    (
        "year_unlikely",
        [("minutes of 15 May 2019", "minutes of 15 May 2016")],
        "Minutes of 15 May 2016 are accepted years later, on 12 June 2019: 15 May 2019 was probably meant.",
    ),
    (
        "due_past",
        [("by 1 July 2019", "by 1 July 2018")],
        "The action is due on 1 July 2018, before the meeting that set it (12 June 2019).",
    ),
    ("year_unlikely", [("in August", "on 5 August 2109")], "The year of “5 August 2109” is far from that of the meeting (2019)"),
    ("date_conflict", [("Present:", "Date: 13 June 2019\n\nPresent:")], "The date line says 13 June 2019, the title 12 June 2019."),
    ("people_conflict", [("Dagny Pell", "Corin Haldane")], "Corin Haldane stands both among those present and among the apologies."),
    (
        "no_chair",
        [("Aldous Merriweather, Chair", "Aldous Merriweather, Member"), ("The Chair welcomed", "Aldous welcomed")],
        "who was in the chair",
    ),
    (
        "chair_absent",
        [("The Chair welcomed all.", "Edric Quill took the chair.")],
        "Edric Quill was in the chair and is not among those present.",
    ),
    (
        "name_variant",
        [("Bettina Crowe to obtain", "Bettina Crown to obtain")],
        "Bettina Crown is spelt otherwise in the list of those present: Bettina Crowe.",
    ),
    ("times", [("10:00, Toll House", "10:00 – 09:00, Toll House")], "“10:00 – 09:00” ends before it begins."),
    ("placeholder", [("three quotations", "£XXm")], "“£XXm” was left to be filled in."),
    (
        "previous_meeting_later",
        [("minutes of 15 May 2019", "minutes of 12 December 2019")],
        "Minutes of 12 December 2019, after this meeting (12 June 2019): 12 December 2018 was probably meant.",
    ),
    ("times", [("closed at 11:45", "closed at 9.45 am")], "The meeting closed at 09:45 and was to begin at 10:00."),
    (
        "draft_and_approved",
        [("Minutes of the Canal", "Approved Minutes of the Canal"), ("Present:", "DRAFT\n\nPresent:")],
        "“DRAFT” is left",
    ),
    ("placeholder", [("in August", "on [insert date]")], "“[insert date]” was left to be filled in."),
    ("placeholder", [("three quotations", "XX quotations")], "“XX” was left to be filled in."),
    ("placeholder", [("The Chair welcomed all.", "Lorem ipsum dolor sit amet.")], "“Lorem ipsum” was left to be filled in."),
    ("to_be_confirmed", [("in August", "in August (date TBC)")], "“TBC” is still to be confirmed."),
    ("field_error", [("in August", "as in Error! Reference source not found.")], "cross-reference"),
    (
        "damaged_text",
        [("the upper lock gates", "the Boardâ€™s lock gates")],
        "“â€™” was read in the wrong encoding: “’” was probably meant.",
    ),
    (
        "damaged_text",
        [("the upper lock gates", "the cafÃ© and lock gates")],
        "“Ã©” was read in the wrong encoding: “é” was probably meant.",
    ),
    ("damaged_text", [("the upper lock gates", "the Board\ufffds “upper” lock gates")], "A character was lost here"),
    ("hidden_text", [("Towpath", "Tow\u202epath")], "Invisible characters"),
    ("hidden_text", [("Towpath", "Towpath\U000e0041")], "Invisible characters"),
    ("spaced_letters", [("1. Welcome", "1. W E L C O M E")], "Letters stand apart: “WELCOME” cannot be found by searching."),
    (
        "parted_word",
        [("the survey of", "a discus-\nsion of"), ("welcomed all", "welcomed all to the discussion")],
        "A line end parts the word “discussion”.",
    ),
    ("markup", [("The Chair welcomed all.", "<p>The Chair <i>welcomed</i> all.</p>")], "4 HTML tags are left in the text, such as “<p>”."),
    ("markup", [("15 May", "15^{th} May")], "1 piece of LaTeX is left in the text, such as “^{th}”."),
    ("bold_lost", [("The Chair welcomed all.", "Actions are highlighted in bold text.")], "nothing in this file is bold"),
    ("stray_mark", [("4. Towpath", "4 | Towpath")], "A stroke is left between a number and its title."),
    (
        "repeated_sentence",
        [("lock gates at length.", "lock gates and of the\nengineer for a long and wet morning\nfor a long and wet morning.")],
        "“for a long and wet morning.” stands twice in a row.",
    ),
    ("repeated_word", [("the survey of", "the survey of of")], "“of” stands twice."),
    ("doubled_mark", [("at length.", "at length..")], "“..”: one mark too many."),
    ("split_ordinal", [("15 May", "15 th May")], "“15 th” is printed with a space inside."),
    ("lost_link", [("at length.", "at length. LINK")], "“LINK” is left of a link that is gone."),
    ("lost_link", [("at length.", "at length. The survey is available here.")], "“available here” points to a link that is gone."),
    ("broken_link", [("at length.", "at length: [survey](#).")], "The link “survey” has no target."),
    ("broken_link", [("at length.", "at length, see http:/canal.example/survey.")], "“http:/canal.example/survey” is no address"),
    (
        "link_variant",
        [("at length.", "at length (www.lantern-fell.example)."), ("The Chair welcomed all.", "See www.lanternfell.example")],
        "The address is “lantern-fell.example” here and “lanternfell.example” elsewhere.",
    ),
    ("year_missing", [("Present:", "Date: Wednesday 12 June\n\nPresent:")], "without its year; 2019"),
    (
        "broken_sentence",
        [("lock gates at length", "lock gates which the engineer had made\n\nin spring at length")],
        "An empty line stands inside a sentence",
    ),
    (
        "repeated_paragraph",
        [
            ("The Chair welcomed all.", "The Chair reminded members that the toll for narrow boats had last been raised nine years ago."),
            ("at length.", "at length.\n\nThe Chair reminded members that the toll for narrow boats had last been raised nine years ago."),
        ],
        "stands already on line 15.",
    ),
    (
        "repeated_sentence",
        [("at length.", "at length. The Board discussed the survey of the upper lock gates at length.")],
        "stands twice in a row.",
    ),
    (
        "garbled_line",
        [("The Board discussed", "The Baord discossed the sarvey of the upper lock getes at length.\nThe Board discussed")],
        "looks like a broken copy of line 24.",
    ),
]


@pytest.mark.parametrize(("kind", "edits", "words"), HITS, ids=[f"{n}-{hit[0]}" for n, hit in enumerate(HITS)])
def test_a_defect_is_found(kind: str, edits: Sequence[tuple[str, str]], words: str):
    assert any(words in sentence for sentence in said(kind, changed(*edits))), defects(changed(*edits))


@pytest.mark.parametrize(("kind", "edits", "words"), HITS, ids=[f"{n}-{hit[0]}" for n, hit in enumerate(HITS)])
def test_a_defect_brings_few_others(kind: str, edits: Sequence[tuple[str, str]], words: str):
    assert len(kinds(changed(*edits)) - {kind}) <= 1, defects(changed(*edits))


# -- near misses

SILENT = [
    ("an item withdrawn and named", [("4. Towpath", "Item 4 was withdrawn.\n\n5. Towpath"), ("5. Date", "6. Date")]),
    ("two items under one number", [("3. Lock gates", "3 and 4. Lock gates"), ("4. Towpath", "5. Towpath"), ("5. Date", "6. Date")]),
    ("an owner by initials", [("Bettina Crowe to obtain three", "BC to obtain three")]),
    ("an owner by office", [("Bettina Crowe to obtain three", "the clerk to obtain three")]),
    ("a due date without a year", [("by 1 July 2019", "by the next meeting")]),
    ("a due date in words", [("by 1 July 2019", "before the end of summer")]),
    (
        "a resolution in a list",
        [("RESOLVED that the towpath be closed for a week in August.", "RESOLVED that:\n\n- the towpath be closed in August")],
    ),
    (
        "a resolution before its sign",
        [("RESOLVED that the towpath be closed for a week in August.", "proposed to close the towpath. RESOLVED.")],
    ),
    (
        "an item that says it all in its title",
        [("4. Towpath\n\nIt was RESOLVED that the towpath be closed for a week in August.\n", "4. Towpath: nothing to report\n")],
    ),
    (
        "an item with none in its title",
        [("4. Towpath\n\nIt was RESOLVED that the towpath be closed for a week in August.\n", "4. Petitions None\n")],
    ),
    ("a weekday that fits", [("in August", "from Tuesday 6 August 2019")]),
    ("a weekday in American order", [("in August", "from Tuesday, August 6, 2019")]),
    ("a weekday without a year elsewhere", [("in August", "from Monday 6 August")]),
    ("a next meeting in January without a year", [("Wednesday 10 July 2019", "8 January")]),
    ("a next meeting still to be fixed", [("Wednesday 10 July 2019 at 10:00 in the Toll House.", "To be confirmed.")]),
    ("an annual meeting", [("Wednesday 10 July 2019", "11 June 2020")]),
    ("what the next meeting will do", [("in August", "until the next meeting of the Board considers the letter of 3 March 2019")]),
    ("old minutes that are quoted", [("in August", "as the minutes of 15 May 2016 have it")]),
    ("minutes of a year ago", [("minutes of 15 May 2019", "minutes of 13 June 2018")]),
    ("history", [("in August", "as on 4 May 1897 and 3 June 2031")]),
    ("a date line that agrees", [("Present:", "Date: 12 June 2019\n\nPresent:")]),
    ("another of that surname", [("Dagny Pell", "Dagny Haldane")]),
    (
        "a chair named above the list",
        [("Present:\nAldous Merriweather, Chair", "Chair: Aldous Merriweather\n\nPresent:\nEdric Quill, Member")],
    ),
    ("a deputy in the chair", [("The Chair welcomed all.", "Corin Haldane took the chair.")]),
    ("a possessive", [("Bettina Crowe to obtain", "Bettina Crowe's office to obtain")]),
    ("an afternoon in figures up to twelve", [("10:00, Toll House", "10.00 – 1.30, Toll House")]),
    ("a day from nine to five", [("10:00, Toll House", "09:00 – 05:00, Toll House"), ("closed at 11:45", "closed")]),
    ("a close in the afternoon without its half", [("closed at 11:45", "closed at 1.15")]),
    (
        "draft of something else",
        [("Minutes of the Canal", "Approved Minutes of the Canal"), ("at length", "and its DRAFT summary with much care at length")],
    ),
    ("a Roman numeral", [("the upper lock gates", "Schedule XX")]),
    ("a square bracket that is a link", [("at length.", "at length [insert](https://canal.example/insert).")]),
    ("a whole accented word", [("the upper lock gates", "the café and Å bridge, 5 £")]),
    ("an option list", [("at length.", "at length: choices A B C D E F.")]),
    ("a compound at the end of a line", [("the survey of", "a well-\nmade survey of")]),
    ("a less-than sign", [("at length.", "at length; flow < 5 and > 2 litres.")]),
    ("that that", [("the survey of", "that that survey had")]),
    ("an abbreviation before a comma", [("at length.", "at 7 p.m., Friday the 5th inst., with Crowe Ltd., Haldane and others.")]),
    ("a table", [("at length.", "at length.\n\n1 | Upper lock\n2 | Lower lock | leaks\n3 | Weir | sound | 1931")]),
    ("an ellipsis", [("at length.", "at length...")]),
    ("a link worker", [("at length.", "at length with the LINK worker and the LINKs.")]),
    ("here in the village", [("at length.", "at length. Timber is found here in abundance.")]),
    ("here with its address", [("at length.", "at length. The survey can be viewed here: https://canal.example/survey")]),
    ("an address in brackets", [("at length.", "at length (https://canal.example/a_(b)?x=1&y=2#z).")]),
    (
        "the flag of England",
        [("at length.", "at length below the flag \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f.")],
    ),
    ("two hosts", [("at length.", "at length, www.canal.example and www.canals.example.")]),
    (
        "a heading below a paragraph without a stop",
        [("at length.", "at length and then adjourned for lunch\n\nGate paddles\n\nThey leak.")],
    ),
    (
        "a list of like sentences",
        [
            (
                "The Board discussed the survey of the upper lock gates at length.",
                "- The Board noted the report on the upper lock of 2017/18\n- The Board noted the report on the lower lock of 2018/19",
            )
        ],
    ),
    (
        "one phrase that opens two lists",
        [
            (
                "The Chair welcomed all.",
                "The report was presented and the following points were made by those who were there:\n\n- It rained.",
            ),
            (
                "at length.",
                "at length.\n\nThe report was presented and the following points were made by those who were there:\n\n- It snowed.",
            ),
        ],
    ),
]


@pytest.mark.parametrize("edits", [edits for _, edits in SILENT], ids=[name for name, _ in SILENT])
def test_a_near_miss_stays_silent(edits: Sequence[tuple[str, str]]):
    assert defects(changed(*edits)) == []


# -- running references

REFERENCES = """Lanternfell Canal Board

Notes of the Canal Board, Wednesday 12 June 2019, 10:00, Toll House

Present:
Aldous Merriweather, Chair
Bettina Crowe, Engineer
Corin Haldane, Member

041/19 Apologies

Dagny Pell was unwell.

042/19 Notes of the last meeting

They were accepted as a correct record.

043/19 Lock gates

The Board discussed the survey of the gates.

044/19 Towpath

The Board discussed the closing of the towpath.

045/19 Next meeting

Wednesday 10 July 2019.
"""


def test_zero_width_signs_are_told_from_the_number_on_for_which_a_file_is_set_aside():
    assert "hidden_text" not in kinds(changed(("at length.", "at length" + " wa\u200bll" * 20 + ".")))
    assert "hidden_text" in kinds(changed(("at length.", "at length" + " wa\u200bll" * 21 + ".")))


def test_references_in_sequence_raise_nothing():
    assert defects(REFERENCES) == []


@pytest.mark.parametrize(
    ("kind", "old", "new", "sentence"),
    [
        ("mistyped_reference", "043/19 Lock", "04319 Lock", "04319 is not written like the other references: 043/19 was probably meant."),
        ("mistyped_reference", "043/19 Lock", "043/91 Lock", "043/91 ends unlike the other references: 043/19 was probably meant."),
        (
            "duplicate_reference",
            "043/19 Lock",
            "042/19 Lock",
            "042/19 stands twice, here and on line 14; behind the reference before it 043/19",
        ),
        (
            "duplicate_reference",
            "045/19 Next",
            "044/19 Next",
            "044/19 stands twice, here and on line 22; behind the reference before it 045/19",
        ),
        (
            "number_gap",
            "043/19 Lock gates\n\nThe Board discussed the survey of the gates.\n\n",
            "",
            "044/19 follows 042/19: 043/19 is missing.",
        ),
    ],
)
def test_a_reference_out_of_place_is_found(kind: str, old: str, new: str, sentence: str):
    assert old in REFERENCES
    text = REFERENCES.replace(old, new)
    assert [s[: len(sentence)] for s in said(kind, text)] == [sentence], defects(text)
    assert len(defects(text)) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("043/19 Lock gates", "043/19 to 046/19 Lock gates and more"),  # no gap where a range is printed
        ("They were accepted", "012/19 Weed clearance: done.\n\nThey were accepted"),  # a matter arising
        ("043/19 Lock gates\n\nThe Board discussed the survey of the gates.", "043/19 was not used."),
    ],
)
def test_a_reference_that_looks_back_or_stands_for_several_is_none(old: str, new: str):
    assert old in REFERENCES
    assert [d for d in defects(REFERENCES.replace(old, new)) if d.kind in ("number_gap", "stray_reference", "mistyped_reference")] == []


# -- agenda and minutes


def test_an_agenda_item_without_minutes_is_found_in_the_agenda():
    agenda = AGENDA.replace("4. Towpath", "4. Towpath\n\n5. Winter moorings").replace("5. Date", "6. Date")
    [one] = defects(agenda, CLEAN)
    assert (one.kind, one.file, one.words) == ("no_minute", "minutes-1.txt", "5")
    assert one.sentence == "Agenda item 5 “Winter moorings” has no minutes: no item of the minutes bears its title or its number."


def test_an_item_of_the_minutes_on_no_agenda_is_found_in_the_minutes():
    [one] = defects(AGENDA.replace("4. Towpath\n\n5. Date", "4. Date"), CLEAN)
    assert (one.kind, one.file, one.item) == ("not_on_agenda", "minutes-2.txt", "item 4")


def test_two_items_that_exchange_their_numbers_are_found():
    agenda = AGENDA.replace("3. Lock gates\n\n4. Towpath", "3. Towpath\n\n4. Lock gates").replace("Members: all\n", "Members: all\n")
    assert said("number_swapped", agenda, CLEAN) == [
        "“Lock gates” is item 3 here and item 4 on the agenda, exchanged with “Towpath”.",
        "“Towpath” is item 4 here and item 3 on the agenda, exchanged with “Lock gates”.",
    ]


def test_an_agenda_of_another_day_or_body_is_not_compared():
    agenda = AGENDA.replace("4. Towpath", "4. Winter moorings")
    assert defects(agenda.replace("12 June", "10 July"), CLEAN) == []
    assert defects(agenda.replace("Canal", "Reservoir"), CLEAN) == []


def test_minutes_that_number_otherwise_are_compared_by_title():
    minutes = CLEAN
    for n in range(5, 0, -1):
        minutes = minutes.replace(f"\n{n}. ", f"\n{n + 30}. ")
    assert defects(AGENDA, minutes) == []


DECISIONS = (
    "4. Towpath",
    "4. Decisions\n\n- 2019/021 – Heron Bridge\n- 2019/022 – Dredging\n- 2019/023 – Weed Boat\n- 2019/024 – Otter Signs",
)
MINUTED = (
    "It was RESOLVED that the towpath be closed for a week in August.",
    "2019/022 (Heron Bridge) – Decision to paint it.\n\n2019/021 (Dredging) – Decision to dredge.\n\n"
    "2019/026 (Weed Boat) – Decision to buy a boat.\n\n2019/027 (Lamp Posts) – Decision to light the lock.",
)


def test_an_agenda_that_does_not_print_whose_board_it_is_is_compared_all_the_same():
    agenda = AGENDA.replace("4. Towpath", "4. Towpath\n\n5. Winter moorings").replace("5. Date", "6. Date")
    [one] = defects(agenda, "Wold Town Council\n\n" + CLEAN)
    assert (one.kind, one.item) == ("no_minute", "item 5")


def test_the_ways_in_which_decisions_differ_between_agenda_and_minutes():
    agenda = AGENDA.replace(*DECISIONS)
    minutes = changed(MINUTED, ("4. Towpath", "4. Decisions"), ("The Chair welcomed all.", "The Chair praised the otter signs."))
    found = [(d.kind, d.words, d.sentence) for d in defects(agenda, minutes)]
    assert found == [
        (
            "no_minute",
            "2019/024",
            "The agenda announces 2019/024 “Otter Signs”; the minutes have no entry 2019/024 (it is spoken of under item 1).",
        ),
        ("number_swapped", "2019/022", "“Heron Bridge” is 2019/022 here and 2019/021 on the agenda: exchanged with “Dredging”."),
        ("number_swapped", "2019/021", "“Dredging” is 2019/021 here and 2019/022 on the agenda: exchanged with “Heron Bridge”."),
        ("number_changed", "2019/026", "“Weed Boat” is 2019/026 here and 2019/023 on the agenda."),
        ("not_on_agenda", "2019/027", "2019/027 “Lamp Posts” stands on no agenda of this meeting."),
    ]


# -- formats


def test_a_link_of_a_page_without_a_target_is_found_and_one_of_its_menu_is_not():
    body = CLEAN.replace("at length", 'at length (<a href="#">survey</a>, <a href="/maps">maps</a>, <a name="x">here</a>)').replace(
        "\n\n", "</p>\n<p>"
    )
    page = f'<html><body><nav><a href="#">Menu</a></nav><main><p>{body}</p></main></body></html>'
    assert said("broken_link", page, format="html") == ["The link “survey” has no target."]


def test_tags_of_a_page_and_stars_of_markdown_are_no_residue():
    assert said("markup", CLEAN.replace("1. Welcome", "## 1. **Welcome**"), format="md") == []
    assert said("markup", "<p>" + CLEAN.replace("\n\n", "</p><p>") + "</p>", format="html") == []


def test_a_file_named_for_another_day_is_a_hint():
    assert said("file_name_date", CLEAN, name="canal-2019-06-21") == [
        "The file is named for 21 June 2019; the meeting was on 12 June 2019."
    ]
    assert said("file_name_date", CLEAN, name="canal-2019-06-12") == []


def test_a_file_named_approved_with_draft_in_its_head():
    draft = changed(("Present:", "DRAFT\n\nPresent:"))
    assert said("draft_and_approved", draft, name="minutes-approved") == [
        "“DRAFT” is left in minutes that the name of the file calls approved."
    ]
    assert said("draft_and_approved", draft, name="minutes-unapproved") == []


def test_no_body_and_no_date():
    text = CLEAN.replace("Lanternfell Canal Board\n\n", "").replace(
        "Minutes of the Canal Board, Wednesday 12 June 2019, 10:00, Toll House", "Minutes"
    )
    assert {"no_body", "no_date"} <= kinds(text)


def test_several_actions_without_a_date_are_told_once():
    three = "\n\n".join(f"ACTION: Corin Haldane to paint {what}." for what in ("the bridge", "the lock", "the boat"))
    text = changed(("ACTION: Bettina Crowe to obtain three quotations by 1 July 2019.", three))
    assert said("no_due", text) == ["None of the 3 actions has a date."]
    assert said("no_due", text.replace("the boat.", "the boat by 1 July 2019.\n\nACTION: Ada Pym to paint it.")) == [
        "3 of the 4 actions have no date."
    ]


# -- places


def test_a_wrong_year_is_not_told_again_as_a_wrong_weekday():
    text = changed(("Wednesday 10 July 2019", "Wednesday 10 July 2018"))  # in 2018 a Tuesday
    assert [d.kind for d in defects(text)] == ["next_meeting_past"]


PIECES = [
    "1. ",
    "2. ",
    "17. ",
    "041/19 ",
    "04119 ",
    "Item 3b ",
    "RESOLVED that",
    "Action:",
    "Date of next meeting",
    "31 June 2019",
    "Tuesday 1 May 2018",
]
PIECES += [
    "Present:",
    "Apologies: A Bell",
    "LINK",
    "[x](#)",
    '<a href="',
    "</a>",
    "XX",
    "â€™",
    "\u202e",
    "a b c d e",
    "-\n",
    "\n\n",
    "\n",
    "  ",
    "\t",
    "word ",
]
PIECES += ["Agenda", "Minutes", "2019/004 – Ferry", "£x", "10:00 – 09:00", "http:/", "^{th}", "….,", "next meeting, "]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_the_checks(text: str):
    for defect in defects(f"Minutes of the Canal Board, 12 June 2019\n{text}"):
        assert defect.severity in SEVERITIES
        assert 0 <= defect.span.start <= defect.span.end
        assert defect.sentence.endswith((".", "”"))


def test_a_defect_has_its_place_and_its_words():
    text = changed(("at length.", "at length XX."))
    [one] = defects(text)
    assert text[one.span.start : one.span.end] == one.words == "XX"
    assert text.splitlines()[one.line - 1][one.column - 1 :].startswith("XX")
    assert (one.severity, one.page, one.item) == ("error", None, "item 3")
    assert one.item_id == "lanternfell-canal-board/2019-06-12/minutes/03"


def test_defects_come_in_order_of_place():
    text = changed(("at length.", "at length LINK"), ("The Chair welcomed all.", "The Chair welcomed XX."), ("in August", "[insert date]"))
    assert [d.kind for d in defects(text)] == ["placeholder", "lost_link", "placeholder"]


def test_a_pdf_gives_the_page(tmp_path: Path):
    first, second = CLEAN.split("3. Lock gates")
    pages = [first, "3. Lock gates" + second.replace("in August", "on [insert date]")]
    path = tmp_path / "canal.pdf"
    path.write_bytes(pdf(*([at(60, 60 + 16 * n, line) for n, line in enumerate(page.splitlines())] for page in pages)))
    source = read(path)
    [[one]] = lint([(source, parse(source))])
    assert (one.kind, one.page) == ("placeholder", 2)


# -- the command


def test_the_command_prints_a_line_as_a_compiler_does(shell: Shell, tmp_path: Path):
    path = tmp_path / "canal.txt"
    path.write_text(changed(("Wednesday 12 June", "Tuesday 12 June")), "utf-8")
    ran = shell.bare("lint", path)
    assert (ran.code, ran.err) == (1, "")
    assert ran.out == "canal.txt:3:29: error weekday: 12 June 2019 was a Wednesday, not a Tuesday. (head)\n"


def test_hints_and_warnings_do_not_fail(shell: Shell, tmp_path: Path):
    path = tmp_path / "canal.txt"
    path.write_text(changed(("at length.", "at length.. LINK")), "utf-8")
    ran = shell.bare("lint", path)
    assert ran.code == 0
    assert [line.split(": ")[1] for line in ran.out.splitlines()] == ["hint doubled_mark", "warning lost_link"]


def test_the_json_has_a_line_for_each_file(shell: Shell, tmp_path: Path):
    clean, bad = tmp_path / "clean.txt", tmp_path / "bad.txt"
    clean.write_text(CLEAN, "utf-8")
    bad.write_text(changed(("at length.", "at length XX.")), "utf-8")
    ran = shell.bare("lint", clean, bad, "--json")
    first, second = map(json.loads, ran.out.splitlines())
    assert (ran.code, first) == (1, {"file": "clean.txt", "defects": []})
    [one] = second["defects"]
    assert " ".join(one) == "file kind severity sentence line column page start end words document_id item_id item"
    assert (one["line"], one["words"], one["severity"]) == (23, "XX", "error")


def test_a_file_that_cannot_be_read_is_said_and_the_others_are_looked_at(shell: Shell, tmp_path: Path):
    path = tmp_path / "canal.txt"
    path.write_text(changed(("at length.", "at length XX.")), "utf-8")
    ran = shell.bare("lint", tmp_path / "gone.txt", path)
    assert ran.code == 66
    assert "error[E_NOINPUT]" in ran.err
    assert "placeholder" in ran.out
