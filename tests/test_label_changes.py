"""R-48: a decision on a label holds from the next answer on, in this process and in a running application, for every new reading, and
for conversations held before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread

import pytest
from fakes import WordEmbedding
from places import open_store, rebuild, restore
from worlds import QUAY, QUAY_MINUTES, Shell, assistant, world

from assistant.answer import Turn
from assistant.assistant import Assistant
from assistant.cli import carry_out
from assistant.handover import Handed
from assistant.recalled import still_seen
from assistant.viewer import PUBLIC, Viewer
from index.backup import back_up
from index.errors import MissingInput
from index.ingest import Pipeline, ingest, remove
from index.minutes import Document, Span
from index.parse import parse
from index.relabel import relabel
from index.split import split
from index.store import Store
from web.chat import Conversation, ask, source

pytestmark = pytest.mark.usefixtures("vectors_at")
BRIDGES = "quayside-locks/2019-03-06/minutes/04"
LAMPS = "What was resolved about the lamps on the towpath?"
BUDGET = "What budget did members not agree for the ferry pontoon?"
STAFF = Viewer("staff", "staff", ("open", "exempt"))


@pytest.fixture
def quays(tmp_path: Path) -> Iterator[Store]:
    with world(tmp_path / "quays", QUAY) as store:
        yield store


def bridges(store: Store) -> str:
    """The id of the item with the budget."""
    return next(i.item_id for i in store.catalog.items() if i.title.startswith("Performance") and "310,000" in i.text)


def told(store: Store, viewer: Viewer = PUBLIC) -> str:
    answer = assistant(store).seen_by(viewer).ask(BUDGET)
    return " ".join([answer.text, *(c.quote for c in answer.citations), *(e.item.text for e in answer.evidence)])


def test_what_is_restricted_is_gone_from_the_next_answer_and_comes_back_when_it_is_opened(quays: Store):
    held = assistant(quays)
    public = held.seen_by(PUBLIC)
    assert "310,000" in public.ask(BUDGET).text
    item = bridges(quays)
    relabel(quays, item, "exempt")
    assert "310,000" not in told(quays)
    assert "310,000" not in " ".join(e.item.text for e in public.ask(BUDGET).evidence)  # the very assistant that told it before
    assert "310,000" in held.seen_by(STAFF).ask(BUDGET).text
    assert quays.check() == []
    relabel(quays, item, "open")
    assert "310,000" in public.ask(BUDGET).text
    assert quays.catalog.item(item) == replace(quays.catalog.item(item), label="open")  # type: ignore[type-var]


def test_the_rest_of_a_document_keeps_its_ids_and_its_words(quays: Store):
    before = {i.item_id: i for i in quays.catalog.items()}
    item = bridges(quays)
    relabel(quays, item, "exempt")
    seen = {i.item_id: i for i in quays.seen_by(("open",)).catalog.items()}
    assert seen == {key: one for key, one in before.items() if key != item}


def test_a_decision_outlasts_new_readings_a_removal_and_a_better_parser(quays: Store, tmp_path: Path):
    item = bridges(quays)
    relabel(quays, item, "exempt")
    path = tmp_path / "quays" / "quay-minutes.txt"
    path.write_text(QUAY_MINUTES.replace("twice for lack of oil", "three times for lack of oil"), "utf-8")
    ingest(quays, [path])
    assert "310,000" not in told(quays)
    ingest(quays, [path], pipeline=Pipeline(version="better"))
    assert "310,000" not in told(quays)
    remove(quays, path)
    ingest(quays, [path])
    assert "310,000" not in told(quays)
    assert "310,000" in told(quays, STAFF)


def test_what_a_better_parser_cuts_out_of_a_restricted_item_is_restricted_too(quays: Store, tmp_path: Path):
    """The item is cut in two: one half keeps its id, the other is found by its words."""

    def halved(source, hidden=()):  # type: ignore[no-untyped-def]
        parsed = parse(source, hidden)
        return replace(parsed, documents=tuple(_halved(document, source.text) for document in parsed.documents))

    def _halved(document: Document, text: str) -> Document:
        whole = next((i for i in document.items if "310,000" in i.text), None)
        if whole is None:
            return document
        at = text.index("• Members do not agree")
        first = replace(whole, span=Span(whole.span.start, at), text=" ".join(text[whole.span.start : at].split()))
        rest = replace(
            whole,
            item_id=f"{document.document_id}/77",
            ordinal=77,
            number="4a",
            title="Members do not agree",
            span=Span(at, whole.span.end),
            text=" ".join(text[at : whole.span.end].split()),
        )
        items = [one for i in document.items for one in ((first, rest) if i is whole else (i,))]
        return replace(document, items=tuple(items), outcomes=())

    relabel(quays, bridges(quays), "exempt")
    path = tmp_path / "quays" / "quay-minutes.txt"
    pipeline = Pipeline(parse=halved, without=halved, split=split, version="halved")
    [entry] = ingest(quays, [path], pipeline=pipeline).entries
    assert entry.outcome == "replaced"
    assert not any("310,000" in i.text for i in quays.seen_by(("open",)).catalog.items())
    assert "310,000" in " ".join(i.text for i in quays.catalog.items() if i.label == "exempt")


def test_a_file_is_restricted_with_all_its_parts_and_each_can_be_opened(quays: Store):
    relabel(quays, "quay-minutes.txt", "confidential")
    seen = quays.seen_by(("open",)).catalog
    assert [d.file for d in seen.documents()] == ["quay-agenda.txt"]
    sha256 = next(d.sha256 for d in quays.catalog.documents() if d.file == "quay-minutes.txt")
    for refused in (seen.source_text, seen.source_bytes):
        with pytest.raises(MissingInput):
            refused(sha256)
    relabel(quays, bridges(quays), "open")
    [minutes] = [d for d in seen.documents() if d.file == "quay-minutes.txt"]
    assert (minutes.attendees, minutes.apologies, minutes.chair, minutes.venue, minutes.status) == ((), (), None, None, "unknown")
    assert [i.title for i in seen.items(minutes.document_id)] == ["Performance of the lift bridges"]
    text = seen.source_text(sha256)
    assert "310,000" in text
    assert len(text) == len(QUAY_MINUTES)
    assert "£18,400" not in text
    with pytest.raises(MissingInput):
        seen.source_bytes(sha256)


def test_restricting_a_whole_adds_to_what_was_decided_of_its_parts(quays: Store):
    item = bridges(quays)
    relabel(quays, item, "open")
    relabel(quays, "quay-minutes.txt", "exempt")
    assert "310,000" not in told(quays)


def test_an_unknown_subject_is_refused_and_changes_nothing(quays: Store):
    before = quays.catalog.revisions.digest()
    with pytest.raises(MissingInput):
        relabel(quays, "nothing/of/that", "exempt")
    assert quays.catalog.revisions.digest() == before


# -- conversations


def test_turns_that_rest_on_what_may_not_be_seen_any_more_are_dropped(quays: Store):
    held = assistant(quays)
    turns = [Turn("user", BUDGET), Turn("assistant", held.ask(BUDGET).text), Turn("user", LAMPS), Turn("assistant", held.ask(LAMPS).text)]
    seen = quays.seen_by(("open",)).catalog
    named = [Turn("user", BUDGET), Turn("assistant", f"{held.ask(BUDGET).citations[0].label}: not agreed [1]."), *turns[2:]]
    assert still_seen(named, seen) == named
    relabel(quays, bridges(quays), "exempt")
    assert still_seen(named, seen) == turns[2:]


def test_r48_an_old_answer_is_masked_in_the_chat_and_its_source_is_closed(quays: Store):
    held = assistant(quays)
    *_, conversation = ask(held, BUDGET, Conversation())
    assert "310,000" in conversation.exchanges[0].html
    assert "310,000" in source(held, conversation, "1-1")
    relabel(quays, bridges(quays), "exempt")
    assert "310,000" not in source(held, conversation, "1-1")
    *_, later = ask(held, LAMPS, conversation)
    assert "310,000" not in "".join(exchange.html for exchange in later.exchanges)
    assert [turn.content for turn in later.turns() if turn.role == "user"] == [LAMPS]


def test_r48_while_five_people_ask_nobody_is_told_after_it_was_decided(quays: Store):
    held: Assistant = assistant(quays)
    decided, late = [False], []

    def asking() -> None:
        public = held.seen_by(PUBLIC)
        for _ in range(6):
            after = decided[0]
            answer = public.ask(BUDGET)
            if after and "310,000" in answer.text:
                late.append(answer.text)

    people = [Thread(target=asking) for _ in range(5)]
    for one in people:
        one.start()
    relabel(quays, bridges(quays), "exempt")
    decided[0] = True
    for one in people:
        one.join()
    assert late == []
    assert "310,000" not in told(quays)


# -- commands, backups, repairs


def test_the_command_line_decides_and_the_configuration_says_who_sees_it(quay: Shell, monkeypatch: pytest.MonkeyPatch):
    item = next(row["item_id"] for row in quay("list", "items", "--role", "minutes", "--json").json if row["title"].startswith("Perf"))
    for wrong in ("Exempt", "exmept"):
        assert (quay("label", item, wrong).code, "E_LABEL" in quay("label", item, wrong).err) == (65, True)
    assert quay("label", item, "withheld until 2999-01-31").code == 0
    assert (quay("show", item).code, "310,000" in quay("ask", BUDGET).out) == (66, False)
    monkeypatch.setenv("MINUTES_SEES", "open,withheld until 2999-01-31")
    assert "310,000" in quay("show", item).out
    assert quay("label", "nothing", "exempt").code == 66


def test_a_command_handed_to_a_running_application_is_effective_there_at_once(quays: Store, tmp_path: Path):
    held = assistant(quays)
    assert "310,000" in held.ask(BUDGET).text
    hand = partial(carry_out, lambda **_: held)
    done = hand(Handed(("label", "quays/quay-minutes.txt", "exempt"), str(tmp_path), 80))
    assert (done.code, done.err) == (0, "")
    assert "310,000" not in held.ask(BUDGET).text
    assert "310,000" not in hand(Handed(("list", "items"), str(tmp_path), 200)).out


def test_a_file_is_taken_in_under_the_label_that_is_typed(shell: Shell, files: Path):
    assert shell("ingest", files, "--label", "Secret").code == 65
    assert shell("ingest", files, "--label", "exempt").code == 0
    assert shell("list", "documents", "--json").json == []


def test_a_backup_and_a_repair_keep_what_was_decided(tmp_path: Path):
    with world(tmp_path / "quays", QUAY) as quays:
        item = bridges(quays)
        relabel(quays, item, "exempt")
        expected = quays.catalog.revisions.digest()
        back_up(quays, tmp_path / "kept.backup")
    restore(tmp_path / "again", tmp_path / "kept.backup", WordEmbedding)
    catalog = tmp_path / "quays" / "store" / "catalog.sqlite"
    content = bytearray(catalog.read_bytes())
    content[60] ^= 1  # the version number of a header that still opens: the catalogue is not trusted any more
    catalog.write_bytes(content)
    assert rebuild(tmp_path / "quays" / "store", WordEmbedding).why
    for store in (tmp_path / "again", tmp_path / "quays" / "store"):
        with open_store(store, WordEmbedding) as opened:
            assert opened.catalog.revisions.digest() == expected
            assert opened.seen_by(("open",)).catalog.item(item) is None
            assert "310,000" not in told(opened)
