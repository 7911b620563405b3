"""The network of a small reader: does a text answer a question, wholly or in part, and with which of its words?

The body is the bundled MiniLM, trained further (training/README.md); over it a head for the span (Devlin et al. 2019) and one for the
kind of answer. Word and position embeddings stay those of the bundled model, so that they need not ship twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.embed import DEFAULT, THREADS, model_folder
from index.errors import EmbedError, ModelError
from index.minutes import Span
from index.weights import WEIGHTS as MODEL

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer
    from torch import Tensor, dtype

KINDS = ("answered", "partly", "near")  # near: the matter may be there, what is asked is not
FROZEN = ("body.embeddings.word_embeddings.weight", "body.embeddings.position_embeddings.weight")
MAX_TOKENS = 192
MAX_QUESTION = 48  # word pieces of it
LONGEST = 40  # tokens of an answer
_BODY = ("encoder.", "embeddings.LayerNorm.", *(f"embeddings.{name}_embeddings." for name in ("word", "position", "token_type")))
NARROW = ("amx_bf16", "avx512_bf16")  # a processor with one of these computes in bfloat16, in a third of the time

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Judged:
    """One text: the shares of KINDS, and its likeliest words should it answer (None where nothing of it was read)."""

    kinds: tuple[float, ...]
    span: Span | None


class Network:
    """Not safe between threads, as the tokenizer is not. ``tensors``: those of the body under "body.", and of both heads."""

    def __init__(self, tensors: Mapping[str, Tensor], tokenizer: Tokenizer, **shape: int) -> None:
        from index.bert import Body

        self._body = Body({name.removeprefix("body."): tensor for name, tensor in tensors.items() if name.startswith("body.")}, **shape)
        self._heads, self._tokenizer = tensors, tokenizer

    def judge(self, question: str, texts: Sequence[str]) -> list[Judged]:
        """Each of ``texts``, in one batch. Raises EmbedError where the network gives something else than numbers."""
        import torch

        encoded = pairs(self._tokenizer, [question] * len(texts), texts)
        ids, held, parts = (torch.tensor([getattr(one, name) for one in encoded]) for name in ("ids", "attention_mask", "type_ids"))
        with torch.inference_mode():
            kinds, spans = self._logits(ids, held, parts)
        if not (np.isfinite(kinds).all() and np.isfinite(spans).all()):
            raise EmbedError("The reader gave something else than numbers.", "Its weights are damaged: train or fetch them again.")
        return [Judged(tuple(map(float, kinds[n])), best_span(spans[n], one)) for n, one in enumerate(encoded)]

    def _logits(self, ids: Tensor, held: Tensor, parts: Tensor) -> tuple[Array, Array]:
        """Shares of the kinds, shape (n, 3), and logits of starts and ends, shape (n, tokens, 2)."""
        import torch
        from torch.nn.functional import linear

        from index.bert import mean

        state = self._body(ids, held, parts)
        whole = torch.cat([state[:, 0], mean(state, held)], dim=1)
        hidden = torch.tanh(linear(whole, self._heads["kind.0.weight"], self._heads["kind.0.bias"]))
        kinds = linear(hidden, self._heads["kind.3.weight"], self._heads["kind.3.bias"])
        spans = linear(state, self._heads["span.weight"], self._heads["span.bias"])
        return torch.softmax(kinds.float(), dim=1).numpy(), spans.float().numpy()


def pairs(tokenizer: Tokenizer, questions: Sequence[str], texts: Sequence[str]) -> list[Encoding]:
    """Question and text as one sequence of at most MAX_TOKENS; a longer text loses its end, as a question beyond MAX_QUESTION does."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    asked = {question: _cut(tokenizer.encode(question, add_special_tokens=False), question) for question in questions}
    tokenizer.enable_truncation(MAX_TOKENS, strategy="only_second")
    tokenizer.enable_padding()
    found: list[Encoding] = tokenizer.encode_batch([(asked[question], text) for question, text in zip(questions, texts, strict=True)])
    return found


def _cut(encoded: Encoding, question: str) -> str:
    return question if len(encoded.ids) <= MAX_QUESTION else question[: encoded.offsets[MAX_QUESTION - 1][1]]


def best_span(logits: Array, encoded: Encoding) -> Span | None:
    """The likeliest stretch of the text, in characters, by the logits of starts and ends, shape (tokens, 2)."""
    inside = [place for place, part in enumerate(encoded.sequence_ids) if part == 1]
    if not inside:
        return None
    first = inside[0]
    total = logits[inside, 0][:, None] + logits[inside, 1][None, :]
    allowed = np.triu(np.ones_like(total)) - np.triu(np.ones_like(total), LONGEST)
    start, end = np.unravel_index(np.argmax(np.where(allowed > 0, total, -np.inf)), total.shape)
    return Span(int(encoded.offsets[first + start][0]), int(encoded.offsets[first + end][1]))


def load_tokenizer() -> Tokenizer:
    """The bundled one. Raises ModelError."""
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(model_folder(DEFAULT) / "tokenizer.json"))


def proved(weights: Path, sha256: str, remedy: str) -> bytes:
    """What stands in the file of weights, compared with ``sha256`` where that is not empty. Raises ModelError, with ``remedy``."""
    try:
        content = weights.read_bytes()
    except OSError as error:
        raise ModelError(f"{weights.name} is missing or unreadable: expected sha256 {sha256 or 'any'}, found none.", remedy) from error
    if (found := hashlib.sha256(content).hexdigest()) != sha256 and sha256:
        raise ModelError(f"{weights.name} is not the expected file: expected sha256 {sha256}, found {found}.", remedy)
    return content


def loaded(content: bytes, remedy: str) -> Network:
    """The network with these weights over the bundled embeddings. Raises ModelError, with ``remedy``, for those of another network."""
    import torch
    from safetensors import SafetensorError, safe_open
    from safetensors.torch import load

    torch.set_num_threads(THREADS)
    try:
        held = {name: tensor.to(_number()) for name, tensor in load(content).items()}
    except SafetensorError as error:
        raise ModelError("The weights of the reader cannot be read.", remedy) from error
    with safe_open(model_folder(DEFAULT) / MODEL, "pt") as bundled:
        frozen = {name: bundled.get_tensor(name.removeprefix("body.")) for name in FROZEN}
        names = bundled.keys()
        due = {f"body.{name}": tuple(bundled.get_slice(name).get_shape()) for name in names if name.startswith(_BODY)}
    due |= head_shapes(frozen[FROZEN[0]].shape[1])
    if {name: tuple(tensor.shape) for name, tensor in (held | frozen).items()} != due:
        raise ModelError("These are the weights of another network.", remedy)
    return Network(held | frozen, load_tokenizer())


def head_shapes(size: int) -> dict[str, tuple[int, ...]]:
    """The shapes of the two heads over a body of this size."""
    kind = {"kind.0.weight": (size, 2 * size), "kind.0.bias": (size,), "kind.3.weight": (len(KINDS), size), "kind.3.bias": (len(KINDS),)}
    return {"span.weight": (2, size), "span.bias": (2,), **kind}


def _number() -> dtype:
    """What the layers compute in: shares by the two types differ by 0.002 in the mean, and by up to 0.02."""
    import torch

    able: Mapping[str, Any] = torch.cpu.get_capabilities()
    return torch.bfloat16 if any(able.get(name) for name in NARROW) else torch.float32
