"""Removal for good, with proof: not only out of sight, but out of every file of the store.

Deleting leaves words in the free pages of SQLite and in the merged index of FTS5, and vectors in Chroma's index. So the catalogue
is packed, Chroma is filled anew from it in another folder that takes the place of the old one, and then every file is searched.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from index.catalog import Catalog
from index.child import end_with_parent, run_child
from index.errors import DamagedStore
from index.ingest import clear_away
from index.rebuild import fill
from index.replace import NEW, swap
from index.revisions import Revision
from index.seal import CATALOG
from index.space import full, is_full
from index.store import Store
from index.tokens import tokens
from index.traces import Traces, but_not, left_in, traces_of
from index.unseen import without_unseen

LONGEST = 3600  # seconds: some hundreds of passages each
AGAIN = "Run: python -m assistant remove --for-good (it names no file and ends what was begun)."


@dataclass(frozen=True, slots=True)
class Expunged:
    """What was removed, and the names of files of the data directory that still hold some of it: copies that were set aside."""

    removed: tuple[str, ...]
    searched: int  # stretches of words and vectors looked for
    left: tuple[str, ...]


def expunge(store: Store, revisions: Sequence[Revision], elsewhere: Callable[[Traces], object] | None = None) -> Expunged:
    """Remove these files for good, and whatever earlier removals left behind. The store is this caller's alone.

    ``elsewhere`` takes out what others keep in this folder, before it is searched.
    """
    store.examine()
    with store.writing:
        gone = _traces(store, [revision.id for revision in revisions])
        for revision in revisions:
            store.catalog.revisions.retire(revision.id)
            store.catalog.quarantine.release(revision.sha256)
        clear_away(store)
        gone = _but_for_what_stays(store, gone)
        store.catalog.revisions.pack()
        _refill(store)
    if elsewhere:
        elsewhere(gone)
    left = left_in(store.path, gone)
    return Expunged(tuple(revision.file for revision in revisions), len(gone.windows) + len(gone.halves), tuple(left))


def _traces(store: Store, revisions: Sequence[int]) -> Traces:
    known = store.catalog.revisions
    texts = [text for revision in revisions for text in known.words(revision)]
    vectors = [row.vector for revision in revisions for *_, row in known.vector_rows(store.fingerprint, revision)]
    return traces_of((form for text in texts for form in _forms(text)), vectors)


def _but_for_what_stays(store: Store, gone: Traces) -> Traces:
    known = store.catalog.revisions
    for revision in known.committed():
        vectors = [row.vector for *_, row in known.vector_rows(store.fingerprint, revision.id)]
        gone = but_not(gone, (form for text in (revision.path, *known.words(revision.id)) for form in _forms(text)), vectors)
    return but_not(gone, known.ids(), ())


def _forms(text: str) -> tuple[str, ...]:
    """As it stands, as passages hold it, and as the lexical index keeps it."""
    return text, without_unseen(text), " ".join(tokens(text))


def _refill(store: Store) -> None:
    """By a process that has never seen what was removed: Chroma writes memory that it did not set, with whatever stood there before."""
    new = mkdtemp(prefix=NEW, dir=store.path)
    try:
        made = run_child("index.expunge", str(store.path.resolve()), new, seconds=LONGEST).returncode == 0
    except subprocess.TimeoutExpired:
        made = False
    if not made:
        if is_full(store.path):
            raise full(store.path)
        raise DamagedStore("The vectors could not be made anew: the files are out of sight, but not gone.", AGAIN)
    store.close_vectors()
    swap(store.path, Path(new))


def main() -> None:
    end_with_parent()
    folder, new = map(Path, sys.argv[1:])
    catalog = Catalog.open(folder / CATALOG, create=False)
    try:
        fill(new, catalog.revisions, catalog.revisions.identity("fingerprint") or "")
    finally:
        catalog.close()


if __name__ == "__main__":
    main()
