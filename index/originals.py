"""The files of a catalogue as they were taken in, as far as somebody may see them."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Engine, exists, select

from index.errors import MissingInput
from index.labels import blanked
from index.memory import with_last
from index.minutes import Span
from index.schema import SHOWN, documents, revisions, sources, stretches
from index.sight import Seen

KEPT = 8  # texts


class Originals:
    """Of committed revisions alone; a file of which no document is seen is missing."""

    def __init__(self, engine: Engine, seen: Seen) -> None:
        self._engine, self._seen = engine, seen
        self._read: dict[object, str] = {}  # the last texts: an answer asks for each several times

    def text(self, sha256: str) -> str:
        """The decoded text, in which spans count; with blanks for what may not be seen of it."""
        key = self._seen.state(), sha256
        found = self._read.get(key)
        if found is None:
            found = self._seen.steady(partial(self._text, sha256))
            self._read = with_last(self._read, key, found, KEPT)
        return found

    def _text(self, sha256: str) -> str:
        revision, text = self._file(sha256, revisions.c.text)
        return blanked(text, self._hidden(revision))

    def content(self, sha256: str) -> bytes:
        """The file as it was; not to be had where any of it may not be seen."""
        content = self._seen.steady(partial(self._content, sha256))
        if content is None:
            raise _missing()
        return content

    def _content(self, sha256: str) -> bytes | None:
        revision, content = self._file(sha256, sources.c.content)
        return None if self._hidden(revision) else bytes(content)

    def is_whole(self, sha256: str) -> bool:
        """True where the file may be had: it is held, and nothing of it is hidden."""
        try:
            return self._seen.steady(lambda: not self._hidden(self._file(sha256, revisions.c.id)[0]))
        except MissingInput:
            return False

    def _file(self, sha256: str, column: ColumnElement[Any]) -> tuple[int, Any]:
        held = exists().where(documents.c.revision == revisions.c.id, self._seen.allows(documents.c.shown))
        shown = revisions.c.sha256 == sha256, SHOWN, held
        with self._engine.connect() as connection:
            row = connection.execute(select(revisions.c.id, column).select_from(revisions.join(sources)).where(*shown)).first()
        if row is None:
            raise _missing()
        return row[0], row[1]

    def _hidden(self, revision: int) -> list[Span]:
        if self._seen.everything:
            return []
        query = select(stretches).where(stretches.c.revision == revision, self._seen.refuses(stretches.c.label))
        with self._engine.connect() as connection:
            return [Span(row.start, row.end) for row in connection.execute(query)]


def _missing() -> MissingInput:
    return MissingInput("The store holds no file with this hash.", "Run: python -m assistant list documents", "E_NOTFOUND")
