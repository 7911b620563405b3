"""The layers of the default model written out on torch alone, nothing of transformers and sentence-transformers imported.

Importing those takes four times as long as torch, and is most of what a first question waits for. This is for the one model whose files
are all known by their hash, and for the reader that was trained from it (index/spans.py); it gives the vectors that sentence-transformers
gives (``tests/test_bert.py``), and any other model is left to that (index/embed.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import gelu, layer_norm, linear, normalize, scaled_dot_product_attention

from index.weights import WEIGHTS

LAYERS, HEADS, EPSILON, LIMIT = 6, 12, 1e-12, 256  # as its config.json and sentence_bert_config.json say


class Body:
    """Word pieces -> what the layers (Devlin et al. 2019) make of each, in the type of number that the layers' weights have.

    ``tensors`` have the names that transformers gives them.
    """

    def __init__(self, tensors: Mapping[str, Tensor], layers: int = LAYERS, heads: int = HEADS) -> None:
        self._tensors, self._layers, self._heads = tensors, layers, heads

    def __call__(self, ids: Tensor, held: Tensor, parts: Tensor) -> Tensor:
        """Shape (n, pieces, size), all given in shape (n, pieces): the pieces, whether each is one or only fills its row, and of which
        of two texts it is.
        """
        words, places, kinds = (self._tensors[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position", "token_type"))
        state = self._normed((words[ids] + places[: ids.shape[1]]).to(kinds.dtype) + kinds[parts], "embeddings")
        mask = None if bool(held.all()) else held.bool()[:, None, None, :]  # what only fills a row up is looked at by nobody
        for layer in (f"encoder.layer.{n}" for n in range(self._layers)):
            state = self._normed(state + self._attention(state, mask, f"{layer}.attention"), f"{layer}.attention.output")
            wide = gelu(self._dense(state, f"{layer}.intermediate.dense"))
            state = self._normed(state + self._dense(wide, f"{layer}.output.dense"), f"{layer}.output")
        return state

    def _attention(self, state: Tensor, mask: Tensor | None, name: str) -> Tensor:
        batch, length, size = state.shape
        asked, keys, values = (
            self._dense(state, f"{name}.self.{part}").view(batch, length, self._heads, size // self._heads).transpose(1, 2)
            for part in ("query", "key", "value")
        )
        looked = scaled_dot_product_attention(asked, keys, values, attn_mask=mask)
        return self._dense(looked.transpose(1, 2).reshape(batch, length, size), f"{name}.output.dense")

    def _dense(self, state: Tensor, name: str) -> Tensor:
        return linear(state, self._tensors[f"{name}.weight"], self._tensors[f"{name}.bias"])

    def _normed(self, state: Tensor, name: str) -> Tensor:
        weight, bias = (self._tensors[f"{name}.LayerNorm.{part}"] for part in ("weight", "bias"))
        return layer_norm(state, weight.shape, weight, bias, EPSILON)


def mean(state: Tensor, held: Tensor) -> Tensor:
    """Of the pieces of each row that are some: shape (n, size)."""
    weight = held.unsqueeze(-1).to(state.dtype)
    return (state * weight).sum(1) / weight.sum(1)


class MiniLM:
    """Text -> the mean of what the model makes of its word pieces, of length one. Not safe between threads, but for ``count``."""

    def __init__(self, folder: Path) -> None:
        self._body = Body(load_file(folder / WEIGHTS))
        self._cut, self._whole = (Tokenizer.from_file(str(folder / "tokenizer.json")) for _ in range(2))
        self._whole.no_truncation()
        self._whole.no_padding()
        self._cut.enable_truncation(LIMIT)
        self._cut.enable_padding()

    def count(self, text: str) -> int:
        """Word pieces of ``text``, without the two that mark its ends, however many the model reads."""
        return len(self._whole.encode(text, add_special_tokens=False).ids)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector a text, in one batch."""
        if not texts:
            return np.empty((0, 0), dtype=np.float32)
        pieces = self._cut.encode_batch([text.strip() for text in texts])
        ids, held, parts = (torch.tensor([getattr(one, name) for one in pieces]) for name in ("ids", "attention_mask", "type_ids"))
        with torch.inference_mode():
            vectors: NDArray[np.float32] = normalize(mean(self._body(ids, held, parts), held)).numpy()
        return vectors
