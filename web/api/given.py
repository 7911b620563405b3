"""What a request to the API may say, checked field by field: a field that is none of ours is named and refused, never passed over."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal, TypeVar, cast, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, create_model
from starlette.datastructures import QueryParams
from starlette.requests import Request

from assistant.answer import ANYWHERE
from assistant.answer import Turn as Said
from assistant.filters import FITS, KINDS, Filters, Held, days
from index.errors import UsageError
from index.minutes import Role, Scope, Status
from index.tokens import tokens
from index.tracking import State
from web.incoming import json_in
from web.problem import Refused
from web.routes import REGISTERS

MOST_ROWS, MOST_FOUND, FURTHEST = 1000, 20, 10_000_000
LONGEST_TURN, MOST_TURNS = 20_000, 100  # characters; turns before a question
_RANGE = ("greater_than", "greater_than_equal", "less_than", "less_than_equal")
_EXPECTED = {
    "literal_error": "Allowed: {expected}.",
    "string_too_long": "At most {max_length} characters.",
    "too_long": "At most {max_length}.",
}
_HALF = re.compile(r"[\ud800-\udfff]")
_OURS = re.compile(r"[\w.-]{1,60}")  # what of a name that was sent may be said again


def _cleanable(value: object) -> object:
    """Half a surrogate pair as a control character: no text can hold it, and what reads a question cleans it away and says so."""
    return _HALF.sub("\x00", value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_cleanable)]
Words = Annotated[str, Field(max_length=500)]
Model = TypeVar("Model", bound=BaseModel)


class Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Turn(Given):
    """An earlier turn of the conversation, oldest first."""

    role: Literal["user", "assistant"]
    content: Text = Field(max_length=LONGEST_TURN)


_DAY = Annotated[str, Field(pattern=r"^\d{4}(-\d\d){0,2}$", examples=["2024-01-09"])]


class Within(Given):
    """What to ask of alone, in place of what the question names."""

    body: list[Words] = Field(default=[], max_length=50, description="Ids of bodies, or words of their names.")
    role: list[Role] = Field(default=[], max_length=10, description="Only such documents.")
    since: _DAY | None = Field(default=None, description="Only meetings from this day, month (2024-01) or year (2024) on.")
    until: _DAY | None = Field(default=None, description="Only meetings up to this day, month or year.")


class Ask(Given):
    model_config = ConfigDict(extra="forbid", strict=True)

    question: Text = Field(description="In plain words, at most 2,000 characters unless configured otherwise.")
    history: list[Turn] | None = Field(default=None, max_length=MOST_TURNS, description="The turns before it, without the question.")
    scope: Within | None = None

    def turns(self) -> tuple[Said, ...]:
        return tuple(Said(turn.role, turn.content) for turn in self.history or ())

    def within(self, catalog: Held) -> Scope:
        """Raises Refused for days that are none, UsageError for days that exclude each other, MissingInput for a body that is not held."""
        if self.scope is None:
            return ANYWHERE
        since, until = _day("since", self.scope.since or "", "field"), _day("until", self.scope.until or "", "field")
        return Filters(tuple(self.scope.body), tuple(self.scope.role), since=since, until=until).within(catalog)


class Search(Given):
    q: str = Field(description="What to look for, in plain words.")
    k: int = Field(default=10, ge=1, le=MOST_FOUND, description="How many items at most.")


class Upload(Given):
    """Beside a file that is the body itself."""

    name: str = Field(min_length=1, max_length=255, description="Name of the file; its ending tells what it is.", examples=["minutes.pdf"])
    label: Words = Field(default="", description="Who may see it: open, exempt, confidential, or a name of your own.")


_FILTERS: dict[str, tuple[Any, str]] = {
    "body": (list[Words], "Id of a body, or words of its name; may be repeated."),
    "role": (list[Role], "Only such documents; may be repeated."),
    "status": (list[Status], "Only documents of this status; may be repeated."),
    "since": (_DAY, "Only meetings from this day, month (2024-01) or year (2024) on."),
    "until": (_DAY, "Only meetings up to this day, month or year."),
    "item": (Words, "Only this item: id, number or reference."),
    "state": (list[State], "What later minutes make of it; may be repeated."),
    "owner": (Words, "Only rows whose owner holds these words."),
    "words": (Words, "Only rows that hold these words."),
}


def _fields(what: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, (kind, said) in _FILTERS.items():
        if what in FITS[name]:
            several = get_origin(kind) is list
            default = Field(default=[], max_length=50, description=said) if several else Field(default="", description=said)
            found[name] = (kind, default)
    if what in FITS["kind"]:
        kinds = list[Literal[KINDS[what]]]  # type: ignore[valid-type]
        found["kind"] = (kinds, Field(default=[], max_length=50, description="Only outcomes of this kind; may be repeated."))
    found["offset"] = (int, Field(default=0, ge=0, le=FURTHEST, description="How many rows to leave out at the start."))
    found["limit"] = (int, Field(default=100, ge=1, le=MOST_ROWS, description="How many rows at most."))
    return found


LISTED: dict[str, type[Given]] = {
    what: cast(type[Given], create_model(what.capitalize(), __base__=Given, **_fields(what))) for what in REGISTERS
}


async def body_in(request: Request, model: type[Model]) -> Model:
    """The body of a request. Raises Refused: E_TYPE, E_JSON with the place, E_FIELD with the name of the field."""
    value = json_in(request.scope, await request.body())
    if not isinstance(value, dict):
        raise Refused(400, "E_JSON", "The request is no JSON object: it begins otherwise at character 0.", "Send a JSON object.")
    return checked(model, value, "field")


def query_in(query: QueryParams, model: type[Model]) -> Model:
    """The parameters of an address. Raises Refused: E_FIELD, E_RANGE."""
    values: dict[str, object] = {}
    for name in query:
        several = name in model.model_fields and get_origin(model.model_fields[name].annotation) is list
        given = query.getlist(name)
        if not several and len(given) > 1 and name in model.model_fields:
            raise Refused(422, "E_FIELD", f"The parameter '{name}' is given more than once.", "Give it once.")
        values[name] = given if several else given[0]
    return checked(model, values, "parameter")


def checked(model: type[Model], values: dict[str, object], called: str) -> Model:
    """The values as a model. Raises Refused with the name of the first that will not do, never with what was sent for it."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=True, include_input=False)[0]
        raise _refused(model, tuple(map(str, found["loc"])), found, called) from error


def _refused(model: type[BaseModel], place: tuple[str, ...], found: Any, called: str) -> Refused:
    name = ".".join(place)
    shown = name if _OURS.fullmatch(name) else "?"
    if found["type"] == "extra_forbidden":
        return Refused(422, "E_FIELD", f"There is no {called} '{shown}'.", f"There are: {', '.join(model.model_fields)}.")
    if found["type"] == "missing":
        return Refused(422, "E_FIELD", f"The {called} '{shown}' is missing.", "Send it.")
    if found["type"] in _RANGE:
        return Refused(422, "E_RANGE", f"The {called} '{shown}' is out of range.", f"{found['msg']}.")
    return Refused(422, "E_FIELD", f"The {called} '{shown}' has a value that it cannot have.", f"{_expected(found)}")


def _expected(found: Any) -> str:
    """What pydantic expected: of its own words those that hold nothing of what was sent."""
    said = _EXPECTED.get(found["type"], "See /api for what it takes.")
    return said.format(**found.get("ctx", {}))


def filters_of(what: str, given: Given) -> Filters:
    """The filters of a register. Raises Refused: E_FIELD, E_RANGE."""
    values: dict[str, Any] = {name: value for name, value in given.model_dump().items() if name not in ("offset", "limit")}
    for name in ("owner", "words"):
        if values.get(name) and not tokens(values[name]):
            raise Refused(422, "E_FIELD", f"The parameter '{name}' holds no word.", "Send the words that a row should hold.")
    values |= {name: _day(name, values.get(name, "")) for name in ("since", "until")}
    asked: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    found = Filters(**asked)
    try:
        found.check(what)
    except UsageError as error:  # it speaks of options
        raise Refused(422, error.code, error.message.replace("--", ""), error.hint.replace("--", "")) from error
    return found


def _day(name: str, typed: str, called: str = "parameter") -> date | None:
    """The first day for ``since``, the last for ``until``."""
    try:
        return days(typed)[name == "until"] if typed else None
    except UsageError as error:
        raise Refused(422, "E_FIELD", f"The {called} '{name}' is no date.", "Write it as YYYY-MM-DD, YYYY-MM or YYYY.") from error
