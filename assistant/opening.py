"""What a command runs on: its configuration, and the assistant over the store, opened now or lent by the process that owns it."""

from __future__ import annotations

import argparse
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from assistant.config import Config

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.build import Load


def config_of(options: argparse.Namespace) -> Config:
    """That of the process which owns the store, where it carries a command out for another; else the one that is typed and found."""
    if options.configured:
        return options.configured  # type: ignore[no-any-return]
    given = {"store": options.store} if options.store else {}
    return Config.load(options.config, **given)


def load_of(options: argparse.Namespace) -> Load:
    """What gives the embedder by its name: the installed model, if the caller of ``main`` named none."""
    from index.embed import load_embedder

    load: Load | None = options.load
    return load or load_embedder


def opened(options: argparse.Namespace, create: bool = False, **changes: object) -> AbstractContextManager[Assistant]:
    """The assistant, with some keys of its configuration changed. Raises as ``open_store`` does."""
    if options.opened:  # lent by the process that owns the store
        return nullcontext(options.opened(**changes))
    from assistant.build import open_assistant

    return open_assistant(config_of(options).model_copy(update=changes), create, load_of(options))
