"""The pages over a few invented minutes in a real store with an embedding of words, asked for as a browser asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from fakes_app import archive_of
from fastapi.testclient import TestClient
from worlds import assistant, world

from assistant.conversations import NONE, Conversations
from web.gate import Gate
from web.server import create_server

BROWSER = {"accept": "text/html"}
MINUTES = {
    "sluice-2024-01-09.txt": """WITHERNICK SLUICE BOARD

Minutes of the meeting held on 9 January 2024

Present: Cllr Thorold (Chair), Ms Okonjo, Mr Vane
Apologies: Dr Pell

1. Apologies
Dr Pell sent apologies.
2. Sluice winch
The winch has jammed twice since the autumn storms.
A new winch would cost £8,400.
RESOLVED that the purchase of the winch be deferred to the February meeting.
ACTION: Clerk to obtain three quotations for the winch by 31 January.
3. Eel pass
Members saw <b>no eels</b> & asked <script>alert(1)</script> why.
ACTION: Ms Okonjo to inspect the eel pass.
""",
    "sluice-2024-02-13.txt": """WITHERNICK SLUICE BOARD

Minutes of the meeting held on 13 February 2024

Present: Cllr Thorold (Chair), Dr Pell

1. Matters arising
Winch quotations: two received, one still awaited.
2. Sluice winch
The lowest quotation was £7,950.
RESOLVED to buy the winch for £7,950.
""",
}


@contextmanager
def visited(
    folder: Path, files: Mapping[str, str] = MINUTES, gate: Gate | None = None, conversations: Conversations = NONE
) -> Iterator[TestClient]:
    """A visitor of the pages over ``files``; without a gate, whoever works at this machine."""
    with world(folder, files) as store:
        app = create_server(archive_of(assistant(store), conversations=conversations), gate=gate)
        yield TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
