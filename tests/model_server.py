"""A server of language models on this machine that plays one fault: what a reply may look like when things go wrong.

Each mode writes raw bytes to the connection; ``rest`` waits as long as a client may be kept waiting and ends with the test.
"""

from __future__ import annotations

import json
import socket
import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MODEL = "inkwell-small"
TRUE = "Members do not agree the budget of £310,000 for the ferry pontoon [1]."
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"


class Line:
    """One connection: the request has been read, the reply is to be written."""

    def __init__(self, connection: socket.socket, stopped: threading.Event) -> None:
        self.connection, self.stopped = connection, stopped

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def rest(self, seconds: float = 30.0) -> None:
        self.stopped.wait(seconds)

    def status(self, status: str, body: str = "{}", *headers: str, type: str = "application/json") -> None:
        data = body.encode()
        lines = [f"HTTP/1.1 {status}", f"Content-Type: {type}", f"Content-Length: {len(data)}", "Connection: close", *headers]
        self.send("\r\n".join([*lines, "", ""]).encode() + data)

    def reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def before_hanging_up(play: Callable[[Line], None], gone: threading.Event) -> Callable[[Line], None]:
    """Plays, keeps the connection open, and tells when the client has closed its end."""

    def waits(line: Line) -> None:
        try:
            play(line)
            while line.connection.recv(1024):
                pass
        except ConnectionError:
            pass
        gone.set()

    return waits


def event(delta: str, finish: str | None = None, model: str = MODEL) -> bytes:
    choice = {"index": 0, "delta": {"role": "assistant", "content": delta}, "finish_reason": finish}
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": model, "choices": [choice]}
    return f"data: {json.dumps(chunk)}\n\n".encode()


def reply(*deltas: str, model: str = MODEL) -> bytes:
    """A whole answer in pieces, with its end."""
    return HEAD + b"".join(event(delta, model=model) for delta in deltas) + event("", "stop", model) + b"data: [DONE]\n\n"


def _drip(line: Line) -> None:
    line.send(HEAD)
    for letter in TRUE:
        line.send(event(letter))
        line.rest(0.2)
        if line.stopped.is_set():
            return


def _comments(line: Line) -> None:
    line.send(HEAD)
    while not line.stopped.is_set():
        line.send(b": still thinking\n\n")
        line.rest(0.05)


def _flood(line: Line) -> None:
    line.send(HEAD)
    for _ in range(500):
        line.send(event("x" * 100_000))


def _one_long_line(line: Line) -> None:
    line.send(HEAD + b"data: ")
    for _ in range(500):
        line.send(b"x" * 100_000)


def _half_then_reset(line: Line) -> None:
    line.send(HEAD + event("Members do not agree the bud"))
    line.rest(0.1)
    line.reset()


def _torn_letter(line: Line) -> None:
    line.send(HEAD + b'data: {"id": "1", "choices": [{"delta": {"content": "The \xc2')
    line.rest(0.05)
    line.send(b'\xff\xc3( pontoon"}}]}\n\n')


def _said(text: str) -> Callable[[Line], None]:
    return lambda line: line.send(reply(text))


def _error(status: str, message: str, *headers: str) -> Callable[[Line], None]:
    return lambda line: line.status(status, json.dumps({"error": {"message": message, "type": "x", "code": "x"}}), *headers)


# name -> what the server does; a piece of the notice that must follow
MODES: dict[str, tuple[Callable[[Line], None], str]] = {
    "401": (_error("401 Unauthorized", "bad key sk-canary-5150"), "refused our key"),
    "404 model": (_error("404 Not Found", "no such model"), "not known"),
    "429 without a time": (_error("429 Too Many Requests", "slow down"), "too much to do"),
    "429 with a time": (_error("429 Too Many Requests", "slow down", "Retry-After: 60"), "too much to do"),
    "500": (_error("500 Internal Server Error", "oh"), "failed"),
    "502 as a page": (lambda line: line.status("502 Bad Gateway", "<html>Bad gateway [1]</html>", type="text/html"), "failed"),
    "empty 200": (lambda line: line.status("200 OK", ""), "said nothing"),
    "wrong content type": (lambda line: line.status("200 OK", "The board agreed [1].", type="text/html"), "said nothing"),
    "invalid JSON": (lambda line: line.send(HEAD + b"data: {not json\n\ndata: [DONE]\n\n"), "cannot be read"),
    "JSON of another shape": (lambda line: line.send(HEAD + b'data: {"answer": "agreed [1]"}\n\ndata: [DONE]\n\n'), ""),
    "JSON that is a list": (lambda line: line.send(HEAD + b"data: [1, 2]\n\ndata: [DONE]\n\n"), ""),
    "no first token": (lambda line: line.rest(), "in time"),
    "headers and no first token": (lambda line: (line.send(HEAD), line.rest())[0], "in time"),
    "a token now and then": (_drip, "in time"),
    "comments for ever": (_comments, "in time"),
    "ends half-way": (lambda line: line.send(HEAD + event("Members do not agree the bud")), "broke off"),
    "reset half-way": (_half_then_reset, "broke off"),
    "no end marker": (lambda line: line.send(HEAD + event("Members do not agree the budget")), "broke off"),
    "pieces twice": (_said("Members Members do do not not agree agree the the budget [1]. [1]."), "bear out"),
    "letters torn apart": (_torn_letter, ""),
    "50 MB": (_flood, "come to an end"),
    "50 MB in one line": (_one_long_line, "come to an end"),
    "repeats for ever": (_said("The pontoon is fine [1]. " * 90), "come to an end"),
    "context too long": (_error("400 Bad Request", "maximum context length is 4096 tokens"), "too long"),
    "empty string": (_said(""), "said nothing"),
    "only blanks": (_said(" \n \n"), "bear out"),
    "another model": (lambda line: line.send(reply(TRUE, model="parrot-9b")), "not the one"),
    "another language": (_said("Die Mitglieder stimmen dem Haushalt zu [1]. Это правда [1]."), "bear out"),
    "nonsense": (_said("%PDF-1.7 \x00\x01 }{ [[[1] ]]> 0xDEADBEEF"), "bear out"),
    "redirect elsewhere": (lambda line: line.status("307 Temporary Redirect", "", "Location: http://192.0.2.1/v1"), "failed"),
}  # fmt: skip


@contextmanager
def served(play: Callable[[Line], None]) -> Iterator[tuple[str, list[bytes]]]:
    """The address of a server that plays ``play`` for each request, and the requests it was sent."""
    stopped, requests = threading.Event(), list[bytes]()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            requests.append(_request(self.request))
            try:
                play(Line(self.request, stopped))
            except OSError:  # the client has gone, as it should
                return

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads, allow_reuse_address, block_on_close = True, True, True

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/v1", requests
        finally:
            stopped.set()
            server.shutdown()
            thread.join()


def _request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0)
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body
