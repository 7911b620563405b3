"""The vectors on a Chroma server: what stores that share one have of each other, and what a server does that is away, dies or lies."""

from __future__ import annotations

import logging
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from archives import digest, due, shown, take_in, take_out, written
from fakes import LINES, WordEmbedding
from found import texts
from kills import Point, killed_at
from model_server import Line, served
from places import VARIABLE, ChromaServer, chroma_server, free_port, open_store, rebuild, restore
from worlds import QUAY, Shell

from index import chroma as clients
from index import store as storing
from index import view
from index.backup import back_up
from index.chroma import Database
from index.errors import ServerAway, WrongStore
from index.expunge import expunge
from index.ingest import ingest
from index.minutes import Scope
from index.records import VectorRow
from index.schema import SCHEMA
from index.shelf import CURRENT, SPARE
from index.store import Store
from index.vectors import collection_name

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("alone")]
ROOT = Path(__file__).resolve().parents[1]
QUESTION = "What did the board decide about the ferry pontoon?"
WORDS = "the board noted berth"


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every search is asked of the server, as in an archive whose vectors are too many to be kept in memory."""
    monkeypatch.setattr(view, "HELD", -1)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """A server that the tests of this module may end; each finds it started."""
    with chroma_server(tmp_path_factory.mktemp("own")) as made:
        yield made


@pytest.fixture
def own(shared: ChromaServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[ChromaServer]:
    monkeypatch.setenv(VARIABLE, shared.url)
    yield shared
    if shared.process is None:
        shared.start()


@pytest.fixture
def held(tmp_path: Path, own: ChromaServer) -> Path:
    """A store of three files on the server."""
    take_in(tmp_path / "store", written(tmp_path / "minutes", 3, 4))
    return tmp_path / "store"


def line(store: Path, name: str = CURRENT) -> str:
    with open_store(store, WordEmbedding) as one:
        return one.catalog.revisions.identity(name) or ""


def database_of(store: Path) -> str:
    return line(store).split()[-1]


def there(server: ChromaServer, name: str) -> bool:
    with closing(Database(server.url, name)) as database:
        return database.exists()


def found(store: Store) -> list[str]:
    return sorted(texts(store.catalog, store.by_meaning(WORDS, limit=100)))


def test_a_store_on_a_server_holds_no_vectors_in_its_folder_and_shows_what_it_was_given(held: Path, tmp_path: Path):
    assert not (held / "chroma").exists()
    assert (held / "seal.json").exists()
    with open_store(held, WordEmbedding) as store:
        assert shown(store) == {path.name: due(path) for path in sorted((tmp_path / "minutes").iterdir())}
        assert store.check() == []


def test_stores_on_one_server_do_not_meet(held: Path, tmp_path: Path):
    files = sorted((tmp_path / "minutes").iterdir())
    take_in(tmp_path / "other", files[:1])
    with open_store(held, WordEmbedding) as store, open_store(tmp_path / "other", WordEmbedding) as other:
        assert set(shown(store)) == {path.name for path in files}
        assert set(shown(other)) == {files[0].name}
        assert (store.vectors.count(), other.vectors.count()) == tuple(one.catalog.revisions.count_passages() for one in (store, other))
    take_out(tmp_path / "other", files[0])
    with open_store(held, WordEmbedding) as store:
        assert store.check() == []


def test_a_copy_of_a_store_is_refused_until_it_has_vectors_of_its_own(held: Path, tmp_path: Path, own: ChromaServer):
    copy = tmp_path / "copy"
    shutil.copytree(held, copy)
    with open_store(copy, WordEmbedding) as store, pytest.raises(WrongStore, match="copied or moved") as raised:
        found(store)
    assert "verify --rebuild" in raised.value.hint
    first = database_of(held)
    rebuild(copy, WordEmbedding, LINES)
    assert database_of(copy) != first
    assert there(own, first)  # nobody deletes what belongs to another
    assert digest(copy) == digest(held)


def test_a_question_while_the_server_is_away_is_answered_by_words_and_says_so(own: ChromaServer, quay: Shell):
    expected = quay("ask", QUESTION, "--json").json
    own.kill()
    ran = quay("ask", QUESTION, "--json")
    assert (ran.code, ran.json["status"], ran.json["citations"][0]["item_id"]) == (0, "answered", expected["citations"][0]["item_id"])
    assert [notice for notice in ran.json["notices"] if "by words alone" in notice and "E_AWAY" in notice]
    ran = quay("verify")
    assert (ran.code, "error[E_AWAY]: The vector server cannot be reached." in ran.err, "hint: Start it" in ran.err) == (69, True, True)
    own.start()
    ran = quay("ask", QUESTION, "--json")
    assert (ran.json["citations"], ran.json["notices"]) == (expected["citations"], expected["notices"])


def test_a_server_that_dies_in_the_middle_is_left_alone_for_a_while_and_asked_again(held: Path, own: ChromaServer, monkeypatch, caplog):
    monkeypatch.setattr(storing, "REST", 3600.0)
    with open_store(held, WordEmbedding) as store:
        before = found(store)
        own.kill()
        with caplog.at_level(logging.WARNING):
            assert [found(store), found(store)] == [[], []]
        assert store.lacking is not None
        assert store.lacking.code == "E_AWAY"
        assert len([record for record in caplog.records if record.name == "index.view"]) == 1  # the second was not tried
        own.start()
        assert found(store) == []
        monkeypatch.setattr(storing, "REST", 0.0)
        store.lack(store.lacking)
        assert (found(store), store.lacking) == (before, None)
    assert (held / "seal.json").exists()  # nothing on this disk is in doubt


def test_a_server_that_goes_away_is_not_missed_where_the_vectors_are_kept_in_memory(held: Path, own: ChromaServer, monkeypatch):
    monkeypatch.setattr(view, "HELD", 250_000)
    with open_store(held, WordEmbedding) as store:
        before = store.by_meaning("the ferry")
        own.kill()
        assert store.by_meaning("the ferry") == before != []
        assert store.lacking is None


def test_a_server_that_hangs_keeps_nobody_waiting_for_long(held: Path, own: ChromaServer, monkeypatch):
    with open_store(held, WordEmbedding) as store:
        _ = store.vectors
        monkeypatch.setattr(clients, "ASKING", 0.3)
        own.hold()
        try:
            assert found(store) == []
        finally:
            own.kill()
        assert store.lacking is not None
        assert store.lacking.message == "The vector server did not answer in time."


class Ending:
    """Vectors whose server is ended when the second file is to be written, before or after that."""

    def __init__(self, vectors: object, server: ChromaServer, after: bool) -> None:
        self._vectors, self._server, self._after, self._files = vectors, server, after, 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._vectors, name)

    def upsert(self, label: str, revision: int, rows: list[VectorRow]) -> None:
        self._files += 1
        if self._files == 2 and not self._after:
            self._server.kill()
        self._vectors.upsert(label, revision, rows)  # type: ignore[attr-defined]
        if self._files == 2:
            self._server.kill()


@pytest.mark.parametrize("after", [False, True], ids=["before the second file", "after it"])
def test_a_server_that_dies_while_files_are_taken_in_leaves_no_half_and_the_next_run_ends_it(
    tmp_path: Path, own: ChromaServer, after: bool
):
    files = written(tmp_path / "minutes", 4, 5)
    take_in(tmp_path / "whole", files)
    with open_store(tmp_path / "store", WordEmbedding, create=True) as store:
        store._vectors = Ending(store.vectors, own, after)  # type: ignore[assignment]
        with pytest.raises(ServerAway) as raised:
            ingest(store, files, pipeline=LINES)
        assert (raised.value.code, raised.value.exit_code) == ("E_AWAY", 69)
        in_words = {document.file for document in store.catalog.documents()}
    own.start()
    assert {files[0].name} <= in_words <= {path.name for path in files[:2]}
    with open_store(tmp_path / "store", WordEmbedding) as store:
        assert shown(store) == {path.name: due(path) for path in files if path.name in in_words}
    take_in(tmp_path / "store", files)
    assert digest(tmp_path / "store") == digest(tmp_path / "whole")


def test_nothing_is_taken_in_while_the_server_is_away(tmp_path: Path, shell: Shell, files: Path, monkeypatch):
    monkeypatch.setenv(VARIABLE, f"http://127.0.0.1:{free_port()}")
    ran = shell("ingest", files)
    assert (ran.code, "error[E_AWAY]: The vector server cannot be reached." in ran.err) == (69, True)
    assert shell("list", "documents", "--json").json == []


LIES = {
    "a page": lambda line: line.status("200 OK", "<html>secret-of-the-page</html>", type="text/html"),
    "a page that is not there": lambda line: line.status("404 Not Found", "<html>secret-of-the-page</html>", type="text/html"),
    "other JSON": lambda line: line.status("200 OK", '{"secret-of-the-page": 1}'),
    "a list": lambda line: line.status("200 OK", "[1, 2]"),
    "an error": lambda line: line.status("500 Internal Server Error", '{"error": "InternalError", "message": "secret-of-the-page"}'),
    "another error": lambda line: line.status("502 Bad Gateway", "secret-of-the-page"),
    "an unknown address": lambda line: line.status("404 Not Found", '{"error": "NotFoundError", "message": "secret-of-the-page"}'),
    "nothing": lambda line: None,
    "half": lambda line: line.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"),
    "no HTTP": lambda line: line.send(b"SSH-2.0-secret-of-the-page\r\n"),
    "silence": lambda line: line.rest(5),
}


def dripping(line: Line) -> None:
    line.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(100):
        line.send(b" ")
        line.rest(0.05)


def flooding(line: Line) -> None:
    line.send(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(100):
        line.send(b" " * 10_000)


@pytest.mark.parametrize("play", [*LIES.values(), dripping, flooding], ids=[*LIES, "a drip", "a flood"])
def test_what_is_no_chroma_server_is_named_and_not_repeated(held: Path, play, monkeypatch, caplog):
    monkeypatch.setattr(clients, "ASKING", 0.5)
    monkeypatch.setattr(clients, "BYTES", 100_000)
    with served(play) as (url, requests):
        monkeypatch.setenv(VARIABLE, url.removesuffix("/v1"))
        with open_store(held, WordEmbedding) as store:
            with pytest.raises(ServerAway, match=r"^The vector server [a-z ,]+\.$") as raised:
                _ = store.vectors
            assert store.catalog.documents()
    assert "secret" not in f"{raised.value.message} {raised.value.hint} {caplog.text}"
    assert len(requests) == 1  # nothing is sent twice


def test_a_redirect_is_not_followed(held: Path, monkeypatch):
    elsewhere = served(lambda line: line.status("200 OK", "[]"))
    with elsewhere as (target, asked), served(lambda line: line.status("307 Temporary Redirect", "", f"Location: {target}")) as (url, _):
        monkeypatch.setenv(VARIABLE, url.removesuffix("/v1"))
        with open_store(held, WordEmbedding) as store, pytest.raises(ServerAway):
            _ = store.vectors
    assert not asked


def test_a_server_that_lost_the_vectors_is_named_and_filled_again(held: Path, own: ChromaServer):
    name, expected = database_of(held), digest(held)
    with closing(Database(own.url, name)) as database:
        database.remove()
    with open_store(held, WordEmbedding) as store, pytest.raises(WrongStore, match="holds no vectors of this store") as raised:
        found(store)
    assert "verify --rebuild" in raised.value.hint
    rebuild(held, WordEmbedding, LINES)
    assert digest(held) == expected


def test_a_server_that_lost_or_won_a_vector_is_not_trusted(held: Path):
    with open_store(held, WordEmbedding) as store:
        [revision, *_] = store.catalog.revisions.committed()
        rows = [row for *_, row in store.catalog.revisions.vector_rows(store.fingerprint, revision.id)]
        store.vectors.upsert("open", revision.id, [VectorRow("stray", 7, "b", "minutes", 0, rows[0].vector)])
        due = store.catalog.revisions.count_passages()
    with open_store(held, WordEmbedding) as store, pytest.raises(WrongStore, match=f"holds {due + 1} vectors for {due} passages"):
        found(store)
    rebuild(held, WordEmbedding, LINES)
    with open_store(held, WordEmbedding) as store:
        store.vectors.delete_revision(revision.id)
    with open_store(held, WordEmbedding) as store, pytest.raises(WrongStore, match=rf"holds {due - len(rows)} vectors for {due} passages"):
        found(store)


def test_verify_finds_a_vector_that_is_not_that_of_the_catalogue(held: Path):
    with open_store(held, WordEmbedding) as store:
        assert store.check() == []
        first, *_, last = [row for *_, row in store.catalog.revisions.vector_rows(store.fingerprint)]
        [revision, *_] = store.catalog.revisions.committed()
        changed = VectorRow(first.item_id, first.ordinal, first.body_id, first.role, first.day, last.vector)
        store.vectors.upsert("open", revision.id, [changed])
        assert "1 vectors are not those of the catalogue." in store.check()


def test_vectors_move_to_a_server_and_back_by_a_rebuild(tmp_path: Path, own: ChromaServer, monkeypatch):
    store = tmp_path / "store"
    monkeypatch.delenv(VARIABLE)
    take_in(store, written(tmp_path / "minutes", 3, 4))
    expected = digest(store)
    monkeypatch.setenv(VARIABLE, own.url)
    with open_store(store, WordEmbedding) as one, pytest.raises(WrongStore, match="in its folder, not on a server"):
        found(one)
    assert rebuild(store, WordEmbedding, LINES).set_aside == ("chroma.aside-1",)
    assert digest(store) == expected
    assert not (store / "chroma").exists()
    monkeypatch.delenv(VARIABLE)
    with open_store(store, WordEmbedding) as one, pytest.raises(WrongStore, match="are on a server, and none is configured"):
        found(one)
    rebuild(store, WordEmbedding, LINES)
    assert (digest(store), line(store)) == (expected, "")
    assert (store / "chroma").exists()


REBUILDING = {
    "before the new ones are made": ("call", "Database.make"),
    "while they are filled": ("return", "Vectors.upsert"),
    "before they are in use": ("return", "fill"),
    "before the old ones are deleted": ("call", "Database.remove"),
    "after that": ("return", "Database.remove"),
}


@pytest.mark.parametrize("point", REBUILDING)
def test_killed_while_vectors_are_made_anew_the_old_or_the_new_are_whole_and_no_others_stay(held: Path, own: ChromaServer, point: str):
    expected, old = digest(held), database_of(held)
    assert killed_at(Point(*REBUILDING[point]), rebuild, held, WordEmbedding, LINES)
    with open_store(held, WordEmbedding) as store:
        spare = (store.catalog.revisions.identity(SPARE) or "").split()[1:]
        assert len(found(store)) == store.catalog.revisions.count_passages()
    assert digest(held) == expected
    now = database_of(held)
    assert (now == old) == ("delete" not in point and point != "after that")
    assert [there(own, name) for name in {old, *spare} - {now}] == [False] * len({old, *spare} - {now})
    assert line(held, SPARE) == ""


def test_a_rebuild_while_the_server_is_away_changes_nothing(held: Path, own: ChromaServer):
    sealed = (held / "seal.json").read_bytes()
    own.kill()
    with pytest.raises(ServerAway):
        rebuild(held, WordEmbedding, LINES)
    assert (held / "seal.json").read_bytes() == sealed


def test_a_restored_store_has_vectors_of_its_own(held: Path, tmp_path: Path):
    with open_store(held, WordEmbedding) as store:
        back_up(store, tmp_path / "kept")
    restore(tmp_path / "again", tmp_path / "kept", WordEmbedding)
    assert database_of(tmp_path / "again") != database_of(held)
    take_out(tmp_path / "again", tmp_path / "minutes" / "m00.txt")
    with open_store(held, WordEmbedding) as store:
        assert store.check() == []


def test_removal_for_good_deletes_the_vectors_there_and_says_what_it_cannot_see(held: Path, own: ChromaServer):
    old = database_of(held)
    with open_store(held, WordEmbedding) as store:
        done = expunge(store, [one for one in store.catalog.revisions.committed() if one.file == "m01.txt"])
        assert (done.removed, done.left) == (("m01.txt",), ())
        assert "vector server" in done.beyond
        assert store.check() == []
        assert {hit.item_id.split("/")[0] for hit in store.dense(WORDS, Scope(), 100)} == {"board-00", "board-02"}
    assert not there(own, old)


def test_the_command_says_so_too(own: ChromaServer, quay: Shell):
    assert set(QUAY) == {"quay-agenda.txt", "quay-minutes.txt"}
    ran = quay("remove", "--for-good", "quay-minutes.txt")
    assert (ran.code, "vector server" in ran.out) == (0, True)
    own.kill()
    ran = quay("remove", "--for-good", "quay-agenda.txt")
    assert (ran.code, "E_AWAY" in ran.err) == (69, True)
    own.start()
    assert quay("remove", "--for-good", "quay-agenda.txt").code == 0


def test_an_embedding_function_that_a_server_names_is_never_made(own: ChromaServer):
    """Nor is any part of Chroma's own server in the memory of a process that speaks to one."""
    name = f"test-{secrets.token_hex(8)}"
    base = f"{own.url}/api/v2/tenants/default_tenant/databases"
    assert httpx.post(base, json={"name": name}).status_code == 200
    named = {"type": "known", "name": "sentence_transformer", "config": {"model_name": "someone/else", "device": "cpu", "kwargs": {}}}
    about = {"fingerprint": "one", "schema": SCHEMA}
    made = {"name": collection_name("open"), "metadata": about, "configuration": {"embedding_function": named}}
    assert httpx.post(f"{base}/{name}/collections", json=made).status_code == 200
    script = (
        "import sys, numpy as np\nfrom index.chroma import Database\nfrom index.minutes import Scope\nfrom index.records import VectorRow\n"
        "from index.vectors import Vectors\nvectors = Vectors.open(Database(*sys.argv[1:]), 'one')\none = np.ones(2, np.float32)\n"
        "vectors.upsert('open', 1, [VectorRow('a', 0, 'b', 'minutes', 0, one)])\nfound = vectors.search(one, ['open'], Scope(), (), 5)\n"
        "assert [row[1] for row in found] == ['a'], found\nassert len(list(vectors.held())) == 1\nvectors.close()\n"
        "bad = ('chromadb.server', 'chromadb.app', 'chromadb.cli', 'uvicorn', 'fastapi', 'sentence_transformers', 'torch')\n"
        "print([m for m in sys.modules if m.startswith(bad)])"
    )
    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", script, own.url, name], cwd=ROOT, capture_output=True, text=True)
    assert ran.stdout == "[]\n", ran.stderr


def test_a_catalogue_that_changed_is_damage_here_as_well(held: Path):
    content = bytearray((held / "catalog.sqlite").read_bytes())
    content[-100] ^= 1
    (held / "catalog.sqlite").write_bytes(content)
    with open_store(held, WordEmbedding) as store, pytest.raises(storing.DamagedStore, match="not as it was left"):
        found(store)
