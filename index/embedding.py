"""A llama-index embedder that knows its identity; where the vectors come from is the encoder's business.

Separate from ``embed.py`` because importing llama-index takes more than a second, which ``list`` and ``show`` need not pay.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from numpy.typing import NDArray
from pydantic import PrivateAttr


class Encoder(Protocol):
    """Text -> vectors of length one, and text -> how many word pieces the model sees."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]: ...

    def count(self, text: str) -> int: ...


class MinutesEmbedding(BaseEmbedding):
    """``weights`` is the sha256 of the model file: with name, size and limit it is what vectors depend on."""

    weights: str
    dimension: int
    max_tokens: int
    embed_batch_size: int = 2048  # the encoder sorts by length and batches itself; give it everything at once
    _encoder: Encoder = PrivateAttr()

    def __init__(self, encoder: Encoder, **fields: Any) -> None:
        super().__init__(**fields)
        self._encoder = encoder

    @classmethod
    def class_name(cls) -> str:
        return "MinutesEmbedding"

    def count_tokens(self, text: str) -> int:
        """Word pieces of ``text``, without the two that mark its ends."""
        return self._encoder.count(text)

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._encoder.encode(texts).tolist()
        return vectors

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embeddings([query])[0]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)
