"""Removal for good, with proof: not only out of sight, but out of every file of the store.

Deleting leaves words in the free pages of SQLite and in the merged index of FTS5, and vectors in Chroma's index. So the catalogue
is packed, Chroma is filled anew from it in another folder that takes the place of the old one, and then every file is searched.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from index.catalog import Catalog
from index.child import end_with_parent, run_child
from index.errors import DamagedStore, ServerAway
from index.put import clear_away
from index.quarantine import SetAside
from index.refill import fill
from index.replace import NEW, swap
from index.revisions import Revision, Revisions
from index.seal import CATALOG
from index.space import full, is_full
from index.store import Store
from index.tokens import tokens
from index.traces import Traces, but_not, left_in, traces_of
from index.unseen import without_unseen
from index.uploads import is_upload, sweep

LONGEST = 3600  # seconds: some hundreds of passages each
AGAIN = "Run: python -m assistant remove --for-good (it names no file and ends what was begun)."


@dataclass(frozen=True, slots=True)
class Expunged:
    """What was removed, and the names of files of the data directory that still hold some of it: copies that were set aside."""

    removed: tuple[str, ...]
    searched: int  # stretches of words and vectors looked for
    left: tuple[str, ...]
    beyond: str = ""  # what could not be searched, in words


def expunge(
    store: Store, revisions: Sequence[Revision], elsewhere: Callable[[Traces], object] | None = None, held: Sequence[SetAside] = ()
) -> Expunged:
    """Remove these files for good, ``held`` ones that were set aside, and what earlier removals left behind.

    The store is this caller's alone. ``elsewhere`` takes out what others keep in this folder, first: killed later, nobody could say
    any more what to look for.
    """
    store.examine()
    store.shelf.ready()  # before anything is taken out
    sweep(store.path)
    with store.writing:
        known, away = store.catalog.revisions, {revision.id for revision in revisions}
        gone = _but_for_what_stays(store, _traces(store, revisions, held), away)
        if elsewhere:
            elsewhere(gone)
        for revision in revisions:
            known.retire(revision.id)
        for sha256 in [*(one.sha256 for one in revisions), *(one.sha256 for one in held)]:
            store.catalog.quarantine.release(sha256)
        known.undecide(_nowhere(known))
        clear_away(store)
        known.pack()
        _refill(store)
    left = left_in(store.path, gone)
    files = (*(one.file for one in revisions), *(one.file for one in held))
    return Expunged(files, len(gone.windows) + len(gone.halves), tuple(left), store.shelf.beyond)


def _traces(store: Store, revisions: Sequence[Revision], held: Sequence[SetAside]) -> Traces:
    known = store.catalog.revisions
    texts = [text for revision in revisions for text in (*known.words(revision.id), revision.path)]
    texts += [text for one in held for text in (one.file, one.sha256)]
    vectors = [row.vector for revision in revisions for *_, row in known.vector_rows(store.fingerprint, revision.id)]
    return traces_of((form for text in texts for form in _forms(text)), vectors)


def _but_for_what_stays(store: Store, gone: Traces, away: Collection[int]) -> Traces:
    known = store.catalog.revisions
    for revision in known.committed():
        if revision.id not in away:
            vectors = [row.vector for *_, row in known.vector_rows(store.fingerprint, revision.id)]
            gone = but_not(gone, (form for text in (revision.path, *known.words(revision.id)) for form in _forms(text)), vectors)
    return but_not(gone, [*known.ids(), f"{store.path.resolve()}/"], ())


def _nowhere(known: Revisions) -> list[str]:
    """Paths on whose label something was decided, where no file is held any more. Ids are no paths: they stay."""
    paths = {revision.path for revision in known.committed()}
    return [subject for subject in known.decided() if (Path(subject).is_absolute() or is_upload(subject)) and subject not in paths]


def _forms(text: str) -> tuple[str, ...]:
    """As it stands, as passages hold it, and as the lexical index keeps it."""
    return text, without_unseen(text), " ".join(tokens(text))


def _refill(store: Store) -> None:
    """By a process that has never seen what was removed: Chroma writes memory that it did not set, with whatever stood there before."""
    if store.shelf.beyond:  # that is another process anyway
        store.close_vectors()
        try:
            store.shelf.fill(store.catalog.revisions, store.fingerprint)
        except ServerAway as error:
            raise ServerAway(f"{error.message} The files are out of sight, but not gone.", AGAIN) from error
        return
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
