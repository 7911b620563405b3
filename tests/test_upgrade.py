"""R-17 and R-18: a store of another embedder, parser or version of the program is refused or told, never mixed; an older one is made anew
from its own copies of the files, a newer one is left alone."""

from __future__ import annotations

import lzma
import shutil
import sqlite3
from pathlib import Path

import pytest
from fakes import LINES, WordEmbedding
from found import texts
from worlds import QUAY, Shell

from assistant.cli import main
from index.errors import ModelError
from index.ingest import Pipeline, ingest
from index.minutes import Document, Passage, Source
from index.schema import SCHEMA
from index.seal import CATALOG
from index.store import open_store

pytestmark = pytest.mark.usefixtures("alone")
OLDER = Path(__file__).parent / "data" / "older"
QUESTION = "What did the board decide about the ferry pontoon?"
SCHEMAS = sorted(int(path.name.removeprefix("schema-").removesuffix(".sqlite.xz")) for path in OLDER.glob("*.xz"))


def written_by(schema: int, path: Path) -> Path:
    """A catalogue of that schema at ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.decompress((OLDER / f"schema-{schema}.sqlite.xz").read_bytes()))
    return path


def ids(catalog: Path) -> list[str]:
    connection = sqlite3.connect(catalog)
    found = [row[0] for row in connection.execute("SELECT item_id FROM issued ORDER BY item_id")]
    connection.close()
    return found


def digest(store: Path) -> str:
    with open_store(store, WordEmbedding) as opened:
        assert opened.check() == []
        return opened.catalog.revisions.digest()


def test_there_is_a_catalogue_of_every_earlier_schema():
    assert set(range(1, SCHEMA)) <= set(SCHEMAS)


@pytest.mark.parametrize("schema", [schema for schema in SCHEMAS if schema < SCHEMA])
def test_r18_an_older_store_is_refused_with_the_command_that_makes_it_anew_under_the_same_ids(quay: Shell, tmp_path: Path, schema: int):
    shutil.rmtree(quay.store / "chroma")
    (quay.store / "seal.json").unlink()
    before = written_by(schema, quay.store / CATALOG).read_bytes()
    for command in (["list", "items"], ["ask", QUESTION], ["ingest", "minutes"], ["verify"], ["backup", "kept"]):
        ran = quay(*command)
        assert (ran.code, ran.out) == (78, "")
        said = f"error[E_INDEX_VERSION]: The store has schema {schema}, this program {SCHEMA}."
        assert ran.err == f"{said}\nhint: Run: python -m assistant verify --rebuild\n"
    assert (quay.store / CATALOG).read_bytes() == before
    ran = quay("verify", "--rebuild")
    assert ran.code == 0
    assert "The catalogue is of another version of the program: 2 files were read anew from it.\nThe store is whole.\n" in ran.out
    assert (quay.store / f"{CATALOG}.aside-1").read_bytes() == before
    assert quay("ask", QUESTION, "--json").json["verdict"] == "not agreed"
    with open_store(quay.store, WordEmbedding) as opened:
        assert {revision.path for revision in opened.catalog.revisions.committed()} == {f"/srv/minutes/{name}" for name in QUAY}
        known = [item_id for item_id in ids(quay.store / f"{CATALOG}.aside-1") if opened.catalog.item(item_id)]
    assert known == ids(quay.store / f"{CATALOG}.aside-1")


def test_r18_an_older_backup_is_restored_by_this_version(quay: Shell, tmp_path: Path):
    backup = written_by(SCHEMAS[0], tmp_path / "kept")
    expected = digest(quay.store)
    shutil.rmtree(quay.store)
    ran = quay("restore", backup)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Restored 2 documents, ")
    assert digest(quay.store) == expected


def test_r18_a_file_that_an_older_backup_does_not_hold_whole_is_named(quay: Shell, tmp_path: Path):
    backup = written_by(SCHEMAS[0], tmp_path / "kept")
    connection = sqlite3.connect(backup)
    connection.execute("UPDATE sources SET content = x'00' WHERE sha256 = (SELECT sha256 FROM revisions WHERE file = 'quay-agenda.txt')")
    connection.commit()
    connection.close()
    shutil.rmtree(quay.store)
    ran = quay("restore", backup)
    assert (ran.code, "error[E_STRUCTURE]: kept does not hold quay-agenda.txt whole" in ran.err) == (65, True)
    assert [row["file"] for row in quay("list", "documents", "--json").json] == ["quay-minutes.txt"]


def test_r18_without_its_model_an_older_backup_leaves_nothing_so_that_it_can_be_restored_after(quay: Shell, tmp_path: Path, capsys):
    def none(name: str, allow_download: bool) -> WordEmbedding:
        raise ModelError("no model", "fetch it")

    backup = written_by(SCHEMAS[0], tmp_path / "kept")
    shutil.rmtree(quay.store)
    assert main(["restore", str(backup), "--store", str(quay.store)], none) == 78
    assert "E_MODEL" in capsys.readouterr().err
    assert quay("restore", backup).code == 0


def newer(catalog: Path) -> None:
    connection = sqlite3.connect(catalog)
    connection.execute("UPDATE identity SET value = ? WHERE name = 'schema'", (str(SCHEMA + 1),))
    connection.commit()
    connection.close()


@pytest.mark.parametrize("command", [["ask", QUESTION], ["ingest", "minutes"], ["verify"], ["verify", "--rebuild"]], ids=" ".join)
def test_r18_a_newer_store_is_left_alone(quay: Shell, command: list[str]):
    newer(quay.store / CATALOG)
    (quay.store / "seal.json").unlink()
    before = (quay.store / CATALOG).read_bytes()
    ran = quay(*command)
    assert (ran.code, ran.out) == (78, "")
    assert "hint: Use the version of the program that made it." in ran.err
    assert (quay.store / CATALOG).read_bytes() == before
    assert not [path for path in quay.store.iterdir() if "aside" in path.name]


def test_r18_a_newer_backup_is_not_restored(quay: Shell, tmp_path: Path):
    quay("backup", tmp_path / "kept")
    newer(tmp_path / "kept")
    shutil.rmtree(quay.store)
    assert quay("restore", tmp_path / "kept").code == 78
    assert [path.name for path in quay.store.iterdir()] == ["lock"]


CHANGES = [{"model_name": "other"}, {"weights": "1" * 64}, {"max_tokens": 128}]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_r17_another_embedder_dimension_or_limit_is_refused_and_a_rebuild_mixes_nothing(quay: Shell, change: dict, capsys):
    def other(name: str, allow_download: bool) -> WordEmbedding:
        return WordEmbedding(**change)

    before = digest(quay.store)
    for command in (["ask", QUESTION], ["ingest", "minutes"], ["verify"]):
        assert main([*command, "--store", str(quay.store)], other) == 78
        assert "verify --rebuild" in capsys.readouterr().err
    assert digest(quay.store) == before
    assert main(["verify", "--rebuild", "--store", str(quay.store)], other) == 0
    connection = sqlite3.connect(quay.store / CATALOG)
    assert connection.execute("SELECT count(DISTINCT fingerprint) FROM vectors").fetchone() == (1,)
    connection.close()
    assert quay("ask", QUESTION).code == 78


def test_r17_a_rebuild_whose_embedder_fails_leaves_what_was_there(quay: Shell, capsys):
    def broken(name: str, allow_download: bool) -> WordEmbedding:
        return WordEmbedding(dimension=128)  # and gives 256

    before = digest(quay.store)
    assert main(["verify", "--rebuild", "--store", str(quay.store)], broken) == 70
    assert "error[E_EMBED]" in capsys.readouterr().err
    assert digest(quay.store) == before


def whole_items(document: Document, source: Source, count: object) -> list[Passage]:
    """Cut otherwise: nothing but the last item."""
    return LINES.split(document, source, count)[-1:]  # type: ignore[arg-type]


def test_r17_files_cut_by_another_version_are_told_until_all_are_read_again(quay: Shell, files: Path):
    usual = quay("verify").err
    with open_store(quay.store, WordEmbedding) as opened:
        ingest(opened, [files], pipeline=Pipeline(version="5"))
    told = "Cut by another version of the program: quay-agenda.txt, quay-minutes.txt. To cut them as this one does, ingest them again.\n"
    assert quay("verify").err == usual + told
    assert quay("ingest", files / "quay-agenda.txt").err == told.replace("quay-agenda.txt, ", "")
    assert quay("ingest", files).err == ""
    assert quay("verify").err == usual
    with open_store(quay.store, WordEmbedding) as opened:
        assert opened.check() == []


def test_r17_a_file_cut_otherwise_replaces_every_passage_of_the_former_cut(tmp_path: Path):
    path = tmp_path / "july.txt"
    path.write_text("board 2018-07-17 minutes\n1 | Budget | Board agreed budget\n2 | Custody | Visits noted\n")
    with open_store(tmp_path / "store", WordEmbedding, create=True) as opened:
        ingest(opened, [path], pipeline=LINES)
        assert opened.vectors.count() == 3
        ingest(opened, [path], pipeline=Pipeline(LINES.read, LINES.parse, whole_items, "2"))
        assert opened.vectors.count() == 1
        assert texts(opened.catalog, opened.dense("Board agreed budget")) == ["Visits noted"]
        assert opened.check() == []


def test_a_schema_that_is_no_number_is_damage(quay: Shell):
    with open_store(quay.store, WordEmbedding) as opened:
        opened.catalog.revisions.identify("schema", "many")
    ran = quay("list", "items")
    assert (ran.code, "error[E_CORRUPT]" in ran.err) == (65, True)
