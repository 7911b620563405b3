"""Limits fitted to signals, how far signals tell, and each file left out of what is tuned."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from fakes import LINES
from worlds import WEIRS, assistant, world

from assistant.calibration import Limits
from assistant.config import Config
from eval.calibrate import ALLOWED, OWN, Rates, as_text, fit, left_out, refusals
from eval.cases import Case
from eval.generality import as_text as as_text_of_generality
from eval.generality import left_out_answers, verdict_of
from eval.metrics import Yardstick
from eval.reliability import as_svg, auc, reliability
from eval.reliability import as_text as as_text_of_trust
from eval.score import Mark, Score
from eval.signals import Signal, gather, without
from eval.structure import Structure

NUMBER = "the number asked for"


def signal(
    support: float | None, recorded: bool = True, near: float | None = None, file: str = "a.txt", withheld: bool = False, kind: str = NUMBER
) -> Signal:
    return Signal("c", (file,), recorded, withheld, support, near, kind if near is not None else "")


def test_a_question_is_refused_below_one_of_the_limits_that_concern_it():
    limits = Limits(support=0.2, near={NUMBER: 0.1})
    assert signal(0.19).refused(limits)
    assert not signal(0.2).refused(limits)
    assert signal(0.9, near=0.09).refused(limits)
    assert not signal(None).refused(limits)
    assert not signal(0.9, near=-0.4, kind="a kind that was never calibrated").refused(limits)


def test_the_limit_lies_between_what_is_absent_and_what_is_there():
    """Nothing is between 0.1 and 0.3: each of 0.11 .. 0.30 does as well, and the middle is taken."""
    absent = [signal(s, recorded=False, withheld=True) for s in (0.0, 0.05, 0.1)]
    found = fit([signal(s) for s in (0.3, 0.5, 0.9)] + absent)
    assert found.support == pytest.approx(0.21)
    rates = refusals([*absent, signal(0.3)], found)
    assert (rates.answered, rates.unanswered, rates.withheld) == ((0, 1), (0, 0), (3, 3))


def test_no_more_answered_questions_are_refused_than_allowed():
    """Of 40, two may be refused: 0.0 and 0.01. The third is at 0.1, so the limit stops there, though most absent ones lie above."""
    assert ALLOWED * 40 == 2
    there = [signal(s) for s in (0.0, 0.01, 0.1, *[0.5] * 37)]
    absent = [signal(s, recorded=False, withheld=True) for s in (0.05, *[0.3] * 30)]
    found = fit([*there, *absent])
    assert refusals(there, found).answered == (2, 40)
    assert 0.05 < found.support <= 0.1


def test_a_kind_gets_a_limit_of_its_own_where_enough_questions_ask_for_it():
    many = [signal(0.9, near=0.4, kind="a vote on this")] * OWN + [signal(0.9, False, near=0.3, kind="a vote on this")]
    few = [signal(0.9, near=0.05), signal(0.9, False, near=-0.2)]
    found = fit([*many, *few])
    assert 0.3 < found.near["a vote on this"] <= 0.4
    assert found.near[NUMBER] == found.near["the amount asked for"]
    assert not signal(0.9, near=0.4, kind="a vote on this").refused(found)


def test_each_file_is_judged_by_limits_that_its_questions_did_not_set():
    own = [signal(0.2, file="low.txt"), signal(0.1, False, file="low.txt", withheld=True)]
    others = [signal(s, file="high.txt") for s in (0.5, 0.6)] + [signal(0.4, False, file="high.txt", withheld=True)]
    high, low = left_out([*own, *others])
    assert (high.file, low.file) == ("high.txt", "low.txt")
    assert 0.1 < high.limits.support <= 0.2
    assert low.limits.support > 0.4
    assert low.rates == Rates((1, 1), (0, 0), (1, 1))  # what others taught refuses it
    table = as_text([*own, *others], fit([*own, *others]), Limits(support=0.0))
    assert "without low.txt" in table
    assert "1/1 [0.21-1.00]" in table


def test_signals_are_those_of_questions_that_structure_does_not_decide(tmp_path: Path):
    with world(tmp_path, WEIRS, LINES) as store:
        clerk = assistant(store)
        asked = Case.model_validate(
            {"id": "w", "question": "Why had the eel counts stopped?", "type": "why", "items": [{"item_id": "x", "file": "weir-2018.txt"}]}
        )
        held, away = gather([asked], clerk)
        _, found = clerk.retrieve(asked.question)
        left = without(found, {"weir-2018.txt"})
    assert (held.recorded, held.withheld, away.recorded, away.withheld) == (True, False, False, True)
    assert held.support > away.support
    assert held.files == ("weir-2018.txt",)
    assert [e.number for e in left] == list(range(1, len(left) + 1))
    assert "weir-2018.txt" not in {e.document.file for e in left}


def test_the_share_of_pairs_in_the_right_order():
    """Answered 0.9 and 0.4, unanswered 0.4 and 0.1: pairs 1, 1, a tie, 1 of 4."""
    assert auc(np.array([0.9, 0.4, 0.4, 0.1]), np.array([1.0, 1.0, 0.0, 0.0])) == pytest.approx(3.5 / 4)


def test_signals_that_tell_make_a_reliable_probability_and_others_none():
    telling = [signal(0.6 + 0.01 * n, True, file=f"{n % 4}.txt") for n in range(40)]
    telling += [signal(0.1 + 0.01 * n, False, file=f"{n % 4}.txt") for n in range(40)]
    found = reliability(telling)
    assert (found.n, found.base, sum(group.n for group in found.groups)) == (80, 0.25, 80)
    assert found.auc == 1.0
    assert found.brier < 0.2
    blind = reliability([signal(0.5, n % 2 == 0, file=f"{n // 20}.txt") for n in range(80)])
    assert blind.brier == pytest.approx(0.25, abs=0.001)


def test_the_plot_is_a_picture_with_a_point_for_each_group():
    found = reliability([signal(0.01 * n, n > 40, file=f"{n % 4}.txt") for n in range(80)])
    picture = ElementTree.fromstring(as_svg(found, "Eels & weirs"))
    circles = [node for node in picture.iter() if node.tag.endswith("circle")]
    assert len(circles) == len(found.groups)
    assert "Eels & weirs" in "".join(picture.itertext())
    assert as_text_of_trust(found).count("\n") == len(found.groups) + 1


def scored(name: str, right: bool) -> Score:
    return Score(name, "fact", "none", "answered", (Mark("headline", float(right), ""),))


def test_the_fall_is_that_of_the_same_questions_and_more_than_asked_is_said():
    before, after = [scored("a", True), scored("b", True)], [scored("a", True), scored("b", False)]
    assert verdict_of(after, before).startswith("answer and citation right, fitted on all less left out: +0.500")
    assert "beyond the 0.05 asked" in verdict_of(after, before)
    assert "within the 0.05 asked" in verdict_of(before, before)


def test_each_file_is_left_out_of_weights_and_limits_and_asked_then(tmp_path: Path):
    rows = (
        ("w-1", "Why had the eel counts stopped?", "eels", "weir-2018.txt"),
        ("w-2", "insurance for the festival", "insurance", "kites-2020.txt"),
    )
    files, cases = [], []
    for name, question, item, file in rows:
        entry = {"item_id": item, "kind": "item", "cite_level": True, "start_char": 0, "end_char": len(WEIRS[file])}
        files.append({"file": file, "documents": [{"kind": "minutes", "items": [entry]}]})
        row = {"id": name, "question": question, "type": "fact", "files": [file], "items": [{"item_id": item, "file": file}]}
        cases.append(Case.model_validate(row))
    yardstick = Yardstick(Structure.model_validate({"files": files}), WEIRS)
    with world(tmp_path, WEIRS, LINES) as store:
        found = left_out_answers(cases, store, Config(), yardstick)
    assert [(fold.file, [score.case_id for score in fold.without]) for fold in found.folds] == [
        ("kites-2020.txt", ["w-2"]),
        ("weir-2018.txt", ["w-1"]),
    ]
    text = as_text_of_generality(found)
    assert text.count("answer and citation right,") == 2
    assert "all, each left out" in text
