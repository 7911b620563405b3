"""The commands on accounts. They work on the file of the accounts alone: the store may be in use, and what changes counts at once."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from dataclasses import asdict

from assistant.accounts import Account, Accounts, folded
from assistant.audit import Entry, audit_of
from assistant.bearer import Token, Tokens
from assistant.console import remark, say, show_text
from assistant.conversations import conversations_of
from assistant.opening import config_of
from index.errors import UsageError
from index.labels import label_named


def manage_accounts(options: argparse.Namespace) -> int:
    """One of ``account add | list | grant | password | remove | token | tokens | revoke``."""
    config = config_of(options)
    options.sees = [label_named(typed, config.labels) for typed in getattr(options, "sees", ())]
    _ACTIONS[options.action](Accounts(config.accounts_file), options)
    if options.action in ("add", "remove"):  # whoever has a name next begins without the conversations of whoever had it
        conversations_of(config).delete_all(folded(options.name))
    if options.action in _DONE:
        about = " ".join(filter(None, (_DONE[options.action], getattr(options, "role", ""), ", ".join(options.sees))))
        audit_of(config).record(Entry("account", whom=folded(options.name), about=about))
    return 0


def _add(accounts: Accounts, options: argparse.Namespace) -> None:
    _tell(accounts.add(options.name, _typed_password(), options.role, options.sees), "added", options)


def _grant(accounts: Accounts, options: argparse.Namespace) -> None:
    _tell(accounts.grant(options.name, options.role, options.sees), "changed", options)


def _password(accounts: Accounts, options: argparse.Namespace) -> None:
    _tell(accounts.set_password(options.name, _typed_password()), "password changed", options)


def _remove(accounts: Accounts, options: argparse.Namespace) -> None:
    accounts.remove(options.name)
    Tokens(accounts).forget(options.name)
    remark(f"removed   {options.name}")
    if not accounts.all():
        remark(f"hint: nobody can sign in now; add an account, or delete {accounts.path.name} to work without passwords again")


def _list(accounts: Accounts, options: argparse.Namespace) -> None:
    held = accounts.all()
    if options.json:
        say([_shown(account) for account in held])
    else:
        show_text("\n".join(_row(account) for account in held) or "No accounts: the page answers on this machine only, without a password.")


def _token(accounts: Accounts, options: argparse.Namespace) -> None:
    token, secret = Tokens(accounts).make(options.name, options.days)
    if options.json:
        say({**asdict(token), "token": secret})
    else:
        show_text(secret)
        remark(f"This is shown once: keep it where only the program finds it. {_ends(token)} Its id is {token.id}.")


def _tokens(accounts: Accounts, options: argparse.Namespace) -> None:
    held = Tokens(accounts).all(options.name or "")
    if options.json:
        say([asdict(token) for token in held])
    else:
        rows = (f"{token.id}  {token.name}, since {token.since}, {_ends(token)}" for token in held)
        show_text("\n".join(rows) or "No tokens.")


def _revoke(accounts: Accounts, options: argparse.Namespace) -> None:
    Tokens(accounts).revoke(options.name, options.id)
    remark(f"revoked   {options.id}")


def _ends(token: Token) -> str:
    if not token.holds:
        return "It has ended."
    return f"It holds until {token.until}." if token.until else "It holds until it is revoked."


def _tell(account: Account, done: str, options: argparse.Namespace) -> None:
    if options.json:
        say(_shown(account))
    else:
        show_text(f"{done}: {_row(account)}")


def _row(account: Account) -> str:
    sees = "everything" if account.role in ("staff", "admin") else ", ".join(("open", *account.sees))
    return f"{account.name}  {account.role}, sees {sees}, since {account.since}"


def _shown(account: Account) -> dict[str, object]:
    return {key: value for key, value in asdict(account).items() if key != "stamp"}


def _typed_password() -> str:
    """Twice at a terminal, where nobody sees it; else the first line of standard input. Raises UsageError."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        raise UsageError("the two passwords differ", "type the same one twice")
    return password


_DONE = {
    "add": "added",
    "grant": "changed",
    "password": "password changed",
    "remove": "removed",
    "token": "token made",
    "revoke": "token revoked",
}
_ACTIONS: dict[str, Callable[[Accounts, argparse.Namespace], None]] = {
    "add": _add,
    "list": _list,
    "grant": _grant,
    "password": _password,
    "remove": _remove,
    "token": _token,
    "tokens": _tokens,
    "revoke": _revoke,
}
