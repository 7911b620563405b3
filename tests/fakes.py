"""Honest stand-ins, one level below what is tested. None of them knows that it is used in a test.

``WordEmbedding``: the similarity of two texts is the number of words they share, divided by the root of the product of their
lengths: "board agreed budget" and "budget agreed" have 2 / sqrt(3 * 2) = 0.816.

``LINES``: minutes of one line an item. First line: body, date, role; then ``number | title | text``.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
from llama_index.core.base.llms.types import CompletionResponse, CompletionResponseGen, LLMMetadata
from llama_index.core.llms import CustomLLM
from numpy.typing import NDArray
from pydantic import Field

from index.embedding import MinutesEmbedding
from index.ingest import Pipeline
from index.minutes import Document, Item, Meeting, Parsed, Passage, Source, Span
from index.read import read

DIMENSION = 256


class Words:
    """An encoder: one place for each word, by its crc32."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([self._vector(text) for text in texts])

    def count(self, text: str) -> int:
        return len(_words(text))

    def _vector(self, text: str) -> NDArray[np.float32]:
        vector = np.zeros(DIMENSION, dtype=np.float32)
        for word in _words(text):
            vector[zlib.crc32(word.encode()) % DIMENSION] += 1
        return vector / (np.linalg.norm(vector) or 1)


class WordEmbedding(MinutesEmbedding):
    """A bag of words; a text without words has the zero vector."""

    def __init__(self, model_name: str = "words", **fields: Any) -> None:
        known = {"weights": "0" * 64, "dimension": DIMENSION, "max_tokens": 256}
        super().__init__(Words(), model_name=model_name, **(known | fields))


class _Apart(Words):
    """With a little of each text alone, so that no two texts are equally near to a third."""

    def _vector(self, text: str) -> NDArray[np.float32]:
        alone = np.random.default_rng(zlib.crc32(text.encode())).standard_normal(DIMENSION).astype(np.float32)
        mixed = super()._vector(text) + 0.05 * alone / np.linalg.norm(alone)
        return mixed / np.linalg.norm(mixed)


class DistinctEmbedding(WordEmbedding):
    """A bag of words without ties."""

    def __init__(self) -> None:
        super().__init__("distinct")
        self._encoder = _Apart()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def parse_lines(source: Source) -> Parsed:
    head, *lines = source.text.splitlines(keepends=True)
    body, day, role = head.split()
    name = f"{body}/{day}/{role}"
    meeting = Meeting(body.upper(), None, date.fromisoformat(day) if day != "undated" else None, "Meeting")
    items = [Item(f"{name}/00", 0, "head", None, None, "Meeting", None, None, Span(0, len(head)), head.strip())]
    start = len(head)
    for place, line in enumerate(lines, 1):
        number, title, text = (part.strip() for part in line.split("|"))
        items.append(Item(f"{name}/{place:02}", place, "item", number, None, title, None, None, Span(start, start + len(line)), text))
        start += len(line)
    whole = Span(0, len(source.text))
    document = Document(name, body, meeting, role, "draft", source.file, source.sha256, whole, tuple(items))  # type: ignore[arg-type]
    return Parsed(source.file, (document,))


def split_items(document: Document, source: Source, count_tokens: Callable[[str], int]) -> list[Passage]:
    return [Passage(item.item_id, 0, item.span, item.title, item.text) for item in document.items if item.text]


LINES = Pipeline(read, parse_lines, split_items, "1", together=16)


class QueuedModel(CustomLLM):
    """A language model that says what stands in its queue, one reply a question, in pieces of five characters; it keeps the prompts."""

    replies: list[str] = Field(default_factory=list)
    prompts: list[str] = Field(default_factory=list)

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="queued")

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        *_, last = self.stream_complete(prompt)
        return last

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        self.prompts.append(prompt)
        text = self.replies.pop(0)
        for end in range(5, len(text) + 5, 5):
            yield CompletionResponse(text=text[:end], delta=text[end - 5 : end])
