"""Whether words stand in an answer: plain comparison of healed text, no judgement by a model.

Key facts are necessary, not sufficient: a sample of right answers wants reading by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_MONTH_START = "|".join(month[:3] for month in _MONTH.split("|"))

# In this order: each works on what the one before left.
_HEALINGS = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        ("[\u2018\u2019]", "'"),
        ("[\u201c\u201d]", '"'),
        (r"[*_`]+", ""),
        ("[\u2010-\u2015\u2212-]+", " "),  # dashes and hyphens
        (r"(?<=\d),(?=\d{3}\b)", ""),  # 7,000 = 7000
        (r"(\d)\s*(?:million|mn|m)\b", r"\1m"),
        (r"(\d)\s*(?:per cent|percent|%)", r"\1%"),
        (r"(\d)\s*(?:st|nd|rd|th)\b", r"\1"),
        (rf"\b0(\d) (?={_MONTH_START})", r"\1 "),  # 04 April = 4 April
        (rf"(\d) of (?={_MONTH_START})", r"\1 "),
        (rf"((?:{_MONTH}) \d{{1,2}}),? (?=\d{{4}})", r"\1 "),  # April 4, 2018 = April 4 2018
        (r"\s+", " "),
    )
)

_MARKER = re.compile(r"\s*\[\d+(?:\s*,\s*\d+)*\]|\s*\[[\d, ]*$")  # "[2]", "[1, 3]", and one cut off at the end


def without_markers(text: str) -> str:
    """The sentences alone: a citation marker is no number of the minutes."""
    return _MARKER.sub("", text)


def normalise(text: str) -> str:
    text = text.lower()
    for pattern, new in _HEALINGS:
        text = pattern.sub(new, text)
    return text.strip()


def stands_in(answer: str, words: str) -> bool:
    """True where the words begin at a word ("assess" is in "assessment"); short words and numbers must stand whole."""
    text, sought = normalise(answer), normalise(words)
    if not sought:
        return False
    return any(_starts_clean(text, at, sought) and _ends_clean(text, at + len(sought), sought) for at in _places(text, sought))


def has_any(answer: str, choices: Iterable[str]) -> bool:
    return any(stands_in(answer, words) for words in choices)


def _places(text: str, sought: str) -> Iterator[int]:
    at = text.find(sought)
    while at >= 0:
        yield at
        at = text.find(sought, at + 1)


def _starts_clean(text: str, at: int, sought: str) -> bool:
    before = text[:at][-2:]
    if sought[0].isalpha():
        return not _plain(before[-1:])
    if sought[0].isdigit():  # not inside 1234, 1.5, 12:30, 087/18
        return not _digit(before[-1:]) and not (len(before) == 2 and _digit(before[0]) and before[1] in ".,:/")
    return True


def _ends_clean(text: str, end: int, sought: str) -> bool:
    after = text[end : end + 2]
    if sought[-1].isdigit():
        if _digit(after[:1]):
            return False
        whole = sought.replace(" ", "").isdigit()  # a bare number: "3" is not in "3.65", "3/18", "3a"
        return not whole or not (_letter(after[:1]) or (after[:1] in tuple(".,:/") and _digit(after[1:])))
    if sought.isalpha() and len(sought) <= 3:
        return not _plain(after[:1])
    return True


def _digit(char: str) -> bool:
    return char.isascii() and char.isdigit()


def _letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _plain(char: str) -> bool:
    return _digit(char) or _letter(char)


# Words by which a text says that something is not there. Wide on purpose: it also fires on plain "no" answers, so it is
# asked only about answers that come without a status.
_NEGATION = r"(?:\b(?:no|not|nothing|none|never|nobody|without|cannot|unable|neither)\b|n't\b)"
_RECORDED = (
    r"record stat(?:e|ed|es)\b say said giv mention specif nam(?:e|ed|es)\b list spell spelt expand availab identif held hold contain "
    r"cover provid describ explain detail indicat report find found minut notes document figure amount cost number percentage date "
    r"information vote decision owner proposer price score adviser bidder apolog outcome discuss replacement precept have"
)
_RECORDING = f"(?:{'|'.join(_RECORDED.split())}|end time)"
_SAYS_MISSING = re.compile(
    rf"{_NEGATION}.{{0,60}}?{_RECORDING}|{_RECORDING}.{{0,25}}?{_NEGATION}|\bonly the (?:agenda|start|date)|\bonly its date|withheld|lost",
    re.DOTALL,
)
_NEGATES = re.compile(_NEGATION)


def _plain_apostrophes(text: str) -> str:
    return text.lower().replace("\u2019", "'")


def says_missing(text: str) -> bool:
    """The text says that the minutes lack something."""
    return _SAYS_MISSING.search(_plain_apostrophes(text)) is not None


def negates(text: str) -> bool:
    """The text denies something: how a premise is corrected."""
    return _NEGATES.search(text.lower()) is not None
