from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import QUAY, QUAY_MINUTES, assistant, evidence, query, world

from assistant.answer import Draft, Evidence, Intent
from assistant.write import ExtractiveWriter

LADDER = "What did the board decide about the otter ladder?"


def draft(question: str, intent: Intent, *found: Evidence) -> Draft:
    return ExtractiveWriter().write(query(question, intent=intent), found)


def said(written: Draft) -> list[str]:
    return [s.text for s in written.sentences if s.basis == "quote"]


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        ("The Board RESOLVED to build the otter ladder.", "decided"),
        ("It was agreed to build the otter ladder by May.", "agreed"),
        ("The board agreed to build the otter ladder.", "agreed"),
        ("Members do not agree the budget for the otter ladder.", "not agreed"),
        ("The Board did not support the plan, and agreed to look at the otter ladder again.", "not agreed"),
        ("Members voted by 3 to 2 not to pay for the otter ladder.", "not agreed"),
        ("The otter ladder was deferred until the June meeting.", "deferred"),
        ("The otter ladder minutes were accepted as a correct record.", "agreed"),
        ("The otter ladder was discussed at some length.", "discussed without a decision"),
        ("Mr Tamsworth presented a paper on the otter ladder.", "discussed without a decision"),
        ("Will the board agree to build the otter ladder?", "discussed without a decision"),
    ],
)
def test_the_verdict_is_read_from_what_the_minutes_say(statement: str, verdict: str):
    assert draft(LADDER, "decision", evidence(1, 1.0, (statement, 1.0))).verdict == verdict


@pytest.mark.parametrize(
    "statement", ["The Board RESOLVED to open the lost property office.", "It was agreed that, as crime fell, the patrol would end."]
)
def test_a_decision_that_speaks_of_something_lost_is_not_refused(statement: str):
    assert draft("What did the board decide?", "decision", evidence(1, 1.0, (statement, 1.0))).verdict in ("decided", "agreed")


@pytest.mark.parametrize(
    "statement",
    [
        "The otter ladder was not supported because it has no costs.",
        "The otter ladder was rejected.",
        "The motion for the ladder was lost.",
    ],
)
def test_a_refusal_is_a_verdict_whatever_word_it_uses(statement: str):
    assert draft(LADDER, "decision", evidence(1, 1.0, (statement, 1.0))).verdict == "not agreed"


@pytest.mark.parametrize("intent", ["fact", "who", "number", "when", "head"])
def test_only_a_question_about_a_decision_has_a_verdict(intent: Intent):
    assert draft("otter ladder", intent, evidence(1, 1.0, ("The Board RESOLVED to build the otter ladder.", 1.0))).verdict is None


def test_the_answer_names_body_day_and_item_before_the_words():
    written = draft("otter ladder", "fact", evidence(1, 1.0, ("The otter ladder is open.", 1.0)))
    assert [(s.text, s.basis) for s in written.sentences] == [
        ("Weirs and Fords Board, 4 April 2018, draft minutes, item 8:", "catalogue"),
        ("The otter ladder is open.", "quote"),
    ]


def test_the_words_come_in_the_order_of_the_minutes_not_of_their_scores():
    statements = (("First the otter ladder was drawn.", 0.8), ("Then the otter ladder was built.", 0.9))
    assert said(draft("otter ladder", "fact", evidence(1, 1.0, *statements))) == [" ".join(text for text, _ in statements)]


def test_a_weak_item_far_behind_does_not_speak():
    first = evidence(1, 1.0, ("The otter ladder is open to all otters now.", 1.0))
    second = evidence(2, 0.2, ("A kite was lost over the weir.", 0.2), label="9")
    assert said(draft("otter ladder", "fact", first, second)) == ["The otter ladder is open to all otters now."]


statements = st.lists(
    st.tuples(
        st.sampled_from(
            ["The otter ladder leaks.", "Why does it leak?", "It was agreed to mend the ladder.", "Ms Quillon asked for £9,200.", "Visits:"]
        ),
        st.floats(-1, 2, allow_nan=False),
    ),
    min_size=1,
    max_size=6,
)


@given(st.lists(statements, min_size=1, max_size=4), st.sampled_from(["fact", "decision", "who", "number", "when", "head"]), st.data())
def test_every_quotation_of_a_draft_is_made_of_statements_at_its_place(items: list, intent: Intent, data: st.DataObject):
    scores = sorted((data.draw(st.floats(0, 2)) for _ in items), reverse=True)
    found = [evidence(n, score, *rows, label=str(n)) for n, (rows, score) in enumerate(zip(items, scores, strict=True), 1)]
    for sentence in draft(LADDER, intent, *found).sentences:
        [source] = sentence.sources
        if sentence.basis == "quote":
            assert sentence.text == found[source.evidence - 1].item.text[source.span.start : source.span.end]


def test_a_decision_that_the_agenda_announces_and_the_minutes_never_take_up_is_said(tmp_path):
    with world(tmp_path, QUAY) as store:
        answer = assistant(store).ask("What did the board decide about the ferry pontoon?")
    [missing] = [c for c in answer.claims if c.basis == "absence"]
    assert missing.text == (
        "Quayside and Locks Board, 6 March 2019, agenda, item 3, lists 2019/004 – Ferry Pontoon; "
        "the minutes held of that meeting have no entry 2019/004."
    )
    [agenda] = [c for c in answer.citations if c.n in missing.citations]
    assert (agenda.document.role, agenda.quote) == ("agenda", "- 2019/004 – Ferry Pontoon")
    assert answer.verdict == "not agreed"
    assert "Members do not agree the budget of £310,000 for the ferry pontoon." in answer.text


@pytest.mark.parametrize("question", ["What did the board decide about the swing bridge?", "What was decided on towpath lighting?"])
def test_a_decision_that_is_taken_up_or_renumbered_is_not_called_missing(tmp_path, question: str):
    with world(tmp_path, QUAY) as store:
        answer = assistant(store).ask(question)
    assert answer.status == "answered"
    assert answer.verdict == "decided"
    assert "no entry" not in answer.text


@pytest.mark.parametrize("question", ["What was decided under 2019/009?", "What did the board decide about the swing bridge?"])
def test_of_several_decisions_in_one_item_only_the_one_asked_for_speaks(tmp_path, question: str):
    with world(tmp_path, QUAY) as store:
        answer = assistant(store).ask(question)
    assert "close the swing bridge on Sundays" in answer.text
    assert "forty lamps" not in answer.text


def test_a_decision_of_the_agenda_is_not_called_missing_where_no_minutes_are_held(tmp_path):
    with world(tmp_path, {"quay-agenda.txt": QUAY["quay-agenda.txt"]}) as store:
        answer = assistant(store).ask("What did the board decide about the ferry pontoon?")
    assert "no entry" not in answer.text


def test_a_question_about_something_else_does_not_bring_up_the_missing_decision(tmp_path):
    with world(tmp_path, QUAY) as store:
        answer = assistant(store).ask("How often did the lift bridges fail in the winter?")
    assert "nine times" in answer.text
    assert "2019/004" not in answer.text


def test_every_sentence_quoted_from_the_minutes_stands_in_the_file(tmp_path):
    plain = " ".join(QUAY_MINUTES.replace("•", " ").split())
    with world(tmp_path, QUAY) as store:
        answer = assistant(store).ask("What was said about the ferry pontoon and the lift bridges?")
    quoted = [c.text for c in answer.claims if c.basis == "quote"]
    assert quoted
    assert all(" ".join(text.split()) in plain for text in quoted if "agenda" not in text)


def test_the_verdict_is_that_of_the_matter_asked_for_and_not_of_its_neighbour():
    spoken = evidence(1, 1.0, ("The board approved the virement of £600.", 0.9), ("The board did not approve the new fees.", 0.5))
    assert draft("Did the board approve the virement?", "decision", spoken).verdict == "decided"


def test_a_question_about_all_decisions_has_no_single_verdict():
    spoken = evidence(1, 1.0, ("The board RESOLVED to buy the boat.", 0.9))
    assert draft("List the decisions of the board.", "decision", spoken).verdict is None


@pytest.mark.parametrize(
    "asks", ["Is the otter ladder to be shut?", "otter ladder: did it go through?", "What line did they take on the otter ladder?"]
)
def test_a_question_whether_has_a_verdict_where_the_matter_was_settled(asks: str):
    settled = evidence(1, 1.0, ("It was RESOLVED to shut the otter ladder.", 1.0))
    talked = evidence(1, 1.0, ("Members spoke of the otter ladder at length.", 1.0))
    assert draft(asks, "fact", settled).verdict == "decided"
    assert draft(asks, "fact", talked).verdict is None


def test_what_was_moved_and_then_put_off_is_deferred():
    said = (("It was RESOLVED to shut the otter ladder.", 1.0), ("On a motion the otter ladder was postponed to the June meeting.", 0.98))
    assert draft(LADDER, "decision", evidence(1, 1.0, *said)).verdict == "deferred"
