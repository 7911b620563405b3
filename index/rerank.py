"""A cross-encoder from a folder: reads question and text side by side. None ships, and none is ever downloaded.

The second of the two files that import torch and sentence-transformers, in the function that needs them.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.embed import THREADS
from index.errors import EmbedError, ModelError
from index.weights import WEIGHTS, checked, pinned

REMEDY = "Give the folder of a sentence-transformers cross-encoder with one output, or remove the key 'reranker'."


class CrossReader:
    """How well texts answer a question, between 0 and 1. One batch at a time: the tokenizer is not safe between threads."""

    def __init__(self, model: Any, name: str) -> None:
        self._model, self._name = model, name
        self._lock = threading.Lock()

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """One number a text, in their order; EmbedError for anything else."""
        if not texts:
            return []
        with self._lock:
            found = np.asarray(self._model.predict([(question, text) for text in texts], show_progress_bar=False), dtype=np.float64)
        if found.shape != (len(texts),) or not np.isfinite(found).all():
            raise EmbedError(f"The cross-encoder {self._name!r} gave something else than {len(texts)} numbers.", REMEDY)
        return [float(score) for score in found]


def load_reranker(folder: Path) -> CrossReader:
    """The cross-encoder in ``folder``, read from tensors only. Raises ModelError where there is none or it may not or cannot be read."""
    name, expected = pinned(str(folder))
    folder = Path(name)
    if not (folder / WEIGHTS).is_file() or not (folder / "config.json").is_file():
        raise ModelError(f"There is no cross-encoder in {folder.name!r}: {WEIGHTS} or config.json is missing.", REMEDY)
    checked(folder, folder.name, expected, REMEDY)
    for variable in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        os.environ.setdefault(variable, "1")
    import torch
    from safetensors import SafetensorError
    from sentence_transformers import CrossEncoder

    torch.set_num_threads(THREADS)
    try:
        model = CrossEncoder(
            str(folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
            activation_fn=torch.nn.Sigmoid(),
        )
    except (OSError, ValueError, RuntimeError, KeyError, SafetensorError) as error:
        raise ModelError(f"The cross-encoder in {folder.name!r} cannot be read.", REMEDY) from error
    if model.num_labels != 1:
        raise ModelError(f"The cross-encoder in {folder.name!r} has {model.num_labels} outputs; one is expected.", REMEDY)
    return CrossReader(model, folder.name)
