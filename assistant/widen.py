"""A question -> words to search by besides those typed: other forms of its numbers and terms, roles of the people it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.acronyms import definitions
from assistant.glossary import Glossary
from index.minutes import Document
from index.tokens import STOPWORDS, terms, tokens

_THOUSANDS = re.compile(r"(?<![\w.])(\d{1,6}(?:\.\d+)?)\s?k\b", re.I)
_LARGE = re.compile(r"(?<![\w.])(\d{1,3}(?:,\d{3})+|\d{4,})(?![\w%])")
_MILLIONS = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s?(?:m|mn|mill(?:ion)?)\b", re.I)
_PERCENT = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s?(?:%|per ?cent\b|pc\b)", re.I)
_PLURAL = re.compile(r"\b([A-Z]{1,6})s\b")


def widened(question: str, documents: Sequence[Document], glossary: Glossary) -> tuple[str, ...]:
    """Tokens that mean what ``question`` says in other words; none that it holds itself."""
    found = [*figures(question), *tokens(singular(question)), *glossary.others(question), *_offices(question, documents)]
    return _new(question, found)


def mined(question: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The other side of every acronym that ``texts`` spell out: its words where the question holds it, it where it holds the words."""
    held, found = set(tokens(question)), []
    for acronym, words in dict.fromkeys(pair for text in texts for pair in definitions(text)):
        short, long = tokens(acronym), terms(words)
        if held.issuperset(short):
            found += long
        elif held.issuperset(long):
            found += short
    return _new(question, found)


def figures(question: str) -> list[str]:
    """Numbers as minutes may print them: "810k" is 810000 as well, "6 percent" 6%, "4.2 million" 4.2m."""
    found = [f"{float(m[1]) * 1000:.0f}" for m in _THOUSANDS.finditer(question)]
    found += [f"{int(n) // 1000}k" for m in _LARGE.finditer(question) if (n := m[1].replace(",", "")).endswith("000")]
    found += [form for m in _MILLIONS.finditer(question) for form in (f"{m[1]}m", m[1], "million")]
    return found + [form for m in _PERCENT.finditer(question) for form in (f"{m[1]}%", m[1])]


def singular(question: str) -> str:
    """Capitals without the s behind them: "the 4 Es" is printed "4 E" as well."""
    return _PLURAL.sub(r"\1", question)


def _offices(question: str, documents: Sequence[Document]) -> list[str]:
    """The offices of the people the question names in full: minutes say "the Chief Constable" where a reader says his name."""
    asked = " ".join(re.findall(r"[\w'’-]+", question.lower()))
    people = {(p.name.lower(), p.role) for d in documents for p in d.attendees if p.role}
    return [word for name, role in sorted(people) if len(name.split()) > 1 and f" {name} " in f" {asked} " for word in terms(role)]


def _new(question: str, found: Iterable[str]) -> tuple[str, ...]:
    held = set(tokens(question))
    return tuple(dict.fromkeys(word for word in found if word not in held and word not in STOPWORDS))
