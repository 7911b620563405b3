"""Items cut into what a reader takes in at once: consecutive statements under the line that says whose meeting and which item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.minutes import Passage

MOST = 560  # characters of statements; with the line above them and the question some 170 word pieces
HEADING = 140  # characters of the line above them
STEP = 0.5  # of a window from which the next begins, so that what stands at its end is read with what follows


@dataclass(frozen=True, slots=True)
class Window:
    """``text`` is the heading, a line end and the statements with a space between; ``starts`` says where each statement begins in it."""

    passages: tuple[Passage, ...]
    text: str
    starts: tuple[int, ...]

    @property
    def ordinals(self) -> tuple[int, ...]:
        """The places of its statements in their item."""
        return tuple(passage.ordinal for passage in self.passages)

    def ordinal_at(self, place: int) -> int | None:
        """That of the statement at this place of the text; None for the heading."""
        behind = sum(start <= place for start in self.starts)
        return self.passages[behind - 1].ordinal if behind else None


def windows(passages: Sequence[Passage]) -> Iterator[Window]:
    """The windows of one item, in order; ``passages`` are all of its own. A longer statement than a window is one by itself."""
    first = 0
    while first < len(passages):
        last, length = first, 0
        while last < len(passages) and (last == first or length + len(passages[last].text) <= MOST):
            length += len(passages[last].text) + 1
            last += 1
        yield _window(passages[first:last])
        if last == len(passages):
            return
        first = _next(passages, first, last, length)


def _next(passages: Sequence[Passage], first: int, last: int, length: int) -> int:
    """The statement in the middle of the window, or the one behind it where the window is one long statement."""
    passed = 0
    for place in range(first, last):
        passed += len(passages[place].text) + 1
        if passed >= STEP * length:
            return max(place, first + 1)
    return last


def _window(passages: Sequence[Passage]) -> Window:
    text = passages[0].heading.split("\n", 1)[0][:HEADING] + "\n"
    starts = []
    for passage in passages:
        starts.append(len(text))
        text += passage.text + " "
    return Window(tuple(passages), text.rstrip(), tuple(starts))
