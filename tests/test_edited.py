"""A briefing as somebody edited it: whatever is left out, moved or typed, each number left leads to the words it led to before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sluice import FEBRUARY, JANUARY
from worlds import assistant, world

from assistant.blocks import OWN, blocks
from assistant.briefing import Briefing, brief
from assistant.edited import Edits, arranged, changed, edited, moved
from assistant.points import SECTIONS

DECISIONS = "Decisions to date"


@pytest.fixture(scope="module")
def winch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Briefing]:
    with world(tmp_path_factory.mktemp("sluice"), {"january.txt": JANUARY, "february.txt": FEBRUARY}) as store:
        yield brief(assistant(store), "the sluice winch", on=date(2024, 5, 1))


def rests(briefing: Briefing) -> dict[str, list[tuple[str, int]]]:
    """The places that each point rests on."""
    places = {c.n: (c.item.item_id, c.span.start) for c in briefing.citations}
    return {point.key: [places[n] for n in point.numbers] for point in briefing.points}


def test_untouched_it_is_the_briefing_that_was_made(winch: Briefing):
    assert edited(winch, Edits()) == arranged(winch, Edits()) == winch
    assert [point.key for point in winch.points] == list(dict.fromkeys(point.key for point in winch.points))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_is_done_to_it_each_point_left_rests_on_the_same_places_and_numbers_have_no_gap(winch: Briefing, data: st.DataObject):
    keys = [point.key for point in winch.points]
    order = tuple(data.draw(st.permutations([*keys, "gone"])))
    out = frozenset(data.draw(st.sets(st.sampled_from([*keys, "gone"]))))
    final = edited(winch, Edits(order, out, frozenset(data.draw(st.sets(st.sampled_from(SECTIONS), max_size=2)))))
    before, after = rests(winch), rests(final)
    assert after == {key: before[key] for key in after}
    assert set(after).isdisjoint(out)
    assert [c.n for c in final.citations] == list(range(1, len(final.citations) + 1))
    assert {n for point in final.points for n in point.numbers} == {c.n for c in final.citations}
    assert len(final.points) + final.omitted == len(winch.points)


def test_a_point_is_moved_a_place_at_a_time_within_its_section_and_no_further(winch: Briefing):
    keys = [point.key for point in winch.points]  # background, two decisions, an action, two figures, a question
    first, second = keys[1:3]
    up = moved(winch, keys, second, -1)
    assert [p.key for p in arranged(winch, Edits(up)).points] == [keys[0], second, first, *keys[3:]]
    assert moved(winch, up, second, -1) == up
    assert moved(winch, keys, keys[0], 1) == tuple(keys)
    assert moved(winch, keys, "gone", 1) == tuple(keys)


def test_points_that_are_gone_or_new_are_counted(winch: Briefing):
    keys = [point.key for point in winch.points]
    assert (changed(winch, keys).gone, changed(winch, keys).new) == (0, 0)
    found = changed(winch, ["gone", "gone too", *keys[2:]])
    assert (found.gone, found.new) == (2, 2)
    assert (changed(winch, ()).gone, changed(winch, ()).new) == (0, 0)


def test_what_was_typed_is_marked_in_every_block_that_holds_it_and_cites_nothing(winch: Briefing):
    typed = Edits(title="Mine [1]", purpose="Also mine [2, 3]", notes={DECISIONS: "Mine [4] too"})
    made = list(blocks(edited(winch, typed)))
    assert (made[0].kind, made[0].text) == ("title", "Mine (1)")
    notes = [block for block in made if block.kind == "note"]
    assert [block.text for block in notes] == [
        "the title above. The subject asked for is “the sluice winch”.",
        "Also mine (2, 3)",
        "Mine (4) too",
    ]
    assert [block.numbers for block in (made[0], *notes)] == [()] * 4
    assert OWN == "Note by the author, not from the minutes"


def test_a_note_under_a_section_that_is_left_out_goes_with_it(winch: Briefing):
    final = edited(winch, Edits(sections_out=frozenset([DECISIONS]), notes={DECISIONS: "Mine", "Open actions": "Mine as well"}))
    assert DECISIONS not in [section.heading for section in final.sections]
    assert [section.note for section in final.sections if section.note] == ["Mine as well"]
