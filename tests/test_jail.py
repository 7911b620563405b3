"""The child that reads files: what it may not have, what it may not do, and that nothing of that reaches its parent."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from documents import at, box, docx, p, pdf
from hostile import raw_pdf, stream

from index import jail as jailing
from index.errors import BadFile, ReaderFault
from index.jail import Jail, Limits
from index.jailed import Reply, Request
from index.minutes import Link, Span
from index.pages import Page, Paged
from index.picture import picture
from index.understood import dumped, loaded, understand

GOOD = b"1. Walls\n\nThe wall was seen.\n\n2. Gates\n\nThe Board agreed to mend the gate.\n"
LONG = b"a\n" * 1_000_000  # takes longer to parse than any of these tests lets it


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    one = Jail()
    one.understand("first.txt", GOOD)
    yield one
    one.close()


def refusal(jail: Jail, content: bytes, limits: Limits) -> BadFile:
    with pytest.raises(BadFile) as refused:
        jail.understand("file.txt", content, limits)
    return refused.value


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", GOOD), ("a.html", b"<p>1. Walls &amp; <a href='https://pell.example'>gates</a></p>"), ("a.docx", docx(p("1. Walls")))],
)
def test_the_child_says_the_same_as_this_process(jail: Jail, name: str, content: bytes):
    format = {"txt": "txt", "tml": "html", "ocx": "docx"}[name[-3:]]
    assert jail.understand(name, content) == understand(name, content, format)  # type: ignore[arg-type]


def test_a_page_comes_back_with_its_places(jail: Jail):
    content = pdf([at(60, 60, "1. Walls")])
    assert jail.understand("a.pdf", content) == understand("a.pdf", content, "pdf")


# -- limits


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(clock=0.3), "0.3 seconds"),
        (Limits(processor=1), "1 seconds of processor"),
        (Limits(memory=120_000_000), "0.12 GB of memory"),
    ],
    ids=["clock", "processor", "memory"],
)
def test_a_limit_ends_the_fork_alone_and_is_named(jail: Jail, limits: Limits, words: str):
    began = time.monotonic()
    refused = refusal(jail, LONG, limits)
    assert (refused.code, refused.exit_code) == ("E_PARSE_LIMIT", 65)
    assert words in refused.message
    assert time.monotonic() - began < 30
    assert jail.understand("next.txt", GOOD).source.text == GOOD.decode()


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.fixture
def at_work(jail: Jail) -> Iterator[tuple[int, list[BaseException]]]:
    """The fork while it reads a long file, and what its parent raised in the end."""
    raised: list[BaseException] = []

    def reading() -> None:
        try:
            jail.understand("long.txt", LONG, Limits(clock=20))
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=reading)
    thread.start()
    assert jail._child
    until = time.monotonic() + 20
    while not children(jail._child.pid) and time.monotonic() < until:
        time.sleep(0.01)
    [fork] = children(jail._child.pid)
    time.sleep(0.3)  # until it has shut what it inherited
    try:
        yield fork, raised
    finally:
        if fork in children(jail._child.pid):
            os.kill(fork, signal.SIGKILL)
        thread.join()


def test_a_fork_that_dies_by_a_signal_is_a_file_that_cannot_be_read(jail: Jail, at_work: tuple[int, list[BaseException]]):
    fork, raised = at_work
    os.kill(fork, signal.SIGSEGV)
    until = time.monotonic() + 20
    while not raised and time.monotonic() < until:
        time.sleep(0.02)
    [error] = raised
    assert isinstance(error, BadFile)
    assert error.code == "E_PARSE_LIMIT"
    assert "signal 11" in error.message


def test_the_fork_has_nothing(jail: Jail, at_work: tuple[int, list[BaseException]]):
    fork = Path(f"/proc/{at_work[0]}")
    environment = dict(line.split("=", 1) for line in (fork / "environ").read_text().split("\0") if line)
    assert set(environment) <= {"PATH", "TESSDATA_PREFIX", "LC_ALL"}
    open_files = sorted(os.readlink(one) for one in (fork / "fd").iterdir())
    assert [name for name in open_files if name != "/dev/null" and not name.startswith("pipe:")] == []
    assert sum(name.startswith("pipe:") for name in open_files) == 1  # through which it speaks
    limits = {line[:26].strip(): line[26:].split()[0] for line in (fork / "limits").read_text().splitlines()}
    assert limits["Max address space"] == "1000000000"
    assert limits["Max cpu time"] == "30"
    assert limits["Max file size"] == "200000000"
    assert limits["Max core file size"] == "0"
    assert os.getpgid(at_work[0]) == at_work[0] != os.getpgid(0)
    assert os.getsid(at_work[0]) != os.getsid(0)


def test_the_fork_has_no_network(jail: Jail, at_work: tuple[int, list[BaseException]]):
    if not jail.isolated:
        pytest.skip("this kernel lets nobody leave the network")
    assert os.readlink(f"/proc/{at_work[0]}/ns/net") != os.readlink("/proc/self/ns/net")


def test_without_a_network_nothing_is_reached():
    code = (
        "import socket\nfrom index.jailed import without_network\nprint(without_network())\n"
        "try:\n    socket.create_connection(('127.0.0.1', 9), 1)\nexcept OSError as error:\n    print(error.errno)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    left, reason = ran.stdout.split()
    if left != "True":
        pytest.skip("this kernel lets nobody leave the network")
    assert int(reason) in (101, 99)  # not even this machine itself: no way there, and no answer "refused" (111)


def test_the_child_ends_with_its_parent(tmp_path: Path):
    code = (
        "import os, threading, time\nfrom index.jail import Jail\njail = Jail()\njail.understand('a.txt', b'Words')\n"
        "long = bytes([97, 10]) * 1_000_000\n"
        "threading.Thread(target=lambda: jail.understand('b.txt', long), daemon=True).start()\n"
        "time.sleep(1)\nprint(jail._child.pid, flush=True)\nos.kill(os.getpid(), 9)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    pid = int(ran.stdout)
    until = time.monotonic() + 10
    while Path(f"/proc/{pid}/stat").exists() and Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z":
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_child_that_was_killed_between_two_files_is_replaced(jail: Jail):
    assert jail._child
    os.kill(jail._child.pid, signal.SIGKILL)
    assert jail.understand("next.txt", GOOD).source.text == GOOD.decode()


def test_after_an_interruption_the_next_file_gets_its_own_words():
    code = (
        "import os, signal, threading, time\nfrom index.jail import Jail\njail = Jail()\njail.understand('warm.txt', b'Words')\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # these tests may be a shell's background job
        "first = b'1. Walls\\n\\nOnly the first file says this.\\n' * 2000\n"
        "threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "try:\n    jail.understand('first.txt', first)\nexcept KeyboardInterrupt:\n    print('interrupted')\n"
        "time.sleep(1)\nprint(jail.understand('second.txt', b'1. Gates').source.text)\njail.close()\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == ["interrupted", "1. Gates"]


def test_a_reply_to_another_request_is_not_believed(jail: Jail):
    assert jail._child
    request = json.dumps(asdict(Request("txt", 6, 10**9, 30, 60.0, 60.0, 10**6, 10**6, number=jail._asked_so_far))).encode()
    assert jail._child.stdin
    jail._child.stdin.write(request + b"\nOthers")  # its reply comes before the one to the next request
    assert jail.understand("next.txt", GOOD).source.text == GOOD.decode()


@pytest.fixture
def starved(jail: Jail) -> Iterator[None]:
    """The child may open no file and have no pipe more, as on a machine that is at its limits."""
    assert jail._child
    resource.prlimit(jail._child.pid, resource.RLIMIT_NOFILE, (3, 3))
    yield
    jail.close()


@pytest.mark.usefixtures("starved")
def test_a_child_that_can_fork_no_more_is_no_fault_of_the_file(jail: Jail):
    with pytest.raises(ReaderFault) as fault:
        jail.understand("good.txt", GOOD)
    assert fault.value.code == "E_INTERNAL"
    assert "good.txt" in fault.value.message
    assert "not set aside" in fault.value.hint


def test_a_child_that_cannot_be_started_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(ReaderFault, match="FileNotFoundError"):
        Jail().understand("good.txt", GOOD)


def test_a_child_that_ends_before_it_says_a_word_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(ReaderFault):
        Jail().understand("good.txt", GOOD)


# -- scans

HEADS = "level block_num par_num line_num left top width height conf text"
WALLS = "5 1 1 1 90 90 200 40 95 Walls"
SLOW = f"""#!/bin/sh
cat >/dev/null; sleep 0.7
printf '%s\\n' '{HEADS}' '{WALLS}' | tr ' ' '\\t'
"""


@pytest.fixture
def slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Jail]:
    """A jail whose tesseract takes 0.7 seconds a page."""
    program = tmp_path / "tesseract"
    program.write_text(SLOW)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    one = Jail()
    one.understand("first.txt", GOOD)
    yield one
    one.close()


SCAN = pdf(*[[box(60, 60, 200, 80)]] * 4)


def test_the_clock_of_a_scan_begins_anew_with_each_page(slow: Jail):
    """Four pages of 0.7 seconds take more than 2.5 seconds, but none of them takes so long."""
    found = slow.understand("scan.pdf", SCAN, Limits(clock=2.5, longest=60)).source
    assert isinstance(found, Paged)
    assert [page.number for page in found.pages if page.confidence] == [1, 2, 3, 4]


def test_no_scan_takes_longer_than_a_file_may_in_all(slow: Jail):
    with pytest.raises(BadFile, match=r"more than 2.2 seconds") as refused:
        slow.understand("scan.pdf", SCAN, Limits(clock=2.0, longest=2.2))
    assert (refused.value.code, "max_read_seconds" in refused.value.hint) == ("E_PARSE_LIMIT", True)


# -- pictures


def test_the_child_draws_what_this_process_would(jail: Jail):
    content = pdf([at(60, 60, "1. Walls")])
    found = understand("a.pdf", content, "pdf").source
    assert isinstance(found, Paged)
    boxes = [place.box for place in found.places]
    assert jail.picture(content, found.pages[0], boxes) == picture(content, found.pages[0], boxes)


def test_a_page_that_cannot_be_drawn_has_no_picture(jail: Jail):
    assert jail.picture(b"%PDF-1.4 nothing", Page(1, Span(0, 0), 595, 842), [(60, 60, 90, 72)]) is None


def test_a_page_that_would_be_drawn_for_ever_has_no_picture_and_harms_nobody(jail: Jail):
    """Its text is read at once: only drawing meets the pattern, whose tiles are a billionth of the page."""
    words = b"BT /F1 11 Tf 60 640 Td (1. Walls) Tj ET q /Pattern cs /P scn 0 0 595 842 re f Q"
    fonts = b"<</Font<</F1 5 0 R>>/Pattern<</P 6 0 R>>>>"
    tile = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.0001/YStep 0.0001/Resources<<>>"
    content = raw_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources" + fonts + b">>",
            stream(words),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            stream(b"1 0 0 rg 0 0 1 1 re f", tile),
        ]
    )
    found = jail.understand("a.pdf", content).source
    assert isinstance(found, Paged)
    assert "Walls" in found.text
    began = time.monotonic()
    assert jail.picture(content, found.pages[0], [found.places[0].box], Limits(processor=2, clock=1.0)) is None
    assert time.monotonic() - began < 4
    assert jail.understand("next.txt", GOOD).source.text == GOOD.decode()


def test_only_a_picture_of_a_size_that_a_page_may_have_is_shown(jail: Jail, monkeypatch: pytest.MonkeyPatch):
    page, boxes = Page(1, Span(0, 0), 595, 842), [(60.0, 60.0, 90.0, 72.0)]
    assert _Speaking(Reply("found"), b"<svg onload=go()>").picture(b"", page, boxes) is None
    monkeypatch.setattr(jailing, "MAX_PICTURE", 100)
    assert jail.picture(pdf([at(60, 60, "1. Walls")]), page, boxes) is None


# -- what a child that is no longer ours could say


def test_what_a_child_says_is_believed_only_where_the_bytes_do_not_know_better():
    true = understand("@file@", b"1. Walls\n\nSee [here](javascript:go) for the wall.\n", "md")
    [document] = true.parsed.documents
    forged = replace(
        document, file="other.txt", sha256="1" * 64, links=(Link("x", "javascript:go", Span(0, 1), document.items[0].item_id),)
    )
    said = dumped(replace(true, parsed=replace(true.parsed, file="other.txt", documents=(forged,))))
    found = loaded(said, "mine.md", "2" * 64)
    assert (found.source.file, found.source.sha256) == ("mine.md", "2" * 64)
    assert [(d.file, d.sha256) for d in found.parsed.documents] == [("mine.md", "2" * 64)]
    assert [link.safe for d in found.parsed.documents for link in d.links] == [False]


@pytest.mark.parametrize("change", [b'"start":-5', b'"start":999999', b'"start":"x"', b'"kind":"spell"'])
def test_what_no_reader_would_say_is_refused(change: bytes):
    said = dumped(understand("@file@", GOOD, "txt"))
    old = b'"kind":"item"' if b"kind" in change else b'"start":0'
    assert old in said
    with pytest.raises(BadFile) as refused:
        loaded(said.replace(old, change, 1), "mine.txt", "2" * 64)
    assert refused.value.code == "E_STRUCTURE"


@pytest.mark.parametrize("said", [b"", b"T", b"P{}", b"Tnull", b"T" + b"[" * 100_000, b"\x80\x04K*."])
def test_noise_is_refused(said: bytes):
    with pytest.raises(BadFile):
        loaded(said, "mine.txt", "2" * 64)


class _Speaking(Jail):
    """A jail whose child says this."""

    def __init__(self, reply: Reply, said: bytes) -> None:
        super().__init__()
        self.said = reply, said

    def _asked(self, request: object, content: bytes) -> tuple[Reply, bytes]:
        return self.said


def test_a_refusal_under_an_unknown_code_is_one_for_structure():
    with pytest.raises(BadFile) as refused:
        _Speaking(Reply("refused"), b'{"code": "E_NONE", "message": "m", "hint": "h"}').understand("a.txt", b"")
    assert refused.value.code == "E_STRUCTURE"


def test_a_fault_of_our_reader_is_named_without_the_words_it_stumbled_over(caplog: pytest.LogCaptureFixture):
    with pytest.raises(ReaderFault) as fault:
        _Speaking(Reply("fault"), b'{"kind": "KeyError", "frames": "at line 3"}').understand("a.txt", b"")
    assert (fault.value.code, fault.value.exit_code) == ("E_INTERNAL", 70)
    assert "KeyError" in fault.value.message
    assert "at line 3" in caplog.text
