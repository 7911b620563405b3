"""Files -> catalogue and vectors: only what changed, one file after the other, each whole or not at all.

A file is written in four steps, and killed between any two of them nothing is lost and no half of it is seen: a pending revision
in the catalogue; its vectors in one upsert; the flip to committed, which retires the file's former revision; clearing that away.
What a killed run left behind is cleared away by the next one.

A file that has vanished from a folder stays in the store: folders get moved and disks unmounted. ``remove`` takes it out.
"""

from __future__ import annotations

import hashlib
import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Literal

from index.admission import Leave, Reader, admitted
from index.apart import apart
from index.content import MAX_BYTES, content_of
from index.embed import text_vectors, token_count
from index.errors import AssistantError, BadFile, BadLabel, EmbedError, MissingInput, ReaderFault
from index.folders import Labelling
from index.heal import mask
from index.inherited import inherited, of_versions, still_opened, versions_of
from index.jail import READ_SECONDS
from index.layers import Layered, Rules, layered
from index.marking import markings
from index.matching import Settled, plain_id, settle
from index.minutes import OPEN, Document, Parsed, Passage, Source, Span
from index.pages import PARTIAL
from index.parse import PARSER_VERSION, parse
from index.records import Vector, embedded
from index.report import Entry, Fate, IngestReport
from index.revisions import Reading, Revision
from index.schema import digest
from index.space import require
from index.split import split
from index.store import Store
from index.suspect import SUSPECT
from index.unsaid import UNCLEAR
from index.uploads import is_upload, key_of
from index.walk import Found, walk

log = logging.getLogger(__name__)
UNLABELLED = Labelling()
_DOUBTS = {SUSPECT: "W_SUSPECT", PARTIAL: PARTIAL, UNCLEAR: "W_UNCLEAR"}  # kinds of findings that the report names, the gravest first
_without = parse

Progress = Callable[[str, int, int], None]  # stage, done, total
Step = Literal["reading", "cutting", "filing"]


def _unseen(step: Step) -> None:
    """Nobody looks."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """How a file becomes passages, and what a person allows. Without a reader or parser of one's own a child process does both."""

    read: Callable[[Path], Source] | None = None
    parse: Callable[[Source], Parsed] | None = None
    split: Callable[[Document, Source, Callable[[str], int]], list[Passage]] = split
    version: str = str(PARSER_VERSION)
    most: int = MAX_BYTES  # bytes of a file
    leave: Leave = field(default_factory=Leave)
    without: Callable[[Source, Sequence[Span]], Parsed] = _without  # as ``parse``, with blanks for what is hidden
    seconds: int = READ_SECONDS  # for a file, in the child process
    step: Callable[[Step], None] = _unseen  # told what is being done with a file


def ingest(
    store: Store,
    paths: Sequence[Path],
    progress: Progress | None = None,
    pipeline: Pipeline | None = None,
    labelling: Labelling = UNLABELLED,
) -> IngestReport:
    """Take in the files of ``paths`` (folders with all below them); ``labelling`` tells the label that each comes with.

    A file that fails is in the report and stops no other. The same bytes read by the same parser are left as they are.
    """
    _ = store.embedder  # another one than the store's is refused before anything is read
    files = list(walk(paths))
    work = Work(store, pipeline or Pipeline(), datetime.now(UTC).isoformat(timespec="seconds"), labelling)
    entries = []
    with store.writing:
        clear_away(store)
        for done, found in enumerate(files):
            if progress:
                progress("ingest", done, len(files))
            store.examine()  # ends here where the store is being closed
            entries.append(_entry(work, found))
    if progress:
        progress("ingest", len(files), len(files))
    return IngestReport(tuple(entries))


def remove(store: Store, path: Path) -> bool:
    """Take the file at ``path`` out of both stores; False where it was not in. The ids of its items stay issued."""
    store.examine()
    with store.writing:
        revision = store.catalog.revisions.at(key_of(store.path, path))
        if revision:
            store.catalog.revisions.retire(revision.id)
        clear_away(store)
    return revision is not None


def clear_away(store: Store) -> None:
    """Delete every revision that is not shown, from the vectors first: the catalogue remembers until both are done."""
    for revision in store.catalog.revisions.unfinished():
        with store.shifting:
            store.vectors.delete_revision(revision.id)
            store.catalog.revisions.drop(revision.id)


@dataclass(frozen=True, slots=True)
class Work:
    store: Store
    pipeline: Pipeline
    made: str
    labelling: Labelling = UNLABELLED


def _entry(work: Work, found: Found) -> Entry:
    """Take in one file, whatever comes of it. What is wrong with the store itself is raised: no other file would fare better."""
    path = found.path
    try:
        if found.passed_over:
            return Entry(path.name, "skipped", "E_TYPE", found.passed_over)
        return _take_in(work, path)
    except (BadFile, MissingInput, EmbedError, ReaderFault) as error:
        failed = Entry(path.name, "held" if error.code.startswith("W_") else "failed", error.code, error.message, error.hint)
    except AssistantError:
        raise
    except OSError as error:
        failed = Entry(path.name, "failed", "E_NOINPUT", f"{path.name}: cannot be read ({error.strerror})", "check its permissions")
    except Exception as error:  # a file that our own code stumbles over must not keep the others out
        frames = traceback.format_tb(error.__traceback__)[-3:]
        log.error("%s: %s\n%s", path.name, type(error).__name__, "".join(frames))  # without its message, which may quote the minutes
        failed = Entry(path.name, "failed", "E_INTERNAL", f"{path.name}: {type(error).__name__}, see the log", "please report it")
    clear_away(work.store)
    return failed


def _take_in(work: Work, path: Path) -> Entry:
    stated = work.labelling.of(path)
    content = content_of(path, work.pipeline.most)
    sha256 = hashlib.sha256(content).hexdigest()
    revisions, key = work.store.catalog.revisions, key_of(work.store.path, path)
    former, twin = revisions.at(key), _twin(work, sha256, key)
    if twin and not former and not is_upload(twin.path) and not Path(twin.path).exists():  # the file was moved here
        revisions.move(twin.id, key)
        former, twin = replace(twin, path=key), None
    label = stated or (former.label if former else "")  # what was said once holds until something else is said
    work.labelling.accept(label, path)
    if stated not in ("", OPEN, former.label if former else "") and not work.labelling.salvaged and still_opened(revisions, key, former):
        raise BadLabel(f"{path.name}: decided open, and now said to be {stated}", "nothing was changed; decide anew with: label")
    if former and (former.sha256, former.parser, former.label) == (sha256, work.pipeline.version, label):
        return Entry(path.name, "unchanged")
    if twin:
        return _duplicate(work, path, former, twin, label)
    pipeline = work.pipeline
    reader = Reader(pipeline.read, pipeline.parse, pipeline.seconds)
    pipeline.step("reading")
    found = admitted(path, content, sha256, reader, pipeline.leave, work.store.catalog.quarantine, work.made)
    return put(work, Taken(key, content, found.source, found.parsed, former), label, pipeline.version)


def _twin(work: Work, sha256: str, key: str) -> Revision | None:
    return next((one for one in work.store.catalog.revisions.holding(sha256) if one.path != key), None)


def _duplicate(work: Work, path: Path, former: Revision | None, twin: Revision, label: str) -> Entry:
    """Nothing to store; what the file said before it became a copy of another goes."""
    if (label or OPEN) != (twin.label or OPEN):
        raise BadLabel(f"{path.name}: the same bytes are in already under another label", "nothing was changed; make the labels agree")
    if former:
        work.store.catalog.revisions.retire(former.id)
        clear_away(work.store)
    return Entry(path.name, "duplicate", "I_DUPLICATE", f"{path.name}: the same bytes are in already as {twin.file}")


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as it was read and parsed, and the reading shown of it before."""

    key: str
    content: bytes
    source: Source
    parsed: Parsed
    former: Revision | None


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
    found = layered(source, replace(parsed, documents=settled.documents), marked, rules, work.pipeline.without, partial(_split, work))
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
    _commit(work.store, reading, settled)
    return _told(source.file, parsed, found, taken.former is not None, bool(versions))


def _split(work: Work, document: Document, source: Source) -> list[Passage]:
    return work.pipeline.split(document, source, partial(token_count, work.store.embedder))


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


def _commit(store: Store, reading: Reading, settled: Settled) -> None:
    """The four steps."""
    vectors = _vectors(store, reading)
    require(store.path, len(reading.content) + 5 * len(reading.source.text) + 3 * sum(vector.nbytes for vector in vectors.values()))
    with store.shifting:
        revision = store.catalog.revisions.begin(reading, vectors, store.fingerprint)
    rows = sorted(store.catalog.revisions.vector_rows(store.fingerprint, revision), key=lambda row: row[1])
    for label, group in groupby(rows, key=lambda row: row[1]):
        store.vectors.upsert(label, revision, [row for _, _, row in group])
    with store.shifting:
        store.catalog.revisions.commit(revision, settled.took_over, reading.decisions)
    clear_away(store)


def _vectors(store: Store, reading: Reading) -> dict[str, Vector]:
    """The vector of every passage by the hash of what is embedded; only what was never embedded is embedded now."""
    texts = {digest(text): text for text in map(embedded, reading.passages)}
    known = store.catalog.revisions.cached(list(texts), store.fingerprint)
    missing = [key for key in texts if key not in known]
    made = text_vectors(store.embedder, [texts[key] for key in missing]) if missing else ()
    return known | dict(zip(missing, made, strict=True))
