"""Small invented worlds: bodies that do not exist, their minutes, and the nouns made of them by hand."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fakes import WordEmbedding
from places import open_store

from assistant.answer import Evidence, Intent, Query
from assistant.assistant import Assistant
from assistant.build import assemble
from assistant.cli import main
from assistant.config import Config
from index.ingest import Pipeline, ingest
from index.minutes import Document, Hit, Item, Meeting, Passage, Role, Scope, Span
from index.store import Store

# An agenda that announces three decisions; the minutes take up the second, renumber the third, and are silent on the first.
QUAY_AGENDA = """Quayside and Locks Board

Agenda

Wednesday 6 March 2019 at 10:00, Lock Keeper's House

1. Welcome and apologies

2. Notes of the last meeting

3. Decisions (to be signed at the meeting)

- 2019/004 – Ferry Pontoon
- 2019/005 – Towpath Lighting
- 2019/006 – Swing Bridge

4. Performance of the lift bridges

5. Date of next meeting
"""
QUAY_MINUTES = """Quayside and Locks Board

DRAFT Minutes of the Quayside and Locks Board, Wednesday 6 March 2019 at 10:00, Lock Keeper's House

Present:
Ottoline Fairbrass, Chair
Benedek Szalai, Harbour Engineer

Apologies:
Rhiannon Tolley, Member

1. Welcome and apologies

The Chair opened the meeting and welcomed two new members.

Action: Benedek Szalai to show the new members the upper lock.

2. Notes of the last meeting

The notes of 6 February 2019 were accepted as a correct record.

3. Decisions

2019/005 – Towpath Lighting
The Board RESOLVED to replace the forty lamps on the towpath at a cost of £18,400.

2019/009 – Swing Bridge
The Board RESOLVED to close the swing bridge on Sundays.

4. Performance of the lift bridges

• Benedek Szalai reported that the lift bridges failed nine times in the winter, twice for lack of oil.
• The Board discussed the ferry pontoon, whose wall has moved by four centimetres since May.
• Members do not agree the budget of £310,000 for the ferry pontoon.
• The survey of the ferry pontoon was deferred until the June meeting.

5. Date of next meeting

Wednesday 3 April 2019.
"""
QUAY = {"quay-agenda.txt": QUAY_AGENDA, "quay-minutes.txt": QUAY_MINUTES}

# Minutes of one line an item, for fakes.LINES: two bodies, one of them in two years.
WEIRS = {
    "weir-2018.txt": """weirs 2018-04-04 minutes
8 | Otter ladder | The board agreed to build an otter ladder beside the upper weir for £9,200.
9b | Eel counts | Ms Quillon asked why the eel counts had stopped in the spring.
""",
    "weir-2020.txt": """weirs 2020-05-19 minutes
3 | Otter ladder | Repairs to the otter ladder were deferred until the autumn.
4 | Zebra mussels | The zebra mussels at the lower weir were noted.
""",
    "kites-2020.txt": """kites 2020-06-02 minutes
1 | Festival | The committee agreed to move the kite festival to Larkfield Common.
2 | Insurance | Mr Tamsworth said the insurance for the festival had risen to £4,100.
""",
}


@contextmanager
def world(folder: Path, files: Mapping[str, str], pipeline: Pipeline | None = None) -> Iterator[Store]:
    """A store that holds ``files``, made with the bag of words."""
    paths = [folder / name for name in files]
    folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        path.write_text(files[path.name], "utf-8")
    with open_store(folder / "store", WordEmbedding, create=True) as store:
        assert ingest(store, paths, pipeline=pipeline).exit_code == 0
        yield store


def assistant(store: Store, **changes: object) -> Assistant:
    """The support asked for suits a bag of words, whose cosines are low."""
    usual = {} if "calibration" in changes else {"support": 0.26}
    return assemble(store, Config(**(usual | changes)))  # type: ignore[arg-type]


def document(body_id: str, body: str, organisation: str | None, day: str, role: Role = "minutes") -> Document:
    """A document as the catalogue gives it, without text behind it."""
    meeting = Meeting(body, organisation, date.fromisoformat(day), body)
    return Document(f"{body_id}/{day}/{role}", body_id, meeting, role, "draft", f"{body_id}-{day}.txt", "0" * 64, Span(0, 1), ())


def query(text: str, scope: Scope | None = None, references: tuple[str, ...] = (), intent: Intent = "fact") -> Query:
    return Query(text, text, scope or Scope(), references, intent=intent)


def evidence(number: int, score: float, *statements: tuple[str, float], label: str = "8", of: Document | None = None) -> Evidence:
    """An item whose statements follow each other, each with its score."""
    of = of or document("weirs", "Weirs and Fords Board", None, "2018-04-04")
    name, start, hits = f"{of.document_id}/{label}", 0, []
    for ordinal, (text, support) in enumerate(statements):
        hits.append(Hit(Passage(name, ordinal, Span(start, start + len(text)), "", text), support))
        start += len(text) + 1
    words = " ".join(text for text, _ in statements)
    item = Item(name, number, "item", label, None, "Otter ladder", None, None, Span(0, max(start, 1)), words)
    return Evidence(number, of, item, tuple(sorted(hits, key=lambda hit: -hit.score)), score)


def words_only(name: str, allow_download: bool) -> WordEmbedding:
    """Loads the bag of words in place of whatever embedder is asked for."""
    return WordEmbedding()


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed and the code it ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Shell:
    """The command line over one store, in this process."""

    store: Path
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: object) -> Ran:
        return self.bare(*arguments, "--store", self.store)

    def bare(self, *arguments: object) -> Ran:
        """The command as typed, without naming the store."""
        self.capture.readouterr()
        try:
            code = main([str(a) for a in arguments], words_only)
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        said = self.capture.readouterr()
        return Ran(code, said.out, said.err)


def filled(folder: Path, files: Mapping[str, str]) -> Path:
    """A store made by the command line from ``files``, to be copied; the files themselves are gone again."""
    minutes = folder / "minutes"
    minutes.mkdir(parents=True)
    for name, text in files.items():
        (minutes / name).write_text(text, "utf-8")
    assert main(["ingest", str(minutes), "--store", str(folder / "store"), "--json"], words_only) == 0
    shutil.rmtree(minutes)
    return folder / "store"
