"""The default model written out gives what sentence-transformers gives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.embed import DEFAULT, Installed, _find, _Transformer

ROOT = Path(__file__).parent.parent
TEXTS = [
    "What did the board decide about the ferry pontoon?",
    "Quayside and Locks Board | minutes 6 March 2019 | item 4 Budget\nThe board agreed the budget of £3.65m – “as amended”.",
    "",
    " \n\t ",
    "a",
    "crime " * 1000,
    "x" * 3000,
    "Ünïcödé 日本 soft\u00adhyphen \u200b \x00",
    "2.1.1 087/18 OC16 9b",
]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::SyntaxWarning"),
]


def test_its_vectors_and_counts_are_those_of_sentence_transformers_alone_and_in_a_batch():
    from index.bert import MiniLM

    folder = _find(DEFAULT)
    assert folder
    ours, theirs = MiniLM(folder), _Transformer(folder)
    assert np.abs(ours.encode(TEXTS) - theirs.encode(TEXTS)).max() < 1e-6
    alone = np.concatenate([ours.encode([text]) for text in TEXTS])
    assert np.abs(alone - np.concatenate([theirs.encode([text]) for text in TEXTS])).max() < 1e-6
    assert [ours.count(text) for text in TEXTS] == [theirs.count(text) for text in TEXTS]


def test_the_default_model_needs_no_sentence_transformers():
    script = (
        "import sys\nfrom index.embed import load_embedder, text_vectors\nprint(text_vectors(load_embedder(), ['a board']).shape)\n"
        "print([m for m in ('sentence_transformers', 'transformers') if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True, text=True)
    assert done.stdout.splitlines() == ["(1, 384)", "[]"], done.stderr


def test_any_other_folder_is_read_by_sentence_transformers():
    folder = _find(DEFAULT)
    other, known = Installed(str(folder))(), Installed()()
    difference = np.abs(np.array(other.get_text_embedding("a board")) - np.array(known.get_text_embedding("a board")))
    assert difference.max() < 1e-6
    assert type(other._encoder._loaded()) is _Transformer
