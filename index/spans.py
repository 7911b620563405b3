"""The network of a small reader: does a text answer a question, wholly or in part, and with which of its words?

The body is the bundled MiniLM, trained further (training/README.md); over it a head for the span (Devlin et al. 2019) and one for the
kind of answer. Word and position embeddings stay those of the bundled model, so that they need not ship twice.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.embed import DEFAULT, THREADS, model_folder
from index.errors import ModelError
from index.minutes import Span
from index.weights import WEIGHTS as MODEL

if TYPE_CHECKING:
    import torch

KINDS = ("answered", "partly", "near")  # near: the matter may be there, what is asked is not
FROZEN = ("body.embeddings.word_embeddings.weight", "body.embeddings.position_embeddings.weight")
MAX_TOKENS = 192
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
LONGEST = 40  # tokens of an answer

Array = NDArray[np.float32]


def network(attention: str = "sdpa") -> tuple[torch.nn.ModuleDict, Any]:
    """The body with untrained heads, and the tokenizer; both from the bundled model. Raises ModelError."""
    for variable in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        os.environ.setdefault(variable, "1")
    from safetensors.torch import load_file
    from transformers import AutoTokenizer, BertConfig, BertModel
    from transformers.initialization import no_init_weights

    folder = model_folder(DEFAULT)
    config = BertConfig.from_json_file(folder / "config.json")
    config._attn_implementation = attention
    with no_init_weights():  # the bundled ones come at once
        body = BertModel(config, add_pooling_layer=False)
    body.load_state_dict(load_file(folder / MODEL), strict=False)
    return over(body), AutoTokenizer.from_pretrained(str(folder), local_files_only=True, trust_remote_code=False)


def proved(weights: Path, sha256: str, remedy: str) -> bytes:
    """What stands in the file of weights, compared with ``sha256`` where that is not empty. Raises ModelError, with ``remedy``."""
    try:
        content = weights.read_bytes()
    except OSError as error:
        raise ModelError(f"{weights.name} is missing or unreadable: expected sha256 {sha256 or 'any'}, found none.", remedy) from error
    if (found := hashlib.sha256(content).hexdigest()) != sha256 and sha256:
        raise ModelError(f"{weights.name} is not the expected file: expected sha256 {sha256}, found {found}.", remedy)
    return content


def loaded(content: bytes, remedy: str) -> tuple[torch.nn.ModuleDict, Any]:
    """The network with these weights, and the tokenizer. Raises ModelError, with ``remedy``, where they are those of another network."""
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load

    model, tokenizer = network()
    try:
        held = {name: tensor.to(torch.float32) for name, tensor in load(content).items()}
    except SafetensorError as error:
        raise ModelError("The weights of the reader cannot be read.", remedy) from error
    due = {name: tensor.shape for name, tensor in model.state_dict().items() if name not in FROZEN}
    if {name: tensor.shape for name, tensor in held.items()} != due:
        raise ModelError("These are the weights of another network.", remedy)
    model.load_state_dict(held, strict=False)
    torch.set_num_threads(THREADS)
    return model.eval(), tokenizer


def over(body: Any) -> torch.nn.ModuleDict:
    """``body`` with the two untrained heads."""
    import torch

    size = body.config.hidden_size
    kind = torch.nn.Sequential(torch.nn.Linear(2 * size, size), torch.nn.Tanh(), torch.nn.Dropout(0.1), torch.nn.Linear(size, len(KINDS)))
    return torch.nn.ModuleDict({"body": body, "span": torch.nn.Linear(size, 2), "kind": kind})


def outputs(model: torch.nn.ModuleDict, encoded: Any) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits of the kinds, shape (n, 3), and of starts and ends, shape (n, tokens, 2)."""
    import torch

    hidden = model["body"](**{name: encoded[name] for name in _INPUTS}).last_hidden_state
    mask = encoded["attention_mask"].unsqueeze(-1).to(hidden.dtype)
    mean = (hidden * mask).sum(1) / mask.sum(1)
    return model["kind"](torch.cat([hidden[:, 0], mean], dim=1)), model["span"](hidden)


def encode(tokenizer: Any, questions: Sequence[str], texts: Sequence[str]) -> Any:
    """Question and text as one sequence of at most MAX_TOKENS; a longer text loses its end."""
    return tokenizer(
        list(questions), list(texts), truncation="only_second", max_length=MAX_TOKENS, padding=True,
        return_offsets_mapping=True, return_tensors="pt",
    )  # fmt: skip


def predict(model: torch.nn.ModuleDict, encoded: Any) -> tuple[Array, Array, Array]:
    """Shares of the kinds, shape (n, 3), and logits of starts and ends, each of shape (n, tokens)."""
    import torch

    with torch.inference_mode():
        kinds, spans = outputs(model, encoded)
    return torch.softmax(kinds.float(), dim=1).numpy(), spans[:, :, 0].float().numpy(), spans[:, :, 1].float().numpy()


def best_span(starts: Array, ends: Array, encoded: Any, n: int) -> Span | None:
    """The likeliest stretch of the text of sequence ``n``, in characters; None where nothing of the text was read."""
    inside = [place for place, part in enumerate(encoded.sequence_ids(n)) if part == 1]
    if not inside:
        return None
    first = inside[0]
    total = starts[inside][:, None] + ends[inside][None, :]
    allowed = np.triu(np.ones_like(total)) - np.triu(np.ones_like(total), LONGEST)
    start, end = np.unravel_index(np.argmax(np.where(allowed > 0, total, -np.inf)), total.shape)
    offsets = encoded["offset_mapping"][n]
    return Span(int(offsets[first + start][0]), int(offsets[first + end][1]))
