"""R-51: what minutes mark as private is private, and what only speaks of it stays open."""

from __future__ import annotations

from dataclasses import replace

import pytest
from private import DECOYS

from index.apart import apart
from index.heal import mask
from index.layers import Rules, layered
from index.marking import markings
from index.minutes import OPEN, LeftOut, Reason, Source
from index.parse import parse
from index.split import split

HEAD = "Lockside Police and Crime Board\n\nMinutes of the meeting held on 3 March 2021\n\nPresent:\nMs Philippa Ottaway, Chair\n\n"
SECRET = "The Board agreed to pay the harbour master £40,000 to leave quietly, and to say nothing."
FIRST = "1. Welcome\n\nThe Chair opened the meeting and welcomed all who had come.\n\n"


def labels(text: str, head: str = HEAD) -> dict[str, str]:
    """The label of each item by its title; what no item of its own held has its first words for one."""
    source = Source("minutes.txt", "0" * 64, head + text, "txt", "utf-8")
    parsed = parse(source)
    marked = [markings(document, mask(source.text)) for document in parsed.documents]
    documents = tuple(apart(document, marks, source.text) for document, marks in zip(parsed.documents, marked, strict=True))
    found = layered(source, replace(parsed, documents=documents), marked, Rules("minutes.txt"), parse, lambda d, s: split(d, s, len))
    return {item.title: item.label for document in found.documents for item in document.items if item.kind != "head"}


def numbered(*items: tuple[str, str]) -> str:
    return FIRST + "".join(f"{n}. {title}\n\n{text}\n\n" for n, (title, text) in enumerate(items, 2))


@pytest.mark.parametrize(("title", "text"), DECOYS)
def test_r51_what_only_mentions_exemption_stays_open(title: str, text: str):
    found = labels(numbered((title, text), ("Drains", "The drains were cleared.")))
    assert found[title] == OPEN
    assert set(found.values()) == {OPEN}


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Harbour master (EXEMPT)", "exempt"),
        ("Harbour master (exempt – paragraphs 3 and 5)", "exempt"),
        ("Harbour master – CONFIDENTIAL", "confidential"),
        ("EXEMPT: Harbour master", "exempt"),
        ("Confidential – Harbour master", "confidential"),
        ("Private item", "exempt"),
        ("Confidential item", "confidential"),
        ("Harbour master [Not for publication]", "exempt"),
        ("Exempt and confidential business", "confidential+exempt"),
    ],
)
def test_r51_an_item_whose_own_heading_says_so_is_private(title: str, label: str):
    found = labels(numbered((title, SECRET), ("Drains", "The drains were cleared.")))
    assert (found[title], found["Drains"], found["Welcome"]) == (label, OPEN, OPEN)


@pytest.mark.parametrize("line", ["EXEMPT", "Confidential", "NOT FOR PUBLICATION by virtue of paragraph 3 of Schedule 12A", "(Private)"])
def test_r51_an_item_with_a_line_of_its_own_that_says_so_is_private(line: str):
    found = labels(numbered(("Harbour master", f"{line}\n\n{SECRET}"), ("Drains", "The drains were cleared.")))
    assert (found["Harbour master"], found["Drains"]) != (OPEN, OPEN)
    assert found["Drains"] == OPEN


@pytest.mark.parametrize(
    "line",
    [
        "PART II – PRIVATE",
        "Part B (confidential)",
        "EXEMPT ITEMS",
        "The press and public were excluded at this point.",
        "The meeting moved into private session.",
        "CONFIDENTIAL",
    ],
)
def test_r51_a_part_is_private_from_its_heading_to_where_the_public_returns(line: str):
    items = "".join(f"{n}. {title}\n\n{SECRET}\n\n" for n, title in ((3, "Harbour master"), (4, "Pilot")))
    text = f"{FIRST}2. Lights\n\nThey work.\n\n{line}\n\n{items}The public were readmitted.\n\n5. Drains\n\nThe drains were cleared.\n"
    found = labels(text)
    assert {found[title] for title in ("Lights", "Drains", "Welcome")} == {OPEN}
    assert OPEN not in {found["Harbour master"], found["Pilot"]}


@pytest.mark.parametrize(
    ("resolved", "private"),
    [
        ("for the following item", {"Harbour master"}),
        ("for item 4", {"Pilot"}),
        ("for the remainder of the meeting", {"Harbour master", "Pilot"}),
    ],
)
def test_r51_items_for_which_the_public_was_excluded_are_private_and_the_resolution_is_not(resolved: str, private: set[str]):
    exclusion = ("Exclusion of the press and public", f"RESOLVED: That the press and public be excluded from the meeting {resolved}.")
    found = labels(numbered(exclusion, ("Harbour master", SECRET), ("Pilot", SECRET), ("Date of next meeting", "4 April 2021.")))
    assert {title for title, label in found.items() if label != OPEN} == private


def test_r51_a_paragraph_marked_by_itself_is_private_alone():
    text = f"The premium was paid.\n\n[Exempt] {SECRET}\n\nThe policy runs for a year."
    found = labels(numbered(("Insurance", text), ("Drains", "Cleared.")))
    assert (found["Insurance"], found["Drains"]) == (OPEN, OPEN)
    assert [label for title, label in found.items() if "harbour master" in title] == ["exempt"]


@pytest.mark.parametrize("line", ["CONFIDENTIAL", "Protective marking: Exempt", "NOT FOR PUBLICATION", "OFFICIAL - SENSITIVE"])
def test_r51_minutes_marked_in_their_head_are_private_as_a_whole(line: str):
    found = labels(numbered(("Lights", "They work."), ("Drains", "Cleared.")), head=f"{line}\n\n{HEAD}")
    assert OPEN not in found.values()


@pytest.mark.parametrize("line", ["Protective marking: NOT PROTECTIVELY MARKED (Appendix B: exempt)", "OFFICIAL", "Public minutes"])
def test_r51_minutes_marked_as_public_are_open(line: str):
    assert set(labels(numbered(("Lights", "They work."), ("Drains", "Cleared.")), head=f"{line}\n\n{HEAD}").values()) == {OPEN}


def test_r51_an_agenda_that_announces_a_private_item_is_public():
    head = "Lockside Police and Crime Board\n\nAGENDA\n\nMeeting on 3 March 2021 at 10.00 am\n\n"
    text = "1. Welcome\n\n2. Lights\n\nPART II – PRIVATE\n\n3. Harbour master (exempt, paragraph 3)\n\n4. Pilot – CONFIDENTIAL\n"
    assert set(labels(text, head).values()) == {OPEN}


def test_r51_an_item_that_only_says_where_its_minutes_are_kept_is_public():
    kept = "Minuted separately (Part B). The staff governor left at 7.18 pm."
    found = labels(numbered(("Confidential item", kept), ("Exempt business", "None."), ("Drains", "Cleared.")))
    assert set(found.values()) == {OPEN}


WAYS = [
    "[Confidential] 12 posts will be lost and severance of £45,000 paid to Mr Marrow.",
    "Confidential: under the severance Mr Marrow is paid £45,000.",
    "Exempt - relating to the dismissal of Mr Marrow, severance is £45,000.",
    "CONFIDENTIAL\n\n£45,000",
    "CONFIDENTIAL\n\nUnder the settlement Mr Marrow is paid £45,000.",
]


@pytest.mark.parametrize("marked", WAYS)
def test_r51_a_marked_paragraph_is_private_however_its_words_begin(marked: str):
    shown = texts(numbered(("Ferry yard", f"The plans were noted.\n\n{marked}"), ("Drains", "Cleared.")))
    assert "45,000" not in " ".join(shown[OPEN])
    assert "45,000" in " ".join(text for label, found in shown.items() if label != OPEN for text in found)


def texts(text: str) -> dict[str, list[str]]:
    """The words of the items of each label, that of the open ones at least."""
    source = Source("minutes.txt", "0" * 64, HEAD + text, "txt", "utf-8")
    parsed = parse(source)
    marked = [markings(document, mask(source.text)) for document in parsed.documents]
    documents = tuple(apart(document, marks, source.text) for document, marks in zip(parsed.documents, marked, strict=True))
    found = layered(source, replace(parsed, documents=documents), marked, Rules("minutes.txt"), parse, lambda d, s: split(d, s, len))
    items = [item for document in found.documents for item in document.items]
    return {label: [item.text for item in items if item.label == label] for label in {OPEN, *(item.label for item in items)}}


@pytest.mark.parametrize("line", ["EXEMPT - NOT FOR PUBLICATION", "CONFIDENTIAL - NOT FOR PUBLICATION", "RESTRICTED CIRCULATION"])
def test_r51_a_first_line_that_says_it_twice_marks_the_whole(line: str):
    assert OPEN not in labels(numbered(("Lights", "They work."), ("Drains", "Cleared.")), head=f"{line}\n\n{HEAD}").values()


@pytest.mark.parametrize("reason", ["running head", "running foot", "turned", "outside the main part"])
@pytest.mark.parametrize("words", ["EXEMPT - NOT FOR PUBLICATION", "Confidential", "CONFIDENTIAL  Page 2 of 5"])
def test_r51_a_marking_at_the_edge_of_the_pages_or_across_them_is_one_of_the_whole(reason: Reason, words: str):
    source = Source("minutes.txt", "0" * 64, HEAD + numbered(("Drains", "Cleared.")), "txt", "utf-8")
    [document] = parse(source).documents
    [whole] = markings(document, mask(source.text), [LeftOut(reason, words, 1)])
    assert (whole.span, whole.label) == (document.span, "exempt" if "EXEMPT" in words else "confidential")
    assert markings(document, mask(source.text), [LeftOut(reason, "Private Hire Board", 1), LeftOut("section heading", words)]) == []


@pytest.mark.parametrize(
    ("title", "resolved"),
    [
        ("Exclusion of the public", "There being no further public business, it was RESOLVED that the press and public be excluded."),
        (
            "Exclusion of the public",
            "RESOLVED that the press and public be excluded. There were no members of the public present for this item.",
        ),
        (
            "Exclusion of the public",
            "RESOLVED that the public be excluded as it would not be in the public interest to disclose exempt items.",
        ),
        ("Exclusion of the public", "RESOLVED to exclude the press and public."),
        ("Local Government Act 1972", "RESOLVED that the press and public be excluded from the meeting."),
        ("Staffing", "RESOLVED that the press and public be excluded from the meeting for the remaining items."),
    ],
)
def test_r51_a_resolution_to_exclude_the_public_counts_whatever_stands_beside_it(title: str, resolved: str):
    items = (
        ("Harbour master", SECRET),
        ("Date of Mr Marrow's next meeting with counsel", SECRET),
        ("Date of next meeting", "4 April 2021."),
    )
    found = labels(numbered((title, resolved), *items))
    assert {name for name, label in found.items() if label != OPEN} == {"Harbour master", "Date of Mr Marrow's next meeting with counsel"}


@pytest.mark.parametrize(
    "said",
    [
        "It was not necessary to exclude the press and public.",
        "The press and public were not excluded.",
        "There were no items for which the press and public were to be excluded.",
        "To consider whether the press and public be excluded. There were no exempt items.",
    ],
)
def test_r51_where_nobody_was_excluded_nothing_is_private(said: str):
    found = labels(numbered(("Exclusion of the press and public", said), ("Harbour master", "He was thanked.")))
    assert set(found.values()) == {OPEN}


@pytest.mark.parametrize(
    "said",
    [
        "Members agreed severance of £45,000 for Mr Marrow, as recorded in the confidential minutes.",
        "Members agreed severance for Mr Marrow, who left the room. The reasons are recorded separately.",
    ],
)
def test_r51_a_marked_item_that_says_more_than_where_it_is_kept_is_private(said: str):
    assert labels(numbered(("Ferry yard (EXEMPT)", said), ("Drains", "Cleared.")))["Ferry yard (EXEMPT)"] == "exempt"
