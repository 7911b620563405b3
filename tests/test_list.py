"""``python -m assistant list`` as a register: what is in it, how it is narrowed, how it is written."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fakes import WordEmbedding
from fen import FEN
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from worlds import Shell, document, filled

from assistant.entries import item_row
from assistant.export import exported
from assistant.filters import FITS, Filters
from assistant.listing import LISTS, Register, register
from assistant.rows import ItemRow, OutcomeRow, flat_fields
from index.errors import UsageError
from index.ingest import ingest
from index.minutes import Item, OutcomeKind, Span
from index.store import open_store

ROOT = Path(__file__).parent.parent
PUMP = "The Board RESOLVED to buy a second pump for £41,000."
CUT = "The Board RESOLVED to cut the weed twice."
REEDS = "The Board agreed that weed | reed cutting should start in July, see www.sallowfen.example and the map ."
LATER = "The start of weed cutting was deferred until the June meeting."
WATER = "Members do not agree the new charge of £12 for water."
CULVERT = "Action: Tobias Wren to report on the culvert by 9 May 2018."
MASONS = "Action: Ada Marl to ask three masons for a price before 6 June 2018."
PLOTS = "Action: Treasurer to write to every plot."

OF_MINUTES = [what for what in LISTS if what != "quarantine"]  # nothing is set aside here: see test_quarantine.py

pytestmark = pytest.mark.usefixtures("alone")


@pytest.fixture(scope="module")
def made_fen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("fen"), FEN)


@pytest.fixture
def fen(shell: Shell, made_fen: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The command line over the minutes of tests/fen.py, on a terminal of 120 columns."""
    monkeypatch.setenv("COLUMNS", "120")
    shutil.copytree(made_fen, shell.store)
    return shell


def texts(ran: Any) -> list[str]:
    return [row["text"] for row in ran.json]


# -- what is in the lists


@pytest.mark.parametrize("what", OF_MINUTES)
def test_every_list_has_the_same_rows_in_every_format(fen: Shell, what: str):
    rows = fen("list", what, "--json").json
    assert rows
    assert [list(row) for row in rows] == [[f.name for f in fields(LISTS[what])]] * len(rows)
    assert len(list(csv.reader(io.StringIO(fen("list", what, "--format", "csv").out)))) == len(rows) + 1
    assert len(fen("list", what, "--format", "markdown").out.splitlines()) == len(rows) + 2
    assert fen("list", what, "--format", "json").out == fen("list", what, "--json").out
    assert fen("list", what).out == fen("list", what, "--format", "table").out


def test_decisions_and_actions_come_by_body_date_and_item(fen: Shell):
    assert texts(fen("list", "decisions", "--json")) == [WATER, PUMP, REEDS, LATER, CUT]
    assert texts(fen("list", "actions", "--json")) == [PLOTS, CULVERT, MASONS]
    assert texts(fen("list", "outcomes", "--json")) == [WATER, PLOTS, PUMP, CULVERT, REEDS, MASONS, LATER, CUT]


def test_an_outcome_names_its_item_its_document_and_its_place(fen: Shell):
    [row] = fen("list", "actions", "--owner", "wren", "--json").json
    assert (row["number"], row["title"], row["owner"], row["due"]) == ("1", "Pumping station", "Tobias Wren", "9 May 2018")
    assert (row["role"], row["status"], row["file"]) == ("minutes", "approved", "fen-2018-04.txt")
    assert FEN["fen-2018-04.txt"][row["start"] : row["end"]] == CULVERT


def test_a_person_is_one_row_a_body_whatever_the_title(fen: Shell):
    rows = {(row["name"], row["body_id"]): row for row in fen("list", "people", "--json").json}
    assert list(rows) == [
        ("Ada Marl", "heronsgate-allotments-committee"),
        ("Ms Ada Marl", "sallow-fen-drainage-board"),
        ("Orla Pettifer", "sallow-fen-drainage-board"),
        ("Jonah Sedge", "sallow-fen-drainage-board"),
        ("Miriam Wren", "sallow-fen-drainage-board"),
        ("Mr Tobias Wren", "sallow-fen-drainage-board"),
    ]
    ada, orla = rows["Ms Ada Marl", "sallow-fen-drainage-board"], rows["Orla Pettifer", "sallow-fen-drainage-board"]
    assert (ada["names"], ada["attended"], ada["apologies"]) == (["Ms Ada Marl", "Ada Marl"], 1, 1)
    assert (orla["names"], orla["attended"], orla["first"], orla["last"]) == (
        ["Cllr Orla Pettifer", "Orla Pettifer"],
        3,
        "2018-04-11",
        "2018-07-11",
    )
    wren = rows["Mr Tobias Wren", "sallow-fen-drainage-board"]
    assert wren["roles"] == ["Engineer", "Chief Engineer"]
    assert [(one["date"], one["name"], one["presence"]) for one in wren["meetings"]] == [
        ("2018-04-11", "Mr Tobias Wren", "attended"),
        ("2018-05-09", "Tobias WREN", "attended"),
    ]


def test_whom_an_agenda_lists_has_not_attended_by_that(fen: Shell, tmp_path: Path):
    agenda = tmp_path / "fen-2018-09.txt"
    agenda.write_text(FEN["fen-2018-08.txt"].replace("8 August", "12 September").replace("1. Apol", "Members:\nPia Rush, Clerk\n\n1. Apol"))
    assert fen("ingest", agenda).code == 0
    assert fen("list", "people", "--words", "rush", "--json").json == []
    assert fen("list", "meetings", "--since", "2018-09", "--json").json[0]["attended"] == 0


def test_a_meeting_counts_its_minutes_and_neither_its_agenda_nor_a_draft_beside_them(fen: Shell, tmp_path: Path):
    april = {"agenda.txt": FEN["fen-2018-08.txt"].replace("8 August", "11 April")}
    april["draft.txt"] = FEN["fen-2018-04.txt"].replace("APPROVED", "DRAFT")
    for name, text in april.items():
        (tmp_path / name).write_text(text, "utf-8")
        assert fen("ingest", tmp_path / name).code == 0
    [row] = fen("list", "meetings", "--body", "fen", "--until", "2018-04", "--json").json
    assert (row["roles"], sorted(row["statuses"])) == (["agenda", "minutes", "minutes"], ["approved", "draft", "unknown"])
    assert (row["chair"], row["attended"], row["apologies"]) == ("Cllr Orla Pettifer", 3, 1)
    assert (row["items"], row["decisions"], row["actions"]) == (4, 2, 1)  # three items and the head
    assert fen("list", "people", "--words", "sedge", "--until", "2018-04", "--json").json[0]["apologies"] == 1


def test_items_have_title_and_kind_and_documents_their_items_and_warnings(fen: Shell):
    rows = fen("list", "items", "--body", "fen", "--until", "2018-04", "--json").json
    assert [(row["number"], row["title"], row["kind"]) for row in rows] == [
        (None, "Meeting", "head"),
        ("1", "Pumping station", "item"),
        ("2", "Weed cutting", "item"),
        ("3", "Date of next meeting", "item"),
    ]
    held = fen("list", "documents", "--json").json
    assert [(row["date"], row["items"], row["warnings"]) for row in held][:2] == [("2018-05-15", 3, 0), ("2018-04-11", 4, 0)]


def test_an_item_inside_another_names_it():
    place, text = Span(0, 1), "Culvert"
    outer = Item("fen/01", 1, "group", "1", None, "Works", None, None, place, text)
    inner = Item("fen/02", 2, "item", "1a", None, text, "fen/01", "Tobias Wren", place, text)
    row = item_row(replace(document("fen", "Fen Board", None, "2018-04-11"), items=(outer, inner)), inner)
    assert (row.parent, row.parent_title, row.presenter) == ("fen/01", "Works", "Tobias Wren")


def test_the_coverage_says_what_is_held_and_what_is_not(fen: Shell):
    rows = {row["body_id"]: row for row in fen("list", "coverage", "--json").json}
    board = rows["sallow-fen-drainage-board"]
    assert (board["meetings"], board["first"], board["last"], board["rhythm_months"]) == (3, "2018-04-11", "2018-07-11", 1)
    assert board["no_minutes_held_for"] == ["2018-06", "2018-08-08"]  # nothing in June, of August an agenda
    assert (board["announced"], board["announced_in"]) == (["2018-06-13"], ["sallow-fen-drainage-board/2018-05-09/minutes/03"])
    assert rows["heronsgate-allotments-committee"]["no_minutes_held_for"] == []
    shown = fen("list", "coverage").out
    assert "No minutes held for" in shown
    assert "2018-06; 2018-08-08" in " ".join(shown.split())


# -- filters


NARROWED: list[tuple[tuple[str, ...], list[str]]] = [
    (("--body", "sallow-fen-drainage-board"), [PUMP, REEDS, LATER, CUT]),
    (("--body", "sallow fen"), [PUMP, REEDS, LATER, CUT]),
    (("--body", "the Drainage Board"), [PUMP, REEDS, LATER, CUT]),
    (("--body", "SFDB"), [PUMP, REEDS, LATER, CUT]),
    (("--body", "fen", "--body", "heronsgate"), [WATER, PUMP, REEDS, LATER, CUT]),
    (("--role", "agenda"), []),
    (("--role", "agenda", "--role", "minutes"), [WATER, PUMP, REEDS, LATER, CUT]),
    (("--status", "approved"), [PUMP, REEDS]),
    (("--status", "draft"), [LATER, CUT]),
    (("--status", "unknown", "--status", "approved"), [WATER, PUMP, REEDS]),
    (("--since", "2018-05-09"), [WATER, LATER, CUT]),
    (("--since", "2018-05-10"), [WATER, CUT]),
    (("--until", "2018-05-09"), [PUMP, REEDS, LATER]),
    (("--since", "2018-05", "--until", "2018-05"), [WATER, LATER]),
    (("--since", "2018", "--until", "2018"), [WATER, PUMP, REEDS, LATER, CUT]),
    (("--since", "2019"), []),
    (("--until", "2017"), []),
    (("--kind", "deferral"), [LATER]),
    (("--kind", "deferral", "--kind", "agreement"), [REEDS, LATER]),
    (("--item", "2"), [REEDS, LATER]),
    (("--item", "Sallow-fen-drainage-board/2018-07-11/minutes/01"), [CUT]),
    (("--words", "WEED"), [REEDS, LATER, CUT]),
    (("--words", "second pumps"), [PUMP]),
    (("--words", "weed pump"), []),
    (("--words", "£12"), [WATER]),
    (("--words", "wee"), []),  # a word, not a part of one
    (("--words", "minutes"), [WATER, PUMP, REEDS, LATER, CUT]),  # the role
    (("--words", "txt"), []),  # no file names
    (("--words", "sallow-fen-drainage-board"), []),  # no ids
    (("--status", "draft", "--words", "weed", "--since", "2018-06"), [CUT]),
]


@pytest.mark.parametrize(("typed", "expected"), NARROWED, ids=[" ".join(typed) for typed, _ in NARROWED])
def test_a_filter_leaves_what_fits(fen: Shell, typed: tuple[str, ...], expected: list[str]):
    assert texts(fen("list", "decisions", *typed, "--json")) == expected


def test_actions_are_found_by_their_owner(fen: Shell):
    assert texts(fen("list", "actions", "--owner", "ADA", "--json")) == [MASONS]
    assert texts(fen("list", "actions", "--owner", "marl ada", "--json")) == [MASONS]
    assert texts(fen("list", "actions", "--owner", "masons", "--json")) == []


FITTING = {
    "body": "fen",
    "role": "agenda",
    "status": "draft",
    "since": "2018",
    "until": "2018",
    "kind": "action",
    "item": "1",
    "state": "open",
}


@pytest.mark.parametrize("what", LISTS)
@pytest.mark.parametrize("name", FITS)
def test_a_filter_that_does_not_fit_the_list_is_refused_with_those_it_fits(fen: Shell, what: str, name: str):
    ran = fen("list", what, f"--{name}", "decision" if (name, what) == ("kind", "decisions") else FITTING.get(name, "wren"))
    if what in FITS[name]:
        assert (ran.code, ran.err) == (0, "")
    else:
        assert (ran.code, ran.out) == (64, "")
        assert ran.err == f"error[E_USAGE]: --{name} does not fit 'list {what}'\nhint: it fits: {', '.join(FITS[name])}\n"


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        (["decisions", "--kind", "action"], 64, "'list decisions' holds no action"),
        (["actions", "--kind", "decision"], 64, "it holds: action, undertaking, request"),
        (["decisions", "--kind", "verdict"], 64, "invalid choice: 'verdict'"),
        (["items", "--since", "2018-13"], 64, "'2018-13' is no date; write it as YYYY-MM-DD, YYYY-MM or YYYY"),
        (["items", "--since", "soon"], 64, "'soon' is no date"),
        (["items", "--since", "0000"], 64, "'0000' is no date"),
        (["items", "--until", "2018-02-29"], 64, "'2018-02-29' is no date"),
        (["items", "--since", "2019", "--until", "2018"], 64, "--since 2019-01-01 is later than --until 2018-12-31"),
        (["items", "--words", "?!"], 64, "--words holds no word"),
        (["items", "--limit", "0"], 64, "'0' is no number from 1 on"),
        (["items", "--json", "--format", "csv"], 64, "--json and --format csv exclude each other"),
        (["items", "--body", "marsh"], 66, "no minutes of a body 'marsh' are held"),
        (["items", "--body", "marsh"], 66, "held: Heronsgate Allotments Committee (heronsgate-allotments-committee); Sallow Fen"),
        (["votes"], 64, "invalid choice: 'votes'"),
    ],
)
def test_what_cannot_be_meant_is_an_error_that_says_why(fen: Shell, typed: list[str], code: int, words: str):
    ran = fen("list", *typed)
    assert (ran.code, ran.out) == (code, "")
    assert words in ran.err


def test_every_kind_of_outcome_can_be_asked_for():
    assert Filters(kind=OutcomeKind.__args__).check("outcomes") is None  # type: ignore[attr-defined]
    with pytest.raises(UsageError):
        Filters(kind=("question",)).check("decisions")


def test_a_list_in_which_nothing_fits_says_so_and_what_was_asked(fen: Shell):
    typed = ["list", "decisions", "--body", "sallow fen", "--kind", "deferral", "--since", "2019", "--words", "weed"]
    said = "Nothing held fits 'list decisions' with --body sallow fen, --since 2019-01-01, --kind deferral, --words weed.\n"
    ran = fen(*typed)
    assert (ran.code, ran.out, ran.err) == (0, said, "")
    ran = fen(*typed, "--format", "markdown")
    assert (ran.code, ran.out, ran.err) == (0, said, "")
    ran = fen(*typed, "--json")
    assert (ran.code, ran.out, ran.err) == (0, "[]\n", said)
    ran = fen(*typed, "--format", "csv")
    assert (ran.code, ran.out, ran.err) == (0, ",".join(flat_fields(OutcomeRow)) + "\r\n", said)


def test_a_limit_says_how_many_rows_it_leaves_out(fen: Shell):
    said = "3 more rows are left out by --limit 2."
    assert fen("list", "decisions", "--limit", "2").out.endswith(f"\n\n{said}\n")
    assert fen("list", "decisions", "--limit", "2", "--format", "markdown").out.endswith(f" |\n\n{said}\n")
    ran = fen("list", "decisions", "--limit", "2", "--json")
    assert (texts(ran), ran.err) == ([WATER, PUMP], f"{said}\n")
    assert fen("list", "decisions", "--limit", "2", "--format", "csv").err == f"{said}\n"
    ran = fen("list", "decisions", "--limit", "5", "--json")
    assert (len(ran.json), ran.err) == (5, "")


def test_the_database_is_asked_as_often_for_many_documents_as_for_one(tmp_path: Path, made_fen: Path):
    def asked(what: str, filters: Filters) -> int:
        statements: list[str] = []
        with open_store(made_fen, WordEmbedding) as store:
            store.catalog.documents()  # what each became is worked out once and kept
            event.listen(store.catalog._engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
            register(store.catalog, what, filters)
        return sum(statement.startswith("SELECT") for statement in statements)

    for what in OF_MINUTES:
        few, all_ = asked(what, Filters(body=("heronsgate",))), asked(what, Filters())
        assert 0 < all_ <= few <= 16


def test_documents_come_whole_and_in_order_however_few_are_read_at_a_time(tmp_path: Path):
    with open_store(tmp_path / "store", WordEmbedding, create=True) as store:
        for name, text in FEN.items():
            (tmp_path / name).write_text(text, "utf-8")
        ingest(store, [tmp_path / name for name in FEN])
        whole = list(store.catalog.whole())
        assert list(store.catalog.whole(at_a_time=1)) == whole
        assert [replace(d, items=(), outcomes=()) for d in whole] == store.catalog.documents()
        assert [d.items for d in whole] == [tuple(store.catalog.items(d.document_id)) for d in whole]
        assert [d.outcomes for d in whole] == [tuple(store.catalog.outcomes(document_id=d.document_id)) for d in whole]


# -- formats


def test_the_table_shows_first_what_a_person_needs_and_no_empty_column(fen: Shell):
    heading, first, *_ = fen("list", "actions", "--body", "fen").out.splitlines()
    assert heading.split() == ["Date", "Body", "Item", "Kind", "What", "Owner", "Due", "In", "State"]
    assert first.split()[:3] == ["2018-04-11", "Sallow", "Fen"]
    assert fen("list", "decisions").out.splitlines()[0].split() == ["Date", "Body", "Item", "Kind", "What", "Owner", "Due", "In"]
    headings = fen("list", "decisions", "--words", "pump").out.splitlines()[0].split()
    assert headings == ["Date", "Body", "Item", "Kind", "What", "Owner", "In"]


@pytest.mark.parametrize("what", OF_MINUTES)
@pytest.mark.parametrize("columns", [1, 40, 80, 120, 400])
def test_the_table_fits_the_terminal(fen: Shell, monkeypatch: pytest.MonkeyPatch, what: str, columns: int):
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = fen("list", what).out
    assert max(map(len, shown.splitlines())) <= max(columns, 20)
    if what == "decisions" and columns > 1:
        assert "charge" in shown
        assert "twice." in shown


def test_two_bodies_of_one_name_are_told_apart(fen: Shell, tmp_path: Path):
    for place in ("Osier", "Withy"):
        text = FEN["gate-2018-05.txt"].replace("Heronsgate Allotments Committee", "Roads Committee").replace("2. Sheds", f"2. {place}")
        (tmp_path / f"{place}.txt").write_text(f"{place} Parish Council\n\n{text}", "utf-8")
        fen("ingest", tmp_path / f"{place}.txt")
    shown = " ".join(fen("list", "coverage", "--body", "roads").out.split())
    assert "Roads Committee (Osier Parish Council)" in shown
    assert "Roads Committee (Withy Parish Council)" in shown


def test_markdown_shows_words_as_they_are_and_makes_no_link_of_them(fen: Shell):
    heading, rule, row = fen("list", "decisions", "--item", "2", "--status", "approved", "--format", "markdown").out.splitlines()
    assert heading == "| Date | Body | Item | Kind | What | Owner | In |"
    assert rule == "| --- | --- | --- | --- | --- | --- | --- |"
    assert r"weed \| reed cutting should start in July, see www\.sallowfen.example" in row


ROW = ItemRow(
    "a/1", date(2018, 4, 11), "Fen", "minutes", "1", None, "", "a.txt", "fen", None, "a", "draft", "item", None, None, None, None, 0, 9
)


def written(form: str, **changes: Any) -> str:
    return exported(Register("items", Filters(), (replace(ROW, **changes),)), form, 120)


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("a|b", r"a\|b"),
        (r"a\|b", r"a\\\|b"),
        ("a\nb\r\nc\u2028d", "a<br>b<br>c<br>d"),
        ("[here](https://fen.example)", r"\[here\](https\://fen.example)"),
        ("![x](y) `z` *a* _b_ ~c~", r"\!\[x\](y) \`z\` \*a\* \_b\_ \~c\~"),
        ("<img src=x> &lt;", r"\<img src=x\> \&lt;"),
        ("clerk@fen.example", r"clerk\@fen.example"),
        ("\x1b[2J", "\ufffd\\[2J"),
        ("10:30, 1/2", "10:30, 1/2"),
    ],
)
def test_a_cell_of_markdown_holds_no_markup(title: str, cell: str):
    assert f" | {cell} | " in written("markdown", title=title)


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+44 1632", "'+44 1632"),
        ("-2018/005", "'-2018/005"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),  # so that one apostrophe taken away gives back every cell
        ("'Twas agreed", "'Twas agreed"),
        ("1=1", "1=1"),
        ('say "no", twice\nover', 'say "no", twice\nover'),
        ("\x1b]0;x\x07", "\ufffd]0;x\ufffd"),
    ],
)
def test_a_cell_of_csv_is_never_a_formula(title: str, cell: str):
    out = written("csv", title=title)
    heading, row = csv.reader(io.StringIO(out, newline=""), strict=True)
    assert heading == flat_fields(ItemRow)
    assert row[heading.index("title")] == cell
    assert out.startswith("item_id,date,body,")
    assert out.endswith("\r\n")


def test_a_list_in_a_cell_has_an_entry_a_line(fen: Shell):
    rows = list(csv.DictReader(io.StringIO(fen("list", "people", "--words", "tobias", "--format", "csv").out, newline="")))
    assert [row["roles"] for row in rows] == ["Engineer\nChief Engineer"]
    assert "meetings" not in rows[0]


def test_json_holds_no_control_character_and_loses_none():
    out = written("json", title="a\x1bb\x9bc\x7f")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", out)
    assert json.loads(out)[0]["title"] == "a\x1bb\x9bc\x7f"


words = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20) | st.text(st.sampled_from("=+-@'\t\r\n\",;|a "), max_size=8)
some_rows = st.builds(
    lambda text, owner, reference, start: OutcomeRow(
        "a/1", None, "Fen", "action", reference, owner, None, text, "a.txt", "fen", None, "a", "minutes", "draft", "1", None, "T", start, 9
    ),
    words,
    st.none() | words,
    st.none() | words,
    st.integers(0, 10**9),
)


@given(st.lists(some_rows, max_size=4))
def test_csv_and_json_give_back_the_same_rows(rows: list[OutcomeRow]):
    held = Register("outcomes", Filters(), tuple(rows))
    read = list(csv.DictReader(io.StringIO(exported(held, "csv", 80), newline=""), strict=True))
    plain = [{name: re.sub(r"^'('*[=+\-@\t\r\n＝＋－＠])", r"\1", cell) for name, cell in row.items()} for row in read]
    said = json.loads(exported(held, "json", 80))
    assert plain == [{name: "" if value is None else str(value) for name, value in row.items()} for row in said]


# -- what the README shows


def test_the_lists_that_the_readme_shows_are_those_of_the_sample_minutes(shell: Shell, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "110")
    assert shell("ingest", ROOT / "eval" / "corpus", "--json").code == 0
    blocks = re.findall(r"^\$ python -m assistant (list .+)\n((?:.+\n)+)", (ROOT / "README.md").read_text("utf-8"), re.M)
    assert len(blocks) >= 3
    for typed, shown in blocks:
        assert shell(*typed.split()).out == shown.replace("```\n", "")


def test_a_list_is_utf_8_with_the_line_ends_of_its_format_whatever_the_locale(fen: Shell):
    command = [sys.executable, "-m", "assistant", "list", "decisions", "--words", "£12", "--format", "csv", "--store", str(fen.store)]
    ran = subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONIOENCODING": "ascii"}, capture_output=True, check=True)
    heading, row, end = ran.stdout.split(b"\r\n")
    assert ("£12".encode() in row, end, ran.stderr) == (True, b"", b"")
    assert heading.startswith(b"item_id,")
