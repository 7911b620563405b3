"""What the meeting settled: actions without an owner or a date, resolutions and items with nothing in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.grammars import MONTH
from index.minutes import Item, Outcome, Person, Span
from index.remark import Remark, Sheet, quoted

_WHO = re.compile(
    r"\b(?:chair\w*|vice|clerk|treasurer|secretary|secretariat|conven[eo]r|warden|manager|officers?|director|commissioner|constable"
    r"|constabulary|force|d?pcc|a?cc|o?pcc|cfo|ceo|executive|head\w*|governors?|trustees?|councillors?|cllrs?|members?|board|committee|panel|council|team|staff"
    r"|lead|deputy|assistant|surveyor|engineer|solicitor|auditor|caretaker|ranger|harbour master|superintendent|inspector|sergeant|all"
    r"|group|office|department|service|company|contractor|agent|mr|mrs|ms|miss|dr|prof|revd?|we|he|she|they|everyone|editors?|responsible)\b",
    re.I,
)
_NAME = r"[A-Z][\w'’-]+(?:[ \t]+[A-Z][\w'’-]+){0,3}"
_NAMED = re.compile(
    rf"\b[A-Z]{{2,4}}\b|@\w|^\W*{_NAME}(?:(?:,| and| &)\s+{_NAME})*\s+(?:to(?!\s+be\b)|will|would|agreed)\b"
    rf"|\({_NAME}\)|[-–—:,]\s+{_NAME}\W*$|\bby {_NAME}"
)
_WHEN = re.compile(
    rf"\b(?:{MONTH})\b|\d{{1,2}}/\d{{1,2}}|\b(?:next|following|future|each|every|week|month|quarter|year|immediate\w*|asap|ongoing|annual\w*|monday"
    r"|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|meeting|complete[d]?|done|closed|spring|summer|autumn|winter"
    r"|due|by (?:the )?end|before|until|within)\b",
    re.I,
)
_DUE_LINE = re.compile(r"\W*(?:due|deadline|by when|target|timescale|date)\b", re.I)
_HANGING = re.compile(
    r"(?:^|(?<=[\n.;:]))\W*(?P<cue>(?:[Ii]t\s+was\s+|(?:[Tt]he\s+)?\w+\s+)?(?:RESOLVED|Resolved|AGREED|DECIDED)(?:\s+(?:unanimously|that|to))*)"
    r"\s*(?P<mark>[:–—-]*)\s*\.?\s*$"
)
_FILLED = re.compile(
    r"\b(?:none|nil|no|noted|received|approved|agreed|accepted|withdrawn|deferred|adjourned|taken|given|not|was|were|is|are|has|have|to|there|see|will|exempt"
    r"|confidential|private|closed|thanked|opened|discussed|resolved)\b",
    re.I,
)


def owners(sheet: Sheet) -> Iterator[Remark]:
    """Actions that nobody is named for."""
    for outcome in _actions(sheet):
        said = re.sub(r"^\W*action(?:\s+\d+|s)?\b", "", outcome.text, flags=re.I)
        if outcome.owner is None and not _WHO.search(said) and not _NAMED.search(said) and not _person_in(sheet, said):
            yield Remark("no_owner", outcome.span, f"Nobody is named for this action: {quoted(outcome.text)}.")


def due_dates(sheet: Sheet) -> Iterator[Remark]:
    """Actions without a date; said once where there are several."""
    actions = _actions(sheet)
    undated = [o for n, o in enumerate(actions) if o.due is None and not _WHEN.search(_with_rest(sheet, actions, n))]
    if len(undated) > 2:
        said = (
            f"None of the {len(actions)} actions has a"
            if len(undated) == len(actions)
            else f"{len(undated)} of the {len(actions)} actions have no"
        )
        yield Remark("no_due", undated[0].span, f"{said} date.")
        return
    for outcome in undated:
        yield Remark("no_due", outcome.span, f"No date is named for this action: {quoted(outcome.text)}.")


def _with_rest(sheet: Sheet, actions: Sequence[Outcome], n: int) -> str:
    """The action and what stands in the lines below it, where a table or a line of its own gives the date."""
    start, end = actions[n].span.start, actions[n].span.end
    holder = next(item for item in sheet.document.items if item.item_id == actions[n].item_id)
    behind = actions[n + 1].span.start if n + 1 < len(actions) else holder.span.end
    below = sheet.text(Span(end, min(end + 80, behind)))
    due = below if _DUE_LINE.match(below) else ""
    return f"{sheet.text(Span(start, max(end, min(end + 80, behind, holder.span.end))))} {due}"


def _actions(sheet: Sheet) -> list[Outcome]:
    """The actions of the minutes that say what is to be done; "Action:" alone heads a list."""
    return [o for o in sheet.document.outcomes if o.kind == "action" and sheet.minuted and len(o.text.split()) > 3]


def _person_in(sheet: Sheet, text: str) -> bool:
    words = set(re.findall(r"\w+", text.casefold()))
    people: tuple[Person, ...] = (*sheet.document.attendees, *sheet.document.apologies)
    return any(words & set(re.findall(r"\w{3,}", person.name.casefold())) for person in people)


def resolutions(sheet: Sheet) -> Iterator[Remark]:
    """RESOLVED that - and nothing behind it before the item ends."""
    for item in sheet.document.items if sheet.minuted else ():
        if item.kind not in ("item", "group", "closing") or any(
            i.parent == item.item_id and i.kind != "point" for i in sheet.document.items
        ):
            continue
        text = sheet.masked[item.span.start : item.span.end].rstrip()
        match = _HANGING.search(text, max(0, len(text) - 120))
        if match and (match["mark"] or re.search(r"\b(?:that|to)$", match["cue"].rstrip(), re.I)):
            span = Span(item.span.start + match.start("cue"), item.span.start + match.end("cue"))
            yield Remark("empty_resolution", span, f"{quoted(match['cue'])} has nothing behind it.")


def empty_items(sheet: Sheet) -> Iterator[Remark]:
    """Numbered items of the minutes with a title and nothing else."""
    items = sheet.document.items
    holders = {item.parent for item in items}
    for n, item in enumerate(items if sheet.minuted else ()):
        numbered = item.kind == "item" and (item.number or item.minute_ref)
        if numbered and item.item_id not in holders and not _says_something(item) and not _told_below(sheet, item, items[n + 1 :]):
            yield Remark("empty_item", sheet.label(item), f"{quoted(item.title or item.text)} has nothing minuted under it.")


def _says_something(item: Item) -> bool:
    """True where there is more than a title, or a title that says how it went."""
    text = re.sub(r"^\W*(?:agenda\s+)?(?:item\b)?[\d./a-z]{1,12}(?=[.:)\s])[\W_]*", "", item.text, flags=re.I)
    beyond = text.replace(item.title, "", 1)
    return (
        bool(re.search(r"\w{2,}", beyond))
        or bool(re.search(r"[.:;!?]|\d{2}", item.title))
        or bool(_FILLED.search(item.title))
        or len(item.title.split()) > 9
    )


def _told_below(sheet: Sheet, item: Item, following: tuple[Item, ...]) -> bool:
    """True where text stands between this item and the next that no item holds."""
    end = following[0].span.start if following else sheet.document.span.end
    between = sheet.masked[item.span.end : end]
    return len(re.findall(r"\w{2,}", between)) > 6
