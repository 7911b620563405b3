"""Where minutes accept the minutes of an earlier meeting: what was done with them, and the corrections made there.

Draft minutes are draft until a later meeting accepts them, and are corrected in the minutes of that meeting, never by editing. What
is found here is what one document says; which document it speaks of depends on what else is held (index/standing.py).
Statements are judged one by one: those that name the minutes of a day or of the last meeting, and in an item titled as being
about minutes also those without the word ("Agreed as a correct record"). Minutes of another body that are only received are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from index.amendments import amendments
from index.dates import dates, month, month_days, month_years
from index.grammars import MONTH, MONTHS
from index.heal import heal
from index.minutes import Acceptance, AcceptanceKind, Document, Item, Span
from index.parse import own_statements
from index.tokens import tokens


def _pattern(words: str) -> re.Pattern[str]:
    """The pattern with any white space where it has a blank: a masked text keeps its line ends."""
    return re.compile(words.replace(" ", r"\s+"), re.I)


_MINUTES = r"(?<!\b\d\s)(?<!\b\d\d\s)(?<!\b\d\d\d\s)(?<!action\s)\b(?:minutes|notes)\b"  # not "15 minutes"
_ACCEPTED = "accepted|agreed|approved|adopted|confirmed|signed|ratified|endorsed"
_VERB = rf"(?:{_ACCEPTED}|taken as|amended|corrected|recorded as (?:a )?(?:true|correct))"
_OTHER = "that|recorded|records|shows?|showed|states?|stated|said|arising|actions?|will|would|should|must|can|may|next"
_BETWEEN = rf"(?:(?!\b(?:{_OTHER})\b)[^.;?]|\.(?=\d)){{0,240}}?"
_TITLE = _pattern(rf"{_MINUTES}|\blast meeting\b")
_PASSIVE = _pattern(rf"(?P<noun>{_MINUTES})(?P<of>{_BETWEEN})\b(?P<verb>{_VERB})\b")
_FILLING = "that|the|these|those|draft|previous|public|unconfirmed|accuracy|of|last|as|a|an|true|correct|accurate|record|meeting|board"
_ACTIVE = _pattern(
    rf"\b(?P<verb>{_ACCEPTED}|(?:to |(?<=not\s))(?:accept|agree|approve|adopt|confirm|sign|ratify)) (?:(?:{_FILLING}),? ){{0,8}}"
    rf"(?P<noun>{_MINUTES})(?P<of>(?:[^.;?]|\.(?=\d))*)"
)
_BARE = _pattern(
    r"^\W*(?:\d[\d./]*\W+)?(?:resolved\W+)?(?:(?:they|these|this|it|all) (?:were|was) )?(?:\w+ly )?"
    rf"(?P<verb>{_VERB})\b(?! (?:that|to|by|with)\b)(?P<of>)"
)
_SETTLED = _pattern(r"\b(?:resolved|agreed|decided|moved|voted|carried|proposed|prop|refused|declined)\b")
_AWAY = _pattern(r"\brecommend\w*|\bfor (?:publication|circulation|release|information)\b")
_NOT = _pattern(r"\b(?:not|never|nor|cannot|unable|declined|refused)\b[^.;]{0,30}$")
_LATER = _pattern(
    r"\b(?:deferred|held over|carried (?:over|forward)|postponed|put (?:back|off)|adjourned)\b|\b(?:at|to|until) the next\b"
    r"|\bnot (?:yet )?(?:been )?(?:available|ready|circulated|completed|received)\b|\b(?:could not|unable to|not yet)\b"
)
_SIGNING = _pattern(r"\b(?:sign\w*|approv\w*|accept\w*|confirm\w*|agree\w*|they|these)\b")
_ARISING = _pattern(r"\b(?:arising|actions?|matters)\b[^.;]{0,20}$")
_LAST = _pattern(r"\b(?:last|previous|preceding|prior)\b")
_CLAUSE = _pattern(r"[;:]|\b(?:subject|with|prop\w*|sec\w*|as an?|and (?:discuss\w+|not\w+|went|the|signed|were))\b")
_BODY = re.compile(r"\b(?:of|from)\s+(?:the\s+)?(?P<name>(?:[A-Z][\w'’&-]*\s+(?:and\s+|of\s+)?){0,6}[A-Z][\w'’-]*)")
_ANOTHER = {"committee", "panel", "forum", "party", "group", "council", "sub-committee", "subcommittee", "trust"}
_OF_ANY = set(tokens("meeting board full ordinary annual extraordinary special general last previous public governing body")) | set(
    tokens(" ".join(MONTHS) + " monday tuesday wednesday thursday friday saturday sunday")
)
_MONTH_ALONE = re.compile(rf"\b(?P<month>{MONTH})\b", re.I)
_LISTED_DAY = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:and|&)\s+(?=\d{{1,2}}(?:st|nd|rd|th)?\s+(?P<month>(?:{MONTH})(?:\s+\d{{4}})?)\b)", re.I
)
_NEXT = _pattern(r"\bnext meeting\b")


def acceptances(document: Document, masked: str) -> tuple[Acceptance, ...]:
    """What ``document`` says of the minutes of earlier meetings, in its order; ``masked`` is the text of its file, masked."""
    if document.role not in ("minutes", "notes"):
        return ()
    said = own_statements(document.items, masked)
    items = [item for item in document.items if item.kind in ("item", "closing")]
    return tuple(found for item in items for found in _of_item(document, item, said[item.item_id], masked))


def next_meeting(document: Document) -> date | None:
    """The day it gives for the next meeting; None where it gives none."""
    day = document.meeting.date
    if day is None:
        return None
    printed = [f"{item.title} {item.text}" for item in document.items if _NEXT.search(item.title)]
    found = [d for text in printed for year in (day.year, day.year + 1) for d in dates(text, year) if d > day]
    return min(found, default=None)


def _of_item(document: Document, item: Item, spans: Sequence[Span], masked: str) -> Iterator[Acceptance]:
    titled = _TITLE.search(item.title) is not None
    for place, span in enumerate(spans):
        text = masked[span.start : span.end]
        judged = _judged(text, titled)
        if judged is None or _of_another(judged[1].group("of"), document):
            continue
        kind, match = judged
        changed = amendments(masked, spans, place) if kind == "accepted" else None
        around = [item.title, *(_announced(masked, spans[:place]))] if titled else None
        for first, last in _meant(text, match, around, document.meeting.date):
            yield Acceptance(
                item.item_id,
                kind if changed is None else "amended",
                document.meeting.date,
                first,
                last,
                heal(text),
                span,
                changed or (),
            )
        return  # the first statement that settles them: what follows in the item speaks of other things


def _announced(masked: str, spans: Sequence[Span]) -> Iterator[str]:
    """Statements that name the minutes before what was done with them is said."""
    yield from (text for s in spans if re.search(_MINUTES, text := masked[s.start : s.end], re.I))


def _judged(text: str, titled: bool) -> tuple[AcceptanceKind, re.Match[str]] | None:
    """What a statement does with minutes, and the match that says so; None where it does nothing."""
    if text.rstrip().endswith("?") or _AWAY.search(text):
        return None
    match = _accepting(text, titled)
    named = re.search(_MINUTES, text, re.I)
    before = text[: match.start("verb")] if match else ""
    if match and not _NOT.search(before):
        return "accepted", match
    later = _LATER.search(text)
    if later and (named or (titled and _SIGNING.search(text))):
        return "deferred", match or _anything(text)
    return ("refused", match) if match else None


def _anything(text: str) -> re.Match[str]:
    found = re.match(r"(?P<of>.*)(?P<verb>)", text, re.S)
    assert found
    return found


def _accepting(text: str, titled: bool) -> re.Match[str] | None:
    active = _ACTIVE.search(text)
    if active and _done(active) and not _ARISING.search(text[: active.start("noun")]):
        return active
    passive = _PASSIVE.search(text)
    if passive and not _ARISING.search(text[: passive.start()]):
        return passive
    return _BARE.search(text) if titled and (len(text.split()) <= 12 or "record" in text) else None


def _done(active: re.Match[str]) -> bool:
    """False for "to approve the minutes" as an agenda puts it: nobody has resolved it."""
    return not active["verb"].lower().startswith("to") or _SETTLED.search(active.string[: active.start()]) is not None


def _of_another(phrase: str, document: Document) -> bool:
    """True for the minutes of a body that is not this one: a council receives those of its committees."""
    own = set(tokens(f"{document.meeting.body} {document.meeting.organisation or ''} {document.meeting.title}")) | _OF_ANY
    for match in _BODY.finditer(phrase):
        words = [word.lower() for word in match["name"].split()]
        if set(words) & _ANOTHER and not set(tokens(match["name"])) <= own:
            return True
    return False


def _meant(text: str, match: re.Match[str], around: list[str] | None, day: date | None) -> list[tuple[date | None, date | None]]:
    """The days, or the month, of the meetings whose minutes are meant; (None, None) for the last one; none where nothing tells.

    ``around``: in an item about minutes, its title and what it says before.
    """
    of = match["of"] if match.start("of") < match.start("verb") else _CLAUSE.split(match["of"])[0]
    before = text[max(0, match.start("noun") - 24) : match.start("noun")] if "noun" in match.re.groupindex else ""
    for phrase in (f"{before} {of}", *(around or ())):
        found = _earlier(heal(phrase), day)
        if found is not None:
            return found
    return [(None, None)] if around or _LAST.search(f"{before} {of}") else []


def _earlier(phrase: str, day: date | None) -> list[tuple[date | None, date | None]] | None:
    """The days named in ``phrase``, or the months, before ``day``: what has no year is the nearest before. None where no time is named."""
    phrase = _LISTED_DAY.sub(r"\g<day> \g<month> and ", phrase)
    if day is None or not (named := dates(phrase, day.year)):
        return _months(phrase, day)
    found = [max(pair) for each in zip(named, dates(phrase, day.year - 1), strict=False) if (pair := [d for d in each if d < day])]
    return [(one, one) for one in dict.fromkeys(found)]


def _months(phrase: str, day: date | None) -> list[tuple[date | None, date | None]] | None:
    printed = month_years(phrase)
    alone = _MONTH_ALONE.search(phrase)
    if not printed and alone and day:
        number = month(alone["month"])
        printed = [(day.year if number < day.month else day.year - 1, number)]
    return [month_days(year, number) for year, number in printed] or None
