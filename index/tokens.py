"""Text -> lexical tokens: the one tokeniser, for the index and for the question alike.

What a clerk types to find an item survives whole: ``9b``, ``087/18``, ``2.1.1``, ``£3.65m``, ``a&s``, ``covid-19``.
Law: tokenising the joined tokens again yields the same set of tokens.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

from index.unseen import without_unseen

# A stop joins digits only, a stroke needs a digit beside it: a missing space after a sentence, or "and/or", must not
# weld two words into one that nobody ever types.
_WORD = re.compile(
    r"""[£$€]?
        [^\W_]+
        (?: (?: [-&'] | (?<=\d)\.(?=\d) | (?<=\d)/ | /(?=\d) | (?<=\d),(?=\d{3}(?!\d)) ) [^\W_]+ )*
        (?: (?<=\d)% )?""",
    re.VERBOSE,
)
_POSSESSIVE = re.compile(r"(?:'s)+$")
_ONE_CHARACTER = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-"})

# "may" is not among them: it is a month.
_FUNCTION_WORDS = """
    a about all also am an and any are as at be been being but by can could did do does doing for from had has have having
    he her hers him his how i if in into is it its me my no nor not of on or our ours she should so some such than that the
    their theirs them then there these they this those to too us was we were what when where which while who whom whose why
    will with would you your yours please tell show give need anything something brief summarise list compare explain describe
"""
_SHORT = 4000  # characters of a text whose tokens are kept
STOPWORDS = frozenset(_FUNCTION_WORDS.split())


def tokens(text: str) -> list[str]:
    """All tokens of ``text`` in order; a hyphenated word is followed by its parts, money by its number without the sign."""
    return list(_tokens(text) if len(text) < _SHORT else _tokens.__wrapped__(text))


def terms(text: str) -> list[str]:
    """The tokens of ``text`` that can tell one item from another: no function words, no question words."""
    return list(_terms(text) if len(text) < _SHORT else _terms.__wrapped__(text))


@lru_cache(maxsize=2048)  # a question looks at the same texts several times
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(form for word in _words(text) for form in _forms(word))


@lru_cache(maxsize=2048)
def _terms(text: str) -> tuple[str, ...]:
    return tuple(form for word in _words(text) if word not in STOPWORDS for form in _forms(word))


def _words(text: str) -> Iterator[str]:
    for word in _WORD.findall(_plain(text)):
        yield word if word.isalpha() else _POSSESSIVE.sub("", word).replace(",", "")


def _plain(text: str) -> str:
    """Small letters, one sign for each that looks the same."""
    if text.isascii():  # what follows would change nothing
        return text.lower()
    text = without_unseen(text)
    plain = unicodedata.normalize("NFKC", text.translate(_ONE_CHARACTER)).lower()
    return unicodedata.normalize("NFKC", plain).translate(_ONE_CHARACTER)


@lru_cache(maxsize=65_536)
def _forms(word: str) -> tuple[str, ...]:
    """What a word is found by. Asked for every word of every text: most are common."""
    if word.isalpha():
        return (_stem(word),)
    if word[0] in "£$€":
        return (word, *_forms(word[1:]))
    parts = filter(None, word.split("-")) if "-" in word else ()
    return (word, *(form for part in parts for form in _forms(_POSSESSIVE.sub("", part))))


def _stem(word: str) -> str:
    """The Snowball stem, taken until it no longer changes, so that a stem is its own stem."""
    stemmer = snowballstemmer.stemmer("english")  # one a call: a stemmer carries state and threads share this function
    while (stem := stemmer.stemWord(word)) != word:
        word = stem
    return word
