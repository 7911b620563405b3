"""Which of many patterns a text can match at all, told by the words in it: most patterns are never tried.

A pattern such as ``\\b(?:the board|it was)\\s+(?P<verb>agreed|resolved)\\b`` cannot match where neither "agreed" nor "resolved"
stands inside a word. Such literals are read out of the parsed pattern (the prefilter of Russ Cox, "Regular Expression Matching with a
Trigram Index", 2012, with whole literals instead of trigrams). The filter only ever says no where no match is possible.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, reduce
from operator import or_
from re import _constants as op  # type: ignore[attr-defined]  # there is no public way to a parsed pattern
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Generic, TypeVar

_LETTER = re.compile(r"\w")  # a single one stands in almost any text, and is no cue
_WORDS, _SETS = 1 << 16, 1 << 12  # distinct words and sets of cues that are remembered
_DOTS = str.maketrans("ıİ", "ii")  # which re.IGNORECASE takes for an "i", and str.casefold does not

T = TypeVar("T")
Cue = frozenset[str]  # one of these literals must stand inside a word of the text, as white space parts it


class Screen(Generic[T]):
    """Rules behind their cues: of all the ``rules``, those that a text can match at all, in their order."""

    def __init__(self, rules: Sequence[T], pattern_of: Callable[[T], re.Pattern[str]]) -> None:
        read = [cues_of(pattern_of(rule)) for rule in rules]
        bits = {cue: 1 << n for n, cue in enumerate(sorted({cue for cues in read for cue in cues}, key=sorted))}
        needed = [sum(bits[cue] for cue in cues) for cues in read]
        self._of_word = lru_cache(_WORDS)(lambda word: sum(bit for cue, bit in bits.items() if any(one in word for one in cue)))
        self._with = lru_cache(_SETS)(lambda held: tuple(rule for rule, need in zip(rules, needed, strict=True) if need & held == need))

    def possible(self, text: str) -> tuple[T, ...]:
        """The rules whose cues all stand in the text."""
        words = set((text if text.isascii() else text.translate(_DOTS)).casefold().split())
        return self._with(reduce(or_, map(self._of_word, words), 0))


def cues_of(pattern: re.Pattern[str]) -> frozenset[Cue]:
    """What each match of the pattern holds: of every cue at least one literal, in lower case."""
    return frozenset(_cues(_parser.parse(pattern.pattern, pattern.flags)))


def _cues(tree: Iterable[tuple[Any, Any]]) -> list[Cue]:
    found, run = list[Cue](), ""
    for code, argument in [*tree, (None, None)]:
        if code is op.LITERAL:
            run += chr(argument)
            continue
        found += [frozenset([part]) for part in run.casefold().split() if not _LETTER.fullmatch(part)]
        run = ""
        found += _inside(code, argument)
    return found


def _inside(code: Any, argument: Any) -> list[Cue]:
    if code is op.BRANCH:
        branches = [_sharpest(_cues(branch)) for branch in argument[1]]
        return [frozenset().union(*branches)] if all(branches) else []
    if code is op.SUBPATTERN:
        return _cues(argument[3])
    if code is op.ATOMIC_GROUP or code is op.ASSERT:
        return _cues(argument if code is op.ATOMIC_GROUP else argument[1])
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT) and argument[0] > 0:
        return _cues(argument[2])
    return []


def _sharpest(cues: list[Cue]) -> Cue:
    """The one that fewest words will hold; empty where there is none."""
    return max(cues, key=lambda cue: (min(map(len, cue)), -len(cue)), default=frozenset())
