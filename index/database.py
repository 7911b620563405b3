"""A database in a file, with its errors translated once. SQLite today; the rest of the catalogue is plain SQLAlchemy Core."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, insert, text
from sqlalchemy.engine import ExceptionContext

from index.errors import AssistantError, CannotCreate, DamagedStore, NoSpace
from index.schema import SCHEMA, identity, metadata
from index.space import HINT

WAIT_SECONDS = 30  # for another thread's transaction
_DAMAGE = ("file is not a database", "malformed", "no such table: identity", "disk I/O error")
_FULL = ("database or disk is full",)
_REFUSED = ("readonly", "unable to open database file")


def connect(path: Path) -> Engine:
    """An engine for the database in the file ``path`` whose failures are AssistantErrors where a person can act on them."""
    url = URL.create("sqlite", database=str(path))  # written out, a "?" in the name of a folder would begin something else
    engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "handle_error", _translate)
    return engine


def log_ahead(engine: Engine) -> None:
    """Readers go on while a file is taken in."""
    with engine.connect() as connection:
        connection.execute(text("PRAGMA journal_mode=WAL"))
    engine.dispose()


def copy_to(engine: Engine, path: Path) -> None:
    """A database with all that this one holds, in the file ``path``, where nothing is."""
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM INTO :path"), {"path": str(path)})
    log_ahead(connect(path))


def pack(engine: Engine) -> None:
    """Write the database anew without its free pages, and empty its log."""
    with engine.connect() as connection:
        plain = connection.execution_options(isolation_level="AUTOCOMMIT")
        plain.execute(text("VACUUM"))
        plain.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()


@contextmanager
def afterwards(tell: Callable[[], None]) -> Iterator[None]:
    """``tell`` is called when what is done here has ended, however it ended."""
    try:
        yield
    finally:
        tell()


def _prepare(connection: Any, _record: object) -> None:
    for pragma in ("foreign_keys=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _translate(context: ExceptionContext) -> None:
    error = _actionable(str(context.original_exception))
    if error:
        raise error from context.original_exception


def _actionable(message: str) -> AssistantError | None:
    meanings: Mapping[tuple[str, ...], AssistantError] = {
        _DAMAGE: DamagedStore("The catalogue (catalog.sqlite) is damaged.", "Run: python -m assistant verify --rebuild"),
        _FULL: NoSpace("The disk of the catalogue (catalog.sqlite) is full.", HINT),
        _REFUSED: CannotCreate("The catalogue (catalog.sqlite) cannot be written.", "Make the data directory writable."),
    }
    return next((error for signs, error in meanings.items() if any(sign in message for sign in signs)), None)


def make(path: Path) -> None:
    """An empty catalogue, whole or not at all."""
    half = path.with_name(f"{path.name}.new")
    half.unlink(missing_ok=True)
    engine = connect(half)
    log_ahead(engine)
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(identity), {"name": "schema", "value": str(SCHEMA)})
    engine.dispose()
    half.rename(path)
