from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fakes import LINES
from worlds import QUAY, WEIRS, query, world

from assistant.retrieve import Retriever
from assistant.signs import same_label
from index.minutes import Scope
from index.store import Store

pytestmark = pytest.mark.usefixtures("vectors_at")
YEAR_2018 = Scope(first=date(2018, 1, 1), last=date(2018, 12, 31))


@pytest.fixture(scope="module")
def weirs(tmp_path_factory: pytest.TempPathFactory, vectors_at: str | None) -> Iterator[Store]:
    with world(tmp_path_factory.mktemp("weirs"), WEIRS, LINES) as store:
        yield store


def ids(store: Store, text: str, scope: Scope | None = None, k: int = 10, **more: object) -> list[str]:
    found = Retriever(store, k).find(query(text, scope, **more))  # type: ignore[arg-type]
    assert [e.number for e in found] == list(range(1, len(found) + 1))
    return [e.item.item_id for e in found]


def test_the_item_that_holds_the_words_is_first(weirs: Store):
    assert ids(weirs, "Why had the eel counts stopped?")[0] == "weirs/2018-04-04/minutes/02"
    assert ids(weirs, "zebra mussels")[0] == "weirs/2020-05-19/minutes/02"
    assert ids(weirs, "insurance for the festival")[0] == "kites/2020-06-02/minutes/02"


@pytest.mark.parametrize(
    ("scope", "within"),
    [
        (Scope(bodies=("kites",)), "kites/"),
        (YEAR_2018, "weirs/2018"),
        (Scope(bodies=("weirs",), first=date(2020, 1, 1)), "weirs/2020"),
        (Scope(bodies=("weirs",), last=date(2019, 1, 1)), "weirs/2018"),
    ],
)
def test_nothing_outside_the_scope_is_found_however_well_it_fits(weirs: Store, scope: Scope, within: str):
    found = ids(weirs, "otter ladder repairs zebra mussels kite festival eel counts", scope)
    assert found
    assert all(item_id.startswith(within) for item_id in found)


@pytest.mark.parametrize(
    "scope",
    [Scope(bodies=("nobody",)), Scope(first=date(2031, 1, 1)), Scope(roles=("agenda",))],
)
@pytest.mark.parametrize("intent", ["fact", "decision", "head"])
def test_a_scope_without_documents_gives_nothing(weirs: Store, scope: Scope, intent: str):
    assert ids(weirs, "otter ladder", scope, intent=intent, references=("8",)) == []


def test_the_scope_is_applied_before_scoring_so_that_the_best_of_it_is_not_crowded_out(weirs: Store):
    assert ids(weirs, "otter ladder", YEAR_2018, k=1) == ["weirs/2018-04-04/minutes/01"]
    assert ids(weirs, "otter ladder", Scope(bodies=("kites",)), k=1)[0].startswith("kites/")


def test_an_item_named_by_its_number_goes_first(weirs: Store):
    assert ids(weirs, "committee")[0] != "weirs/2018-04-04/minutes/02"
    assert ids(weirs, "committee", references=("9b",))[0] == "weirs/2018-04-04/minutes/02"


def test_an_item_named_by_its_number_goes_before_one_that_holds_all_the_words(weirs: Store):
    assert ids(weirs, "otter ladder festival", references=("9b",))[0] == "weirs/2018-04-04/minutes/02"


def test_an_item_named_by_its_number_is_found_though_no_word_leads_to_it(weirs: Store):
    assert ids(weirs, "xylophone", references=("9B",))[0] == "weirs/2018-04-04/minutes/02"


def test_an_item_named_by_its_number_is_not_found_outside_the_scope(weirs: Store):
    assert "weirs/2018-04-04/minutes/02" not in ids(weirs, "eel counts", Scope(bodies=("kites",)), references=("9b",))


@pytest.mark.parametrize("k", [1, 2, 3, 10])
def test_there_are_at_most_k_distinct_items_best_first(weirs: Store, k: int):
    found = Retriever(weirs, k).find(query("What was agreed about the otter ladder and the festival?"))
    assert len(found) == len({e.item.item_id for e in found}) <= k
    assert [e.score for e in found] == sorted((e.score for e in found), reverse=True)


def test_the_announcement_of_an_agenda_is_among_the_k_items(tmp_path: Path):
    with world(tmp_path, QUAY) as store:
        found = Retriever(store, 1).find(query("What did the board decide about the ferry pontoon?"))
    assert len(found) == 1


def test_the_passages_of_an_item_come_best_first_and_are_its_own(weirs: Store):
    for e in Retriever(weirs).find(query("otter ladder")):
        assert [h.score for h in e.hits] == sorted((h.score for h in e.hits), reverse=True)
        assert {h.passage.item_id for h in e.hits} <= {e.item.item_id}


def test_fewer_items_are_the_beginning_of_more(weirs: Store):
    assert ids(weirs, "otter festival", k=2) == ids(weirs, "otter festival", k=4)[:2]


def test_the_same_question_gives_the_same_items_with_the_same_scores(weirs: Store):
    asked = query("otter ladder in the autumn")
    first, second = Retriever(weirs).find(asked), Retriever(weirs).find(asked)
    assert [(e.item.item_id, e.score) for e in first] == [(e.item.item_id, e.score) for e in second]


def test_a_question_about_attendance_looks_at_the_head_first(weirs: Store):
    assert ids(weirs, "Who attended on 19 May?", Scope(first=date(2020, 5, 1), last=date(2020, 5, 31)), intent="head")[0].endswith("/00")


def test_an_empty_store_gives_nothing(store: Store):
    assert Retriever(store).find(query("otter ladder")) == ()


@pytest.mark.parametrize(
    ("asked", "printed", "same"),
    [
        ("9B", "9b", True),
        ("23/2023", "FGB 23/2023", True),
        ("08818", "088/18", True),
        ("088/18", "08818", True),
        ("1.1", "11", False),
        ("2.1", "21", False),
        ("11/1", "1/11", False),
        ("4", None, False),
    ],
)
def test_labels_are_the_same_whatever_their_case_and_prefix_but_never_without_their_dots(asked: str, printed: str | None, same: bool):
    assert same_label(asked, printed) is same
