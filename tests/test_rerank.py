from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import LINES
from worlds import WEIRS, assistant, query, world

from assistant.config import Config
from assistant.retrieve import Retriever
from assistant.weights import WEIGHTS
from index.errors import EmbedError, ModelError
from index.rerank import CrossReader, load_reranker

ASKED = "Why had the eel counts stopped?"


class Prefers:
    """Gives one to texts that hold a word, nothing to the others, and remembers what it was given."""

    def __init__(self, word: str) -> None:
        self.word, self.read = word, [""]

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        self.read = [question, *texts]
        return [float(self.word in text) for text in texts]


class Model:
    """A cross-encoder that gives what it is told to."""

    def __init__(self, given: object) -> None:
        self.given = given

    def predict(self, pairs: object, show_progress_bar: bool) -> object:
        return self.given


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny cross-encoder with random weights, made here: two layers of eight numbers, twelve words."""
    transformers = pytest.importorskip("transformers")
    made = tmp_path_factory.mktemp("cross")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "eel", "counts", "stopped", "why", "otter", "ladder", "?"]
    (made / "vocab.txt").write_text("\n".join(words), "utf-8")
    transformers.BertTokenizerFast(vocab_file=str(made / "vocab.txt")).save_pretrained(made)
    shape = {"hidden_size": 8, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 16, "max_position_embeddings": 64}
    config = transformers.BertConfig(vocab_size=len(words), num_labels=1, **shape)
    transformers.set_seed(3)
    transformers.BertForSequenceClassification(config).save_pretrained(made, safe_serialization=True)
    return made


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::SyntaxWarning")
def test_a_cross_encoder_in_a_folder_gives_a_share_for_every_text_and_repeats_itself(folder: Path):
    reader = load_reranker(folder)
    texts = ["eel counts stopped", "otter ladder", ""]
    found = reader.scores("why eel counts stopped ?", texts)
    assert len(found) == 3
    assert all(0 < score < 1 for score in found)
    assert found == reader.scores("why eel counts stopped ?", texts)
    assert found[0] != found[1]
    assert reader.scores("why", []) == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::SyntaxWarning")
def test_weights_that_are_no_tensors_are_refused(folder: Path, tmp_path: Path):
    spoilt = tmp_path / "spoilt"
    shutil.copytree(folder, spoilt)
    (spoilt / "model.safetensors").write_bytes(b"no tensors")
    with pytest.raises(ModelError) as refused:
        load_reranker(spoilt)
    assert "reranker" in refused.value.hint


def test_a_folder_with_a_pickle_alone_is_refused_unread(tmp_path: Path):
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "pytorch_model.bin").write_bytes(b"could run code")
    with pytest.raises(ModelError, match=r"model\.safetensors"):
        load_reranker(tmp_path)


@pytest.mark.parametrize("given", [[0.5], [0.5, float("nan")], [[0.1, 0.9], [0.2, 0.8]]])
def test_what_is_not_one_number_a_text_is_an_error(given: object):
    with pytest.raises(EmbedError, match="2 numbers"):
        CrossReader(Model(np.array(given)), "cross").scores("eels", ["one", "two"])


def test_an_item_that_the_cross_encoder_prefers_rises(tmp_path: Path):
    with world(tmp_path, WEIRS, LINES) as store:
        prefers = Prefers("insurance")
        plain = Retriever(store).find(query(ASKED))
        moved = Retriever(store, weights=replace(WEIGHTS, reranked=3.0), reranker=prefers).find(query(ASKED))
    assert plain[0].item.title == "Eel counts"
    assert moved[0].item.title == "Insurance"
    assert {e.item.item_id for e in plain} == {e.item.item_id for e in moved}
    assert [e.number for e in moved] == list(range(1, len(moved) + 1))
    assert prefers.read[0] == ASKED
    assert len(prefers.read) <= 21


def test_no_cross_encoder_is_read_unless_one_is_configured(tmp_path: Path):
    assert Config().reranker is None
    with world(tmp_path, WEIRS, LINES) as store:
        assert assistant(store).retriever.reranker is None
        with pytest.raises(ModelError, match="no cross-encoder"):
            assistant(store, reranker=tmp_path / "nowhere")
