"""Draft minutes and the meeting that accepts them, over files taken in by any order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from fakes import WordEmbedding
from worlds import QUAY, Shell, assistant, world

from index.ingest import ingest, remove
from index.minutes import Acceptance, Role, Scope, Span, Status
from index.standing import Held, standings
from index.store import Store, open_store

DECEMBER = """Fellside Rescue Board

DRAFT Minutes of the Fellside Rescue Board, Tuesday 13 December 2022 at 10:00, Tarn House

Present:
Perpetua Lowther, Chair

1. Welcome

The Chair welcomed the members to Tarn House.

2. Rope store

The Board heard that the rope store holds thirty-four ropes of hemp.

3. Boat fleet

The Board agreed to paint the boats of the fleet red by Easter.

4. Date of next meeting

Tuesday 10 January 2023.
"""
JANUARY = """Fellside Rescue Board

Minutes of the Fellside Rescue Board, Tuesday 10 January 2023 at 10:00, Tarn House

Present:
Perpetua Lowther, Chair

1. Minutes of the last meeting

The minutes of 13 December 2022 were accepted subject to one correction: in item 2 “thirty-four” should read “forty-three”.

2. Dog teams

The Board heard that three dog teams have passed the winter test.
"""
FINAL = DECEMBER.replace("DRAFT Minutes", "APPROVED Minutes").replace("thirty-four", "forty-three")
ROPES = "How many ropes does the rope store hold?"
BOATS = "When are the boats of the fleet painted red?"
AMENDED = "The minutes of 13 December 2022 were amended on 10 January 2023 (item 1): “in item 2 “thirty-four” should read “forty-three”.”"


def write(folder: Path, **texts: str) -> dict[str, Path]:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return {name: folder / f"{name}.txt" for name in texts}


@contextmanager
def held(folder: Path, **texts: str) -> Iterator[Store]:
    with world(folder, {f"{name}.txt": text for name, text in texts.items()}) as store:
        yield store


def statuses(store: Store) -> dict[str, tuple[str, str | None]]:
    """Status and printed status by file."""
    return {d.file.removesuffix(".txt"): (d.status, d.printed) for d in store.catalog.documents()}


@pytest.mark.parametrize("order", list(permutations(["december", "january"])))
def test_draft_minutes_count_as_approved_once_a_later_meeting_accepted_them_in_any_order_of_files(tmp_path: Path, order: tuple[str, str]):
    paths = write(tmp_path / "minutes", december=DECEMBER, january=JANUARY)
    with open_store(tmp_path / "store", WordEmbedding, create=True) as store:
        for name in order:
            ingest(store, [paths[name]])
        assert statuses(store) == {"december": ("approved", "draft"), "january": ("unknown", "unknown")}


def test_without_the_meeting_that_accepted_them_they_are_draft_again(tmp_path: Path):
    paths = write(tmp_path / "minutes", december=DECEMBER, january=JANUARY)
    with open_store(tmp_path / "store", WordEmbedding, create=True) as store:
        ingest(store, list(paths.values()))
        assert statuses(store)["december"][0] == "approved"
        remove(store, paths["january"])
        assert statuses(store)["december"] == ("draft", "draft")


def test_an_edited_file_takes_its_acceptance_back(tmp_path: Path):
    paths = write(tmp_path / "minutes", december=DECEMBER, january=JANUARY)
    with open_store(tmp_path / "store", WordEmbedding, create=True) as store:
        ingest(store, list(paths.values()))
        paths["january"].write_text(JANUARY.replace("were accepted subject to one correction: in", "were not accepted: in"), "utf-8")
        ingest(store, list(paths.values()))
        assert statuses(store)["december"] == ("draft", "draft")


def test_an_answer_from_an_amended_item_carries_the_words_of_the_amendment(tmp_path: Path):
    with held(tmp_path, december=DECEMBER, january=JANUARY) as store:
        answer = assistant(store).ask(ROPES)
    assert "thirty-four ropes" in answer.text
    assert answer.notices == (AMENDED,)
    assert answer.citations[0].document.status == "approved"
    assert "13 December 2022, minutes, item 2" in answer.text


def test_an_answer_from_another_item_of_those_minutes_does_not(tmp_path: Path):
    with held(tmp_path, december=DECEMBER, january=JANUARY) as store:
        assert assistant(store).ask(BOATS).notices == ()


def test_a_correction_that_names_no_item_is_told_with_every_item(tmp_path: Path):
    january = JANUARY.replace("one correction: in item 2 “thirty-four” should read “forty-three”.", "minor amendments.")
    with held(tmp_path, december=DECEMBER, january=january) as store:
        [notice] = assistant(store).ask(BOATS).notices
    assert notice == "The minutes of 13 December 2022 were amended on 10 January 2023 (item 1): “subject to minor amendments.”"


def test_an_answer_from_minutes_that_nobody_accepted_calls_them_draft(tmp_path: Path):
    with held(tmp_path, december=DECEMBER) as store:
        answer = assistant(store).ask(ROPES)
    assert "13 December 2022, draft minutes, item 2" in answer.text
    assert answer.citations[0].document.status == "draft"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("The minutes of 13 December 2022 were not approved.", "were not approved"),
        ("The approval of the minutes of 13 December 2022 was deferred.", "were not yet approved"),
    ],
)
def test_an_answer_from_minutes_that_a_meeting_did_not_accept_says_so(tmp_path: Path, said: str, told: str):
    start, end = JANUARY.index("The minutes of 13"), JANUARY.index("\n\n2. Dog")
    with held(tmp_path, december=DECEMBER, january=JANUARY[:start] + said + JANUARY[end:]) as store:
        answer = assistant(store).ask(ROPES)
    assert answer.notices == (f"The minutes of 13 December 2022 {told} on 10 January 2023 (item 1): “{said}”",)
    assert "draft minutes" in answer.text


def test_of_a_draft_and_an_approved_version_answers_cite_the_approved_one_and_both_are_listed(tmp_path: Path):
    with held(tmp_path, draft=DECEMBER, final=FINAL) as store:
        answer = assistant(store).ask(ROPES)
        by_file = {d.file: d for d in store.catalog.documents()}
        assert store.catalog.item(f"{by_file['draft.txt'].document_id}/02") is not None
    assert {e.document.file for e in answer.evidence} == {"final.txt"}
    assert "forty-three ropes" in answer.text
    assert "thirty-four" not in answer.text
    assert by_file["draft.txt"].superseded_by == by_file["final.txt"].document_id
    assert by_file["final.txt"].superseded_by is None


def test_two_meetings_on_one_day_are_not_versions_of_each_other(tmp_path: Path):
    second = """Fellside Rescue Board

APPROVED Minutes of the Fellside Rescue Board, Tuesday 13 December 2022 at 14:00, Tarn House

1. Annual accounts

The treasurer laid the accounts of the year before the Board, which approved them without a vote.
"""
    with held(tmp_path, first=DECEMBER, second=second) as store:
        assert {d.file: d.superseded_by for d in store.catalog.documents()} == {"first.txt": None, "second.txt": None}
        assert "thirty-four ropes" in assistant(store).ask(ROPES).text


def test_show_and_list_tell_the_acceptance(shell: Shell, tmp_path: Path):
    paths = write(tmp_path / "minutes", december=DECEMBER, january=JANUARY)
    assert shell("ingest", *paths.values()).code == 0
    rows = {row["file"]: (row["status"], row["accepted"]) for row in shell("list", "documents", "--json").json}
    assert rows == {"december.txt": ("approved", "2023-01-10"), "january.txt": ("unknown", None)}
    [ropes] = [row["item_id"] for row in shell("list", "items", "--words", "rope", "--json").json]
    accepted = "The minutes of 13 December 2022 were approved on 10 January 2023 (item 1); printed as draft."
    assert shell("show", ropes).out.splitlines()[-2:] == [accepted, AMENDED]
    detail = shell("show", ropes, "--json").json
    assert (detail["status"], detail["printed_status"], detail["superseded_by"]) == ("approved", "draft", None)
    assert [(a["kind"], a["date"], a["amendments"][0]["named"]) for a in detail["acceptances"]] == [("amended", "2023-01-10", "item 2")]


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("What was decided about the swing bridge?", ("2019/006", "2019/009")),
        ("What was decided under 2019/009?", ("2019/006", "2019/009")),
        ("What was decided about towpath lighting?", None),
    ],
)
def test_a_decision_with_two_numbers_is_told_with_both(tmp_path: Path, question: str, numbers: tuple[str, str] | None):
    with world(tmp_path, QUAY) as store:
        found = assistant(store).ask(question).notices
    wanted = [] if numbers is None else [f"“Swing Bridge” is {numbers[0]} on the agenda of 6 March 2019 and {numbers[1]} in the minutes."]
    assert list(found) == wanted


# -- which document is meant

DAYS = {1: date(2022, 11, 8), 2: date(2022, 12, 13), 3: date(2023, 1, 10)}


def record(key: int, day: date | None = None, role: Role = "minutes", status: Status = "draft") -> Held:
    return Held(key, f"fells/{key}", "fells", day or DAYS[key], role, status, None)


def saying(first: date | None = None, last: date | None = None) -> Acceptance:
    return Acceptance("item", "accepted", DAYS[3], first, last or first, "Approved.", Span(0, 1))


def accepted(held: list[Held], said: Acceptance, by: int = 3) -> list[int]:
    found = standings(held, {by: (said,)}, lambda one, other: False)
    return [key for key, standing in found.items() if standing.acceptances]


def test_the_last_meeting_is_the_latest_held_before_and_a_named_day_is_that_day():
    records = [record(1), record(2), record(3)]
    assert accepted(records, saying()) == [2]
    assert accepted(records, saying(DAYS[1])) == [1]
    assert accepted(records, saying(date(2022, 12, 1), date(2022, 12, 31))) == [2]
    assert accepted(records, saying(date(2022, 10, 4))) == []


def test_the_last_meeting_of_which_only_an_agenda_is_held_has_no_minutes_to_accept():
    assert accepted([record(1), record(2, role="agenda"), record(3)], saying()) == []


def test_minutes_that_announce_a_meeting_in_between_are_not_those_of_the_last_one():
    november = replace(record(1), next_day=DAYS[2])
    assert accepted([november, record(3)], saying()) == []
    assert accepted([replace(november, next_day=date(2023, 1, 9)), record(3)], saying()) == [1]


def test_the_last_meeting_is_not_more_than_a_year_ago():
    assert accepted([record(1, day=date(2021, 11, 8)), record(3)], saying()) == []


def test_no_meeting_accepts_its_own_minutes_or_those_of_a_later_one():
    assert accepted([record(3), record(4, day=date(2023, 2, 14))], saying(date(2023, 1, 1), date(2023, 2, 28))) == []


def test_a_version_goes_before_another_by_its_printed_status():
    for mine, theirs, later in (
        ("draft", "approved", True),
        ("draft", "unknown", True),
        ("approved", "draft", False),
        ("draft", "draft", False),
    ):
        held = [record(1, status=mine), record(2, day=DAYS[1], status=theirs)]  # type: ignore[arg-type]
        assert (standings(held, {}, lambda one, other: True)[1].superseded_by == "fells/2") is later


def test_a_scope_of_roles_still_finds_the_acceptance(tmp_path: Path):
    with held(tmp_path, december=DECEMBER, january=JANUARY) as store:
        [one] = store.catalog.documents(Scope(last=DAYS[2]))
    assert (one.status, one.printed) == ("approved", "draft")
