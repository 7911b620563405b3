"""Retrieval alone: configurations as data, their comparison, and weights fitted on what was found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import LINES
from worlds import WEIRS, assistant, world

from assistant.weights import SIGNS, STATEMENT_SIGNS, STATEMENT_WEIGHTS, WEIGHTS, Weights
from eval.cases import Case
from eval.fit import FREE, START, as_text, fit, left_out, rank, ranked
from eval.pools import Pool, gather
from eval.statements import StatementPool, first_right, fit_statements
from eval.steps import STEPS, as_table, difference, mcnemar, measure, settings
from eval.structure import Structure

NOTHING = Weights(**dict.fromkeys(Weights.__dataclass_fields__, 0.0))
CASES = tuple(
    Case.model_validate({"id": name, "question": question, "type": "fact", "items": [{"item_id": item, "file": file}]})
    for name, question, item, file in (
        ("w-1", "Why had the eel counts stopped?", "eels", "weir-2018.txt"),
        ("w-2", "insurance for the festival", "insurance", "kites-2020.txt"),
    )
)


def structure() -> Structure:
    """The two items asked for, where they stand in their files."""
    files = []
    for file, item, words in (("weir-2018.txt", "eels", "9b |"), ("kites-2020.txt", "insurance", "2 |")):
        start = WEIRS[file].index(words)
        entry = {"item_id": item, "kind": "item", "cite_level": True, "start_char": start, "end_char": len(WEIRS[file])}
        files.append({"file": file, "documents": [{"kind": "minutes", "items": [entry]}]})
    return Structure.model_validate({"files": files})


def pool(name: str, gold: list[bool], **columns: list[float]) -> Pool:
    """Items without passages but one each, that differ in the columns given."""
    n = len(gold)
    passages = np.stack([np.array(columns.get(leg, [0.0] * n)) for leg in ("dense", "passage", "added")], axis=1)
    signs = np.stack([np.array(columns.get(sign, [0.0] * n)) for sign in SIGNS], axis=1)
    return Pool(name, (f"{name}.txt",), passages, np.arange(n), signs, np.array(gold))


def test_every_weight_is_brought_by_one_step_but_that_of_the_cross_encoder():
    brought = [part for _, parts in STEPS for part in parts]
    assert sorted(brought) == sorted({*Weights.__dataclass_fields__, "scope", "glossary"} - {"reranked"})


def test_each_setting_has_one_step_more_than_the_former_and_the_last_ones_lack_one():
    chosen = settings()
    first, second, whole = chosen[0], chosen[1], chosen[len(STEPS) - 1]
    assert (first.name, first.against, first.scope, first.glossary) == ("+ meaning", "", False, False)
    assert first.weights == replace(NOTHING, dense=1.0, reranked=WEIGHTS.reranked)
    assert (second.weights.passage, second.against) == (WEIGHTS.passage, "+ meaning")
    assert (whole.name, whole.weights, whole.scope, whole.glossary) == ("the whole", WEIGHTS, True, True)
    lacking = {one.name: one for one in chosen[len(STEPS) :]}
    assert len(lacking) == len(STEPS)
    assert lacking["- phrases"].weights == replace(WEIGHTS, phrase=0.0)
    assert (lacking["- scope named"].scope, lacking["- scope named"].weights) == (False, WEIGHTS)
    assert {one.against for one in lacking.values()} == {"the whole"}


@pytest.mark.parametrize(("gained", "lost", "p"), [(0, 0, 1.0), (5, 0, 0.0625), (0, 5, 0.0625), (3, 1, 0.625), (2, 2, 1.0)])
def test_the_exact_test_of_pairs(gained: int, lost: int, p: float):
    """5 of 5: 2 / 2**5 = 0.0625; 3 of 4: 2 * (1 + 4) / 16 = 0.625."""
    assert mcnemar(gained, lost) == pytest.approx(p)


def test_a_difference_counts_pairs_and_not_sums():
    found = difference("before", [1, 2, 4, float("inf")], [2, 1, 1, 4])
    assert (found.gained, found.lost) == (2, 1)
    assert found.rr == pytest.approx((-0.5 + 0.5 + 0.75 + 0.25) / 4)
    assert found.low <= found.rr <= found.high


def test_retrieval_is_measured_under_every_setting_without_an_answer(tmp_path: Path):
    with world(tmp_path, WEIRS, LINES) as store:
        rows = list(measure(CASES, assistant(store), structure(), settings(), {}))
    assert len(rows) == 2 * len(STEPS)
    whole = rows[len(STEPS) - 1]
    assert whole.ranks == (1.0, 1.0)
    assert whole.hit(1)[0] == whole.rr[0] == 1.0
    table = as_table(rows)
    assert table.startswith("n = 2\n")
    assert table.count("\n") == 3 + len(rows)
    assert "| the whole | 1.000 [0.342, 1.000] |" in table  # Wilson, 2 of 2


def test_a_case_that_rests_on_nothing_is_not_measured(tmp_path: Path):
    silent = Case.model_validate({"id": "w-3", "question": "kangaroos?", "type": "unanswerable", "abstain": "full"})
    with world(tmp_path, WEIRS, LINES) as store:
        rows = list(measure((*CASES, silent), assistant(store), structure(), settings()[:1], {}))
        pools = gather((*CASES, silent), assistant(store), structure())
    assert len(rows[0].ranks) == len(pools) == 2


def test_a_pool_scores_its_items_as_the_retriever_does(tmp_path: Path):
    with world(tmp_path, WEIRS, LINES) as store:
        asking = assistant(store)
        [first, _] = gather(CASES, asking, structure())
        found = asking.retriever.candidates(asking.understood(CASES[0].question))
    assert first.scores(WEIGHTS) == pytest.approx([one.score(WEIGHTS) for one in found])
    assert first.files == ("weir-2018.txt",)
    assert rank(first, WEIGHTS) == 1


def test_a_sign_that_tells_gains_weight_and_one_that_misleads_loses_it():
    """Meaning alone takes the wrong item; the phrase stands in the right one, which is a head."""
    pools = [pool(f"p{n}", [False, True], dense=[0.6, 0.5], phrase=[0, 1], bare=[0, 1]) for n in range(4)]
    start = replace(START, phrase=0.0, bare=-0.1)
    found = fit(pools, start)
    assert found.phrase > 0.2
    assert found.bare > -0.1
    assert ranked(pools, start)[0] == 0.0
    assert ranked(pools, found)[0] == 1.0
    assert fit(pools, start) == found


def test_a_sign_that_tells_nothing_keeps_its_weight():
    pools = [pool("p", [True, False], dense=[0.9, 0.1], phrase=[1, 1])]
    found = fit(pools, START)
    assert found.phrase == START.phrase
    assert all(getattr(found, name) == getattr(START, name) for name in Weights.__dataclass_fields__ if name not in FREE)


def test_an_item_that_retrieval_did_not_reach_has_no_rank():
    lost = pool("p", [False, False], dense=[0.9, 0.1])
    assert rank(lost, START) == float("inf")
    assert ranked([lost], START) == (0.0, 0.0, 0.0)


def test_each_file_is_left_out_in_turn_and_judged_by_the_others():
    pools = [pool(f"p{n}", [False, True], dense=[0.6, 0.5], phrase=[0, 1]) for n in range(3)]
    found = list(left_out(pools, replace(START, phrase=0.0)))
    assert [(left.file, left.n) for left in found] == [("p0.txt", 1), ("p1.txt", 1), ("p2.txt", 1)]
    assert {left.before[0] for left in found} == {0.0}
    assert {left.after[0] for left in found} == {1.0}
    assert "without p1.txt (n = 1)" in as_text(pools)


def test_the_weights_that_ship_are_those_that_were_fitted():
    """What ``python -m eval fit`` may move was moved; everything else stands as it was given."""
    assert all(getattr(START, name) == getattr(WEIGHTS, name) for name in Weights.__dataclass_fields__ if name not in FREE)
    assert all(getattr(WEIGHTS, name) in (*steps, getattr(START, name)) for name, steps in FREE.items())


def statement_pool(gold: list[bool], **signs: list[float]) -> StatementPool:
    rows = [[signs.get(name, [0.0] * len(gold))[n] for name in STATEMENT_SIGNS] for n in range(len(gold))]
    return StatementPool("s", np.array(rows), np.array(gold))


def test_a_sign_that_tells_gold_statements_gets_more_weight():
    pools = [statement_pool([False, True], near=[0.0, -0.1], wanted=[0.0, 0.2])]
    start = replace(STATEMENT_WEIGHTS, near=0.5, wanted=0.0)
    assert first_right(pools, start) == 0.0
    found = fit_statements(pools, start)
    assert found.wanted > 0.0
    assert first_right(pools, found) == 1.0


def test_statements_with_as_good_a_sum_stand_in_the_order_they_were_found():
    pools = [statement_pool([False, False, True])]
    assert first_right(pools, STATEMENT_WEIGHTS, within=2) == 0.0
    assert first_right(pools, STATEMENT_WEIGHTS, within=3) == 1.0
