"""The pages of a briefing: asked for, edited without script, taken away as a file; nothing restricted or hostile comes through."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import httpx
import pypdfium2
import pytest
from fakes_app import PAYLOADS, archive_of
from fastapi.testclient import TestClient
from gates import PASSWORD, accounts_in, gate_of
from pages import BROWSER, visited
from sluice import FEBRUARY, JANUARY
from worlds import assistant, world

from assistant.audit import Audit
from assistant.briefing_file import FORMS
from index.relabel import relabel
from index.store import Store
from web.server import create_server

FILES = {"january.txt": JANUARY, "february.txt": FEBRUARY}
EEL = "withernick-sluice-board/2024-01-09/minutes/03"
OWN = "Note by the author, not from the minutes"
BOUGHT, DEFERRED = "RESOLVED to buy the winch for £7,950.", "RESOLVED that the purchase of the winch be deferred to the February meeting."
WINCH = {"q": "the sluice winch"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with visited(tmp_path_factory.mktemp("briefings"), FILES) as opened:
        yield opened


def made(client: TestClient, **query: object) -> str:
    page = client.get("/briefing", params=query or WINCH, headers=BROWSER)
    assert page.status_code == 200
    return page.text


def keys(page: str) -> dict[str, str]:
    """The key of each point by its words and its section: "Open actions: ACTION: ..."."""
    found = {}
    for part in page.split("<section aria-labelledby")[1:]:
        heading = re.findall(r"<h2[^>]*>(.*?)</h2>", part)[0]
        points = re.findall(r'name="point" value="(\w+)".*?<span class="quoted">(.*?)</span>', part, re.S)
        found.update({f"{heading}: {html.unescape(words)}": key for key, words in points})
    return found


def edit(client: TestClient, page: str, **fields: object) -> str:
    response = client.post("/briefing/edit", data={**WINCH, "point": list(keys(page).values()), **fields}, headers=BROWSER)
    assert response.status_code == 200
    return response.text


def taken(client: TestClient, form: str, **fields: object) -> httpx.Response:
    response = client.post("/briefing/export", data={**WINCH, "form": form, **fields})
    assert response.status_code == 200
    return response


def words_of(content: bytes, form: str) -> str:
    """What the file says, without the marks of its form."""
    if form == ".docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
    if form == ".pdf":
        with pypdfium2.PdfDocument(content) as pdf:
            return re.sub(r"\s+", " ", " ".join(pdf[n].get_textpage().get_text_range() for n in range(len(pdf))))
    return re.sub(r"\\(.)", r"\1", content.decode())


# -- asked for


def test_a_briefing_shows_its_sections_and_each_point_leads_to_its_place_in_its_item(client: TestClient):
    page = made(client)
    assert re.findall(r'<h2 id="section-\d">(.*?)</h2>', page) == [
        "Background",
        "Decisions to date",
        "Open actions",
        "Figures as printed",
        "Questions worth asking",
    ]
    [link] = re.findall(rf"{re.escape(BOUGHT)}</span> <a class=\"cite\" href=\"([^\"]+)\"", page)
    start = FEBRUARY.index(BOUGHT)
    assert html.unescape(link) == f"/items/withernick-sluice-board/2024-02-13/minutes/02?start={start}&end={start + len(BOUGHT)}"
    assert "can be left out and moved, not reworded" in page
    assert "Searched" in page


def test_what_became_of_an_action_has_a_citation_of_its_own(client: TestClient):
    [beside] = re.findall(r'<p class="beside">Spoken of again.*?</p>', made(client))
    assert "start&#61;93&#38;end&#61;143" in beside  # of the words of 13 February
    assert FEBRUARY[93:143] == "Winch quotations: two received, one still awaited."


def test_what_the_minutes_do_not_record_is_said_with_what_was_searched(client: TestClient):
    page = made(client, q="the pension deficit of the library")
    assert "The minutes held here do not record an answer to this. Searched&#58; Withernick Sluice Board 9 January 2024" in page
    assert keys(page) == {}


def test_picked_items_are_the_only_ones_and_need_no_subject(client: TestClient):
    page = made(client, item=[EEL, EEL])
    assert "<h1>Briefing&#58; Eel pass</h1>" in page
    assert [key.split(": ", 1)[1] for key in keys(page)] == [
        "Members asked whether the eel pass is blocked.",
        "ACTION: Ms Thorold to inspect the eel pass.",
        "ACTION: Ms Thorold to inspect the eel pass.",
    ]
    assert "Drawn on are the items that were picked, and no others" in page
    assert page.count(f'name="item" value="{EEL.replace("/", "&#47;").replace("-", "-")}"') == 2  # kept by both forms


def test_a_picked_item_that_is_not_held_is_told_and_the_others_are_drawn_on(client: TestClient):
    page = made(client, item=[EEL, "nowhere/2024-01-09/minutes/01"])
    assert "1 picked item not held, or not for you to see. Left out." in page
    assert "nowhere" not in page
    assert client.get("/briefing?item=nowhere/1", headers=BROWSER).status_code == 404


def test_days_and_body_say_what_is_searched(client: TestClient):
    page = made(client, **WINCH, since="2024-02-01", until="2024-02-29", body="withernick-sluice-board")
    assert [key for key in keys(page) if "9 January" in key or DEFERRED in key] == []
    assert f"Decisions to date: {BOUGHT}" in keys(page)
    late = made(client, **WINCH, since="2030-01-01")
    assert "do not record an answer to this. Searched&#58; no meeting held here fits the body and time named." in late


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"q": ""}, 422, "E_EMPTY"),
        ({"q": " ?! "}, 422, "E_EMPTY"),
        ({"q": "winch " * 400}, 413, "E_TOO_LONG"),
        ({"q": "winch", "since": "last week"}, 422, "E_RANGE"),
        ({"q": "winch", "since": "2024-02-02", "until": "2024-02-01"}, 422, "E_RANGE"),
        ({"q": "winch", "body": "Otterbeck"}, 404, "E_NOTFOUND"),
        ({"item": [f"nowhere/{n}" for n in range(31)]}, 422, "E_RANGE"),
        ({"item": "x" * 301}, 413, "E_TOO_LONG"),
    ],
)
def test_what_cannot_be_made_is_said_above_the_form_and_in_the_one_shape(
    client: TestClient, query: dict[str, object], status: int, code: str
):
    page = client.get("/briefing", params=query, headers=BROWSER)
    assert (page.status_code, 'role="alert"' in page.text, page.text.count("<h1>")) == (status, True, 1)
    assert str(query.get("q", "")).strip() in html.unescape(page.text)
    told = client.get("/briefing", params=query)
    assert (told.status_code, told.json()["error"]["code"]) == (status, code)


def test_without_anything_the_form_is_shown(client: TestClient):
    page = client.get("/briefing", headers=BROWSER)
    assert page.status_code == 200
    for name in ("Subject or question", "Board or committee", "From", "To"):
        assert f">{name}</label>" in page.text


# -- edited


def test_a_point_that_is_left_out_stays_on_the_page_and_its_source_goes(client: TestClient):
    page = made(client)
    key = keys(page)[f"Decisions to date: {DEFERRED}"]
    after = edit(client, page, out=key)
    assert f'name="out" value="{key}" checked' in after
    assert list(keys(after)) == list(keys(page))
    assert [len(re.findall(r'<li><span aria-hidden="true">\[\d+\]', one)) for one in (page, after)] == [6, 5]
    assert re.findall(r'<span aria-hidden="true">\[(\d+)\]', after) == ["1", "2", "3", "4", "5"]
    assert "The author left out 1 of the 7 points found." in after
    assert f"{BOUGHT}</span> <a" in after


def test_a_point_is_moved_within_its_section_and_stays_there(client: TestClient):
    page = made(client)
    key = keys(page)[f"Decisions to date: {BOUGHT}"]
    up = edit(client, page, up=key)
    decided = [one for one in keys(up) if one.startswith("Decisions")]
    assert decided == [f"Decisions to date: {BOUGHT}", f"Decisions to date: {DEFERRED}"]
    again = edit(client, up, up=key)  # there is no place above
    assert list(keys(again)) == list(keys(up))
    assert [one for one in keys(edit(client, again, down=key)) if one.startswith("Decisions")] == decided[::-1]
    assert f'name="down" value="{key}" autofocus' in up  # it cannot go up again, so the other way has the focus


def test_what_is_typed_is_kept_and_marked(client: TestClient):
    page = made(client)
    after = edit(
        client, page, title="What is left", purpose="For the chair.", **{"note-2": "Ask the Clerk.\r\nThen  the <b>Treasurer</b> [4]."}
    )
    assert "<h1>What is left</h1>" in after
    assert f"<strong>{OWN}:</strong> the title above. The subject asked for is “the sluice winch”." in after
    assert f"<strong>{OWN}:</strong> For the chair." in after
    assert re.findall(r'<textarea id="note-2"[^>]*>(.*?)</textarea>', after, re.S) == [
        "Ask the Clerk.\nThen the &#60;b&#62;Treasurer&#60;&#47;b&#62; &#91;4&#93;."
    ]


def test_a_note_stays_when_its_section_has_no_point_any_more(client: TestClient):
    after = client.post("/briefing/edit", data={"q": "", "item": EEL, "note-3": "No figure was given."}, headers=BROWSER).text
    assert "No figure was given." in after
    assert [one for one in keys(after) if one.startswith("Figures")] == []


def test_a_point_that_was_there_and_cannot_be_made_again_is_told_and_a_new_one_stands_last(client: TestClient):
    page = made(client)
    known = list(keys(page).values())
    after = edit(client, page, point=["0123456789abcdef", *known[1:]])
    assert "1 point that stood here cannot be shown any more" in after
    assert "1 point found since" in after
    assert "0123456789abcdef" not in after
    assert "cannot be shown any more" not in edit(client, page)
    file = words_of(taken(client, ".md", point=["0123456789abcdef"]).content, ".md")
    assert "1 point that stood here cannot be shown any more" in file


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"title": "x" * 201}, 413),
        ({"purpose": "x" * 1001}, 413),
        ({"note-0": "x" * 4001}, 413),
        ({"point": [f"{n:016x}" for n in range(1001)]}, 422),
        ({"out": ["x"] * 3001}, 400),
        ({"q": ""}, 422),
    ],
)
def test_fields_have_limits(client: TestClient, fields: dict[str, object], status: int):
    for address in ("/briefing/edit", "/briefing/export"):
        response = client.post(address, data={**WINCH, "form": ".md", **fields}, headers=BROWSER)
        assert (response.status_code, "xxxx" in response.text) == (status, False)
    assert client.post("/briefing/edit", data={**WINCH, "note-0": "\r\n".join("x" * 2000)}).status_code == 200  # as browsers count


def test_another_site_may_not_post(client: TestClient):
    for address in ("/briefing/edit", "/briefing/export"):
        assert client.post(address, data=WINCH, headers={"origin": "https://attacker.invalid"}).status_code == 403


# -- taken away


def test_an_edited_word_file_holds_the_points_left_in_the_notes_and_working_links(client: TestClient):
    page = made(client)
    fields = {
        "point": list(keys(page).values()),
        "out": keys(page)[f"Decisions to date: {DEFERRED}"],
        "section-out": "4",
        "note-1": "See [1] of my own papers.",
    }
    content = taken(client, ".docx", **fields).content
    text = words_of(content, ".docx")
    assert BOUGHT in text
    assert DEFERRED not in text
    assert "Questions worth asking" not in text
    assert f"{OWN}: See (1) of my own papers." in text
    assert "The author left out 2 of the 7 points found." in text
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        xml = parts.read("word/document.xml").decode()
    linked, marked = re.findall(r'w:anchor="(source-\d+)"', xml), re.findall(r'<w:bookmarkStart [^>]*w:name="(source-\d+)"', xml)
    assert set(linked) == set(marked) == {f"source-{n}" for n in range(1, 6)}
    assert len(linked) == 6  # five points, and what became of one
    document = docx.Document(io.BytesIO(content))
    outside = {relation.target_ref for relation in document.part.rels.values() if relation.is_external}
    start = FEBRUARY.index(BOUGHT)
    assert f"http://127.0.0.1/items/withernick-sluice-board/2024-02-13/minutes/02?start={start}&end={start + len(BOUGHT)}" in outside
    assert len(outside) == 5


def test_a_pdf_holds_text_and_links(client: TestClient):
    content = taken(client, ".pdf", **{"note-2": "Ask the Clerk.\n\nThen wait."}).content
    text = words_of(content, ".pdf")
    for said in (
        BOUGHT,
        DEFERRED,
        f"{OWN}: Ask the Clerk. Then wait.",
        "http://127.0.0.1/items/withernick-sluice-board/2024-02-13/minutes/02",
    ):
        assert said in text
    assert content.count(b"/Subtype /Link") >= 8 + 6  # eight numbers; six addresses, some of two lines
    assert content.count(b"/URI (http://127.0.0.1/items/") >= 6


def test_a_markdown_file_holds_notes_apart_and_every_footnote(client: TestClient):
    text = taken(client, ".md", title="Winch [9]", **{"note-1": "# Mine\n[^1] see ![x](http://attacker.invalid)"}).content.decode()
    assert text.startswith("# Winch (9)\n")
    assert f"> **{OWN}:** \\# Mine<br>\\[^1\\] see \\!\\[x\\](http\\://attacker.invalid)" in text
    assert set(re.findall(r"(?<!\\)\[\^(\d+)\](?!:)", text)) == set(re.findall(r"^\[\^(\d+)\]:", text, re.M)) == set("123456")
    assert "<http://127.0.0.1/items/withernick-sluice-board/2024-02-13/minutes/01?start=93&end=143>" in text


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("", "briefing-the-sluice-winch-"),
        ("Łódź: ../../etc/passwd\r\nX: y", "briefing-odz-etc-passwd-x-y-"),
        ("水門 🌊", "briefing-"),
        ("a" * 200, f"briefing-{'a' * 60}-"),
    ],
)
def test_the_name_of_the_file_is_safe(client: TestClient, title: str, name: str):
    for form in FORMS:
        disposition = taken(client, form, title=title).headers["content-disposition"]
        assert re.fullmatch(rf'attachment; filename="{re.escape(name)}\d{{4}}-\d\d-\d\d{re.escape(form)}"', disposition)


def test_a_form_that_there_is_not_is_refused(client: TestClient):
    for form in ("", ".odt", "../x"):
        assert client.post("/briefing/export", data={**WINCH, "form": form}).status_code == 422


def test_unicode_and_thousands_of_lines_spoil_no_file(client: TestClient):
    typed = {"title": "\x00\x1b[2J \u202eWinch \ud7ff水", "note-0": "ł\u200b\x07\n" * 1000, "purpose": "é\ufffe"}
    for form in FORMS:
        text = words_of(taken(client, form, **typed).content, form)
        assert not set(text) & set("\x00\x1b\x07\u202e\u200b")
        assert BOUGHT in text


# -- hostile words, and words that are not for everybody


def hostile() -> str:
    items = "\n".join(
        f"{n}. Winch {payload.replace(chr(10), ' ')}\nThe winch was {payload}\nRESOLVED to buy winch {n} {payload}"
        for n, payload in enumerate(PAYLOADS, 1)
    )
    return f"WITHERNICK SLUICE BOARD\n\nMinutes of the meeting held on 9 January 2024\n\n{items}\n"


def test_nothing_hostile_comes_through_as_markup(tmp_path: Path):
    with visited(tmp_path, {"<svg onload=alert(1)>.txt".replace("/", ""): hostile()}) as client:
        for payload in PAYLOADS:
            typed = {"q": f"winch {payload}"[:500], "title": payload[:200], "purpose": payload, "note-1": payload}
            page = client.post("/briefing/edit", data=typed, headers=BROWSER).text
            asked = client.get("/briefing", params={"q": typed["q"], "body": payload, "since": payload}, headers=BROWSER).text
            for text in (page, asked):
                assert tags(text) <= OURS, payload
                assert not re.search(r"<[^>]*(?:\s(?:on\w+|srcdoc|http-equiv|style)=|(?:src|href|action)=\"[^\"]*attacker)", text), payload
        shown = "&#33;&#91;x&#93;(x&#34; onerror&#61;&#34;alert(1))"  # tags are taken out when a file is read
        assert any(shown in words for words in re.findall(r'<span class="quoted">(.*?)</span>', made(client, q="winch")))
        text = client.post("/briefing/export", data={"q": "winch", "form": ".md", "note-1": PAYLOADS[0]}).content.decode()
        assert not re.search(r"(?<!\\)<(?!br>|http://127\.0\.0\.1/items/)", text)
        assert not re.search(r"(?<!\\)!\[|(?<!\\)\]\(", text)


OURS = set(
    "!doctype html head meta title link script body a header p nav ul li main h1 h2 div form input button span details summary label "
    "textarea section select option footer strong br".split()
)


def tags(page: str) -> set[str]:
    """The names of all elements; a script that stands in the page is one of its own."""
    found = {name.lower() for name in re.findall(r"<([a-z!][\w!]*)", page, re.I)}
    return found | ({"inline script"} if re.search(r"<script(?! src=\"/look/briefing\.js\" defer></script>)", page) else set())


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[Store, TestClient, TestClient, Audit]]:
    """The store, a browser of staff and one of a reader who sees what is open; and what is recorded."""
    gate = gate_of(accounts_in(tmp_path))
    assert gate.accounts
    gate.accounts.grant("rhea", "reader", ())
    with world(tmp_path / "store", FILES) as store:
        audit = Audit(tmp_path)
        app = create_server(archive_of(replace(assistant(store), audit=audit)), gate=gate)
        clients = [TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) for _ in range(2)]
        for client, name in zip(clients, ("sam", "rhea"), strict=True):
            assert client.post("/login", data={"name": name, "password": PASSWORD}).status_code == 303
        yield store, clients[0], clients[1], audit


def test_words_that_a_visitor_may_not_see_never_come_through_not_even_as_kept_points(house: tuple[Store, TestClient, TestClient, Audit]):
    store, staff, reader, _ = house
    relabel(store, EEL, "exempt")
    page = made(staff, item=EEL)
    known = list(keys(page).values())
    assert len(known) == 3
    for asked in ({"q": "the eel pass"}, {"item": EEL}, {"q": "the sluice winch", "item": [EEL, EEL.replace("/03", "/02")]}):
        posted = {**asked, "point": known, "out": known[:1], "up": known[1], "form": ".md"}
        answers = [
            reader.get("/briefing", params=asked, headers=BROWSER),
            *(reader.post(f"/briefing/{to}", data=posted, headers=BROWSER) for to in ("edit", "export")),
        ]
        for said in answers:
            text = said.text.lower()
            assert "thorold" not in text
            assert "blocked" not in text
            assert not any(key in text for key in known)
    assert "3 points that stood here cannot be shown any more" in reader.post("/briefing/edit", data={**WINCH, "point": known}).text


def test_what_is_restricted_meanwhile_is_told_without_its_words(house: tuple[Store, TestClient, TestClient, Audit]):
    store, _, reader, _ = house
    picked = {"item": [EEL, EEL.replace("/03", "/02")]}
    page = made(reader, **picked)
    known = list(keys(page).values())
    eel = [key for words, key in keys(page).items() if "eel" in words]
    assert len(eel) == 3
    relabel(store, EEL, "exempt")
    after = reader.post("/briefing/edit", data={**picked, "point": known, "note-0": "Mine."}, headers=BROWSER).text
    assert "3 points that stood here cannot be shown any more" in after
    assert "1 picked item not held" in after
    assert "eel" not in after.lower()
    assert "Mine." in after


def test_each_showing_is_recorded_with_the_items_shown_and_without_words(house: tuple[Store, TestClient, TestClient, Audit]):
    _, _, reader, audit = house
    page = made(reader)
    edit(reader, page)
    made(reader, item=EEL)
    shown = [entry for entry in audit.entries() if entry.event == "searched"]
    items = {f"withernick-sluice-board/2024-{place}" for place in ("01-09/minutes/02", "02-13/minutes/01", "02-13/minutes/02")}
    assert [(entry.who, set(entry.items), entry.question) for entry in shown] == [("rhea", items, "")] * 2 + [("rhea", {EEL}, "")]


def test_a_briefing_counts_as_a_question(tmp_path: Path):
    gate = gate_of(accounts_in(tmp_path), questions=2)
    with visited(tmp_path / "store", FILES, gate) as client:
        client.post("/login", data={"name": "sam", "password": PASSWORD})
        made(client)
        made(client)
        refused = client.get("/briefing", params=WINCH)
        assert (refused.status_code, refused.json()["error"]["code"]) == (429, "E_RATE")
        assert client.get("/briefing").status_code == 200


def test_sixty_points_and_more_are_shown_and_taken_away(tmp_path: Path):
    lines = "\n".join(f"RESOLVED to paint winch number {n} green at a cost of £{n}00." for n in range(1, 71))
    with visited(tmp_path, {"winches.txt": JANUARY.split("1. ")[0] + f"1. Sluice winches\nThere are many.\n{lines}\n"}) as client:
        page = made(client, q="painting the winches green")
        found = keys(page)
        assert len(found) >= 60
        last = list(found.values())[-1]
        assert f'value="{last}" checked' in edit(client, page, q="painting the winches green", out=last)
        content = taken(client, ".docx", q="painting the winches green", point=list(found.values())).content
        text = words_of(content, ".docx")
        assert all(f"winch number {n} green" in text for n in range(1, 71))
