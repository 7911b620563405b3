from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.chroma import Chroma, Database
from index.errors import DamagedStore, WrongStore
from index.minutes import Scope
from index.records import VectorRow
from index.vectors import Vectors


def row(item_id: str, *vector: float, body: str = "spcb", role: str = "minutes", day: int = 20180717) -> VectorRow:
    return VectorRow(item_id, 0, body, role, day, np.array(vector, dtype=np.float32))


EAST = np.array([1.0, 0.0], dtype=np.float32)
OPEN = ("open",)


@pytest.fixture
def place(tmp_path: Path, vectors_at: str | None) -> Callable[[], Path | Chroma]:
    """Where the vectors of a test are: a folder, or a new database of a server."""
    if vectors_at is None:
        return lambda: tmp_path / "chroma"
    name = f"test-{secrets.token_hex(8)}"
    made = Database(vectors_at, name)
    made.make()
    made.close()
    return lambda: Database(vectors_at, name)


@pytest.fixture
def vectors(place: Callable[[], Path | Chroma]) -> Iterator[Vectors]:
    opened = Vectors.open(place(), "words:1")
    yield opened
    opened.close()


def names(found: list) -> list[str]:
    return [item_id for _, item_id, *_ in found]


def test_the_nearest_come_first_with_their_cosine(vectors: Vectors):
    vectors.upsert("open", 7, [row("a/01", 1, 0), row("a#2", 0.6, 0.8), row("a/03", 0, 1)])
    found = vectors.search(EAST, OPEN, Scope(), (), 2)
    assert [place[:3] for place in found] == [(7, "a/01", 0), (7, "a#2", 0)]
    assert [similarity for *_, similarity in found] == pytest.approx([1.0, 0.6], abs=1e-5)


def test_hidden_revisions_are_left_out(vectors: Vectors):
    vectors.upsert("open", 1, [row("old", 1, 0)])
    vectors.upsert("open", 2, [row("new", 1, 0.1)])
    assert names(vectors.search(EAST, OPEN, Scope(), {2}, 5)) == ["old"]
    assert names(vectors.search(EAST, OPEN, Scope(), {1}, 5)) == ["new"]


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (Scope(bodies=("marl",)), ["c"]),
        (Scope(bodies=("marl", "spcb"), roles=("minutes",)), ["a", "d"]),
        (Scope(first=date(2018, 7, 17)), ["a", "c"]),
        (Scope(last=date(2018, 7, 17)), ["a", "b"]),
        (Scope(first=date(2018, 5, 1), last=date(2018, 12, 31)), ["a"]),
    ],
)
def test_a_scope_is_applied_before_the_search(vectors: Vectors, scope: Scope, seen: list[str]):
    rows = [
        row("a", 1, 0),
        row("b", 1, 0.1, role="notes", day=20180404),
        row("c", 1, 0.2, body="marl", role="agenda", day=20190108),
        row("d", 1, 0.3, day=0),
    ]
    vectors.upsert("open", 1, rows)
    assert names(vectors.search(EAST, OPEN, scope, (), 10)) == seen


def test_labels_are_kept_apart(vectors: Vectors):
    vectors.upsert("open", 1, [row("a", 1, 0)])
    vectors.upsert("Open!", 2, [row("b", 1, 0)])
    assert names(vectors.search(EAST, OPEN, Scope(), (), 5)) == ["a"]
    assert sorted(names(vectors.search(EAST, ["open", "Open!"], Scope(), (), 5))) == ["a", "b"]
    assert names(vectors.search(EAST, ["nothing of that"], Scope(), (), 5)) == names(vectors.search(EAST, (), Scope(), (), 5)) == []


def test_writing_a_revision_twice_is_writing_it_once(vectors: Vectors):
    for _ in range(2):
        vectors.upsert("open", 1, [row("a", 1, 0), row("b", 0, 1)])
    assert vectors.count() == 2


def test_a_deleted_revision_is_gone_and_deleting_it_again_is_nothing(vectors: Vectors):
    vectors.upsert("open", 1, [row("a", 1, 0)])
    vectors.upsert("open", 2, [row("b", 1, 0)])
    for _ in range(2):
        vectors.delete_revision(1)
    assert names(vectors.search(EAST, OPEN, Scope(), (), 5)) == ["b"]


def test_more_rows_than_chroma_takes_at_once_are_all_written(vectors: Vectors):
    angles = np.linspace(0, np.pi, 6000)
    vectors.upsert("open", 1, [row(f"a/{n}", np.cos(angle), np.sin(angle)) for n, angle in enumerate(angles)])
    assert vectors.count() == 6000
    vectors.delete_revision(1)
    assert vectors.count() == 0


def test_nothing_written_is_nothing_found(vectors: Vectors):
    vectors.upsert("open", 1, [])
    assert vectors.search(EAST, OPEN, Scope(), (), 5) == []
    assert vectors.count() == 0


def test_the_index_is_made_with_our_parameters(vectors: Vectors):
    vectors.upsert("open", 1, [row("a", 1, 0)])
    with vectors._chroma.guarded():
        [collection] = vectors._chroma.collections()
    made = collection.configuration_json["hnsw"]
    assert {key: made[key] for key in ("space", "ef_construction", "max_neighbors", "ef_search")} == {
        "space": "cosine",
        "ef_construction": 400,
        "max_neighbors": 48,
        "ef_search": 1000,
    }


def test_vectors_of_another_embedder_are_refused_with_the_command_that_helps(place: Callable[[], Path | Chroma], vectors: Vectors):
    vectors.upsert("open", 1, [row("a", 1, 0)])
    vectors.close()
    with pytest.raises(WrongStore, match=r"words:1.*words:2") as raised:
        Vectors.open(place(), "words:2")
    assert "verify --rebuild" in raised.value.hint
    again = Vectors.open(place(), "words:1")
    assert again.count() == 1
    again.close()


def test_a_damaged_folder_is_refused(tmp_path: Path):
    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"garbage" * 1000)
    with pytest.raises(DamagedStore) as raised:
        Vectors.open(tmp_path / "chroma", "words:1")
    assert raised.value.code == "E_CORRUPT"
