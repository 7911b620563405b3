"""Acronyms: what a question asks to be spelt out, and the words that spell it out. Nothing is expanded that the minutes do not."""

from __future__ import annotations

import re

_NAME = r"\b[A-Z][A-Za-z&]*[A-Z][A-Za-z&]*\b"
_ASKS = re.compile(
    rf"({_NAME})\W*(?:stands?|stood|short)\s+for"
    rf"|\bwhat\W+(?:does|do|did|is|s)\s+({_NAME})\s+(?:stand|mean|short)"
    rf"|({_NAME})\s*(?:=|in full|spelt out|abbreviat)"
)
_ACRONYM = re.compile(_NAME)
_PLURAL = re.compile(rf"{_NAME}s?")
_BRACKETS = re.compile(r"(?<=\s)\(([^()]{2,80})\)")
_TAIL = re.compile(r"[\w'’/&-]+\Z")
_LOOKED_BACK = 600  # characters, in which ten words stand
_SMALL = {"and", "of", "the", "for", "in", "on", "to", "a"}


def asked_acronym(question: str) -> str | None:
    """The acronym a question wants spelt out: "FMS stands for what?", "ICB = ?", "QUILL in full?"."""
    match = _ASKS.search(question)
    return next((g for g in match.groups() if g), None) if match else None


def spells_out(acronym: str, text: str) -> bool:
    """True where ``text`` gives the words of ``acronym``: before or in brackets, or as a run of capitalised words."""
    name = re.escape(acronym)
    before = re.search(rf"((?:[\w'’/-]+\s+){{1,10}})\(\s*{name}s?\b", text)
    if before and any(_fits(before[1].split()[-k:], acronym) for k in range(2, 11)):
        return True
    behind = re.search(rf"\b{name}\s*\(([^)]+)\)", text)
    if behind and _fits(behind[1].split(), acronym):
        return True
    runs = re.findall(r"(?:[A-Z][a-z'’-]+|and|of|the|for|&)(?:\s+(?:[A-Z][a-z'’-]+|and|of|the|for|&))+", text)
    return len(_letters(acronym)) > 2 and any(_letters(acronym) in _initials(run.split()) for run in runs)


def definitions(text: str) -> list[tuple[str, str]]:
    """Every acronym that ``text`` spells out in brackets or before them, with its words: "Quadrant Ledger (QUILL)"."""
    found = []
    for match in _BRACKETS.finditer(text):
        inside = match[1].strip()
        before = _words_before(text, match.start())
        if before and _PLURAL.fullmatch(inside):
            acronym = inside.removesuffix("s")
            words = next((before[-k:] for k in range(2, len(before) + 1) if _spells(before[-k:], acronym)), None)
            found += [(acronym, " ".join(words))] if words else []
        elif before and _ACRONYM.fullmatch(before[-1]) and _spells(inside.split(), before[-1]):
            found.append((before[-1], inside))
    return found


def _words_before(text: str, place: int) -> list[str]:
    """At most ten words that lead to ``place`` without a sign between them, read backwards: a pattern would try every beginning."""
    found: list[str] = []
    for word in reversed(text[max(0, place - _LOOKED_BACK) : place].split()):
        plain = _TAIL.search(word)
        if plain is None:
            break
        found.append(plain.group())
        if len(found) == 10 or plain.start():
            break
    return found[::-1]


def _spells(words: list[str], acronym: str) -> bool:
    """True where the first letters of ``words`` are all the letters of ``acronym``."""
    return bool(words) and words[0].lower() not in _SMALL and _initials(words) == _letters(acronym)


def _fits(words: list[str], acronym: str) -> bool:
    """True where the initials are those of the acronym, or some of its letters in order: "Quadrant Ledger" for QUILL."""
    initials, letters = _initials(words), iter(_letters(acronym))
    begins = bool(initials) and initials[0] == _letters(acronym)[:1] and words[0].lower() not in _SMALL
    return begins and len(initials) > 1 and all(c in letters for c in initials)


def _initials(words: list[str]) -> str:
    return "".join(part[0] for word in words for part in re.split(r"[-/]", word) if part and part.lower() not in _SMALL).upper()


def _letters(acronym: str) -> str:
    return "".join(c for c in acronym if c.isupper())
