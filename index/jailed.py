"""The process in which files from outside are read and parsed and their pages drawn, one fork for each file: ``python -m index.jailed``.

The first process imports everything, gives up the network, and then only waits, forks and passes on what the fork says; it never
looks into a file. So each file meets a process that no file before it has touched, and costs a fork instead of a start.

A fork may use so much memory, so many seconds of processor and of clock, and write no large file and no core. It is a process group
of its own, killed as a whole when the file is done or a limit is reached, and all ends when the parent does.

Its clock begins anew with every scanned page that was recognised, up to a limit for the whole file.

Request: a line of JSON (``Request``), then the bytes. Reply: a line of JSON (``Reply``), then what the fork said.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import select
import signal
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from pydantic import TypeAdapter

from index import ocr
from index.content import Format
from index.errors import BadFile
from index.pages import Box, Page
from index.picture import picture
from index.understood import NAME, dumped, understand

MAX_SAID = 128_000_000  # bytes of what a fork may say
_PIECE = 1 << 20
_PAGE_DONE = b"."  # said before all else, once for each page recognised
_NEWNS_USER, _NEWNS_NET = 0x10000000, 0x40000000
_SET_PDEATHSIG, _SET_DUMPABLE, _SET_NO_NEW_PRIVS = 1, 4, 38

# Minutes that say a little of everything, for the first process to parse: what is worked out once is there for all its forks.
_WARM = b"""Warming Board

Minutes of the meeting of the Warming Board held on Monday 4 March 2019 at 10.00 am

Present: Ann Other (Chair), Ben Else
Apologies: Cat Nobody

1. Welcome
The Chair welcomed members. The minutes of 4 February 2019 were approved.

2. Budget
RESOLVED: that the budget of \xc2\xa310,000 be agreed.
Action: Ben Else to write to the council by 1 April.
- The Board noted the report and asked whether it would be deferred until June.

3. Close
The meeting closed at 11.00 am.
"""

How = Literal["found", "refused", "fault", "memory", "depth", "processor", "clock", "length", "signal", "broken"]


@dataclass(frozen=True, slots=True)
class Request:
    format: Format
    size: int  # bytes that follow
    memory: int  # bytes
    processor: int  # seconds
    clock: float  # seconds, anew after each page recognised
    longest: float  # seconds in all
    file_size: int  # bytes
    most: int  # bytes that may be said
    page: Page | None = None  # to be drawn with these boxes; None: the file is to be read
    boxes: tuple[Box, ...] = ()
    number: int = 0  # of this request, which its reply repeats


@dataclass(frozen=True, slots=True)
class Reply:
    how: How
    size: int = 0  # bytes that follow
    signal: int = 0
    clock: float = 0.0  # seconds that the fork was given in the end
    number: int = 0  # of the request


_REQUEST = TypeAdapter(Request)


def main() -> None:
    said = sys.stdout.buffer
    given = sys.stdin.buffer
    isolated = without_network()
    _prctl(_SET_DUMPABLE, 0)
    _prctl(_SET_NO_NEW_PRIVS, 1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    understand(NAME, _WARM, "txt")
    gc.collect()
    gc.freeze()
    said.write(json.dumps({"isolated": isolated}).encode() + b"\n")
    said.flush()
    while line := given.readline():
        request = _REQUEST.validate_json(line)
        content = given.read(request.size)
        try:
            reply, words = _served(request, content)
        except OSError as error:  # no process or pipe to be had: the file has not been looked at
            reply, words = _broken(error)
        said.write(json.dumps(asdict(replace(reply, number=request.number))).encode() + b"\n" + words)
        said.flush()


def without_network() -> bool:
    """Whether this process is cut off from every network, itself included; not where the kernel allows nobody to."""
    unshare = ctypes.CDLL(None, use_errno=True).unshare
    return any(unshare(spaces) == 0 for spaces in (_NEWNS_NET, _NEWNS_USER | _NEWNS_NET))


def _broken(error: OSError) -> tuple[Reply, bytes]:
    said = type(error).__name__.encode()
    return Reply("broken", len(said)), said


def _served(request: Request, content: bytes) -> tuple[Reply, bytes]:
    hears, says = os.pipe()
    try:
        child = _forked(request, content, says)
        return _heard(request, child, hears)
    finally:
        os.close(hears)


def _forked(request: Request, content: bytes, says: int) -> int:
    try:
        child = os.fork()
        if child == 0:
            _fork(request, content, says)
    finally:
        os.close(says)
    with suppress(OSError):
        os.setpgid(child, child)  # also done by the child: whoever is first
    return child


def _heard(request: Request, child: int, hears: int) -> tuple[Reply, bytes]:
    """What the child says until it ends, or a limit ends it."""
    parts: list[bytes] = []
    size, how, ended = 0, "", os.pidfd_open(child)
    began = time.monotonic()
    until = began + request.clock
    watched = select.poll()
    for one in (hears, ended):
        watched.register(one, select.POLLIN)
    watched.register(0, select.POLLHUP)
    while not how:
        ready = dict(watched.poll(max(0, until - time.monotonic()) * 1000))
        heard = os.read(hears, _PIECE) if hears in ready else b""
        piece = heard if size else heard.lstrip(_PAGE_DONE)
        if len(piece) < len(heard):
            until = max(until, min(began + request.longest, time.monotonic() + request.clock))
        parts.append(piece)
        size += len(piece)
        if 0 in ready:  # the parent is gone
            _kill(child)
            os._exit(1)
        if size > request.most + 1 or time.monotonic() > until:
            how = "length" if size > request.most + 1 else "clock"
        elif hears in ready and not heard:
            watched.unregister(hears)
        elif ended in ready and not heard:
            how = "ended"
    _kill(child)
    _, status = os.waitpid(child, 0)
    os.close(ended)
    reply, said = _reply(how, status, b"".join(parts))
    return replace(reply, clock=round(until - began, 1)), said


def _kill(child: int) -> None:
    with suppress(OSError):
        os.killpg(child, signal.SIGKILL)
    with suppress(OSError):
        os.kill(child, signal.SIGKILL)


def _reply(how: str, status: int, said: bytes) -> tuple[Reply, bytes]:
    """The first byte of what a child says is the way it ended itself."""
    ways: dict[bytes, How] = {b"F": "found", b"R": "refused", b"X": "fault", b"M": "memory", b"D": "depth", b"B": "broken"}
    if how == "clock":
        return Reply("clock"), b""
    if how == "length":
        return Reply("length"), b""
    code = os.waitstatus_to_exitcode(status)
    if code == 0 and said[:1] in ways:
        return Reply(ways[said[:1]], len(said) - 1), said[1:]
    return (Reply("processor"), b"") if code == -signal.SIGXCPU else (Reply("signal", signal=max(0, -code)), b"")


# -- in the fork


def _fork(request: Request, content: bytes, says: int) -> None:
    """Never returns."""
    code = 1
    try:
        os.setpgid(0, 0)
        _prctl(_SET_PDEATHSIG, signal.SIGKILL)
        _say(says, _ready(request, says) or _worked(request, content))
        code = 0
    except MemoryError:
        with suppress(OSError, MemoryError):
            os.write(says, b"M")
            code = 0
    finally:
        os._exit(code)


def _ready(request: Request, says: int) -> bytes:
    """What failed, behind a "B", where the fork cannot be locked in: it looks into no file then."""
    try:
        _shut(says)
        _limit(request)
        ocr.PAGE_DONE.set(lambda: os.write(says, _PAGE_DONE))
    except OSError as error:
        return b"B" + type(error).__name__.encode()
    return b""


def _shut(kept: int) -> None:
    """No file of the parent stays open, its ways in and out included."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.closerange(3, kept)
    os.closerange(kept + 1, 4096)


def _limit(request: Request) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (request.memory, request.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (request.processor, request.processor + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (request.file_size, request.file_size))


def _worked(request: Request, content: bytes) -> bytes:
    try:
        if request.page:
            return b"F" + (picture(content, request.page, request.boxes) or b"")
        return b"F" + dumped(understand(NAME, content, request.format))
    except BadFile as error:
        return b"R" + json.dumps({"code": error.code, "message": error.message, "hint": error.hint}).encode()
    except RecursionError:
        return b"D"
    except MemoryError:
        raise
    except Exception as error:  # without its message, which may quote the minutes
        frames = "".join(traceback.format_tb(error.__traceback__)[-3:])
        return b"X" + json.dumps({"kind": type(error).__name__, "frames": frames}).encode()


def _say(says: int, words: bytes) -> None:
    left = memoryview(words)
    while left:
        left = left[os.write(says, left) :]


def _prctl(what: int, value: int) -> Any:
    return ctypes.CDLL(None).prctl(what, value, 0, 0, 0)


if __name__ == "__main__":
    main()
