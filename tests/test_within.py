"""A question asked of what somebody chose: a body, a time, kinds of paper, in place of what the question names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from fakes import LINES
from worlds import QUAY, WEIRS, Shell, assistant, document, world

from assistant.answer import Answer, Query, Standalone
from assistant.assistant import Assistant
from assistant.plan import plan
from assistant.searched import searched, time_named
from index.minutes import Document, Scope

pytestmark = pytest.mark.usefixtures("vectors_at")
LADDER, KITE, MOSS = "Weirs and Fords Board", "Kite Festival Committee", "Moss and Fen Board"
ARCHIVE = [
    document("weirs", LADDER, None, "2018-04-04"),
    document("weirs", LADDER, None, "2018-04-04", "agenda"),
    document("weirs", LADDER, None, "2020-05-19"),
    document("kites", KITE, None, "2020-06-02"),
    document("moss", MOSS, None, "2019-01-08"),
]
YEAR_2020 = Scope(first=date(2020, 1, 1), last=date(2020, 12, 31))
PONTOON = "What did the board decide about the ferry pontoon?"


def planned(question: str, within: Scope, documents: list[Document] = ARCHIVE) -> Query:
    return plan(question, Standalone(question, question), documents, within)


@pytest.fixture(scope="module")
def weirs(tmp_path_factory: pytest.TempPathFactory, vectors_at: str | None) -> Iterator[Assistant]:
    with world(tmp_path_factory.mktemp("weirs"), WEIRS, LINES) as store:
        yield assistant(store)


@pytest.fixture(scope="module")
def quayside(tmp_path_factory: pytest.TempPathFactory, vectors_at: str | None) -> Iterator[Assistant]:
    with world(tmp_path_factory.mktemp("quayside"), QUAY) as store:
        yield assistant(store)


def looked_at(answer: Answer) -> set[str]:
    """The documents that the answer draws on or cites."""
    return {e.document.document_id for e in answer.evidence} | {c.document.document_id for c in answer.citations}


# -- planning


def test_the_body_chosen_stands_in_place_of_the_body_named():
    found = planned("What did the Kite Festival Committee say in 2020?", Scope(bodies=("weirs",)))
    assert found.scope == Scope(("weirs",), (), date(2020, 1, 1), date(2020, 12, 31))
    assert found.overruled == Scope(bodies=("kites",))


def test_the_body_chosen_that_is_the_one_named_overrules_nothing():
    found = planned("What did the Kite Festival Committee say?", Scope(bodies=("kites",)))
    assert (found.scope, found.overruled) == (Scope(bodies=("kites",)), Scope())


def test_of_two_bodies_named_the_one_chosen_is_searched_alone_and_not_side_by_side():
    question = "Compare the Kite Festival Committee and the Moss and Fen Board"
    assert len(planned(question, Scope()).parts) == 2
    found = planned(question, Scope(bodies=("moss",)))
    assert (found.parts, found.scope, found.overruled) == ((), Scope(bodies=("moss",)), Scope(bodies=("kites",)))


def test_the_time_chosen_stands_in_place_of_the_time_named_as_a_whole():
    found = planned("What was said of the ladder in 2018?", Scope(first=date(2020, 1, 1)))
    assert (found.scope, found.parts, found.hints) == (Scope(first=date(2020, 1, 1)), (), ())
    assert found.overruled == Scope(first=date(2018, 1, 1), last=date(2018, 12, 31))


def test_a_time_named_within_the_one_chosen_is_widened_to_it_without_a_word():
    found = planned("What was said of the ladder on 19 May 2020?", YEAR_2020)
    assert (found.scope, found.overruled) == (YEAR_2020, Scope())


def test_the_last_meeting_is_that_of_the_body_chosen():
    found = planned("What happened at the last meeting?", Scope(bodies=("weirs",)))
    assert found.scope == Scope(("weirs",), (), date(2020, 5, 19), date(2020, 5, 19))


def test_kinds_of_paper_are_kept_in_every_part():
    found = planned("What did the Weirs and Fords Board say at each of the meetings?", Scope(roles=("agenda",)))
    assert found.scope == Scope(("weirs",), ("agenda",))
    parts = planned("Compare the Kite Festival Committee and the Moss and Fen Board", Scope(roles=("minutes", "notes"))).parts
    assert [(part.bodies, part.roles) for part in parts] == [(("kites",), ("minutes", "notes")), (("moss",), ("minutes", "notes"))]


@pytest.mark.parametrize(
    "question", ["What of the ladder?", "What did the Kite Festival Committee say in 2020?", "what happened recently?"]
)
def test_where_nothing_is_chosen_the_question_is_understood_as_ever(question: str):
    assert planned(question, Scope()) == plan(question, Standalone(question, question), ARCHIVE)


# -- answers


def test_only_what_was_chosen_is_looked_at(weirs: Assistant):
    free = weirs.ask("What was said of the otter ladder?")
    assert looked_at(free) == {"weirs/2018-04-04/minutes", "weirs/2020-05-19/minutes", "kites/2020-06-02/minutes"}
    answer = weirs.ask("What was said of the otter ladder?", within=Scope(("weirs",), first=date(2019, 1, 1)))
    assert looked_at(answer) == {"weirs/2020-05-19/minutes"}
    assert (answer.status, answer.searched) == ("answered", (Scope(("weirs",), first=date(2019, 1, 1)),))
    assert "Repairs to the otter ladder were deferred until the autumn." in answer.text


def test_a_question_about_another_body_than_the_one_chosen_gets_a_notice_and_no_answer_of_that_body(weirs: Assistant):
    answer = weirs.ask("What did KITES say of the festival?", within=Scope(bodies=("weirs",)))
    assert answer.status == "not_recorded"
    assert answer.notices[0] == "The question names KITES; what you chose was searched instead: WEIRS."
    assert looked_at(answer) == {"weirs/2018-04-04/minutes", "weirs/2020-05-19/minutes"}
    assert "Searched: WEIRS 4 April 2018 (minutes), WEIRS 19 May 2020 (minutes)." in answer.text


def test_a_comparison_does_not_leave_what_was_chosen(weirs: Assistant):
    answer = weirs.ask("Compare WEIRS and KITES on the festival", within=Scope(bodies=("kites",)))
    assert looked_at(answer) == {"kites/2020-06-02/minutes"}
    answer = weirs.ask("What do the different boards say about the festival?", within=Scope(bodies=("weirs",)))
    assert looked_at(answer) <= {"weirs/2018-04-04/minutes", "weirs/2020-05-19/minutes"}


def test_lists_of_meetings_are_of_what_was_chosen(weirs: Assistant):
    answer = weirs.ask("Which meetings are held?", within=Scope(last=date(2018, 12, 31)))
    assert answer.text == "Minutes or notes of 1 meeting are held. [1] WEIRS: 4 April 2018 (draft). [1]"


def test_a_choice_that_holds_nothing_is_answered_by_saying_so(weirs: Assistant):
    answer = weirs.ask("What was said of the otter ladder?", within=Scope(roles=("agenda",)))
    assert (answer.status, answer.evidence) == ("not_recorded", ())
    assert answer.text == "Nothing was searched: no paper held here fits the body, dates and papers chosen."


def test_agendas_alone_and_minutes_alone(quayside: Assistant):
    agenda = quayside.ask(PONTOON, within=Scope(roles=("agenda",)))
    assert {d.rpartition("/")[2] for d in looked_at(agenda)} == {"agenda"}
    assert agenda.verdict == "on the agenda only"
    minutes = quayside.ask(PONTOON, within=Scope(roles=("minutes", "notes")))
    assert {d.rpartition("/")[2] for d in looked_at(minutes)} == {"minutes"}
    assert minutes.verdict == "not agreed"


def test_decisions_are_listed_of_no_paper_that_was_not_chosen(quayside: Assistant):
    assert "RESOLVED" in quayside.ask("List all decisions").text
    answer = quayside.ask("List all decisions", within=Scope(roles=("agenda",)))
    assert "RESOLVED" not in answer.text
    assert {d.rpartition("/")[2] for d in looked_at(answer)} == {"agenda"}


@pytest.mark.parametrize(("role", "status"), [("agenda", "answered"), ("minutes", "not_recorded")])
def test_what_an_agenda_lists_and_minutes_lack_is_cited_from_the_agenda_where_that_was_chosen(quayside: Assistant, role: str, status: str):
    answer = quayside.ask("Which agenda items were not minuted?", within=Scope(roles=(role,)))  # type: ignore[arg-type]
    assert answer.status == status
    assert {d.rpartition("/")[2] for d in looked_at(answer)} <= {role}


# -- in words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2019, 1, 1), date(2019, 12, 31), "2019"),
        (date(2019, 1, 1), date(2021, 12, 31), "2019 to 2021"),
        (date(2019, 2, 1), date(2019, 2, 28), "February 2019"),
        (date(2019, 2, 1), date(2019, 2, 27), "from 1 February 2019 to 27 February 2019"),
        (date(2019, 3, 6), date(2019, 3, 6), "6 March 2019"),
        (date(2019, 1, 1), None, "from 2019 on"),
        (date(2019, 3, 6), None, "from 6 March 2019 on"),
        (None, date(2019, 12, 31), "up to 2019"),
        (None, None, ""),
    ],
)
def test_a_time_is_said_as_people_say_it(first: date | None, last: date | None, words: str):
    assert time_named(first, last) == words


@pytest.mark.parametrize(
    ("scopes", "words"),
    [
        ((Scope(),), "everything held here (3 documents)"),
        ((Scope(bodies=("weirs",)),), "WEIRS (2 documents)"),
        ((Scope(("weirs",), ("agenda",), date(2018, 1, 1), date(2018, 12, 31)),), "WEIRS, 2018, agendas only (0 documents)"),
        ((Scope(roles=("minutes", "notes")),), "minutes and notes only (3 documents)"),
        ((Scope(bodies=("weirs",)), Scope(bodies=("kites",))), "WEIRS and KITES (3 documents)"),
        ((Scope(bodies=("weirs",), first=date(2020, 1, 1)), Scope(bodies=("weirs",))), "WEIRS (2 documents)"),
    ],
)
def test_what_was_searched_is_said_with_the_number_of_documents(weirs: Assistant, scopes: tuple[Scope, ...], words: str):
    assert searched(scopes, weirs.store.catalog) == words


# -- the command line


def test_a_question_is_narrowed_on_the_command_line(quay: Shell):
    assert quay("ask", PONTOON, "--role", "agenda", "--json").json["verdict"] == "on the agenda only"
    assert quay("ask", PONTOON, "--until", "2018", "--json").json["status"] == "not_recorded"
    found = quay("retrieve", PONTOON, "--body", "quayside", "--role", "agenda", "--json").json["evidence"]
    assert {row["role"] for row in found} == {"agenda"}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("--body", "zebra"), "error[E_NOTFOUND]: no minutes of a body 'zebra' are held"),
        (("--since", "soon"), "'soon' is no date; write it as YYYY-MM-DD, YYYY-MM or YYYY"),
        (("--since", "2020", "--until", "2019"), "error[E_RANGE]: --since 2020-01-01 is later than --until 2019-12-31"),
    ],
)
def test_a_narrowing_that_cannot_be_is_refused(quay: Shell, typed: tuple[str, ...], words: str):
    ran = quay("ask", PONTOON, *typed)
    assert ran.code in (64, 66)
    assert words in ran.err
