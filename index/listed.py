"""The listed person whom words of the minutes mean: "Councillor Quillan", "the Vice-Chair", "Morag", "KP"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.minutes import Person
from index.names import bare_name
from index.person import person_in

_ARTICLE = re.compile(r"^(?:the|then)\s+", re.I)
_CHAIR = re.compile(r"chair(?:man|woman|person)\b", re.I)
_RANK = {"deputy", "assistant", "vice", "acting", "former", "office"}  # "Office of the Commissioner" is nobody
_TITLE = re.compile(r"(?:mrs?|ms|miss|mx|dr|prof(?:essor)?|sir|dame|lord|lady|revd?|cllrs?|councillors?|captain)")


def listed(words: str, people: Sequence[Person], chair: str | None) -> str:
    """The name of the one whom ``words`` mean; the words themselves, without their article, where none or several are meant."""
    printed = _ARTICLE.sub("", " ".join(words.split()).strip(" ,"))
    if chair and _CHAIR.sub("chair", printed).casefold() == "chair":
        return chair
    known = list({p.name: p for p in people}.values())
    named = person_in(printed)
    ways: tuple[Callable[[Person], bool], ...] = (
        lambda p: named is not None and same_person(named.name, p.name),
        lambda p: _holds(p, printed),
        lambda p: _called(p, printed),
        lambda p: " " in printed and _bare(p.name)[-1:] == _bare(printed)[-1:],  # "Mayor Pro Tem Fenwick"
    )
    found = ([p.name for p in known if fits(p)] for fits in ways)
    return next((names[0] for names in found if len(names) == 1), printed)


def same_person(one: str, other: str) -> bool:
    """Surnames are equal, and so are the first letters of what stands before them where both print it."""
    mine, theirs = _bare(one), _bare(other)
    if not mine or not theirs or mine[-1] != theirs[-1]:
        return False
    return len(mine) == 1 or len(theirs) == 1 or mine[0][0] == theirs[0][0]


def _bare(name: str) -> list[str]:
    words = [word for word in bare_name(name).split() if not _TITLE.fullmatch(word)]
    return [word for word in words if word[0].isalpha()]


def _holds(person: Person, office: str) -> bool:
    """True where ``office`` is the one printed beside the name, and not its deputy's."""
    wanted = _words(office)
    for part in re.split(r"[,;/()]", person.role):
        held = _words(part)
        if wanted and held[-len(wanted) :] == wanted and not _RANK & set(held[: len(held) - len(wanted)]):
            return True
    return False


def _words(office: str) -> list[str]:
    return re.findall(r"[a-z]+", _CHAIR.sub("chair", office).casefold())


def _called(person: Person, printed: str) -> bool:
    """By first name alone or by initials."""
    words = _bare(person.name)
    initials = "".join(word[0] for word in words)
    return len(words) > 1 and (printed.casefold() == words[0] or (printed.isupper() and printed.casefold() == initials))
