"""Files from outside, read and parsed, and their pages drawn, by a child process that has nothing and may do little (``index/jailed.py``).

What a broken or hostile file does there, it does to a fork that is gone a moment later. The child is started at the first file and
kept: a file costs a fork then, not the start of an interpreter.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import logging
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO

from pydantic import TypeAdapter, ValidationError

from index.content import Format, format_of
from index.errors import BadFile, ReaderFault
from index.jailed import MAX_SAID, Reply, Request
from index.pages import Box, Page
from index.understood import NAME, Understood, loaded

log = logging.getLogger(__name__)

ROOT = Path(__file__).parents[1]
_KEPT = ("PATH", "TESSDATA_PREFIX")  # of the environment: where tesseract is
_GRACE = 10.0  # seconds past its own clock after which the child itself counts as stuck
_START = 120.0  # seconds in which it must have started
READ_SECONDS = 60  # for a file, unless it is configured
_LONGEST = 3_600  # seconds that more and more recognised pages may take in all
_LINE = 10_000  # bytes of a line of the protocol
_REPLY = TypeAdapter(Reply)
_BROKEN = "when the machine has memory and processes to spare, try again: the file was not set aside"
_PNG = b"\x89PNG\r\n\x1a\n"
MAX_PICTURE = 8_000_000  # bytes
_CODES = ("E_TYPE", "E_NO_TEXT", "E_ENCODING", "E_TOO_LARGE", "E_STRUCTURE", "E_ENCRYPTED", "E_BOMB")


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost. A gigabyte of addresses is enough: our own imports take 70 MB of them, 50 MB of them in memory."""

    memory: int = 1_000_000_000  # bytes of address space
    processor: int = 30  # seconds
    clock: float = 60.0  # seconds, anew after each scanned page that was recognised
    longest: float = 600.0  # seconds in all
    file_size: int = 200_000_000  # bytes of a file that it writes


def within(seconds: int) -> Limits:
    """Limits for files that may take so many seconds each; half of them are for the processor, tesseract's own apart."""
    return Limits(processor=max(1, seconds // 2), clock=float(seconds), longest=float(max(seconds, min(10 * seconds, _LONGEST))))


_OF_A_PICTURE = Limits(processor=5, clock=5.0, longest=5.0)  # a reader waits for it


class Broken(Exception):
    """The child could not be started, or broke outside the fork that reads: no fault of a file."""


class Jail:
    """The child process, started when it is needed; safe between threads, one file at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._asked_so_far = 0
        self.isolated = False  # the child has no network

    def understand(self, file: str, content: bytes, limits: Limits | None = None) -> Understood:
        """What the bytes of the file of this name say.

        Raises BadFile as its readers do; E_PARSE_LIMIT where they needed more than they may have or did not survive; ReaderFault
        for what is no fault of the file.
        """
        limits = limits or Limits()
        request = _request(format_of(file), content, limits, MAX_SAID)
        try:
            with self._lock:
                reply, said = self._asked(request, content)
        except Broken as error:
            raise ReaderFault(f"{file}: the process that reads files failed ({error})", _BROKEN) from error
        if reply.how == "found":
            return loaded(said, file, hashlib.sha256(content).hexdigest())
        raise _refused(file, reply, said, limits)

    def picture(self, content: bytes, page: Page, boxes: Sequence[Box], limits: Limits | None = None) -> bytes | None:
        """A PNG of the stretch of ``page`` of a PDF around ``boxes``, at least one; None where it cannot be drawn within the limits."""
        limits = limits or _OF_A_PICTURE
        request = replace(_request("pdf", content, limits, MAX_PICTURE), page=page, boxes=tuple(boxes))
        if not self._lock.acquire(timeout=limits.clock):
            return None
        try:
            reply, said = self._asked(request, content)
        except Broken:
            return None
        finally:
            self._lock.release()
        return said if reply.how == "found" and said.startswith(_PNG) else None

    def close(self) -> None:
        """End the child; the next file starts another."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            self._forget()

    def _forget(self) -> None:
        """Without ending it: in a fork of this process it is another's child."""
        if self._child is not None:
            for pipe in (self._child.stdin, self._child.stdout):
                with suppress(OSError):
                    if pipe:
                        pipe.close()
        self._child = None

    def after_fork(self) -> None:
        self._lock = threading.Lock()
        self._child = None

    def _asked(self, request: Request, content: bytes) -> tuple[Reply, bytes]:
        fresh = self._child is None or self._child.poll() is not None
        try:
            return self._exchanged(self._started() if fresh else self._child, self._numbered(request), content)  # type: ignore[arg-type]
        except (OSError, ValueError, ValidationError) as error:
            log.warning("the process that reads files had to be ended: %s", type(error).__name__)
            self.close()
            if fresh:
                raise Broken(type(error).__name__) from error
        except BaseException:  # interrupted: what it still says of this file must not be taken for the next one
            self.close()
            raise
        return self._asked(request, content)  # it had died since the last file: no fault of this one

    def _numbered(self, request: Request) -> Request:
        self._asked_so_far += 1
        return replace(request, number=self._asked_so_far)

    def _started(self) -> subprocess.Popen[bytes]:
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | {"LC_ALL": "C.UTF-8"}
        self._forget()
        self._child = subprocess.Popen(
            [sys.executable, "-s", "-m", "index.jailed"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        )
        assert self._child.stdout
        self.isolated = json.loads(_line(self._child.stdout, time.monotonic() + _START))["isolated"] is True
        if not self.isolated:
            log.info("the process that reads files could not be cut off from the network; nothing in it reaches out")
        return self._child

    def _exchanged(self, child: subprocess.Popen[bytes], request: Request, content: bytes) -> tuple[Reply, bytes]:
        assert child.stdin
        assert child.stdout
        for part in (json.dumps(asdict(request)).encode() + b"\n", content):
            left = memoryview(part)
            while left:
                left = left[child.stdin.write(left) :]
        until = time.monotonic() + request.longest + _GRACE
        reply = _REPLY.validate_json(_line(child.stdout, until))
        if not 0 <= reply.size <= request.most:
            raise ValueError("too long")
        if reply.number != request.number:
            raise ValueError("the reply to another request")
        return reply, _exactly(child.stdout, reply.size, until)


def _request(format: Format, content: bytes, limits: Limits, most: int) -> Request:
    return Request(format, len(content), most=most, **asdict(limits))


def _line(pipe: IO[bytes], until: float) -> bytes:
    found = b""
    while not found.endswith(b"\n"):
        found += _exactly(pipe, 1, until)
        if len(found) > _LINE:
            raise ValueError("no line")
    return found


def _exactly(pipe: IO[bytes], size: int, until: float) -> bytes:
    """So many bytes. Raises OSError where they do not come in time."""
    found = bytearray()
    while len(found) < size:
        if not select.select([pipe], [], [], max(0.0, until - time.monotonic()))[0]:
            raise TimeoutError
        piece = os.read(pipe.fileno(), size - len(found))
        if not piece:
            raise OSError("closed")
        found += piece
    return bytes(found)


def _refused(file: str, reply: Reply, said: bytes, limits: Limits) -> BadFile | ReaderFault:
    if reply.how == "refused":
        return _bad_file(file, said)
    if reply.how == "broken":
        return ReaderFault(f"{file}: the process that reads files failed ({said[:100].decode('ascii', 'replace')})", _BROKEN)
    if reply.how == "fault":
        return _fault(file, said)
    if reply.how == "depth":
        return BadFile(f"{file}: it is nested too deep", "save it anew", code="E_STRUCTURE")
    limit = {
        "memory": f"more than {limits.memory / 1e9:g} GB of memory",
        "processor": f"more than {limits.processor} seconds of processor",
        "clock": f"more than {reply.clock:g} seconds",
        "length": f"more than {MAX_SAID / 1e6:g} MB for what it says",
    }.get(reply.how)
    ended = f"it ended the process that read it{f' (signal {reply.signal})' if reply.signal else ''}"
    words = f"reading it took {limit}" if limit else ended
    hint = "split the file, or give it more time with max_read_seconds"
    return BadFile(f"{file}: {words}", hint, code="E_PARSE_LIMIT")


def _bad_file(file: str, said: bytes) -> BadFile:
    try:
        told = json.loads(said)
        code, message, hint = (str(told[name]) for name in ("code", "message", "hint"))
    except (ValueError, KeyError, TypeError):
        code = message = hint = ""
    if code not in _CODES:
        return BadFile(f"{file}: it cannot be read", "save it anew", code="E_STRUCTURE")
    return BadFile(message[:500].replace(NAME, file), hint[:500], code=code)


def _fault(file: str, said: bytes) -> ReaderFault:
    try:
        told = json.loads(said)
        kind, frames = str(told["kind"])[:100], str(told["frames"])[:5000]
    except (ValueError, KeyError, TypeError):
        kind = frames = "?"
    log.error("%s\n%s", kind, frames)
    return ReaderFault(f"{file}: {kind}, see the log", "please report it")


JAIL = Jail()  # of this process: starting one costs a second
atexit.register(JAIL.close)
os.register_at_fork(after_in_child=JAIL.after_fork)
