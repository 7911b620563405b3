"""The ways of leaning, each with phrasings and with questions that look alike and are none."""

from __future__ import annotations

import pytest
from worlds import document

from assistant.follow import asks_what_became, way
from assistant.rewrite import _said

ARCHIVE = [
    document("weirs", "Weirs and Fords Board", "Larkfield Town Council", "2018-04-04"),
    document("kites", "Kite Festival Committee", "Marrowby Parish Council", "2020-06-02"),
]


def named(question: str) -> str:
    return way(_said(question, ARCHIVE)).name


@pytest.mark.parametrize(
    ("name", "questions"),
    [
        ("new", ["Different question: who mends the lamps?", "On another subject, is the pool open?", "Moving on, who chairs?"]),
        (
            "back",
            [
                "Back to the ladder, who paid?",
                "Going back to the eels: why?",
                "and on the solar again, which roof?",
                "Returning to the fees",
            ],
        ),
        (
            "scope",
            [
                "what about 2020?",
                "and in Marrowby?",
                "same question for Larkfield",
                "no, I meant the 2018 one",
                "And 2021/015?",
                "the June 2020 one",
            ],
        ),
        ("ellipsis", ["why?", "how much?", "by when?", "and seconded?", "because?", "up or down?", "why not?", "with whom?"]),
        (
            "pronoun",
            [
                "what did it cost to repair in the spring?",
                "has she written to the county council?",
                "who handed that petition over to members?",
            ],
        ),
        ("and", ["so what is the price for the whole roof", "and how much more likely were young people to be stopped?"]),
        ("and elsewhere", ["And what was the money position in Marrowby?"]),
        (
            "bridge",
            [
                "Which governor kept out of the vote?",
                "has anyone actually looked into complaints?",
                "Has the site meeting happened yet?",
            ],
        ),
        ("party", ["What did the committee recommend on lighting, parking and bins near schools?"]),
        (
            "complete",
            [
                "What did Marrowby agree about insurance for the kite festival?",
                "What was decided about fireworks?",
                "What happened to the swing bridge?",
                "Who chaired Larkfield in 2018?",
                "When was the money given back to Larkfield council?",
                "Did Larkfield publish its plan for eels?",
                "How many drones are there in Larkfield?",
                "What actions were given to the Lock Keeper Ada Marl?",
                "Was it agreed that Larkfield lamps should be replaced with brighter ones everywhere?",
            ],
        ),
    ],
)
def test_the_way_a_question_leans_is_read_from_its_shape(name: str, questions: list[str]):
    assert {question: named(question) for question in questions} == dict.fromkeys(questions, name)


@pytest.mark.parametrize(
    "question",
    [
        "Is it still open?",
        "sold yet?",
        "Has the form gone off?",
        "what did it cost in the end?",
        "any news?",
    ],
)
def test_a_question_for_what_became_of_it(question: str):
    assert asks_what_became(question)


@pytest.mark.parametrize("question", ["Who opened it?", "How much have they spent?", "what was the vote?"])
def test_a_question_for_what_was_said_then(question: str):
    assert not asks_what_became(question)
