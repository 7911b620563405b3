"""Whose request this is: found by the guard, read by the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import Scope

from assistant.viewer import Viewer
from web.chat import Answering
from web.inert import inert

_SCOPE = "visitor"


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Visitor:
    """``viewer`` is None for whoever works at this machine, without accounts. ``key`` keeps one visitor's conversations from another's.

    ``stays`` is False as soon as the session has ended.
    """

    viewer: Viewer | None = None
    key: str = ""
    stays: Callable[[], bool] = _always

    def sees(self, assistant: Answering) -> Answering:
        """The assistant over what this visitor may see."""
        return assistant.seen_by(self.viewer) if self.viewer else assistant


def set_visitor(scope: Scope, visitor: Visitor) -> None:
    scope[_SCOPE] = visitor


def visitor_of(scope: Scope) -> Visitor:
    """Raises KeyError for a request that did not come through the guard: nobody is let in by mistake."""
    visitor: Visitor = scope[_SCOPE]
    return visitor


def visitor_html(visitor: Visitor) -> str:
    """Who is signed in, and the way out; the way in for others."""
    if visitor.viewer is None:
        return ""
    if not visitor.viewer.name:
        return '<div class="who"><a href="/login">Sign in</a></div>'
    said = f"Signed in as <strong>{inert(visitor.viewer.name)}</strong> ({visitor.viewer.role})"
    out = '<form method="post" action="/logout"><button type="submit">Sign out</button></form>'
    return f'<div class="who"><p>{said}</p>{out}</div>'
