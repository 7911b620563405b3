"""What was written reaches the disk before anything relies on it: a process that dies loses nothing, a machine without power would."""

from __future__ import annotations

import os
from pathlib import Path


def flush(path: Path) -> None:
    """Wait until what is in the file at ``path``, or which names are in the folder, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
