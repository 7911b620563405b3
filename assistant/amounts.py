"""Dates, times, money, shares and counts in one notation, so that "£3.65M", "£3.65 million" and "4 April", "4th April" compare.

``#gbp=3650000``, ``#pct=50``, ``#date=4-4-2018``, ``#time=18.30``, ``#ord=3``, ``#num=12``, ``#ref=087/18``: a kind and a value, one token.
"""

from __future__ import annotations

import re
from decimal import Decimal

from index.grammars import DAY_WORDS, MONTH, MONTHS

_CURRENCY = {"£": "gbp", "$": "usd", "€": "eur"}
_SCALES = {
    "k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "millions": 6, "bn": 9, "billion": 9, "hundred": 2,
}  # fmt: skip
_SMALL = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen".split()
    )
}
_TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_ORDINALS = {
    word: n
    for n, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1)
}  # fmt: skip
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNDER_100 = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(list(_SMALL)[1:10])}))?|{'|'.join(sorted(_SMALL, key=len, reverse=True))})"
_UNDER_1000 = rf"(?:(?:{_UNDER_100}|a)[\s-]hundred(?:\s+(?:and\s+)?{_UNDER_100})?|{_UNDER_100})"
_WORDS = re.compile(rf"\b(?:(?:{_UNDER_1000}|a)\sthousand(?:,?\s+(?:and\s+)?{_UNDER_1000})?|a\sdozen|{_UNDER_1000})\b", re.I)
_MONEY = re.compile(rf"([£$€])\s?({_NUMBER})\s?(k|m|mn|bn|thousand|million|billion)?(?![\w])", re.I)
_POUNDS = re.compile(rf"\b({_NUMBER})\s?(k|m|mn|bn|thousand|million|billion)?\s+pounds\b(?!\s+(?:of|in weight))", re.I)
_POINTS = re.compile(rf"\b({_NUMBER})\s+percentage[\s-]points?\b", re.I)
_SHARE = re.compile(rf"\b({_NUMBER})\s?(?:%|per\s?cent\b)", re.I)
_SCALED = re.compile(rf"\b({_NUMBER})\s?(thousand|million|billion|hundred|k|m|bn)\b", re.I)
_REFERENCE = re.compile(r"\b\d+(?:/\d+)+\b|\b\d+(?:\.\d+){2,}\b")
_CLOCK = re.compile(
    r"\b([01]?\d|2[0-3])[.:]([0-5]\d)\s*([ap])\.?m\b\.?"
    r"|\b(1[0-2]|[1-9])\s*([ap])\.?m\b\.?|\b([01]?\d|2[0-3]):([0-5]\d)\b",
    re.I,
)
_DAYS = "|".join(sorted(DAY_WORDS, key=len, reverse=True))
_MONTHLY = rf"(?P<month>{MONTH})\.?"
_DAY_FIRST = re.compile(rf"\b(?P<day>\d{{1,2}}|{_DAYS})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTHLY}(?:,?\s+(?P<year>(?:19|20)\d\d))?\b", re.I)
_MONTH_FIRST = re.compile(
    rf"\b(?P<month>{MONTH})\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"(?:,?\s+(?P<year>(?:19|20)\d\d))?\b(?![\d,:/%]|\.\d)",
    re.I,
)
_NUMERIC = re.compile(r"\b(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>(?:19|20)\d\d)\b")
_ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d{2})-(?P<day>\d{2})\b")
_ORDINAL = re.compile(rf"\b(?:(\d+)(?:st|nd|rd|th)|({'|'.join(_ORDINALS)}))\b", re.I)
_PLAIN = re.compile(rf"(?<![\w#=./-])({_NUMBER})(?![\w/:]|\.\d|,\d)")
_BEHIND = re.compile(r"(#[a-z]+=\S+)\s+(at (?:least|most))\b")  # "£310,000 or more", whose phrase has become "at least"
TOKEN = re.compile(r"#[a-z]+=[\w./-]*\w")


def noted(text: str) -> str:
    """``text`` with every date, time, amount and number in the one notation; all else as it was. A ``#`` has to be out of it before."""
    text = _WORDS.sub(lambda m: _in_figures(m.group()), text)
    for pattern in (_ISO, _NUMERIC, _DAY_FIRST, _MONTH_FIRST):
        text = pattern.sub(_date, text)
    text = _CLOCK.sub(_time, text)
    text = _REFERENCE.sub(lambda m: f" #ref={m.group()} ", text)
    text = _MONEY.sub(lambda m: f" #{_CURRENCY[m[1]]}={_value(m[2], m[3])} ", text)
    text = _POUNDS.sub(lambda m: f" #gbp={_value(m[1], m[2])} ", text)
    text = _POINTS.sub(lambda m: f" #points={_value(m[1])} ", text)
    text = _SHARE.sub(lambda m: f" #pct={_value(m[1])} ", text)
    text = _SCALED.sub(lambda m: f" #num={_value(m[1], m[2])} ", text)
    text = _ORDINAL.sub(lambda m: f" #ord={m[1] or _ORDINALS[m[2].lower()]} ", text)
    text = _PLAIN.sub(lambda m: f" #num={_value(m[1])} ", text)
    return _BEHIND.sub(r" \2 \1", text)


def is_amount(token: str) -> bool:
    return token.startswith("#")


def stands(token: str, among: set[str]) -> bool:
    """True where ``token`` is among the tokens; a date without a year stands for one with it, and the other way round."""
    if token in among:
        return True
    if not token.startswith("#date="):
        return False
    day, month, year = token.removeprefix("#date=").split("-")
    return f"#date={day}-{month}-0" in among if year != "0" else any(t.startswith(f"#date={day}-{month}-") for t in among)


def _in_figures(words: str) -> str:
    """Number words as figures; "a" and "one hundred" alike."""
    total, current = 0, 0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in _SMALL:
            current += _SMALL[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word == "hundred":
            current = (current or 1) * 100
        elif word == "dozen":
            current = (current or 1) * 12
        elif word == "thousand":
            total, current = total + (current or 1) * 1000, 0
    return str(total + current)


def _value(number: str, scale: str | None = None) -> str:
    value = Decimal(number.replace(",", "")).scaleb(_SCALES[scale.lower()] if scale else 0)
    return format(value.normalize(), "f")


def _date(match: re.Match[str]) -> str:
    said = match["month"].lower().rstrip(".")
    month = int(said) if said.isdigit() else 1 + next(n for n, name in enumerate(MONTHS) if name.startswith(said[:3]))
    day = match["day"].lower()
    return f" #date={DAY_WORDS.index(day) + 1 if day in DAY_WORDS else int(day)}-{month}-{match['year'] or 0} "


def _time(match: re.Match[str]) -> str:
    hour, minute, half = match[1] or match[4] or match[6], match[2] or match[7] or "00", match[3] or match[5]
    noon = 0 if half is None else 12 * (half.lower() == "p") - (12 if int(hour) == 12 else 0)
    return f" #time={int(hour) + noon}.{minute} "
