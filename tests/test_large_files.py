"""R-29: documents larger than one batch, long paragraphs, and an embedder that gives no vectors."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from fakes import DIMENSION, WordEmbedding, Words
from numpy.typing import NDArray
from worlds import QUAY, Ran, Shell

from assistant.cli import main
from index.ingest import ingest
from index.store import Store, open_store

pytestmark = pytest.mark.usefixtures("alone")
CHUNKS = 10_000 if os.environ.get("SOAK") else 600


def test_a_document_of_many_passages_is_one_revision(store: Store, tmp_path: Path):
    papers = (f"{n}. Paper {n}\n\nThe Board agreed in its sitting number {n} to mend lock {n}." for n in range(1, CHUNKS // 2 + 1))
    said = "\n\n".join(papers)
    path = tmp_path / "long.txt"
    path.write_text(f"Quay Board\n\nMinutes of the meeting of 4 March 2019\n\n{said}\n")
    [entry] = ingest(store, [path]).entries
    assert entry.outcome == "added"
    assert store.catalog.revisions.count_passages() >= CHUNKS / 2
    assert store.vectors.count() == store.catalog.revisions.count_passages()
    assert [one.state for one in [*store.catalog.revisions.committed(), *store.catalog.revisions.unfinished()]] == ["committed"]
    assert store.catalog.check() == []


def test_more_vectors_than_one_batch_are_written_in_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "quay.txt"
    path.write_text(QUAY["quay-minutes.txt"])
    with open_store(tmp_path / "store", WordEmbedding, create=True) as store:
        monkeypatch.setattr(type(store.vectors._chroma), "most_at_once", lambda self: 4)
        assert ingest(store, [path]).exit_code == 0
        assert store.vectors.count() == store.catalog.revisions.count_passages() > 8
        assert store.check() == []


def test_a_paragraph_of_ten_megabytes_is_refused_and_stores_nothing(store: Store, tmp_path: Path):
    path = tmp_path / "paragraph.txt"
    path.write_text("1. Walls\n\n" + "the wall and the gate and the lock " * 300_000)
    [entry] = ingest(store, [path]).entries
    assert (entry.outcome, entry.code) == ("failed", "E_STRUCTURE")
    assert "10,500,000 characters" in entry.message
    assert store.catalog.documents() == []
    assert store.check() == []


class Broken(Words):
    """An encoder whose vectors are none."""

    def __init__(self, value: float) -> None:
        self._value = value

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.full((len(texts), DIMENSION), self._value, dtype=np.float32)


@pytest.mark.parametrize("value", [0.0, float("nan"), float("inf")])
def test_an_embedder_that_gives_no_vectors_stores_nothing(
    quay: Shell, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, value: float
):
    path = tmp_path / "more.txt"
    path.write_text(f"Quay Board\n\nMinutes of the meeting of {date(2019, 5, 1):%-d %B %Y}\n\n1. Walls\n\nThe zinc wall was seen.\n")
    before = quay("list", "documents", "--json").json
    broken = WordEmbedding()
    broken._encoder = Broken(value)
    capsys.readouterr()
    code = main(["ingest", str(path), "--store", str(quay.store)], lambda name, allowed: broken)
    said = capsys.readouterr()
    ran = Ran(code, said.out, said.err)
    assert (ran.code, ran.err.partition(":")[0]) == (70, "error[E_EMBED]")
    assert "words" in ran.err  # the name of the model
    assert quay("list", "documents", "--json").json == before
    assert quay("verify").out == "The store is whole.\n"
