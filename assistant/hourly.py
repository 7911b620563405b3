"""Something done now and every hour, for as long as a store is open: what is too old is deleted on its day."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from index.errors import AssistantError, CannotCreate

log = logging.getLogger(__name__)
HOUR = 3600.0


@contextmanager
def hourly(name: str, delete: Callable[[], object], every: float = HOUR) -> Iterator[None]:
    """Raises what ``delete`` raises the first time, but for a full disk: answers go on. Later failures are said in the log."""
    _first(name, delete)
    ended = threading.Event()
    keeper = threading.Thread(target=_keep, args=(name, delete, ended, every), name=name, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()


def _keep(name: str, delete: Callable[[], object], ended: threading.Event, every: float) -> None:
    while not ended.wait(every):
        try:
            _first(name, delete)
        except AssistantError as error:
            log.warning("%s", error.message)


def _first(name: str, delete: Callable[[], object]) -> None:
    try:
        delete()
    except CannotCreate as error:
        log.warning("nothing was deleted from the %s: %s", name, error.message)
