"""Speaking HTTP to an address that somebody configured: to that address alone, and never for longer than was said.

Neither proxies nor redirects: what is sent comes from minutes. What went wrong is told in our own words: an exception of a library may
hold a key, a question or a passage.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import httpx

CONNECT = 2.0  # seconds
_FROM_ELSEWHERE = ("OpenAI-Organization", "OpenAI-Project")  # which a library takes from the environment, for another address
Patience = Callable[[httpx.Request], float]  # seconds for a request and its reply


class Fault(Exception):
    """What an address did; its words go on from the name of who should have answered: "did not answer in time"."""


def guarded_client(transport: Bounded) -> httpx.Client:
    return httpx.Client(transport=transport, trust_env=False, follow_redirects=False)


class Bounded(httpx.HTTPTransport):
    """Ends a reply that has more than ``most`` bytes or goes on for too long, though each of its pieces comes in time.

    Nothing is sent twice; ``kept`` connections stay open between two requests.
    """

    def __init__(self, patience: float | Patience, most: int, kept: int = 0) -> None:
        super().__init__(retries=0, limits=httpx.Limits(max_keepalive_connections=kept), trust_env=False)
        self._patience, self._most = patience, most

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        seconds = self._patience(request) if callable(self._patience) else self._patience
        due = time.monotonic() + seconds
        limits = httpx.Timeout(seconds, connect=min(CONNECT, seconds))
        request.extensions = {**request.extensions, "timeout": limits.as_dict()}
        request.headers["Accept-Encoding"] = "identity"  # packed bytes would be counted, and unpacked behind the limit
        for name in _FROM_ELSEWHERE:
            request.headers.pop(name, None)
        reply = super().handle_request(request)
        if reply.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
            reply.close()
            raise Fault("sent what cannot be read")
        assert isinstance(reply.stream, httpx.SyncByteStream)
        stream = self._watched(_BoundedStream(reply.stream, due, self._most))
        return httpx.Response(reply.status_code, headers=reply.headers, stream=stream, extensions=reply.extensions)

    def _watched(self, stream: httpx.SyncByteStream) -> httpx.SyncByteStream:
        """For who wants to know of every reply."""
        return stream


class _BoundedStream(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream, due: float, most: int) -> None:
        self._stream, self._due, self._most = stream, due, most

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for piece in self._stream:
            size += len(piece)
            if size > self._most:
                raise Fault("does not come to an end")
            if time.monotonic() > self._due:
                raise Fault("did not answer in time")
            yield piece

    def close(self) -> None:
        self._stream.close()


_REASONS: tuple[tuple[type[Exception], str], ...] = (  # the first that fits
    (httpx.TimeoutException, "did not answer in time"),
    (httpx.ConnectError, "cannot be reached"),
    (httpx.TransportError, "broke off"),
)


def reason(error: BaseException, more: tuple[tuple[type[Exception], str], ...] = ()) -> str:
    """What an address did to make a library raise ``error``, as a Fault says it; ``more`` are reasons of that library, asked first."""
    cause: BaseException | None = error
    while cause is not None:  # our own limits, met inside a library
        if isinstance(cause, Fault):
            return str(cause)
        cause = cause.__cause__
    return next((words for kind, words in (*more, *_REASONS) if isinstance(error, kind)), "sent what cannot be read")
