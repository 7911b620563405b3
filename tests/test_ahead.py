"""Files are read, cut and embedded ahead of their turn; what comes of them is what came of them one by one."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import DIMENSION, LINES, WordEmbedding, Words, parse_lines
from found import texts
from sqlalchemy import event
from test_embed import model_folder

from index.embed import BATCH, Installed, _Weights
from index.embedding import MinutesEmbedding
from index.errors import BadFile
from index.folders import Labelling
from index.ingest import Pipeline, ingest
from index.minutes import Parsed, Source
from index.store import Store, open_store

ROOT = Path(__file__).parent.parent


def minutes(day: int, *texts: str) -> str:
    lines = [f"{n} | Matter {n} | {text}" for n, text in enumerate(texts, 1)]
    return "\n".join([f"dock-board 2019-03-{day:02} minutes", *lines]) + "\n"


def folder_of(tmp_path: Path, **files: str) -> Path:
    folder = tmp_path / "minutes"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


class Counting(Words):
    """Keeps the texts of each call; a text with "zebra" in it gets no vector."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.calls.append(list(texts))
        return np.stack([self._vector(text) * ("zebra" not in text) for text in texts])


def counted(encoder: Counting) -> MinutesEmbedding:
    return MinutesEmbedding(encoder, model_name="words", weights="0" * 64, dimension=DIMENSION, max_tokens=256)


def refusing(source: Source) -> Parsed:
    """A parser that one file cannot be read by, and that stumbles over another."""
    if "unreadable" in source.text:
        raise BadFile(f"{source.file}: it is nested too deep", "save it anew", code="E_STRUCTURE")
    if "stumble" in source.text:
        raise ZeroDivisionError
    return parse_lines(source)


def told(report) -> list[tuple[str, str, str, int]]:
    return [(entry.file, entry.outcome, entry.code, entry.items) for entry in report.entries]


def shown(store: Store) -> tuple:
    catalog = store.catalog
    vectors = sorted((name, place[1:], vector.tobytes()) for name, place, vector in store.vectors.held())
    return catalog.revisions.digest(), catalog.items(), vectors


def test_files_taken_in_together_come_out_as_one_by_one(tmp_path: Path):
    first = minutes(1, "The crane was mended.", "The gate was shut.")
    folder = folder_of(
        tmp_path,
        a=first,
        b="unreadable",
        c=first,
        d=minutes(2, "The bridge was painted."),
        e=minutes(3, "stumble"),
        f=minutes(1, "The crane was sold."),
        g=minutes(4, "The crane was mended.", "The lamp was lit."),
    )
    (folder / "h.png").write_bytes(b"no minutes")
    one = replace(LINES, parse=refusing)
    with open_store(tmp_path / "together", WordEmbedding, create=True) as together:
        report = ingest(together, [folder], pipeline=one)
        assert told(report) == [
            ("a.txt", "added", "", 3),
            ("b.txt", "failed", "E_STRUCTURE", 0),
            ("c.txt", "duplicate", "I_DUPLICATE", 0),
            ("d.txt", "added", "", 2),
            ("e.txt", "failed", "E_INTERNAL", 0),
            ("f.txt", "added", "", 2),
            ("g.txt", "added", "", 3),
            ("h.png", "skipped", "E_TYPE", 0),
        ]
        assert together.check() == []
        whole = shown(together)
    with open_store(tmp_path / "single", WordEmbedding, create=True) as single:
        entries = [entry for path in sorted(folder.iterdir()) for entry in ingest(single, [path], pipeline=one).entries]
        assert [entry for entry in entries if entry.file != "h.png"] == list(report.entries[:-1])
        assert shown(single) == whole


def test_the_passages_of_several_files_are_embedded_in_one_call_and_only_once(tmp_path: Path):
    files = {name: minutes(day, f"The crane {name} was mended.", "Nothing else was said.") for day, name in enumerate("abc", 1)}
    encoder = Counting()
    with open_store(tmp_path / "store", lambda: counted(encoder), create=True) as store:
        ingest(store, [folder_of(tmp_path, **files)], pipeline=LINES)
        # three heads, three first items, and one second item, whose words are the same in all
        assert [len(call) for call in encoder.calls] == [7]
        assert store.vectors.count() == 9


def test_no_more_files_are_embedded_together_than_have_so_many_passages(tmp_path: Path):
    files = {name: minutes(day, f"The crane {name} was mended.") for day, name in enumerate("abcd", 1)}
    encoder = Counting()
    with open_store(tmp_path / "store", lambda: counted(encoder), create=True) as store:
        ingest(store, [folder_of(tmp_path, **files)], pipeline=replace(LINES, together=3))
    assert [len(call) for call in encoder.calls] == [4, 4]


def test_a_passage_without_a_vector_fails_its_own_file_and_no_other(tmp_path: Path):
    folder = folder_of(tmp_path, a=minutes(1, "The crane."), b=minutes(2, "A zebra."), c=minutes(3, "The gate."))
    with open_store(tmp_path / "store", lambda: counted(Counting()), create=True) as store:
        report = ingest(store, [folder], pipeline=LINES)
        assert told(report) == [("a.txt", "added", "", 2), ("b.txt", "failed", "E_EMBED", 0), ("c.txt", "added", "", 2)]
        assert (store.vectors.count(), report.exit_code) == (4, 70)
        assert store.check() == []


def test_the_next_file_is_read_while_one_is_written(tmp_path: Path):
    folder = folder_of(tmp_path, a=minutes(1, "The crane."), b=minutes(2, "The bridge."))
    second, seen = threading.Event(), []

    def reading(source: Source) -> Parsed:
        if source.file == "b.txt":
            second.set()
        return parse_lines(source)

    def step(name: str) -> None:
        if name == "filing" and not seen:
            seen.append(second.wait(60))

    with open_store(tmp_path / "store", WordEmbedding, create=True) as store:
        ingest(store, [folder], pipeline=replace(LINES, parse=reading, step=step, together=1))
    assert seen == [True]


def test_a_run_that_ends_early_ends_what_was_begun_ahead_and_reads_no_further(tmp_path: Path):
    folder = folder_of(tmp_path, **{f"m{day:02}": minutes(day, f"The crane {day}.") for day in range(1, 29)})
    read: list[str] = []

    def reading(source: Source) -> Parsed:
        read.append(source.file)
        return parse_lines(source)

    def stopped(_: str, done: int, __: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    before = set(threading.enumerate())
    with open_store(tmp_path / "store", WordEmbedding, create=True) as store:
        with pytest.raises(KeyboardInterrupt):
            ingest(store, [folder], stopped, replace(LINES, parse=reading, together=1))
        assert [document.file for document in store.catalog.documents()] == ["m01.txt", "m02.txt"]
        assert [document.file for document in store.catalog.documents()] == read[:2]
        until = time.monotonic() + 60
        while set(threading.enumerate()) - before and time.monotonic() < until:
            time.sleep(0.01)
        assert set(threading.enumerate()) - before == set()
    assert len(read) <= 10  # three are done or at their turn, and each of two threads has one waiting and one in hand


def test_what_is_private_in_the_end_is_not_kept_as_it_was_embedded_ahead(tmp_path: Path):
    folder = folder_of(tmp_path, a=minutes(1, "The crane."), b=minutes(2, "The bridge."))
    (folder / "labels.toml").write_text('[files]\n"b.txt" = "exempt"\n')
    with open_store(tmp_path / "store", WordEmbedding, create=True) as store:
        ingest(store, [folder], pipeline=LINES)
        public = store.seen_by(("open",))
        assert [document.file for document in public.catalog.documents()] == ["a.txt"]
        assert texts(public.catalog, public.dense("the bridge", limit=9)) == ["The crane.", "dock-board 2019-03-01 minutes"]


def test_a_file_that_may_not_be_taken_in_is_not_looked_into(tmp_path: Path):
    folder = folder_of(tmp_path, a=minutes(1, "The crane."))
    read: list[str] = []
    watched = replace(LINES, parse=lambda source: read.append(source.file) or parse_lines(source))
    with open_store(tmp_path / "store", WordEmbedding, create=True) as store:
        report = ingest(store, [folder], pipeline=watched, labelling=Labelling(required=True))
        assert [entry.outcome for entry in report.entries] == ["failed"]
        assert read == []
        ingest(store, [folder], pipeline=watched)
        ingest(store, [folder], pipeline=watched)
    assert read == ["a.txt"]


def test_an_unchanged_file_is_found_unchanged_without_any_heavy_library(tmp_path: Path):
    folder, model = folder_of(tmp_path, a=minutes(1, "The crane.")), model_folder(tmp_path / "model")
    with open_store(tmp_path / "store", WordEmbedding, create=True) as store:
        ingest(store, [folder], pipeline=replace(LINES, version=Pipeline().version))
        store.catalog.revisions.identify("fingerprint", Installed(str(model)).fingerprint)
    script = (
        "import sys\nfrom pathlib import Path\nfrom index.embed import Installed\nfrom index.ingest import ingest\n"
        "from index.store import open_store\n"
        f"with open_store(Path({str(tmp_path / 'store')!r}), Installed({str(model)!r})) as store:\n"
        f"    print([entry.outcome for entry in ingest(store, [Path({str(folder)!r})]).entries])\n"
        "print([m for m in ('torch', 'chromadb', 'llama_index', 'sentence_transformers') if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True, text=True)
    assert done.stdout.splitlines() == ["['unchanged']", "[]"], done.stderr


# -- the encoder


class Stub:
    """A model whose vector of a text is its length; it keeps what it was given, and waits where it is told to."""

    def __init__(self) -> None:
        self.calls: list[list[int]] = []
        self.begun, self.go = threading.Event(), threading.Event()

    def encode(self, texts: list[str]) -> np.ndarray:
        self.calls.append([len(text) for text in texts])
        self.begun.set()
        assert self.go.wait(60)
        return np.array([[len(text)] for text in texts], dtype=np.float32)


class Stubbed(_Weights):
    def _loaded(self) -> Stub:
        return self._model

    def count(self, text: str) -> int:
        return len(text)


def stubbed(stub: Stub) -> Stubbed:
    weights = Stubbed(Path())
    weights._model = stub
    return weights


def test_texts_are_embedded_longest_first_and_given_back_in_their_order():
    stub = Stub()
    stub.go.set()
    lengths = [3, 90, 1, 40] * BATCH
    assert stubbed(stub).encode(["x" * length for length in lengths])[:, 0].tolist() == lengths
    assert stub.calls == [[length] * BATCH for length in (90, 40, 3, 1)]


def test_a_question_waits_for_one_batch_and_not_for_all_of_them():
    stub = Stub()
    weights = stubbed(stub)
    bulk = threading.Thread(target=weights.encode, args=(["x" * 50] * BATCH * 4,))
    bulk.start()
    assert stub.begun.wait(60)
    question = threading.Thread(target=weights.encode, args=(["what?"],))
    question.start()
    until = time.monotonic() + 60
    while not weights._turn.locked() and time.monotonic() < until:
        time.sleep(0.001)
    stub.go.set()
    bulk.join(60)
    question.join(60)
    assert [call[0] for call in stub.calls] == [50, 5, 50, 50, 50]


# -- the catalogue


def test_what_is_asked_for_every_file_is_found_without_going_through_all_that_is_held(store: Store):
    asked: list[tuple[str, tuple]] = []
    engine = store.catalog.revisions._engine
    event.listen(engine, "before_cursor_execute", lambda _, __, statement, values, *___: asked.append((statement, values)))
    revisions = store.catalog.revisions
    for question in (
        lambda: revisions.at("a"),
        lambda: revisions.holding("a"),
        lambda: revisions.owned({"dock-board/2019-03-01/minutes"}, "a"),
        lambda: revisions.issued({"dock-board/2019-03-01/minutes"}),
    ):
        question()
    with engine.connect() as connection:
        for statement, values in list(asked):
            steps = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
            assert not [step for step in steps if step.startswith("SCAN") or "ix_revisions_state" in step], steps
    assert len(asked) >= 4
