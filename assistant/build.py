"""The composition root: a Config -> an Assistant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from assistant.absence import Gate
from assistant.assistant import Assistant
from assistant.audit import audit_of, on_time
from assistant.calibration import FILE as CALIBRATION
from assistant.calibration import Limits, fingerprint, load_calibration, strange
from assistant.cite import Citer
from assistant.compose import Composer, Speaking
from assistant.config import Config
from assistant.conversations import conversations_of
from assistant.glossary import FILE, load_glossary
from assistant.hourly import hourly
from assistant.matters import Rewriter
from assistant.plan import plan
from assistant.prompts import load as load_prompt
from assistant.reader import Reads, identity, reader_of
from assistant.registers import Registers
from assistant.retrieve import Retriever
from assistant.verify import Verifier
from assistant.weights import WEIGHTS, Weights
from assistant.write import ExtractiveWriter
from index.embed import Installed, load_embedder
from index.rerank import load_reranker
from index.store import Store, open_store
from index.view import View

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

PROMPT = 500  # tokens for rules and question
VIEWERS = 16  # sorts of viewers whose assistants are kept
Load = Callable[[str, bool], "BaseEmbedding"]  # an embedder by its name; whether it may be downloaded


@contextmanager
def open_assistant(config: Config, create: bool = False, load: Load = load_embedder) -> Iterator[Assistant]:
    """The assistant over ``config.store``, owned by this process meanwhile; what it is asked is recorded. Raises as ``open_store`` does."""
    stored = open_store(config.store, embedder_of(config, load), create, config.vectors)
    kept = conversations_of(config)
    with stored as store, on_time(audit_of(config)) as audit, hourly("conversations", kept.tidy):
        yield replace(assemble(store, config), audit=audit)


def embedder_of(config: Config, load: Load) -> Callable[[], BaseEmbedding]:
    """What gives the configured embedder: ``load`` by its name, or an endpoint."""
    if config.embeddings_url is None:
        named = config.embedder, config.allow_download
        return Installed(*named) if load is load_embedder else partial(load, *named)
    url, key = config.embeddings_url, config.embeddings_key.get_secret_value() if config.embeddings_key else ""

    def reached() -> BaseEmbedding:
        from index.embeddings import reach  # imports the library of such endpoints, a second, where one is configured

        return reach(url, config.embeddings_model, key)

    return reached


def assemble(
    store: Store, config: Config, voice: Speaking | None = None, weights: Weights = WEIGHTS, limits: Limits | None = None
) -> Assistant:
    """The parts put together, for who may see what ``config.sees`` names; ``voice`` stands for the configured language model,
    ``limits`` for those stored, where they are given."""
    maker = _Maker(config, weights, limits or limits_of(config), voice or _configured(config), reader_of(config.reader, store.model))
    return maker.over(store.seen_by(config.sees))


class _Maker:
    """What the assistants of all viewers share, and those made of it last."""

    def __init__(self, config: Config, weights: Weights, limits: Limits, speaking: Speaking | None, reader: Reads | None) -> None:
        self._config, self._weights, self._limits, self._speaking, self._reader = config, weights, limits, speaking, reader
        self._glossary = load_glossary([FILE, *filter(None, [config.glossary])])
        self._reranker = load_reranker(config.reranker) if config.reranker else None
        self.over: Callable[[View], Assistant] = lru_cache(VIEWERS)(self._over)

    def _over(self, view: View) -> Assistant:
        config, limits, speaking = self._config, self._limits, self._speaking
        retriever = Retriever(view, config.evidence, self._weights, self._glossary, self._reranker, self._reader)
        registers = Registers(view.catalog, retriever)
        cite, verify = Citer(view.catalog), Verifier(view.catalog, registers.told, limits.near)
        tokens = config.llm_context - config.llm_max_tokens - PROMPT
        return Assistant(
            store=view,
            over=self.over,
            rewrite=Rewriter(view.catalog),
            plan=plan,
            retriever=retriever,
            registers=registers,
            gate=Gate(view.catalog, limits.support, limits.near, limits.read),
            writer=ExtractiveWriter(),
            cite=cite,
            verify=verify,
            max_question=config.max_question,
            composer=Composer(speaking, load_prompt("answer", 2), tokens, cite, verify) if speaking else None,
        )


def lending(assistant: Assistant, config: Config) -> Callable[..., Assistant]:
    """What gives ``assistant`` to a command, with some keys of its configuration changed: such look for evidence only, without a model."""

    def lent(**changes: object) -> Assistant:
        changed = config.model_copy(update={"llm_url": None, **changes})
        return replace(assemble(assistant.store.whole, changed), audit=assistant.audit) if changes else assistant

    return lent


def limits_of(config: Config) -> Limits:
    """Those calibrated; a ``support`` that the configuration names goes before its own."""
    found = load_calibration(config.calibration or CALIBRATION).limits
    return found if config.support is None else found.model_copy(update={"support": config.support})


def calibrated_elsewhere(config: Config, embedder: str) -> tuple[str, ...]:
    """What a person must know where the limits were not fitted on an index like the one made with ``embedder``."""
    return strange(load_calibration(config.calibration or CALIBRATION), fingerprint(embedder, reader=identity(config.reader)))


def _configured(config: Config) -> Speaking | None:
    """The libraries of language models take two seconds to import: only where one is configured."""
    if config.llm_url is None:
        return None
    from assistant.llm import load_voice

    return load_voice(config)
