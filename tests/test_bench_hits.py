"""Whether a stretch of a file counts for an item: two readings, worked out by hand over one file."""

from __future__ import annotations

from benchmarks.hits import Stretch, held, hit, touched
from benchmarks.llama import counted
from eval.structure import Structure

# item one: 0 to 100, item two: 100 to 140, item three: 140 to 1000
_ITEMS = [("one", 0, 100), ("two", 100, 140), ("three", 140, 1000)]
STRUCTURE = Structure.model_validate(
    {
        "files": [
            {
                "file": "f.txt",
                "documents": [
                    {
                        "kind": "minutes",
                        "items": [{"item_id": i, "kind": "item", "cite_level": True, "start_char": s, "end_char": e} for i, s, e in _ITEMS],
                    }
                ],
            }
        ]
    }
)


def test_a_chunk_is_held_to_stand_for_the_item_that_holds_most_of_it():
    chunks = [Stretch("f.txt", 0, 140), Stretch("f.txt", 90, 110), Stretch("f.txt", 80, 400), Stretch("other.txt", 0, 50)]
    # 100 of one and 40 of two; 10 and 10: the later; 20, 40 and 260; no such file
    assert held(STRUCTURE, chunks) == [{"one"}, {"two"}, {"three"}]


def test_items_ranked_already_take_no_further_rank():
    chunks = [Stretch("f.txt", 0, 50), Stretch("f.txt", 50, 100), Stretch("f.txt", 200, 300)]
    assert held(STRUCTURE, chunks) == [{"one"}, {"three"}]


def test_a_chunk_touches_every_item_of_which_it_covers_half_or_that_holds_half_of_it():
    chunks = [Stretch("f.txt", 50, 160), Stretch("f.txt", 49, 161), Stretch("f.txt", 51, 160), Stretch("f.txt", 130, 170)]
    # 50 of the 100 of one, all of two, 20 of three; the same with more; 49 of one are too few; 10 of two, but 30 of these 40 are three's
    assert touched(STRUCTURE, chunks) == [{"one", "two"}, {"one", "two"}, {"two"}, {"three"}]


def test_a_hit_is_counted_by_ranks():
    ranks = [frozenset({"one", "two"}), frozenset(), frozenset({"three"})]
    assert hit({"two"}, ranks, 1)
    assert not hit({"three"}, ranks, 2)
    assert hit({"three", "four"}, ranks, 10)


def test_places_are_counted_without_a_byte_order_mark_and_with_one_character_a_line_end():
    raw = "\ufeffab\r\ncd\r\nef"
    assert raw[9:11] == "ef"
    assert "ab\ncd\nef"[counted(raw, 9) : counted(raw, 11)] == "ef"
    assert counted("ab\ncd", 4) == 4
