"""Which labels in use somebody may see, and the condition on rows that this is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Engine, select, true

from index.labels import ALL, Sight
from index.schema import labels

Read = TypeVar("Read")


class _InUse:
    """The labels that rows of a catalogue have; read once, until other rows are written, by this process alone."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._names: tuple[str, ...] | None = None
        self.version = 0  # of what is shown

    def forget(self) -> None:
        with self._lock:
            self._names = None
            self.version += 1

    def names(self) -> tuple[str, ...]:
        found = self._names
        while found is None:
            version = self.version
            with self._engine.connect() as connection:
                found = tuple(connection.execute(select(labels.c.name).order_by(labels.c.name)).scalars())
            with self._lock:
                if version == self.version:
                    self._names = found
                else:  # a label may have come while they were read
                    found = None
        return found


class Seen:
    """What a ``Sight`` allows in one catalogue. Asked anew every time: a day may have come, a label be new."""

    def __init__(self, engine: Engine, sight: Sight = ALL, in_use: _InUse | None = None) -> None:
        self.sight, self._engine = sight, engine
        self._in_use = in_use or _InUse(engine)
        self._last: tuple[tuple[str, ...], date, tuple[str, ...]] = ((), date.min, ())

    def through(self, sight: Sight) -> Seen:
        """The same catalogue as somebody else sees it."""
        return Seen(self._engine, sight, self._in_use)

    def forget(self) -> None:
        """Something else is shown now, and other labels may be in use."""
        self._in_use.forget()

    @property
    def version(self) -> int:
        """Another number whenever something else is shown."""
        return self._in_use.version

    def state(self) -> tuple[int, tuple[str, ...]]:
        """What changes whenever something else is shown: the version, the labels seen."""
        return self.version, self.labels()

    def steady(self, read: Callable[[], Read]) -> Read:
        """What ``read`` gives in several queries, all of one moment: again where something else was shown between them."""
        while True:
            version = self.version
            found = read()
            if version == self.version:
                return found

    def labels(self) -> tuple[str, ...]:
        """The labels in use that are seen today."""
        names, day = self._in_use.names(), self.sight.today()
        last = self._last
        if last[0] is not names or last[1] != day:
            self._last = last = (names, day, self.sight.of(names, day))
        return last[2]

    @property
    def everything(self) -> bool:
        """True where nothing that is held has a label that is not seen."""
        return self.sight.whole or len(self.labels()) == len(self._in_use.names())

    def shows(self, label: str) -> bool:
        return self.sight.whole or label in self.labels()

    def allows(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """True for a row whose label, in ``column``, is seen."""
        return true() if self.sight.whole else column.in_(self.labels())

    def refuses(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        return ~true() if self.sight.whole else column.not_in(self.labels())


def searchable(names: Sequence[str]) -> list[str]:
    """Those that items have: one that stands for several is a document's."""
    return [name for name in names if "|" not in name]
