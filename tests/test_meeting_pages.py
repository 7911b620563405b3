"""One meeting, attendance, one person, and the time line of a topic, as pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fakes_app import PAYLOADS
from fastapi.testclient import TestClient
from pages import visited
from test_register_pages import FILES, HEAD, get, inert_page
from worlds import QUAY, world

from assistant.filters import Filters
from assistant.listing import register
from assistant.timeline import Point, timeline
from index.minutes import Span
from web.drawing import HIGHEST, STEP, WIDTH, drawn

SCHOOL = (
    HEAD.format(body="HOLT SCHOOL BOARD", day="4 June 2024", there="Ada Reed (Head), Mr Tom Reed, Jonas Vane", absent="None")
    + """1. Roof
Ms Ada Reed presented the report on the roof.
ACTION: Ada Reed to mend the roof.
ACTION: Reed to buy nails.
2. Council
ACTION: Clerk to write to the council.
3. Ladder
ACTION: Jonas Vane to bring a ladder.
"""
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with visited(tmp_path_factory.mktemp("meetings"), {**FILES, **QUAY, "school.txt": SCHOOL}) as opened:
        yield opened


def part(page: str, title: str) -> str:
    """What stands under a heading, up to the next one of its kind."""
    found = re.search(rf"<(h[23])[^>]*>{re.escape(title)}.*?(?=<\1|</main>)", page, re.S)
    assert found, title
    return found.group()


# -- one meeting


def test_a_meeting_shows_its_papers_and_who_was_there(client: TestClient):
    page = get(client, "/meetings/quayside-and-locks-board/2019-03-06")
    assert "<h1>Quayside and Locks Board, 6 March 2019</h1>" in page
    assert "Agenda</a>, file quay-agenda.txt" in part(page, "Papers held")
    assert "Draft minutes</a>, file quay-minutes.txt" in part(page, "Papers held")
    there, absent = part(page, "Present or in attendance"), part(page, "Apologies")
    assert "(2)" in there
    assert "Benedek Szalai</a>, Harbour Engineer" in there
    assert "Rhiannon Tolley</a>, Member" in absent
    assert "Tolley" not in there


def test_the_agenda_is_held_against_the_minutes(client: TestClient):
    table = part(get(client, "/meetings/quayside-and-locks-board/2019-03-06"), "The agenda against the minutes")
    rows = {re.sub(r"<[^>]+>", "", row).strip() for row in table.split("</tr>")}
    assert "2019/004 Ferry PontoonNo entry in the minutesSpoken of in item 4" in rows
    assert "2019/006 Swing BridgeMinuted under another number2019/009 Swing Bridge" in rows
    assert "2019/005 Towpath LightingMinuted2019/005 Towpath Lighting" in rows


def test_a_meeting_of_which_one_paper_is_held_says_that_nothing_can_be_compared(client: TestClient):
    page = get(client, "/meetings/saltmarsh-dyke-board/2024-02-13")
    assert "not both held" in part(page, "The agenda against the minutes")
    assert "RESOLVED to mend the roof" in part(page, "Decisions")
    assert "to count the otters" in part(page, "Actions")
    assert "mend the fence" not in page
    assert '<a href="/meetings/saltmarsh-dyke-board/2024-03-12">Next meeting: 12 March 2024</a>' in page
    assert "Previous meeting" not in page


def test_a_meeting_that_accepts_earlier_minutes_is_told_on_their_page(tmp_path: Path):
    later = HEAD.format(body="SALTMARSH DYKE BOARD", day="12 March 2024", there="Ms Alder", absent="None")
    later += "1. Minutes of the last meeting\nThe minutes of the meeting held on 13 February 2024 were accepted as a correct record.\n"
    later += "2. Bridge\nThe bridge is blue.\n"
    with visited(tmp_path, {"feb.txt": FILES["feb.txt"], "mar.txt": later}) as client:
        papers = part(get(client, "/meetings/saltmarsh-dyke-board/2024-02-13"), "Papers held")
    assert "Approved minutes" in papers
    item = r"/items/saltmarsh-dyke-board/2024-03-12/minutes/01\?start=\d+&end=\d+"
    assert re.search(rf'<a href="{item}">Accepted as a correct record on 12 March', papers)


@pytest.mark.parametrize(
    "path",
    [
        "/meetings/saltmarsh-dyke-board/2024-02-14",
        "/meetings/saltmarsh-dyke-board/yesterday",
        "/meetings/saltmarsh-dyke-board/undated",
        "/meetings/nobody/2024-02-13",
        "/meetings/saltmarsh/2024-02-13",
        "/attendance/nobody",
        "/people/saltmarsh-dyke-board",
        "/people/saltmarsh-dyke-board?name=Mrs+Dale",
        "/people/nobody?name=Ms+Alder",
    ],
)
def test_what_there_is_not_is_a_page_that_says_what_to_do(client: TestClient, path: str):
    assert "choose one of the list" in get(client, path, 404)


# -- attendance


def test_attendance_is_a_table_with_words_for_those_who_hear_it(client: TestClient):
    page = get(client, "/attendance/saltmarsh-dyke-board")
    table = page[page.index("<table") : page.index("</table>")]
    rows = [re.findall(r"(?<=unseen\">)[a-z ]+", row) for row in table.split("</tr>")[1:-1]]
    names = re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)', table)
    assert dict(zip(names, rows, strict=True)) == {
        "Ms Alder": ["present", "present"],
        "Mr Birch": ["present", "apologies"],
        "Dr Cone": ["apologies", "present"],
    }
    assert re.findall(r'<th scope="col">(?:<a[^>]*>)?([^<]+)', table) == ["Person", "13 February 2024", "12 March 2024", "Present"]
    assert re.findall(r"<td>(\d)</td>", table) == ["2", "1", "1"]
    assert 'role="region"' in page
    assert "Empty: not listed" in page


def test_attendance_is_shown_for_the_time_that_is_chosen(client: TestClient):
    page = get(client, "/attendance/saltmarsh-dyke-board?since=2024-03")
    assert "12 March 2024" in page
    assert "13 February 2024" not in page
    assert "No meeting held of that time" in get(client, "/attendance/saltmarsh-dyke-board?since=2030")
    assert 'id="wrong-since"' in get(client, "/attendance/saltmarsh-dyke-board?since=soon", 422)


def test_of_many_meetings_the_latest_stand_on_the_first_page_in_order_of_time(tmp_path: Path):
    days = [f"{day} {month} 2024" for month in ("April", "May") for day in range(1, 14)]  # 26
    heads = [HEAD.format(body="DAILY BOARD", day=day, there="Ms Alder", absent="None") for day in days]
    files = {f"{n}.txt": f"{head}1. A\nB.\n" for n, head in enumerate(heads)}
    with visited(tmp_path, files) as client:
        first, second = (get(client, f"/attendance/daily-board?since=2024&page={n}") for n in (1, 2))
    across = [re.findall(r'<th scope="col"><a[^>]*>([^<]+)', page) for page in (first, second)]
    assert across == [days[2:], days[:2]]
    assert 'href="/attendance/daily-board?since=2024&page=2">Earlier meetings' in first
    assert "Later meetings" in second


# -- one person


def test_a_person_has_meetings_attended_and_missed_and_the_actions_that_name_him(client: TestClient):
    page = get(client, "/people/saltmarsh-dyke-board?name=Mr+Birch")
    assert "13 February 2024" in part(page, "Attended (1)")
    assert "12 March 2024" in part(page, "Sent apologies (1)")
    actions = part(page, "Actions owned")
    assert "order tiles" in actions
    assert "otters" not in actions
    assert "Chair" in get(client, "/people/saltmarsh-dyke-board?name=Ms+Alder")


def test_an_action_whose_owner_may_be_two_people_is_given_to_neither_and_shown_to_both(client: TestClient):
    ada, tom, jonas = (get(client, f"/people/holt-school-board?name={name}") for name in ("Ada+Reed", "Mr+Tom+Reed", "Jonas+Vane"))
    unsure = "Actions that may be meant for somebody else of that name"
    assert "mend the roof" in part(ada, "Actions owned")
    assert "mend the roof" not in tom
    assert "buy nails" in part(ada, unsure)
    assert "buy nails" in part(tom, unsure)
    assert "buy nails" not in jonas
    assert "bring a ladder" in part(jonas, "Actions owned")
    for page in (ada, tom, jonas):
        assert "write to the council" not in page


# -- topics


def test_a_topic_has_its_decisions_actions_and_mentions_by_date_in_picture_and_list(client: TestClient):
    page = get(client, "/topics?q=pump+house+roof")
    assert "4 points: 1 decision, 1 action, 2 mentions" in page
    picture, listed = page[page.index("<svg") : page.index("</svg>")], page[page.index('id="points"') :]
    links = [re.findall(r'href="(/items/[^"]+)"', one) for one in (picture, listed)]
    assert sorted(links[0]) == sorted(links[1])
    kinds = re.findall(r'<span class="badge \w+">(\w+)</span>', listed)
    assert kinds == ["decision", "action", "mention", "mention"]
    assert re.findall(r"<strong>([^<]+)</strong>", listed) == ["13 February 2024"] * 2 + ["12 March 2024"] * 2


def test_a_topic_can_be_kept_to_a_body_and_a_time(client: TestClient):
    assert "12 March 2024" not in get(client, "/topics?q=pump+house&until=2024-02").split('id="points"')[1]
    assert "do not record “pump house” within these limits" in get(client, "/topics?q=pump+house&body=stone-pit-panel")
    assert 'id="wrong-body"' in get(client, "/topics?q=pump&body=nowhere", 422)


@pytest.mark.parametrize("topic", ["the of and", "?!", "x" * 201])
def test_a_topic_that_is_none_is_marked_with_what_to_do(client: TestClient, topic: str):
    page = get(client, f"/topics?q={topic}", 422)
    assert 'id="wrong-q"' in page
    assert "Type one or two words" in page


def test_without_a_topic_the_page_asks_for_one(client: TestClient):
    page = get(client, "/topics")
    assert "Type a topic" in page
    assert "<svg" not in page


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_topic_is_words(client: TestClient, payload: str):
    page = client.get("/topics", params={"q": payload})
    assert page.status_code in (200, 422)
    inert_page(page.text)


def test_minutes_that_a_later_version_replaces_are_not_counted_twice(tmp_path: Path):
    draft = QUAY["quay-minutes.txt"]
    with visited(tmp_path, {"draft.txt": draft, "final.txt": draft.replace("DRAFT Minutes", "APPROVED Minutes")}) as client:
        assert "1 point: 1 decision" in get(client, "/topics?q=towpath").replace("\n", " ")


def test_the_actions_and_decisions_of_a_time_line_are_those_of_the_registers(tmp_path: Path):
    with world(tmp_path, FILES) as store:
        found = timeline(store.catalog, "roof", Filters())
        rows = [row for what in ("decisions", "actions") for row in register(store.catalog, what, Filters(words="roof")).rows]
    assert {(p.item_id, p.span.start) for p in found.points if p.kind != "mention"} == {(r.item_id, r.start) for r in rows}  # type: ignore[union-attr]


# -- the picture


def point(day: date | None, kind: str = "decision") -> Point:
    return Point(day, kind, "A label", "a/b/c/1", Span(0, 1), "words")  # type: ignore[arg-type]


def test_one_point_stands_at_the_left_and_undated_ones_are_not_drawn():
    picture = drawn([point(date(2024, 5, 1)), point(None)])
    assert picture
    assert len(picture.dots) == 1
    assert [sign.words for sign in picture.days] == ["1 May 2024"]
    assert drawn([point(None)]) is None
    assert drawn([]) is None


def test_two_points_stand_at_the_ends():
    picture = drawn([point(date(2020, 1, 1)), point(date(2024, 1, 1), "action")])
    assert picture
    assert [lane.kind for lane in picture.lanes] == ["decision", "action"]
    left, right = (dot.x for dot in picture.dots)
    assert left < right <= WIDTH - STEP // 2
    assert [sign.words for sign in picture.days] == ["1 January 2020", "2021", "2022", "2023", "1 January 2024"]


def test_of_three_hundred_points_each_dot_has_room_and_those_left_out_are_counted():
    many = [point(date(2014 + n % 10, 1 + n % 12, 1 + n % 28), ("decision", "action", "mention")[n % 3]) for n in range(300)]
    picture = drawn([*many, *[point(date(2020, 6, 1))] * 20])
    assert picture
    places = [(dot.x, dot.y) for dot in picture.dots]
    assert len(places) == len(set(places))
    assert all(abs(a[0] - b[0]) >= STEP or abs(a[1] - b[1]) >= STEP for a in places for b in places if a != b)
    assert all(STEP // 2 <= y <= picture.height and STEP // 2 <= x <= WIDTH - STEP // 2 for x, y in places)
    assert len(places) + sum(int(sign.words) for sign in picture.more) == 320
    assert picture.height < 3 * (HIGHEST + 2) * STEP + 2 * STEP
