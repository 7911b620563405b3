"""R-47, R-52: what a label is, where it comes from, and who sees what carries it; whatever is unclear is seen by nobody."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from fakes import LINES
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.config import Config
from index.errors import BadLabel, ConfigError
from index.folders import Labelling
from index.ingest import ingest
from index.labels import either, joined, label_named, sees
from index.store import Store

SETS = 500 if os.environ.get("SOAK") else 100
TODAY = date(2026, 11, 22)
NAMES = ("open", "exempt", "confidential", "board", "withheld-2026-11-21", "withheld-2026-11-22", "withheld-2026-11-23")
JULY = "wm-spcb 2018-07-17 minutes\n1 | Budget | The board agreed the budget.\n"
Write = Callable[[str, str], Path]


def reference(granted: set[str], needed: list[set[str]]) -> bool:
    """The rule written down once more: all of one set, where what is withheld counts from its day on."""
    return any(
        all(one in granted or (one.startswith("withheld-") and date.fromisoformat(one[9:]) <= TODAY) for one in every) for every in needed
    )


@settings(max_examples=SETS, deadline=None)
@given(st.sets(st.sampled_from(NAMES)), st.lists(st.sets(st.sampled_from(NAMES), min_size=1), min_size=1, max_size=3))
def test_r52_what_is_seen_is_what_a_simple_model_says(granted: set[str], needed: list[set[str]]):
    granted = granted | {"open"}
    assert sees(granted, either(map(joined, needed)), TODAY) == reference(granted, needed)


@settings(max_examples=SETS, deadline=None)
@given(granted=st.sets(st.sampled_from(NAMES)), files=st.lists(st.sampled_from(NAMES), max_size=5))
def test_r52_a_view_of_a_store_holds_what_the_model_says(labelled: Store, granted: set[str], files: list[str]):
    seen = labelled.seen_by(granted, lambda: TODAY).catalog
    due = {name for name in NAMES if reference(granted, [{name}])}
    assert {document.body_id.removeprefix("b-") for document in seen.documents()} == due
    assert {item_id.split("/")[0].removeprefix("b-") for item_id, _ in seen.words.items(["budget"])} == due
    assert {hit.item_id.split("/")[0].removeprefix("b-") for hit in labelled.seen_by(granted, lambda: TODAY).dense("budget")} == due


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory):
    """A file for each label."""
    from fakes import WordEmbedding

    from index.store import open_store

    folder = tmp_path_factory.mktemp("labelled")
    with open_store(folder / "store", WordEmbedding, create=True) as store:
        for name in NAMES:
            path = folder / f"{name}.txt"
            path.write_text(f"b-{name} 2018-07-17 minutes\n1 | Budget | The budget of {name} was agreed.\n", "utf-8")
            assert ingest(store, [path], pipeline=LINES, labelling=Labelling(name, own=("board",))).exit_code == 0
        yield store


@pytest.mark.parametrize("label", ["", "Open", "OPEN", "exempt ", "open+", "|", "withheld-2026-13-45", "withheld-2026-1-1", "ex empt"])
def test_r47_what_is_no_label_is_seen_by_nobody_but_who_sees_all(label: str):
    assert not sees({"open", "exempt", "confidential", label}, label, TODAY)
    assert sees({"*"}, label, TODAY)


WRONG = ["", "Exempt", "OPEN", "exmept", "withheld", "withheld until tomorrow", "withheld until 2027-02-30", "open, exempt"]


@pytest.mark.parametrize("typed", WRONG)
def test_r47_a_misspelt_or_unknown_label_is_refused_and_nothing_is_indexed(store: Store, write: Write, typed: str):
    with pytest.raises(BadLabel):
        label_named(typed)
    if typed:
        [entry] = ingest(store, [write("july.txt", JULY)], pipeline=LINES, labelling=Labelling(typed)).entries
        assert (entry.outcome, entry.code) == ("failed", "E_LABEL")
        assert store.catalog.documents() == []


def test_a_label_is_typed_as_a_person_says_it():
    assert label_named("withheld until 2027-01-31") == "withheld-2027-01-31"
    assert label_named(" exempt ") == "exempt"
    assert label_named("board", own=("board",)) == "board"


def test_r47_with_accounts_a_file_without_a_label_is_refused(store: Store, write: Write):
    path = write("july.txt", JULY)
    report = ingest(store, [path], pipeline=LINES, labelling=Labelling(required=True))
    assert (report.entries[0].code, report.exit_code) == ("E_LABEL", 65)
    assert store.catalog.documents() == []
    assert ingest(store, [path], pipeline=LINES, labelling=Labelling("open", required=True)).exit_code == 0
    assert ingest(store, [path], pipeline=LINES, labelling=Labelling(required=True)).entries[0].outcome == "unchanged"  # it was said once


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ('label = "exempt"', "exempt"),
        ('label = "open"\n[files]\n"july.*" = "confidential"', "confidential"),
        ('[files]\n"june.txt" = "exempt"', ""),
        ('label = "withheld until 2030-01-01"', "withheld-2030-01-01"),
    ],
)
def test_the_nearest_file_of_labels_counts(write: Write, written: str, label: str):
    path = write("inner/july.txt", JULY)
    write("labels.toml", 'label = "board"')
    write("inner/labels.toml", written)
    assert Labelling(own=("board",)).of(path) == (label or "board")


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ('label = "Exempt"', ""),
        ('lable = "exempt"', ""),
        ("label = exempt", ""),
        ("label = 3", ""),
        ('[files]\n"july.txt" = "exempt"\n"j*.txt" = "open"', ""),
        ('[files]\n"july.txt" = 7', ""),
        ('label = "exempt"', "open"),
    ],
)
def test_r47_a_misspelt_or_contradictory_file_of_labels_keeps_the_minutes_out(store: Store, write: Write, written: str, given: str):
    path = write("july.txt", JULY)
    write("labels.toml", written)
    [entry] = ingest(store, [path.parent], pipeline=LINES, labelling=Labelling(given)).entries
    assert (entry.outcome, entry.code, store.catalog.documents()) == ("failed", "E_LABEL", [])


def test_r47_the_same_bytes_under_two_labels_are_a_contradiction(store: Store, write: Write):
    ingest(store, [write("one.txt", JULY)], pipeline=LINES)
    [entry] = ingest(store, [write("two.txt", JULY)], pipeline=LINES, labelling=Labelling("exempt")).entries
    assert entry.code == "E_LABEL"


def test_a_label_said_once_holds_until_another_is_said(store: Store, write: Write):
    path = write("july.txt", JULY)
    for said, label in (("exempt", "exempt"), ("", "exempt"), ("confidential", "confidential"), ("open", "open"), ("", "open")):
        ingest(store, [path], pipeline=LINES, labelling=Labelling(said))
        assert {item.label for item in store.catalog.items()} == {label}
    assert store.check() == []


def test_what_is_withheld_is_seen_by_all_from_its_day_on(store: Store, write: Write):
    ingest(store, [write("july.txt", JULY)], pipeline=LINES, labelling=Labelling("withheld until 2026-11-22"))
    day = [TODAY - timedelta(days=1)]
    seen = store.seen_by(("open",), lambda: day[0])
    assert seen.catalog.documents() == seen.dense("budget") == []
    day[0] = TODAY
    assert [one.body_id for one in seen.catalog.documents()] == ["wm-spcb"]
    assert [hit.item_id for hit in seen.dense("budget", limit=1)] == ["wm-spcb/2018-07-17/minutes/01"]


@pytest.mark.parametrize("given", [{"sees": ["Exempt"]}, {"sees": ["nobody"]}, {"labels": ["Board"]}, {"labels": ["a b"]}])
def test_the_configuration_names_labels_or_is_refused(given: dict[str, object], tmp_path: Path):
    with pytest.raises(ConfigError):
        Config.load(None, **given)


def test_the_configuration_says_who_sees_what(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MINUTES_SEES", "open, exempt, board")
    monkeypatch.setenv("MINUTES_LABELS", "board")
    assert Config.load().sees == ("open", "exempt", "board")
    assert Config.model_fields["sees"].default == ("open",)
