"""Who was there, who sent apologies, who chaired: one layout of attendance after the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.heal import mask
from index.lines import lines
from index.people import named, people


def listed(text: str, format: str = "txt") -> tuple[list[tuple[str, str]], list[tuple[str, str]], str | None]:
    masked = mask(text, format)
    present, apologies, chair = people(lines(masked), masked)
    return [(p.name, p.role) for p in present], [(p.name, p.role) for p in apologies], chair


@pytest.mark.parametrize(
    ("text", "present"),
    [
        (
            "Present:\n- Ida BRAY - Chief Constable\n- Kwame OSEI-LUND - OPCC Chief Executive",
            [("Ida BRAY", "Chief Constable"), ("Kwame OSEI-LUND", "OPCC Chief Executive")],
        ),
        (
            "Attendees:\nIda BRAY : Chief Constable\nUna FOX : Deputy Chief Executive Ian ROE : Board Member",
            [("Ida BRAY", "Chief Constable"), ("Una FOX", "Deputy Chief Executive"), ("Ian ROE", "Board Member")],
        ),
        (
            "Attendees:\nIda Bray, Chief Constable\nIan Roe, Talk About Fish",
            [("Ida Bray", "Chief Constable"), ("Ian Roe", "Talk About Fish")],
        ),
        (
            "Attendees:\nIda Bray\t\tChief Constable\nMina Sorley\t:\tDeputy Clerk",
            [("Ida Bray", "Chief Constable"), ("Mina Sorley", "Deputy Clerk")],
        ),
        (
            "Attendance: Ida Bray Chief Constable (CC)\nIan Roe Board Member",
            [("Ida Bray", "Chief Constable (CC)"), ("Ian Roe", "Board Member")],
        ),
        ("Present: Ann Reed, Ben Sands, Cat Thorn", [("Ann Reed", ""), ("Ben Sands", ""), ("Cat Thorn", "")]),
        ("Present: Ann Reed and Ben Sands", [("Ann Reed", ""), ("Ben Sands", "")]),
        (
            "Members present: Councillors Una Birch (Chair), Ivo Crane and Ada Dunlin",
            [("Una Birch", "Chair"), ("Ivo Crane", ""), ("Ada Dunlin", "")],
        ),
        (
            "Present:\tCllr B Ashlock (Chair) (BA)\n\tCllr E Fenn (EF), Cllr G Harrow-Lee (GHL)\n\tCllr J Kemble (JK)\tCllr L Mott (LM)",
            [("Cllr B Ashlock", "Chair"), ("Cllr E Fenn", ""), ("Cllr G Harrow-Lee", ""), ("Cllr J Kemble", ""), ("Cllr L Mott", "")],
        ),
        (
            "In attendance: Mr P Quill (Clerk & RFO), Ward Cllr R Stoat (from 8pm), two members of the public",
            [("Mr P Quill", "Clerk & RFO"), ("Cllr R Stoat", "")],
        ),
        (
            "Also present: Dr Una Fox (Medical Director, Moor Care Board (MCB)); Ian Roe (Scrutiny Officer)",
            [("Dr Una Fox", "Medical Director, Moor Care Board (MCB)"), ("Ian Roe", "Scrutiny Officer")],
        ),
        (
            "PRESENT: Captain Finlay Orr (in the Chair), Dr Hugo Rae of Rae Lune LLP (for item 2)",
            [("Captain Finlay Orr", "in the Chair"), ("Dr Hugo Rae", "Rae Lune LLP (for item 2)")],
        ),
        (
            "| Present | Role |\n|---|---|\n| Ottilie Marsh (OM) | Chair, co-opted governor |",
            [("Ottilie Marsh", "Chair, co-opted governor")],
        ),
        ("Attendees | Officials\nIda Bray (IB) | Una Fox (UF)\nIan Roe (IR) |", [("Ida Bray", ""), ("Una Fox", ""), ("Ian Roe", "")]),
        (
            "Residents: Dara Finch (Chair), Moll Heron\nStaff: Cerys Lunt (Head of Homes)",
            [("Dara Finch", "Chair"), ("Moll Heron", ""), ("Cerys Lunt", "Head of Homes")],
        ),
        ("Present: Mrs Philippa Lundén, Éva Ørsted", [("Mrs Philippa Lundén", ""), ("Éva Ørsted", "")]),
        ("Present:\nJan van der Meer, Harbour Master", [("Jan van der Meer", "Harbour Master")]),
    ],
)
def test_those_present_are_found_in_every_layout(text: str, present: list[tuple[str, str]]):
    assert listed(text)[0] == present


@pytest.mark.parametrize(
    "text",
    [
        "Attendees:\n- **PCC**\n- Chief Constable\n- OPCC Head of Policy",
        "Present:\n6 observers and a minute taker",
        "Present:\nPUBLIC FORUM (15 minutes)",
        "Attendees:\nLaw Society Gazette\nOpen Data Institute\nCheese Hall",
        "Members were reminded that Ann Reed films the meeting.",
        "Venue: Alder House\nDate: Monday 3 June",
        "Clerk: Ann Reed\nMinutes: Ben Sands",
        "Present:\nThe meeting was quorate and those who came were told that filming is allowed.\nAnn Reed",
    ],
)
def test_seats_headings_and_prose_are_no_persons(text: str):
    assert listed(text)[:2] == ([], [])


@pytest.mark.parametrize(
    ("text", "apologies"),
    [
        ("Apologies:\n\nEdda Quist\t\tBoard Member", [("Edda Quist", "Board Member")]),
        ("Apologies: Councillors Ned Moor and Ruth Oxley", [("Ned Moor", ""), ("Ruth Oxley", "")]),
        (
            "Apologies: Revd Josiah Pell (foundation governor), Josh Penn (parent governor)",
            [("Revd Josiah Pell", "foundation governor"), ("Josh Penn", "parent governor")],
        ),
        ("Present: Ann Reed, Ben Sands\nSorry to miss it: Peg Rudd, Ali Sayed", [("Peg Rudd", ""), ("Ali Sayed", "")]),
        ("Apologies for absence were received from Cllr T Vole", [("Cllr T Vole", "")]),
        ("Attendees | Apologies\nIda Bray | Una Fox", [("Una Fox", "")]),
    ],
)
def test_apologies_are_kept_apart(text: str, apologies: list[tuple[str, str]]):
    assert listed(text)[1] == apologies


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "Item 2 – Apologies Apologies were received from DCC Ranulf Pike, Dr Cath Fenn Board Member and Dame Isolde Marsh",
            ["DCC Ranulf Pike", "Dr Cath Fenn", "Dame Isolde Marsh"],
        ),
        ("Apologies came from Sir Alwyn Moor and from Temporary Chief Superintendent Bronagh Kell", ["Sir Alwyn Moor", "Bronagh Kell"]),
        ("Apologies had come from DCC Magnus Fell, who was at an inquest with Ann Reed.", ["DCC Magnus Fell"]),
        (
            "34.24/25 Apologies for absence Cllr M Moor (holiday), Cllr G Tripp (unwell) and Ward Cllr Dunn.",
            ["Cllr M Moor", "Cllr G Tripp", "Cllr Dunn"],
        ),
        ("There were no apologies from Ann Reed.", []),
        ("Apologies for absence None.", []),
        ("The Chair thanked Ann Reed.", []),
    ],
)
def test_apologies_in_a_sentence_name_their_senders(sentence: str, names: list[str]):
    assert [person.name for person in named(sentence)] == names


@pytest.mark.parametrize(
    ("text", "chair"),
    [
        ("Chair: Verity Lomax\nAttendance: Ann Reed", "Verity Lomax"),
        ("Present: Ann Reed, Ben Sands (Chair)", "Ben Sands"),
        ("Present: Ann Reed (Vice-Chair, in the Chair), Ben Sands", "Ann Reed"),
        ("Attendees:\nAnn Reed : Chair of the Ethics Committee", None),
        ("Present: Ann Reed (Vice-Chair), Ben Sands (Clerk)", None),
    ],
)
def test_the_chair_is_the_one_who_sat_in_it(text: str, chair: str | None):
    assert listed(text)[2] == chair


def test_a_rank_before_a_name_becomes_the_role():
    assert named("Apologies from Chief Superintendent Ida Holm")[0].role == "Chief Superintendent"


@given(st.text(alphabet="ABab ()|:,;\t\n-'’.", max_size=200), st.sampled_from(["Present: ", "Apologies: ", "Attendees | Officials\n", ""]))
def test_any_head_is_read_and_every_name_has_letters(text: str, cue: str):
    present, apologies, _ = listed(cue + text)
    assert all(any(c.isalpha() for c in name) for name, _ in present + apologies)


def test_who_was_not_present_is_no_attendee_and_a_circulation_list_is_none():
    text = "Present: Ann Reed (Chair), Bob Sedge\nNot present: Cy Marl\nDistribution: Dee Wren, Max Roe"
    present, apologies, _ = people(lines(text), text)
    assert ([p.name for p in present], [p.name for p in apologies]) == (["Ann Reed", "Bob Sedge"], ["Cy Marl"])


def test_a_table_says_who_did_not_attend():
    text = "| Name | Present |\n| --- | --- |\n| Ann Reed | Yes |\n| Cy Marl | Did not attend |\n| Bob Sedge | Not present |"
    present, apologies, _ = people(lines(text), text)
    assert ([p.name for p in present], [p.name for p in apologies]) == (["Ann Reed"], ["Cy Marl", "Bob Sedge"])
