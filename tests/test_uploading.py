"""Minutes uploaded by the page: what is taken in, what is refused and how that is said, and that nothing is left behind."""

from __future__ import annotations

import asyncio
import html
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from documents import at, box, docx, lines, p, pdf
from fakes_app import PAYLOADS
from gates import accounts_in, gate_of, problem
from hostile import bombs
from pages import BROWSER, MINUTES
from starlette.types import Message
from uploads import APRIL, MARCH, Library, library

from index.expunge import expunge
from index.ingest import Pipeline, ingest
from index.uploads import key_of, safe_name
from web.archive import NOTICE

FEBRUARY = "withernick-sluice-board/2024-02-13/minutes"


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Library]:
    with library(tmp_path) as opened:
        yield opened


def test_uploaded_minutes_are_taken_in_named_and_asked_about(held: Library):
    report = held.sent({"march.txt": MARCH})
    assert "Taken in</span>" in report
    assert "Withernick Sluice Board, 12 March 2024, minutes</a>: 2 items, 1 decision, 1 action." in report
    assert held.asked.ask("What was resolved about the penstock?").citations[0].document.file == "march.txt"
    assert "march.txt" in held.page("/library")
    assert held.left == []


def test_a_changed_file_of_the_same_name_takes_the_place_of_the_former_and_the_same_one_changes_nothing(held: Library):
    held.sent({"march.txt": MARCH})
    changed = held.sent({"march.txt": MARCH.replace("£310", "£355")})
    assert "New version</span>" in changed
    assert "It takes the place of march.txt" in changed
    assert [d for d in held.documents() if d[1] == "march.txt"] == [("withernick-sluice-board/2024-03-12/minutes", "march.txt")]
    assert "£355" in held.store.catalog.items("withernick-sluice-board/2024-03-12/minutes")[1].text
    assert "Held already</span>" in held.sent({"march.txt": MARCH.replace("£310", "£355")})


def test_a_file_called_like_one_of_another_meeting_stands_beside_it_and_either_can_be_replaced(held: Library):
    held.sent({"minutes.txt": MARCH})
    report = held.sent({"minutes.txt": APRIL})
    assert "listed as minutes (2).txt" in html.unescape(report)
    held.sent({"minutes.txt": APRIL.replace("£310", "£1,100")})
    assert "Held already</span>" in held.sent({"minutes.txt": MARCH})
    assert [(d, file) for d, file in held.documents() if file.startswith("minutes")] == [
        ("withernick-sluice-board/2024-03-12/minutes", "minutes.txt"),
        ("withernick-sluice-board/2024-04-09/minutes", "minutes (2).txt"),
    ]
    assert "£1,100" in held.store.catalog.items("withernick-sluice-board/2024-04-09/minutes")[1].text


def test_a_corrected_date_is_a_version_of_the_same_minutes(held: Library):
    held.sent({"minutes.txt": MARCH})
    assert "New version</span>" in held.sent({"minutes.txt": MARCH.replace("12 March", "13 March")})
    assert len([file for _, file in held.documents() if file.startswith("minutes")]) == 1


def test_the_same_bytes_under_another_name_are_a_duplicate_and_no_second_document(held: Library):
    held.sent({"march.txt": MARCH})
    report = held.sent({"copy.txt": MARCH, "old.txt": MINUTES["sluice-2024-02-13.txt"]})
    assert "held already, as march.txt" in report
    assert "held already, as sluice-2024-02-13.txt" in report
    assert len(held.documents()) == 3


def test_a_version_that_becomes_a_copy_of_another_file_is_told_to_be_gone(held: Library):
    held.sent({"draft.txt": MARCH, "final.txt": MARCH.replace("£310", "£355")})
    report = html.unescape(held.sent({"draft.txt": MARCH.replace("£310", "£355")}))
    assert "held already, as final.txt" in report
    assert "What draft.txt said before is no longer held" in report
    assert sorted(file for _, file in held.documents())[:2] == ["final.txt", "sluice-2024-01-09.txt"]


class Case(NamedTuple):
    name: str
    content: bytes
    sentence: str


LOCKED = pdf(lines(72, 700, *MARCH.splitlines()[:8]), password="secret")


@pytest.mark.parametrize(
    "case",
    [
        Case("empty.txt", b"", "No minutes were found in it"),
        Case("blank.pdf", pdf([]), "No minutes were found in it"),
        Case("picture.png", b"\x89PNG\r\n\x1a\n", "not a kind of file that can be read"),
        Case("really.pdf", b"MZ\x90\x00" + bytes(100), "not a kind of file that can be read"),
        Case("locked.pdf", LOCKED, "protected by a password"),
        Case("half.docx", docx(p("x"))[:200], "damaged, or built in a way"),
        Case("large.txt", b"x" * 1_000_001, "larger than a file may be"),
    ],
    ids=lambda case: case.name,
)
def test_a_file_that_cannot_be_taken_in_is_refused_in_plain_words_and_stops_no_other(tmp_path: Path, case: Case):
    with library(tmp_path, max_file_mb=1) as held:
        report = held.sent({case.name: case.content, "march.txt": MARCH})
        assert case.sentence in html.unescape(report)
        assert "Not taken in</span>" in report
        assert "What to do:" in report
        assert "Taken in</span>" in report
        assert "Traceback" not in report
        assert held.left == []
        held.sent({"picture.png": b""})
        assert held.left == []


def test_bombs_are_refused_and_leave_nothing(held: Library):
    for made in (made for made in bombs() if made.codes == ("E_BOMB",)):
        report = html.unescape(held.sent({made.name: made.content}))
        assert "Not taken in</span>" in report or "Set aside</span>" in report, made.name
    assert len(held.documents()) == 2


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/x.txt", "x.txt"),
        ("..\\..\\x.txt", "x.txt"),
        ("C:\\Users\\a\\minutes.pdf", "minutes.pdf"),
        ("/etc/passwd", "passwd"),
        ("CON.txt", "_CON.txt"),
        ("nul", "_nul"),
        ("a\r\nb\x00\x1b[31m.txt", "a b[31m.txt"),
        ("\u202etxt.exe", "txt.exe"),
        ("<img onerror=x>.txt", "_img onerror=x_.txt"),
        ("..", "unnamed"),
        ("", "unnamed"),
        (".htaccess", "htaccess"),
        ("w" * 300 + ".pdf", "w" * 116 + ".pdf"),
        ("é" * 300 + ".pdf", "é" * 58 + ".pdf"),
        ("a." + "x" * 300, ("a." + "x" * 300)[:120]),
        ("minutes. ", "minutes"),
    ],
)
def test_a_name_is_made_fit_for_any_disk(sent: str, kept: str):
    assert safe_name(sent) == kept


def test_a_name_that_climbs_stays_in_its_place(held: Library, tmp_path: Path):
    held.sent({"../../../climbed.txt": MARCH})
    assert list(tmp_path.parent.rglob("climbed*")) == []
    assert ("withernick-sluice-board/2024-03-12/minutes", "climbed.txt") in held.documents()


def test_no_name_of_a_file_comes_through_as_markup(held: Library):
    report = held.sent({f"{payload}.txt": MARCH for payload in PAYLOADS})
    for page in (report, held.page("/library")):
        assert not any(payload in page for payload in PAYLOADS if "<" in payload)
        assert "<img" not in page
        assert "onerror=" not in page


def test_twenty_files_at_once_are_all_taken_in(held: Library):
    days = [MARCH.replace("12 March", f"{day} May") for day in range(1, 21)]
    report = held.sent({f"may-{n}.txt": text for n, text in enumerate(days)})
    assert report.count("Taken in</span>") == 20
    assert len(held.documents()) == 22


def test_what_an_uploaded_file_is_known_by_stays_when_the_store_is_moved_and_its_label_goes_with_it(held: Library, tmp_path: Path):
    held.sent({"march.txt": MARCH})
    known = held.store.catalog.revisions
    assert [one.path for one in known.committed() if one.file == "march.txt"] == ["upload:/march.txt"]
    for store in (tmp_path / "here", tmp_path / "elsewhere"):
        assert key_of(store, store / "uploads" / "march.txt") == "upload:/march.txt"
        assert key_of(store, store / "march.txt") == str(store / "march.txt")
    known.decide({"upload:/march.txt": "exempt", "upload:/gone.txt": "exempt"})
    expunge(held.store, [])
    assert list(known.decided()) == ["upload:/march.txt"]


def test_each_step_of_a_file_is_told(held: Library, tmp_path: Path):
    file, steps = tmp_path / "march.txt", list[str]()
    file.write_text(MARCH, "utf-8")
    ingest(held.store, [file], pipeline=Pipeline(step=steps.append))
    assert steps == ["reading", "cutting", "filing"]


# -- what arrives


def body_of(*files: tuple[str, bytes], end: bool = True) -> bytes:
    head = '--xyz\r\nContent-Disposition: form-data; name="files"; filename="{}"\r\n\r\n'
    return b"".join(head.format(name).encode() + text + b"\r\n" for name, text in files) + (b"--xyz--\r\n" if end else b"")


def posted(held: Library, pieces: list[Message], length: int, cookie: str = "") -> tuple[int, str, int]:
    """Status, answer and how many pieces of the body were asked for, of a request sent as a server would pass it on."""
    asked, said = 0, []

    async def receive() -> Message:
        nonlocal asked
        asked += 1
        return pieces[asked - 1] if asked <= len(pieces) else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        said.append(message)

    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"multipart/form-data; boundary=xyz"), (b"content-length", str(length).encode())]
    headers += [(b"cookie", cookie.encode())] if cookie else []
    scope = {
        "type": "http", "method": "POST", "path": "/library/upload", "query_string": b"", "headers": headers,
        "scheme": "http", "http_version": "1.1", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "asgi": {"version": "3.0"},
    }  # fmt: skip
    asyncio.run(held.client.app(scope, receive, send))  # type: ignore[arg-type]
    return said[0]["status"], b"".join(message.get("body", b"") for message in said[1:]).decode(), asked


def test_an_upload_that_breaks_off_half_way_leaves_nothing(held: Library):
    half = body_of(("march.txt", MARCH.encode()), end=False)[:-100]
    pieces: list[Message] = [{"type": "http.request", "body": half, "more_body": True}, {"type": "http.disconnect"}]
    status, said, _ = posted(held, pieces, 10_000)
    assert status == 400
    assert "broken off" in said
    assert held.left == []
    assert len(held.documents()) == 2


def test_a_form_without_its_end_is_no_form_and_leaves_nothing(held: Library):
    cut = body_of(("march.txt", MARCH.encode()), end=False)
    status, said, _ = posted(held, [{"type": "http.request", "body": cut, "more_body": False}], len(cut))
    assert (status, held.left) == (400, [])
    assert "cannot be read" in said


def test_too_much_together_is_refused_before_any_of_it_is_read(tmp_path: Path):
    with library(tmp_path, max_file_mb=1) as held:
        status, said, asked = posted(held, [], 5_000_001)  # four files of a megabyte, and one more for what stands around them
        assert (status, asked, held.left) == (413, 0, [])
        assert "4 MB together" in said


def test_more_than_was_announced_is_refused(tmp_path: Path):
    with library(tmp_path, max_file_mb=1) as held:
        piece: Message = {"type": "http.request", "body": body_of(("a.txt", b"x" * 900_000), end=False), "more_body": True}
        status, _, asked = posted(held, [piece] * 9, 100)
        assert (status, held.left) == (413, [])
        assert asked < 9


def test_where_the_disk_is_full_nothing_is_read(held: Library, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 10, 0))  # type: ignore[attr-defined]
    status, said, asked = posted(held, [], 1000)
    assert (status, asked, held.left) == (507, 0, [])
    assert "E_NOSPACE" in said


@pytest.mark.parametrize(
    ("headers", "content", "status"),
    [
        ({"content-type": "application/json"}, b"{}", 415),
        ({"content-type": "multipart/form-data"}, b"x", 415),
        ({"content-type": "multipart/form-data; boundary=xyz"}, b"--abc\r\n", 400),
        ({"content-type": "multipart/form-data; boundary=xyz"}, body_of(), 422),
        ({"content-type": "multipart/form-data; boundary=xyz"}, body_of(("", b"")), 422),
    ],
)
def test_what_is_no_form_with_files_is_refused_in_the_one_shape(held: Library, headers: dict[str, str], content: bytes, status: int):
    answer = held.client.post("/library/upload", headers=headers, content=content)
    assert problem(answer)[0] == status
    assert held.left == []


def test_no_file_chosen_is_said_on_the_form(held: Library):
    answer = held.client.post("/library/upload", headers=BROWSER, files=[("files", ("", b""))], data={"label": ""})
    assert answer.status_code == 422
    assert "<h1>Add minutes to the library</h1>" in answer.text
    assert "No file was chosen." in answer.text


# -- who may, and who may see it


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Library]:
    with library(tmp_path / "world", gate=gate_of(accounts_in(tmp_path))) as opened:
        yield opened


def test_of_a_reader_and_a_stranger_not_a_byte_is_read(house: Library):
    assert posted(house, [], 1000)[::2] == (401, 0)
    house.sign_in("rhea")
    [cookie] = house.client.cookies.jar
    assert posted(house, [], 1000, f"{cookie.name}={cookie.value}")[::2] == (404, 0)


def test_with_accounts_somebody_has_to_say_who_may_see_a_file(house: Library):
    house.sign_in("sam")
    assert '<select id="label" name="label" required>' in house.page("/library")
    for fields, words in (({}, "who may see"), ({"label": "secret"}, "not one of the choices"), ({"label": "withheld"}, "until which day")):
        answer = house.send({"march.txt": MARCH}, **fields)
        assert answer.status_code == 422
        assert words in answer.text
    assert house.left == []
    assert len(house.documents()) == 2


def test_what_was_uploaded_as_confidential_is_shown_to_staff_and_not_to_a_reader(house: Library):
    house.sign_in("sam")
    assert "12 March 2024" in house.sent({"march.txt": MARCH}, label="confidential")
    house.sent({"april.txt": APRIL}, label="withheld", until="2999-01-31")
    assert {item.label for item in house.store.catalog.items("withernick-sluice-board/2024-04-09/minutes")} == {"withheld-2999-01-31"}
    house.sign_in("rhea")
    page = house.page("/library")
    assert "march.txt" not in page
    assert "april.txt" not in page
    assert "2 documents" in page


def test_another_label_for_the_same_bytes_is_refused_with_what_to_do(house: Library):
    house.sign_in("sam")
    house.sent({"march.txt": MARCH}, label="open")
    report = html.unescape(house.sent({"other.txt": MARCH}, label="exempt"))
    assert "Who may see it does not agree" in report
    assert {item.label for item in house.store.catalog.items("withernick-sluice-board/2024-03-12/minutes")} == {"open"}


def test_without_accounts_the_owner_is_not_shown_what_he_labels_away(held: Library):
    report = held.sent({"march.txt": MARCH}, label="confidential")
    assert "12 March 2024" not in report
    assert "Its label keeps it from you" in report


def test_two_people_upload_at_once_and_each_report_is_of_its_own_files(house: Library):
    house.sign_in("sam")
    first = house.send({"march.txt": MARCH}, label="open").headers["location"]
    house.sign_in("ada")
    second = house.send({"april.txt": APRIL}, label="open").headers["location"]
    one, other = house.report(first), house.report(second)
    assert ("march.txt" in one, "april.txt" in one) == (True, False)
    assert ("march.txt" in other, "april.txt" in other) == (False, True)
    added = [(entry.event, entry.who, entry.items) for entry in house.audit.entries() if entry.event == "taken in"]
    assert added == [
        ("taken in", "sam", ("withernick-sluice-board/2024-03-12/minutes",)),
        ("taken in", "ada", ("withernick-sluice-board/2024-04-09/minutes",)),
    ]


# -- while it is done


def test_while_files_wait_questions_are_answered_and_the_page_comes_again_by_itself(held: Library):
    with held.store.writing:  # somebody else is taking in a file
        place = held.send({"march.txt": MARCH, "april.txt": APRIL}).headers["location"]
        assert held.asked.ask("What does the winch cost?").citations
        page = held.page(place)
        assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
        assert "Waiting for its turn</span>" in page
        progress = held.client.get(f"{place}.json").json()
        assert (progress["said"], progress["ended"], progress["most"]) == ("0 of 2 files done", False, 10)
    assert 'http-equiv="refresh"' not in held.report(place)


def test_the_file_at_hand_is_finished_when_the_application_is_stopped_and_the_others_are_told(held: Library):
    with held.store.writing:
        place = held.send({"march.txt": MARCH, "april.txt": APRIL}).headers["location"]
        while held.client.get(f"{place}.json").json()["stages"][0] == "Waiting for its turn":
            pass
        held.gate.closing.set()
    report = held.report(place)
    assert "Taken in</span>" in report
    assert "The application was stopped before it was taken in." in report
    assert [file for _, file in held.documents() if file in ("march.txt", "april.txt")] == ["march.txt"]
    assert held.left == []
    assert held.send({"may.txt": MARCH}).status_code == 503


# -- set aside


def covered() -> bytes:
    page = [*lines(72, 740, *MARCH.splitlines()), at(72, 300, "The tender of Messrs Quill was lowest"), box(60, 290, 500, 320)]
    return pdf(page)


def test_a_file_with_words_under_a_black_box_is_set_aside_until_staff_have_looked(held: Library):
    answer = held.send({"blacked.pdf": covered()})
    report = html.unescape(held.report(answer.headers["location"]))
    assert "Set aside</span>" in report
    assert "words stand under a box" in report
    assert "Quill" not in report
    aside = html.unescape(held.page("/library/aside"))
    assert "blacked.pdf" in aside
    assert f'action="{answer.headers["location"]}/again?file=0&approve"' in aside
    assert "set aside (1)" in held.page("/library")
    assert held.client.post(f"{answer.headers['location']}/again?file=0&approve").status_code == 303
    report = held.report(answer.headers["location"])
    assert "Taken in</span>" in report
    assert "Quill" not in "".join(item.text for item in held.store.catalog.items("withernick-sluice-board/2024-03-12/minutes"))
    assert "No file is set aside." in held.page("/library/aside")
    assert held.left == []


def test_a_file_set_aside_that_is_no_longer_here_is_let_in_by_choosing_it_again(held: Library):
    answer = held.send({"blacked.pdf": covered()})
    held.report(answer.headers["location"])
    shutil.rmtree(held.store.path / "uploads")
    assert "The file blacked.pdf, chosen again" in html.unescape(held.page("/library/aside"))
    assert held.client.post(f"{answer.headers['location']}/again?file=0&approve").status_code == 404
    assert "Taken in</span>" in held.sent({"blacked.pdf": covered()}, approve="1")


@pytest.mark.parametrize("place", ["/library/jobs/none", "/library/jobs/none.json"])
def test_a_job_that_is_not_remembered_is_said(held: Library, place: str):
    answer = held.client.get(place)
    assert problem(answer) == (404, "E_NOTFOUND")
    assert "not remembered" in answer.text


@pytest.mark.parametrize("number", ["", "1", "-1", "x", "²", "99999"])
def test_there_is_no_letting_in_of_a_file_that_is_none(held: Library, number: str):
    place = held.send({"march.txt": MARCH}).headers["location"]
    held.report(place)
    assert held.client.post(f"{place}/again", params={"file": number}).status_code == 404


def test_nothing_goes_among_the_samples(tmp_path: Path):
    with library(tmp_path, notice=NOTICE) as held:
        assert "python -m assistant ingest PATH" in held.page("/library")
        answer = held.send({"march.txt": MARCH})
        assert answer.status_code == 409
        assert "sample minutes" in answer.text
        assert len(held.documents()) == 2
