"""What the application is told about those it lets in, and finds out who they are."""

from __future__ import annotations

import ipaddress
import threading
from dataclasses import dataclass, field

from starlette.requests import HTTPConnection

from assistant.accounts import Accounts
from assistant.audit import OFF, Audit, Entry
from assistant.bearer import Tokens
from assistant.viewer import PUBLIC
from web.limit import Limit
from web.problem import NO_TOKEN, Refused
from web.session import Session, Sessions, key_of, token_in
from web.visitor import Visitor

NAMES = ("127.0.0.1", "localhost")
_QUARTER = 15 * 60  # seconds


@dataclass(frozen=True, slots=True)
class Gate:
    """``sessions`` is None where there can be no accounts; while none was made, whoever reaches the page works at this machine."""

    sessions: Sessions | None = None
    hosts: tuple[str, ...] = NAMES  # names by which the page may be asked for
    public: bool = False
    questions: Limit = field(default_factory=lambda: Limit(30, 60))
    by_name: Limit = field(default_factory=lambda: Limit(5, _QUARTER))  # failures to sign in
    by_address: Limit = field(default_factory=lambda: Limit(20, _QUARTER))
    by_token: Limit = field(default_factory=lambda: Limit(20, _QUARTER))  # tokens of no account, by address
    uploads: Limit = field(default_factory=lambda: Limit(10, 60))
    audit: Audit = OFF
    closing: threading.Event = field(default_factory=threading.Event)  # set when the application is being stopped

    @property
    def accounts(self) -> Accounts | None:
        """None while there are none."""
        return self.sessions.accounts if self.sessions and self.sessions.accounts.there() else None

    def visitor(self, connection: HTTPConnection) -> Visitor | None:
        """Whose request it is; None for one who has to sign in. Raises DamagedStore."""
        if self.sessions is None or self.accounts is None:
            return Visitor(stays=lambda: self.accounts is None)
        token = token_in(connection.cookies, connection.url.scheme == "https")
        if token and (session := self.sessions.of(token)):
            return self._signed_in(self.sessions, session)
        if self.public:
            nameless = key_of(token) if token else f"at {address_of(connection)}"
            return Visitor(PUBLIC, f"public {nameless}")  # never the key that the same token had while it was a session's
        return None

    def is_program(self, connection: HTTPConnection) -> bool:
        """Whether a token speaks for the request, and no browser: one that has a cookie is a browser's, whatever else it brings."""
        return self.accounts is not None and "cookie" not in connection.headers and _bearer(connection) is not None

    def program(self, connection: HTTPConnection) -> Visitor:
        """The account that a program speaks for. Raises Refused: E_AUTH, E_RATE; DamagedStore."""
        given, address = _bearer(connection), address_of(connection)
        if self.accounts is None or given is None:
            raise NO_TOKEN
        if wait := self.by_token.wait(address):
            raise Refused(429, "E_RATE", "There were too many wrong tokens.", f"Try again in {wait / 60:.0f} minutes.", wait)
        tokens = Tokens(self.accounts)
        account = tokens.account_of(given)
        if account is None:
            self.by_token.take(address)
            self.audit.record(Entry("refused", about="token"))
            raise NO_TOKEN
        return Visitor(account.viewer(), f"token {key_of(given)}", lambda: tokens.account_of(given) == account)

    def counted(self, visitor: Visitor, connection: HTTPConnection, done: str = "asked many questions", again: str = "Ask again") -> None:
        """One question more of this visitor, or what costs as much. Raises Refused (E_RATE) for one too many in a minute."""
        if visitor.viewer and (wait := self.questions.take(visitor.viewer.name or address_of(connection))):
            raise Refused(429, "E_RATE", f"You have {done} in a short time.", f"{again} in {wait:.0f} seconds.", wait)

    def _signed_in(self, sessions: Sessions, session: Session) -> Visitor:
        return Visitor(session.account.viewer(), session.key, lambda: sessions.is_open(session))


def _bearer(connection: HTTPConnection) -> str | None:
    """The token in the header; None where there is none."""
    kind, _, given = connection.headers.get("authorization", "").partition(" ")
    return given.strip() if kind.lower() == "bearer" else None


def address_of(connection: HTTPConnection) -> str:
    """Where a request comes from; of IPv6 the network, for a person has as many addresses there as they like."""
    host = connection.client.host if connection.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else host
