"""Tokens of accounts: made, listed, ended; what they open is in test_api.py."""

from __future__ import annotations

import re
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from gates import accounts_in
from worlds import Ran, Shell

from assistant.accounts import Accounts
from assistant.bearer import MOST, Tokens
from index.errors import MissingInput, UsageError


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return accounts_in(tmp_path)


def test_a_token_stands_for_its_account_and_its_secret_is_nowhere(accounts: Accounts):
    token, secret = Tokens(accounts).make("Rhea")
    assert re.fullmatch(rf"mt_{token.id}_[\w-]{{43}}", secret)
    found = Tokens(accounts).account_of(secret)
    assert found
    assert (found.name, found.sees) == ("rhea", ("exempt",))
    with sqlite3.connect(accounts.path) as file:
        held = repr(file.execute("select * from token").fetchall())
    file.close()
    assert secret.rpartition("_")[2] not in held
    assert token.id in held


def test_a_token_is_whole_or_opens_nothing(accounts: Accounts):
    tokens = Tokens(accounts)
    token, secret = tokens.make("rhea")
    _, other = tokens.make("sam")
    mixed = f"mt_{token.id}_{other[-43:]}"
    for wrong in ("", secret[:-1], secret + "x", secret.swapcase(), mixed, f" {secret}", token.id, secret.replace(token.id, "0" * 12)):
        assert tokens.account_of(wrong) is None, wrong


def test_a_token_ends_on_its_day(accounts: Accounts):
    today = date(2026, 2, 27)
    tokens = Tokens(accounts, lambda: today)
    token, secret = tokens.make("sam", days=2)
    assert token.until == "2026-03-01"
    for day, opens in ((date(2026, 3, 1), True), (date(2026, 3, 2), False)):
        later = Tokens(accounts, lambda day=day: day)  # type: ignore[misc]
        assert (later.account_of(secret) is not None, later.all("sam")[0].holds) == (opens, opens)


def test_a_removed_account_leaves_no_token_and_the_next_of_its_name_has_none(accounts: Accounts):
    tokens = Tokens(accounts)
    _, secret = tokens.make("rhea")
    accounts.remove("rhea")
    accounts.add("rhea", "three other words", "admin")
    assert tokens.account_of(secret) is None
    assert [token.holds for token in tokens.all("rhea")] == [False]
    tokens.forget("rhea")
    assert tokens.all() == []


def test_an_account_that_is_not_there_too_many_tokens_and_strange_days_are_refused(accounts: Accounts):
    tokens = Tokens(accounts)
    with pytest.raises(MissingInput):
        tokens.make("nobody")
    with pytest.raises(UsageError, match="out of range"):
        tokens.make("rhea", days=0)
    for _ in range(MOST):
        tokens.make("rhea")
    with pytest.raises(UsageError, match="has 20 tokens already"):
        tokens.make("rhea")
    with pytest.raises(MissingInput):
        tokens.revoke("sam", tokens.all("rhea")[0].id)  # another's


def test_the_commands_make_show_once_list_and_revoke(quay: Shell, monkeypatch: pytest.MonkeyPatch):
    def account(*arguments: object) -> Ran:
        return quay("account", *arguments)

    monkeypatch.setattr("sys.stdin.readline", lambda: "three random words\n")
    assert account("add", "rhea", "--role", "reader").code == 0
    assert account("tokens").out == "No tokens.\n"
    made = account("token", "rhea", "--days", 30)
    secret = made.out.strip()
    assert re.fullmatch(r"mt_[0-9a-f]{12}_[\w-]{43}", secret)
    assert "shown once" in made.err
    listed = account("tokens", "rhea")
    assert secret.split("_")[1] in listed.out
    assert secret not in listed.out
    assert account("tokens", "--json").json[0] | {"id": "", "since": "", "until": ""} == {
        "id": "",
        "name": "rhea",
        "since": "",
        "until": "",
        "holds": True,
    }
    assert account("revoke", "rhea", secret.split("_")[1]).code == 0
    assert account("revoke", "rhea", secret.split("_")[1]).code == 66
    assert account("token", "nobody").code == 66
    assert account("token", "rhea", "--days", "0").code == 64
    audited = quay("audit", "list").out
    assert "token made" in audited
    assert "token revoked" in audited
    assert secret not in audited
