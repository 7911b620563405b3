from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.columns import Cells
from assistant.table import NARROWEST, columns_of, table, wrapped

WORDS = "The Board RESOLVED to buy a second pump for the upper pumping station at a cost of £41,000, payable in June."
PUMP = Cells(("Date", "What", "Owner"), (("2018-04-11", WORDS, "Tobias Wren"), ("2018-05-09", "Nothing.", "")))


def test_a_wide_terminal_shows_a_row_on_a_line():
    assert table(PUMP, 140).splitlines() == [
        f"Date        {'What':{len(WORDS)}}  Owner",
        f"2018-04-11  {WORDS}  Tobias Wren",
        "2018-05-09  Nothing.",
    ]


def test_a_narrower_one_wraps_the_longest_column_first():
    assert table(PUMP, 60).splitlines() == [
        "Date        What                                 Owner",
        "2018-04-11  The Board RESOLVED to buy a second   Tobias Wren",
        "            pump for the upper pumping station",
        "            at a cost of £41,000, payable in",
        "            June.",
        "2018-05-09  Nothing.",
    ]


def test_one_too_narrow_for_columns_shows_what_is_there_one_below_the_other():
    assert table(PUMP, 30).splitlines() == [
        "Date: 2018-04-11",
        "What: The Board RESOLVED to",
        "  buy a second pump for the",
        "  upper pumping station at a",
        "  cost of £41,000, payable in",
        "  June.",
        "Owner: Tobias Wren",
        "",
        "Date: 2018-05-09",
        "What: Nothing.",
    ]


def test_wide_characters_and_accents_are_counted_as_a_terminal_shows_them():
    assert [columns_of(text) for text in ("weir", "堰", "é", "e\u0301", "\u200b")] == [4, 2, 1, 1, 0]
    lines = table(Cells(("What", "Due"), (("堰の修理", "May"), ("weir", "June"))), 40).splitlines()
    assert lines == ["What      Due", "堰の修理  May", "weir      June"]


def test_a_long_word_is_cut_behind_its_strokes():
    assert wrapped("see sallow-fen/2018-04-11/minutes/02", 16) == ["see", "sallow-fen/2018-", "04-11/minutes/02"]
    assert wrapped("aaaaaaaaaa", 4) == ["aaaa", "aaaa", "aa"]
    assert wrapped("", 4) == [""]


texts = st.text(st.sampled_from("ab -/é堰\u0301.\t\n|"), max_size=60)


@given(st.integers(2, 4).flatmap(lambda n: st.lists(st.lists(texts, min_size=n, max_size=n), min_size=1, max_size=4)), st.integers(0, 90))
def test_every_letter_is_shown_and_no_line_is_too_long(rows: list[list[str]], width: int):
    headings = tuple(f"Heading{n}" for n in range(len(rows[0])))
    shown = table(Cells(headings, tuple(map(tuple, rows))), width)
    assert all(columns_of(line) <= max(width, NARROWEST) for line in shown.splitlines())
    letters = [c for row in rows for text in row for c in "".join(text.split())]
    assert sorted(c for c in shown if c in set(letters) - set("Heading")) == sorted(c for c in letters if c not in "Heading")
