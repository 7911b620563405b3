"""One process owns a data directory. The operating system frees the lock of a process that is gone, so none goes stale."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import CannotCreate, LockedStore


class Lock:
    """Held from ``take`` to ``release``; who holds it stands in a file beside, for the message to others."""

    def __init__(self, folder: Path) -> None:
        self._lock = FileLock(folder / "lock", timeout=0)
        self._owner = folder / "owner.json"

    def take(self) -> None:
        """Raises LockedStore (E_LOCKED) while another owner has it, CannotCreate where the folder cannot be written."""
        try:
            self._lock.acquire()
            self._owner.write_text(json.dumps({"pid": os.getpid(), "since": datetime.now().isoformat(timespec="seconds")}), "utf-8")
        except Timeout as error:
            raise LockedStore(f"The store is in use{self._holder()}.", "Stop that process, or ask the running application.") from error
        except OSError as error:
            raise CannotCreate("The data directory cannot be written.", "Make it writable, or name another with --store DIR.") from error

    def release(self) -> None:
        self._owner.unlink(missing_ok=True)
        self._lock.release()

    def _holder(self) -> str:
        try:
            owner = json.loads(self._owner.read_text("utf-8"))
            return f" by process {owner['pid']} since {owner['since']}"
        except (OSError, ValueError, KeyError):  # between its two steps the owner has not signed yet
            return " by another process"
