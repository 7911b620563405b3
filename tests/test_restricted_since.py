"""What was shown of an answer is not shown again once a part of it is restricted; two files of one name never change places."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from time import sleep

import pytest
from uploads import APRIL, MARCH, library
from worlds import assistant, world

from assistant.conversations import Conversations
from assistant.viewer import Viewer
from index.relabel import relabel
from web.asking import Asking
from web.chat import Conversation, still_shown
from web.feedback import Noted, finished
from web.narrow import Choice
from web.talks import Talks

pytestmark = pytest.mark.usefixtures("vectors_at")
JANUARY = """WITHERNICK SLUICE BOARD

Minutes of the meeting held on 9 January 2024

1. Apologies
Dr Pell sent apologies.
2. Sluice winch
The winch has jammed twice since the autumn storms.
A new winch would cost £8,400.
RESOLVED that the purchase of the winch be deferred to the February meeting.
"""
FEBRUARY = """WITHERNICK SLUICE BOARD

Minutes of the meeting held on 13 February 2024

1. Minutes of the last meeting
The minutes of the meeting held on 9 January 2024 were approved as a correct record subject to the following amendment: under item 2,
for £8,400 read £9,900 as paid to Jonas Quillfeather.
2. Winch dismissal of Quillfeather
The winch keeper Quillfeather was dismissed over the winch.
"""


def test_words_of_minutes_restricted_since_are_in_no_notice_and_not_among_what_was_looked_at(tmp_path: Path):
    with world(tmp_path, {"january.txt": JANUARY, "february.txt": FEBRUARY}) as store:
        reader = assistant(store).seen_by(Viewer("rhea", "reader", ("open",)))
        talks = Talks(Conversations(tmp_path), "rhea")
        asking = Asking(reader, Choice())
        for shown in talks.ask(asking, "What would a new winch cost?", Conversation()):
            now = finished(shown, asking, Noted(), "key")
        before = now.exchanges[-1]
        assert "Quillfeather" in before.html  # the notice of the amendment
        assert "Quillfeather" in before.beneath
        [february] = [d.document_id for d in store.catalog.documents() if d.file == "february.txt"]
        relabel(store, february, "confidential")
        reopened, open_still = talks.open(reader, now.id), still_shown(reader, now)
        for conversation in (reopened, open_still):
            assert conversation
            [one] = conversation.exchanges
            assert "£8,400" in one.html
            assert "Quillfeather" not in one.html + one.beneath
            assert one.answer
            assert not any("Quillfeather" in notice for notice in one.answer.notices)


def test_what_was_looked_at_stays_beneath_an_answer_while_all_of_it_may_be_seen(tmp_path: Path):
    with world(tmp_path, {"january.txt": JANUARY}) as store:
        asking = Asking(assistant(store), Choice())
        *_, now = Talks(Conversations(tmp_path), "").ask(asking, "What would a new winch cost?", Conversation())
        now = finished(now, asking, Noted(), "key")
        assert "Searched" in now.exchanges[0].beneath
        assert still_shown(asking, now) == now
        gone = replace(now, exchanges=(replace(now.exchanges[0], looked=("none/2024-01-09/minutes/09",)),))
        assert still_shown(asking, gone).exchanges[0].beneath == ""


@pytest.mark.parametrize("wait", [1.5])
def test_files_of_one_name_sent_by_the_page_and_by_a_program_at_once_keep_their_labels(tmp_path: Path, wait: float):
    with library(tmp_path) as lib:
        answered = []

        def program() -> None:
            files = {"file": ("minutes.txt", APRIL.encode())}
            answered.append(lib.client.post("/api/v1/ingest", files=files, data={"label": "confidential"}).status_code)

        lib.store.writing.acquire()  # a command of somebody else is writing
        place = lib.send({"minutes.txt": MARCH}, label="open").headers["location"]
        sleep(wait)  # the first stands at the door of the store
        other = threading.Thread(target=program)
        other.start()
        sleep(wait)
        lib.store.writing.release()
        other.join(60)
        lib.report(place)
        held = {document.meeting.date.month: document for document in lib.store.catalog.documents() if document.meeting.date}
        labels = {month: {item.label for item in lib.store.catalog.items(held[month].document_id)} for month in (3, 4)}
        assert answered == [200]
        assert labels == {3: {"open"}, 4: {"confidential"}}
