"""HTML from the files in web/templates: whatever is put into one is made inert, unless it is HTML of ours (``Markup``)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from web.inert import inert


@dataclass(frozen=True, slots=True)
class Link:
    path: str
    title: str


def _finalized(value: object) -> object:
    """What a template shows of a value. None is nothing."""
    if value is None:
        return ""
    return Markup(inert(value)) if isinstance(value, str) and not isinstance(value, Markup) else value  # nosec B704


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=_finalized,
    trim_blocks=True,
    lstrip_blocks=True,
)


def filled(template: str, **values: object) -> str:
    """The template as HTML. Raises jinja2.UndefinedError where a value it needs is missing."""
    return _ENVIRONMENT.get_template(template).render(values)
