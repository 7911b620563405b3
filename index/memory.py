"""What was worked out of a catalogue, kept for whoever sees the same of it, until it shows something else."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from threading import RLock
from typing import TypeVar, cast

Made = TypeVar("Made")
Key = TypeVar("Key")
VIEWS = 8  # sets of labels for which something is kept


class Memory:
    """Shared by all views of one catalogue: what one view made is given to another only where both see the same labels."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._views: OrderedDict[Hashable, tuple[Hashable, dict[Hashable, object]]] = OrderedDict()

    def of(self, shown: tuple[Hashable, Hashable], what: Hashable, make: Callable[[], Made]) -> Made:
        """What ``make`` gives for ``what``; made once, as long as ``shown`` (the revisions, the labels seen) stays the same."""
        revisions, labels = shown
        with self._lock:
            known = self._views.get(labels)
            if known is None or known[0] != revisions:
                self._views[labels] = known = (revisions, {})
            self._views.move_to_end(labels)
            while len(self._views) > VIEWS:
                self._views.popitem(last=False)
            if what not in known[1]:
                known[1][what] = make()
            return cast(Made, known[1][what])


def looked_up(known: dict[str, Made], keys: Sequence[str], read: Callable[[Sequence[str]], dict[str, Made]], most: int) -> dict[str, Made]:
    """What ``known`` has of ``keys`` and ``read`` gives of the others, in their order; both are in ``known`` then, at ``most`` so many."""
    found = {key: one for key in keys if (one := known.get(key)) is not None}  # another thread may clear it meanwhile
    new = read([key for key in keys if key not in found]) if len(found) < len(keys) else {}
    if len(known) + len(new) > most:
        known.clear()
    known.update(new if len(new) <= most else {})
    return {key: one for key in keys if (one := found.get(key, new.get(key))) is not None}


def with_last(kept: Mapping[Key, Made], key: Key, made: Made, most: int) -> dict[Key, Made]:
    """``kept`` with one more and without the oldest, ``most`` in all. A new mapping: other threads may be reading the old one."""
    return {**dict(list(kept.items())[1 - most :]), key: made}
