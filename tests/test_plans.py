"""Where a search may look is known in memory; whichever plan finds the nearest, it finds the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from fakes import LINES, WordEmbedding
from found import texts

from assistant.signs import same_label
from index import scan, view
from index.embed import text_vectors
from index.ingest import ingest, remove
from index.minutes import Scope
from index.places import Match, last_word
from index.store import Store, open_store

SCOPES = {
    "all": Scope(),
    "body": Scope(bodies=("wm-spcb",)),
    "no such body": Scope(bodies=("nowhere",)),
    "role": Scope(roles=("agenda",)),
    "from a day": Scope(first=date(2018, 6, 1)),
    "to a day": Scope(last=date(2018, 6, 1)),
    "a day of a body": Scope(bodies=("wm-spcb",), first=date(2018, 7, 1), last=date(2018, 7, 1)),
}
SAID = ("The board agreed the budget", "Visits to custody were noted", "The ferry and its budget", "A grant was refused")
QUESTIONS = ("budget agreed", "custody", "the ferry", "board grant noted")


def minutes(n: int) -> str:
    lines = [f"{k} | Item {k} | {one} {'again ' * (n % 3)}at berth{n}." for k, one in enumerate(SAID, 1)]
    body, role = ("wm-spcb", "minutes") if n % 3 else ("marl-pc", "agenda" if n % 2 else "minutes")
    return "\n".join([f"{body} 2018-{n:02}-01 {role}", *lines, ""])


@pytest.fixture
def archive(store: Store, write: Callable[[str, str], Path]) -> Store:
    """Twelve files of two bodies, with many statements alike."""
    ingest(store, [write(f"{n}.txt", minutes(n)) for n in range(1, 13)], pipeline=LINES)
    return store


def nearest(store: Store, question: str, scope: Scope, limit: int) -> list[tuple[str, float]]:
    """Words and cosines, equals in the order of their words: each plan may have them in its own."""
    hits = store.dense(question, scope, limit)
    return sorted(zip(texts(store.catalog, hits), (round(hit.score, 4) for hit in hits), strict=True), key=lambda hit: (-hit[1], hit[0]))


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("held", [0, 250_000], ids=["the vectors not kept", "the vectors kept"])
def test_chroma_and_an_exact_scan_find_the_same(archive: Store, monkeypatch: pytest.MonkeyPatch, scope: str, held: int):
    scanned = [nearest(archive, question, SCOPES[scope], 100) for question in QUESTIONS]
    monkeypatch.setattr(view, "HELD", held)
    monkeypatch.setattr(view, "SCANNED", 0)
    assert [nearest(archive, question, SCOPES[scope], 100) for question in QUESTIONS] == scanned
    assert (scanned[0] != []) is (scope != "no such body")


def test_the_scan_is_what_a_person_would_work_out(archive: Store):
    passages = [
        p
        for d in archive.catalog.documents(SCOPES["body"])
        for i in archive.catalog.items(d.document_id)
        for p in archive.catalog.passages(i.item_id)
    ]
    [asked] = text_vectors(WordEmbedding(), ["budget agreed"])
    vectors = text_vectors(WordEmbedding(), [f"{p.heading}\n{p.text}" for p in passages])
    expected = sorted((float(vector @ asked) for vector in vectors), reverse=True)[:7]
    assert [hit.score for hit in archive.dense("budget agreed", SCOPES["body"], 7)] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("held", [-1, 250_000], ids=["chroma", "scan"])
def test_what_is_replaced_or_removed_is_found_no_longer_and_what_came_is(
    archive: Store, write: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch, held: int
):
    monkeypatch.setattr(view, "HELD", held)
    assert sorted(hit.item_id for hit in archive.dense("berth5", limit=4)) == [f"wm-spcb/2018-05-01/minutes/0{n}" for n in range(1, 5)]
    ingest(archive, [write("5.txt", minutes(5).replace("berth5", "berth55"))], pipeline=LINES)
    assert (nearest(archive, "berth5", Scope(), 1)[0][1], len(archive.catalog.words.passages(["berth5"]))) == (0, 0)
    assert len([hit for hit in archive.dense("berth55", limit=9) if hit.score > 0.1]) == 4
    remove(archive, write("5.txt", ""))
    assert [hit for hit in archive.dense("berth55", limit=9) if hit.score > 0.1] == archive.catalog.words.passages(["berth55"]) == []
    assert len(archive.catalog.words.passages(["berth4"])) == 4


def test_a_key_that_is_given_out_again_has_the_vector_of_what_has_it_now(archive: Store, write: Callable[[str, str], Path]):
    """SQLite gives the keys of removed rows to the next ones where they were the last."""
    archive.dense("berth12")
    before = archive.catalog.places().passages.keys.tolist()
    remove(archive, write("12.txt", ""))
    ingest(archive, [write("13.txt", minutes(12).replace("berth12", "jetty").replace("wm-spcb", "marl-pc"))], pipeline=LINES)
    assert archive.catalog.places().passages.keys.tolist() == before
    again = archive.dense("jetty", limit=60)
    with open_store(archive.path.with_name("fresh"), WordEmbedding, create=True) as fresh:
        ingest(fresh, sorted(archive.path.with_name("minutes").glob("[1-9]*.txt")), pipeline=LINES)
        remove(fresh, archive.path.with_name("minutes") / "12.txt")
        assert {(hit.item_id, round(hit.score, 5)) for hit in again} == {
            (h.item_id, round(h.score, 5)) for h in fresh.dense("jetty", limit=60)
        }


def test_only_what_changed_is_read_again(archive: Store, write: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch):
    archive.dense("budget")
    asked: list[int] = []
    reading = scan.Matrix._vectors
    monkeypatch.setattr(scan.Matrix, "_vectors", lambda self, keys, of: asked.append(len(keys)) or reading(self, keys, of))
    archive.dense("budget agreed")
    ingest(archive, [write("12.txt", minutes(12).replace("noted", "seen"))], pipeline=LINES)
    archive.dense("budget")
    assert asked == [5]  # four items and the head


def test_places_say_who_may_find_what(archive: Store):
    places = archive.catalog.places()
    rows = places.passages
    assert len(rows.keys) == len(places.by_place) == 12 * 5
    assert places.allowed(rows, ("open",), Scope()) is None
    assert not places.allowed(rows, (), Scope()).any()
    assert places.allowed(rows, ("open", "exempt"), SCOPES["body"]).sum() == 8 * 5
    assert archive.catalog.places() is places  # until something else is shown


def test_a_scan_of_a_few_is_the_scan_of_all_taken_from():
    random = np.random.default_rng(7)
    matrix = random.standard_normal((500, 16)).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    truth = np.argsort(-(matrix @ matrix[3]))
    for count in (500, 300, 90, 1):
        allowed = np.zeros(500, bool)
        allowed[truth[:count]] = True
        at, cosines = scan.nearest(matrix, matrix[3], None if count == 500 else allowed, 20)
        assert at.tolist() == truth[: min(20, count)].tolist()
        assert cosines == pytest.approx((matrix @ matrix[3])[at], abs=1e-6)
    assert scan.nearest(matrix, matrix[3], np.zeros(500, bool), 20)[0].tolist() == []


def test_words_are_the_best_of_the_scope_not_of_everything_cut_down(archive: Store):
    every = archive.catalog.words.passages(["budget"], limit=100)
    body = archive.catalog.words.passages(["budget"], SCOPES["body"], limit=100)
    assert body == [match for match in every if match.item_id.startswith("wm-spcb")]
    assert archive.catalog.words.passages(["budget"], SCOPES["body"], limit=3) == body[:3]
    assert archive.catalog.words.passages(["budget"], limit=5) == every[:5]
    assert all(isinstance(match, Match) for match in every)


def test_numbers_are_found_whatever_is_printed_before_them(store: Store, write: Callable[[str, str], Path]):
    ingest(store, [write("a.txt", "wm-spcb 2018-07-17 minutes\n9b | Budget | Agreed.\nFGB 23/2023 | Ferry | Noted.\n")], pipeline=LINES)
    numbered = partial(store.catalog.words.numbered, same=same_label)
    assert numbered(["9B"]) == ["wm-spcb/2018-07-17/minutes/01"]
    assert numbered(["23/2023"]) == numbered(["232023"]) == ["wm-spcb/2018-07-17/minutes/02"]
    assert numbered(["9b"], scope=Scope(bodies=("marl-pc",))) == numbered(["9"]) == numbered(["2/32023"]) == []
    assert [last_word(label) for label in ("FGB 23/2023", "9.", "")] == ["232023", "9", ""]
