"""A body called by one word of its name: "Langmere" for the governors of "Langmere Hospitals NHS Foundation Trust".

The word must be a name of its own, as places are. What sorts of bodies are called is data here; any other word of a name
counts where the question writes it with a capital, and without one where the name begins with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from index.minutes import Document

_SORTS = frozenset(
    "academy access accountability advisory agency alliance annual area army assembly assurance association audit authority bench board "
    "body borough branch burgh business cabinet care central centre chamber charity children church circle city club co college "
    "commission commissioner commissioners committee community company conference congregation constabulary consumer cooperative corporate "
    "council councils county court crime criminal crown delegation department deputy development diocese direction directors district "
    "division drainage economic education election emergency england english environment estate ethics evening executive faculty falls "
    "farm federation finance fire first fisheries five flood force format forum forums foundation four free friends full fund garden "
    "gauge general good governance governing governors grand great green group guild hall harbour health heritage high hill holy home "
    "homes hospice hospital hospitals house housing independent infant infrastructure inner institute integrated internal international "
    "island islands joint junior justice kirk lake lane learning legal library licensing life limited little local london long lower "
    "major management marine market mayor mayors medical meeting memorial mental metropolitan middle mill minor monthly moor mountain "
    "movement multi municipal museum national network new north northern old open operations orchestra order outer overview parents "
    "parish park parochial partnership path people performance persons places planning police policing policy pool port ports practice "
    "presbytery primary prison private probation professional programme project property public quarterly reach records reference "
    "regional regulatory rescue research residents resources review river road rotary royal rural safety saint school schools science "
    "scouts scrutiny sea second secondary secretariat section select senate senior service services session shared shire shore sixth "
    "social society software south southern special specialist sport sports staff standards standing state steering stone strategic "
    "strategy student students study sub summer support surgery synod system task team technical tenants third three tide tourism town "
    "trade training transport tree trust trustees twin two union united university upper urban user users vale valley venue vestry "
    "village voluntary volunteers wales ward waste watch water way welfare welsh west western whole women wood works working world "
    "young youth and for the nhs plc ltd ccg pcc opcc ".split()
)
_BEHIND = frozenset(  # a word that makes the name one of a street, a building or a thing
    "road street lane avenue close way row drive crescent terrace house hall bridge lodge farm court mews square roundabout bypass "
    "station hotel inn arms festival show".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LEAST = 4  # letters


def called(question: str, document: Document) -> frozenset[str]:
    """The words of the names of the body and its organisation by which the question calls it; empty where it does not."""
    words, low = _words(document.meeting.body, document.meeting.organisation), question.lower()
    return frozenset(name for name, leads in words if name in low and _stands(name, leads, question))


def most_closely(words: Iterable[frozenset[str]]) -> set[frozenset[str]]:
    """Of the words by which several bodies are called, those that no other body's words contain: "Skelmer Haven" before "Haven"."""
    every = set(words)
    return {one for one in every if not any(one < other for other in every)}


@lru_cache(maxsize=4096)
def _words(body: str, organisation: str | None) -> frozenset[tuple[str, bool]]:
    """Each word that is a name of its own, in lower case, and whether a name begins with it."""
    found: dict[str, bool] = {}
    for name in filter(None, (body, organisation)):
        said = [w for w in re.split(r"[\s/]+", re.sub(r"[’']s?\b", "", name)) if w]
        for before, word in zip(["", *said], said, strict=False):
            leads = before.lower() in ("", "of", "for", "and", "&", "the")
            plain = word.strip(".,;:()")
            for one in {plain, plain.partition("-")[0]}:  # "Langton" for Langton-on-Sea
                if _WORD.fullmatch(one) and one[0].isupper() and len(one) >= _LEAST and one.lower() not in _SORTS:
                    found[one.lower()] = found.get(one.lower(), False) or leads
    return frozenset(found.items())


def _stands(name: str, leads: bool, question: str) -> bool:
    for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?:['’]?s)?(?![\w-])", question, re.I):
        behind = re.match(r"\s+([\w'’-]+)", question[match.end() :])
        if behind and behind.group(1).lower() in _BEHIND:
            continue
        if leads or match.group()[0].isupper():
            return True
    return False
