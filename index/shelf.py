"""Where the vectors of a store are kept: in its folder, or in a database of their own on a Chroma server.

A database is named in the catalogue, by a name that is given out once: stores that share a server never meet. What has to be made anew is
made in another database; the line in the catalogue is the moment at which it takes the place of the old one, which is deleted then. The
line also tells the folder it was written for: a copy of a store must not write to the vectors of the store it was copied from.
"""

from __future__ import annotations

import logging
import secrets
from pathlib import Path
from typing import Protocol

from index.chroma import REBUILD, Database
from index.errors import ServerAway, WrongStore
from index.flush import flush
from index.graph import torn
from index.probe import probed
from index.refill import fill
from index.replace import NEW, set_aside, swap
from index.revisions import Revisions
from index.seal import VECTORS
from index.vectors import Vectors

log = logging.getLogger(__name__)
CURRENT, SPARE = "vectors", "spare vectors"  # lines of the identity: a folder's number, then names of databases


class Shelf(Protocol):
    beyond: str  # what of removed minutes nobody can look for here, in words; "" where every file can be searched

    def ready(self) -> None:
        """Raises ServerAway where nothing could be written."""

    def open(self, revisions: Revisions, fingerprint: str) -> Vectors:
        """The vectors of the store; WrongStore, DamagedStore, ServerAway."""

    def left_open(self, revisions: Revisions) -> str | None:
        """What is wrong with vectors that nobody closed, or None. What was being written when its owner was killed is made anew."""

    def whole(self) -> bool:
        """Whether what is on this disk may be sealed."""

    def fill(self, revisions: Revisions, identity: str) -> int:
        """Make all vectors anew, from the catalogue; how many there are. They are in use after ``take_over``."""

    def take_over(self) -> str | None:
        """What was filled is in use from now on; the name under which a folder was set aside."""


class FolderShelf:
    beyond = ""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ready(self) -> None:
        pass

    def open(self, revisions: Revisions, fingerprint: str) -> Vectors:
        if revisions.identity(CURRENT):
            hint = f"Name that server with the key 'vectors'. To bring them into the folder of the store: {REBUILD}"
            raise WrongStore("The vectors of this store are on a server, and none is configured.", hint)
        return Vectors.open(self._folder / VECTORS, fingerprint)

    def left_open(self, revisions: Revisions) -> str | None:
        if revisions.identity(CURRENT):  # told when they are opened
            return None
        if not (self._folder / VECTORS).exists():
            return "The vectors of this store are gone."
        if torn(self._folder / VECTORS):
            log.warning("The program was ended while it wrote its index; the index is being made anew.")
            self.fill(revisions, revisions.identity("fingerprint") or "")
            swap(self._folder, self._folder / NEW)
            return None
        return next(iter(probed(self._folder)), None)

    def whole(self) -> bool:
        return not torn(self._folder / VECTORS)

    def fill(self, revisions: Revisions, identity: str) -> int:
        count = fill(self._folder / NEW, revisions, identity)
        for line in (CURRENT, SPARE):
            revisions.forget(line)
        return count

    def take_over(self) -> str | None:
        aside = set_aside(self._folder / VECTORS)
        (self._folder / NEW).rename(self._folder / VECTORS)
        flush(self._folder)
        return aside


class ServerShelf:
    """``home`` is the folder that the store will be in, where it is still in the making elsewhere."""

    beyond = (
        "Its vectors are deleted on the vector server too, which keeps deleted ones in its files until it packs them: "
        "no word of the minutes, but numbers made of them, and ids. That cannot be looked at from here: see docs/scale.md."
    )

    def __init__(self, url: str, folder: Path, home: Path) -> None:
        self._url, self._folder, self._home = url, folder, home

    def ready(self) -> None:
        database = Database(self._url, "minutes-none")
        try:
            database.exists()
        finally:
            database.close()

    def open(self, revisions: Revisions, fingerprint: str) -> Vectors:
        name = self._named(revisions)
        database = Database(self._url, name)
        try:
            if not database.exists():
                if revisions.count_passages():
                    raise WrongStore("The vector server holds no vectors of this store.", f"Name the server that does, or: {REBUILD}")
                database.make()
            self._tidy(revisions)
        except BaseException:
            database.close()
            raise
        vectors = Vectors.open(database, fingerprint)
        try:
            _counted(vectors, revisions)
        except BaseException:
            vectors.close()
            raise
        return vectors

    def left_open(self, revisions: Revisions) -> str | None:
        return None  # the server keeps a journal of its own; counting and asking follow when they are opened

    def whole(self) -> bool:
        return True

    def fill(self, revisions: Revisions, identity: str) -> int:
        new = f"minutes-{secrets.token_hex(8)}"
        spare = [*self._own(revisions, CURRENT), *self._own(revisions, SPARE), new]
        self._write(revisions, SPARE, spare)  # killed from now on, the next opening deletes what is not in use
        database = Database(self._url, new)
        try:
            database.make()
        except BaseException:
            database.close()
            raise
        count = fill(database, revisions, identity)
        self._write(revisions, CURRENT, [new])
        try:
            self._tidy(revisions)
        except ServerAway:  # the new ones are in use; the old ones go at the next opening
            log.warning("the vector server went away before the old vectors were deleted")
        return count

    def take_over(self) -> str | None:
        aside = set_aside(self._folder / VECTORS)  # of a store whose vectors were in its folder
        flush(self._folder)
        return aside

    def _named(self, revisions: Revisions) -> str:
        if names := self._own(revisions, CURRENT):
            return names[0]
        if revisions.identity(CURRENT):
            message = "The vectors on the server belong to the folder that this store was copied or moved from."
            raise WrongStore(message, f"To fill vectors of its own: {REBUILD}")
        if revisions.count_passages():
            raise WrongStore("The vectors of this store are in its folder, not on a server.", f"To bring them onto the server: {REBUILD}")
        self._write(revisions, CURRENT, [f"minutes-{secrets.token_hex(8)}"])
        return self._named(revisions)

    def _own(self, revisions: Revisions, line: str) -> list[str]:
        """The databases named in a line that was written for this very folder."""
        number, *names = (revisions.identity(line) or "").split() or [""]
        return names if number == str(self._home.stat().st_ino) else []

    def _write(self, revisions: Revisions, line: str, names: list[str]) -> None:
        revisions.identify(line, " ".join([str(self._home.stat().st_ino), *names]))

    def _tidy(self, revisions: Revisions) -> None:
        """Delete databases that were left behind."""
        for name in set(self._own(revisions, SPARE)) - set(self._own(revisions, CURRENT)):
            database = Database(self._url, name)
            try:
                database.remove()
            finally:
                database.close()
        revisions.forget(SPARE)


def shelf_of(url: str | None, folder: Path, home: Path | None = None) -> Shelf:
    """Where the store in ``folder`` keeps its vectors: there, or on the server at ``url``."""
    return ServerShelf(url, folder, home or folder) if url else FolderShelf(folder)


def _counted(vectors: Vectors, revisions: Revisions) -> None:
    """A server may have lost some, or hold those of another day: what is there must be as many as there should be."""
    there, due = vectors.count(), revisions.count_passages()
    if there < due or (there > due and not revisions.unfinished()):
        raise WrongStore(f"The vector server holds {there} vectors for {due} passages of this store.", REBUILD)
