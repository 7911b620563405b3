"""Faults and refusals of whatever lies behind the guard, told in the one shape; and the settings of the server."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from gates import PASSWORD, accounts_in, gate_of, served
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from index.errors import (
    AssistantError,
    BadFile,
    BadLabel,
    CannotCreate,
    DamagedStore,
    EmbedError,
    LockedStore,
    MissingInput,
    ModelError,
    NoSpace,
    UsageError,
    WrongStore,
)
from web.gate import Gate, address_of
from web.guard import Guard
from web.problem import of_error
from web.server import settings


def behind(answer: Response | Exception) -> TestClient:
    """An application behind the guard that answers so at /healthz."""
    app = FastAPI()
    app.add_middleware(Guard, gate=Gate(), functions={})

    @app.get("/healthz")
    def health() -> Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    return TestClient(app, base_url="http://127.0.0.1")


def test_a_fault_is_told_by_its_reference_alone_and_the_log_has_the_place_but_not_the_words(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.INFO):
        response = behind(RuntimeError("secret words of a question")).get("/healthz")
    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (500, "E_INTERNAL")
    assert "RuntimeError" in caplog.text
    assert "test_problems.py" in caplog.text
    assert f"ref {error['ref']}" in caplog.text
    assert "secret words" not in caplog.text + response.text
    assert response.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (400, (400, "E_JSON")),
        (401, (404, "E_NOTFOUND")),
        (403, (404, "E_NOTFOUND")),
        (404, (404, "E_NOTFOUND")),
        (405, (405, "E_USAGE")),
        (413, (413, "E_TOO_LARGE")),
        (422, (422, "E_JSON")),
        (500, (500, "E_INTERNAL")),
        (502, (500, "E_INTERNAL")),
        (503, (503, "E_BUSY")),
    ],
)
def test_what_others_say_of_an_error_is_not_passed_on(status: int, told: tuple[int, str]):
    cookie = {"set-cookie": "access-token-unsecure=1", "access-control-allow-origin": "*", "server": "Gradio/6"}
    response = behind(PlainTextResponse("Traceback: /srv/secret.py", status, cookie)).get("/healthz")
    assert (response.status_code, response.json()["error"]["code"]) == told
    assert "secret" not in response.text
    assert not {"set-cookie", "access-control-allow-origin", "server"} & set(response.headers)


def test_cookies_and_origins_of_others_are_not_passed_on_either():
    headers = {"set-cookie": "access-token-unsecure=1", "access-control-allow-origin": "*", "access-control-allow-credentials": "true"}
    response = behind(PlainTextResponse("fine", 200, headers)).get("/healthz")
    assert (response.text, set(headers) & set(response.headers)) == ("fine", set())


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UsageError("x"), 422),
        (UsageError("x", code="E_TOO_LONG"), 413),
        (UsageError("x", code="E_EMPTY"), 422),
        (UsageError("x", code="E_RANGE"), 422),
        (UsageError("x", code="E_JSON"), 400),
        (MissingInput("x"), 404),
        (MissingInput("x", code="E_NOTFOUND"), 404),
        (BadFile("x"), 415),
        (BadFile("x", code="E_TOO_LARGE"), 413),
        *((BadFile("x", code=code), 422) for code in ("E_BOMB", "E_STRUCTURE", "E_PARSE_LIMIT", "E_ENCRYPTED", "E_NO_TEXT", "E_ENCODING")),
        *((BadFile("x", code=code), 202) for code in ("W_HIDDEN", "W_REDACTION")),
        (BadLabel("x"), 422),
        (LockedStore("x"), 409),
        (DamagedStore("x"), 503),
        (WrongStore("x"), 503),
        (ModelError("x"), 503),
        (EmbedError("x"), 503),
        (CannotCreate("x"), 503),
        (NoSpace("x"), 507),
        (AssistantError("x"), 500),
    ],
)
def test_an_expected_failure_has_the_status_of_the_contract_and_keeps_its_words(error: AssistantError, status: int):
    assert (of_error(error).status, of_error(error).code, of_error(error).message) == (status, error.code, "x")
    response = behind(error).get("/healthz")
    assert (response.status_code, response.json()["error"]["code"]) == (status, error.code)


def test_a_damaged_file_of_accounts_lets_nobody_in(tmp_path: Path):
    with served(gate_of(accounts_in(tmp_path))) as house, house.client("rhea") as client:
        house.accounts.path.write_bytes(b"not a database, and long enough to be looked at" * 9)
        for method, path in (("GET", "/"), ("POST", "/gradio_api/queue/join"), ("POST", "/login")):
            response = client.request(method, path, **({"data": {"name": "rhea", "password": PASSWORD}} if path == "/login" else {}))
            assert (response.status_code, response.json()["error"]["code"]) == (503, "E_CORRUPT"), path
        assert client.get("/healthz").status_code == 200
        accounts_in(tmp_path)
        assert client.get("/").status_code == 200  # put back as it was, it is the same account


def test_only_a_configured_proxy_is_believed():
    assert settings(FastAPI()).proxy_headers is False
    believed = settings(FastAPI(), "192.0.2.7")
    assert (believed.proxy_headers, believed.forwarded_allow_ips) == (True, "192.0.2.7")


@pytest.mark.parametrize(
    ("host", "counted"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("2001:db8:1:2::9", "2001:db8:1:2::/64"), ("unix", "unix")],
)
def test_who_has_a_network_of_addresses_is_counted_once(host: str, counted: str):
    scope = {"type": "http", "client": (host, 1), "headers": [], "method": "GET", "path": "/"}
    assert address_of(Request(scope)) == counted


def test_a_websocket_is_refused():
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect), behind(PlainTextResponse("x")).websocket_connect("/healthz"):
        pass
