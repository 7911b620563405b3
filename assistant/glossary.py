"""The terms of the domain: ways of writing one thing, read from a file that a user can extend.

They widen a question, never the minutes, and count for less than the words typed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import ConfigError
from index.tokens import STOPWORDS, tokens

FILE = Path(__file__).with_name("glossary.toml")
SHAPE = 'terms = [["body worn video", "BWV", "bodycam"], ...]'

Form = tuple[str, ...]  # the tokens of one way of writing it


@dataclass(frozen=True, slots=True)
class Glossary:
    """Groups of forms that mean one thing, found by their first token."""

    groups: tuple[tuple[Form, ...], ...] = ()
    starting: Mapping[str, tuple[tuple[Form, int], ...]] = field(default_factory=dict)

    def others(self, text: str) -> tuple[str, ...]:
        """The tokens of the other forms of every term that ``text`` holds, each once; none that stands in it already."""
        held = _form(text)
        found = dict.fromkeys(n for place in range(len(held)) for n in self._at(held, place))
        words = (word for n in found for form in self.groups[n] for word in form)
        return tuple(dict.fromkeys(word for word in words if word not in held and word not in STOPWORDS))

    def _at(self, held: Form, place: int) -> Iterator[int]:
        for form, group in self.starting.get(held[place], ()):
            if held[place : place + len(form)] == form:
                yield group


def load_glossary(paths: Sequence[Path] = (FILE,)) -> Glossary:
    """The terms of all files together. Raises ConfigError naming the file and what was expected."""
    groups = tuple(tuple(_form(form) for form in group) for path in paths for group in _groups(path))
    starting: dict[str, list[tuple[Form, int]]] = {}
    for number, forms in enumerate(groups):
        for form in (form for form in forms if not STOPWORDS.issuperset(form)):  # "IT" would be met in every "it"
            starting.setdefault(form[0], []).append((form, number))
    return Glossary(groups, {first: tuple(found) for first, found in starting.items()})


def _groups(path: Path) -> Iterable[list[str]]:
    try:
        found = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"the glossary {path.name} cannot be read: {error.strerror}", "check the key 'glossary'") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"the glossary {path.name} cannot be read as TOML: {error}", f"write it as: {SHAPE}") from error
    if set(found) != {"terms"} or not isinstance(found["terms"], list) or not all(map(_is_group, found["terms"])):
        raise ConfigError(f"the glossary {path.name} is no list of terms with two forms or more", f"write it as: {SHAPE}")
    return found["terms"]


def _is_group(group: object) -> bool:
    return isinstance(group, list) and len(group) > 1 and all(isinstance(form, str) and _form(form) for form in group)


def _form(text: str) -> Form:
    """Its tokens; a hyphen is a space, so that "body-worn" and "body worn" are one."""
    return tuple(tokens(text.replace("-", " ")))
