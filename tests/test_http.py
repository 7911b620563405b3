"""R-37, R-38, R-40, R-41 and R-71: other sites, too much of anything, what Gradio once let through, and two people at one page."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from statistics import median

import httpx
import pytest
from gates import TOKEN, House, Telling, accounts_in, event, gate_of, heard, join, problem, served, told

from web.incoming import DEEPEST, LARGEST, MOST_HEADERS
from web.patience import Patience
from web.routes import ROUTES

SOAK = bool(os.environ.get("SOAK"))
JOIN = "/gradio_api/queue/join"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with served(gate_of(accounts_in(tmp_path_factory.mktemp("gate")))) as running:
        yield running


@pytest.fixture(scope="module")
def rhea(house: House) -> Iterator[httpx.Client]:
    with house.client("rhea") as client:
        yield client


# -- requests that another site makes a browser send

UNSAFE = [route.path.replace("\\", "") for route in ROUTES if "POST" in route.methods and route.access != "token"]
FOREIGN = [
    {"origin": "https://attacker.invalid"},
    {"origin": "null"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1"},
    {"origin": "http://127.0.0.1:1", "sec-fetch-site": "same-site"},
    {"origin": ""},
]


def test_r37_the_routes_that_change_something_are_these():
    assert UNSAFE == [JOIN, "/login", "/logout", "/feedback"]


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("path", UNSAFE)
def test_r37_what_another_site_sends_is_refused_and_does_nothing(house: House, rhea: httpx.Client, path: str, headers: dict[str, str]):
    before = len(house.sessions._open)
    assert problem(rhea.post(path, headers=headers, json=event(house.app, "question", "lighting", "foreign"))) == (403, "E_ORIGIN")
    assert len(house.sessions._open) == before
    assert rhea.get("/").status_code == 200


def test_r37_a_token_in_the_header_is_no_way_around(house: House, rhea: httpx.Client):
    headers = {"authorization": f"Bearer {TOKEN}", "sec-fetch-site": "cross-site"}
    assert rhea.post(JOIN, headers=headers, json=event(house.app, "question", "x")).status_code == 403
    command = {"arguments": ["list"], "folder": "/", "columns": 80}
    assert rhea.post("/owner/command", headers=headers, json=command).status_code == 200
    assert rhea.post("/owner/command", headers={"sec-fetch-site": "same-origin"}, json=command).status_code == 401


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}, {}])
def test_r37_the_page_itself_is_not_refused(house: House, rhea: httpx.Client, headers: dict[str, str]):
    own = {**headers, "origin": house.address} if headers else {}
    assert rhea.post(JOIN, headers=own, json=event(house.app, "question", "lighting")).status_code == 200
    heard(rhea)


# -- other origins, other names


@pytest.mark.parametrize(
    "origin",
    [
        "https://attacker.invalid",
        "null",
        "http://127.0.0.1.attacker.invalid",
        "http://attacker127.0.0.1",
        "http://localhost",
        "http://127.0.0.1:1",
        "http://localhost:3000",
        "https://127.0.0.1",
    ],
)
def test_r38_no_answer_may_be_read_by_another_origin(house: House, rhea: httpx.Client, origin: str):
    asked = {"origin": origin, "access-control-request-method": "POST"}
    answers = [rhea.get(path, headers={"origin": origin}) for path in ("/", "/theme.css", "/login", "/healthz", "/gradio_api/info")]
    answers += [rhea.options(path, headers=asked) for path in ("/", JOIN, "/login")]
    assert [answer for answer in answers if any(name.startswith("access-control-") for name in answer.headers)] == []
    assert {answer.status_code for answer in answers[-3:]} == {405}


@pytest.mark.parametrize(
    "host",
    [
        "attacker.invalid",
        "127.0.0.1.attacker.invalid",
        "",
        "localhost.",
        "127.0.0.1:80:80",
        "x@127.0.0.1",
        "2130706433",
        "[::1]",
        "0.0.0.0",
    ],
)
def test_r38_a_foreign_name_is_refused(rhea: httpx.Client, host: str):
    assert problem(rhea.get("/", headers={"host": host})) == (400, "E_ORIGIN")


def test_r38_what_a_proxy_would_say_is_not_believed_of_just_anyone(house: House, rhea: httpx.Client):
    forged = {
        "x-forwarded-host": "attacker.invalid",
        "x-forwarded-proto": "https",
        "x-forwarded-for": "192.0.2.1",
        "x-gradio-server": "//x",
    }
    page = rhea.get("/?deep_link=../x&__theme=dark", headers=forged)
    assert "attacker.invalid" not in page.text
    assert house.address in page.text
    assert "strict-transport-security" not in page.headers


# -- too much


def test_r40_a_body_over_the_cap_is_refused_said_or_not(rhea: httpx.Client):
    large = b'{"data": "' + b"x" * LARGEST + b'"}'
    typed = {"content-type": "application/json"}
    assert problem(rhea.post(JOIN, content=large, headers=typed)) == (413, "E_TOO_LARGE")
    assert problem(rhea.post(JOIN, content=(large[n : n + 50_000] for n in range(0, len(large), 50_000)), headers=typed)) == (
        413,
        "E_TOO_LARGE",
    )
    assert problem(rhea.post("/login", content=large)) == (413, "E_TOO_LARGE")


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_r40_json_that_is_too_deep_is_refused_at_its_place_and_no_deeper(rhea: httpx.Client, opening: str):
    closing = {"[": "]", '{"a":': "}"}[opening]

    def sent(depth: int) -> httpx.Response:
        return rhea.post(JOIN, content=opening * depth + "1" + closing * depth, headers={"content-type": "application/json"})

    assert problem(sent(DEEPEST)) == (422, "E_FIELD")
    assert problem(sent(DEEPEST + 1)) == (400, "E_JSON")
    assert f"at byte {DEEPEST * len(opening)}" in sent(DEEPEST + 1).json()["error"]["message"]
    assert problem(sent(100_000)) == (400, "E_JSON")
    strings = json.dumps({"data": ["[" * 99, '"[{' * 99], "fn_index": 0, "session_hash": "x", "nested": 1})
    assert problem(rhea.post(JOIN, content=strings, headers={"content-type": "application/json"})) == (422, "E_FIELD")


@pytest.mark.parametrize("body", [b"", b"{", b"{'data': 1}", b'{"data": [NaN,]}', b"\xff\xfe", b'{"data": ["secret words]'])
def test_r40_what_is_no_json_is_refused_without_an_echo(rhea: httpx.Client, body: bytes):
    response = rhea.post(JOIN, content=body, headers={"content-type": "application/json"})
    assert problem(response) == (400, "E_JSON")
    assert "secret" not in response.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(
            (name, 1)
            for name in ("where", "role", "filter", "labels", "viewer", "event_id", "oauth_token", "batched", "simple_format", "request")
        ),
        ("data", {}),
        ("data", ["x"]),
        ("data", ["x", {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}]),
        ("data", [["x"], None]),
        ("data", [7, None]),
        ("fn_index", 99),
        ("fn_index", "0"),
        ("fn_index", None),
        ("session_hash", "../x"),
        ("session_hash", ""),
        ("session_hash", "x" * 65),
        ("session_hash", None),
        ("event_data", [1]),
        ("trigger_id", "1"),
    ],
)
def test_r40_a_field_that_is_none_of_ours_is_named_and_refused(house: House, rhea: httpx.Client, field: str, value: object):
    response = rhea.post(JOIN, json={**event(house.app, "question", "secret words"), field: value})
    assert problem(response) == (422, "E_FIELD")
    assert f"'{field}'" in response.json()["error"]["message"]
    assert "secret" not in response.text


def test_r40_json_under_another_name_is_refused(house: House, rhea: httpx.Client):
    for kind in ("text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", ""):
        body = json.dumps(event(house.app, "question", "lighting"))
        assert problem(rhea.post(JOIN, content=body, headers={"content-type": kind})) == (415, "E_TYPE")


def test_r40_too_many_headers_or_parts_of_a_form_are_refused(rhea: httpx.Client):
    many = [(f"x-{n}", "1") for n in range(MOST_HEADERS + 1)]
    assert problem(rhea.get("/healthz", headers=many)) == (413, "E_TOO_LARGE")
    assert rhea.get("/healthz", headers=many[: MOST_HEADERS - 20]).status_code == 200
    assert problem(rhea.post("/login", content="&".join(f"a{n}=1" for n in range(10_000)))) == (400, "E_JSON")
    assert rhea.get("/healthz", headers={"x": "y" * 33_000}).status_code == 413
    assert rhea.get("/healthz").status_code == 200


def test_r40_the_thirty_first_question_of_a_minute_waits_and_nobody_else_does(tmp_path: Path):
    with served(gate_of(accounts_in(tmp_path), questions=30)) as house, house.client("rhea") as rhea, house.client("sam") as sam:
        for number in range(30):
            assert join(house, rhea, "question", "ferry", f"p{number % 3}").status_code == 200
            heard(rhea, f"p{number % 3}")
        response = join(house, rhea, "question", "ferry")
        assert problem(response) == (429, "E_RATE")
        assert 1 <= int(response.headers["retry-after"]) <= 60
        with house.client("rhea") as elsewhere:  # counted by account, not by session
            assert join(house, elsewhere, "question", "ferry").status_code == 429
        assert join(house, rhea, "source", "1-1").status_code == 200
        assert "For sam as staff" in told(house, sam, "question", "ferry")


def test_r40_when_the_queue_is_full_one_is_told_when_to_come_back(tmp_path: Path):
    with served(gate_of(accounts_in(tmp_path))) as house, house.client("rhea") as rhea, house.client("sam") as sam:
        answers = [join(house, rhea, "question", "endless", f"p{number}") for number in range(60)]
        taken, refused = [a for a in answers if a.status_code == 200], [a for a in answers if a.status_code != 200]
        assert 32 <= len(taken) <= 36  # waiting, and at work
        assert {problem(answer) for answer in refused} == {(503, "E_BUSY")}
        assert {answer.headers["retry-after"] for answer in refused} == {"5"}
        assert sam.get("/").status_code == 200
        rhea.post("/logout")
        until = time.monotonic() + 10
        while join(house, sam, "question", "lighting").status_code != 200:
            assert time.monotonic() < until
            time.sleep(0.2)
        assert "lighting" in heard(sam)


def test_r40_two_hundred_slow_connections_keep_nobody_waiting_and_are_closed(house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Patience, "seconds", 3.0)

    def took(count: int) -> list[float]:
        times = []
        with house.client() as client:
            for _ in range(count):
                began = time.perf_counter()
                assert client.get("/healthz", headers={"connection": "close"}).status_code == 200
                times.append(1000 * (time.perf_counter() - began))
        return sorted(times)

    host, port = house.address.removeprefix("http://").split(":")
    before = took(60)
    slow = [socket.create_connection((host, int(port))) for _ in range(200)]
    try:
        for one in slow:
            one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")
        during = took(60)
        print(f"\n200 slow ones: median {median(before):.1f} -> {median(during):.1f} ms, p95 {before[56]:.1f} -> {during[56]:.1f} ms")
        for one in slow:
            one.settimeout(10)
            assert one.recv(100) == b""  # closed by the server
    finally:
        for one in slow:
            one.close()


# -- what Gradio let through in the past


class Canary(BaseHTTPRequestHandler):
    hits = 0

    def do_GET(self) -> None:
        type(self).hits += 1
        self.send_response(200)
        self.end_headers()

    do_HEAD = do_POST = do_GET

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def canary() -> Iterator[int]:
    """A server beside ours that nobody should ask for anything; its port."""
    with HTTPServer(("127.0.0.1", 0), Canary) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def raw(house: House, client: httpx.Client, path: str, method: str = "GET") -> tuple[int, str, bytes]:
    """Status, Location and body for a path that is sent as it is written."""
    host, port = house.address.removeprefix("http://").split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=20)
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        connection.putheader("Cookie", f"minutes={client.cookies['minutes']}")
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.getheader("location", ""), answer.read()
    finally:
        connection.close()


FILES = [
    "/gradio_api/file=/etc/passwd",
    "/gradio_api/file=app.py",
    "/gradio_api/file=../../../../etc/passwd",
    "/gradio_api/file=%2fetc%2fpasswd",
    "/gradio_api/file=..%2f..%2f..%2fetc%2fpasswd",
    "/gradio_api/file=C:\\windows\\win.ini",
    "/gradio_api/file//etc/passwd",
    "/GRADIO_API/FILE=/etc/passwd",
    "/file=/etc/passwd",
    "/static/../../../../../../etc/passwd",
    "/assets/..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/svelte/..%5c..%5cetc%5cpasswd",
    "/gradio_api/custom_component/x/client/y/..%2f..%2fetc%2fpasswd",
    "/gradio_api/deep_link?session_hash=../../etc/passwd",
]


@pytest.mark.parametrize("path", FILES)
def test_r41_no_file_is_read(house: House, rhea: httpx.Client, path: str):
    for method in ("GET", "HEAD"):
        status, _, body = raw(house, rhea, path, method)
        assert status in (404, 405)
        assert b"root:" not in body
        assert b"uvicorn" not in body


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=https://attacker.invalid/",
        "//attacker.invalid",
        "////attacker.invalid/",
        "/\\attacker.invalid",
        "/%2f%2fattacker.invalid",
        "/login?next=//attacker.invalid",
        "/?redirect=https://attacker.invalid",
        "/logout?next=https://attacker.invalid",
        "/login/?_target_url=https://attacker.invalid",
    ],
)
def test_r41_nobody_is_sent_elsewhere(house: House, rhea: httpx.Client, path: str):
    for method in ("GET", "POST"):
        if method == "POST" and path.startswith("/logout"):
            continue  # that is allowed, and test_signing_in.py says where it leads
        status, location, _ = raw(house, rhea, path, method)
        assert location in ("", "/", "/login")
        assert status < 500


def addresses(port: int) -> list[str]:
    here = ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0.0.0.0"]
    return [
        *(f"http://{name}:{port}/" for name in here),
        "http://169.254.169.254/latest/meta-data/",
        f"http://attacker.invalid@127.0.0.1:{port}/",
    ]


def test_r41_no_address_is_fetched(house: House, rhea: httpx.Client, canary: int):
    asked = Canary.hits
    for address in addresses(canary):
        for path in (f"/gradio_api/proxy={address}", f"/gradio_api/file={address}", f"/gradio_api/proxy={address}".replace("//", "%2f%2f")):
            for method in ("GET", "HEAD"):
                assert raw(house, rhea, path, method)[0] in (404, 405)
        file = {"path": address, "url": address, "meta": {"_type": "gradio.FileData"}, "orig_name": "x"}
        for value in (file, [file], json.dumps(file)):
            join_ = {**event(house.app, "question"), "data": [value, None], "session_hash": "ssrf"}
            if rhea.post(JOIN, json=join_).status_code == 200:
                heard(rhea, "ssrf")
    assert Canary.hits == asked
    httpx.get(f"http://127.0.0.1:{canary}/", trust_env=False)
    assert Canary.hits == asked + 1  # it would have been seen


def test_r41_nothing_is_uploaded_and_no_component_is_called(rhea: httpx.Client):
    for path in (
        "/gradio_api/upload",
        "/gradio_api/upload?upload_id=x",
        "/upload",
        "/gradio_api/component_server",
        "/gradio_api/process_recording",
    ):
        assert problem(rhea.post(path, files={"files": ("../../x.html", b"<script>alert(1)</script>")})) == (404, "E_NOTFOUND")
    for path in (
        "/gradio_api/api/predict",
        "/gradio_api/run/predict",
        "/gradio_api/call/answer",
        "/gradio_api/cancel",
        "/gradio_api/reset",
    ):
        assert problem(rhea.post(path, json={"data": []})) == (404, "E_NOTFOUND")
    for path in (
        "/gradio_api/token",
        "/gradio_api/user",
        "/monitoring",
        "/gradio_api/info",
        "/config",
        "/gradio_api/queue/status",
        "/gradio_api/runs",
    ):
        assert problem(rhea.get(path)) == (404, "E_NOTFOUND")


# -- two people


def test_the_page_is_answered_for_who_is_signed_in_and_for_nobody_else(house: House):
    for name, seen in (("rhea", "reader seeing open and exempt"), ("sam", "staff seeing everything"), ("ada", "admin seeing everything")):
        with house.client(name) as client:
            assert f"For {name} as {seen}, who asked lighting" in told(house, client, "question", "lighting")


def test_a_session_name_copied_from_another_gives_nothing(house: House):
    with house.client("rhea") as rhea, house.client("sam") as sam:
        assert "secretive" in told(house, rhea, "question", "secretive lighting", "theirs")
        assert "eleven lamps" in told(house, rhea, "source", "1-2", "theirs")
        assert "session_not_found" in heard(sam, "theirs")
        assert "This source cannot be shown" in told(house, sam, "source", "1-2", "theirs")
        answer = told(house, sam, "question", "ferry", "theirs")
        assert "secretive" not in answer
        assert "after 0 turns" in answer
        assert "after 2 turns" in told(house, rhea, "question", "and the ferry?", "theirs")
        with house.client("rhea") as later:  # the same account in a new session begins anew: its labels may be others by now
            assert "after 0 turns" in told(house, later, "question", "and the ferry?", "theirs")


def test_what_is_being_written_for_one_is_not_heard_by_another_with_the_same_session_name(tmp_path: Path):
    with served(gate_of(accounts_in(tmp_path)), Telling(pause=0.3)) as house, house.client("rhea") as rhea, house.client("sam") as sam:
        join(house, rhea, "question", "secretive lighting", "same")
        join(house, sam, "question", "ferry", "same")
        said: dict[str, str] = {}
        threads = [threading.Thread(target=lambda n=n, c=c: said.update({n: heard(c, "same")})) for n, c in (("rhea", rhea), ("sam", sam))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert ("secretive" in said["rhea"], "secretive" in said["sam"]) == (True, False)
    assert ("ferry" in said["rhea"], "ferry" in said["sam"]) == (False, True)


def test_nameless_visitors_are_kept_apart_by_the_one_cookie(tmp_path: Path):
    with served(gate_of(accounts_in(tmp_path), public=True)) as house, house.client() as one, house.client() as other:
        assert one.get("/").headers["set-cookie"].startswith("minutes=")
        assert other.get("/").status_code == 200
        assert "set-cookie" not in one.get("/").headers
        assert one.cookies["minutes"] != other.cookies["minutes"]
        assert "For nobody as public seeing open, who" in told(house, one, "question", "lighting", "p")
        assert "This source cannot be shown" in told(house, other, "source", "1-2", "p")
        assert "eleven lamps" in told(house, one, "source", "1-2", "p")
        assert '<a href=\\"/login\\">Sign in</a>' in told(house, one, "load")


def test_where_the_public_is_let_in_the_token_of_a_session_that_has_ended_opens_nothing_of_it(tmp_path: Path):
    with served(gate_of(accounts_in(tmp_path), public=True)) as house, house.client("rhea") as rhea, house.client() as later:
        later.cookies.set("minutes", rhea.cookies["minutes"])
        told(house, rhea, "question", "secretive lighting", "p")
        assert "eleven lamps" in told(house, later, "source", "1-2", "p")  # the same session still
        join(house, rhea, "question", "secretive ferry", "p")
        rhea.post("/logout")
        assert "session_not_found" in heard(later, "p")
        assert "This source cannot be shown" in told(house, later, "source", "1-2", "p")
        assert "For nobody as public seeing open, who asked ferry, after 0 turns" in told(house, later, "question", "ferry", "p")


def test_r71_in_a_burst_everyone_gets_their_own_answer_or_is_told_to_come_back(house: House):
    users, seconds = (200, 60) if SOAK else (60, 0)

    async def ask(client: httpx.AsyncClient, nonce: str) -> bool:
        response = await client.post(JOIN, json=event(house.app, "question", f"ferry {nonce}", nonce))
        if response.status_code != 200:
            assert problem(response) == (503, "E_BUSY")
            assert response.headers["retry-after"] == "5"
            return False
        said = (await client.get("/gradio_api/queue/data", params={"session_hash": nonce})).text
        assert set(re.findall(r"n\d+x\d+z", said)) == {nonce}
        return True

    async def burst(cookies: dict[str, str]) -> int:
        until = time.monotonic() + seconds

        async def user(number: int, client: httpx.AsyncClient) -> int:
            answered = tried = 0
            while answered == 0 or time.monotonic() < until:
                got = await ask(client, f"n{number}x{tried}z")
                answered, tried = answered + got, tried + 1
                await asyncio.sleep(0 if got else 0.3)
            return answered

        limits = httpx.Limits(max_connections=users)
        async with httpx.AsyncClient(base_url=house.address, cookies=cookies, timeout=60, limits=limits, trust_env=False) as client:
            return sum(await asyncio.gather(*(user(number, client) for number in range(users))))

    with house.client("ada") as ada:
        answered = asyncio.run(burst(dict(ada.cookies)))
        began = time.monotonic()
        assert "For ada as admin" in told(house, ada, "question", "afterwards")
        print(f"\n{answered} answers checked, the next after {time.monotonic() - began:.2f} s")
        assert time.monotonic() - began < 10
    assert answered >= users
