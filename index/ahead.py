"""What can be known of a file before its turn: read, cut and embedded ahead, while files before it are written.

Embedding takes nine tenths of an ingest. Passages of one file are few and of all lengths, so a batch of them is padded by a fifth; those
of several files, sorted by length, are padded hardly at all. So one thread reads and cuts a few files ahead (reading waits for
the child process of index/jail.py), another embeds what those say, and whoever takes the files in writes one after the other.

Nothing is decided here and nothing written. At its turn a file is looked at as ever, with all that was taken in before it, and finds
here what it would otherwise wait for; what is not here, or was cut otherwise in the end, is made then. What failed here fails then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, Generic, TypeVar

from index.admission import Reader, Understand, refused
from index.content import content_of
from index.embed import BATCH, text_vectors, token_count
from index.errors import BadFile
from index.known import Known
from index.minutes import Document, Passage, Source
from index.quarantine import SetAside
from index.records import Vector, embedded
from index.schema import digest
from index.store import Store
from index.understood import Understood
from index.uploads import key_of
from index.walk import Found

if TYPE_CHECKING:
    from index.put import Work

T = TypeVar("T")
_FILES, _BYTES = 64, 16_000_000  # of which a group has no more, but for one file
_PATIENCE = 2.0  # seconds for the file that is being read when all is over
_TICK = 0.1  # seconds between such looks while waiting


@dataclass(slots=True)
class Begun:
    """A file before its turn. ``failed`` says why its bytes are not to be had, ``unread`` why they could not be understood."""

    path: Path = Path()
    passed_over: str = ""  # why it is none of ours
    key: str = ""
    content: bytes = b""
    sha256: str = ""
    failed: Exception | None = None
    understood: Understood | None = None
    unread: Exception | None = None
    cut: dict[str, tuple[Document, list[Passage]]] = field(default_factory=dict)  # by the id of the document
    vectors: Mapping[str, Vector] = field(default_factory=dict)  # by the hash of their text

    def read(self, reader: Understand, path: Path, content: bytes) -> Understood:
        """What its bytes say, as they were read ahead, or else now by ``reader``."""
        if self.unread:
            raise self.unread
        return self.understood or reader(path, content)

    def passages(self, document: Document, source: Source) -> list[Passage] | None:
        """Those of ``document``, where this very document was cut out of this very text."""
        before, passages = self.cut.get(document.document_id, (None, []))
        same = self.understood is not None and self.understood.source is source and before == document
        return passages if same else None


@contextmanager
def ahead(work: Work, known: Known, files: Iterable[Found]) -> Iterator[Iterator[Begun]]:
    """The files in their order, each with what was made ready of it; all ends with the block."""
    stop = Event()
    aside = {one.sha256: one for one in work.store.catalog.quarantine.all()}
    read = _Drawn(_grouped(_read(work, known, files, aside, stop), work.pipeline.together), stop)
    ready = _Drawn((_embedded(work, group, stop) for group in read), stop)
    try:
        yield (one for group in ready for one in group)
    finally:
        stop.set()
        ready.join()
        read.join(_PATIENCE)  # a file that takes long to read is not waited for: nothing is asked of the store after it


class _Drawn(Generic[T]):
    """``source`` run by a thread of its own, one of it ahead; what it raises is raised to who asks for more."""

    def __init__(self, source: Iterator[T], stop: Event) -> None:
        self._stop = stop
        self._queue: Queue[tuple[tuple[T, ...], BaseException | None]] = Queue(1)
        self._thread = Thread(target=self._run, args=(source,), daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[T]:
        while not self._stop.is_set():
            try:
                given, error = self._queue.get(timeout=_TICK)
            except Empty:
                continue
            if error:
                raise error
            if not given:
                return
            yield from given

    def join(self, seconds: float | None = None) -> None:
        self._thread.join(seconds)

    def _run(self, source: Iterator[T]) -> None:
        try:
            for one in source:
                self._put((one,))
                if self._stop.is_set():
                    return
            self._put(())
        except BaseException as error:  # also what ends a process: whoever asks for more is to meet it
            self._put((), error)

    def _put(self, given: tuple[T, ...], error: BaseException | None = None) -> None:
        while not self._stop.is_set():
            try:
                return self._queue.put((given, error), timeout=_TICK)
            except Full:
                continue


def _grouped(files: Iterator[Begun], passages: int) -> Iterator[list[Begun]]:
    """Files whose passages are embedded together: until there are enough of them."""
    group: list[Begun] = []
    for one in files:
        group.append(one)
        enough = sum(len(cut) for each in group for _, cut in each.cut.values()) >= passages
        if enough or len(group) >= _FILES or sum(len(each.content) for each in group) >= _BYTES:
            yield group
            group = []
    if group:
        yield group


# -- reading and cutting


def _read(work: Work, known: Known, files: Iterable[Found], aside: Mapping[str, SetAside], stop: Event) -> Iterator[Begun]:
    seen: set[str] = set()
    for found in files:
        if stop.is_set():
            return
        begun = Begun(found.path)
        try:
            begun.passed_over = found.passed_over
            if not begun.passed_over:
                _fetch(work, begun)
                if begun.sha256 not in seen and _wanted(work, known, begun, aside.get(begun.sha256)):
                    seen.add(begun.sha256)
                    _understand(work, begun, stop)
        except Exception as error:
            begun.failed = error
        yield begun


def _fetch(work: Work, begun: Begun) -> None:
    begun.content = content_of(begun.path, work.pipeline.most)
    begun.key = key_of(work.store.path, begun.path)
    begun.sha256 = hashlib.sha256(begun.content).hexdigest()


def _wanted(work: Work, known: Known, begun: Begun, aside: SetAside | None) -> bool:
    """Whether it is new as far as can be seen, and may be looked into."""
    former = known.at(begun.key)
    same = former is not None and (former.sha256, former.parser) == (begun.sha256, work.pipeline.version)
    if same or known.twin(begun.sha256, begun.key) or refused(aside, work.pipeline.leave):
        return False
    try:
        work.labelling.accept(work.labelling.of(begun.path) or (former.label if former else ""), begun.path)
    except BadFile:
        return False
    return True


def _understand(work: Work, begun: Begun, stop: Event) -> None:
    pipeline = work.pipeline
    try:
        begun.understood = Reader(pipeline.read, pipeline.parse, pipeline.seconds)(begun.path, begun.content)
    except Exception as error:
        begun.unread = error
        return
    if stop.is_set():
        return
    with suppress(Exception):  # whatever it is, it comes again at the file's turn
        _cut(work, begun, begun.understood)


def _cut(work: Work, begun: Begun, understood: Understood) -> None:
    """As ``index/put.py`` will, if nothing is decided otherwise."""
    if understood.doubts and not work.pipeline.leave.approve:  # most such files are set aside
        return
    count = partial(token_count, work.store.embedder)
    for document in understood.parsed.documents:
        begun.cut[document.document_id] = (document, work.pipeline.split(document, understood.source, count))


# -- embedding


def _embedded(work: Work, group: list[Begun], stop: Event) -> list[Begun]:
    texts = [_texts(one) for one in group]
    every = {key: text for of_one in texts for key, text in of_one.items()}
    try:
        vectors = vectors_of(work.store, every, stop.is_set) if every else {}
    except Exception:  # it is raised to the file that it belongs to, at its turn
        return group
    for one, of_one in zip(group, texts, strict=True):
        one.vectors = {key: vectors[key] for key in of_one if key in vectors}
    return group


def _texts(one: Begun) -> dict[str, str]:
    """What is embedded of the passages of a file, by its hash."""
    return {digest(text): text for _, passages in one.cut.values() for text in map(embedded, passages)}


def vectors_of(store: Store, texts: Mapping[str, str], unwanted: Callable[[], bool] = lambda: False) -> dict[str, Vector]:
    """The vector of each text by its hash; only what was never embedded is embedded now, until nobody wants them.

    The longest first, by their word pieces: sorted by their characters, as the encoder would, they are padded by a tenth.
    """
    found = store.catalog.revisions.cached(list(texts), store.fingerprint)
    missing = [key for key in texts if key not in found]
    if len(missing) > BATCH:
        missing.sort(key=lambda key: -token_count(store.embedder, texts[key]))
    for batch in _batches(missing):
        if unwanted():
            break
        found |= dict(zip(batch, text_vectors(store.embedder, [texts[key] for key in batch]), strict=True))
    return found


def _batches(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
