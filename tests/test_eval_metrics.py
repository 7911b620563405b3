"""Every rule of judging, on a page of invented minutes; expected values are worked out in the comments."""

from __future__ import annotations

import math

import pytest

from eval.cases import Case
from eval.metrics import Yardstick, score
from eval.ranking import ranking
from eval.reply import Reply, read_reply
from eval.score import Score, Shown
from eval.structure import Structure

FILE = "harbour.txt"
TEXT = """Harbour Board, 4 May 2021

1. Apologies
Ada Reed sent apologies.

2. Boats
The board <b>agreed</b> to buy
three boats for £7,000.

3. Moorings
No figure was given.

Next meeting: 1 June 2021
"""


def place(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def entry(item_id: str, first: str, last: str, **more: object) -> dict[str, object]:
    return {"item_id": item_id, "kind": "item", "cite_level": True, "start_char": place(first)[0], "end_char": place(last)[1], **more}


GOLD = Structure.model_validate(
    {
        "files": [
            {
                "file": FILE,
                "documents": [
                    {
                        "kind": "minutes",
                        "items": [
                            entry("m/head", "Harbour Board", "2021", kind="header"),
                            entry("m/1", "1. Apologies", "sent apologies.", number="1"),
                            entry("m/2", "2. Boats", "£7,000.", number="2"),
                            entry("m/3", "3. Moorings", "given.", number="3"),
                            entry("m/next", "Next meeting", "June 2021", kind="closing"),
                        ],
                    }
                ],
            }
        ]
    }
)
YARDSTICK = Yardstick(GOLD, {FILE: TEXT})
BOUGHT = "The board <b>agreed</b> to buy\nthree boats for £7,000."


def case(**row: object) -> Case:
    items = {k: [{"item_id": i} for i in row.pop(k, [])] for k in ("items", "also_relevant", "related_items")}  # type: ignore[attr-defined]
    return Case.model_validate({"id": "h", "question": "?", "type": "fact", **items, **row})


def cited(n: int, words: str, number: str | None = None, **more: object) -> dict[str, object]:
    start, end = place(words)
    quote = " ".join(words.replace("<b>", " ").replace("</b>", " ").split())
    return {"n": n, "file": FILE, "role": "minutes", "number": number, "quote": quote, "start": start, "end": end, **more}


def reply(answer: str = "", *citations: dict[str, object], status: str | None = "answered", found: tuple[str, ...] = ()) -> Reply:
    evidence = [{"file": FILE, "start": place(words)[0], "end": place(words)[1]} for words in found]
    return read_reply({"status": status, "answer": answer, "citations": citations, "evidence": evidence})


def judged(asked: Case, said: Reply) -> Score:
    return score(asked, said, YARDSTICK)


def value(metric: str, asked: Case, said: Reply) -> float | None:
    return judged(asked, said).mark(metric).value


BOATS = case(items=["m/2"], key_facts=["boats", ["three", "3"]])


# --- answers -------------------------------------------------------------------------------------------------------------


def test_a_missing_fact_is_named() -> None:
    mark = judged(BOATS, reply("Boats were bought.")).mark("answer_ok")
    assert (mark.value, mark.reason) == (0.0, "missing fact: three or 3")


def test_a_marker_is_not_a_number_of_the_answer() -> None:
    assert value("answer_ok", case(key_facts=["3"]), reply("Some boats [3].")) == 0.0


def test_enough_facts_suffice() -> None:
    assert value("answer_ok", case(key_facts=["boats", "oars", "sails"], min_key_facts=2), reply("Boats and sails.")) == 1.0
    assert value("answer_ok", case(key_facts=["boats", "oars", "sails"], min_key_facts=2), reply("Boats.")) == 0.0


def test_a_fact_that_must_not_be_said_spoils_the_answer() -> None:
    mark = judged(case(key_facts=["boats"], must_not=["four"]), reply("Four boats.")).mark("answer_ok")
    assert (mark.value, mark.reason) == (0.0, "must not say: four")


def test_only_the_first_600_characters_count_unless_a_list_was_asked_for() -> None:
    late = reply("x" * 598 + " boats")  # 599 characters before the b
    assert value("answer_ok", case(key_facts=["boats"]), late) == 0.0
    assert value("answer_ok", case(key_facts=["boats"], type="list"), late) == 1.0
    assert score(case(key_facts=["boats"]), late, Yardstick(GOLD, {}, answer_chars=700)).mark("answer_ok").value == 1.0


def test_asking_which_meeting_is_right_only_where_the_case_says_so() -> None:
    asks = reply("Which meeting do you mean?", status="clarify")
    assert value("answer_ok", case(key_facts=["Reed"], clarify_ok=True), asks) == 1.0
    assert value("answer_ok", case(key_facts=["Reed"]), asks) == 0.0


@pytest.mark.parametrize(
    ("status", "answer", "kind", "answer_ok", "false_answer"),
    [
        ("not_recorded", "No figure.", "unanswerable", 1.0, 0.0),
        ("answered", "No figure is given in the minutes.", "unanswerable", 0.0, 1.0),  # a status is believed, not the words
        ("partial", "No figure, but boats.", "unanswerable", 0.0, 1.0),
        ("partial", "He was not there: Ada Reed was.", "false_premise", 1.0, 0.0),  # a premise corrected with evidence
        ("partial", "He spoke of boats.", "false_premise", 0.0, 1.0),
        ("clarify", "Which meeting?", "unanswerable", 0.0, 0.0),
        (None, "The minutes give no figure.", "unanswerable", 1.0, 0.0),  # no status: the words are asked
        (None, "Three boats.", "unanswerable", 0.0, 1.0),
    ],
)
def test_what_the_minutes_lack_must_be_owned_up_to(
    status: str | None, answer: str, kind: str, answer_ok: float, false_answer: float
) -> None:
    result = judged(case(abstain="full", type=kind, related_items=["m/3"]), reply(answer, status=status))
    assert (result.mark("answer_ok").value, result.mark("false_answer").value) == (answer_ok, false_answer)
    assert not result.mark("headline").eligible
    assert not result.mark("hit@1").eligible


@pytest.mark.parametrize(("status", "right"), [("partial", 1.0), ("not_recorded", 1.0), ("answered", 0.0)])
def test_a_partial_case_needs_the_facts_and_the_lack(status: str, right: float) -> None:
    assert value("answer_ok", case(abstain="partial", items=["m/2"], key_facts=["boats"]), reply("Boats.", status=status)) == right
    assert value("answer_ok", case(abstain="partial", items=["m/2"], key_facts=["boats"]), reply("Oars.", status=status)) == 0.0


def test_a_refusal_of_what_is_recorded_is_a_false_abstention_unless_the_answer_is_right() -> None:
    assert value("false_abstention", BOATS, reply("Nothing is recorded.", status="not_recorded")) == 1.0
    assert value("false_abstention", BOATS, reply("Three boats.", status="not_recorded")) == 0.0
    assert value("false_abstention", BOATS, reply("Oars.")) == 0.0


# --- citations -----------------------------------------------------------------------------------------------------------

OFF = cited(2, "Ada Reed sent apologies.", "1")
ON = cited(1, BOUGHT, "2")


def test_a_wrong_citation_says_what_was_cited_and_what_is_gold() -> None:
    mark = judged(BOATS, reply("Three boats [2].", OFF)).mark("citation_ok")
    assert (mark.value, mark.reason) == (0.0, "cited m/1, gold m/2")


def test_half_of_what_is_cited_must_belong() -> None:
    third = cited(3, "No figure was given.", "3")
    assert value("citation_ok", BOATS, reply("x", ON)) == 1.0
    assert value("citation_ok", BOATS, reply("x", ON, OFF)) == 1.0  # 1 of 2
    assert value("citation_ok", BOATS, reply("x", ON, OFF, third)) == 0.0  # 1 of 3
    assert value("citation_ok", case(items=["m/2"], also_relevant=["m/3"]), reply("x", ON, OFF, third)) == 1.0  # 2 of 3
    assert value("citation_ok", BOATS, reply("x")) == 0.0


def test_a_comparison_must_cite_all_it_rests_on() -> None:
    both = ["m/1", "m/2"]
    assert value("citation_ok", case(items=both), reply("x", ON)) == 1.0
    assert value("citation_ok", case(items=both, type="compare"), reply("x", ON)) == 0.0
    assert value("citation_recall", case(items=both, type="compare"), reply("x", ON)) == 0.5
    assert value("citation_ok", case(items=both, type="compare"), reply("x", ON, OFF)) == 1.0


def test_a_refusal_may_point_to_a_near_miss_and_to_nothing_else() -> None:
    asked = case(abstain="full", related_items=["m/3"])
    assert value("citation_ok", asked, reply("x", status="not_recorded")) == 1.0
    assert value("citation_ok", asked, reply("x", cited(1, "No figure was given.", "3"), status="not_recorded")) == 1.0
    assert value("citation_ok", asked, reply("x", ON, status="not_recorded")) == 0.0


def test_an_item_cited_twice_counts_once() -> None:
    again = cited(3, "three boats", "2")
    assert value("citation_precision", BOATS, reply("x", ON, again, OFF)) == 0.5  # m/2, m/1


def test_a_citation_that_names_no_item_is_wrong_and_not_left_out() -> None:
    nowhere = cited(2, BOUGHT, "9")  # the span is right, the label is not: the label is what a reader follows
    mark = judged(BOATS, reply("x", ON, nowhere)).mark("citation_precision")
    assert mark.value == 0.5
    assert "harbour.txt minutes item 9 (names no item)" in mark.reason


def test_what_prints_no_label_is_cited_by_its_place() -> None:
    asked = case(items=["m/next"])
    assert value("citation_ok", asked, reply("x", cited(1, "1 June 2021"))) == 1.0
    # Without labels the head is meant, so a place inside item 2, which prints its number, is no citation of item 2.
    assert judged(BOATS, reply("x", cited(1, BOUGHT))).mark("citation_ok").reason == "cited m/head, gold m/2"


def test_items_that_print_the_same_labels_are_told_apart_by_place() -> None:
    items = [entry("m/1", "1. Apologies", "apologies.", number="7"), entry("m/2", "2. Boats", "£7,000.", number="7")]
    twins = Structure.model_validate({"files": [{"file": FILE, "documents": [{"kind": "minutes", "items": items}]}]})
    mark = score(BOATS, reply("x", cited(1, BOUGHT, "7")), Yardstick(twins, {})).mark("citation_ok")
    assert (mark.value, mark.reason) == (1.0, "cited m/2, gold m/2")


def test_the_headline_wants_answer_and_citation() -> None:
    assert value("headline", BOATS, reply("Three boats [1].", ON)) == 1.0
    assert value("headline", BOATS, reply("Three boats [2].", OFF)) == 0.0
    assert value("headline", BOATS, reply("Oars [1].", ON)) == 0.0


# --- evidence ------------------------------------------------------------------------------------------------------------


def test_evidence_is_placed_by_its_passage_and_what_repeats_keeps_its_rank() -> None:
    said = reply("x", found=("Ada Reed", "sent apologies.", "three boats"))  # m/1, m/1 again, m/2 at rank 3
    result = judged(BOATS, said)
    assert [result.mark(f"hit@{k}").value for k in (1, 3, 5, 10)] == [0.0, 1.0, 1.0, 1.0]
    assert result.mark("RR").value == pytest.approx(1 / 3)
    assert result.mark("nDCG@10").value == pytest.approx(1 / math.log2(4))  # gain 1 at rank 3, the best is gain 1 at rank 1
    assert result.mark("RR").reason == "m/2 at rank 3"


def test_ranking_with_two_gold_items() -> None:
    marks = {mark.metric: mark.value for mark in ranking({"a", "b"}, ["x", "a", "y", "z", "w", "b"])}
    assert marks["R@5"] == 0.5  # a of a, b
    assert marks["RR"] == 0.5
    assert marks["nDCG@10"] == pytest.approx((1 / math.log2(3) + 1 / math.log2(7)) / (1 + 1 / math.log2(3)))


def test_nothing_found_is_zero_not_missing() -> None:
    assert [mark.value for mark in ranking({"a"}, [])] == [0.0] * 7


# --- quotations and places -----------------------------------------------------------------------------------------------


def test_a_quotation_is_its_stretch_with_tags_and_breaks_healed() -> None:
    assert value("quotations_verbatim", BOATS, reply("x [1]", ON)) == 1.0
    assert value("quotations_verbatim", BOATS, reply("x [1]", {**ON, "quote": "The board agreed to buy four boats."})) == 0.0
    assert value("quotations_verbatim", BOATS, reply("x [1]", {**ON, "quote": ""})) == 0.0
    assert value("quotations_verbatim", BOATS, reply("x [1]", {**ON, "end": 10_000})) == 0.0
    assert not judged(BOATS, reply("x")).mark("quotations_verbatim").eligible


def test_a_quotation_from_a_file_that_cannot_be_read_could_not_be_scored() -> None:
    mark = judged(BOATS, reply("x [1]", {**ON, "file": "other.pdf"})).mark("quotations_verbatim")
    assert mark.unscored
    assert "other.pdf" in mark.reason


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (reply("Boats [1].", ON), "all resolve"),
        (reply("Boats [1][2].", ON), "marker [2] names no citation"),
        (reply("Boats.", ON), "citation [1] is nowhere in the answer"),
        (reply("Boats [1].", ON, {**ON}), "citation [1] is listed twice"),
        (reply("Boats [1].", {**ON, "end": 10_000}), "outside its document: [1] harbour.txt minutes item 2"),
        (reply("Boats [1].", {**ON, "start": 0, "end": len(TEXT)}), "all resolve"),  # white space at the ends does not count
        (reply("Boats [1]."), "marker [1] names no citation"),
    ],
)
def test_markers_citations_and_places_name_each_other(said: Reply, reason: str) -> None:
    mark = judged(BOATS, said).mark("citations_resolving")
    assert (mark.value, mark.reason) == (float(reason == "all resolve"), reason)


def test_an_error_is_an_error_row_in_every_denominator() -> None:
    failure = read_reply({"error": {"code": "E_INTERNAL", "message": "ValueError: x"}})
    result = judged(BOATS, failure)
    assert result.outcome == "error"
    assert result.mark("headline").unscored
    assert result.mark("headline").reason == "E_INTERNAL: ValueError: x"
    assert result.mark("hit@5").unscored
    assert not result.mark("false_answer").eligible
    assert [m.metric for m in result.marks] == [m.metric for m in judged(BOATS, reply("x")).marks]


# --- numbers, dates and names; verdicts; what is shown ---------------------------------------------------------------------


def stated(text: str, basis: str, *citations: dict[str, object]) -> Reply:
    claim = {"text": text, "citations": [c["n"] for c in citations], "basis": basis}
    return read_reply({"status": "answered", "answer": text, "claims": [claim], "citations": citations})


LABELLED = {**ON, "label": "Harbour Board, 4 May 2021, minutes, item 2"}


@pytest.mark.parametrize(
    ("text", "basis", "stray"),
    [
        ("The board agreed to buy three boats for £7,000.", "quote", ""),
        ("They bought boats for £7,500.", "quote", "'£7,500'"),
        ("The boats, says Ada, cost £7,000.", "quote", "'Ada'"),
        ("Boats were bought in May.", "quote", "'May'"),  # stands in the label alone, and a quotation takes nothing from there
        ("Harbour Board, 4 May 2021, minutes, item 2:", "catalogue", ""),
        ("Harbour Board, 5 May 2021, minutes, item 2:", "catalogue", "'5'"),
        ("2 decisions are recorded.", "catalogue", ""),  # a count of rows stands nowhere
        ("2 decisions of June are recorded.", "catalogue", "'June'"),
        ("The agenda lists £90 of it.", "absence", "'£90'"),
    ],
)
def test_a_number_date_or_name_outside_the_words_cited_is_named(text: str, basis: str, stray: str) -> None:
    mark = judged(BOATS, stated(text, basis, LABELLED)).mark("specifics_cited")
    assert mark.value == float(not stray)
    assert mark.reason == (f"{stray} is not in [1] harbour.txt minutes item 2" if stray else "all in their places")


def test_without_sentences_of_its_own_an_answer_is_divided_by_its_markers() -> None:
    apology = cited(1, "Ada Reed sent apologies.", "1")
    boats = {**cited(2, BOUGHT, "2")}
    assert value("specifics_cited", BOATS, reply("One was Ada [1]. The price was £7,000 [2].", apology, boats)) == 1.0
    assert value("specifics_cited", BOATS, reply("The price was £7,000 [1]. One was Ada [2].", apology, boats)) == 0.0
    assert not judged(BOATS, reply("The price was £7,000.")).mark("specifics_cited").eligible


@pytest.mark.parametrize(("said", "right"), [("decided", 1.0), ("agreed", 1.0), ("deferred", 0.0), (None, 0.0)])
def test_a_verdict_is_right_where_it_is_one_of_those_due_and_silence_is_none(said: str | None, right: float) -> None:
    answer = read_reply({"status": "answered", "answer": "x", "verdict": said})
    assert value("verdict_right", case(verdict=["decided", "agreed"]), answer) == right
    assert not judged(BOATS, answer).mark("verdict_right").eligible


def test_what_is_shown_is_measured_without_markers_and_counts_items_once() -> None:
    asked = case(items=["m/2"], related_items=["m/3"])
    strange = cited(4, "Ada Reed sent apologies.", "1")
    result = judged(asked, reply("x" * 610 + " [1]", ON, {**ON, "n": 2}, cited(3, "No figure was given.", "3"), strange))
    assert result.shown == Shown(length=610, beyond=True, cited=3, fitting=2, verdict=False)
    assert judged(case(type="list"), reply("x" * 610)).shown == Shown(610, False, 0, 0, False)
    assert judged(BOATS, read_reply({"error": {}})).shown is None


def test_a_score_knows_its_files_and_the_bodies_of_its_items() -> None:
    document = {"kind": "minutes", "body": "Harbour Board", "organisation": "Port of Wick", "items": [entry("w/1", "1. Apologies", "sent")]}
    other = {"kind": "minutes", "body": "Quay Trust", "organisation": "Quay Trust", "items": [entry("q/1", "2. Boats", "buy")]}
    both = Structure.model_validate({"files": [{"file": "w.txt", "documents": [document]}, {"file": "q.txt", "documents": [other]}]})
    asked = Case.model_validate({"id": "h", "question": "?", "type": "fact", "files": ["w.txt", "q.txt"], "items": [{"item_id": "w/1"}]})
    found = score(asked, reply("x"), Yardstick(both, {}))
    assert (found.files, found.bodies) == (("w.txt", "q.txt"), ("Harbour Board, Port of Wick",))
    nothing = asked.model_copy(update={"items": ()})
    assert score(nothing, reply("x"), Yardstick(both, {})).bodies == ("Harbour Board, Port of Wick", "Quay Trust")
