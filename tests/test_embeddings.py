"""An embeddings endpoint: vectors in the order of the texts, and whatever it does wrong in our own words, without key or text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from fakes import LINES, Words
from model_server import Line, served
from worlds import WEIRS

from assistant.build import embedder_of, open_assistant
from assistant.config import Config
from index import embeddings
from index.embed import fingerprint, load_embedder, text_vectors, token_count
from index.embeddings import BATCH, estimated, reach
from index.errors import AssistantError, EmbedError, ModelError, ServerAway, WrongStore
from index.ingest import ingest
from index.read import read
from index.store import Store

KEY, TEXT = "sk-canary-5150", "The board noted the otter ladder."
MODEL = "words-256"
Answer = Callable[[list[str]], object]


def vectors(texts: list[str]) -> list[dict[str, object]]:
    return [{"object": "embedding", "index": n, "embedding": vector.tolist()} for n, vector in enumerate(Words().encode(texts))]


def answer(rows: list[dict[str, object]], model: str = MODEL) -> dict[str, object]:
    return {"object": "list", "data": rows, "model": model, "usage": {"prompt_tokens": 1, "total_tokens": 1}}


def rightly(texts: list[str]) -> object:
    return answer(vectors(texts))


@contextmanager
def endpoint(*answers: Answer, then: Answer = rightly) -> Iterator[tuple[str, list[bytes]]]:
    """A server that gives these answers, one a request, and ``then`` from there on; its address, and the requests it was sent."""
    left = list(answers)
    seen: list[bytes] = []

    def play(line: Line) -> None:
        texts = json.loads(seen[-1].partition(b"\r\n\r\n")[2])["input"]
        said = (left.pop(0) if left else then)(texts)
        line.status("200 OK", said if isinstance(said, str) else json.dumps(said))

    with served(play) as (url, requests):
        seen = requests
        yield url, requests


def test_vectors_come_in_the_order_of_the_texts_whatever_the_order_of_the_reply():
    texts = [f"number {n}" for n in range(BATCH + 3)]
    with endpoint(then=lambda asked: answer(vectors(asked)[::-1])) as (url, requests):
        made = text_vectors(reach(url, MODEL, KEY), texts)
    assert np.allclose(made, Words().encode(texts), atol=1e-6)
    sizes = [len(json.loads(request.partition(b"\r\n\r\n")[2])["input"]) for request in requests]
    assert sizes == [1, BATCH, 3]  # the first asks for the size of all
    assert all(f"Authorization: Bearer {KEY}".encode().lower() in request.lower() for request in requests)


def test_vectors_have_length_one():
    with endpoint(then=lambda asked: answer([{"object": "embedding", "index": n, "embedding": [3, 4]} for n in range(len(asked))])) as (
        url,
        _,
    ):
        assert text_vectors(reach(url, MODEL), ["a", "b"]).tolist() == [pytest.approx([0.6, 0.8])] * 2


def test_an_endpoint_is_known_by_its_model_and_the_size_of_its_vectors_and_not_by_its_address():
    with endpoint() as (one, _), endpoint() as (other, _):
        assert fingerprint(reach(one, MODEL, KEY)) == fingerprint(reach(other, MODEL)) == f"{MODEL}:endpoint:256:256"


def row(index: int, *vector: object) -> dict[str, object]:
    return {"object": "embedding", "index": index, "embedding": list(vector)}


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        (answer([row(0, 1, 0)]), EmbedError, "1 vectors for 2 texts"),
        (answer([row(0, 1, 0), row(0, 0, 1)]), EmbedError, "2 vectors for 2 texts"),
        (answer([row(1, 1, 0), row(2, 0, 1)]), EmbedError, "2 vectors for 2 texts"),
        (answer([row(0, 1, 0), row(1, 0, 1), row(2, 0, 1)]), EmbedError, "3 vectors for 2 texts"),
        (answer([row(0, 1, 0), row(1, 0, 1, 0)]), EmbedError, "vectors of size 3 in place of 256"),
        (answer([row(0, 1, 0), row(1, 0, 1)]), EmbedError, "vectors of size 2 in place of 256"),
        (answer([row(0, *[0] * 256), row(1, *[1] * 256)]), EmbedError, "zero or not a number"),
        (answer([row(0, *[1] * 256), row(1, *[float("nan")] * 256)]), EmbedError, "zero or not a number"),
        (answer([row(0, *["x"] * 256), row(1, *[1] * 256)]), ServerAway, "sent what cannot be read"),
        (answer([row(0, *[1] * 256), row(1, *[1] * 256)], model="another"), ModelError, "another model"),
        ({"object": "list"}, ServerAway, "sent what cannot be read"),
        ([1, 2], ServerAway, "sent what cannot be read"),
        ("<html>", ServerAway, "sent what cannot be read"),
    ],
)  # fmt: skip
def test_an_answer_that_is_not_one_vector_a_text_is_refused(said: object, kind: type[AssistantError], words: str):
    with endpoint(rightly, lambda _: said) as (url, requests):
        embedder = reach(url, MODEL, KEY)
        with pytest.raises(kind, match=words) as raised:
            text_vectors(embedder, [TEXT, "other"])
    assert type(raised.value) is kind
    told = f"{raised.value.message} {raised.value.hint}"
    assert (KEY in told, TEXT in told) == (False, False)
    assert len(requests) == 2  # nothing is sent twice


def refusing(status: str, *headers: str) -> Callable[[Line], None]:
    return lambda line: line.status(status, json.dumps({"error": {"message": f"{KEY} {TEXT}"}}), *headers)


def flooding(line: Line) -> None:
    line.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    for _ in range(100):
        line.send(b" " * 10_000)


FAULTS = {
    "401": (refusing("401 Unauthorized"), ModelError, "refused our key"),
    "403": (refusing("403 Forbidden"), ModelError, "refused our key"),
    "404": (refusing("404 Not Found"), ModelError, "is not known at the configured address"),
    "400": (refusing("400 Bad Request"), EmbedError, "refused the request, perhaps as too long"),
    "429": (refusing("429 Too Many Requests", "Retry-After: 60"), ServerAway, "has too much to do"),
    "500": (refusing("500 Internal Server Error"), ServerAway, "failed"),
    "503": (refusing("503 Service Unavailable"), ServerAway, "failed"),
    "hangs up": (lambda line: None, ServerAway, "cannot be reached"),
    "no HTTP": (lambda line: line.send(b"SSH-2.0\r\n"), ServerAway, "cannot be reached"),
    "silence": (lambda line: line.rest(5), ServerAway, "did not answer in time"),
    "a flood": (flooding, ServerAway, "does not come to an end"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_endpoint_is_named_in_our_words_and_nothing_is_sent_twice(fault: str, monkeypatch, caplog):
    play, kind, words = FAULTS[fault]
    monkeypatch.setattr(embeddings, "BYTES", 100_000)
    with served(play) as (url, requests), pytest.raises(kind) as raised:
        reach(url, MODEL, KEY, seconds=0.5)
    assert (type(raised.value), raised.value.message) == (kind, f"The embeddings endpoint {words}.")
    assert KEY not in f"{raised.value.hint}{caplog.text}{raised.value.__cause__}"
    assert len(requests) == 1


def test_a_redirect_takes_no_text_elsewhere():
    elsewhere = served(lambda line: line.status("200 OK", json.dumps(rightly(["minutes"]))))
    with elsewhere as (target, asked), served(lambda line: line.status("307 Temporary Redirect", "", f"Location: {target}")) as (url, _):
        with pytest.raises(ServerAway):
            reach(url, MODEL, KEY, seconds=2)
        assert not asked


@pytest.mark.parametrize(("text", "pieces"), [("", 0), ("board", 2), ("The otter", 3), ("£18,400", 7), ("9b.", 3), ("naïve", 3)])
def test_without_its_tokenizer_a_text_is_taken_for_rather_too_many_pieces(text: str, pieces: int):
    """board: boar|d. £18,400: a sign, five digits and a comma. naïve: na|ï|ve."""
    assert estimated(text) == pieces


@pytest.mark.slow
def test_the_estimate_is_hardly_ever_below_what_the_shipped_model_counts():
    embedder = load_embedder()
    corpus = Path(__file__).parents[1] / "eval" / "corpus"
    parts = [part for path in sorted(corpus.glob("*.txt")) for part in read(path).text.split("\n\n") if len(part) > 40]
    below = [part for part in parts if estimated(part) < token_count(embedder, part)]
    assert len(parts) > 50
    assert len(below) <= len(parts) * 0.02


def filled(url: str, folder: Path) -> Config:
    config = Config(store=folder / "store", embeddings_url=url, embeddings_model=MODEL, embeddings_key=KEY)  # type: ignore[arg-type]
    paths = [folder / name for name in WEIRS]
    for path in paths:
        path.write_text(WEIRS[path.name], "utf-8")
    with open_assistant(config, create=True) as assistant:
        assert ingest(assistant.store.whole, paths, pipeline=LINES).exit_code == 0
    return config


def hits(store: Store) -> list[str]:
    return [hit.item_id for hit in store.by_meaning("eel counts stopped spring", limit=3)]


def test_a_store_made_by_an_endpoint_is_asked_by_meaning_and_refuses_another_model(tmp_path: Path):
    with endpoint() as (url, _):
        config = filled(url, tmp_path)
        with open_assistant(config) as assistant:
            assert hits(assistant.store.whole)[0] == "weirs/2018-04-04/minutes/02"
    with endpoint(then=lambda texts: answer(vectors(texts), "words-512")) as (url, _):
        other = config.model_copy(update={"embeddings_url": url, "embeddings_model": "words-512"})
        with open_assistant(other) as assistant, pytest.raises(WrongStore, match=r"words-256:endpoint.*words-512:endpoint"):
            hits(assistant.store.whole)


def test_while_the_endpoint_is_away_words_must_do_and_nothing_is_taken_in(tmp_path: Path):
    with endpoint() as (url, _):
        config = filled(url, tmp_path)
    with open_assistant(config) as assistant:
        assert hits(assistant.store.whole) == []
        answered = assistant.ask("Why had the eel counts stopped?")
        assert [notice for notice in answered.notices if "by words alone" in notice and "E_AWAY" in notice]
        with pytest.raises(ServerAway, match=r"The embeddings endpoint cannot be reached\."):
            ingest(assistant.store.whole, [tmp_path / "weir-2018.txt"], pipeline=LINES)


def test_a_file_whose_vectors_are_none_is_left_out_and_the_others_come_in(tmp_path: Path):
    def wrongly(texts: list[str]) -> object:  # where a text of one file is among those asked for
        return answer(vectors(texts)[1 if any("kite" in text for text in texts) else 0 :])

    config = Config(store=tmp_path / "store", embeddings_model=MODEL)
    paths = [tmp_path / name for name in WEIRS]
    for path in paths:
        path.write_text(WEIRS[path.name], "utf-8")
    with endpoint(then=wrongly) as (url, _), open_assistant(config.model_copy(update={"embeddings_url": url}), create=True) as assistant:
        report = ingest(assistant.store.whole, paths, pipeline=LINES)
        assert sorted(entry.outcome for entry in report.entries) == ["added", "added", "failed"]
        assert [(entry.file, entry.code) for entry in report.entries if entry.outcome == "failed"] == [("kites-2020.txt", "E_EMBED")]


def test_without_an_endpoint_the_embedder_is_loaded_by_its_name():
    asked: list[tuple[str, bool]] = []
    embedder_of(Config(embedder="mine"), lambda *of: asked.append(of))()  # type: ignore[arg-type, return-value, func-returns-value]
    assert asked == [("mine", False)]
