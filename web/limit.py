"""How often something may be done in a stretch of time, counted by key.

Not the `limits` package: a guess at a password is counted before the password is looked at, so that guesses sent all at once are
counted too, and given back when it was right; no strategy there can give a hit back.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

_MANY = 10_000  # keys; from there on, those that no longer count are forgotten at every new one


class Limit:
    """At most ``count`` in any stretch of ``seconds``, for each key."""

    def __init__(self, count: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._count, self._seconds, self._clock = count, seconds, clock
        self._taken: dict[str, deque[float]] = {}

    def wait(self, key: str) -> float:
        """Seconds until one more is allowed; 0 where it is now."""
        times = self._current(key)
        return times[0] + self._seconds - self._clock() if len(times) >= self._count else 0.0

    def take(self, key: str) -> float:
        """As ``wait``; where it is 0, one more is counted."""
        wait = self.wait(key)
        if not wait:
            if len(self._taken) >= _MANY:
                self._forget()
            self._taken.setdefault(key, deque()).append(self._clock())
        return wait

    def give_back(self, key: str) -> None:
        """The last one counted was none."""
        if times := self._taken.get(key):
            times.pop()

    def clear(self, key: str) -> None:
        self._taken.pop(key, None)

    def _current(self, key: str) -> deque[float]:
        times = self._taken.get(key, deque())
        while times and times[0] + self._seconds <= self._clock():
            times.popleft()
        return times

    def _forget(self) -> None:
        self._taken = {key: times for key, times in self._taken.items() if self._current(key)}
