"""The composition root: a Config -> an Assistant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from assistant.absence import Gate
from assistant.assistant import Assistant
from assistant.cite import Citer
from assistant.config import Config
from assistant.plan import plan
from assistant.retrieve import Retriever
from assistant.rewrite import rewrite
from assistant.verify import Verifier
from assistant.write import ExtractiveWriter
from index.embed import load_embedder
from index.store import Store, open_store


@contextmanager
def open_assistant(config: Config, create: bool = False) -> Iterator[Assistant]:
    """The assistant over ``config.store``, owned by this process meanwhile. Raises as ``open_store`` does."""
    with open_store(config.store, lambda: load_embedder(config.embedder, config.allow_download), create) as store:
        yield assemble(store, config)


def assemble(store: Store, config: Config) -> Assistant:
    return Assistant(
        store=store,
        rewrite=rewrite,
        plan=plan,
        retriever=Retriever(store, config.evidence),
        gate=Gate(store.catalog, config.support),
        writer=ExtractiveWriter(),
        cite=Citer(store.catalog),
        verify=Verifier(store.catalog),
        max_question=config.max_question,
    )
