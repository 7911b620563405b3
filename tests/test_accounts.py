"""Accounts in their file and on the command line, and which of them open the page to others."""

from __future__ import annotations

import io
import json
import stat
import sys
from pathlib import Path

import pytest
from gates import PASSWORD, Clock, accounts_in
from worlds import Shell, words_only

from app import gate_for, main, refuse_strangers
from assistant import accounts as module
from assistant.accounts import Accounts
from assistant.audit import Audit, Entry
from assistant.build import open_assistant
from assistant.cli import carry_out
from assistant.cli import main as command_line
from assistant.config import Config
from assistant.handover import Handed
from assistant.viewer import EVERY, Viewer
from index.errors import CannotCreate, DamagedStore, MissingInput, UsageError
from web.session import IDLE, LONGEST, Sessions


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return accounts_in(tmp_path)


def test_there_are_no_accounts_until_one_is_made_and_there_are_from_then_on(tmp_path: Path):
    accounts = Accounts(tmp_path / "new" / "accounts.sqlite")
    assert (accounts.there(), accounts.all(), accounts.find("rhea")) == (False, [], None)
    assert accounts.verified("rhea", PASSWORD) is None
    assert not accounts.path.parent.exists()
    accounts.add("rhea", PASSWORD, "reader")
    accounts.remove("rhea")
    assert (accounts.there(), accounts.all()) == (True, [])


def test_the_file_is_for_this_user_alone_and_holds_no_password(accounts: Accounts):
    assert stat.S_IMODE(accounts.path.stat().st_mode) == 0o600
    held = accounts.path.read_bytes()
    assert PASSWORD.encode() not in held
    assert held.count(b"$argon2id$v=19$m=19456,t=2,p=1$") == 3


def test_a_role_says_what_is_seen(accounts: Accounts):
    assert {account.name: account.viewer() for account in accounts.all()} == {
        "ada": Viewer("ada", "admin", EVERY),
        "rhea": Viewer("rhea", "reader", ("open", "exempt")),
        "sam": Viewer("sam", "staff", EVERY),
    }


def test_only_the_right_password_of_the_right_name_is_right(accounts: Accounts):
    assert accounts.verified("rhea", PASSWORD) == accounts.find("rhea")
    assert accounts.verified(" RHEA ", PASSWORD) == accounts.find("rhea")
    for name, password in (
        ("rhea", ""),
        ("rhea", PASSWORD + " "),
        ("rhea", PASSWORD.upper()),
        ("rheb", PASSWORD),
        ("", PASSWORD),
        ("\0", "x"),
    ):
        assert accounts.verified(name, password) is None


def test_a_letter_with_its_accent_is_one_letter_however_it_is_typed(accounts: Accounts):
    accounts.add("zoe", "Caf\u00e9 at the corner", "reader")
    assert accounts.verified("zoe", "Cafe\u0301 at the corner")


def test_r39_a_name_that_does_not_exist_has_a_password_verified_too(accounts: Accounts, monkeypatch: pytest.MonkeyPatch):
    verified: list[str] = []
    real = module._matches
    monkeypatch.setattr(module, "_matches", lambda held, password: verified.append(held) or real(held, password))
    accounts.verified("rhea", "wrong wrong wrong")
    accounts.verified("nobody", "wrong wrong wrong")
    one, other = (held.rsplit("$", 2)[0] for held in verified)
    assert one == other == "$argon2id$v=19$m=19456,t=2,p=1"


@pytest.mark.parametrize("name", ["", " ", "-x", "x-", "a b", "a/b", "<b>", "x" * 65, "a\nb", "ü"])
def test_a_name_that_will_not_do_is_refused(accounts: Accounts, name: str):
    with pytest.raises(UsageError, match="letters, digits"):
        accounts.add(name, PASSWORD, "reader")


def test_what_else_will_not_do_is_refused_and_nothing_changes(accounts: Accounts):
    before = accounts.all()
    with pytest.raises(UsageError, match="already"):
        accounts.add("Rhea", PASSWORD, "reader")
    for password in ("eleven char", "", "x" * 501):
        with pytest.raises(UsageError, match="12 to 500"):
            accounts.add("new", password, "reader")
        with pytest.raises(UsageError, match="12 to 500"):
            accounts.set_password("rhea", password)
    with pytest.raises(UsageError, match="is no label"):
        accounts.grant("rhea", "reader", ["ex empt"])
    with pytest.raises(UsageError, match="staff sees everything"):
        accounts.grant("rhea", "staff", ["exempt"])
    for change in (accounts.remove, lambda name: accounts.set_password(name, PASSWORD), lambda name: accounts.grant(name, "staff")):
        with pytest.raises(MissingInput, match="no account 'nobody'"):
            change("nobody")
    assert accounts.all() == before


def test_a_file_that_is_none_and_a_folder_that_cannot_be_are_said(tmp_path: Path):
    (tmp_path / "accounts.sqlite").write_bytes(b"no database at all, but long enough to be looked at" * 9)
    with pytest.raises(DamagedStore, match="cannot be read"):
        Accounts(tmp_path / "accounts.sqlite").all()
    with pytest.raises(CannotCreate, match="cannot be written"):
        Accounts(tmp_path / "accounts.sqlite" / "x").add("rhea", PASSWORD, "reader")


# -- sessions


@pytest.mark.parametrize(
    "change",
    [
        lambda accounts: accounts.set_password("rhea", "three other words"),
        lambda accounts: accounts.grant("rhea", "staff"),
        lambda accounts: accounts.grant("rhea", "reader", ["exempt"]),  # the same again: she has to sign in again, no harm done
        lambda accounts: accounts.remove("rhea"),
        lambda accounts: (accounts.remove("rhea"), accounts.add("rhea", PASSWORD, "reader", ["exempt"])),
    ],
)
def test_whatever_changes_an_account_ends_its_sessions_and_no_others(accounts: Accounts, change):
    sessions = Sessions(accounts, Clock())
    tokens = [sessions.begin(account) for account in accounts.all() for _ in range(2)]
    change(accounts)
    assert [sessions.of(token) is not None for token in tokens] == [True, True, False, False, True, True]


def test_a_session_ends_after_eight_idle_hours_and_after_a_day(accounts: Accounts):
    clock = Clock()
    sessions = Sessions(accounts, clock)
    rhea = accounts.find("rhea")
    assert rhea
    idle, busy = sessions.begin(rhea), sessions.begin(rhea)
    for _ in range(3):
        clock.now += IDLE - 1
        assert sessions.of(busy)
    assert (IDLE, LONGEST) == (28_800, 86_400)
    assert sessions.of(idle) is None
    clock.now += 3
    assert sessions.of(busy) is None


def test_a_token_is_not_kept_on_this_side(accounts: Accounts):
    sessions = Sessions(accounts)
    rhea = accounts.find("rhea")
    assert rhea
    token = sessions.begin(rhea)
    assert len(token) == 43
    assert token not in repr(vars(sessions))


# -- the command line


def typed(monkeypatch: pytest.MonkeyPatch, password: str, *arguments: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
    return command_line(["account", *arguments])


def test_accounts_are_added_listed_changed_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    there = ("--store", str(tmp_path / "store"))
    assert typed(monkeypatch, PASSWORD, "add", "Rhea", "--role", "reader", "--sees", "exempt,confidential", *there) == 0
    assert typed(monkeypatch, PASSWORD, "add", "ada", "--role", "admin", *there) == 0
    capsys.readouterr()
    assert typed(monkeypatch, "", "list", "--json", *there) == 0
    assert [(row["name"], row["role"], row["sees"]) for row in json.loads(capsys.readouterr().out)] == [
        ("ada", "admin", []),
        ("rhea", "reader", ["exempt", "confidential"]),
    ]
    assert typed(monkeypatch, "four other random words", "password", "rhea", *there) == 0
    assert typed(monkeypatch, "", "grant", "rhea", "--role", "staff", *there) == 0
    assert typed(monkeypatch, "", "remove", "ada", *there) == 0
    capsys.readouterr()
    assert typed(monkeypatch, "", "list", *there) == 0
    out = capsys.readouterr().out
    assert out.startswith("rhea  staff, sees everything, since ")
    assert "stamp" not in out + "argon2"
    accounts = Accounts(tmp_path / "store" / "accounts.sqlite")
    assert accounts.verified("rhea", "four other random words")
    assert accounts.verified("rhea", PASSWORD) is None


def test_what_cannot_be_done_has_its_exit_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    there = ("--store", str(tmp_path / "store"))
    assert typed(monkeypatch, "short", "add", "rhea", "--role", "reader", *there) == 64
    assert not (tmp_path / "store").exists()
    assert typed(monkeypatch, PASSWORD, "add", "rhea", "--role", "chief", *there) == 64
    assert typed(monkeypatch, "", "remove", "rhea", *there) == 66
    assert "error[E_NOTFOUND]" in capsys.readouterr().err


def test_the_last_account_removed_opens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    there = ("--store", str(tmp_path))
    typed(monkeypatch, PASSWORD, "add", "rhea", "--role", "reader", *there)
    typed(monkeypatch, "", "remove", "rhea", *there)
    assert "nobody can sign in now" in capsys.readouterr().err
    assert main(["--host", "0.0.0.0", *there]) == 64
    assert gate_for(Config(store=tmp_path), Accounts(tmp_path / "accounts.sqlite"), "127.0.0.1").accounts is not None


# -- where the page is served


def test_another_address_is_served_where_there_is_an_account(accounts: Accounts):
    refuse_strangers("0.0.0.0", accounts, Config())
    refuse_strangers("127.0.0.1", Accounts(accounts.path.with_name("none")), Config())


@pytest.mark.parametrize("key", [{"proxy": "127.0.0.1"}, {"hosts": ("minutes.example.org",)}])
def test_behind_a_proxy_nobody_is_served_without_accounts(accounts: Accounts, key: dict[str, object]):
    config = Config.load(**key)
    refuse_strangers("127.0.0.1", accounts, config)
    with pytest.raises(UsageError, match="proxy or hosts is refused"):
        refuse_strangers("127.0.0.1", Accounts(accounts.path.with_name("none")), config)


@pytest.mark.usefixtures("alone")
def test_a_command_handed_over_without_its_store_asks_for_labels_as_the_store_does(shell: Shell, files: Path):
    with open_assistant(Config(store=shell.store), create=True, load=words_only) as own:
        Accounts(shell.store / "accounts.sqlite").add("mira", PASSWORD, "admin")
        done = carry_out(lambda **changed: own, Handed(("ingest", str(files)), str(files), 80), Config(store=shell.store))
    assert (done.code, "E_LABEL" in done.err) == (65, True)


@pytest.mark.usefixtures("alone")
def test_an_accounts_history_is_deleted_however_its_name_is_written(quay: Shell):
    Audit(quay.store).record(Entry("asked", "mira"))
    assert quay("audit", "delete", "\uff2dIRA").out.startswith("entries deleted: 1\n")


def test_the_names_the_page_answers_to_are_its_own_and_those_configured(accounts: Accounts):
    config = Config(hosts=("Minutes.example.org",), public=True)
    gate = gate_for(config, accounts, "192.0.2.7")
    assert gate.hosts == ("127.0.0.1", "localhost", "[::1]", "192.0.2.7", "minutes.example.org")
    assert gate.public
    assert "0.0.0.0" not in gate_for(config, accounts, "0.0.0.0").hosts


def test_names_come_from_the_environment_parted_by_commas(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MINUTES_HOSTS", "minutes.example.org, 192.0.2.7")
    assert Config.load().hosts == ("minutes.example.org", "192.0.2.7")


@pytest.mark.usefixtures("alone")
def test_where_there_are_accounts_a_file_without_a_label_is_refused(shell: Shell, files: Path):
    Accounts(shell.store / "accounts.sqlite").add("mira", PASSWORD, "admin")
    ran = shell("ingest", files, "--json")
    assert (ran.code, {file["code"] for file in ran.json["files"]}) == (65, {"E_LABEL"})
    assert shell("list", "documents", "--json").json == []
    assert shell("ingest", files, "--label", "open").code == 0
