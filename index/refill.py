"""Chroma filled from the vectors kept in the catalogue: nothing is embedded."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from index.chroma import Chroma
from index.revisions import Revisions
from index.vectors import Vectors


def fill(where: Path | Chroma, revisions: Revisions, identity: str) -> int:
    """Make the vectors of the embedder ``identity`` in a folder, or in a Chroma that is closed then; how many there are."""
    rows = sorted(revisions.vector_rows(identity), key=lambda row: row[:2])
    vectors = Vectors.open(where, identity)
    try:
        for (revision, label), group in groupby(rows, key=lambda row: row[:2]):
            vectors.upsert(label, revision, [row for _, _, row in group])
    finally:
        vectors.close()
    return len(rows)
