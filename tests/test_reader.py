"""The small reader: windows, a network of random weights, and how far its word goes: to an order and a silence, never to words."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import LINES
from hypothesis import given
from hypothesis import strategies as st
from worlds import WEIRS, assistant, evidence, query, world

from assistant.absence import Gate, read_well
from assistant.answer import Query, Reading
from assistant.calibration import Fingerprint, Limits, fingerprint, load_calibration, strange
from assistant.config import Config
from assistant.fitness import statement_signs
from assistant.reader import FILE, NONE, READ, SHIPPED, Reader, best_windows, identity, reader_of, with_readings
from assistant.retrieve import Retriever
from assistant.weights import WEIGHTS
from assistant.windows import MOST, Window, windows
from eval.calibrate import fit
from eval.signals import Signal
from index.embed import DEFAULT
from index.errors import EmbedError, ModelError
from index.minutes import Passage, Scope, Span
from index.spans import KINDS, MAX_QUESTION, Judged, Network, best_span, head_shapes

ASKED = "Why had the eel counts stopped?"
WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] eel eels were counted in may by the clerk . why ? weirs board otter ladder".split()


class Prefers:
    """Thinks that windows with a word answer, and points at their first statement; remembers what it was given."""

    lacking = None

    def __init__(self, word: str) -> None:
        self.word, self.given = word, [("", 0)]

    def load(self) -> None: ...

    def read(self, question: str, texts: Sequence[Window]) -> list[Reading]:
        self.given.append((question, len(texts)))
        return [Reading(float(self.word in w.text), w.passages[0].ordinal, None) for w in texts]


def passages(*texts: str) -> list[Passage]:
    return [Passage("weirs/8", n, Span(n, n + 1), "Weirs Board | Otter ladder\nWhy?", text) for n, text in enumerate(texts)]


SIZE, LAYERS, HEADS = 8, 2, 2


def random_tensors() -> dict[str, Any]:
    """Two layers of eight numbers over the words of WORDS, with both heads."""
    torch = pytest.importorskip("torch")
    chance = torch.Generator().manual_seed(3)
    shapes: dict[str, tuple[int, ...]] = dict(head_shapes(SIZE))
    for name, rows in (("word", len(WORDS)), ("position", 256), ("token_type", 2)):
        shapes[f"body.embeddings.{name}_embeddings.weight"] = (rows, SIZE)
    dense = [("attention.self.query", SIZE, SIZE), ("attention.self.key", SIZE, SIZE), ("attention.self.value", SIZE, SIZE)]
    dense += [("attention.output.dense", SIZE, SIZE), ("intermediate.dense", 2 * SIZE, SIZE), ("output.dense", SIZE, 2 * SIZE)]
    layers = [f"body.encoder.layer.{n}" for n in range(LAYERS)]
    for layer in layers:
        for name, out, taken in dense:
            shapes |= {f"{layer}.{name}.weight": (out, taken), f"{layer}.{name}.bias": (out,)}
    found = {name: torch.randn(shape, generator=chance) * 0.3 for name, shape in shapes.items()}
    for place in ("body.embeddings", *(f"{layer}.{name}" for layer in layers for name in ("attention.output", "output"))):
        found |= {f"{place}.LayerNorm.weight": torch.ones(SIZE), f"{place}.LayerNorm.bias": torch.zeros(SIZE)}
    return found


def random_reader(tensors: dict[str, Any]) -> Reader:
    tokenizers = pytest.importorskip("tokenizers")
    cut = tokenizers.implementations.BertWordPieceTokenizer({word: n for n, word in enumerate(WORDS)})
    return Reader(lambda: Network(tensors, cut._tokenizer, layers=LAYERS, heads=HEADS))


@pytest.fixture(scope="module")
def tiny() -> Reader:
    return random_reader(random_tensors())


# -- windows


def test_a_window_holds_the_first_line_of_the_heading_and_statements_in_their_order():
    [window] = windows(passages("Eels were counted.", "By the clerk."))
    assert window.text == "Weirs Board | Otter ladder\nEels were counted. By the clerk."
    assert window.ordinals == (0, 1)
    assert [window.ordinal_at(window.text.index(word)) for word in ("Weirs", "Eels", "clerk")] == [None, 0, 1]


def test_the_next_window_begins_in_the_middle_of_the_one_before():
    """Of 200 letters two fit and half of them is one: 0-1, 1-2, 2-3."""
    found = list(windows(passages(*["x" * 200] * 4)))
    assert [window.ordinals for window in found] == [(0, 1), (1, 2), (2, 3)]


@given(st.lists(st.integers(1, 2 * MOST), min_size=1, max_size=30))
def test_every_statement_is_in_a_window_and_none_is_too_long_unless_one_statement_is(lengths: list[int]):
    found = list(windows(passages(*("x" * n for n in lengths))))
    assert {n for window in found for n in window.ordinals} == set(range(len(lengths)))
    assert all(len(w.ordinals) == 1 or sum(lengths[n] + 1 for n in w.ordinals) <= MOST + 1 for w in found)
    assert all(w.ordinals == tuple(range(w.ordinals[0], w.ordinals[-1] + 1)) for w in found)


def test_the_windows_with_the_best_statements_of_the_best_items_are_read():
    """Worth: item 1 2.0, 1.7, 1.4, ... (each statement 0.3 below the one before), items 2 to 9 1.8, 1.7, 1.6, ..."""
    long = evidence(1, 2.0, *[("x" * 400, 1.0 - 0.3 * n) for n in range(8)])
    others = [evidence(n, 2.0 - n / 10, ("Eels were counted.", 0.5)) for n in range(2, 10)]
    found = best_windows([long, *others], 5)
    assert [(number, window.ordinals) for number, window in found] == [(1, (0,)), (2, (0,)), (1, (1,)), (3, (0,)), (4, (0,))]
    assert len(best_windows([long, *others])) == READ
    assert best_windows([]) == []


# -- the network


def test_each_window_gets_shares_and_words_of_its_own_and_the_same_again(tiny: Reader):
    texts = [*windows(passages("Eels were counted in May.")), *windows(passages("The otter ladder.", "By the clerk."))]
    found = tiny.read("Why eels?", texts)
    assert len(found) == 2
    for window, reading in zip(texts, found, strict=True):
        assert 0 < reading.answers < 1
        assert reading.span is not None
        assert 0 <= reading.span.start < reading.span.end <= len(window.text)
        assert reading.pointed == window.ordinal_at(reading.span.start)
    assert tiny.read("Why eels?", texts) == found
    one_by_one = [tiny.read("Why eels?", [window])[0].answers for window in texts]
    assert one_by_one == pytest.approx([reading.answers for reading in found], abs=1e-5)


def test_nothing_is_loaded_to_read_nothing():
    assert Reader(lambda: pytest.fail("loaded")).read("Why?", []) == []


def test_what_is_no_number_is_an_error():
    spoilt = random_tensors()
    spoilt["span.weight"][:] = float("nan")
    with pytest.raises(EmbedError, match="numbers"):
        random_reader(spoilt).read("Why?", list(windows(passages("Eels."))))


def test_a_question_too_long_loses_its_end_and_leaves_room_for_the_window(tiny: Reader):
    [window] = windows(passages("Eels were counted in May by the clerk."))
    [short], [long] = (tiny.read("eels " * count, [window]) for count in (MAX_QUESTION, 5 * MAX_QUESTION))
    assert long == short
    assert long.span is not None


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::SyntaxWarning")
def test_the_layers_written_out_give_what_transformers_gives():
    transformers, torch, bert = map(pytest.importorskip, ("transformers", "torch", "index.bert"))
    tensors = {name.removeprefix("body."): tensor for name, tensor in random_tensors().items() if name.startswith("body.")}
    shape = {"hidden_size": SIZE, "num_hidden_layers": LAYERS, "num_attention_heads": HEADS, "intermediate_size": 2 * SIZE}
    theirs = transformers.BertModel(transformers.BertConfig(vocab_size=len(WORDS), max_position_embeddings=256, **shape), False).eval()
    theirs.load_state_dict(tensors)
    ids, parts = torch.tensor([[2, 5, 6, 3, 7, 3], [2, 5, 3, 8, 3, 0]]), torch.tensor([[0, 0, 0, 0, 1, 1], [0, 0, 0, 1, 1, 0]])
    held = (ids != 0).long()
    with torch.inference_mode():
        wanted = theirs(input_ids=ids, attention_mask=held, token_type_ids=parts).last_hidden_state
        given = bert.Body(tensors, LAYERS, HEADS)(ids, held, parts)
    assert (given - wanted)[held.bool()].abs().max() < 1e-5


class Pieces:
    """A question of one piece and a text of three, between the pieces that mark their ends."""

    sequence_ids = (None, 0, None, 1, 1, 1, None)
    offsets = ((0, 0), (0, 3), (0, 0), (0, 4), (5, 9), (10, 12), (0, 0))


def test_the_likeliest_words_begin_before_they_end_and_stand_in_the_text():
    """5 + 1 is the most: 5 + 4 would end before it begins, and 9 + 9 stands in the question."""
    logits = np.array([[0, 0], [9, 9], [0, 0], [1, 4], [2, 3], [5, 1], [0, 0]], np.float32)
    assert best_span(logits, Pieces()) == Span(10, 12)  # type: ignore[arg-type]


# -- the weights


def lacking(reader: Reader | None) -> ModelError:
    """Why it can read nothing; tried once, and the same for whoever asks then."""
    assert reader
    [window] = windows(passages("Eels were counted."))
    assert reader.read("Why?", [window]) == []
    reader.load()
    assert reader.lacking
    return reader.lacking


def test_weights_that_are_missing_or_others_read_nothing_and_say_why(tmp_path: Path):
    file = tmp_path / "reader.safetensors"
    assert "missing" in lacking(reader_of(str(file), DEFAULT)).message
    file.write_bytes(b"no tensors")
    found, other = hashlib.sha256(b"no tensors").hexdigest(), "0" * 64
    assert found in lacking(reader_of(f"{file}@sha256:{other}", DEFAULT)).message
    assert "'reader'" in lacking(reader_of(f"{file}@sha256:{other}", DEFAULT)).hint
    assert "cannot be read" in lacking(reader_of(f"{file}@sha256:{found}", "")).message
    assert identity(str(file)) == found[:16]
    assert identity(str(tmp_path / "nowhere")) == identity(NONE) == ""


def test_an_answer_says_that_its_reader_could_not_be_used(tmp_path: Path):
    with world(tmp_path, WEIRS, LINES) as store:
        whole, without = assistant(store), assistant(store, reader=str(tmp_path / "nowhere.safetensors"))
        answer = without.ask(ASKED)
        assert any("nowhere.safetensors is missing" in notice for notice in answer.notices)
        assert answer.claims == whole.ask(ASKED).claims
        assert not any("reader" in notice for notice in whole.ask(ASKED).notices)


def test_one_reader_serves_all_who_name_its_weights(tmp_path: Path):
    assert reader_of(str(tmp_path / "a"), DEFAULT) is reader_of(str(tmp_path / "a"), "other")
    assert reader_of(str(tmp_path / "a"), DEFAULT) is not reader_of(str(tmp_path / "b"), DEFAULT)


def test_the_shipped_reader_goes_with_the_shipped_model_alone():
    assert reader_of(SHIPPED, DEFAULT)
    assert reader_of(SHIPPED, "another-model") is None
    assert reader_of(SHIPPED, "") is None
    assert reader_of(NONE, DEFAULT) is None
    assert identity(SHIPPED) == hashlib.sha256(FILE.read_bytes()).hexdigest()[:16]


def test_the_shipped_limits_were_fitted_with_the_shipped_reader_and_let_it_refuse():
    held = load_calibration()
    assert held.limits.read > 0
    assert held.index.reader == identity(SHIPPED)
    ours = fingerprint(held.index.embedder, reader=identity(SHIPPED))
    assert not strange(held, ours)
    assert not strange(held, replace_reader(ours, ""))
    assert "reader" in strange(held, replace_reader(ours, "another"))[0]


def replace_reader(print_: Fingerprint, reader: str) -> Fingerprint:
    return print_.model_copy(update={"reader": reader})


@pytest.mark.slow
def test_the_shipped_reader_tells_an_answer_from_a_near_miss():
    reader = reader_of(SHIPPED, DEFAULT)
    assert reader
    [window] = windows(passages("The eels were counted in May by the clerk, who found forty.", "The ladder waits for a price."))
    [answer], [near] = (reader.read(asked, [window]) for asked in ("Who counted the eels?", "How much will the ladder cost?"))
    assert answer.answers > 0.5 > near.answers
    assert answer.span is not None
    assert "clerk" in window.text[answer.span.start : answer.span.end]


def test_weights_of_another_network_are_refused(tmp_path: Path):
    torch, safetensors = pytest.importorskip("torch"), pytest.importorskip("safetensors.torch")
    file = tmp_path / "reader.safetensors"
    safetensors.save_file({"span.weight": torch.zeros(2, 8)}, file)
    assert "another network" in lacking(reader_of(str(file), "")).message


def test_an_answer_in_part_is_one():
    class Sure:
        def judge(self, question: str, texts: Sequence[str]) -> list[Judged]:
            return [Judged((0.5, 0.2, 0.3), None)]

    assert KINDS == ("answered", "partly", "near")
    [reading] = Reader(lambda: Sure()).read("Why?", list(windows(passages("Eels."))))  # type: ignore[arg-type, return-value]
    assert reading.answers == pytest.approx(0.7)


# -- what its word is worth


def test_an_item_whose_window_answers_rises_and_the_items_stay_the_same(tmp_path: Path):
    with world(tmp_path, WEIRS, LINES) as store:
        plain = Retriever(store).find(query(ASKED))
        prefers = Prefers("insurance")
        moved = Retriever(store, weights=replace(WEIGHTS, read=3.0), reader=prefers).find(query(ASKED))
        same = Retriever(store, weights=replace(WEIGHTS, read=0.0), reader=Prefers("insurance")).find(query(ASKED))
    assert plain[0].item.title == "Eel counts"
    assert all(e.readings == () and e.answers == 0.0 for e in plain)
    assert moved[0].item.title == "Insurance"
    assert moved[0].answers == 1.0
    assert {e.item.item_id for e in plain} == {e.item.item_id for e in moved}
    assert [e.number for e in moved] == list(range(1, len(moved) + 1))
    assert [e.item.item_id for e in same] == [e.item.item_id for e in plain]
    assert prefers.given[1:] == [(ASKED, min(READ, len(plain)))]


@pytest.mark.parametrize(
    "asked",
    [
        query("Who was there?", intent="head"),
        query("What was decided about the eel counts?", intent="decision"),
        query("What was item 9b of the eels about?", references=("9b",)),
        replace(query("Eel counts and insurance"), parts=(Scope(), Scope())),
        query("Who counted the eels?", intent="who"),
    ],
)
def test_what_one_window_cannot_judge_is_not_read(asked: Query, tmp_path: Path):
    prefers = Prefers("insurance")
    with world(tmp_path, WEIRS, LINES) as store:
        assert Retriever(store, reader=prefers).find(asked)
    assert prefers.given == [("", 0)]


def test_an_agenda_the_head_of_a_meeting_and_what_only_words_found_are_not_read(tmp_path: Path):
    one = evidence(1, 1.0, ("Eels were counted in May.", 1.0))
    near = replace(one, cosine=0.5)
    agenda, head = replace(near, document=replace(one.document, role="agenda")), replace(near, item=replace(one.item, kind="head"))
    prefers = Prefers("Eels")
    with world(tmp_path, WEIRS, LINES) as store:
        retriever = Retriever(store, reader=prefers)
        for best in (one, agenda, head):
            assert retriever.read(query("Were the eels counted?"), (best,)) == (best,)
        assert prefers.given == [("", 0)]
        assert retriever.read(query("Were the eels counted?"), (near,))[0].answers == 1.0


def test_a_question_is_refused_where_no_window_answers_and_only_where_one_was_read(tmp_path: Path):
    one = evidence(1, 1.0, ("Eels were counted in May.", 1.0))
    with world(tmp_path, WEIRS, LINES) as store:
        gate = Gate(store.catalog, 0.0, read=0.5)
        asked = query("Were the eels counted in May?")
        assert gate.answerable(asked, [one])
        assert gate.answerable(asked, with_readings(Prefers("Eels"), asked.standalone, [one]))
        assert not gate.answerable(asked, with_readings(Prefers("otters"), asked.standalone, [one]))
    assert read_well([one]) == 1.0


def test_the_statement_pointed_at_has_a_sign_and_the_others_none():
    one = evidence(1, 1.0, ("Eels were counted.", 1.0), ("The otters were not.", 0.9))
    [read] = with_readings(Prefers("otters"), "Were the otters counted?", [one])
    signs = statement_signs(query("Were the otters counted?"), [read])
    assert [signs[1, n].pointed for n in (0, 1)] == [1.0, 0.0]


def test_what_the_reader_prefers_is_still_in_the_words_of_the_minutes(tmp_path: Path):
    with world(tmp_path, WEIRS, LINES) as store:
        clerk = assistant(store)
        misled = replace(clerk, retriever=replace(clerk.retriever, reader=Prefers("insurance"), weights=replace(WEIGHTS, read=9.0)))
        answer = misled.ask(ASKED)
        assert answer.evidence[0].item.title == "Insurance"
        assert clerk.ask(ASKED).evidence[0].item.title == "Eel counts"
    texts = " ".join(" ".join(text.split()) for text in WEIRS.values())
    assert answer.problems == ()
    assert all(" ".join(c.quote.split()) in texts for c in answer.citations)


def test_a_store_of_another_embedder_is_not_read_and_a_file_named_is(tmp_path: Path):
    with world(tmp_path, WEIRS, LINES) as store:
        assert assistant(store).retriever.reader is None
        assert assistant(store, reader=str(tmp_path / "some.safetensors")).retriever.reader
    assert Config().reader == SHIPPED


# -- calibration


def test_the_least_reading_lies_between_what_answers_and_what_does_not():
    """Of 40 answered two may be refused; those at 0.1 and 0.2 are, and nothing is between 0.3 and 0.6: the middle of 0.31 .. 0.60."""
    there = [Signal("c", ("a.txt",), True, False, 0.9, None, "", read) for read in (0.1, 0.2, *[0.6] * 38)]
    near = [Signal("c", ("a.txt",), False, False, 0.9, None, "", read) for read in [0.3] * 10]
    found = fit([*there, *near])
    assert found.read == pytest.approx(0.46, abs=0.011)
    assert near[0].refused(found)
    assert not there[2].refused(found)
    assert not replace(near[0], read=None).refused(found)
    assert Limits(support=0.2).read == 0.0
