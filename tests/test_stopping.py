"""R-77: the application is told to stop while it answers."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
STARTED = """
import json, socket, sys
sys.path[:0] = ["tests"]
from gates import Telling, archive_of, event
from web import server
server._GRACE = int(sys.argv[2])
gate = server.Gate()
app = server.create_server(archive_of(Telling(pause=float(sys.argv[1])), ()), None, gate)
print(json.dumps(event(app, "question", "ferry")), flush=True)
with socket.create_server(("127.0.0.1", 0)) as listening:
    server.run(server.Announced(server.settings(app), gate), [listening])
"""


@contextmanager
def started(pause: float, grace: int) -> Iterator[tuple[subprocess.Popen[str], str, dict[str, object]]]:
    """The application in a process of its own, its address, and the event of a question."""
    command = [sys.executable, "-c", STARTED, str(pause), str(grace)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            question = json.loads(process.stdout.readline())
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found
            yield process, found.group(), question
        finally:
            process.kill()


async def stopped_while_answering(process: subprocess.Popen[str], address: str, question: dict[str, object], words: str) -> list[str]:
    """What each of 20 streams said; SIGTERM comes when all have been asked for, and one page is open besides."""
    async with httpx.AsyncClient(base_url=address, timeout=30, trust_env=False, limits=httpx.Limits(max_connections=60)) as client:

        async def stream(page: str) -> str:
            said = ""
            try:
                async with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": page}) as response:
                    async for part in response.aiter_text():
                        said += part
            except httpx.HTTPError:
                said += " CUT"
            return said

        async def open_page() -> None:
            async with client.stream("GET", "/gradio_api/heartbeat/page") as response:
                async for _ in response.aiter_text():
                    pass

        pages = [f"p{number}" for number in range(20)]
        for page in pages:
            asked = {**question, "data": [f"{words} {page}z", *question["data"][1:]], "session_hash": page}
            assert (await client.post("/gradio_api/queue/join", json=asked)).status_code == 200
        streams = [asyncio.create_task(stream(page)) for page in pages]
        beside = asyncio.create_task(open_page())
        await asyncio.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        said = await asyncio.gather(*streams)
        await asyncio.gather(beside, return_exceptions=True)
        return said


def test_r77_twenty_answers_in_flight_are_finished_and_the_application_ends_well():
    with started(pause=0.4, grace=8) as (process, address, question):
        began = time.monotonic()
        said = asyncio.run(stopped_while_answering(process, address, question, "ferry"))
        assert process.wait(15) == 0
        assert time.monotonic() - began < 8  # the page that is open besides and asks nothing is not waited for
        assert process.stderr
        assert "Traceback" not in process.stderr.read()
    for number, words in enumerate(said):
        assert f"who asked ferry p{number}z, after 0 turns" in words
        assert '"process_completed"' in words


def test_r77_answers_that_take_too_long_are_cut_and_the_application_ends_well():
    with started(pause=0, grace=2) as (process, address, question):
        began = time.monotonic()
        said = asyncio.run(stopped_while_answering(process, address, question, "endless"))
        assert process.wait(15) == 0
        assert time.monotonic() - began <= 10
    assert len(said) == 20
