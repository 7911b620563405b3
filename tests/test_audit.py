"""R-85: who asked, when and which items were shown is recorded, for so many days, without the question; one person's part goes for good."""

from __future__ import annotations

import io
import sqlite3
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from gates import PASSWORD, gate_of, served
from worlds import QUAY_MINUTES, Shell, words_only

from assistant.accounts import Accounts
from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.audit import FILE, OFF, Audit, Entry, on_time
from assistant.build import assemble, open_assistant
from assistant.config import Config
from assistant.viewer import Viewer
from index.errors import DamagedStore
from index.traces import Traces

QUESTION = "What did the board decide about the ferry pontoon?"
ITEM = "quayside-and-locks-board/2019-03-06/minutes/"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("alone")


@contextmanager
def opened(quay: Shell, **keys: object) -> Iterator[Assistant]:
    with open_assistant(Config(store=quay.store, **keys), load=words_only) as assistant:  # type: ignore[arg-type]
        yield assistant


def audit(folder: Path, at: datetime = NOON, **keys: object) -> Audit:
    return Audit(folder, now=lambda: at, **keys)  # type: ignore[arg-type]


def held(folder: Path, words: str) -> list[str]:
    """The files of a folder that hold these bytes."""
    return [path.name for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


# -- what is recorded


def test_an_answer_is_recorded_with_its_time_its_asker_and_the_items_it_cites_and_without_the_question(quay: Shell):
    with opened(quay) as assistant:
        before = datetime.now(UTC).replace(microsecond=0)
        answer = assistant.seen_by(Viewer("wren")).ask(QUESTION)
        [entry] = assistant.audit.entries()
    assert before <= datetime.fromisoformat(entry.at) <= datetime.now(UTC)
    cited = tuple(dict.fromkeys(citation.item.item_id for citation in answer.citations))
    assert cited
    assert replace(entry, at="") == Entry("asked", "wren", cited, "answered", "extractive")
    assert held(quay.store, "decide about the ferry") == []


def test_every_way_of_asking_goes_through_the_same_door(quay: Shell, tmp_path: Path):
    (tmp_path / "cases.jsonl").write_text(f'{{"question": "{QUESTION}"}}\n{{"question": "Who gave apologies?"}}\n', "utf-8")
    assert quay("ask", QUESTION).code == 0
    assert quay("batch", tmp_path / "cases.jsonl").code == 0
    assert quay("retrieve", "ferry pontoon").code == 0
    assert quay("show", f"{ITEM}04").code == 0
    assert quay("list", "items").code == 0
    rows = quay("audit", "list", "--json").json
    assert [row["event"] for row in rows] == ["asked", "asked", "asked", "searched", "opened"]
    assert rows[-1]["items"] == [f"{ITEM}04"]
    assert f"{ITEM}04" in rows[0]["items"]
    assert {row["question"] for row in rows} == {""}


def test_the_chat_records_the_answer_and_the_item_opened_beside_it(quay: Shell):
    from web.chat import Conversation, ask, source

    with opened(quay) as assistant:
        *_, conversation = ask(assistant, QUESTION, Conversation())
        cited = conversation.citation("1-1")
        assert cited
        source(assistant, conversation, "1-1")
        source(assistant, conversation, "1-999999")
        asked, shown = assistant.audit.entries()
    assert (asked.event, shown.event, shown.items) == ("asked", "opened", (cited.item.item_id,))


def test_the_words_of_a_question_are_kept_where_the_configuration_says_so(quay: Shell):
    with opened(quay, audit_questions=True) as assistant:
        assistant.ask(QUESTION)
        assert [entry.question for entry in assistant.audit.entries()] == [QUESTION]


def test_with_the_audit_off_nothing_is_recorded(quay: Shell):
    with opened(quay, audit=False) as assistant:
        assistant.ask(QUESTION)
        assistant.opened(f"{ITEM}04")
        assert assistant.audit.entries() == []


def test_a_refused_question_is_no_entry_and_one_that_fails_is(quay: Shell):
    with opened(quay) as assistant:
        with pytest.raises(Exception, match="empty"):
            assistant.ask("?!")
        broken = replace(assistant, verify=lambda *_: 1 / 0)  # type: ignore[arg-type, return-value]
        with pytest.raises(ZeroDivisionError):
            broken.ask(QUESTION)
        [entry] = assistant.audit.entries()
    assert (entry.status, f"{ITEM}04" in entry.items) == ("failed", True)


def test_an_answer_whose_reader_left_is_recorded_with_all_that_may_have_been_shown(quay: Shell):
    with opened(quay) as assistant:
        stream = assistant.stream(QUESTION)
        assert not isinstance(next(stream), Answer)  # type: ignore[call-overload]
        stream.close()  # type: ignore[attr-defined]
        [entry] = assistant.audit.entries()
    assert (entry.status, f"{ITEM}04" in entry.items) == ("broken off", True)


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_a_question_that_is_interrupted_or_terminated_is_recorded_as_broken_off(quay: Shell, stop: type[BaseException]):
    def stopped(*_: object) -> None:
        raise stop

    with opened(quay) as assistant:
        with pytest.raises(stop):
            replace(assistant, verify=stopped).ask(QUESTION)  # type: ignore[arg-type]
        [entry] = assistant.audit.entries()
    assert (entry.event, entry.status, f"{ITEM}04" in entry.items) == ("asked", "broken off", True)


def test_a_briefing_on_picked_items_records_those_and_none_where_one_is_not_held(quay: Shell):
    assert quay("briefing", "the ferry pontoon", "--item", "nowhere/1").code == 66
    assert quay("audit", "list", "--json").json == []
    assert quay("briefing", "the ferry pontoon", "--item", f"{ITEM}04").code == 0
    assert [(row["event"], row["items"]) for row in quay("audit", "list", "--json").json] == [("searched", [f"{ITEM}04"])]


def test_an_assistant_of_the_evaluation_records_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from eval import bench

    monkeypatch.setattr(bench, "open_assistant", lambda config, create: open_assistant(config, create, words_only))
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "quay.txt").write_text(QUAY_MINUTES, "utf-8")
    with bench.reading(Config(), tmp_path / "corpus", tmp_path / "cache") as made:
        made.assistant.ask(QUESTION)
        assert assemble(made.assistant.store.whole, Config()).audit == OFF
    assert list((tmp_path / "cache").rglob(FILE)) == []


def test_a_decision_on_a_label_is_recorded_by_the_id_it_is_about(quay: Shell):
    item = quay("list", "items", "--json").json[0]["item_id"]
    assert quay("label", item, "exempt").code == 0
    assert quay("label", "quay-minutes.txt", "confidential").code == 0
    held = [entry for entry in Audit(quay.store).entries() if entry.event == "labelled"]
    assert [(entry.items, entry.about) for entry in held] == [((item,), "-> exempt"), ((), "a file -> confidential")]


def test_what_is_done_to_an_account_and_who_signs_in_is_recorded_without_a_password(quay: Shell, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert quay("account", "add", "Mira", "--role", "reader", "--sees", "exempt").code == 0
    gate = replace(gate_of(Accounts(quay.store / "accounts.sqlite")), audit=Audit(quay.store))
    with served(gate) as house, httpx.Client(base_url=house.address) as client:
        for password in ("not the right one", PASSWORD):
            client.post("/login", data={"name": "mira", "password": password})
    held = Audit(quay.store).entries()
    assert [(entry.event, entry.who, entry.whom, entry.about) for entry in held] == [
        ("account", "", "mira", "added reader exempt"),
        ("refused", "", "", "sign-in"),
        ("signed in", "mira", "", ""),
    ]
    assert PASSWORD.encode() not in (quay.store / FILE).read_bytes()


# -- the file


def test_only_this_user_can_read_the_file(tmp_path: Path):
    audit(tmp_path).record(Entry("opened", "wren", ("a/1",)))
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_a_disk_that_takes_no_row_costs_nobody_an_answer_and_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    nowhere = audit(tmp_path / "gone", questions=True)
    nowhere.record(Entry("asked", "wren", question="secret words"))
    assert "cannot be written" in caplog.text
    assert "secret" not in caplog.text


def test_nothing_but_the_file_is_left_when_the_program_ends(tmp_path: Path):
    with on_time(audit(tmp_path)) as one:
        one.record(Entry("opened", "wren"))
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert [entry.who for entry in one.entries()] == ["wren"]


def test_a_damaged_file_is_named_before_anything_is_answered_and_moved_away_all_is_well(quay: Shell):
    (quay.store / FILE).write_bytes(b"no database at all" * 300)
    ran = quay("ask", QUESTION)
    assert (ran.code, f"({FILE}) is damaged" in ran.err, "hint: Move" in ran.err) == (65, True, True)
    (quay.store / FILE).unlink()
    assert quay("ask", QUESTION).code == 0


def test_many_at_once_lose_no_entry(tmp_path: Path):
    one = audit(tmp_path)
    threads = [threading.Thread(target=lambda n=n: [one.record(Entry("opened", f"w{n}")) for _ in range(5)]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(one.entries()) == 20


# -- how long


def test_entries_go_after_their_days_and_not_a_second_sooner(tmp_path: Path):
    audit(tmp_path, questions=True).record(Entry("asked", "wren", question="the weight of the ferry"))
    audit(tmp_path, NOON + timedelta(days=1)).record(Entry("asked", "dunlin"))
    assert audit(tmp_path, NOON + timedelta(days=90)).expire() == 0
    assert audit(tmp_path, NOON + timedelta(days=90, seconds=1)).expire() == 1
    assert [entry.who for entry in audit(tmp_path).entries()] == ["dunlin"]
    assert held(tmp_path, "wren") == held(tmp_path, "weight of the ferry") == []


def test_what_is_too_old_goes_at_the_start_even_where_the_audit_is_off_now(quay: Shell):
    audit(quay.store, datetime.now(UTC) - timedelta(days=8)).record(Entry("asked", "wren"))
    with opened(quay, audit_days=9) as assistant:
        assert len(assistant.audit.entries()) == 1
    with opened(quay, audit_days=7, audit=False) as assistant:
        assert assistant.audit.entries() == []


def test_what_becomes_too_old_while_the_program_runs_goes_too(tmp_path: Path):
    moment = [NOON]
    one = Audit(tmp_path, now=lambda: moment[0])
    one.record(Entry("asked", "wren"))
    with on_time(one, every=0.02):
        assert len(one.entries()) == 1
        moment[0] = NOON + timedelta(days=91)
        ends = time.monotonic() + 10
        while one.entries() and time.monotonic() < ends:
            time.sleep(0.02)
        assert one.entries() == []


# -- one person's history


def test_one_persons_history_is_given_out_and_deleted_and_no_byte_of_it_is_left(quay: Shell):
    with opened(quay, audit_questions=True) as assistant:
        for name in ("marlinspike", "dunlin"):
            assistant.seen_by(Viewer(name)).ask(f"What was said to {name} about the swing bridge on Sundays?")
        assistant.audit.record(Entry("account", "dunlin", whom="marlinspike", about="reader -> staff"))
    given = quay("audit", "export", "marlinspike").json
    assert [(row["event"], row["who"]) for row in given] == [("asked", "marlinspike"), ("account", "dunlin")]
    assert given[1]["whom"] == "marlinspike"
    assert "to marlinspike about" in given[0]["question"]
    ran = quay("audit", "delete", "marlinspike")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "entries deleted: 1\nconversations deleted: 0\nNothing of them is left in the files of the store.\n"
    assert held(quay.store, "marlinspike") == []
    assert quay("audit", "export", "marlinspike").json == []
    rows = quay("audit", "list", "--json").json
    assert [(row["event"], row["who"], row["whom"]) for row in rows] == [
        ("asked", "dunlin", ""),
        ("account", "dunlin", ""),
        ("history deleted", "", ""),
    ]


def test_what_is_left_of_it_in_a_copy_is_named(tmp_path: Path):
    one = audit(tmp_path)
    one.record(Entry("asked", "marlinspike"))
    (tmp_path / "older").mkdir()
    (tmp_path / "older" / "copy").write_bytes((tmp_path / FILE).read_bytes())
    (tmp_path / f"{FILE}.kept").write_bytes(b"... marlinspike ...")
    assert one.delete("marlinspike").left == (f"{FILE}.kept", "older/copy")


def test_entries_of_nobody_in_particular_are_deleted_by_the_empty_name(tmp_path: Path):
    one = audit(tmp_path)
    one.record(Entry("asked"))
    one.record(Entry("account", "dunlin", whom="wren"))
    assert one.delete("") == one.delete("").__class__(1, ())
    assert [(entry.who, entry.whom) for entry in one.entries()] == [("dunlin", "wren")]


@pytest.mark.parametrize("typed", [("list", "wren"), ("export",), ("delete",), ("burn",)])
def test_a_command_that_is_none_is_refused(quay: Shell, typed: tuple[str, ...]):
    assert quay("audit", *typed).code == 64


def test_an_audit_without_entries_says_so(quay: Shell):
    assert quay("audit", "list").out == "nothing is recorded\n"
    assert quay("audit", "delete", "wren").out.startswith("entries deleted: 0\n")


# -- removal for good


def test_removed_for_good_the_questions_about_it_are_blank_and_their_entries_stay(quay: Shell, files: Path):
    raft = "the bathing raft was towed to the eastern breakwater"
    (files / "june.txt").write_text(QUAY_MINUTES.replace("6 March 2019", "5 June 2019").replace("ferry pontoon", raft), "utf-8")
    assert quay("ingest", files).code == 0
    with opened(quay, audit_questions=True) as assistant:
        assistant.ask("Is it so that " + raft + "?")
        assistant.audit.record(Entry("asked", "wren", ("kites/1",), question=f"They say {raft}, why?"))
        assistant.ask("Who gave apologies in March 2019?")
    ran = quay("remove", "--for-good", "minutes/june.txt")
    assert (ran.code, ran.err) == (0, "")
    assert held(quay.store, "bathing raft") == []
    rows = quay("audit", "list", "--json").json
    assert [row["question"] for row in rows] == ["", "", "Who gave apologies in March 2019?", ""]
    assert (rows[-1]["event"], rows[-1]["about"]) == ("removed", "for good")
    assert rows[-1]["items"] == ["quayside-and-locks-board/2019-06-05/minutes"]


def test_a_question_answered_from_a_removed_item_is_blanked_though_it_quotes_nothing(tmp_path: Path):
    one = audit(tmp_path, questions=True)
    one.record(Entry("asked", items=("kites/1", "kites/2"), question="And him?"))
    one.record(Entry("asked", items=("kites/3",), question="And her?"))
    assert one.forget({"kites/2"}, Traces(frozenset(), ())) == 1
    assert [entry.question for entry in one.entries()] == ["", "And her?"]
    assert held(tmp_path, "And him?") == []


def test_a_plain_removal_is_recorded_by_its_documents(quay: Shell):
    assert quay("remove", "quay-minutes.txt").code == 0
    [row] = quay("audit", "list", "--json").json
    assert (row["event"], row["items"], row["about"]) == ("removed", ["quayside-and-locks-board/2019-03-06/minutes"], "")


def test_a_file_of_another_program_is_no_audit(tmp_path: Path):
    with sqlite3.connect(tmp_path / FILE) as other:
        other.execute("CREATE TABLE entries (x)")
    other.close()
    with pytest.raises(DamagedStore):
        audit(tmp_path).entries()
