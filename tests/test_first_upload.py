"""Somebody who has nothing yet sees the samples, uploads minutes, and is answered from these."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from pages import BROWSER
from uploads import MARCH

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_the_first_upload_makes_an_archive_of_ones_own_and_the_page_goes_on_with_it(tmp_path: Path):
    command = [sys.executable, "app.py", "--store", str(tmp_path / "own"), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found
            with httpx.Client(base_url=found.group(), headers=BROWSER, timeout=60, trust_env=False) as client:
                page = client.get("/library").text
                assert "invented sample minutes" in page
                assert "give way to your own minutes" in page
                report = sent(client)
                assert "Taken in</span>" in report
                assert "Withernick Sluice Board, 12 March 2024, minutes</a>: 2 items" in report
                page = client.get("/library").text
                assert "1 document<" in page
                assert "invented sample minutes" not in page
            process.terminate()
            assert process.wait(30) == 0
            assert process.stderr
            assert "Traceback" not in process.stderr.read()
        finally:
            process.kill()


def sent(client: httpx.Client) -> str:
    """The report on one file, once the page is there again."""
    answer = client.post("/library/upload", files=[("files", ("march.txt", MARCH.encode()))], data={"label": ""})
    assert answer.status_code == 303, answer.text
    place, until = answer.headers["location"], time.monotonic() + 120
    while time.monotonic() < until:
        try:
            if client.get(f"{place}.json").json()["ended"]:
                break
        except httpx.TransportError:  # a connection that was kept open is closed when the archive changes
            pass
        time.sleep(0.2)
    return client.get(place).text
