"""A standalone question -> a Query: the scope it names, the references in it, and what sort of answer it wants."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.acronyms import asked_acronym
from assistant.answer import ANYWHERE, Asked, AskedKind, Intent, Query, Standalone
from assistant.hints import hinted_bodies
from assistant.kinds import asked
from assistant.scope import Period, named_bodies, named_periods, named_references, names_time, times_named
from assistant.sitting import asks_how_many, meeting_of
from assistant.times import hinted, named_stretch
from index.minutes import Document, Scope

_DECISION = re.compile(
    r"\b(?:decid\w*|decision\w*|agree[ds]?|approv\w*|resol\w+|vote[ds]?|sign(?:ed)? off|support(?:ed)?|accept(?:ed)?|outcome|verdict)\b",
    re.I,
)
_HEAD = re.compile(
    r"\b(?:attend\w*|apolog\w*|in the chair"
    r"|chaired (?:the|this|that|it)\b.{0,40}\b(?:meeting|board|committee|panel)|who (?:was|were) (?:there|present)|present at|quorate"
    r"|venue|which room|what room|what time|where was|where did .{0,20} meet|in person|webcast|couldn'?t (?:make|come)"
    r"|could not (?:make|come)|absent|sent sorr\w+|what date"
    r"|(?:minutes|notes)\b.{0,30}\b(?:draft|signed off|final)|(?:draft|final)\b.{0,20}\b(?:minutes|notes)"
    r"|who(?:'s| is| was) the (?!new\b|next\b|former\b).{0,30}(?:pcc|commissioner|chief constable|clerk|chair)"
    r"|^\W*who(?:'s| is| was) (?:(?!by |to |from |for |with |at |asked |told )[\w&'’]+ ){1,3}(?:pcc|commissioner|chief constable|clerk))\b",
    re.I,
)
_SINCE = re.compile(r"\b(?:since|after|compared (?:to|with)|than)\b.{0,15}\d{4}|\bfrom\b.{0,20}\d{4},?\s+on(?:wards?)?\b", re.I)
_UNTIL = re.compile(r"\b(?:until|before|up to)\b.{0,15}\d{4}", re.I)
_WHO = re.compile(r"^\W*who\b|\bwhose\b|\bby whom\b", re.I)
_NUMBER = re.compile(
    r"\bhow (?:many|much|long|often|big|old)\b|\bwhat (?:percentage|share|proportion|number|figure|cost)\b|\bpercent|%", re.I
)
_WHEN = re.compile(r"\bwhen\b|\bwhat (?:date|time|day)\b|\bby when\b", re.I)
_EVERY = re.compile(
    r"\b(?:any|all|each|every|both) (?:of )?(?:the )?(?:\w+ ){0,3}(?:meetings?|boards?|years?|bodies)\b"
    r"|\bacross the (?:years|meetings|boards)\b|\bover time\b",
    re.I,
)
_NOT = (
    r"(?:not|never|nothing|isn'?t|wasn'?t|aren'?t|weren'?t|didn'?t|don'?t|without|missing|absent|omitted|left out"
    r"|no (?:entry|record|mention))"
)
_UNMINUTED = re.compile(
    rf"\bagenda\b.{{0,80}}\b{_NOT}\b.{{0,40}}\b(?:minute[sd]|recorded|discussed|covered|reached|dealt with|taken)\b"
    r"|\bagenda\b.{0,40}\b(?:against|versus|vs|with|and) the (?:minutes|notes)\b"
    rf"|\b{_NOT}\b.{{0,30}}\bminute[sd]\b.{{0,60}}\bagenda\b|\bunminuted\b",
    re.I,
)
_UNLISTED = re.compile(
    r"^\W*(?:which|what|was|were|did|is|are|list|show)\b"
    rf".{{0,100}}(?<!matters )\b{_NOT}\b.{{0,30}}\b(?:on|from|in)\b.{{0,30}}\bagenda\b",
    re.I,
)
_LED = re.compile(r"\b(?:ran|run|led|in charge of)\b(?!.{0,40}\b(?:meeting|board|committee|panel|council|session)\b)", re.I)
_BEHIND = re.compile(r"\((.*)\)\s*$", re.S)  # what a follow-up carries
_OF_A_MEETING: tuple[AskedKind, ...] = ("next", "apologies", "attended", "chair", "meetings", "role")
SIDE_BY_SIDE = 4  # parts at most

_INTENTS: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    ("unminuted", _UNMINUTED),
    ("unlisted", _UNLISTED),
    ("head", _HEAD),
    ("decision", _DECISION),
    ("who", _WHO),
    ("number", _NUMBER),
    ("when", _WHEN),
)


def plan(question: str, understood: Standalone, documents: Sequence[Document], within: Scope = ANYWHERE) -> Query:
    """What ``understood`` asks of ``documents``. What the question itself names goes before what earlier turns named, and what is
    chosen (``within``: bodies, times, kinds of paper) goes before both."""
    asked_as, standalone = question, understood.text
    question = understood.pending or question
    spoken_of = (understood.bodies,) if understood.bodies else ()
    groups = named_bodies(question, documents) or spoken_of or named_bodies(standalone, documents)
    bodies = within.bodies or _every(groups)
    meant = bodies or understood.carried.bodies
    held = [d for d in documents if not meant or d.body_id in meant]
    named = question if names_time(question) else standalone
    stretch = None if names_time(named) else named_stretch(question, held)
    rows = _of_rows(question, understood, documents)
    alone = times_named(understood.time, held) if understood.time else ()
    beyond = understood.time if alone and alone[0].meeting and rows is None else ""
    periods = (stretch,) if stretch else () if beyond else alone or named_periods(named, held)
    own, day = meeting_of(understood, documents) if understood.sitting else ((), None)
    bodies = bodies if within.bodies or not own or (bodies and not day) else own
    overruled = _overruled(groups or (hinted_bodies(question, documents),), periods or named_periods(named, documents), within)
    groups = () if within.bodies else groups
    if _timed(within):
        first, last, periods = within.first, within.last, ()
    elif understood.sitting and not periods:
        first = last = day
    else:
        first = None if _UNTIL.search(question) else min((p.first for p in periods), default=None)
        last = None if _SINCE.search(question) else max((p.last for p in periods), default=None)
    scope = Scope(bodies, within.roles, first, last)
    wanted = intent(understood.asks)
    return Query(
        asked_as,
        standalone,
        scope,
        references=named_references(question) or named_references(standalone),
        parts=_parts(question, scope, groups, periods, held),
        intent=wanted,
        asked=None if wanted in ("unminuted", "unlisted") else rows,
        own=understood.own,
        carried=understood.carried,
        hints=() if periods or _timed(within) else hinted(question, held),
        beyond=beyond,
        within=within,
        overruled=overruled,
    )


def _every(groups: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(body for group in groups for body in group))


def _timed(scope: Scope) -> bool:
    return scope.first is not None or scope.last is not None


def _overruled(groups: Sequence[tuple[str, ...]], periods: Sequence[Period], within: Scope) -> Scope:
    """What the question names and the choice leaves out."""
    bodies = tuple(body for body in _every(groups) if within.bodies and body not in within.bodies)
    beyond = [p for p in periods if not (within.holds(p.first) and within.holds(p.last))]
    return Scope(bodies, first=min((p.first for p in beyond), default=None), last=max((p.last for p in beyond), default=None))


def _of_rows(question: str, understood: Standalone, documents: Sequence[Document]) -> Asked | None:
    """What the question asks of the rows; nothing where its topic is what was spoken of ("how many objections so far?")."""
    if understood.pending or understood.sitting:
        return asked(understood.asks, understood.asks, documents)
    if understood.carried.items and asks_how_many(question):
        return None
    found = asked(understood.own or question, understood.text, documents)
    if found and found.kind == "chair" and _LED.search(question) and _of_a_matter(understood, documents):
        return None
    leaning = bool(understood.carried.items or understood.carried.after)
    if found is None or not leaning:
        return found
    of_owner = found.kind == "outcomes" and bool(found.role or found.person)
    return None if of_owner or found.kind in ("timeline", "mentions", "compare") else found


def _of_a_matter(understood: Standalone, documents: Sequence[Document]) -> bool:
    """True for "who led it?" of a walk that was spoken of; who ran a meeting is asked behind a question about meetings."""
    behind = _BEHIND.search(understood.text)
    before = asked(behind[1], behind[1], documents) if behind else None
    return behind is not None and (before is None or bool(before.topic) or before.kind not in _OF_A_MEETING)


def _parts(
    question: str, scope: Scope, groups: Sequence[tuple[str, ...]], periods: Sequence[Period], documents: Sequence[Document]
) -> tuple[Scope, ...]:
    """The scopes to be answered side by side, where the question names several bodies or times, or asks of every meeting."""
    if len(groups) > 1:
        return tuple(replace(scope, bodies=group) for group in groups[:SIDE_BY_SIDE])
    if len(periods) > 1 and scope.first and scope.last:
        return tuple(replace(scope, first=p.first, last=p.last) for p in periods[:SIDE_BY_SIDE])
    if _EVERY.search(question):
        papers = [d for d in documents if (d.role in scope.roles if scope.roles else d.role != "agenda")]
        held = {(d.body_id, d.meeting.date) for d in papers if d.meeting.date and scope.holds(d.meeting.date)}
        if 1 < len(held) <= SIDE_BY_SIDE:
            return tuple(replace(scope, bodies=(body,), first=day, last=day) for body, day in sorted(held, key=lambda held: str(held[1])))
    return ()


def intent(question: str) -> Intent:
    """The sort of answer a question wants; "fact" where nothing tells."""
    if asked_acronym(question):
        return "definition"
    return next((name for name, pattern in _INTENTS if pattern.search(question)), "fact")
