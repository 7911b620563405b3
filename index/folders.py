"""The label that a file comes with: named with the command, or in a ``labels.toml`` beside the file or above it.

    label = "exempt"              # of this folder and all below it

    [files]
    "2024-*.pdf" = "open"         # of some files in this folder

What is nearer to the file counts; two that are as near and differ, a misspelt key and an unknown label are refused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from index.errors import BadLabel
from index.labels import label_named

FILE = "labels.toml"


@dataclass(frozen=True, slots=True)
class Labelling:
    """``given`` with the command; ``own`` names of labels beside the known ones; ``required``: a file without a label is refused;
    ``salvaged``: the file lies where nobody put it, and what is said in the folders above it is not meant for it.
    """

    given: str = ""
    own: tuple[str, ...] = ()
    required: bool = False
    salvaged: bool = False

    def of(self, path: Path) -> str:
        """The label of the file at ``path``, "" where nothing names one. Raises BadLabel."""
        above = () if self.salvaged else path.resolve().parents
        written = next((label for folder in above if (label := self._in(folder, path))), "")
        given = label_named(self.given, self.own) if self.given else ""
        if written and given and written != given:
            raise BadLabel(f"{path.name}: --label says {given}, {FILE} says {written}", "nothing was indexed; make them agree")
        return given or written

    def accept(self, label: str, path: Path) -> None:
        """Raises BadLabel where a label is required and ``label`` is none."""
        if self.required and not label:
            raise BadLabel(f"{path.name}: no label says who may see it", f"nothing was indexed; use --label, or a {FILE} beside it")

    def _in(self, folder: Path, path: Path) -> str:
        """What the file in ``folder`` says of ``path``."""
        file = folder / FILE
        if not file.is_file():
            return ""
        whole, files = _read(file)
        beside = path.resolve().parent == folder
        named = {label_named(label, self.own) for pattern, label in files if beside and fnmatchcase(path.name, pattern)}
        if len(named) > 1:
            raise BadLabel(f"{path.name}: {FILE} gives it {len(named)} labels", "nothing was indexed; leave one")
        return next(iter(named), "") or (label_named(whole, self.own) if whole else "")


def _read(file: Path) -> tuple[str, list[tuple[str, str]]]:
    try:
        written = tomllib.loads(file.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadLabel(f"{FILE} cannot be read", "nothing was indexed; mend it") from error
    whole, files = written.pop("label", ""), written.pop("files", {})
    if written or not isinstance(whole, str) or not isinstance(files, dict):
        raise BadLabel(f"{FILE}: only the key 'label' and a table 'files' are known", "nothing was indexed; mend it")
    return whole, list(_labels(files))


def _labels(files: dict[str, object]) -> Iterator[tuple[str, str]]:
    for pattern, label in files.items():
        if not isinstance(label, str):
            raise BadLabel(f"{FILE}: the label of '{pattern}' is no text", "nothing was indexed; mend it")
        yield pattern, label
