"""An embedder that costs next to nothing: a text's vector is drawn from its hash. For sizes at which the encoder would take days."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.embed import load_embedder

if TYPE_CHECKING:
    from assistant.build import Load

DIMENSION = 384  # as the model that is shipped


class Hashed:
    """An encoder: the same text, the same direction."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.stack([self._vector(text) for text in texts])
        unit: NDArray[np.float32] = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
        return unit

    def count(self, text: str) -> int:
        return len(text.split())

    def _vector(self, text: str) -> NDArray[np.float32]:
        drawn = np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little"))
        return drawn.standard_normal(DIMENSION, dtype=np.float32)


def loader(hashed: bool) -> Load:
    """What gives the embedder: the one that is shipped, or the hash."""
    return _load_hashed if hashed else load_embedder


def _load_hashed(name: str, allow_download: bool) -> Any:
    from index.embedding import MinutesEmbedding

    return MinutesEmbedding(Hashed(), model_name="hash", weights="0" * 64, dimension=DIMENSION, max_tokens=256)
