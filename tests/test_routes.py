"""R-35 and R-36: every address of the application, Gradio's included, for everyone who may ask, and the headers of every answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI
from gates import TOKEN, House, accounts_in, gate_of, served

# "all" for anyone, "visitor" for who is signed in or let in without, "staff" for who looks after the archive, the others for who brings a
# token or a password; the rest is closed.
# "all" for anyone, "visitor" for who is signed in or let in without, "staff" for staff among them,
# the others for who brings a token or a password; the rest is closed.
ALLOWED = {
    "GET /": "visitor",
    "GET /accessibility": "visitor",
    "GET /documents/{document_id:path}": "visitor",
    "GET /files/{sha256}": "visitor",
    "GET /briefing": "visitor",
    "POST /briefing/edit": "visitor",
    "POST /briefing/export": "visitor",
    "GET /api": "visitor",
    "GET /api/v1/actions": "visitor",
    "GET /api/v1/coverage": "visitor",
    "GET /api/v1/decisions": "visitor",
    "GET /api/v1/documents": "visitor",
    "GET /api/v1/items": "visitor",
    "GET /api/v1/items/{item_id:path}": "visitor",
    "GET /api/v1/meetings": "visitor",
    "GET /api/v1/openapi.json": "visitor",
    "GET /api/v1/outcomes": "visitor",
    "GET /api/v1/people": "visitor",
    "GET /conversations": "visitor",
    "GET /conversations/{name}": "visitor",
    "GET /conversations/{name}/{part}": "visitor",
    "GET /actions": "visitor",
    "GET /actions.{ending}": "visitor",
    "GET /attendance/{body_id}": "visitor",
    "GET /decisions": "visitor",
    "GET /decisions.{ending}": "visitor",
    "GET /help": "visitor",
    "GET /meetings": "visitor",
    "GET /meetings.{ending}": "visitor",
    "GET /meetings/{body_id}/{day}": "visitor",
    "GET /people": "visitor",
    "GET /people.{ending}": "visitor",
    "GET /people/{body_id}": "visitor",
    "GET /topics": "visitor",
    "HEAD /": "visitor",
    "HEAD /api": "visitor",
    "GET /assets/{path:path}": "all",
    "GET /favicon.ico": "all",
    "GET /gradio_api/heartbeat/{session_hash}": "visitor",
    "GET /gradio_api/queue/data": "visitor",
    "POST /api/v1/ask": "visitor",
    "POST /api/v1/ask/stream": "visitor",
    "POST /api/v1/ingest": "staff",
    "POST /gradio_api/queue/join": "visitor",
    "GET /healthz": "all",
    "GET /items/{item_id:path}": "visitor",
    "GET /look/{name}": "all",
    "GET /library": "visitor",
    "GET /library/aside": "staff",
    "GET /library/documents/{document_id:path}": "staff",
    "GET /library/gaps": "visitor",
    "GET /library/jobs/{name}": "staff",
    "GET /library/jobs/{name}.json": "staff",
    "POST /library/jobs/{name}/again": "staff",
    "GET /library/remove/{document_id:path}": "staff",
    "POST /library/remove/{document_id:path}": "staff",
    "GET /library/upload": "staff",
    "POST /library/upload": "staff",
    "GET /login": "all",
    "POST /conversations/delete": "visitor",
    "POST /conversations/rename": "visitor",
    "POST /feedback": "visitor",
    "POST /login": "password",
    "POST /logout": "all",
    "POST /owner/command": "token",
    "GET /pictures/{item_id:path}": "visitor",
    "GET /robots.txt": "all",
    "GET /static/{path:path}": "all",
    "GET /theme.css": "all",
}
CLOSED = """
GET /config | GET /config/ | GET /gradio_api/app_id | GET /gradio_api/app_id/ | GET /gradio_api/call/v2/{api_name}/{event_id}
GET /gradio_api/call/{api_name}/{event_id} | GET /gradio_api/custom_component/{id}/{environment}/{type}/{file_name}
GET /gradio_api/deep_link | GET /gradio_api/dev/reload | GET /gradio_api/file/{path:path} | GET /gradio_api/file={path_or_url:path}
GET /gradio_api/info | GET /gradio_api/info/ | GET /gradio_api/login_check | GET /gradio_api/login_check/ | GET /gradio_api/openapi.json
GET /gradio_api/proxy={url_path:path} | GET /gradio_api/queue/status | GET /gradio_api/runs | GET /gradio_api/runs/
GET /gradio_api/startup-events | GET /gradio_api/stream/{session_hash}/{run}/{component_id}/playlist-file
GET /gradio_api/stream/{session_hash}/{run}/{component_id}/playlist.m3u8
GET /gradio_api/stream/{session_hash}/{run}/{component_id}/{segment_id}.{ext} | GET /gradio_api/theme.css | GET /gradio_api/token
GET /gradio_api/token/ | GET /gradio_api/upload_progress | GET /gradio_api/user | GET /gradio_api/user/ | GET /gradio_api/vibe-code
GET /gradio_api/vibe-code/ | GET /logout | GET /manifest.json | GET /monitoring | GET /monitoring/summary | GET /monitoring/{key}
GET /pwa_icon | GET /pwa_icon/{size} | GET /svelte/{path:path} | HEAD /gradio_api/file={path_or_url:path}
HEAD /gradio_api/proxy={url_path:path} | POST /gradio_api/api/{api_name} | POST /gradio_api/api/{api_name}/
POST /gradio_api/call/v2/{api_name} | POST /gradio_api/call/v2/{api_name}/ | POST /gradio_api/call/{api_name}
POST /gradio_api/call/{api_name}/ | POST /gradio_api/cancel | POST /gradio_api/component_server | POST /gradio_api/component_server/
POST /gradio_api/process_recording | POST /gradio_api/reset | POST /gradio_api/reset/ | POST /gradio_api/run/{api_name}
POST /gradio_api/run/{api_name}/ | POST /gradio_api/stream/{event_id} | POST /gradio_api/stream/{event_id}/close
POST /gradio_api/undo-vibe-edit | POST /gradio_api/undo-vibe-edit/ | POST /gradio_api/upload | POST /gradio_api/vibe-code
POST /gradio_api/vibe-code/ | POST /gradio_api/vibe-edit | POST /gradio_api/vibe-edit/ | POST /gradio_api/vibe-starter-queries
POST /gradio_api/vibe-starter-queries/ | POST /login/
"""
TABLE = {**ALLOWED, **{address.strip(): "closed" for line in CLOSED.strip().splitlines() for address in line.split("|")}}
LISTS = ("actions", "coverage", "decisions", "documents", "items", "meetings", "outcomes", "people")
FILLED = {
    **{f"/api/v1/{what}": f"/api/v1/{what}?limit=0" for what in LISTS},
    "/api/v1/items?limit=0/{item_id:path}": "/api/v1/items/x?y",
    "/assets/{path:path}": "/assets/none.js",
    "{session_hash}": "abc123",
    "/look/{name}": "/look/site.css",
    "{document_id:path}": "none/2019-03-06/minutes",
    "{item_id:path}": "none/2019-03-06/minutes/02",
    "{sha256}": "0" * 64,
    "/conversations/{name}/{part}": f"/conversations/{'a' * 20}/1",
    "/conversations/{name}": f"/conversations/{'a' * 20}",
    "{body_id}": "harbour",
    "{day}": "2019-03-06",
    "{ending}": "csv",
}
VISITORS = ("nobody", "rhea", "sam", "ada")


def addresses(routes: Iterable[object]) -> Iterator[str]:
    """Method and path of every route, those of mounted applications and of included routers too; what is no such thing as it is."""
    for route in routes:
        inner = getattr(route, "original_router", None) or getattr(route, "app", None)
        if methods := getattr(route, "methods", None):
            yield from (f"{method} {route.path}" for method in methods)  # type: ignore[attr-defined]
        elif within := getattr(inner, "routes", None):
            yield from addresses(within)
        else:
            yield repr(route)


def asked(address: str) -> tuple[str, str]:
    """An address filled in."""
    method, path = address.split(" ", 1)
    for left, filled in FILLED.items():
        path = path.replace(left, filled)
    return method, re.sub(r"\{[^}]*\}", "x", path)


@dataclass(frozen=True)
class Seen:
    status: int
    headers: httpx.Headers
    start: str


def look(client: httpx.Client, address: str) -> Seen:
    method, path = asked(address)
    with client.stream(method, path) as response:
        endless = "event-stream" in response.headers.get("content-type", "")
        start = "" if endless else response.read()[:100].decode()
        return Seen(response.status_code, response.headers, start)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with served(gate_of(accounts_in(tmp_path_factory.mktemp("gate")))) as running:
        yield running


@pytest.fixture(scope="module")
def matrix(house: House) -> dict[tuple[str, str], Seen]:
    """Every address for every visitor."""
    found: dict[tuple[str, str], Seen] = {}
    for name in VISITORS:
        with house.client("" if name == "nobody" else name) as client:
            for address in sorted(TABLE, key="POST /logout".__eq__):  # the way out last
                found[name, address] = look(client, address)
    return found


def test_r35_every_route_of_the_application_stands_in_the_table_and_no_other(house: House):
    assert set(addresses(house.app.routes)) == set(TABLE)


def test_r35_a_route_that_nobody_listed_would_be_seen():
    app = FastAPI()
    inside = FastAPI(openapi_url=None)
    inside.get("/leak")(lambda: "x")
    app.mount("/more", inside)
    assert "GET /leak" in set(addresses(app.routes))


@pytest.mark.parametrize("name", VISITORS)
def test_r35_nobody_gets_more_or_less_than_the_table_says(matrix: dict[tuple[str, str], Seen], name: str):
    wrong = {address: seen.status for (who, address), seen in matrix.items() if who == name and not fits(TABLE[address], seen, name)}
    assert wrong == {}


def fits(access: str, seen: Seen, name: str) -> bool:
    if access == "closed":
        return seen.status in (404, 405)
    if access in ("token", "password") or (access in ("visitor", "staff") and name == "nobody"):
        return seen.status == 401
    if access == "staff" and name == "rhea":
        return seen.status == 404
    return seen.status in (200, 303, 404, 415, 422)


def test_r35_what_is_allowed_is_there(matrix: dict[tuple[str, str], Seen]):
    statuses = {address: matrix["rhea", address].status for address, access in ALLOWED.items() if access == "visitor"}
    assert statuses == {
        "GET /": 200,
        "HEAD /": 200,
        "GET /accessibility": 200,
        "GET /briefing": 200,
        "POST /briefing/edit": 422,  # nothing is asked for
        "POST /briefing/export": 422,
        "GET /api": 200,
        **dict.fromkeys((f"GET /api/v1/{what}" for what in LISTS), 422),  # no rows are asked for
        "GET /api/v1/items/{item_id:path}": 422,
        "GET /api/v1/openapi.json": 200,
        "HEAD /api": 200,
        "POST /api/v1/ask": 415,  # no question
        "POST /api/v1/ask/stream": 415,
        "GET /conversations": 200,
        "GET /conversations/{name}": 404,  # there is none of this name
        "GET /conversations/{name}/{part}": 404,
        "GET /help": 200,
        "GET /documents/{document_id:path}": 404,  # not held, as the three others
        "GET /files/{sha256}": 404,
        "GET /items/{item_id:path}": 404,
        "GET /pictures/{item_id:path}": 404,
        "GET /library": 200,
        "GET /library/gaps": 200,
        "GET /actions": 200,
        "GET /actions.{ending}": 200,
        "GET /attendance/{body_id}": 200,
        "GET /decisions": 200,
        "GET /decisions.{ending}": 200,
        "GET /meetings": 200,
        "GET /meetings.{ending}": 200,
        "GET /meetings/{body_id}/{day}": 200,
        "GET /people": 200,
        "GET /people.{ending}": 200,
        "GET /people/{body_id}": 404,  # which person is not said
        "GET /topics": 200,
        "GET /gradio_api/heartbeat/{session_hash}": 200,
        "GET /gradio_api/queue/data": 422,  # which session is not said
        "POST /conversations/delete": 404,  # nobody said which
        "POST /conversations/rename": 404,
        "POST /feedback": 415,  # no opinion
        "POST /gradio_api/queue/join": 415,  # no event
    }
    assert {matrix["nobody", f"GET {path}"].status for path in ("/healthz", "/login", "/look/{name}", "/theme.css")} == {200}
    assert matrix["nobody", "POST /logout"].status == 303


def test_r35_an_address_outside_the_table_does_not_exist(house: House):
    with house.client("ada") as client:
        for path in (
            "/gradio_api/queue/join/",
            "/gradio_api//queue/data",
            "/assets/..%2f..%2fapp.py",
            "/assets/.env",
            "/static/%2e%2e/x",
            "/LOGIN",
            "/gradio_api/heartbeat/a.b",
        ):
            response = client.get(path)
            assert (response.status_code, response.json()["error"]["code"]) == (404, "E_NOTFOUND"), path


def test_r35_with_the_public_let_in_a_nameless_visitor_asks_and_gets_nothing_else(tmp_path_factory: pytest.TempPathFactory):
    with served(gate_of(accounts_in(tmp_path_factory.mktemp("gate")), public=True)) as house, house.client() as client:
        found = {address: look(client, address) for address in TABLE if address != "GET /gradio_api/heartbeat/{session_hash}"}
    assert {address: seen.status for address, seen in found.items() if not fits(TABLE[address], seen, "public")} == {}
    assert found["GET /"].status == 200
    assert found["GET /gradio_api/queue/data"].status == 422


def test_r35_the_token_opens_the_command_line_and_nothing_else(house: House):
    bearer = {"authorization": f"Bearer {TOKEN}"}
    with house.client() as client:
        done = client.post("/owner/command", headers=bearer, json={"arguments": ["list"], "folder": "/", "columns": 80})
        assert (done.status_code, done.json()["out"]) == (200, "list")
        assert client.get("/", headers=bearer).status_code == 401


# -- headers


def test_r36_every_answer_has_the_headers(matrix: dict[tuple[str, str], Seen]):
    for (name, address), seen in matrix.items():
        headers = seen.headers
        policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        assert policy["default-src"] == "'none'", (name, address)
        assert policy["frame-ancestors"] == "'none'"
        assert policy["form-action"] == "'self'"
        assert "'unsafe-inline'" not in policy.get("script-src", "")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["x-frame-options"] == "DENY"
        assert "geolocation=()" in headers["permissions-policy"]
        assert "server" not in headers
        assert "strict-transport-security" not in headers  # this is no https
        assert not [header for header in headers if header.startswith("access-control-")]


def test_r36_nothing_personal_is_kept_by_a_browser(matrix: dict[tuple[str, str], Seen]):
    static = ("/assets/", "/static/", "/theme.css", "/favicon.ico", "/robots.txt", "/look/")
    loose = [address for (_, address), seen in matrix.items() if seen.headers.get("cache-control") != "no-store"]
    assert all(address.split(" ")[1].startswith(static) for address in loose)


def test_r36_the_policy_of_the_page_lists_the_scripts_written_into_it(house: House):
    with house.client("rhea") as client:
        response = client.get("/")
    policy = response.headers["content-security-policy"]
    scripts = re.findall(r"<script(?![^>]* src=)", response.text)
    assert len(scripts) >= 4
    assert policy.count("'sha256-") == len(scripts)
    assert "connect-src 'self'" in policy
    assert "img-src 'self' data: blob:" in policy


def test_r36_over_https_as_the_proxy_says_browsers_are_told_to_stay_there_and_the_cookie_is_theirs_alone(house: House):
    from fastapi.testclient import TestClient

    client = TestClient(house.app, base_url="https://localhost")
    response = client.get("/login")
    assert response.headers["strict-transport-security"] == "max-age=31536000"
    signed_in = client.post("/login", data={"name": "rhea", "password": "three random words"}, follow_redirects=False)
    assert re.fullmatch(r"__Host-minutes=[\w-]{43}; Path=/; HttpOnly; SameSite=Lax; Secure", signed_in.headers["set-cookie"])


def test_every_refusal_is_one_shape_for_programs_and_a_page_for_browsers(matrix: dict[tuple[str, str], Seen], house: House):
    for (_, address), seen in matrix.items():
        if seen.status >= 400 and not address.startswith("HEAD"):
            assert seen.start.startswith('{"error":{"code":"E_'), address
    with house.client() as client:
        page = client.get("/nothing", headers={"accept": "text/html"})
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "<h1>There is no such page.</h1>" in page.text
