"""What a question takes to have happened, and which words deny it."""

from __future__ import annotations

import pytest

from assistant.events import denies, presupposed


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Why did the Trust support the plan?", "approved"),
        ("Who backed the plan?", "approved"),
        ("What support is there for carers?", None),
        ("What support did they get for carers?", None),
        ("Which bus passes are still valid?", None),
        ("Which road signs are broken?", None),
        ("What reason was given for the delay?", None),
        ("Who gave a report on the weir?", None),
        ("Who was given the mooring?", "given"),
        ("Who took over the ferry?", "appointed"),
    ],
)
def test_a_noun_and_words_that_are_given_take_nothing_for_granted(question: str, name: str | None):
    event = presupposed(question)
    assert (event.name if event else None) == name


@pytest.mark.parametrize(
    "before",
    [
        "The Trust did not ",
        "The plan has not yet been ",
        "The plan was not, after long debate, ",
        "They were not minded to ",
        "No tender for the boathouse was ",
        "None of the offers was ",
        "Nobody ",
    ],
)
def test_a_negation_of_the_verb_or_of_its_subject_denies_it(before: str):
    assert denies(before)


@pytest.mark.parametrize(
    "before",
    [
        "The Trust did not hesitate to ",
        "The plan was not only ",
        "The Trust had never had a larger grant ",
        "The plan was not opposed and was ",
        "No objections having come, it was ",
        "There being no objections the plan was ",
    ],
)
def test_a_negation_of_something_else_does_not(before: str):
    assert not denies(before)
