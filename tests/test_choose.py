"""Which statements answer: chosen by what speaks for each, not by their score alone."""

from __future__ import annotations

import pytest
from worlds import document, evidence, query

from assistant.answer import Evidence, Query
from assistant.choose import ENOUGH, LENGTH, SHARED, chosen
from assistant.fitness import blocks, fitness, statement_signs
from index.minutes import Scope

FILLER = "The weir keeper said that the water had been low all through the spring and that nobody had noticed it much."


def said(asked: Query, *found: Evidence) -> list[str]:
    return [hit.passage.text for _, hits in chosen(asked, found) for hit in hits]


def best(asked: Query, *found: Evidence) -> str:
    fit = fitness(asked, found)
    place = max(fit, key=fit.__getitem__)
    return next(hit.passage.text for e in found for hit in e.hits if (e.number, hit.passage.ordinal) == place)


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        ("Why was the otter ladder shut?", "The otter ladder shut because the rail broke.", "The otter ladder was shut by the keeper."),
        ("How much did the otter ladder cost?", "The otter ladder came to £9,200.", "The otter ladder was thought rather dear."),
        ("Who mends the otter ladder?", "Ms Ada Quillon mends the otter ladder.", "Somebody local mends the otter ladder."),
        ("When does the otter ladder open?", "The otter ladder will open on 3 May.", "The otter ladder will open rather late."),
        ("Any actions on the otter ladder?", "Action: keeper to paint the otter ladder.", "The otter ladder pleased all who saw it."),
        ("Is the otter ladder still shut?", "The otter ladder is no longer shut.", "The otter ladder shut in a storm."),
    ],
)
def test_a_statement_with_the_sort_of_thing_asked_for_goes_before_one_without(question: str, answer: str, other: str):
    assert best(query(question), evidence(1, 1.0, (other, 0.82), (FILLER, 0.1), (answer, 0.8))) == answer


def test_what_follows_the_statement_asked_about_speaks_though_it_repeats_none_of_its_words():
    asked = query("Why did the crane fail?")
    found = evidence(1, 1.0, ("The crane failed in June.", 0.9), ("It was put down to rust.", 0.2), (FILLER, 0.4), (FILLER, 0.4))
    assert said(asked, found)[:2] == ["The crane failed in June.", "It was put down to rust."]


def test_the_answers_under_a_printed_question_share_its_words():
    found = evidence(
        1,
        1.0,
        ("1. How is the ferry staffed? (asked by Ms Quillon)", 0.5),
        ("Two hands and a mate.", 0.5),
        ("2. What does the dredger burn?", 0.5),
        ("The harbour master answered:", 0.5),
        ("Mostly gas oil.", 0.5),
    )
    assert [began for began, _ in blocks(found).values()] == [0, 0, 2, 2, 2]
    signs = statement_signs(query("dredger burn"), [found])
    assert signs[1, 4].around == 1.0
    assert signs[1, 1].around == 0.0
    assert signs[1, 4].words == 0.0


def test_words_that_only_name_the_meeting_tell_no_statement_from_another():
    asked = query("what did the weirs and fords board say of eels in april 2018")
    signs = statement_signs(asked, [evidence(1, 1.0, ("The weirs and fords board met.", 0.5), ("Eels are back.", 0.5))])
    assert signs[1, 0].words == 0.0
    assert signs[1, 1].words > 0.0


def test_the_item_with_the_best_statement_speaks_though_another_ranked_first():
    first = evidence(1, 1.0, ("The toll house has a new roof and a new door.", 0.7))
    second = evidence(2, 0.95, ("The slipway was closed because the winch broke.", 0.7), label="9")
    assert said(query("why was the slipway closed"), first, second) == ["The slipway was closed because the winch broke."]


def test_a_second_item_does_not_speak_where_one_answers():
    first = evidence(1, 1.0, ("The slipway was closed on 3 May.", 0.8))
    second = evidence(2, 0.98, ("The slipway was painted in April.", 0.8), label="9")
    assert len(chosen(query("when was the slipway closed"), [first, second])) == 1


def test_each_side_speaks_where_sides_are_asked_for():
    ferry = document("ferries", "Ferries Committee", None, "2018-05-04")
    first = evidence(1, 1.0, ("The slipway fee is £9.", 0.8))
    second = evidence(2, 0.9, ("The slipway fee is £12.", 0.8), of=ferry)
    assert said(query("compare the slipway fees"), first, second) == ["The slipway fee is £9.", "The slipway fee is £12."]
    assert said(query("what is the slipway fee"), first, second) == ["The slipway fee is £9."]


def test_a_later_meeting_speaks_where_the_question_asks_what_came_of_it():
    later = document("weirs", "Weirs and Fords Board", None, "2018-09-04")
    first = evidence(1, 1.0, ("The slipway was to be sold.", 0.8))
    second = evidence(2, 0.95, ("The slipway was let to a rowing club.", 0.8), of=later)
    assert len(chosen(query("what happened to the slipway"), [first, second])) == 2


def test_of_each_part_the_item_with_the_best_statement_speaks():
    day = document("weirs", "Weirs and Fords Board", None, "2018-04-04").meeting.date
    later = document("weirs", "Weirs and Fords Board", None, "2018-09-04")
    parts = (Scope(first=day, last=day), Scope(first=later.meeting.date, last=later.meeting.date))
    asked = Query("eels in april and september", "eels in april and september", Scope(), parts=parts)
    april = evidence(1, 1.0, ("Nobody spoke for long.", 0.5))
    eels = evidence(2, 0.98, ("Eels were seen at the ford.", 0.5), label="9")
    september = evidence(3, 0.9, ("Eels were gone from the ford.", 0.5), of=later)
    assert said(asked, april, eels, september) == ["Eels were seen at the ford.", "Eels were gone from the ford."]


def test_beyond_what_is_enough_only_what_comes_close_is_said():
    near = "The otter ladder was mended, painted, moved upstream and opened once more by the keeper of the weir, to great applause."
    far = "A kite was lost over the mill pond on the day of the fair and the boy who lost it was given another one by the miller."
    texts = [(f"{near[:-1]} {n}.", 0.9) for n in range(4)] + [(f"{far[:-1]} {n}.", 0.1) for n in range(4)]
    spoken = said(query("what became clear about the otter ladder"), evidence(1, 1.0, *texts))
    assert all(text.startswith("The otter") for text in spoken)
    assert ENOUGH < sum(map(len, spoken)) <= LENGTH


def test_items_that_bear_the_number_asked_for_tell_their_titles_first():
    one = evidence(1, 1.0, ("14/18 Otter ladder", 0.3), (FILLER, 0.3), (FILLER, 0.3), label="14/18")
    other = evidence(2, 1.0, ("14/18 Otter ladder", 0.3), (FILLER, 0.3), (FILLER, 0.3), label="14/18")
    spoken = chosen(query("what is 14/18", references=("14/18",)), [one, other])
    assert [hits[0].passage.ordinal for _, hits in spoken] == [0, 0]
    assert all(len(hits) <= SHARED for _, hits in spoken)
