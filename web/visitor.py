"""Whose request this is: found by the guard, read by the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import Scope

from assistant.viewer import Viewer
from web.chat import Answering
from web.template import Link, filled

VIEWS = (  # the entries of the bar
    Link("/", "Ask"),
    Link("/decisions", "Decisions"),
    Link("/actions", "Actions"),
    Link("/meetings", "Meetings"),
    Link("/people", "People"),
    Link("/topics", "Topics"),
    Link("/briefing", "Briefing"),
    Link("/library", "Library"),
)
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

    @property
    def tends(self) -> bool:
        """Whether this visitor looks after the archive: staff, or whoever works at this machine."""
        return self.viewer is None or self.viewer.role in ("staff", "admin")

    @property
    def owner(self) -> str | None:
        """Whose conversations are kept: an account's; "" is whoever works at this machine. None for a nameless visitor, whose are not."""
        return "" if self.viewer is None else self.viewer.name or None

    def sees(self, assistant: Answering) -> Answering:
        """The assistant over what this visitor may see."""
        return assistant.seen_by(self.viewer) if self.viewer else assistant


def set_visitor(scope: Scope, visitor: Visitor) -> None:
    scope[_SCOPE] = visitor


def visitor_of(scope: Scope) -> Visitor:
    """Raises KeyError for a request that did not come through the guard: nobody is let in by mistake."""
    visitor: Visitor = scope[_SCOPE]
    return visitor


def bar_html(visitor: Visitor, here: str) -> str:
    """The bar at the top of every page; ``here`` is the path of the view that the page belongs to."""
    return filled("bar.html", views=VIEWS, here=here, viewer=visitor.viewer)
