"""Retrieval and whole answers beside their floors: what one question costs the encoder, the vector search and FTS5 alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import cycle, islice
from pathlib import Path
from random import Random

from assistant.answer import ANYWHERE
from assistant.assistant import Assistant
from assistant.build import open_assistant
from assistant.config import Config
from benchmarks.bare import Bare, Cost, Search, plan_takes
from benchmarks.figures import Figure, Line, Plot, Section, exponent, median, p95, ratio, share
from benchmarks.harness import Numbers, child, timed
from benchmarks.hashed import loader
from benchmarks.questions import bodies_of, places_of, questions, years_of
from benchmarks.setting import Setting
from benchmarks.stores import kept
from index.minutes import Scope

ABOUT = """
The product's `retrieve` (question to ranked items) takes turns with the floor: encode the question with the bare SentenceTransformer,
search the vectors the way that the plan takes for this size and scope (Chroma, or an exact scan; the other is timed beside it), and
two bare FTS5 queries, over passages and over items, with the same words (200 rows each, row and score only, of both tables whole).
A whole extractive answer takes turns with the same floor of other questions. No question is
asked twice. `archive`: nothing named; `named`: the question names a place, and the plan makes of it what it makes; `body`: one body
chosen; `year`: one body and one year chosen.
The product runs the model that ships by torch alone (index/bert.py), which takes some two thirds of what SentenceTransformer takes for one
question: part of what the floor is missed or met by is that.
"""
WARM = 3
# times the floor: up to how many passages, retrieval, whole answer
ASKED = ((20_000, 1.3, 2.0), (1_000_000, 1.6, 2.0))


def measure(setting: Setting) -> Section:
    """Each size of archive in a process of its own."""
    figures: list[Figure] = []
    growth: dict[str, list[tuple[float, float]]] = {}
    for items in setting.items:
        store = kept(setting.folder, items, setting.hashed).store
        found = child("benchmarks.floors:measured", store=str(store), number=setting.questions, hashed=setting.hashed)
        figures += beside_floors(found)
        for kind in ("archive", "year"):
            growth.setdefault(kind, []).append((found["passages"][0], 1000 * median(found[f"{kind}.retrieve"])))
    lines = tuple(Line(kind, tuple(points)) for kind, points in growth.items())
    figures += [Figure(f"retrieve, {line.name}: exponent of growth", exponent(line.points)) for line in lines if len(line.points) > 1]
    plot = Plot("growth.png", "Question to ranked items", "passages", "ms (median)", lines)
    return Section("floors", "Retrieval beside its floors", ABOUT, tuple(figures), (plot,))


def measured(store: str, number: int, hashed: bool) -> Numbers:
    """Seconds for each question of each kind: ``retrieve`` with its floor, ``answer`` with its own."""
    with open_assistant(Config(store=Path(store), reader="none"), load=loader(hashed)) as assistant:
        kinds = _kinds(assistant)
        for question in islice(questions("warm"), WARM):
            assistant.ask(question)
        bare = Bare(Path(store), hashed)
        found: Numbers = {"passages": [float(bare.passages)]}
        for question in islice(questions("warm bare"), WARM):
            bare.cost(question, ANYWHERE)
        for kind, asked in kinds.items():
            found |= _beside(assistant, bare, kind, asked, number)
        bare.close()
    return found


def _kinds(assistant: Assistant) -> Mapping[str, Iterator[tuple[str, Scope]]]:
    """Questions of each kind, with what is chosen to be searched."""
    held = assistant.store.catalog.documents()
    places, bodies, years = places_of(held), bodies_of(held), years_of(held)
    for each in (places, bodies, years):
        Random("chosen").shuffle(each)
    chosen = {"archive": [ANYWHERE], "named": [ANYWHERE], "body": bodies, "year": years}
    return {kind: zip(questions(kind, places if kind == "named" else ()), cycle(scopes)) for kind, scopes in chosen.items()}


def _beside(assistant: Assistant, bare: Bare, kind: str, asked: Iterator[tuple[str, Scope]], number: int) -> Numbers:
    """Ours, the floor, ours, the floor: first the ranked items, then whole answers to other questions."""
    found: Numbers = {}
    for what in ("retrieve", "answer"):
        costs, searches, ours = [], [], []
        for question, scope in islice(asked, number):
            work = assistant.retrieve if what == "retrieve" else assistant.ask
            ours.append(timed(lambda work=work, question=question, scope=scope: work(question, (), scope)))  # type: ignore[misc]
            query = assistant.understood(question, (), scope)
            costs.append(bare.cost(query.standalone, query.scope))
            searches.append(plan_takes(query.scope, bare.passages))
        found[f"{kind}.{what}"] = ours
        found |= _floors(f"{kind}.{what}", costs, searches)
    return found


def _floors(name: str, costs: list[Cost], searches: list[Search]) -> Numbers:
    return {
        f"{name}.floor": [cost.floor(search) for cost, search in zip(costs, searches, strict=True)],
        f"{name}.floor_scan": [cost.floor("scan") for cost in costs],
        f"{name}.by_chroma": [float(search == "chroma") for search in searches],
        f"{name}.encode": [cost.encode for cost in costs],
        f"{name}.chroma": [cost.chroma for cost in costs],
        f"{name}.scan": [cost.scan for cost in costs],
        f"{name}.words": [cost.words for cost in costs],
    }


def beside_floors(found: Numbers) -> list[Figure]:
    """Each sort of question beside its floor."""
    passages = round(found["passages"][0])
    most, whole = next((times, answer) for up_to, times, answer in ASKED if passages <= up_to)
    figures: list[Figure] = []
    for kind in ("archive", "named", "body", "year"):
        at, ours, answer = f"{passages:,} passages, {kind}", found[f"{kind}.retrieve"], found[f"{kind}.answer"]
        figures += [
            Figure(f"{at}: retrieve, of its floor", ratio(ours, found[f"{kind}.retrieve.floor"]), "times", most=most),
            Figure(f"{at}: retrieve, of the floor with an exact scan", ratio(ours, found[f"{kind}.retrieve.floor_scan"]), "times"),
            Figure(f"{at}: questions for which the plan asks Chroma", 100 * share(found[f"{kind}.retrieve.by_chroma"]), "%"),
            Figure(f"{at}: retrieve", 1000 * median(ours), "ms"),
            Figure(f"{at}: retrieve, p95 of p50", p95(ours) / median(ours), "times", most=2.0),
            *(
                Figure(f"{at}: bare {part}", 1000 * median(found[f"{kind}.retrieve.{part}"]), "ms")
                for part in ("encode", "chroma", "scan", "words")
            ),
            Figure(f"{at}: whole answer, of its floor", ratio(answer, found[f"{kind}.answer.floor"]), "times", most=whole),
            Figure(f"{at}: whole answer", 1000 * median(answer), "ms"),
            Figure(f"{at}: whole answer, p95 of p50", p95(answer) / median(answer), "times", most=2.0),
        ]
    return figures
