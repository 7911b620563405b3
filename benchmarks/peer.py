"""LlamaIndex with its defaults beside us: taking in, question time, and whether the right item is found."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from assistant.assistant import Assistant
from assistant.build import open_assistant
from assistant.config import Config
from benchmarks.figures import Figure, Section, median, p95, ratio, share
from benchmarks.harness import Numbers, child, in_turns, timed
from benchmarks.hashed import loader
from benchmarks.hits import Stretch, held, hit, touched
from benchmarks.llama import Peer, installed, stretches
from benchmarks.questions import questions
from benchmarks.setting import Setting
from benchmarks.stores import kept, take_in
from benchmarks.taking import invented
from eval.cases import Case, load_cases
from eval.grounding import minutes_files
from eval.material import CASES, CORPUS, case_files, structure_file
from eval.structure import Structure, load_structure

TITLE = "LlamaIndex beside us"
ABOUT = """
LlamaIndex put together as its tutorial does (`benchmarks/llama.py`): SimpleDirectoryReader, SentenceSplitter at {chunks} tokens with
an overlap of 20, ChromaVectorStore on disk, the same MiniLM, one thread, the ten nearest chunks. Taking in: {documents} invented
documents, each side in a process of its own, in turns, imports and the model loaded before the clock starts. Question time: `retrieve`
on both sides, in turns, in one process, over the files of the questions and over {items:,} invented items. Hits: the {cases} questions
without earlier turns that rest on an item; `held` gives a chunk the one item that holds most of it, as a citation needs, `touched`
every item of which it covers half (or that holds half of it).
"""
CHUNKS = (1024, 256)
LARGEST = 10_000  # items: a larger archive would keep the peer busy for an hour


def measure(setting: Setting) -> Section:
    if not installed():
        return Section("peer", TITLE, "Not measured: the extra `bench` of pyproject.toml is not installed; `make bench` installs it.", ())
    items = max((size for size in setting.items if size <= LARGEST), default=min(setting.items))
    cases = _cases(setting)
    figures = [*_taking_in(setting), *_asking(setting, items), *_hits(setting)]
    about = ABOUT.format(chunks=" and ".join(map(str, CHUNKS)), documents=setting.documents, items=items, cases=len(cases))
    return Section("peer", TITLE, about, tuple(figures))


def _taking_in(setting: Setting) -> list[Figure]:
    with invented(setting.documents) as minutes:
        characters = sum(path.stat().st_size for path in minutes.iterdir())
        made: dict[str, float] = {}

        def side(name: str, target: str, **given: str | int | bool) -> float:
            found = child(target, minutes=str(minutes), store=str(minutes.parent / name), **given)
            made[name] = found["passages"][0]
            return found["seconds"][0]

        sides = {"ours": partial(side, "ours", "benchmarks.taking:took_in", hashed=setting.hashed)}
        sides |= {f"{n}": partial(side, f"{n}", "benchmarks.peer:took_in", chunk=n) for n in CHUNKS}
        found = in_turns(setting.rounds, sides)
    figures = []
    for name in sides:
        whose = "ours" if name == "ours" else f"peer at {name}"
        figures += [
            Figure(f"taking in, {whose}: passages a second", made[name] / median(found[name])),
            Figure(f"taking in, {whose}: characters a second", characters / median(found[name])),
        ]
    rates = {name: made[name] / median(found[name]) for name in sides}
    return [
        *figures,
        Figure("taking in: our passages a second, of the peer's at 256", rates["ours"] / rates["256"], "times", least=1.0),
        Figure("taking in: our characters a second, of the peer's at 256", ratio(found["256"], found["ours"]), "times", least=1.0),
    ]


def took_in(minutes: str, store: str, chunk: int) -> Numbers:
    """``seconds`` that the peer takes for the folder, into an index that is not there yet; ``passages``: its chunks."""
    shutil.rmtree(store, ignore_errors=True)
    peer = Peer(Path(store), chunk)
    seconds = timed(lambda: peer.take_in(sorted(Path(minutes).iterdir())))
    return {"seconds": [seconds], "passages": [float(peer.chunks)]}


# -- how long a question takes


def _asking(setting: Setting, items: int) -> list[Figure]:
    archive = kept(setting.folder, items, setting.hashed)
    for chunk in CHUNKS:
        index = archive.store.parent / f"peer-{chunk}"
        if not (index / "done").exists():
            child("benchmarks.peer:took_in", minutes=str(archive.minutes), store=str(index), chunk=chunk)
            (index / "done").touch()
    found = child("benchmarks.peer:asked", home=str(archive.store.parent), number=setting.questions, hashed=setting.hashed)
    figures = [Figure(f"question over {items:,} items, ours (retrieve)", 1000 * median(found["ours"]), "ms")]
    figures += [Figure(f"question over {items:,} items, ours: p95", 1000 * p95(found["ours"]), "ms")]
    for chunk in CHUNKS:
        figures += [
            Figure(f"question over {items:,} items, peer at {chunk}", 1000 * median(found[f"{chunk}"]), "ms"),
            Figure(
                f"question over {items:,} items: ours, of the peer's at {chunk}", ratio(found["ours"], found[f"{chunk}"]), "times", most=1.0
            ),
        ]
    return figures


def asked(home: str, number: int, hashed: bool) -> Numbers:
    """Seconds for each question, of ours and of the peer's indexes, in turns; each side asks the same, none twice."""
    folder = Path(home)
    peers = {f"{chunk}": Peer(folder / f"peer-{chunk}", chunk) for chunk in CHUNKS}
    found: Numbers = {"ours": [], **{name: [] for name in peers}}
    with open_assistant(Config(store=folder / "store", reader="none"), load=loader(hashed)) as assistant:
        for question in islice(questions("warm"), 3):
            _asked_once(assistant, peers, question)
        for question in islice(questions("peer"), number):
            for name, seconds in _asked_once(assistant, peers, question).items():
                found[name].append(seconds)
    return found


def _asked_once(assistant: Assistant, peers: dict[str, Peer], question: str) -> dict[str, float]:
    ours = timed(lambda: assistant.retrieve(question))
    return {"ours": ours, **{name: timed(partial(peer.retrieve, question)) for name, peer in peers.items()}}


# -- whether the right item is found


def _hits(setting: Setting) -> list[Figure]:
    given = {"cases": str(setting.cases or CASES), "minutes": str(setting.minutes or CORPUS)}
    found = child("benchmarks.peer:found", **given, hashed=setting.hashed)
    files = len(minutes_files(setting.minutes or CORPUS))
    figures = []
    for name in ("ours", *map(str, CHUNKS)):
        whose = "ours" if name == "ours" else f"peer at {name}"
        figures.append(Figure(f"question over {files} files, {whose}", 1000 * median(found[f"{name}.seconds"]), "ms"))
        figures += [Figure(f"{kind}, {whose}", found[f"{name}.{kind}"][0]) for kind in KINDS]
    gain = found["ours.hit@1 (held)"][0] - found["256.hit@1 (held)"][0]
    at_most = ratio(found["ours.seconds"], found["256.seconds"])
    return [
        *figures,
        Figure(f"question over {files} files: ours, of the peer's at 256", at_most, "times", most=1.0),
        Figure("hit@1 (held), above the peer's at 256", gain, least=0.3),
        Figure("hit@1 (touched), above the peer's at 256", found["ours.hit@1 (touched)"][0] - found["256.hit@1 (touched)"][0]),
    ]


KINDS = tuple(f"hit@{k} ({how})" for how in ("held", "touched") for k in (1, 10))


def found(cases: str, minutes: str, hashed: bool) -> Numbers:
    """For ours and each of the peer's indexes the shares of questions that led to a right item, and the seconds of each."""
    files, chosen = minutes_files(Path(minutes)), chosen_cases(Path(cases))
    structure = load_structure(structure_file(case_files(Path(cases))[0].parent, Path(minutes)))
    numbers: Numbers = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        take_in(Path(minutes), Path(scratch) / "store", hashed)
        peers = {f"{chunk}": Peer(Path(scratch) / f"peer-{chunk}", chunk) for chunk in CHUNKS}
        for peer in peers.values():
            peer.take_in(files)
        with open_assistant(Config(store=Path(scratch) / "store", reader="none"), load=loader(hashed)) as assistant:
            _asked_once(assistant, peers, "What was decided?")
            ranked = {case.id: _ranked(assistant, peers, case, numbers) for case in chosen}
    for name in ("ours", *peers):
        numbers |= _shares(name, structure, chosen, [ranked[case.id][name] for case in chosen])
    return numbers


def chosen_cases(path: Path) -> list[Case]:
    """Those that both sides can be asked: without earlier turns and without a choice of what to search, resting on an item."""
    return [case for case in load_cases(case_files(path)) if case.gold and not case.history and not case.within]


def _cases(setting: Setting) -> list[Case]:
    return chosen_cases(setting.cases or CASES)


def _ranked(assistant: Assistant, peers: dict[str, Peer], case: Case, numbers: Numbers) -> dict[str, list[Stretch]]:
    """What each side returns for the question, in turns; its seconds are added to ``numbers``."""
    ours: list[Stretch] = []
    theirs: dict[str, list[Stretch]] = {}

    def search() -> None:
        ours.extend(Stretch(e.document.file, e.item.span.start, e.item.span.end) for e in assistant.retrieve(case.question)[1])

    numbers.setdefault("ours.seconds", []).append(timed(search))
    for name, peer in peers.items():
        nodes: list[object] = []
        numbers.setdefault(f"{name}.seconds", []).append(timed(lambda peer=peer, nodes=nodes: nodes.extend(peer.retrieve(case.question))))  # type: ignore[misc]
        theirs[name] = stretches(nodes)
    return {"ours": ours, **theirs}


def _shares(name: str, structure: Structure, cases: Sequence[Case], ranked: Sequence[list[Stretch]]) -> Numbers:
    readings = {"held": held, "touched": touched}
    return {
        f"{name}.hit@{k} ({how})": [share([hit(case.gold, of(structure, one), k) for case, one in zip(cases, ranked, strict=True)])]
        for how, of in readings.items()
        for k in (1, 10)
    }
