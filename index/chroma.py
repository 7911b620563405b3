"""Chroma in a folder of this machine, and one database of a Chroma server, with what goes wrong there in our own words.

The only file that imports chromadb, when a folder is opened or a server spoken to: listing and showing need no vectors.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from index.errors import AssistantError, DamagedStore, ServerAway, WrongStore
from index.flush import flush
from index.space import full, is_full

if TYPE_CHECKING:
    import httpx

log = logging.getLogger(__name__)
REBUILD = "Run: python -m assistant verify --rebuild"
AWAY = "Start it, or mend the key 'vectors', and give the same command again: what is in stays in."
ASKING, WORKING = 10.0, 120.0  # seconds for a search, and for all else
BYTES = 200_000_000  # of one reply: a page of vectors, as digits, is some 20 MB
KEPT = 20  # connections
About = Mapping[str, str | int]


class Chroma(Protocol):
    """Collections of vectors. What is asked of them is asked within ``guarded``."""

    def guarded(self) -> AbstractContextManager[None]: ...

    def collections(self) -> Sequence[Any]: ...

    def create(self, name: str, index: About, about: About) -> Any: ...

    def most_at_once(self) -> int: ...

    def close(self) -> None: ...


class Folder:
    """The Chroma of a folder; raises DamagedStore, NoSpace."""

    def __init__(self, path: Path) -> None:
        self._path = path
        made = not path.exists()
        self._client = _client(path)
        if made:  # else a power cut could take the folder away after what is in it was acknowledged
            flush(path.parent)

    def guarded(self) -> AbstractContextManager[None]:
        return _translated(self._path)

    def collections(self) -> Sequence[Any]:
        found: Sequence[Any] = self._client.list_collections()
        return found

    def create(self, name: str, index: About, about: About) -> Any:
        return self._client.create_collection(name, configuration={"hnsw": index}, metadata=about, embedding_function=None)

    def most_at_once(self) -> int:
        return int(self._client.get_max_batch_size())

    def close(self) -> None:
        self._client.close()


def _client(path: Path) -> Any:
    from chromadb import PersistentClient
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    with _translated(path):
        try:
            return PersistentClient(path=str(path), settings=Settings(anonymized_telemetry=False))
        except Exception:
            SharedSystemClient.clear_system_cache()  # it would hand out what failed to start, even for a repaired folder
            raise


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    from chromadb.errors import InternalError

    try:
        yield
    except InternalError as error:
        if is_full(path):
            raise full(path.parent) from error
        raise DamagedStore("The vectors (folder chroma) are damaged. The catalogue is not touched by this.", REBUILD) from error


class Database:
    """The database ``name`` of the Chroma server at ``url``; raises ServerAway, WrongStore. Nothing is asked of it before a first call.

    Chroma's own ``HttpClient`` waits for ever and asks three things before one can tell it not to, so its parts are put together here.
    """

    def __init__(self, url: str, name: str) -> None:
        from chromadb.api.fastapi import FastAPI
        from chromadb.config import Settings, System

        from index.endpoint import Bounded, guarded_client

        impl = f"{FastAPI.__module__}.{FastAPI.__name__}"
        self.name = name
        self._system = System(Settings(chroma_api_impl=impl, chroma_server_host=url, chroma_server_http_port=0, anonymized_telemetry=False))
        self._api = self._system.instance(FastAPI)
        self._api._session.close()
        bounded = guarded_client(Bounded(_patience, BYTES, KEPT))
        bounded.headers.update(self._api._session.headers)
        self._api._session = bounded
        self._system.start()

    @contextmanager
    def guarded(self) -> Iterator[None]:
        from chromadb.errors import ChromaError, NotFoundError

        from index.endpoint import reason

        try:
            yield
        except AssistantError:
            raise
        except NotFoundError as error:
            raise WrongStore("The vector server does not hold the vectors of this store any more.", REBUILD) from error
        except Exception as error:  # the border: what a server can make a library raise has no end, and may quote what it was sent
            words = "refused what it was asked" if isinstance(error, ChromaError) else reason(error)
            log.warning("the vector server: %s", type(error).__name__)
            raise ServerAway(f"The vector server {words}.", AWAY) from None

    def exists(self) -> bool:
        from chromadb.errors import NotFoundError

        with self.guarded():
            try:
                return bool(self._api.get_database(self.name)["name"] == self.name)
            except NotFoundError as error:
                if "database" not in str(error).lower():  # some other server, which does not know the address
                    raise ValueError from None
                return False

    def make(self) -> None:
        with self.guarded():
            self._api.create_database(self.name)

    def remove(self) -> None:
        """Nothing happens where it is not there."""
        if self.exists():
            with self.guarded():
                self._api.delete_database(self.name)

    def collections(self) -> Sequence[Any]:
        return [self._collection(model) for model in self._api.list_collections(database=self.name)]

    def create(self, name: str, index: About, about: About) -> Any:
        made: Any = {"hnsw": index}
        return self._collection(self._api.create_collection(name, configuration=made, metadata=dict(about), database=self.name))

    def most_at_once(self) -> int:
        return int(self._api.get_max_batch_size())

    def close(self) -> None:
        self._api._session.close()
        self._system.stop()

    def _collection(self, model: Any) -> Any:
        from chromadb.api.models.Collection import Collection

        return Collection(client=self._api, model=model, embedding_function=None)


def _patience(request: httpx.Request) -> float:
    return ASKING if request.method == "GET" or request.url.path.endswith("/query") else WORKING
