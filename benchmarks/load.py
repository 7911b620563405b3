"""Many people at once, over HTTP: some who read and think between their questions, then two hundred in one moment."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from random import Random

from benchmarks.figures import Figure, Section, median, p95
from benchmarks.questions import questions
from benchmarks.setting import Setting
from benchmarks.stores import kept, served

ABOUT = """
{users} people ask `/api/v1/ask` of the application over {items:,} items for {seconds:.0f} s. Each waits for the answer, thinks for
half to one and a half times {think:g} s, and asks something else; they begin spread over the first {think:g} s. Anything but an answer
is an error. Then {burst} questions are sent in one moment: each must be answered, or refused with 503 and how long to wait.
"""
BURST = 200
PATIENCE = 120.0  # seconds until a question counts as lost
SUITED = 4650  # items: about 20,000 passages


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; status 0 where nothing did."""

    status: int
    seconds: float
    wait: str | None = None  # Retry-After

    @property
    def fair(self) -> bool:
        """An answer, or a refusal that says when to come back."""
        return self.status == 200 or (self.status == 503 and bool(self.wait))


def measure(setting: Setting) -> Section:
    items = min(setting.items, key=lambda size: abs(size - SUITED))
    with served(kept(setting.folder, items).store) as address:
        answered(address, "What was decided on the footbridge?")
        replies = crowd(address, setting)
        burst = at_once(address, BURST)
    about = ABOUT.format(users=setting.users, items=items, seconds=setting.seconds, think=setting.think, burst=BURST)
    return Section("load", "Many people at once", about, tuple(figures(replies, burst)))


def figures(replies: Sequence[Reply], burst: Sequence[Reply]) -> list[Figure]:
    waited = [reply.seconds for reply in replies if reply.status == 200]
    return [
        Figure("questions asked", len(replies)),
        Figure("errors", sum(reply.status != 200 for reply in replies), most=0),
        Figure("answer: p50", median(waited), "s"),
        Figure("answer: p95", p95(waited), "s", most=1.5),
        Figure("burst: answered", sum(reply.status == 200 for reply in burst), f"of {len(burst)}"),
        Figure("burst: refused with 503 and Retry-After", sum(reply.fair and reply.status == 503 for reply in burst)),
        Figure("burst: anything else", sum(not reply.fair for reply in burst), most=0),
        Figure("burst: last reply after", max((reply.seconds for reply in burst), default=0.0), "s"),
    ]


def answered(address: str, question: str) -> Reply:
    """The reply to one question."""
    body = json.dumps({"question": question}).encode()
    asked = urllib.request.Request(f"{address}/api/v1/ask", body, {"Content-Type": "application/json"})
    began = time.perf_counter()
    status, wait = _status(asked)
    return Reply(status, time.perf_counter() - began, wait)


def crowd(address: str, setting: Setting) -> list[Reply]:
    """The replies to so many people, who ask for so many seconds."""
    until = time.monotonic() + setting.seconds
    asked = list(questions("users"))
    return _together(setting.users, lambda user: _person(address, user, asked[user :: setting.users], setting.think, until))


def at_once(address: str, number: int) -> list[Reply]:
    """The replies to so many questions sent together."""
    ready = threading.Barrier(number)
    asked = list(islice(questions("burst"), number))

    def send(place: int) -> list[Reply]:
        ready.wait()
        return [answered(address, asked[place])]

    return _together(number, send)


def _person(address: str, user: int, asked: Sequence[str], think: float, until: float) -> list[Reply]:
    random, replies = Random(user), []
    time.sleep(random.uniform(0, think))
    for question in cycle(asked):
        if time.monotonic() >= until:
            break
        replies.append(answered(address, question))
        time.sleep(random.uniform(0.5, 1.5) * think)
    return replies


def _together(number: int, work: Callable[[int], list[Reply]]) -> list[Reply]:
    with ThreadPoolExecutor(number) as pool:
        return [reply for replies in pool.map(work, range(number)) for reply in replies]


def _status(asked: urllib.request.Request) -> tuple[int, str | None]:
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as reply:
            reply.read()
            return reply.status, None
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Retry-After"]
    except OSError:  # refused, reset, or nothing in time
        return 0, None
