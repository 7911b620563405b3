"""Conversations as they are kept: whose they are, what is shown of them later, how long they stay, and that what is deleted is gone."""

from __future__ import annotations

import json
import multiprocessing
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fakes_app import AGREED, CONTRACT, HARBOUR, LIGHTING, PAYLOADS, WORKING, ScriptedAssistant, ScriptedCatalog, cite
from pages import MINUTES
from worlds import QUAY_MINUTES, Shell, assistant, world

from assistant.answer import Answer, Claim, Timing
from assistant.config import Config
from assistant.conversation_file import MASKED, as_json, as_markdown, shown
from assistant.conversations import ANSWER, CONVERSATIONS, EXCHANGES, FILE, QUESTION, UNTITLED, Conversations, conversations_of, title_of
from assistant.kept import BLANKED, REMOVED, TOO_LARGE, UNFINISHED, UNREADABLE, Failure, KeptAnswer, from_json, kept_answer, to_json
from assistant.restored import restored
from assistant.viewer import Viewer
from index.errors import CannotCreate, DamagedStore, MissingInput
from index.minutes import Item
from index.traces import Traces, traces_of
from web.chat import Conversation
from web.talks import Talks

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NOTHING = Traces(frozenset(), ())
ANSWERED = Answer(
    "",
    "what was agreed on the lighting",
    "answered",
    "agreed",
    "The Board agreed. [1] Eleven lamps had failed. [2]",
    (Claim("The Board agreed.", (1,), "quote"), Claim("Eleven lamps had failed.", (2,), "quote")),
    (cite(1, HARBOUR, LIGHTING, AGREED), cite(2, HARBOUR, LIGHTING, WORKING)),
    (),
    (),
    ("These minutes are a draft.",),
    "extractive",
    None,
    Timing(1, 1, 2),
)
KEPT = kept_answer(ANSWERED)


@pytest.fixture
def kept(tmp_path: Path) -> Conversations:
    return Conversations(tmp_path)


def put(kept: Conversations, who: str, *questions: str, said: KeptAnswer | Failure = KEPT) -> str:
    """A conversation with these questions; its id."""
    id = ""
    for question in questions:
        begun = kept.begin(who, question, id)
        kept.finish(who, begun, said)
        id = begun.id
    return id


def later(kept: Conversations, **time: float) -> Conversations:
    return replace(kept, now=lambda: NOON + timedelta(**time))


def bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


# -- what is kept, and whose it is


def test_a_conversation_is_read_as_it_was_written_newest_first(kept: Conversations):
    first = put(kept, "rhea", "What was agreed on the lighting?", "And when?")
    second = put(kept, "rhea", "Is a ferry mentioned?")
    assert [(one.id, one.title, one.exchanges) for one in kept.all("rhea")] == [
        (second, "Is a ferry mentioned?", 1),
        (first, "What was agreed on the lighting?", 2),
    ]
    found = kept.read("rhea", first)
    assert found is not None
    assert [(one.n, one.question, one.said) for one in found.exchanges] == [
        (1, "What was agreed on the lighting?", KEPT),
        (2, "And when?", KEPT),
    ]
    put_on = kept.begin("rhea", "once more", first)
    assert (put_on.id, put_on.n) == (first, 3)
    assert [one.id for one in kept.all("rhea")] == [first, second]


@pytest.mark.parametrize("other", ["sam", "", "Rhea", "rhea ", "%", "rhe_"])
def test_nobody_reads_continues_renames_or_deletes_what_is_anothers(kept: Conversations, other: str):
    id = put(kept, "rhea", "a secretive question")
    assert kept.all(other) == []
    assert kept.read(other, id) is None
    assert not kept.rename(other, id, "mine")
    assert not kept.delete(other, id)
    assert kept.delete_all(other).conversations == 0
    begun = kept.begin(other, "and this?", id)
    assert begun.id != id
    assert begun.n == 1
    found = kept.read("rhea", id)
    assert found is not None
    kept.finish(other, replace(begun, id=id), Failure("not mine", ""))
    assert kept.read("rhea", id) == found


def test_the_file_is_for_this_user_alone_and_to_look_makes_none(kept: Conversations):
    assert kept.all("") == []
    assert kept.read("", "0" * 20) is None
    assert not kept.delete("", "0" * 20)
    assert not kept.path.exists()
    put(kept, "", "What was agreed?")
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600
    assert [path.name for path in kept.folder.iterdir()] == [FILE]


def test_a_question_whose_answer_never_came_says_so(kept: Conversations):
    begun = kept.begin("", "What was agreed?")
    found = kept.read("", begun.id)
    assert found is not None
    assert [one.said for one in found.exchanges] == [UNFINISHED]
    kept.finish("", begun, Failure("the question is empty", "type one"))
    assert kept.read("", begun.id).exchanges[0].said == Failure("the question is empty", "type one")  # type: ignore[union-attr]


def test_an_answer_that_comes_after_its_conversation_was_deleted_is_not_put_down(kept: Conversations):
    begun = kept.begin("", "What was agreed?")
    assert kept.delete("", begun.id)
    kept.finish("", begun, KEPT)
    assert kept.all("") == []
    assert b"The Board agreed" not in bytes_in(kept.folder)


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("  What\n was\tagreed? ", "What was agreed?"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 58 + " …"),
        ("one two three four five six seven eight nine ten eleven twelve", "one two three four five six seven eight nine ten eleven …"),
        ("what \u202eabout\u200b\x00 \x1b[31mit", "what about [31mit"),
        ("\u200b\u2066", UNTITLED),
        ("\ud800", UNTITLED),
        *((payload, title_of(payload)) for payload in PAYLOADS),
    ],
)
def test_a_title_is_one_short_line_without_signs_that_nobody_sees(kept: Conversations, question: str, title: str):
    id = put(kept, "", question)
    [listed] = kept.all("")
    assert (listed.id, listed.title) == (id, title)
    assert 0 < len(listed.title) <= 60
    assert kept.rename("", id, question) is (title != UNTITLED)


def test_a_new_name_takes_the_place_of_the_old_which_is_in_no_byte_of_the_file(kept: Conversations):
    id = put(kept, "", "An oddly telling heading", said=Failure("x", ""))
    assert kept.rename("", id, "  Lamps  ")
    assert not kept.rename("", id, " \u200b ")
    assert [one.title for one in kept.all("")] == ["Lamps"]
    assert bytes_in(kept.folder).count(b"oddly telling") == 1  # the question itself


# -- how much of it


def test_thirty_exchanges_are_all_there_and_the_oldest_of_too_many_goes(kept: Conversations):
    id = put(kept, "", *(f"question {n}" for n in range(1, 31)))
    found = kept.read("", id)
    assert found is not None
    assert [one.n for one in found.exchanges] == list(range(1, 31))
    with sqlite3.connect(kept.path) as database:
        database.execute("UPDATE exchange SET n = n + ?", (EXCHANGES - 30,))
    begun = kept.begin("", "one more", id)
    kept.begin("", "and one", id)
    assert begun.n == EXCHANGES + 1
    numbers = [one.n for one in kept.read("", id).exchanges]  # type: ignore[union-attr]
    assert numbers == list(range(EXCHANGES - 29, EXCHANGES + 3))
    with sqlite3.connect(kept.path) as database:
        database.execute("UPDATE exchange SET n = n - ?", (EXCHANGES - 30,))
        database.execute("DELETE FROM exchange WHERE n > 1")
        database.execute("UPDATE exchange SET n = ?", (2,))
    kept.begin("", "later", id)
    assert [one.n for one in kept.read("", id).exchanges] == [2, 3]  # type: ignore[union-attr]


def test_a_long_question_is_cut_and_an_answer_that_is_too_large_is_not_kept(kept: Conversations):
    id = put(kept, "", "w" * 1_000_000, said=replace(KEPT, text="x" * ANSWER))
    found = kept.read("", id)
    assert found is not None
    assert len(found.exchanges[0].question) == QUESTION
    assert found.exchanges[0].said == TOO_LARGE


def test_of_too_many_conversations_the_oldest_goes_and_nobody_elses(kept: Conversations, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("assistant.conversations.CONVERSATIONS", 3)
    theirs = put(kept, "sam", "theirs")
    ids = [put(kept, "rhea", f"question {n}") for n in range(5)]
    assert [one.id for one in kept.all("rhea")] == ids[:1:-1]
    assert [one.id for one in kept.all("sam")] == [theirs]
    assert CONVERSATIONS == 200
    monkeypatch.setattr("assistant.conversations.BYTES", 10)
    last = put(kept, "rhea", "a question of more than ten bytes")
    assert [one.id for one in kept.all("rhea")] == [last]


# -- how it goes


def test_what_is_deleted_is_in_no_byte_of_any_file(kept: Conversations):
    gone = put(kept, "rhea", *(f"a secretive question {n}" for n in range(40)))
    stays = put(kept, "rhea", "an ordinary one", said=Failure("x", ""))
    assert b"secretive" in bytes_in(kept.folder)
    assert kept.delete("rhea", gone)
    left = bytes_in(kept.folder)
    assert [words for words in (b"secretive", gone.encode(), b"Eleven lamps") if words in left] == []
    assert b"an ordinary one" in left
    assert [one.id for one in kept.all("rhea")] == [stays]


def test_all_of_one_person_goes_and_what_is_found_elsewhere_is_named(kept: Conversations):
    mine = put(kept, "rhea", "a secretive question")
    put(kept, "sam", "an ordinary one")
    (kept.folder / "copy.txt").write_text(f"... {mine} ...")
    done = kept.delete_all("rhea")
    assert (done.conversations, done.left) == (1, ("copy.txt",))
    assert b"secretive" not in kept.path.read_bytes()
    assert kept.all("rhea") == []
    assert len(kept.all("sam")) == 1


def test_a_conversation_ends_so_many_days_after_its_last_question(kept: Conversations):
    old = put(later(replace(kept, days=30)), "", "an older question")
    young = put(later(kept, days=10), "", "a younger question")
    put(later(kept, days=29), "", "one that goes on")
    on = later(kept, days=29).all("")[0].id
    later(kept, days=29).begin("", "and on", old)
    assert later(replace(kept, days=30), days=30, hours=1).expire() == 0
    assert later(replace(kept, days=30), days=40, hours=1).expire() == 1
    assert {one.id for one in kept.all("")} == {old, on}
    assert young.encode() not in bytes_in(kept.folder)
    assert b"a younger question" not in bytes_in(kept.folder)


def test_what_was_removed_for_good_is_taken_out_of_answers_questions_and_titles(kept: Conversations):
    rests = put(kept, "", "What was agreed on lamps?")
    quotes = put(kept, "", "Is it true that the eleven lamps had failed since the autumn?", said=Failure("x", "y"))
    other = put(kept, "", "Is a ferry mentioned?", said=replace(KEPT, pins=(), text="No.", claims=(), notices=(), standalone=""))
    assert kept.forget({LIGHTING.item_id}, traces_of(["eleven lamps had failed since"], ())) == 3
    assert kept.read("", rests).exchanges[0].said == REMOVED  # type: ignore[union-attr]
    assert kept.read("", quotes).exchanges[0].question == BLANKED  # type: ignore[union-attr]
    assert kept.read("", quotes).listed.title == BLANKED  # type: ignore[union-attr]
    assert kept.read("", other).exchanges[0].question == "Is a ferry mentioned?"  # type: ignore[union-attr]
    assert b"lamps had failed" not in bytes_in(kept.folder)
    assert kept.forget({"nothing"}, NOTHING) == 0


# -- what goes wrong


def test_a_damaged_file_is_said_with_what_to_do_and_stops_no_start(kept: Conversations, caplog: pytest.LogCaptureFixture):
    kept.path.write_bytes(b"this is no database, and never was one " * 200)
    for do in (lambda: kept.all(""), lambda: kept.begin("", "x"), lambda: kept.expire(), lambda: kept.delete_all("")):
        with pytest.raises(DamagedStore, match="damaged") as found:
            do()
        assert "Move conversations.sqlite out of the data directory" in found.value.hint
    kept.tidy()
    assert "conversations.sqlite" in caplog.text


def test_an_answer_of_another_version_is_said_to_be_unreadable_and_the_rest_is_shown(kept: Conversations):
    id = put(kept, "", "one", "two")
    with sqlite3.connect(kept.path) as database:
        database.execute("UPDATE exchange SET said = '{\"status\": 7}' WHERE n = 1")
    assert [one.said for one in kept.read("", id).exchanges] == [UNREADABLE, KEPT]  # type: ignore[union-attr]
    assert from_json("not even JSON") == UNREADABLE
    assert from_json(to_json(KEPT)) == KEPT


def test_a_full_disk_is_told_and_the_answer_comes_all_the_same(kept: Conversations, monkeypatch: pytest.MonkeyPatch):
    real = sqlite3.connect

    def small(*arguments: object, **keys: object) -> sqlite3.Connection:
        opened = real(*arguments, **keys)  # type: ignore[call-overload]
        opened.execute("PRAGMA max_page_count = 6")
        return opened  # type: ignore[no-any-return]

    put(kept, "", "before")
    monkeypatch.setattr(sqlite3, "connect", small)
    begun = kept.begin("", "lighting")
    with pytest.raises(CannotCreate, match="cannot be written") as found:
        kept.finish("", begun, replace(KEPT, text="x" * 100_000))
    assert found.value.hint.startswith("Make room")
    talks = Talks(kept, "")
    *_, last = talks.ask(ScriptedAssistant(), "lighting " + "w" * 1900, Conversation())
    assert last.exchanges[-1].answer is not None
    assert last.trouble.startswith("Not kept: The file of the conversations (conversations.sqlite) cannot be written. Make room")
    assert "Not kept" in talks.listed(last)


def _ask_often(folder: str, name: str) -> None:
    kept = Conversations(Path(folder))
    id = ""
    for n in range(15):
        begun = kept.begin("both", f"{name} asks {n}", id)
        kept.finish("both", begun, KEPT)
        id = begun.id


def test_two_processes_write_at_once_and_nothing_is_lost(kept: Conversations):
    spawn = multiprocessing.get_context("fork")
    both = [spawn.Process(target=_ask_often, args=(str(kept.folder), name)) for name in ("one", "two")]
    for process in both:
        process.start()
    for process in both:
        process.join(60)
    assert [process.exitcode for process in both] == [0, 0]
    found = [kept.read("both", listed.id) for listed in kept.all("both")]
    assert sorted([one.question for one in conversation.exchanges] for conversation in found if conversation) == [
        [f"{name} asks {n}" for n in range(15)] for name in ("one", "two")
    ]


# -- read again, by whoever it belongs to


class Hiding(ScriptedCatalog):
    """The catalogue as seen by one who may not see some items, or any of a file."""

    def __init__(self, items: tuple[Item, ...] = (), file: bool = False) -> None:
        self.items_, self.file = items, file

    def items_at(self, item_ids):  # type: ignore[no-untyped-def]
        return {id: found for id, found in super().items_at(item_ids).items() if found[0] not in self.items_}

    def source_text(self, digest: str) -> str:
        if self.file:
            raise MissingInput("the file is not for everybody", "")
        return super().source_text(digest)


def test_an_answer_is_restored_with_its_citations_as_they_stand_now():
    found = restored("What was agreed?", KEPT, ScriptedCatalog())
    assert found is not None
    assert [(c.n, c.item, c.document, c.span, c.quote) for c in found.citations] == [
        (c.n, LIGHTING, HARBOUR, c.span, c.quote) for c in ANSWERED.citations
    ]
    assert found.citations[0].label == "Harbour and Quays Board, 6 March 2019, draft minutes, item 2"
    assert (found.text, found.claims, found.verdict, found.notices) == (KEPT.text, KEPT.claims, "agreed", KEPT.notices)


@pytest.mark.parametrize(
    ("said", "catalog"),
    [
        (KEPT, Hiding((LIGHTING,))),
        (KEPT, Hiding(file=True)),
        (replace(KEPT, pins=(replace(KEPT.pins[0], quote="other words"), KEPT.pins[1])), ScriptedCatalog()),
        (replace(KEPT, pins=(replace(KEPT.pins[0], sha256="0" * 64),)), ScriptedCatalog()),
        (replace(KEPT, pins=(), rests_on=(CONTRACT.item_id,)), Hiding((CONTRACT,))),
    ],
)
def test_an_answer_that_rests_on_what_may_not_be_seen_any_more_is_masked(kept: Conversations, said: KeptAnswer, catalog: ScriptedCatalog):
    id = put(kept, "", "What was agreed?", said=said)
    found = kept.read("", id)
    assert found is not None
    told = shown(found.exchanges, catalog)
    assert [one.said for one in told] == [MASKED]
    for text in (as_json(found.listed, told), as_markdown(found.listed, told, "http://127.0.0.1")):
        assert "The Board agreed" not in text
        assert "This answer is not shown any more" in text


def test_a_file_of_it_has_numbered_sources_and_says_only_text(kept: Conversations):
    id = put(kept, "", f"What was agreed? {PAYLOADS[1]}", "## and [this](javascript:alert(1))?")
    found = kept.read("", id)
    assert found is not None
    told = shown(found.exchanges, ScriptedCatalog())
    text = as_markdown(found.listed, told, "http://127.0.0.1:7860/")
    assert "The Board agreed. \\[1\\]\n\nEleven lamps had failed. \\[2\\]" in text
    span = ANSWERED.citations[0].span
    label = "Harbour and Quays Board, 6 March 2019, draft minutes, item 2"
    assert f"1. [{label}](<http://127.0.0.1:7860/items/{LIGHTING.item_id}?start={span.start}&end={span.end}>): “" in text
    assert "<img" not in text.replace("\\<img", "")
    assert "](javascript" not in text.replace("\\](", "")
    data = json.loads(as_json(found.listed, told))
    assert [one["n"] for one in data["exchanges"]] == [1, 2]
    assert data["exchanges"][0]["answer"]["citations"][0]["item_id"] == LIGHTING.item_id
    assert data["exchanges"][0]["question"].endswith(PAYLOADS[1])


# -- with real minutes, and from the command line


@pytest.fixture(scope="module")
def sluice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    with world(tmp_path_factory.mktemp("sluice"), MINUTES) as store:
        yield assistant(store)


def test_answers_of_real_minutes_come_back_as_they_were(sluice, tmp_path: Path):  # type: ignore[no-untyped-def]
    talks = Talks(Conversations(tmp_path), "rhea")
    conversation = Conversation()
    for question in ("What was decided about the winch?", "And what did it cost?", "Who gave apologies?", "Is a heron mentioned?"):
        *_, conversation = talks.ask(sluice, question, conversation)
    again = talks.open(sluice, conversation.id)
    assert again is not None
    assert again.id == conversation.id
    assert [one.html for one in again.exchanges] == [one.html for one in conversation.exchanges]
    assert again.turns() == conversation.turns()
    assert [c.label for one in again.exchanges if one.answer for c in one.answer.citations]
    assert [one.answer.citations for one in again.exchanges if one.answer] == [
        one.answer.citations for one in conversation.exchanges if one.answer
    ]
    blind = sluice.seen_by(Viewer("rhea", "reader", ()))
    masked = talks.open(blind, conversation.id)
    assert masked is not None
    assert "winch" not in "".join(one.html for one in masked.exchanges if one.failure == MASKED)
    assert masked.exchanges[0].failure == MASKED


def test_the_history_of_one_person_is_given_out_and_deleted_with_their_conversations(quay: Shell):
    kept = Conversations(quay.store)
    id = put(kept, "rhea", "a secretive question")
    put(kept, "sam", "an ordinary one")
    [told] = [row for row in quay("audit", "export", "Rhea").json if row["event"] == "conversation"]
    assert (told["listed"]["id"], told["exchanges"][0]["question"]) == (id, "a secretive question")
    done = quay("audit", "delete", "RHEA")
    assert done.code == 0
    assert "conversations deleted: 1\nNothing of them is left" in done.out
    assert b"secretive" not in bytes_in(quay.store)
    assert len(kept.all("sam")) == 1


def test_what_is_too_old_goes_whenever_the_store_is_opened_and_a_damaged_file_stops_nothing(quay: Shell):
    kept = Conversations(quay.store)
    put(replace(kept, now=lambda: datetime.now(UTC) - timedelta(days=366)), "", "a question of last year")
    young = put(kept, "", "a question of today")
    assert quay("list", "documents").code == 0
    assert [one.id for one in kept.all("")] == [young]
    kept.path.write_bytes(b"no database " * 1000)
    assert quay("list", "documents").code == 0


def test_the_configuration_says_whether_and_how_long(tmp_path: Path):
    assert conversations_of(Config(store=tmp_path)) == Conversations(tmp_path, on=True, days=365)
    keys = {"keep_conversations": False, "keep_conversations_days": 7}
    assert conversations_of(Config(store=tmp_path, **keys)) == Conversations(tmp_path, on=False, days=7)  # type: ignore[arg-type]


def test_who_has_a_name_next_begins_without_the_conversations_of_who_had_it(quay: Shell, monkeypatch: pytest.MonkeyPatch):
    import io

    kept = Conversations(quay.store)
    put(kept, "rhea", "a secretive question")
    for action in (("add", "rhea", "--role", "reader"), ("remove", "rhea")):
        monkeypatch.setattr("sys.stdin", io.StringIO("three random words\n"))
        put(kept, "rhea", "another")
        assert quay("account", *action).code == 0
        assert kept.all("rhea") == []


def test_removing_a_file_for_good_takes_it_out_of_conversations(quay: Shell, files: Path):
    raft = "the bathing raft was towed to the eastern breakwater"
    (files / "june.txt").write_text(QUAY_MINUTES.replace("6 March 2019", "5 June 2019").replace("ferry pontoon", raft), "utf-8")
    assert quay("ingest", files).code == 0
    kept = Conversations(quay.store)
    item = "quayside-and-locks-board/2019-06-05/minutes/04"
    id = put(kept, "", "What of it?", said=replace(KEPT, pins=(replace(KEPT.pins[0], item_id=item),)))
    told = put(kept, "", f"Is it so that {raft}?", said=UNFINISHED)
    ran = quay("remove", "--for-good", "minutes/june.txt")
    assert (ran.code, ran.err) == (0, "")
    assert [one.said for one in kept.read("", id).exchanges] == [REMOVED]  # type: ignore[union-attr]
    assert [one.question for one in kept.read("", told).exchanges] == [BLANKED]  # type: ignore[union-attr]
    assert b"bathing raft" not in bytes_in(quay.store)
