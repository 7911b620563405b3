"""Nothing leaves the machine: not one attempt, in Python or below it, while minutes are taken in, asked and shown.

The commands run as processes of their own under two guards. An audit hook ends them at the first look-up or connection that
is not to this machine. Where the system allows it they also run in a room without a network, watched by strace.
Run as a script, this file is that guard and that room.
"""

from __future__ import annotations

import fcntl
import ipaddress
import json
import os
import re
import runpy
import shutil
import socket
import struct
import subprocess
import sys
import urllib.request
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
QUESTION = "What did the board decide on QUILL in June 2021?"
ATTEMPT = 97
OUTWARD = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname", "socket.getnameinfo")


# -- the guard and the room, in the processes


def is_here(host: object) -> bool:
    """True for names and addresses of this machine; nothing is looked up."""
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False


def watch(event: str, arguments: tuple[object, ...]) -> None:
    if event not in OUTWARD:
        return
    address = arguments[1] if event in ("socket.connect", "socket.sendto", "socket.sendmsg") else arguments[0]
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(address, tuple | str | bytes) and not is_here(host) and not str(host).startswith(("/", "\0")):
        os.write(2, f"an attempt to leave this machine: {event} {address!r}\n".encode())
        os._exit(ATTEMPT)


def guard(arguments: Sequence[str]) -> None:
    """Runs ``app.py ...`` or ``-m module ...`` as Python would, with every step outwards ended."""
    sys.addaudithook(watch)
    sys.path.insert(0, str(ROOT))
    sys.argv = list(arguments[1:] if arguments[0] == "-m" else arguments)
    if arguments[0] == "-m":
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
    else:
        runpy.run_path(str(ROOT / arguments[0]), run_name="__main__")


def room(store: str) -> None:
    """Asks for help, takes in the samples, asks, lists, opens the page; prints what came of it as JSON."""
    raise_loopback()
    helped = guarded("-m", "assistant", "--help")
    taken = guarded("-m", "assistant", "ingest", "eval/corpus", "--store", store)
    asked = guarded("-m", "assistant", "ask", QUESTION, "--json", "--store", store)
    listed = guarded("-m", "assistant", "list", "documents", "--json", "--store", store)
    page = served("app.py", "--port", "0", "--store", store)
    print(json.dumps({"ingest": taken, "ask": asked, "page": page, "help": helped, "list": listed}))


def raise_loopback() -> None:
    """Brings up ``lo``, which a new room has but not switched on; elsewhere it is up already."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        asked = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(one, 0x8913, asked))[1]
        if not flags & 1:
            fcntl.ioctl(one, 0x8914, struct.pack("16sh14x", b"lo", flags | 1))


def guarded(*command: str) -> list[object]:
    ran = subprocess.run([sys.executable, __file__, "guard", *command], cwd=ROOT, capture_output=True, text=True, timeout=280)
    return [ran.returncode, ran.stdout, ran.stderr]


def served(*command: str) -> list[object]:
    """The status of "/" and of "/healthz", and what the server complained of."""
    with subprocess.Popen(
        [sys.executable, __file__, "guard", *command], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as server:
        assert server.stdout is not None
        assert server.stderr is not None
        found = next((match for line in server.stdout if (match := re.search(r"http://\S+", line))), None)
        statuses = [urllib.request.urlopen(found[0] + path, timeout=60).status for path in ("/", "/healthz")] if found else []
        server.terminate()
        return [statuses, server.stderr.read()]


# -- the tests


def test_the_guard_knows_what_lies_on_this_machine():
    assert [is_here(host) for host in (None, "localhost", "127.0.0.1", "127.8.8.8", "::1", b"localhost")] == [True] * 6
    assert [is_here(host) for host in ("example.org", "10.0.0.1", "8.8.8.8", "2001:db8::1", b"example.org", "0.0.0.0")] == [False] * 6


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.create_connection(('192.0.2.1', 80), 1)",
        "socket.getaddrinfo('example.org', 443)",
        "socket.gethostbyname('example.org')",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
        "__import__('urllib.request').request.urlopen('http://example.org')",
    ],
)
def test_the_guard_ends_a_program_that_reaches_out_though_it_catches_everything(attempt: str):
    script = (
        f"import runpy, socket, sys\nsys.path.insert(0, {str(ROOT / 'tests')!r})\nfrom test_offline import watch\nsys.addaudithook(watch)\n"
    )
    script += f"try:\n    {attempt}\nexcept BaseException:\n    pass\n"
    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, timeout=60)
    assert (ran.returncode, "an attempt to leave" in ran.stderr) == (ATTEMPT, True)


def works(*command: str) -> bool:
    return bool(shutil.which(command[0])) and subprocess.run(command, capture_output=True).returncode == 0


def strangers(trace: str) -> list[str]:
    """The lines of a trace that reach for another machine."""
    reached = [line for line in trace.splitlines() if re.search(r"\b(?:connect|sendto|sendmsg|sendmmsg)\(", line) and "AF_INET" in line]
    return [line for line in reached if not re.search(r'inet_addr\("127\.|inet_pton\(AF_INET6, "::1"', line)]


def test_a_stranger_is_seen_in_a_trace():
    there = '7 connect(3, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.1")}, 16) = -1 ENETUNREACH'
    here = '7 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = 0'
    local = '7 connect(3, {sa_family=AF_UNIX, sun_path="/run/x"}, 110) = 0'
    assert strangers("\n".join([there, here, local])) == [there]


def check(command: Sequence[str], store: Path) -> None:
    ran = subprocess.run([*command, sys.executable, __file__, "room", str(store)], cwd=ROOT, capture_output=True, text=True, timeout=580)
    assert ran.returncode == 0, ran.stderr
    came = json.loads(ran.stdout)
    assert [came["ingest"][0], came["ingest"][2]] == [0, ""]
    assert [came["ask"][0], came["ask"][2]] == [0, ""]
    assert json.loads(came["ask"][1])["status"] == "answered"
    assert (came["help"][0], came["help"][1].startswith("usage:"), came["help"][2]) == (0, True, "")
    assert (came["list"][0], came["list"][2], len(json.loads(came["list"][1])) > 10) == (0, "", True)
    assert came["page"][0] == [200, 200], came["page"][1]
    assert "an attempt to leave" not in came["page"][1]


@pytest.mark.slow
def test_nothing_is_reached_for_while_minutes_are_taken_in_asked_and_shown(tmp_path: Path):
    trace = tmp_path / "trace"
    strace = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=network", "-o", str(trace)]
    alone = ["unshare", "-n"] if works("unshare", "-n", "true") else []
    watched = strace if works(*strace, "true") else []
    check([*alone, *watched], tmp_path / "store")
    if watched:
        assert strangers(trace.read_text("utf-8", "replace")) == []
    if not alone:
        pytest.skip("ONLY HALF CHECKED: no network namespace is permitted here (unshare -n); run as root on Linux")


class Fetched(HTMLParser):
    """What a browser fetches, or connects to, of its own accord when it shows a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = ("src", "srcset", "poster", "data", "action") + (("href",) if tag in ("link", "base") else ())
        self.addresses += [value for name, value in attrs if name in named and value]

    def handle_data(self, data: str) -> None:
        self.addresses += re.findall(r"(?:url\(|@import)\s*[\"']?([^\"')\s;]+)", data)


def test_the_page_names_nothing_elsewhere_that_a_browser_would_fetch():
    """What a browser really asks for is watched in tests/test_browser.py: each of its pages allows requests to itself alone."""
    from fastapi.testclient import TestClient

    from tests.fakes_app import ScriptedAssistant, archive_of
    from web.server import create_server

    client = TestClient(create_server(archive_of(ScriptedAssistant())), base_url="http://127.0.0.1")
    page, found = client.get("/").text, Fetched()
    found.feed(page)
    styles = [client.get(f"/{one.removeprefix('./').removeprefix('/')}") for one in found.addresses if one.endswith(".css")]
    for style in styles:
        found.handle_data(style.text)
    assert len(found.addresses) > 3
    assert styles
    assert [one for one in found.addresses if re.match(r"(?:\w+:)?//", one) and not one.startswith("http://127.0.0.1")] == []


def test_an_address_elsewhere_is_seen_in_a_page():
    found = Fetched()
    found.feed('<link rel="preconnect" href="https://a.example"><style>@import "https://b.example"; x{background:url(//c.example)}</style>')
    assert found.addresses == ["https://a.example", "https://b.example", "//c.example"]


if __name__ == "__main__":
    {"guard": guard, "room": lambda arguments: room(*arguments)}[sys.argv[1]](sys.argv[2:])
