"""The invented archive that sizes are measured on is always the same, and is read as minutes are."""

from __future__ import annotations

import re
import tracemalloc
from hashlib import sha256
from itertools import islice, pairwise

from worlds import world

from benchmarks.archive import Made, archive, bodies, documents, main


def test_the_same_seed_gives_the_same_archive_whatever_its_size():
    assert list(documents(300)) == list(islice(documents(2000), len(list(documents(300)))))
    assert list(documents(100, seed=1)) != list(documents(100, seed=2))


def test_the_first_documents_are_those_that_stores_were_made_of():
    first = sha256("".join(made.file + made.text for made in islice(archive(), 150)).encode()).hexdigest()
    assert first.startswith("9a02bf02")


def test_a_hundred_thousand_documents_have_no_body_twice():
    names = bodies(1667)  # of sixty meetings each
    assert len(set(names)) == 1667
    assert names[440].startswith("Great Alderbourne ")


def test_memory_does_not_grow_with_the_number_of_documents():
    made = archive()
    tracemalloc.start()
    try:
        for _ in islice(made, 70):
            pass
        few = tracemalloc.get_traced_memory()[1]
        for _ in islice(made, 350):
            pass
        assert tracemalloc.get_traced_memory()[1] < 1.5 * few
    finally:
        tracemalloc.stop()


def test_a_decision_put_off_comes_back_at_the_next_meeting_of_its_body():
    held = list(islice(archive(), 60))
    for before, after in pairwise(held):
        assert set(_put_off(before)[:3]) <= set(_headings(after)[2:])
    assert sum(len(_put_off(made)) for made in held) > 60


def _put_off(made: Made) -> list[str]:
    return re.findall(r"AGREED to defer the (.+) to the next meeting", made.text)


def _headings(made: Made) -> list[str]:
    return [title[0].lower() + title[1:] for title in re.findall(r"^\d+\. (.+)$", made.text, re.MULTILINE)]


def test_an_archive_is_written_by_the_number_of_its_documents(tmp_path):
    assert main([str(tmp_path / "minutes"), "--documents", "7", "--seed", "3"]) == 0
    written = sorted(path.name for path in (tmp_path / "minutes").iterdir())
    assert written == sorted(made.file for made in islice(archive(3), 7))


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
