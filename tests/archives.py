"""Many small invented minutes for the tests of safe keeping, and what a reader sees of a store that holds them."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from fakes import LINES, WordEmbedding
from found import texts
from places import open_store

from index.ingest import ingest, remove
from index.minutes import Scope
from index.relabel import relabel
from index.sound import unsound
from index.store import Store
from index.view import View

SEED = 20190306


def minutes(number: int, items: int, said: str = "noted") -> str:
    """Minutes of a board of their own: a head and so many items, whose words nothing else has."""
    lines = [f"{n} | Matter {number}x{n} | The board {said} berth{number}n{n} of {n * 7 % 13} moorings" for n in range(1, items + 1)]
    return "\n".join([f"board-{number:02} 2019-03-{number % 28 + 1:02} minutes", *lines]) + "\n"


def written(folder: Path, count: int, largest: int, said: str = "noted") -> list[Path]:
    """So many files of 1 to ``largest`` items, by the seed."""
    sizes = random.Random(SEED)
    return _written(folder, [sizes.randint(1, largest) for _ in range(count)], said)


def mostly_short(folder: Path, count: int, largest: int) -> list[Path]:
    """So many files of 1 to ``largest`` items; as in life a few are long."""
    sizes = random.Random(SEED)
    return _written(folder, [*(int(largest ** sizes.random()) for _ in range(count - 1)), largest], "noted")


def _written(folder: Path, sizes: Sequence[int], said: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"m{number:02}.txt" for number in range(len(sizes))]
    for number, (path, size) in enumerate(zip(paths, sizes, strict=True)):
        path.write_text(minutes(number, size, said), "utf-8")
    return paths


def take_in(store: Path, files: Sequence[Path], acknowledged: Path | None = None) -> None:
    """Ingest; how many files are done stands in ``acknowledged``, at every moment."""

    def progress(_: str, done: int, total: int) -> None:
        if acknowledged:
            acknowledged.write_text(str(done))

    with open_store(store, WordEmbedding, create=True) as opened:
        report = ingest(opened, files, progress, pipeline=LINES)
        assert report.exit_code == 0, report


def take_out(store: Path, file: Path) -> None:
    with open_store(store, WordEmbedding) as opened:
        assert remove(opened, file)


def restrict(store: Path, file: Path, acknowledged: Path) -> None:
    """Label a file; that it is done stands in ``acknowledged``."""
    with open_store(store, WordEmbedding) as opened:
        relabel(opened, str(file.resolve()), "exempt", LINES)
        acknowledged.write_text("done")


def digest(store: Path) -> str:
    """Of what is shown; catalogue and vectors agree on it."""
    with open_store(store, WordEmbedding) as opened:
        assert opened.check() == []
        assert list(unsound(opened.catalog.revisions, opened.vectors)) == []
        return opened.catalog.revisions.digest()


def shown(store: Store | View) -> dict[str, str]:
    """The file of each document that is seen with the words of its passages, as both ways of searching show them."""
    words: defaultdict[str, list[str]] = defaultdict(list)
    for document in store.catalog.documents():
        for item in store.catalog.items(document.document_id):
            words[document.file] += [passage.text for passage in store.catalog.passages(item.item_id)]
    whole = store.whole if isinstance(store, View) else store
    assert not list(unsound(whole.catalog.revisions, whole.vectors))
    for document in store.catalog.documents():
        hits = store.dense("the board", Scope(bodies=(document.body_id,)), limit=1000)
        assert sorted(texts(store.catalog, hits)) == sorted(words[document.file])
    return {file: "\n".join(said) for file, said in words.items()}


def due(path: Path) -> str:
    """The words of the passages of a file that is shown whole."""
    head, *lines = path.read_text("utf-8").splitlines()
    return "\n".join([head, *(line.split("|")[2].strip() for line in lines)])


def moments(count: int, whole: float) -> Iterator[float]:
    """So many moments of something that takes ``whole`` seconds, by the seed."""
    chosen = random.Random(SEED)
    return (chosen.uniform(0, whole) for _ in range(count))
