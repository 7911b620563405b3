"""One process owns a data directory. The operating system frees the lock of a process that is gone, so none goes stale.

Who holds it stands in ``owner.json`` beside, which only the same user can read: for the message to others, and, where the owner
is the web application, with the port and the token by which the command line reaches it.
"""

from __future__ import annotations

import errno
import json
import os
import time
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import CannotCreate, LockedStore
from index.space import full

OWNER = "owner.json"


@dataclass(frozen=True, slots=True)
class Owner:
    """A process that holds a data directory, and where it takes commands, if it does."""

    pid: int
    since: str  # ISO time
    port: int | None = None
    token: str = field(default="", repr=False)


class Lock:
    """Held from ``take`` to ``release``."""

    def __init__(self, folder: Path) -> None:
        self._lock = FileLock(folder / "lock", timeout=0, thread_local=False)  # taken by one thread, it may be released by another
        self._folder = folder

    def take(self) -> None:
        """Raises LockedStore (E_LOCKED) while another owner has it, CannotCreate where the folder cannot be written."""
        try:
            self._lock.acquire()
            _sign(self._folder, Owner(os.getpid(), datetime.now().isoformat(timespec="seconds")))
        except Timeout as error:
            raise _in_use(_signed(self._folder)) from error
        except OSError as error:
            self._lock.release()
            if error.errno == errno.ENOSPC:
                raise full(self._folder) from error
            raise CannotCreate("The data directory cannot be written.", "Make it writable, or name another with --store DIR.") from error

    def release(self) -> None:
        (self._folder / OWNER).unlink(missing_ok=True)
        self._lock.release()


def owner_of(folder: Path) -> Owner | None:
    """The process that has signed for the folder and still runs; None where none has, or between the two steps of ``take``."""
    try:
        owner = Owner(**json.loads((folder / OWNER).read_text("utf-8")))
        return owner if _runs(owner.pid) else None
    except (OSError, ValueError, TypeError):
        return None


def is_held(folder: Path) -> bool:
    """Whether some process owns the folder now, whatever ``owner.json`` says."""
    lock = FileLock(folder / "lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return True
    except OSError:
        return False
    lock.release()
    return False


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except PermissionError:  # another user's
        return True
    except (OSError, OverflowError):
        return False
    return True


def _signed(folder: Path) -> Owner | None:
    """Whoever holds the lock signs in a moment, over the name of one who was killed."""
    for _ in range(20):
        if owner := owner_of(folder):
            return owner
        time.sleep(0.05)
    return None


def announce(folder: Path, port: int, token: str) -> None:
    """From now on the owner, this process, takes commands on the port of this machine from whoever has the token."""
    owner = owner_of(folder)
    if owner and owner.pid == os.getpid():
        _sign(folder, replace(owner, port=port, token=token))


def _sign(folder: Path, owner: Owner) -> None:
    """Whole or not at all, and for this user alone."""
    half = folder / f"{OWNER}.new"
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(asdict(owner), file)
    half.replace(folder / OWNER)


def _in_use(owner: Owner | None) -> LockedStore:
    by = f"process {owner.pid} since {owner.since}" if owner else "another process"
    asked = f"ask the running application at http://127.0.0.1:{owner.port}" if owner and owner.port else "wait until it is done"
    return LockedStore(f"The store is in use by {by}.", f"Stop that process, or {asked}.")
