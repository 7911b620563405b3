"""The invented archive that sizes are measured on is always the same, and is read as minutes are."""

from __future__ import annotations

from itertools import islice

from worlds import world

from benchmarks.archive import documents


def test_the_same_seed_gives_the_same_archive_whatever_its_size():
    assert list(documents(300)) == list(islice(documents(2000), len(list(documents(300)))))
    assert list(documents(100, seed=1)) != list(documents(100, seed=2))


def test_names_are_never_given_twice():
    names = [name for name, _ in documents(5000)]
    assert len(names) == len(set(names)) > 300


def test_each_document_is_read_as_one_meeting_with_the_items_it_was_made_of(tmp_path):
    every_style = [next(one for one in documents(20_000) if one[0].startswith(f"{number:04}-")) for number in range(4)]
    with world(tmp_path, dict(every_style)) as store:
        held = store.catalog.documents()
        assert len(held) == len({document.body_id for document in held}) == 4
        for document in held:
            items = [item for item in store.catalog.items(document.document_id) if item.kind == "item"]
            text = dict(every_style)[document.file]
            assert len(items) == text.count("\n\n") - 2  # each is followed by an empty line, as are the two parts of the head
            assert items[-1].title.lower() == "date of the next meeting"
            assert document.chair
