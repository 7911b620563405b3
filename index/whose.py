"""Whose body it is that met: what the document says of its body, in its title, its running lines, or of a police force by its posts.

A name that the minutes only speak of makes nobody the owner: a national panel speaks of forces, a parish council of the county.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.dates import dates
from index.grammars import AREA, BOARD, FORCE, HEAD_CUE, ORGANISATION, PEOPLE_CUE, ROLE_WORDS, VENUE
from index.lines import Line
from index.person import BRACKET

_NO_NAME = set(
    """the a our their new local that every each all chief deputy assistant national uk british county district borough city parish town
    ward community full neighbourhood response roads transport military ministry""".split()
)
_LIKELY = 40  # names with the most mentions in full that are counted over the whole file
_NO_PLACE = re.compile(r"\b(?:Police|Office|Ministry|Department|Group|Team|Service|Agency)\b")
# The one post of that name: neither of another force nor one of many.
_OWN_POST = re.compile(
    r"\b(?:Police (?:and|&) Crime Commissioner(?!['’]?s?\s+(?:for|of)\b)(?!s)|(?:O?PCC|Chief Constable|CC)\b(?!['’]?s?\s+(?:for|of)\b))"
)
_GENERIC = set(
    """board boards of the a full trustee trustees governor governors governing body director directors council management executive general
    annual extraordinary special ordinary meeting meetings members committee senate cabinet bod fgb agm egm""".split()
)
_OF = re.compile(
    r"(?P<body>(?:[\w’']+\s+){0,3}?(?:trustees|governors|directors|board|governing body))\s+of\s+(?:the\s+)?(?P<owner>\S.*)", re.I
)
_NO_OWNER = re.compile(
    r"\d|@|:|^(?:draft|confidential|private|public|part|present|item|page|held|venue|in)\b|\b(?:session|copy|version|record)\b", re.I
)
_PARTS = re.compile(r"\s+[-–—|]\s+|,|\s{3,}|\t")
# How or where they met.
_MEDIUM = re.compile(r"^(?:via|at|by|welcome)\b|\b(?:zoom|teams|skype|online|virtual\w*|pack|conferenc\w+)\b", re.I)
_SMALL = {"and", "of", "the", "for", "in", "on", "to", "at", "with", "upon", "&"}
_ORGANISATION = re.compile(ORGANISATION.pattern.replace("(?:Panel|Plan)", "(?:Panel|Plan|Commissioner)"))


def owner(rows: Sequence[Line], running: Iterable[str], page: Iterable[str]) -> str | None:
    """The organisation that the file is about; None where it does not let one tell.

    ``running``: the words of its running heads and feet; ``page``: those of the title and the foot of a web page.
    """
    for said in (paragraphs(rows[:3]), " ; ".join(running), " ; ".join(page)):
        if found := organisation(said):
            return found
    return force(paragraphs(rows))


@dataclass(frozen=True, slots=True)
class Whose:
    """``owner``: the organisation that the file is about; ``elsewhere``: that of a body without a name of its own ("Trustees")."""

    owner: str | None
    elsewhere: str | None = None


def nameless(body: str) -> bool:
    """True for "Trustees", "The Board", "Governors' Meeting": bodies that every organisation of a kind has."""
    words = re.findall(r"[a-z]+", re.sub(r"['’]s?\b|\([^()]*\)", "", body.lower()))
    return bool(words) and set(words) <= _GENERIC


def parted(body: str) -> tuple[str, str | None]:
    """ "Governors of Pell School" as "Governors" and "Pell School"; a body with a name of its own stays whole."""
    match = _OF.fullmatch(body)
    return (match["body"], match["owner"]) if match and nameless(match["body"]) and proper(match["owner"]) else (body, None)


def named_above(titles: Sequence[Line], rows: Sequence[Line]) -> str | None:
    """The name that stands as a line of its own in a title, before its date: of whom a body without a name is.

    ``rows``: all lines of the head; who is listed there as present owns no body. The first line may name a hall that owns one.
    """
    for n, row in enumerate(titles):
        if dates(row.text):
            return None
        part = _PARTS.split(BRACKET.sub(" ", row.text).strip())[0].strip(" .#*")
        place = _MEDIUM.search(part) or (n > 0 and VENUE.search(part))
        cell = row.bullet or "|" in row.raw
        if not cell and not place and proper(part) and not HEAD_CUE.match(part) and not _present(part, rows):
            return cased(part)
    return None


def _present(name: str, rows: Sequence[Line]) -> bool:
    """True for one of those listed in the head as present."""
    first = next((n for n, row in enumerate(rows) if PEOPLE_CUE.match(row.text)), len(rows))
    listed = re.compile(rf"(?:^|[:,;]\s*|\band\s+){re.escape(name)}\b", re.I)
    return any(listed.search(row.text) for row in rows[first:])


def named_running(lines: Iterable[str]) -> str | None:
    """The name that a running head or foot begins with: "Pell Hospice - Trustees, 4 May 2021"."""
    parts = (_PARTS.split(line.strip())[0].strip(" .#*") for line in lines)
    return next((part for part in parts if proper(part)), None)


def proper(text: str) -> bool:
    """True for words that may be the name of an organisation: two to eight, with capitals, no kind of body or paper."""
    text = re.sub(r"^the\s+", "", text, flags=re.I)
    words = text.split()
    capital = all(word[0].isupper() or word in _SMALL or word[0] in "(&" for word in words)
    paper = ROLE_WORDS.search(text) is not None or BOARD.search(text) is not None
    return 2 <= len(words) <= 8 and capital and text[0].isupper() and not paper and not _NO_OWNER.search(text)


def cased(name: str) -> str:
    if not name.isupper():
        return name
    words = [w if w in _SMALL else w.capitalize() for w in name.lower().split()]
    return " ".join([words[0].capitalize(), *words[1:]])


def paragraphs(rows: Sequence[Line]) -> str:
    """The text of the lines, parted so that no name runs on from one paragraph or cell into the next."""
    return "".join((" ; " if row.gap or row.bullet or row.tabbed else " ") + row.text for row in rows)


def organisation(said: str) -> str | None:
    """The one named in a title or the like, by the name met most often in it."""
    kinds = _kinds(said, _ORGANISATION)
    return _most_named(said, kinds, 1)


def force(whole: str) -> str | None:
    """The commissioner whose force ``whole`` is about: one named twice, or alone, where its posts stand without a name.

    A police area of the gazetteer that is met twice goes before a name that only looks like one ("Neighbourhood Police").
    """
    if len(_OWN_POST.findall(whole)) < 2:
        return None
    if area := _area(whole):
        return f"{area} Police and Crime Commissioner"
    forces = {name: kind for name, kind in _kinds(whole, ORGANISATION).items() if kind.startswith("Police")}
    alone = len(forces) == 1 and not FORCE.search(whole)
    return _most_named(whole, forces, 1 if alone else 2)


def _kinds(said: str, pattern: re.Pattern[str]) -> dict[str, str]:
    """The names met most often, each with the kind of organisation that stands behind it first."""
    met: Counter[str] = Counter()
    kinds: dict[str, str] = {}
    for match in pattern.finditer(said):
        name = re.sub(r"^(?:The|In|At|For|And|By|From|Of|As|Whether|To|That)\s+", "", match["name"])
        name, kind = _parted(name, match["kind"])
        if name.lower() not in _NO_NAME and not _NO_PLACE.search(name):
            kinds.setdefault(name, "Police and Crime Commissioner" if kind.startswith(("Police", "Constab")) else kind)
            met[name] += 1
    return {name: kinds[name] for name, _ in met.most_common(_LIKELY)}


def _area(whole: str) -> str | None:
    """The police area met most often, twice at least; None where the force or the commissioner of another is named and its own is not."""
    counts = Counter(AREA.findall(whole))
    forces = Counter(match["area"] for match in FORCE.finditer(whole))
    best, met = max(counts.items(), key=lambda item: item[1], default=("", 0))
    return best if met > 1 and (forces[best] or not forces) else None


def _parted(name: str, kind: str) -> tuple[str, str]:
    """ "Corrie County", "Council" as "Corrie", "County Council": the name alone is met again."""
    sort = re.search(r" (?:County|Borough|City|District|Parish|Town|Community)$", name)
    return (name[: sort.start()], f"{sort.group().strip()} {kind}") if sort else (name, kind)


def _most_named(whole: str, names: dict[str, str], least: int) -> str | None:
    mentions = {name: len(re.findall(rf"\b{re.escape(name)}\b", whole)) if name in whole else 0 for name in names}
    best = max(mentions, key=mentions.__getitem__, default=None)
    return f"{best} {names[best]}" if best is not None and mentions[best] >= least else None
