"""What stands beneath an answer: what was searched, the choices of a question back, what was looked at, and whether it was right."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import ANYWHERE, Answer, Evidence
from assistant.choices import choices, chosen_of
from assistant.filters import Held
from assistant.labels import label
from assistant.searched import searched
from web.address import item_path
from web.asking import Asking
from web.chat import Conversation
from web.inert import inert
from web.narrow import choice_of

LOOKED_AT = 5  # items shown
_TITLE = 90  # characters of one


def with_beneath(now: Conversation, asking: Asking, key: str) -> Conversation:
    """The conversation with all of it under its last answer; ``key`` names the answer to ``/feedback``, "" where none is taken."""
    if asking.answer is None or not now.exchanges or now.exchanges[-1].answer is None:
        return now
    shown = beneath_html(asking.answer, asking.store.catalog, asking.within != ANYWHERE, key)
    last = replace(now.exchanges[-1], beneath=shown, looked=tuple(e.item.item_id for e in _others(asking.answer)))
    return replace(now, exchanges=(*now.exchanges[:-1], last))


def beneath_html(answer: Answer, catalog: Held, chosen: bool, key: str) -> str:
    parts = (_choices(answer), _searched(answer, catalog, chosen), _looked_at(answer), _feedback(key))
    return f'<div class="beneath">{"".join(parts)}</div>'


def _choices(answer: Answer) -> str:
    """A button for each choice of a question back, which asks for it; its number where its words are not understood alone."""
    if answer.status != "clarify":
        return ""
    offered = choices(answer.text)
    buttons = "".join(_button(one, one if chosen_of(one, answer.text) == one else str(n)) for n, one in enumerate(offered, 1))
    return f'<p class="choices">{buttons}</p>' if buttons else ""


def _button(words: str, reply: str) -> str:
    return f'<button type="button" class="choice" value="{inert(reply)}">{inert(words)}</button>'


def _searched(answer: Answer, catalog: Held, chosen: bool) -> str:
    if not answer.searched:
        return ""
    said = "Searched, as you chose" if chosen else "Searched"
    choice = choice_of(answer.searched)
    fields = inert("|".join((choice.body, choice.first, choice.last, choice.papers)))
    change = f'<button type="button" class="change" value="{fields}">Change<span class="unseen"> what is searched</span></button>'
    return f'<p class="searched">{said}: {inert(searched(answer.searched, catalog))}. {change}</p>'


def _looked_at(answer: Answer) -> str:
    """The best items found that the answer does not cite; open where there is no answer."""
    others = _others(answer)
    if not others:
        return ""
    rows = "".join(f"<li>{_linked(e)}</li>" for e in others)
    opened = " open" if answer.status == "not_recorded" else ""
    return f'<details class="looked"{opened}><summary>Also looked at ({len(others)})</summary><ul>{rows}</ul></details>'


def _others(answer: Answer) -> list[Evidence]:
    cited = {citation.item.item_id for citation in answer.citations}
    return [e for e in answer.evidence if e.item.item_id not in cited][:LOOKED_AT]


def _linked(found: Evidence) -> str:
    item = found.item
    title = item.title if len(item.title) <= _TITLE else item.title[:_TITLE].rsplit(" ", 1)[0] + " …"
    named = label(found.document, item)
    more = f": {title}" if title and item.kind != "head" and title not in named else ""
    return f'<a href="{inert(item_path(item.item_id))}">{inert(named)}<span class="unseen">, in a new tab</span></a>{inert(more)}'


def _feedback(key: str) -> str:
    return f'<p class="opinion"><span>Was this right?</span> {_vote("up", "Yes", key)} {_vote("down", "No", key)}</p>' if key else ""


def _vote(vote: str, word: str, key: str) -> str:
    unseen = "this answer was right" if vote == "up" else "something is wrong with this answer"
    return f'<button type="button" class="vote vote-{vote}" value="{inert(key)}">{word}<span class="unseen">, {unseen}</span></button>'
