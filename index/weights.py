"""A model folder looked at before anything of it is loaded: tensors and settings alone, nothing that could run, and the bytes expected.

A pickle runs code when it is read, and settings can name code to import. So whoever loads a model (embed.py, rerank.py) asks here first.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.errors import ModelError

WEIGHTS = "model.safetensors"  # tensors and nothing else
# package -> file -> sha256
KNOWN: Mapping[str, Mapping[str, str]] = tomllib.loads(Path(__file__).with_name("weights.toml").read_text("utf-8"))
_PIN = "@sha256:"
_RUNS = frozenset(".bin .pt .pth .ckpt .pkl .pickle .joblib .py .pyc .so .dll .dylib".split())
_LARGEST_HEADER = 100_000_000  # bytes, as in safetensors itself
# Keys by which settings name what is imported, and what they may name.
_IMPORTED = {
    "type": "sentence_transformers.",
    "activation_fn": "torch.nn.",
    "activation_function": "torch.nn.",
    "sbert_ce_default_activation_function": "torch.nn.",
}


def pinned(name: str) -> tuple[str, str]:
    """The name of a model, and the sha256 of its weights where one is written behind it: ``my-model@sha256:53aa...``."""
    bare, _, expected = name.partition(_PIN)
    return bare, expected.strip().lower()


def checked(folder: Path, name: str, expected: str, repair: str) -> str:
    """The sha256 of the weights in ``folder``. Raises ModelError, which names the file, for what may not be loaded.

    Of a package that we know every file is compared; else the weights, where ``expected`` is not empty.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    called = Path(name).name
    for path in files:
        if path.suffix.lower() in _RUNS:
            raise ModelError(f"{path.name} in the folder of {called!r} could run code; only {WEIGHTS} is read.", f"Delete it. {repair}")
    known = KNOWN.get(name, {WEIGHTS: expected} if expected else {})
    strange = [path for path in files if name in KNOWN and path.relative_to(folder).as_posix() not in known]
    if strange:
        raise ModelError(f"{strange[0].name} in the folder of {called!r} is none of the published files.", repair)
    for file, due in known.items():
        if file != WEIGHTS:
            _hash(folder / file, called, due, repair)
    found = _hash(folder / WEIGHTS, called, known.get(WEIGHTS, ""), repair)
    for path in files:
        if path.suffix == ".json" and (path.parent == folder or path.name == "config.json"):
            _refuse_imports(path, called, repair)
    _refuse_cut(folder / WEIGHTS, called, found, repair)
    return found


def _hash(path: Path, name: str, expected: str, repair: str) -> str:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        due = expected or "any"
        raise ModelError(f"{path.name} of {name!r} is missing or unreadable: expected sha256 {due}, found none.", repair) from error
    if expected and found != expected:
        raise ModelError(f"{path.name} of {name!r} is not the expected file: expected sha256 {expected}, found {found}.", repair)
    return found


def _refuse_imports(path: Path, name: str, repair: str) -> None:
    """Settings may name classes of the libraries that read them, and no others."""
    try:
        settings = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"{path.name} of {name!r} cannot be read.", repair) from error
    for one in settings if path.name == "modules.json" and isinstance(settings, list) else [settings]:
        if named := _imported(one, path.name):
            raise ModelError(
                f"{path.name} of {name!r} names code to import ({named}); that is refused.", "Give a model without code of its own."
            )


def _imported(settings: Any, file: str) -> str:
    """The key by which ``settings`` would have something else imported; "" for none. A tokenizer's ``type`` names no class."""
    if not isinstance(settings, dict):
        return ""
    if "auto_map" in settings:
        return "auto_map"
    keys = _IMPORTED if file == "modules.json" else {key: due for key, due in _IMPORTED.items() if key != "type"}
    inner = settings.get("sentence_transformers")
    named = [(key, due, held[key]) for held in (settings, inner) if isinstance(held, dict) for key, due in keys.items() if key in held]
    return next((key for key, due, value in named if value is not None and not str(value).startswith(due)), "")


def _refuse_cut(path: Path, name: str, found: str, repair: str) -> None:
    """A file of tensors says in its head how long it is."""
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if length > _LARGEST_HEADER:
                raise ValueError
            head = json.loads(file.read(length))
        ends = [int(tensor["data_offsets"][1]) for key, tensor in head.items() if key != "__metadata__"]
        whole = path.stat().st_size == 8 + length + max(ends, default=0)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        whole = False
    if not whole:
        raise ModelError(f"{path.name} of {name!r} is cut or damaged (sha256 {found}).", repair)
