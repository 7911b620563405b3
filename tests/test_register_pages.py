"""The registers as pages: filtered, sorted and turned on the server, taken away as files, and never more than the visitor may see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest
from fakes_app import PAYLOADS, archive_of
from fastapi.testclient import TestClient
from gates import PASSWORD, accounts_in, gate_of
from httpx import Response
from pages import BROWSER, visited
from worlds import Shell, assistant, world

from assistant.filters import FITS
from index.relabel import relabel
from index.store import Store
from web.server import create_server
from web.sorted import Shown, ordered

LISTS = ("decisions", "actions", "meetings", "people")
HEAD = "{body}\n\nMinutes of the meeting held on {day}\n\nPresent: {there}\nApologies: {absent}\n\n"
FEBRUARY = (
    HEAD.format(body="SALTMARSH DYKE BOARD", day="13 February 2024", there="Ms Alder (Chair), Mr Birch", absent="Dr Cone")
    + """1. Pump house
RESOLVED to mend the roof of the pump house for £900.
ACTION: Mr Birch to order tiles for the pump house roof by 1 March.
2. Otters
ACTION: Ms Alder to count the otters.
10. Bridge
The board agreed to paint the bridge.
"""
)
MARCH = (
    HEAD.format(body="SALTMARSH DYKE BOARD", day="12 March 2024", there="Ms Alder (Chair), Dr Cone", absent="Mr Birch")
    + """1. Matters arising
Tiles for the pump house roof: ordered and delivered.
2. Pump house
The pump house roof is dry.
"""
)
QUARRY = (
    HEAD.format(body="STONE PIT PANEL", day="5 May 2023", there="Mrs Dale", absent="None")
    + """1. Fence
ACTION: Mrs Dale to mend the fence.
"""
)
FILES = {"feb.txt": FEBRUARY, "mar.txt": MARCH, "pit.txt": QUARRY}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with visited(tmp_path_factory.mktemp("registers"), FILES) as opened:
        yield opened


def get(client: TestClient, path: str, status: int = 200) -> str:
    page: Response = client.get(path, headers=BROWSER)
    assert page.status_code == status, page.text
    return unescape(page.text)


def column(page: str, number: int) -> list[str]:
    """The words of one column of the table, without what only a screen reader says."""
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    rows = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S) for row in body.split("</tr>")[:-1]]
    return [re.sub(r"<span class=\"aside\">.*|<[^>]+>", "", row[number], flags=re.S) for row in rows]


# -- filters


def test_the_latest_meeting_stands_first_and_every_row_leads_to_its_item_and_its_meeting(client: TestClient):
    page = get(client, "/actions")
    assert column(page, 0) == ["13 February 2024", "13 February 2024", "5 May 2023"]
    start = FEBRUARY.index("ACTION: Mr Birch")
    end = FEBRUARY.index("\n2. Otters")
    assert f'href="/items/saltmarsh-dyke-board/2024-02-13/minutes/01?start={start}&end={end}"' in page
    assert 'href="/meetings/saltmarsh-dyke-board/2024-02-13"' in page
    assert "Showing all 3 actions" in page


def test_what_became_of_an_action_is_told_with_the_place_that_says_so(client: TestClient):
    page = get(client, "/actions?words=tiles")
    assert '<span class="badge ok">closed</span>' in page
    assert '<a href="/items/saltmarsh-dyke-board/2024-03-12/minutes/01">12 March 2024</a>' in page
    assert "Tiles for the pump house roof: ordered and delivered." in page


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        ("/actions?body=stone-pit-panel", 1),
        ("/actions?body=saltmarsh", 2),  # words of its name
        ("/actions?body=stone-pit-panel&body=saltmarsh-dyke-board", 3),
        ("/actions?since=2024", 2),
        ("/actions?until=2023-05", 1),
        ("/actions?since=2024-02-13&until=2024-02-13", 2),
        ("/actions?words=otters", 1),
        ("/actions?owner=birch", 1),
        ("/actions?state=closed", 1),
        ("/actions?state=silent&state=open", 2),
        ("/actions?item=2", 1),
        ("/decisions?kind=agreement", 1),
        ("/decisions", 2),
        ("/meetings?status=draft", 0),
        ("/people?words=cone", 1),
        ("/people?words=&body=&since=", 4),  # a form sends what is empty too
    ],
)
def test_a_filter_lets_through_what_the_command_lets_through(client: TestClient, path: str, rows: int):
    page = get(client, path)
    assert (len(column(page, 0)) if "<tbody>" in page else 0) == rows


def test_nothing_fits_is_said_with_what_was_asked_and_how_to_go_on(client: TestClient):
    page = get(client, "/actions?words=zeppelin&body=stone-pit-panel")
    assert "no action with Body “Stone Pit Panel” and Words “zeppelin”" in page
    assert '<a href="/actions">show all actions</a>' in page
    assert "<table" not in page


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("since=last+week", "since", "is not a date"),
        ("until=2024-02-31", "until", "is not a date"),
        ("since=2024&until=2023", "since", "is later than"),
        ("body=nowhere", "body", "of which no minutes are held"),
        ("words=%3F%3F", "words", "needs a whole word"),
        ("owner=" + "x" * 201, "owner", "200 characters"),
        ("state=lost", "state", "open, updated, closed, silent"),
        ("kind=decision", "kind", "action, undertaking, request"),
        ("status=%00", "status", "draft, approved, unknown"),
        ("since=99999", "since", "is not a date"),
    ],
)
def test_a_wrong_filter_is_marked_with_what_to_do_and_kept_for_mending(client: TestClient, query: str, field: str, said: str):
    page = get(client, f"/actions?{query}", 422)
    assert page.count(f'id="wrong-{field}"') == 1
    assert f'<a href="#{field}">' in page
    assert said in page
    assert "<title>Error: Actions" in page
    assert client.get(f"/actions.csv?{query}").status_code == 422
    assert "error" in client.get(f"/actions.csv?{query}").json()


def test_a_filter_that_does_not_fit_the_list_is_refused_and_not_ignored(client: TestClient):
    assert "is no filter of this list" in get(client, "/people?owner=birch", 422)
    assert client.get("/meetings.json?state=open").json()["error"]["code"] == "E_USAGE"


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e3", "\u0663", "99999999999"])
def test_a_page_that_is_no_number_is_refused_with_what_to_do(client: TestClient, page: str):
    assert "Open the list again" in get(client, f"/actions?page={page}", 422)


@pytest.mark.parametrize("what", LISTS)
def test_the_form_has_every_filter_that_the_command_has(client: TestClient, what: str):
    page = get(client, f"/{what}")
    named = set(re.findall(r'<(?:input|select)[^>]* name="(\w+)"', page))
    assert named == {name for name, lists in FITS.items() if what in lists}
    ids = re.findall(r' id="([\w-]+)"', page)
    assert len(ids) == len(set(ids))
    assert page.count("<h1") == 1


# -- order


def test_rows_are_sorted_by_any_column_and_the_heading_says_which(client: TestClient):
    first = get(client, "/actions?sort=owner")
    assert column(first, 5) == ["Mr Birch", "Mrs Dale", "Ms Alder"]
    assert '<th scope="col" aria-sort="ascending"><a href="/actions?sort=-owner">' in first
    last = get(client, "/actions?sort=-owner")
    assert column(last, 5) == ["Ms Alder", "Mrs Dale", "Mr Birch"]
    assert '<th scope="col" aria-sort="descending"><a href="/actions?sort=owner">' in last
    assert first.count("aria-sort") == last.count("aria-sort") == 1


def test_what_is_empty_comes_last_either_way_and_the_filters_stay_when_sorting(client: TestClient):
    for sort in ("due", "-due"):
        assert [*map(bool, column(get(client, f"/actions?sort={sort}"), 6))] == [True, False, False]
    assert 'href="/actions?body=saltmarsh-dyke-board&sort=due"' in get(client, "/actions?body=saltmarsh-dyke-board")


def test_an_order_that_there_is_not_is_that_of_the_list(client: TestClient):
    assert column(get(client, "/actions?sort=<script>"), 0)[0] == "13 February 2024"


def test_sorting_is_stable_knows_numbers_and_dates_and_survives_any_digits():
    words = ["item 10", "Item 9", "", "item 9", "ITEM 9"]
    assert ordered(words, str) == ["Item 9", "item 9", "ITEM 9", "item 10", ""]
    assert ordered(words, str, last_first=True) == ["item 10", "Item 9", "item 9", "ITEM 9", ""]
    days = [None, date(2024, 3, 1), date(999, 1, 1)]
    assert ordered(days, lambda day: day) == [date(999, 1, 1), date(2024, 3, 1), None]
    odd = ["9" * 5000, "²", "٣", "1", "x1", "-"]
    assert sorted(ordered(odd, str)) == sorted(odd)
    assert ordered([3, 0, 20], lambda n: n) == [0, 3, 20]


# -- pages


def test_fifty_rows_stand_on_a_page_and_the_last_page_has_the_rest(tmp_path: Path):
    items = "".join(f"{n}. Matter {n}\nRESOLVED to mend gate {n}.\n" for n in range(1, 121))
    head = HEAD.format(body="GATE BOARD", day="1 May 2024", there="Ms Alder", absent="None")
    with visited(tmp_path, {"many.txt": head + items}) as client:
        first, second, third = (get(client, f"/decisions?sort=item&words=gate&page={n}") for n in (1, 2, 3))
        beyond = get(client, "/decisions?sort=item&words=gate&page=9")
        export = client.get("/decisions.json?words=gate").json()
    assert "Showing 1 to 50 of 120 decisions" in first
    assert "Showing 51 to 100 of 120 decisions" in second
    assert "Showing 101 to 120 of 120 decisions" in third
    assert "Showing 101 to 120 of 120 decisions" in beyond
    assert [column(page, 2) for page in (first, second, third)] == [[*map(str, r)] for r in (range(1, 51), range(51, 101), range(101, 121))]
    assert 'href="/decisions?words=gate&sort=item">Previous page' in second
    assert 'href="/decisions?words=gate&sort=item&page=3">Next page' in second
    assert len(export) == 120


def test_pages_are_counted_as_a_person_counts():
    assert [(s.first, s.last, s.pages) for s in (Shown(50), Shown(51), Shown(51, 2))] == [(1, 50, 1), (1, 50, 2), (51, 51, 2)]
    assert [Shown(n).words for n in (1, 2, 50)] == ["Showing the only one", "Showing all 2", "Showing all 50"]
    assert Shown(1051).words == "Showing 1 to 50 of 1,051"


# -- files


def test_a_file_is_what_the_command_exports(client: TestClient, shell: Shell, tmp_path: Path):
    folder = _made(tmp_path / "minutes")
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    assert shell("ingest", folder).code == 0
    kinds = {"csv": ("csv", "text/csv"), "json": ("json", "application/json"), "md": ("markdown", "text/markdown")}
    for what, (ending, (form, kind)) in product(LISTS, kinds.items()):
        found = client.get(f"/{what}.{ending}?body=saltmarsh-dyke-board&since=2024")
        ran = shell("list", what, "--body", "saltmarsh-dyke-board", "--since", "2024", "--format", form)
        assert found.text == ran.out
        assert "saltmarsh" in found.text.lower()
        assert found.headers["content-disposition"] == f'attachment; filename="{what}.{ending}"'
        assert found.headers["content-type"].startswith(kind)


def test_a_file_comes_in_the_order_that_was_chosen(client: TestClient):
    page = get(client, "/actions?sort=-owner&since=2023")
    assert 'href="/actions.csv?since=2023&sort=-owner"' in page
    assert [row["owner"] for row in client.get("/actions.json?sort=-owner").json()] == ["Ms Alder", "Mrs Dale", "Mr Birch"]
    assert [row["owner"] for row in client.get("/actions.json").json()] == ["Mr Birch", "Ms Alder", "Mrs Dale"]


def test_no_other_kind_of_file_is_given(client: TestClient):
    for path in ("/actions.xlsx", "/actions.table", "/actions.", "/documents.csv", "/quarantine"):
        assert client.get(path).status_code == 404


# -- what may be seen, and what there is not


def test_nothing_of_a_restricted_item_is_in_any_list_or_count(tmp_path: Path):
    with world(tmp_path / "store", FILES) as store:
        app = create_server(archive_of(assistant(store)), gate=gate_of(accounts_in(_made(tmp_path / "gate")), public=True))
        public = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
        staff = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
        staff.post("/login", data={"name": "sam", "password": PASSWORD})
        assert "Showing all 3 actions" in get(public, "/actions")
        _restrict(store, "saltmarsh-dyke-board/2024-02-13/minutes/02")
        assert "Showing all 3 actions" in get(staff, "/actions")  # first, so that what is kept for staff is there to be mistaken
        assert "otters" in get(staff, "/topics?q=otters")
        meeting, person = "/meetings/saltmarsh-dyke-board/2024-02-13", "/people/saltmarsh-dyke-board?name=Ms+Alder"
        for path in ("/actions", meeting, person, "/topics?q=board"):
            assert "otter" not in get(public, path).lower(), path
            assert path == "/topics?q=board" or "otter" in get(staff, path).lower()
        assert "Showing all 2 actions" in get(public, "/actions")
        assert "do not record “otters”" in get(public, "/topics?q=otters")
        assert "otter" not in public.get("/actions.csv").text
        assert "Showing all 3 meetings" in get(public, "/meetings")
        assert column(get(public, "/meetings?body=saltmarsh-dyke-board&until=2024-02"), -1) == ["1"]
        assert column(get(staff, "/meetings?body=saltmarsh-dyke-board&until=2024-02"), -1) == ["2"]


def test_a_body_of_which_nothing_may_be_seen_is_nowhere(tmp_path: Path):
    with world(tmp_path / "store", FILES) as store:
        app = create_server(archive_of(assistant(store)), gate=gate_of(accounts_in(_made(tmp_path / "gate")), public=True))
        public = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
        _restrict(store, "stone-pit-panel/2023-05-05/minutes")
        for path in (*(f"/{what}" for what in LISTS), "/topics?q=fence"):
            page = get(public, path)
            assert "stone" not in page.lower(), path
            assert "dale" not in page.lower(), path
        for path in ("/meetings/stone-pit-panel/2023-05-05", "/attendance/stone-pit-panel", "/people/stone-pit-panel?name=Mrs+Dale"):
            other = path.replace("stone-pit-panel", "no-such-panel")
            assert re.sub("Reference .*", "", get(public, path, 404)) == re.sub("Reference .*", "", get(public, other, 404))


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _restrict(store: Store, subject: str) -> None:
    assert relabel(store, subject, "exempt").items["exempt"] > 0


def test_an_empty_archive_has_pages_that_say_so(tmp_path: Path):
    with visited(tmp_path, {}) as client:
        for what in LISTS:
            assert f"No {what} are held yet." in get(client, f"/{what}")
            assert client.get(f"/{what}.json").json() == []
            assert client.get(f"/{what}.csv").text.count("\n") == 1
        assert "do not record “winch”" in get(client, "/topics?q=winch")
        get(client, "/attendance/nobody", 404)
        get(client, "/meetings/nobody/2024-01-01", 404)


def test_undated_minutes_are_listed_last_and_have_a_page(tmp_path: Path):
    undated = "ELM TREE COMMITTEE\n\nMinutes of the meeting\n\nPresent: Ms Alder\n\n1. Elms\nRESOLVED to fell the elm.\n"
    head = HEAD.format(body="ELM TREE COMMITTEE", day="3 June 2024", there="Ms Alder", absent="Mr Birch")
    dated = head + "1. Oaks\nRESOLVED to plant oaks.\n"
    with visited(tmp_path, {"u.txt": undated, "d.txt": dated}) as client:
        assert column(get(client, "/decisions"), 0) == column(get(client, "/decisions?sort=date"), 0) == ["3 June 2024", "undated"]
        page = get(client, "/meetings/elm-tree-committee/undated")
        assert "<h1>Elm Tree Committee, undated</h1>" in page
        assert "RESOLVED to fell the elm." in page
        assert "oaks" not in page
        assert "undated" in get(client, "/attendance/elm-tree-committee")
        topic = get(client, "/topics?q=fell")
        assert '<h2 id="points">Without a date</h2>' in topic
        assert "<svg" not in topic
        assert "undated" in get(client, "/people/elm-tree-committee?name=Ms+Alder")


def test_two_bodies_of_one_name_are_told_apart(tmp_path: Path):
    def minutes(council: str, day: str) -> str:
        head = f"{council}\n\nFinance Committee\n\nMinutes of the meeting held on {day}\n\n"
        return f"{head}Present: Ms Alder\n\n1. Rates\nRESOLVED to set the rate.\n"

    files = {"a.txt": minutes("Ashby Parish Council", "3 June 2024"), "b.txt": minutes("Brook Parish Council", "4 June 2024")}
    with visited(tmp_path, files) as client:
        page = get(client, "/decisions")
        options = re.findall(r'<option value="([^"]+)"[^>]*>([^<]+)</option>', page)
        assert len({name for _, name in options}) == 2, options
        assert set(column(page, 1)) == {name for _, name in options}
        for body_id, name in options:
            assert column(get(client, f"/decisions?body={body_id}"), 0) != []
            assert f"Body: <strong>{name}</strong>" in get(client, f"/decisions?body={body_id}")


# -- hostile words


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Minutes that say them all, in titles, decisions and names."""
    items = "".join(
        f"{n}. Gate {payload}\nRESOLVED to mend {payload} at once.\nACTION: Ms Alder to see {payload} by {payload}.\n"
        for n, payload in enumerate((payload.replace("\n", " ") for payload in PAYLOADS), 1)
    )
    there = "Ms Alder, Mr <svg onload=alert(1)> Birch"
    text = HEAD.format(body="GATE <img src=x onerror=alert(1)> BOARD", day="1 May 2024", there=there, absent="None")
    with visited(tmp_path_factory.mktemp("hostile"), {"<svg onload=alert(1)>.txt": text + items}) as client:
        yield client


OURS = set(
    """html head meta title link body a header p nav ul ol li main footer h1 h2 h3 form div label select option input fieldset legend
    details summary button span strong table caption thead tbody tr th td dl dt dd svg text path rect circle""".split()
)
SAID = set(
    """lang charset name content rel href class id tabindex type value checked selected maxlength autocomplete autofocus method action for
    scope role download width height viewbox x y d cx cy r text-anchor open""".split()
)


class Markup(HTMLParser):
    """Notes what the templates never write: another element, another attribute, an address elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.strange: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.strange += [tag] if tag not in OURS else []
        self.strange += [name for name, _ in attrs if name not in SAID and not name.startswith("aria-")]
        self.strange += [value or "" for name, value in attrs if name in ("href", "action") and not re.match(r"/(?!/)|#", value or "")]


def inert_page(text: str) -> None:
    found = Markup()
    found.feed(text)
    assert found.strange == []
    assert "{{" not in text
    assert text.count("<h1") == 1


def test_what_is_not_of_the_templates_would_be_seen():
    found = Markup()
    found.feed('<p onclick="x"><img src=x><a href="//b.example">b</a><a href="javascript:x">')
    assert found.strange == ["onclick", "img", "src", "//b.example", "javascript:x"]


@pytest.mark.parametrize("path", [*(f"/{what}" for what in LISTS), "/topics?q=gate"])
def test_hostile_minutes_do_nothing_in_a_list(hostile: TestClient, path: str):
    page = hostile.get(path, headers=BROWSER)
    assert page.status_code == 200
    inert_page(page.text)


def test_hostile_minutes_do_nothing_on_the_page_of_a_meeting_a_body_or_a_person(hostile: TestClient):
    body = str(hostile.get("/meetings.json").json()[0]["body_id"])
    for path in (f"/meetings/{body}/2024-05-01", f"/attendance/{body}", f"/people/{body}?name=Ms+Alder"):
        page = hostile.get(path, headers=BROWSER)
        assert page.status_code == 200, path
        inert_page(page.text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_address_does_nothing_and_breaks_nothing(client: TestClient, payload: str):
    for path, names in (("/actions", ("words", "owner", "body", "since", "state", "item", "sort")), ("/topics", ("q", "body", "until"))):
        for name in names:
            page = client.get(path, params={name: payload}, headers=BROWSER)
            assert page.status_code in (200, 422), (name, payload)
            inert_page(page.text)
    for path in ("/people/saltmarsh-dyke-board", "/attendance/saltmarsh-dyke-board"):
        assert client.get(path, params={"name": payload, "since": payload}, headers=BROWSER).status_code in (404, 422)


def test_a_csv_of_hostile_words_runs_nothing_in_a_spreadsheet(tmp_path: Path):
    text = HEAD.format(body="GATE BOARD", day="1 May 2024", there="Ms Alder", absent="None") + "1. =1+1\nRESOLVED to mend it.\n"
    with visited(tmp_path, {"=cmd.txt": text}) as client:
        found = client.get("/decisions.csv").text
    assert "'=cmd.txt" in found
    assert not re.search(r"(?:^|,)[=+@]", found, re.M)
