"""One reading of a file -> catalogue and vectors, in the place of the one before it: labels, ids and passages settled, then four steps.

Killed between any two of the steps nothing is lost and no half of a file is seen: a pending revision in the catalogue; its vectors in
one upsert; the flip to committed, which retires the file's former revision; clearing that away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from index.ahead import Begun, vectors_of
from index.apart import apart
from index.embed import token_count
from index.errors import BadFile
from index.folders import Labelling
from index.heal import mask
from index.inherited import inherited, of_versions, versions_of
from index.layers import Layered, Rules, layered
from index.marking import markings
from index.matching import Settled, plain_id, settle
from index.minutes import OPEN, Document, Parsed, Passage, Source
from index.pages import PARTIAL
from index.records import Vector, embedded
from index.report import Entry, Fate
from index.revisions import Reading, Revision
from index.schema import digest
from index.space import require
from index.store import Store
from index.suspect import SUSPECT
from index.unsaid import UNCLEAR

if TYPE_CHECKING:
    from index.ingest import Pipeline

UNLABELLED = Labelling()
_DOUBTS = {SUSPECT: "W_SUSPECT", PARTIAL: PARTIAL, UNCLEAR: "W_UNCLEAR"}  # kinds of findings that the report names, the gravest first


@dataclass(frozen=True, slots=True)
class Work:
    store: Store
    pipeline: Pipeline
    made: str
    labelling: Labelling = UNLABELLED


def clear_away(store: Store) -> None:
    """Delete every revision that is not shown, from the vectors first: the catalogue remembers until both are done."""
    for revision in store.catalog.revisions.unfinished():
        with store.shifting:
            store.vectors.delete_revision(revision.id)
            store.catalog.revisions.drop(revision.id)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as it was read and parsed, the reading shown of it before, and what was made of it before its turn."""

    key: str
    content: bytes
    source: Source
    parsed: Parsed
    former: Revision | None
    begun: Begun = field(default_factory=Begun)


def put(work: Work, taken: Taken, label: str, parser: str, decisions: Mapping[str, str] | None = None) -> Entry:
    """Show this reading of a file instead of the former one, with the ``decisions`` on labels taken now."""
    source, parsed, revisions = taken.source, taken.parsed, work.store.catalog.revisions
    if not parsed.documents:
        raise BadFile(f"{source.file}: no minutes were found in it", "nothing was indexed", code="E_NO_TEXT")
    work.pipeline.step("cutting")
    masked = mask(source.text, source.format)
    marked = [markings(document, masked, parsed.left_out) for document in parsed.documents]
    parsed = replace(parsed, documents=tuple(apart(d, marks, masked) for d, marks in zip(parsed.documents, marked, strict=True)))
    before = work.store.catalog.held(taken.former.id) if taken.former else []
    settled = _settled(work, parsed, before, taken.key)
    known = revisions.decided() | dict(decisions or {})
    versions: dict[str, str] = {}
    if not work.labelling.salvaged:  # there, what was decided comes back itself
        versions = of_versions(before, settled.documents, versions_of(work.store.catalog, settled.documents, taken.key), known)
    decided = {**versions, **inherited(before, settled.documents, settled.took_over, known | versions), **(decisions or {})}
    rules = Rules(taken.key, label, known | decided)
    found = layered(
        source, replace(parsed, documents=settled.documents), marked, rules, work.pipeline.without, partial(_split, work, taken.begun)
    )
    reading = Reading(
        path=taken.key,
        content=taken.content,
        source=source,
        parser=parser,
        made=work.made,
        documents=found.documents,
        passages=found.passages,
        findings=found.findings,
        left_out=found.left_out,
        acceptances=found.acceptances,
        label=label,
        stretches=found.stretches,
        decisions=decided,
    )
    work.pipeline.step("filing")
    _commit(work.store, reading, settled, _vectors(work.store, reading, taken.begun))
    return _told(source.file, parsed, found, taken.former is not None, bool(versions))


def _split(work: Work, begun: Begun, document: Document, source: Source) -> list[Passage]:
    found = begun.passages(document, source)
    return work.pipeline.split(document, source, partial(token_count, work.store.embedder)) if found is None else found


def _told(file: str, parsed: Parsed, found: Layered, replaced: bool, version: bool) -> Entry:
    items = sum(len(document.items) for document in found.documents)
    fate: Fate = "replaced" if replaced else "added"
    kinds = {finding.kind for finding in parsed.warnings}
    said = list(dict.fromkeys(f"{file}: {finding.detail}" for finding in parsed.warnings if finding.kind in _DOUBTS))
    code = next((code for kind, code in _DOUBTS.items() if kind in kinds), "I_REPLACED" if replaced else "")
    if private := sum(item.label != OPEN for document in found.documents for item in document.items):
        said.append(f"{file}: {private} of {items} items are not open to all")
        code = code or "I_LABELLED"
    said += [f"{file}: a version of these minutes is restricted, and so is what says the same here"] if version else []
    return Entry(file, fate, code, "; ".join(said), "", len(found.documents), items, len(parsed.warnings))


def _settled(work: Work, parsed: Parsed, before: Sequence[Document], key: str) -> Settled:
    names, revisions = {plain_id(document.document_id) for document in (*parsed.documents, *before)}, work.store.catalog.revisions
    return settle(parsed.documents, before, revisions.issued(names), revisions.owned(names, key))


def _commit(store: Store, reading: Reading, settled: Settled, vectors: Mapping[str, Vector]) -> None:
    """The four steps."""
    require(store.path, len(reading.content) + 5 * len(reading.source.text) + 3 * sum(vector.nbytes for vector in vectors.values()))
    with store.shifting:
        revision = store.catalog.revisions.begin(reading, vectors, store.fingerprint)
    rows = sorted(store.catalog.revisions.vector_rows(store.fingerprint, revision), key=lambda row: row[1])
    for label, group in groupby(rows, key=lambda row: row[1]):
        store.vectors.upsert(label, revision, [row for _, _, row in group])
    with store.shifting:
        store.catalog.revisions.commit(revision, settled.took_over, reading.decisions)
    clear_away(store)


def _vectors(store: Store, reading: Reading, begun: Begun) -> dict[str, Vector]:
    """The vector of every passage by the hash of what is embedded; only what was never embedded is embedded now."""
    texts = {digest(text): text for text in map(embedded, reading.passages)}
    ready = {key: begun.vectors[key] for key in texts if key in begun.vectors}
    missing = {key: text for key, text in texts.items() if key not in ready}
    return ready | vectors_of(store, missing) if missing else ready
