"""The listed person whom words of the minutes mean: "Councillor Quillan", "the Vice-Chair", "Morag", "KP"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.minutes import Person
from index.names import bare_name
from index.person import ROLE, TITLE, person_in

_BEFORE_TITLE = re.compile(rf"^(?:[\w’'-]+\s+){{1,6}}?(?=(?:{TITLE.pattern})[A-Z]|[Tt]he\s)")
_LEADING = re.compile(
    r"^(?:(?:the|then|thereupon|therefore|thereafter|accordingly|consequently|subsequently|afterwards|later|meanwhile|hence|so|and|but|now|here"
    r"|instead|also|at|in|on|after|following|by|with)\s+)+",
    re.I,
)
_CHAIR = re.compile(r"chair(?:man|woman|person)\b", re.I)
_RANK = {"deputy", "assistant", "vice", "acting", "former", "office"}  # "Office of the Commissioner" is nobody
_TITLE = re.compile(r"(?:mrs?|ms|miss|mx|dr|prof(?:essor)?|sir|dame|lord|lady|revd?|cllrs?|councillors?|captain)")


def meant(words: str, people: Sequence[Person], chair: str | None) -> str | None:
    """The name of the listed one whom ``words`` mean, whatever leads in ("Thereupon the Vice-Chair") and whatever office follows
    ("Councillor Quint, Vice-Chair"); None where none or several are meant."""
    whole = _listed(_LEADING.sub("", " ".join(words.split()).strip(" ,")), people, chair)
    found = {whole} if whole else {name for part in parts(words) if (name := _listed(part, people, chair))}
    return found.pop() if len(found) == 1 else None


def parts(words: str) -> list[str]:
    """The stretches between commas and "and", each without the words before a title, an article or a name."""
    found = re.split(r",|\sand\s", " ".join(words.split()))
    return [bare for part in found if (bare := _LEADING.sub("", _BEFORE_TITLE.sub("", part.strip())))]


def _listed(printed: str, people: Sequence[Person], chair: str | None) -> str | None:
    if chair and _CHAIR.sub("chair", printed).casefold() == "chair":
        return chair
    known = list({p.name: p for p in people}.values())
    named = person_in(printed)
    by_office = " " in printed and " and " not in printed and ROLE.search(printed) is not None
    ways: tuple[Callable[[Person], bool], ...] = (
        lambda p: named is not None and same_person(named.name, p.name),
        lambda p: _holds(p, printed),
        lambda p: _called(p, printed),
        # "Mayor Pro Tem Fenwick"; "Joan Fenwick" is somebody else than "A Fenwick"
        lambda p: by_office and _bare(p.name)[-1:] == _bare(printed)[-1:],
    )
    found = ([p.name for p in known if fits(p)] for fits in ways)
    return next((names[0] for names in found if len(names) == 1), None)


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
