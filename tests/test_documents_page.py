"""A document at its own address, and the file it came in: what is told, who gets it, under which name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from evidence import FEN, at_this_machine, held, links, people, said
from fastapi.testclient import TestClient
from pages import MINUTES
from worlds import QUAY

from assistant.audit import Audit
from index.minutes import Item, Span
from index.relabel import relabel
from web.documents import Entry, attachment, entries, safe_name

BOARD = "quayside-and-locks-board/2019-03-06/minutes"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with held(tmp_path_factory.mktemp("documents"), {**MINUTES, **QUAY, "fen.pdf": FEN}) as store:
        yield at_this_machine(store)


def test_a_document_tells_its_head_its_worth_and_its_items_in_order(client: TestClient):
    page = client.get(f"/documents/{BOARD}")
    told = said(page)
    for words in ("|Began|10:00|", "|Where|Lock Keeper's House|", "|Apologies|Rhiannon Tolley (Member)|", "Draft: not yet accepted"):
        assert words in told
    assert "|Present|Ottoline Fairbrass (Chair); Benedek Szalai (Harbour Engineer)|" in told
    here = [path.rpartition("/")[2] for path in links(page) if path.startswith("/items/")]
    assert here == ["00", "01", "02", "03", "03.1", "03.2", "04", "05"]
    assert "/documents/quayside-and-locks-board/2019-03-06/agenda" in links(page)


def test_what_was_noticed_in_a_file_is_told_on_its_document(client: TestClient):
    told = said(client.get("/documents/fen-parish-council/2024-11-04/minutes"))
    assert "What is uncertain" not in said(client.get(f"/documents/{BOARD}"))
    assert "Fen Parish Council, 4 November 2024, minutes" in told


@pytest.mark.parametrize("path", ["/documents/none/2019-03-06/minutes", "/documents/quayside-and-locks-board/2019-03-06/report"])
def test_a_document_that_is_not_held_is_not_found(client: TestClient, path: str):
    assert client.get(path).status_code == 404


def test_an_item_whose_parent_may_not_be_seen_stands_by_itself():
    items = [_item("a/01", 1, None), _item("a/01.1", 2, "a/01"), _item("a/02.1", 4, "a/02"), _item("a/03", 5, None)]
    assert _shape(entries(items)) == [("01", [("01.1", [])]), ("02.1", []), ("03", [])]


def _item(item_id: str, ordinal: int, parent: str | None) -> Item:
    return Item(item_id, ordinal, "item", None, None, item_id.partition("/")[2], parent, None, Span(0, 1), "")


def _shape(found: tuple[Entry, ...]) -> list[object]:
    return [(entry.link.title, _shape(entry.inside)) for entry in found]


# -- the file


def test_the_file_comes_as_it_was_and_is_never_shown(client: TestClient):
    [path] = [path for path in links(client.get("/documents/fen-parish-council/2024-11-04/minutes")) if path.startswith("/files/")]
    file = client.get(path)
    assert (file.status_code, file.content) == (200, FEN)
    assert file.headers["content-type"] == "application/octet-stream"
    assert file.headers["content-disposition"] == "attachment; filename=\"fen.pdf\"; filename*=UTF-8''fen.pdf"
    assert file.headers["x-content-type-options"] == "nosniff"


def test_only_a_hash_is_the_address_of_a_file(client: TestClient):
    for path in ("/files/", "/files/fen.pdf", f"/files/{'0' * 63}", f"/files/{'A' * 64}", f"/files/{'0' * 64}/x"):
        assert client.get(path).status_code == 404
    assert client.get(f"/files/{'0' * 64}").status_code == 404


def test_of_a_document_with_a_restricted_item_the_rest_is_listed_and_reading_it_is_recorded(tmp_path: Path):
    with held(tmp_path, {"quay.txt": QUAY["quay-minutes.txt"]}) as store:
        relabel(store, f"{BOARD}/03", "exempt")
        with people(store, tmp_path) as clients:
            seen = clients[""].get(f"/documents/{BOARD}")
            assert [path.rpartition("/")[2] for path in links(seen) if path.startswith("/items/")] == ["00", "01", "02", "04", "05"]
            assert not [path for path in links(seen) if path.startswith("/files/")]
            whole = clients["rhea"].get(f"/documents/{BOARD}")
            [file] = [path for path in links(whole) if path.startswith("/files/")]
            assert clients["rhea"].get(file).status_code == 200
            assert clients[""].get(file).status_code == 404
            found = [(entry.who, entry.items) for entry in Audit(tmp_path).entries() if entry.event == "opened"]
    assert found == [("", (f"{BOARD}/00",)), ("rhea", (f"{BOARD}/00",)), ("rhea", (f"{BOARD}/00",))]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("minutes 2024.pdf", "minutes 2024.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.txt", "a.txt"),
        (".htaccess", "htaccess"),
        ('a";filename="b.exe', "a_filename=_b.exe"),
        ("a\r\nSet-Cookie: x=1.txt", "a_Set-Cookie_ x=1.txt"),
        ("<script>.html", "_script_.html"),
        ("con.txt", "_con.txt"),
        ("x\u202etxt.exe", "x_txt.exe"),
        ("...", "file"),
        ("", "file"),
        ("n" * 300 + ".pdf", "n" * 116 + ".pdf"),
        ("Cofnodion Llanelwedd â.docx", "Cofnodion Llanelwedd â.docx"),
    ],
)
def test_a_file_gets_a_name_that_does_nothing(file: str, name: str):
    assert safe_name(file) == name
    header = attachment(file)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2


def test_a_name_in_other_letters_is_kept_beside_a_plain_one():
    assert attachment("Cofnodion â.txt") == "attachment; filename=\"Cofnodion _.txt\"; filename*=UTF-8''Cofnodion%20%C3%A2.txt"
