"""What takes the force from words of status: another time, a subordinate clause, hearsay, another body, a mere hope.

Each guard is true where the match has no force. ``verb`` and ``who`` are groups that a rule may name.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from index.grammars import MONTH
from index.who import Known
from index.wording import DELIBERATION, ELSEWHEN, FORECAST, INTENDS, OUTSIDE, REPORTS, SUBORDINATE

Guard = Callable[[re.Match[str], Known], bool]

_HAVING = re.compile(r"\b(?:had|has|have)\s+(?:\w+\s+){0,2}$", re.I)
_CLAUSE = re.compile(r"[,;:–—]|\b(?:so|but|and|therefore)\b")  # where another begins
_LONGER_CLAUSE = re.compile(r"[;–—]|,\s+(?:so|but)\b|\b(?:so|but)\b")
# What is agreed to may have any time, and so may the reason for it.
_ELSEWHERE = re.compile(r"[,;]|\b(?:to|that|as|because|since|which|who)\b")

_TOLD = re.compile(
    r"\b(?:had|has|have|having)\s+(?:\w+\s+){0,2}?(?:agreed|decided|resolved|promised|undertaken|said|confirmed|asked|requested|told|offered|noted"
    r"|settled|recorded|assured|advised|reported)\b(?=[^;.]*\bthat\b[^,;.]*$)",
    re.I,
)
_AND_HE = re.compile(r"\band\s+(?:(?:he|she|they|it|the|[A-Z][\w’'-]*)\s+){0,3}$")


def perfect(match: re.Match[str], known: Known) -> bool:
    """Had agreed, has been approved, approved in 2018, already decided: done elsewhere or before."""
    behind = _ELSEWHERE.split(match.string[_verb_end(match) : match.end() + 45])[0]
    around = match.string[max(0, match.start() - 25) : _verb_end(match)] + behind
    return _HAVING.search(match.string[: _verb(match)]) is not None or ELSEWHEN.search(around) is not None


def had(match: re.Match[str], known: Known) -> bool:
    """Had or has done it: told, not done here."""
    return re.search(r"\b(?:had|has|have|been)\s+(?:\w+\s+){0,2}$", match.string[: _verb(match)], re.I) is not None


def told_of_before(match: re.Match[str], known: Known) -> bool:
    """It had been agreed in 2016, or at the meeting of 4 May, that he would write: what was promised then is not promised here."""
    before = match.string[: _verb(match)]
    if re.match(r"\W*(?:will|shall)\b", match.string[len(before) :], re.I) and _AND_HE.search(before):
        return False  # "... that the wall is safe, and he will write"
    return _TOLD.search(before) is not None and ELSEWHEN.search(before) is not None


def _verb(match: re.Match[str]) -> int:
    return max(match.start("verb"), match.start()) if "verb" in match.re.groupindex else match.start()


def _verb_end(match: re.Match[str]) -> int:
    return match.end("verb") if match.groupdict().get("verb") else match.end()


def _segment(match: re.Match[str]) -> str:
    """What stands before the verb in its own clause."""
    before = match.string[: _verb(match)]
    return _CLAUSE.split(before)[-1]


def subordinate(match: re.Match[str], known: Known) -> bool:
    """Once it was agreed, as was agreed, where it was agreed."""
    segment = _segment(match)
    return SUBORDINATE.search(segment) is not None and DELIBERATION.search(segment) is None


def reported(match: re.Match[str], known: Known) -> bool:
    """He said that it was agreed."""
    told = REPORTS.search(_segment(match))
    return told is not None and re.search(r"\bthat\b|\bof\b", match.string[told.end() : _verb(match)]) is not None


def outside(match: re.Match[str], known: Known) -> bool:
    """Another body did it: the Home Office, the bank, the county."""
    before = match["who"] if match.re.groupindex.get("who") and match["who"] else match.string[: _verb(match)][-60:]
    behind = re.match(r"[^.;]{0,40}?\bby\s+(?:the\s+)?(.{0,40})", match.string[match.end() :], re.I)
    found = [*OUTSIDE.finditer(before), *(OUTSIDE.finditer(behind.group(1)) if behind else ())]
    return any(m.group().lower() not in known.own for m in found)


def forecast(match: re.Match[str], known: Known) -> bool:
    """If, hopes, expects, plans: no promise."""
    before = _LONGER_CLAUSE.split(match.string[: _verb(match)])[-1]
    return FORECAST.search(before) is not None or INTENDS.search(before) is not None


def itself(match: re.Match[str], known: Known) -> bool:
    """What somebody asks of the meeting itself is a plea, not yet a request of the meeting's."""
    asked = set(re.findall(r"[\w’'-]+", match["whom"].lower())) - {"the"} if match.re.groupindex.get("whom") and match["whom"] else set()
    return bool(asked) and asked <= known.own


def public(match: re.Match[str], known: Known) -> bool:
    """What a petition or the public asks for is not yet asked of anybody by the meeting."""
    return re.search(r"\b(?:petition\w*|signatures|residents?|public|questioner)\b", match.string[: _verb(match)], re.I) is not None


def dated(match: re.Match[str], known: Known) -> bool:
    """Turned down on 20 December: on another day."""
    return re.match(rf"\s+(?:on|in)\s+(?:\d|{MONTH})", match.string[_verb_end(match) :], re.I) is not None


def of_person(match: re.Match[str], known: Known) -> bool:
    """He was appointed: a career is told. Supported through a fund: money, not a view. Nothing was settled."""
    told = re.search(r"\b(?:he|she|who|nothing|none|no\s+\w+)\s*$", match.string[: match.start()], re.I)
    backed = match["verb"].lower() == "supported" and re.match(
        r"\s+(?!in\b|by\b|unanimously|subject|and\b|as\b)\w", match.string[match.end() :]
    )
    return told is not None or bool(backed)


def people_refused(match: re.Match[str], known: Known) -> bool:
    """Officers were refused footage: nothing is said about a proposal."""
    return (
        match["verb"] is not None
        and match["verb"].lower() == "refused"
        and re.match(r"\s+(?!by|on|for|as|at|with|and|because|since|subject)\w", match.string[match.end() :]) is not None
    )


def unseconded(match: re.Match[str], known: Known) -> bool:
    """A motion without a seconder was never put."""
    return re.search(r"\b(?:not\s+seconded|(?:no|without\s+a|(?:lack|want)\s+of\s+a)\s+second(?:er)?)\b", match.string, re.I) is not None


def shouted(match: re.Match[str], known: Known) -> bool:
    """A heading in capitals: none of its words has more weight than the others."""
    return match.string.upper() == match.string and len(match.string.split()) > 1
