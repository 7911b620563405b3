"""What a store holds when an ingest begins, kept in step with what it does: asked for every file, so that no file costs a question."""

from __future__ import annotations

from index.revisions import Revision, Revisions


class Known:
    """The committed readings of ``revisions``, by the key of their file and by the hash of its bytes.

    Nobody else may change them meanwhile: whoever makes one holds the store's ``writing``.
    """

    def __init__(self, revisions: Revisions) -> None:
        self._revisions = revisions
        self._at: dict[str, Revision] = {}
        self._keys: dict[str, tuple[str, ...]] = {}  # by hash
        for one in revisions.committed():
            self._add(one)

    def at(self, key: str) -> Revision | None:
        """The reading shown of the file with this key."""
        return self._at.get(key)

    def twin(self, sha256: str, key: str) -> Revision | None:
        """The oldest reading shown of these very bytes under another key."""
        found = [one for other in self._keys.get(sha256, ()) if other != key and (one := self._at.get(other))]
        return min(found, key=lambda one: one.id, default=None)

    def look_again(self, *keys: str) -> None:
        """What is shown of the files with these keys may have changed."""
        for key in keys:
            former, now = self._at.pop(key, None), self._revisions.at(key)
            if former:
                left = tuple(one for one in self._keys[former.sha256] if one != key)
                self._keys |= {former.sha256: left}
            if now:
                self._add(now)

    def _add(self, one: Revision) -> None:
        self._at[one.path] = one
        self._keys[one.sha256] = (*self._keys.get(one.sha256, ()), one.path)
