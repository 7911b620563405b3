"""Signing in leads back to the page that was asked for, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from gates import PASSWORD, House, accounts_in, gate_of, problem, served

from web.landing import MOST, landing

BROWSER = {"accept": "text/html", "sec-fetch-site": "same-origin"}
ITEM = "/items/weirs/2018-04-04/minutes/02?start=10&end=40"
HOSTILE = [
    "https://attacker.invalid/",
    "//attacker.invalid/",
    "///attacker.invalid",
    "/\\attacker.invalid",
    "\\\\attacker.invalid",
    "/\t/attacker.invalid",
    "/\n/attacker.invalid",
    " //attacker.invalid",
    "/%2fattacker.invalid",
    "/%5cattacker.invalid",
    "/%09/attacker.invalid",
    "/help//attacker.invalid",
    "/help/../../attacker.invalid",
    "/.attacker.invalid",
    "@attacker.invalid",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "http:attacker.invalid",
    "/help\r\nSet-Cookie: a=b",
    "/help?x=a b",
    "/help\u2028",
    "/help#//attacker.invalid",
    "/login",
    "/logout",
    "/login?next=//attacker.invalid",
    "/gradio_api/queue/data",
    "/gradio_api/heartbeat/abc",
    "/owner/command",
    "/healthz",
    "/assets/x.js",
    "/there-is-no-such-page",
    "/items/weirs",
    "/items/weirs/2018-04-04/minutes/..",
    "help",
    "",
    f"/help?{'x' * MOST}",
]


@pytest.mark.parametrize("wanted", HOSTILE)
def test_what_is_no_page_of_ours_leads_to_the_start_page(wanted: str):
    assert landing(wanted) == "/"


@pytest.mark.parametrize("wanted", ["/", "/help", "/help?a=//b", ITEM, "/documents/weirs/2018-04-04/minutes~2", f"/files/{'0' * 64}"])
def test_a_page_of_ours_is_landed_at_as_it_was_asked_for(wanted: str):
    assert landing(wanted) == wanted


def test_five_hundred_signs_are_few_enough_and_one_more_is_not():
    longest = "/help?" + "x" * (MOST - len("/help?"))
    assert landing(longest) == longest
    assert landing(longest + "x") == "/"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with served(gate_of(accounts_in(tmp_path_factory.mktemp("gate")))) as running:
        yield running


def signed_in(client: httpx.Client, **form: str) -> httpx.Response:
    return client.post("/login", data={"name": "rhea", "password": PASSWORD, **form}, headers=BROWSER)


def test_a_browser_is_led_to_the_form_and_from_there_to_what_it_asked_for(house: House):
    with house.client() as client:
        sent = client.get(ITEM, headers=BROWSER)
        assert sent.status_code == 303
        assert parse_qs(urlsplit(sent.headers["location"]).query) == {"next": [ITEM]}
        form = client.get(sent.headers["location"], headers=BROWSER)
        assert len(re.findall('<input type="hidden" name="next" value="[^"<>]*">', form.text)) == 1
        wrong = client.post("/login", data={"name": "rhea", "password": "wrong", "next": ITEM}, headers=BROWSER)
        assert wrong.status_code == 401
        assert 'name="next" value="&#47;items&#47;weirs&#47;2018-04-04&#47;minutes&#47;02&#63;start&#61;10&#38;end&#61;40"' in wrong.text
        done = signed_in(client, next=ITEM)
        assert (done.status_code, done.headers["location"]) == (303, ITEM)


def test_a_program_is_told_and_not_led(house: House):
    with house.client() as client:
        assert problem(client.get(ITEM)) == (401, "E_AUTH")
        assert client.post("/gradio_api/queue/join", headers=BROWSER).status_code == 401


def test_a_session_that_has_ended_is_told_of_and_leads_back_too(house: House):
    with house.client() as client:
        client.cookies.set("minutes", "x" * 43)
        sent = client.get(ITEM, headers=BROWSER).headers["location"]
        assert parse_qs(urlsplit(sent).query, keep_blank_values=True) == {"ended": [""], "next": [ITEM]}
        assert "Your session has ended." in client.get(sent).text


def test_of_an_address_that_is_too_long_the_path_is_kept(house: House):
    with house.client() as client:
        sent = client.get(f"/help?{'x' * 600}", headers=BROWSER)
        assert sent.headers["location"] == "/login?next=%2Fhelp"


@pytest.mark.parametrize("wanted", HOSTILE)
def test_no_form_that_somebody_else_has_filled_in_leads_away(house: House, wanted: str):
    with house.client() as client:
        form = client.get("/login", params={"next": wanted}, headers=BROWSER)
        assert 'name="next"' not in form.text
        assert "attacker" not in form.text
        done = signed_in(client, next=wanted)
        assert (done.status_code, done.headers["location"]) == (303, "/")


def test_an_address_that_is_none_stays_unknown_to_who_is_not_signed_in(house: House):
    with house.client() as client:
        assert client.get("/there-is-no-such-page", headers=BROWSER).status_code == 404
