"""Which questions the catalogue's rows answer, however they are put; and which only look like them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from worlds import document

from assistant.answer import AskedKind
from assistant.kinds import asked
from index.minutes import Person

PEOPLE = (
    Person("Ottoline Fairbrass", "Chair"),
    Person("DCC Benedek Szalai", "Deputy Chief Constable (DCC)"),
    Person("Rhiannon Tolley", "Harbour Master"),
    Person("Imre Kovacs", "Chief Constable"),
)
ARCHIVE = [
    replace(document("weirs", "Weirs and Fords Board", "Larkfield Town Council", "2018-04-04"), attendees=PEOPLE),
    document("weirs", "Weirs and Fords Board", "Larkfield Town Council", "2020-05-19"),
    document("kites", "Kite Festival Committee", "Marrowby Parish Council", "2020-06-02"),
]

RECOGNISED: dict[AskedKind, tuple[str, ...]] = {
    "next": (
        "When is the next meeting?",
        "when do they meet next",
        "date of the next Larkfield board please",
        "When will the Kite Festival Committee meet again?",
        "next meeting after 4 April 2018?",
    ),
    "apologies": (
        "Who sent apologies?",
        "who couldn't make the April 2018 meeting",
        "apologies at Larkfield in 2018?",
        "Who was absent in June 2020?",
        "how many apologies were there",
    ),
    "attended": (
        "Who attended the board on 4 April 2018?",
        "who was there in June 2020",
        "how many members were present?",
        "List the attendees",
        "Was Rhiannon Tolley present?",
    ),
    "chair": (
        "Who chaired the Larkfield meeting?",
        "who was in the chair on 4 April 2018",
        "Who ran the June 2020 meeting?",
        "the June 2020 meeting was chaired by whom",
    ),
    "presenter": (
        "Who presented the eel counts?",
        "who introduced the paper on lamps in 2020",
        "Eel counts report - presented by whom?",
        "who is down to present the otter ladder",
    ),
    "role": (
        "Who was the Chief Constable in 2018?",
        "who's the harbour master",
        "What was Benedek Szalai's role?",
        "who is the DCC at Larkfield?",
        "Who is Ottoline Fairbrass?",
    ),
    "outcomes": (
        "List the decisions of the Weirs and Fords Board",
        "Which actions are there from April 2018?",
        "how many decisions were made in 2020",
        "What actions were given to Rhiannon Tolley?",
        "What does Ms Tolley owe the Larkfield board?",
        "what is outstanding for the Chief Constable",
        "What was agreed at the April 2018 meeting?",
        "actions on the otter ladder",
    ),
    "meetings": (
        "Which meetings do you have?",
        "what documents have you got",
        "which files are loaded?",
        "how many meetings were there in 2020",
        "Which meetings discussed the otter ladder?",
        "what is the latest meeting you hold",
        "When was the first Larkfield meeting?",
        "how many meetings did Rhiannon Tolley attend",
    ),
    "mentions": (
        "List every place the otter ladder is mentioned",
        "where do eels come up?",
        "how often was the otter ladder discussed",
        "what do we have on eels across the years",
    ),
    "compare": (
        "Compare Larkfield and Marrowby on insurance",
        "insurance: Larkfield vs Marrowby",
        "What do the different boards say about lamps?",
        "how do Larkfield and Marrowby pay for lamps",
    ),
    "timeline": (
        "What happened on the otter ladder since 2018?",
        "how has the otter ladder developed",
        "Is the otter ladder still open?",
        "what came of the eel counts",
        "the otter ladder over the years",
    ),
}
LOOK_ALIKES = (
    "What is next on the otter ladder?",
    "When is the next survey of the eels?",
    "what are the next steps on lamps",
    "Who apologised for the flooding?",
    "Why was the survey missing?",
    "which lamps were absent from the towpath",
    "Who attended the otter symposium?",
    "how many children attended the kite workshop",
    "who was at the scene of the collision",
    "Who chaired the review of the sluice?",
    "who ran the otter survey",
    "Who led the working group on lamps?",
    "who said that the lamps failed",
    "Who was present at the collision?",
    "who presented at the otter symposium",
    "Who is the new vice chair of the audit committee?",
    "who was the contractor for the lamps",
    "Who was the officer that found the eels?",
    "How many officers were recruited?",
    "What did the board decide on the otter ladder?",
    "what are the seven open actions",
    "Why were the decisions on lamps deferred?",
    "what kind of meeting was it",
    "How many meetings of otters were seen by whom and who said so?",
    "what did the last meeting say about eels",
    "how much did the lamps cost compared with 2018",
    "Who voted against the otter ladder?",
    "what was on the agenda under lamps",
    "Is there an agenda item for eels?",
    "which decision number was the otter ladder",
)


@pytest.mark.parametrize(("kind", "question"), [(kind, question) for kind, questions in RECOGNISED.items() for question in questions])
def test_a_kind_of_question_is_recognised_however_it_is_put(kind: str, question: str):
    found = asked(question, question, ARCHIVE)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize("question", LOOK_ALIKES)
def test_a_question_about_the_content_is_of_no_kind(question: str):
    assert asked(question, question, ARCHIVE) is None


@pytest.mark.parametrize(
    ("question", "topic", "person", "role"),
    [
        ("Which actions on the otter ladder are there?", ("otter", "ladder"), "", ()),
        ("What actions were given to Rhiannon Tolley?", (), "rhiannon tolley", ()),
        ("What is outstanding for the DCC?", (), "", ("deputy", "chief", "constable")),
    ],
)
def test_what_is_left_over_is_the_topic_the_person_or_the_role(question: str, topic: tuple[str, ...], person: str, role: tuple[str, ...]):
    found = asked(question, question, ARCHIVE)
    assert found is not None
    assert (found.topic, found.person, found.role) == (topic, person, role)


def test_a_change_of_time_or_body_alone_keeps_the_kind_of_the_question_before():
    before = "Who attended the Larkfield board in 2018?"
    found = asked("and in 2020?", f"and in 2020? ({before})", ARCHIVE)
    assert found is not None
    assert found.kind == "attended"
    assert asked("and why were they late?", f"and why were they late? ({before})", ARCHIVE) is None
