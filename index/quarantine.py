"""Files set aside, by the hash of their bytes: not tried again, or not taken in, until a person says so.

One row of the catalogue each, so that a copy under another name is known too, and a kill leaves a file set aside or not.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Engine, delete, insert, select

from index.schema import quarantine


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file that was set aside, and since when it may be taken in, if it may."""

    sha256: str
    file: str
    code: str
    reason: str
    made: str  # ISO time
    approved: str | None = None  # ISO time


class Quarantine:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, sha256: str) -> SetAside | None:
        """What is known of these bytes."""
        with self._engine.connect() as connection:
            row = connection.execute(select(quarantine).where(quarantine.c.sha256 == sha256)).one_or_none()
        return SetAside(**row._mapping) if row else None

    def all(self) -> list[SetAside]:
        """Oldest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(quarantine).order_by(quarantine.c.made, quarantine.c.sha256))
            return [SetAside(**row._mapping) for row in rows]

    def put(self, one: SetAside) -> None:
        """In the place of what was known of these bytes."""
        with self._engine.begin() as connection:
            connection.execute(delete(quarantine).where(quarantine.c.sha256 == one.sha256))
            connection.execute(insert(quarantine), asdict(one))

    def release(self, sha256: str) -> None:
        """These bytes are a file like any other again."""
        with self._engine.begin() as connection:
            connection.execute(delete(quarantine).where(quarantine.c.sha256 == sha256))
