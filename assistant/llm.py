"""A language model behind any OpenAI-compatible endpoint, through LlamaIndex: a prompt -> pieces of text, or one kind of error.

Whatever a server does, a caller waits no longer than ``seconds`` and learns of it as a LanguageModelError in our own words: an
exception of the libraries may hold a key, a question or a passage of minutes.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from llama_index.core.base.llms.types import ChatMessage, ChatResponse
from llama_index.core.llms import LLM
from llama_index.llms.openai_like import OpenAILike

from assistant.config import Config
from index.endpoint import Bounded, guarded_client
from index.errors import LanguageModelError
from index.replies import alike, reason

FAILURES, REST = 3, 30.0  # after so many failures in a row a model is left alone for so many seconds
BYTES = 2_000_000  # of one reply, all its wrapping included
LETTERS = 8  # most characters a token stands for
_END = object()


@dataclass(slots=True)
class Voice:
    """A language model that is given ``seconds`` for each answer."""

    llm: LLM
    name: str
    seconds: float = 15.0
    longest: int = 2400  # characters of an answer
    rest: float = REST
    hang_up: Callable[[], None] = lambda: None  # closes what this thread's requests left open
    _failed: int = 0
    _closed_until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def speak(self, prompt: str) -> Iterator[str]:
        """The pieces of the answer as they come. Raises LanguageModelError when it fails, is late or breaks off."""
        if time.monotonic() < self._closed_until:
            raise LanguageModelError("failed several times in a row and is left alone for a while")
        try:
            yield from self._heard(prompt)
        except LanguageModelError:
            self._count(failed=True)
            raise
        self._count(failed=False)

    def _count(self, failed: bool) -> None:
        with self._lock:
            self._failed = self._failed + 1 if failed else 0
            self._closed_until = time.monotonic() + self.rest if self._failed >= FAILURES else 0.0

    def _heard(self, prompt: str) -> Iterator[str]:
        """What a thread of its own reads: a name that does not resolve or a server that drips would hold this one up."""
        due = time.monotonic() + self.seconds
        heard: queue.Queue[object] = queue.Queue()
        left = threading.Event()
        threading.Thread(target=self._listen, args=(prompt, heard, left), daemon=True, name="language model").start()
        try:
            while (piece := _next(heard, due)) is not _END:
                if isinstance(piece, LanguageModelError):
                    raise piece
                yield str(piece)
        finally:
            left.set()

    def _listen(self, prompt: str, heard: queue.Queue[object], left: threading.Event) -> None:
        heard.put(self._outcome(prompt, heard, left))

    def _outcome(self, prompt: str, heard: queue.Queue[object], left: threading.Event) -> object:
        """How the reply ended, its pieces put into ``heard``; whatever happened, its connection is closed."""
        try:
            for piece in self._pieces(prompt, left):
                heard.put(piece)
            return _END
        except LanguageModelError as error:
            return error
        except Exception as error:  # the border: what a server can make a library raise has no end
            return LanguageModelError(reason(error))
        finally:
            self.hang_up()

    def _pieces(self, prompt: str, left: threading.Event) -> Iterator[str]:
        length, finished = 0, True
        for reply in self.llm.stream_chat([ChatMessage(role="user", content=prompt)]):
            if left.is_set():
                return
            finished = _finished(reply, finished)
            self._same_model(reply)
            length += len(reply.delta or "")
            if length > self.longest:
                raise LanguageModelError("does not come to an end")
            yield reply.delta or ""
        if not length:
            raise LanguageModelError("said nothing")
        if not finished:
            raise LanguageModelError("broke off")

    def _same_model(self, reply: ChatResponse) -> None:
        answering = getattr(reply.raw, "model", None)
        if isinstance(answering, str) and answering and not alike(answering, self.name):
            raise LanguageModelError("is not the one that was asked for")


def load_voice(config: Config) -> Voice | None:
    """The configured model; None where none is. Nothing is connected yet."""
    if config.llm_url is None:
        return None
    transport = _HangingUp(config.llm_timeout, BYTES)
    key = config.llm_key.get_secret_value() if config.llm_key else "none"
    llm = OpenAILike(
        model=config.llm_model,
        api_base=config.llm_url,
        api_key=key,
        is_chat_model=True,
        context_window=config.llm_context,
        max_tokens=config.llm_max_tokens,
        temperature=0.0,
        timeout=config.llm_timeout,
        max_retries=0,
        http_client=guarded_client(transport),
    )
    return Voice(llm, config.llm_model, config.llm_timeout, LETTERS * config.llm_max_tokens, hang_up=transport.hang_up)


class _HangingUp(Bounded):
    """The libraries above leave a reply that is broken off to the garbage collector: each thread's replies are kept for ``hang_up``."""

    def __init__(self, seconds: float, most: int) -> None:
        super().__init__(seconds, most)
        self._mine = threading.local()

    def _watched(self, stream: httpx.SyncByteStream) -> httpx.SyncByteStream:
        self._mine.replies = [*getattr(self._mine, "replies", ()), stream]
        return stream

    def hang_up(self) -> None:
        """Close the replies to the requests of this thread; those that are closed stay so."""
        for reply in getattr(self._mine, "replies", ()):
            reply.close()
        self._mine.replies = []


def _next(heard: queue.Queue[object], due: float) -> object:
    try:
        return heard.get(timeout=max(0.0, due - time.monotonic()))
    except queue.Empty:
        raise LanguageModelError("did not answer in time") from None


def _finished(reply: ChatResponse, before: bool) -> bool:
    """Whether the model has come to an end, as far as its server tells: one that never tells is believed."""
    choices: Any = getattr(reply.raw, "choices", None)
    if not choices:
        return before
    return choices[0].finish_reason is not None
