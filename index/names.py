"""Which printed names are one person's: those that differ by nothing but rank, title or honours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

_MEN, _WOMEN = {"mr", "sir", "lord", "baron"}, {"mrs", "ms", "miss", "dame", "lady", "baroness"}
_TITLES = (
    _MEN
    | _WOMEN
    | set(
        """mx dr prof professor rev revd reverend canon cllr councillor alderman hon honourable rt right captain capt major colonel
        chief deputy assistant temporary acting senior detective constable superintendent inspector sergeant commander commissioner
        police and crime the supt insp sgt det dcc acc pcc dpcc apcc""".split()
    )
)
_RANKS = {"CC", "PC", "DC", "DS", "DI", "PS", "CI", "DCI", "DSU", "T/ACC", "T/DCC", "T/CC"}  # in capitals only: Di is a forename
_HONOURS = {"OBE", "MBE", "CBE", "KBE", "DBE", "BEM", "QPM", "KPM", "JP", "DL", "QC", "KC", "MP", "FRS", "PhD"}


def bare_name(printed: str) -> str:
    """``printed`` in small letters without rank, title and honours: "PCC John CAMPION" -> "john campion".

    Where they leave a single word, they are all that tells this person from another of that name: then they stay.
    """
    words = _words(printed)
    start = _titles(words)
    end = len(words)
    while end > start and words[end - 1] in _HONOURS:
        end -= 1
    return " ".join(words[start:end] if end - start > 1 else words).casefold()


def persons(lists: Iterable[Sequence[str]]) -> dict[str, str]:
    """For each printed name of ``lists`` (the names that one document lists, for each document) a key, the same for one person's.

    Forms that one document lists side by side, and forms titled as a man's and as a woman's, are several persons': then
    every form that shares their name stands for itself, because a third form could be anyone's.
    """
    forms: dict[str, set[str]] = {}
    apart: set[str] = set()
    for printed in map(dict.fromkeys, lists):
        listed: dict[str, str] = {}
        for name in printed:
            form, bare = _form(name), bare_name(name)
            forms.setdefault(bare, set()).add(name)
            if listed.setdefault(bare, form) != form:
                apart.add(bare)
    apart |= {bare for bare, names in forms.items() if len({sex for name in names for sex in _sexes(name)}) > 1}
    return {name: _form(name) if bare in apart else bare for bare, names in forms.items() for name in names}


def _words(printed: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", printed).replace("’", "'")
    return re.sub(r"\([^()]*\)|[.,*]", " ", plain).split()


def _titles(words: Sequence[str]) -> int:
    return next((n for n, word in enumerate(words) if word.casefold() not in _TITLES and word not in _RANKS), len(words))


def _form(printed: str) -> str:
    return " ".join(_words(printed)).casefold()


def _sexes(printed: str) -> list[str]:
    words = _words(printed)
    titles = {word.casefold() for word in words[: _titles(words)]}
    return [sex for sex, own in (("man", _MEN), ("woman", _WOMEN)) if titles & own]
