"""Whether a file may be taken in, and what it says then.

A file whose reading broke a limit is set aside, and so is one that holds hidden words (``index/concealed.py``), until a person lets it
in. It is known by the hash of its bytes; those are not read a second time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from index.content import name_of
from index.errors import BadFile
from index.jail import JAIL, READ_SECONDS, within
from index.minutes import Parsed, Source
from index.parse import parse
from index.quarantine import Quarantine, SetAside
from index.read import read
from index.understood import Understood

LIMIT = "E_PARSE_LIMIT"
_AGAIN = "set aside: the same bytes are read again only with: ingest --force; max_read_seconds gives them more time"
_APPROVE = "set aside: look at the file; to take it in without the hidden words: ingest --approve"


Understand = Callable[[Path, bytes], Understood]


@dataclass(frozen=True, slots=True)
class Reader:
    """How bytes become documents: in the child process, or in this one by a reader or parser that is given."""

    read: Callable[[Path], Source] | None = None
    parse: Callable[[Source], Parsed] | None = None
    seconds: int = READ_SECONDS  # that the child may take for a file

    def __call__(self, path: Path, content: bytes) -> Understood:
        if self.read is None and self.parse is None:
            return JAIL.understand(name_of(path), content, within(self.seconds))
        source = (self.read or read)(path)
        return Understood(source, (self.parse or parse)(source))


@dataclass(frozen=True, slots=True)
class Leave:
    """What a person allows for the files of one run."""

    force: bool = False  # to read again what broke a limit
    approve: bool = False  # to take in what holds hidden words, without them


def admitted(path: Path, content: bytes, sha256: str, reader: Understand, leave: Leave, quarantine: Quarantine, now: str) -> Understood:
    """What the file says. Raises BadFile: as its reader does, and where it is set aside."""
    known = quarantine.of(sha256)
    _refuse_known(path, known, leave)
    try:
        found = reader(path, content)
    except BadFile as error:
        if error.code != LIMIT:
            raise
        reason = error.message.removeprefix(f"{name_of(path)}: ")
        quarantine.put(SetAside(sha256, name_of(path), LIMIT, reason, now))
        raise BadFile(error.message, _AGAIN, code=LIMIT) from error
    if not found.doubts:
        if known:
            quarantine.release(sha256)
    elif known is None or not known.approved:
        reasons = "; ".join(doubt.detail for doubt in found.doubts)
        _weigh(path, SetAside(sha256, name_of(path), found.doubts[0].kind, reasons, now), leave, quarantine)
    return found


def refused(known: SetAside | None, leave: Leave) -> bool:
    """Whether bytes of which this is known are not even read."""
    return known is not None and not known.approved and not (leave.force if known.code == LIMIT else leave.approve)


def _refuse_known(path: Path, known: SetAside | None, leave: Leave) -> None:
    if known is None or not refused(known, leave):
        return
    since = f"set aside since {known.made[:10]}"
    raise BadFile(f"{path.name}: {known.reason} ({since})", _AGAIN if known.code == LIMIT else _APPROVE, code=known.code)


def _weigh(path: Path, found: SetAside, leave: Leave, quarantine: Quarantine) -> None:
    quarantine.put(replace(found, approved=found.made) if leave.approve else found)
    if not leave.approve:
        raise BadFile(f"{path.name}: {found.reason}", _APPROVE, code=found.code)
