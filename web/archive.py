"""Which minutes the page answers from: a person's own, or the invented samples where there are none yet."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.assistant import Assistant
from assistant.audit import Audit
from assistant.build import lending, open_assistant
from assistant.config import Config
from assistant.conversations import NONE, Conversations, conversations_of
from index.errors import MissingInput, ModelError, NewerStore, ServerAway, WrongStore
from index.ingest import ingest
from index.read import FORMATS
from index.replace import set_aside
from index.store import Store
from index.uploads import sweep
from web.chat import Answering
from web.holdings import MEETINGS, Examples, examples_from

SAMPLES = Path(__file__).parents[1] / "eval" / "corpus"
NOTICE = (
    '<p class="banner" role="note"><strong>These are invented sample minutes of bodies that do not exist.</strong> '
    'Add your own in the <a href="/library">Library</a>, or with <code>python -m assistant ingest PATH</code> before you start.</p>'
)


class Own:
    """A person's own archive while the samples are shown: made, and opened, when the first file is uploaded.

    ``begun`` is set once it holds something: then it takes the place of the samples.
    """

    def __init__(self, config: Config, opened: ExitStack) -> None:
        self._config, self._opened, self._lock = config, opened, threading.Lock()
        self._assistant: Assistant | None = None
        self.begun = threading.Event()

    def assistant(self) -> Assistant:
        with self._lock:
            if self._assistant is None:
                self._assistant = self._opened.enter_context(open_assistant(self._config, create=True))
            return self._assistant


@dataclass(frozen=True, slots=True)
class Archive:
    """An open assistant, what gives questions that suit what somebody may see, and a notice to show above the page, as HTML.

    ``lent`` gives the assistant to a command, with some keys of its configuration changed.
    """

    config: Config
    assistant: Answering
    lent: Callable[..., Assistant]
    audit: Audit
    examples: Examples
    notice: str = ""
    conversations: Conversations = NONE
    own: Own | None = None  # where the samples are shown

    @property
    def path(self) -> Path:
        """The folder of its store."""
        return self.config.store


@contextmanager
def open_archive(config: Config) -> Iterator[Archive]:
    """The archive at ``config.store``; the samples, in a store of their own beside it, where that one is empty or absent."""
    with ExitStack() as opened:
        archive = _own(config, opened)
        if archive is None:
            opened.close()
            archive = opened.enter_context(open_samples(config))
        yield archive


@contextmanager
def open_samples(config: Config) -> Iterator[Archive]:
    """The sample minutes; what changed in them since the last start is loaded anew."""
    beside = _beside(config)
    with ExitStack() as opened:
        assistant = _opened_samples(at(config, beside), opened)
        warm(assistant)
        written = sample_questions(SAMPLES / "examples.json")
        yield _archive(assistant, at(config, beside), lambda catalog: written, NOTICE, Own(config, opened))


def _opened_samples(config: Config, opened: ExitStack) -> Assistant:
    """The assistant over the samples. What an earlier version of the program made of them is set aside: they are made anew in seconds."""
    try:
        assistant = opened.enter_context(open_assistant(config, create=True))
        _take_in_samples(assistant.store.whole)
    except NewerStore:
        raise
    except WrongStore:
        opened.close()
        set_aside(config.store)
        assistant = opened.enter_context(open_assistant(config, create=True))
        _take_in_samples(assistant.store.whole)
    return assistant


def _take_in_samples(store: Store) -> None:
    """Raises ModelError or ServerAway where nothing is held yet and nothing can be taken in without what is missing."""
    try:
        ingest(store, sorted(path for path in SAMPLES.iterdir() if path.suffix in FORMATS))
    except (ModelError, ServerAway):
        if not store.catalog.documents():
            raise


def _own(config: Config, opened: ExitStack) -> Archive | None:
    """A person's own archive, None where there is nothing in it."""
    try:
        assistant = opened.enter_context(open_assistant(config))
    except MissingInput:
        return None
    if not assistant.store.whole.catalog.documents():
        return None
    _forget_visitors(_beside(config))
    warm(assistant)
    return _archive(assistant, config, examples_from)


def _beside(config: Config) -> Path:
    """Where the samples are."""
    own = config.store.resolve()
    return own.with_name(f"{own.name}-samples")


def _forget_visitors(samples: Path) -> None:
    """What was asked while there were only samples: no command reaches it any more, and nobody would see that it expires."""
    for name in ("conversations.sqlite", "audit.sqlite"):
        for file in samples.glob(f"{name}*"):
            file.unlink(missing_ok=True)
    shutil.rmtree(samples / "feedback", ignore_errors=True)


def _archive(assistant: Assistant, config: Config, examples: Examples, notice: str = "", own: Own | None = None) -> Archive:
    sweep(assistant.store.whole.path)
    made = Archive(config, assistant, lending(assistant, config), assistant.audit, examples, notice)
    return replace(made, conversations=conversations_of(config), own=own)


def warm(assistant: Assistant) -> None:
    """Load what the first question needs, before anyone waits for it; a store that cannot be searched is said now.

    One whose embedding model cannot be used is searched by words alone; a reader that cannot be used is said with each answer.
    """
    store, reader = assistant.store.whole, assistant.retriever.reader
    store.by_meaning("minutes", limit=1)
    if reader:
        reader.load()


def sample_questions(path: Path) -> tuple[str, ...]:
    """The example questions written for the samples."""
    return (*json.loads(path.read_text("utf-8")), MEETINGS)


def at(config: Config, store: Path) -> Config:
    """``config`` for another store."""
    return config.model_copy(update={"store": store})
