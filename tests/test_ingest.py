from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import LINES, WordEmbedding
from found import texts
from places import open_store

from index.folders import Labelling
from index.ingest import Pipeline, ingest, remove
from index.minutes import Parsed, Source
from index.parse import parse, renamed
from index.store import Store

pytestmark = pytest.mark.usefixtures("vectors_at")
Write = Callable[[str, str], Path]

JULY = """wm-spcb 2018-07-17 minutes
1 | Apologies | Apologies were received from Ms Aldous.
2 | Budget | The board agreed the budget of £3.65m.
3 | Custody | Visits to custody suites were noted.
"""
ITEM = "wm-spcb/2018-07-17/minutes"


def take_in(store: Store, *paths: Path, pipeline=LINES):
    return ingest(store, list(paths), pipeline=pipeline)


def outcomes_of(report):
    return [(entry.file, entry.outcome, entry.code) for entry in report.entries]


def held(store: Store) -> tuple:
    """Everything a reader can see, and how many vectors there are."""
    catalog = store.catalog
    return catalog.documents(), catalog.items(), [catalog.passages(item.item_id) for item in catalog.items()], store.vectors.count()


class Killed(BaseException):
    """What a killed process does not survive."""


class Killing:
    """Vectors that die after they have written."""

    def __init__(self, vectors):
        self._vectors = vectors

    def __getattr__(self, name):
        return getattr(self._vectors, name)

    def upsert(self, *arguments):
        self._vectors.upsert(*arguments)
        raise Killed


class KillingStore(Store):
    @property
    def vectors(self):
        return Killing(super().vectors)


def killed_while_reading(store: Store, path: Path) -> None:
    dying = KillingStore(store.path, store.catalog, WordEmbedding, store.shelf)
    with pytest.raises(Killed):
        take_in(dying, path)
    dying.vectors.close()


def test_a_file_is_in_the_catalogue_and_found_by_words_and_by_meaning(store: Store, write: Write):
    report = take_in(store, write("july.txt", JULY))
    assert outcomes_of(report) == [("july.txt", "added", "")]
    assert (report.documents, report.items, report.exit_code) == (1, 4, 0)
    assert [hit.item_id for hit in store.catalog.words.passages(["£3.65m"])] == [f"{ITEM}/02"]
    assert store.dense("custody visits noted", limit=1)[0].item_id == f"{ITEM}/03"
    assert store.check() == []


def test_ingesting_twice_is_ingesting_once(store: Store, write: Write):
    path = write("july.txt", JULY)
    take_in(store, path)
    before = held(store)
    assert outcomes_of(take_in(store, path)) == [("july.txt", "unchanged", "")]
    assert held(store) == before


def test_another_version_of_the_parser_reads_the_same_bytes_again(store: Store, write: Write):
    path = write("july.txt", JULY)
    take_in(store, path)
    before = held(store)
    report = take_in(store, path, pipeline=replace(LINES, version="2"))
    assert outcomes_of(report) == [("july.txt", "replaced", "I_REPLACED")]
    assert held(store) == before


def test_a_changed_file_replaces_and_its_old_words_are_gone_from_both_stores(store: Store, write: Write):
    path = write("july.txt", JULY)
    take_in(store, path)
    write("july.txt", JULY.replace("Visits to custody suites were noted", "Zebras"))
    assert outcomes_of(take_in(store, path)) == [("july.txt", "replaced", "I_REPLACED")]
    assert store.catalog.words.passages(["custodi", "suit"]) == store.catalog.words.passages(["custodi"])
    assert texts(store.catalog, store.catalog.words.passages(["custodi"])) == ["Zebras."]
    assert texts(store.catalog, (hit for hit in store.dense("custody suites", limit=9) if hit.score > 0.1)) == ["Zebras."]
    assert store.vectors.count() == 4
    assert store.check() == []


def test_a_kill_between_the_vectors_and_the_commit_leaves_the_old_minutes_and_the_next_run_converges(store: Store, write: Write):
    path = write("july.txt", JULY)
    take_in(store, path)
    before = held(store)
    write("july.txt", JULY.replace("£3.65m", "£4.10m"))
    killed_while_reading(store, path)
    assert held(store)[:3] == before[:3]
    assert store.vectors.count() == 8
    assert set(texts(store.catalog, store.dense("The board agreed the budget of", limit=9))) == {p.text for [p] in before[2]}
    take_in(store, path)
    assert [hit.item_id for hit in store.catalog.words.passages(["£4.10m"])] == [f"{ITEM}/02"]
    assert store.catalog.words.passages(["£3.65m"]) == []
    assert store.vectors.count() == 4
    assert store.check() == []


def test_what_is_not_committed_is_seen_by_no_search(store: Store, write: Write):
    path = write("july.txt", JULY)
    killed_while_reading(store, path)
    assert store.vectors.count() == 4
    assert store.dense("budget agreed") == []
    assert store.catalog.words.passages(["budget"]) == []
    assert store.catalog.words.items(["budget"]) == []
    assert held(store)[:3] == ([], [], [])


def test_a_reader_never_misses_a_file_while_it_is_replaced(store: Store, write: Write):
    path = write("july.txt", JULY)
    take_in(store, path)
    stop, seen = threading.Event(), []

    def reading() -> None:
        while not stop.is_set():
            seen.append((len(store.dense("custody visits", limit=4)), len(store.catalog.words.passages(["custodi"]))))

    reader = threading.Thread(target=reading)
    reader.start()
    for pounds in range(10):
        write("july.txt", JULY.replace("£3.65m", f"£{pounds}m"))
        take_in(store, path)
    stop.set()
    reader.join()
    assert set(seen) == {(4, 1)}


def test_a_damaged_file_is_named_and_the_others_are_in(store: Store, write: Write):
    damaged = write("broken.txt", "")
    report = take_in(store, damaged, write("july.txt", JULY))
    assert outcomes_of(report) == [("broken.txt", "failed", "E_NO_TEXT"), ("july.txt", "added", "")]
    assert report.exit_code == 65
    assert report.entries[0].message


def test_a_stumbling_parser_is_a_failure_in_the_report(store: Store, write: Write):
    report = take_in(store, write("odd.txt", "no head"), write("july.txt", JULY))
    assert outcomes_of(report) == [("odd.txt", "failed", "E_INTERNAL"), ("july.txt", "added", "")]
    assert "no head" not in report.entries[0].message


def test_a_text_without_a_vector_fails_and_nothing_of_it_is_stored(store: Store, write: Write):
    report = take_in(store, write("signs.txt", "wm-spcb 2018-07-17 minutes\n1 | * | ***\n"))
    assert outcomes_of(report) == [("signs.txt", "failed", "E_EMBED")]
    assert store.catalog.documents() == []
    assert store.check() == []


def test_a_missing_file_named_alone_is_no_input(store: Store, write: Write, tmp_path: Path):
    report = take_in(store, tmp_path / "nowhere.txt")
    assert (outcomes_of(report), report.exit_code) == ([("nowhere.txt", "failed", "E_NOINPUT")], 66)
    assert take_in(store, tmp_path / "nowhere.txt", write("july.txt", JULY)).exit_code == 65


def test_a_folder_is_read_in_order_and_passes_over_what_is_no_minutes(store: Store, write: Write):
    write("b.txt", JULY)
    write("a.txt", JULY.replace("2018-07-17", "2018-06-12"))
    folder = write("picture.png", "x").parent
    assert outcomes_of(take_in(store, folder)) == [("a.txt", "added", ""), ("b.txt", "added", ""), ("picture.png", "skipped", "E_TYPE")]


def test_a_file_of_another_type_named_itself_fails(store: Store, write: Write):
    report = take_in(store, write("picture.png", "x"))
    assert (outcomes_of(report), report.exit_code) == ([("picture.png", "failed", "E_TYPE")], 65)


def test_the_same_bytes_under_another_name_are_a_duplicate(store: Store, write: Write):
    take_in(store, write("july.txt", JULY))
    report = take_in(store, write("copy.txt", JULY))
    assert (outcomes_of(report), report.exit_code) == ([("copy.txt", "duplicate", "I_DUPLICATE")], 0)
    assert len(store.catalog.documents()) == 1


def test_a_moved_file_is_known_by_its_bytes(store: Store, write: Write):
    path = write("july.txt", JULY)
    take_in(store, path)
    moved = path.rename(path.with_name("moved.txt"))
    assert outcomes_of(take_in(store, moved)) == [("moved.txt", "unchanged", "")]
    write("moved.txt", JULY.replace("£3.65m", "£4m"))
    assert outcomes_of(take_in(store, moved)) == [("moved.txt", "replaced", "I_REPLACED")]


def test_a_file_that_becomes_a_copy_of_another_leaves_nothing_of_its_own(store: Store, write: Write):
    other = write("june.txt", JULY.replace("2018-07-17", "2018-06-12"))
    take_in(store, write("july.txt", JULY), other)
    write("june.txt", JULY)
    assert outcomes_of(take_in(store, other)) == [("june.txt", "duplicate", "I_DUPLICATE")]
    assert [one.document_id for one in store.catalog.documents()] == [ITEM]
    assert store.check() == []


def test_removing_a_file_takes_it_out_of_both_stores(store: Store, write: Write):
    path = write("july.txt", JULY)
    take_in(store, path)
    assert remove(store, path)
    assert held(store) == ([], [], [], 0)
    assert store.check() == []
    assert not remove(store, path)


def test_a_file_that_comes_back_has_its_old_ids(store: Store, write: Write):
    path = write("july.txt", JULY)
    take_in(store, path)
    before = store.catalog.items()
    remove(store, path)
    take_in(store, path)
    assert store.catalog.items() == before


def test_an_item_put_in_between_leaves_the_ids_of_the_others(store: Store, write: Write):
    path = write("july.txt", JULY)
    take_in(store, path)
    head, first, *rest = JULY.splitlines(keepends=True)
    write("july.txt", "".join([head, first, "1a | Urgent business | There was none.\n", *rest]))
    take_in(store, path)
    # The parser would call the new item 02; that id is Budget's.
    assert [(item.item_id, item.title) for item in store.catalog.items()] == [
        (f"{ITEM}/00", "Meeting"),
        (f"{ITEM}/01", "Apologies"),
        (f"{ITEM}/02~2", "Urgent business"),
        (f"{ITEM}/02", "Budget"),
        (f"{ITEM}/03", "Custody"),
    ]


def test_an_item_that_is_numbered_anew_is_found_by_its_text(store: Store, write: Write):
    path = write("july.txt", JULY)
    take_in(store, path)
    write("july.txt", JULY.replace("3 | Custody", "7 | Detention"))
    take_in(store, path)
    assert store.catalog.item(f"{ITEM}/03").title == "Detention"


def test_a_vanished_item_leads_to_the_one_that_has_its_words_or_to_the_head(store: Store, write: Write):
    path = write("july.txt", JULY)
    take_in(store, path)
    write("july.txt", "wm-spcb 2018-07-17 minutes\n5 | Finance | It was said that the board agreed the budget of £3.65m in full.\n")
    take_in(store, path)
    finance = store.catalog.items()[1]
    assert finance.item_id == f"{ITEM}/01~2"  # 01 was Apologies
    assert store.catalog.item(f"{ITEM}/02") == finance
    assert store.catalog.passages(f"{ITEM}/02") == store.catalog.passages(finance.item_id)
    assert store.catalog.item(f"{ITEM}/03").title == "Meeting"
    assert store.catalog.document_of(f"{ITEM}/03").document_id == ITEM


def test_a_change_taken_back_gives_the_ids_back(store: Store, write: Write):
    path = write("july.txt", JULY)
    take_in(store, path)
    before = store.catalog.items()
    write("july.txt", "".join(JULY.splitlines(keepends=True)[:2]))
    take_in(store, path)
    write("july.txt", JULY)
    take_in(store, path)
    assert store.catalog.items() == before


def test_a_corrected_date_keeps_the_ids_because_the_items_are_the_same(store: Store, write: Write):
    path = write("july.txt", JULY)
    take_in(store, path)
    write("july.txt", JULY.replace("2018-07-17", "2018-07-18"))
    take_in(store, path)
    [document] = store.catalog.documents()
    assert (document.document_id, str(document.meeting.date)) == (ITEM, "2018-07-18")


def test_another_meeting_under_a_known_path_gets_ids_of_its_own(store: Store, write: Write):
    path = write("latest.txt", JULY)
    take_in(store, path)
    write("latest.txt", "wm-spcb 2018-08-21 minutes\n1 | Apologies | None.\n2 | Estates | A sale was agreed.\n")
    take_in(store, path)
    assert [one.document_id for one in store.catalog.documents()] == ["wm-spcb/2018-08-21/minutes"]
    assert store.catalog.item(f"{ITEM}/02") is None


def test_a_second_file_of_one_meeting_gets_a_numbered_id(store: Store, write: Write):
    second = write("second.txt", JULY.replace("Aldous", "Bloggs"))
    take_in(store, write("july.txt", JULY), second)
    assert [one.document_id for one in store.catalog.documents()] == [ITEM, f"{ITEM}~2"]
    write("second.txt", JULY.replace("Aldous", "Carter"))
    take_in(store, second)
    assert [one.document_id for one in store.catalog.documents()] == [ITEM, f"{ITEM}~2"]
    assert store.catalog.item(f"{ITEM}~2/01").text.endswith("Carter.")


def test_what_has_another_label_is_in_no_search_of_the_open_ones(store: Store, write: Write):
    take_in(store, write("july.txt", JULY))
    ingest(store, [write("private.txt", JULY.replace("minutes", "report"))], pipeline=LINES, labelling=Labelling("exempt"))
    for labels, role in ((("open",), "minutes"), (("exempt",), "report")):
        seen = store.seen_by(labels)
        assert [hit.item_id for hit in seen.dense("agreed the budget", limit=1)] == [f"wm-spcb/2018-07-17/{role}/02"]
        assert [found for found, _ in seen.catalog.words.items(["budget"])] == [f"wm-spcb/2018-07-17/{role}/02"]
        assert {one.role for one in seen.catalog.documents()} == {role}
    assert store.check() == []


def test_progress_counts_files(store: Store, write: Write):
    seen: list[tuple[str, int, int]] = []
    ingest(store, [write("july.txt", JULY)], lambda *step: seen.append(step), pipeline=LINES)
    assert seen == [("ingest", 0, 1), ("ingest", 1, 1)]


def test_the_real_pipeline_fits(store: Store, write: Write):
    head = "Upper Marl Parish Council\n\nMinutes of the meeting held on 4 April 2018\n\n"
    text = f"{head}1. Apologies\n\nNone.\n\n2. Budget\n\nThe budget was agreed.\n"
    report = ingest(store, [write("april.txt", text)])
    assert outcomes_of(report) == [("april.txt", "added", "")]
    assert store.catalog.words.items(["budget"])
    sha256 = store.catalog.documents()[0].sha256
    assert store.catalog.source_text(sha256) == text
    assert store.catalog.source_bytes(sha256) == text.encode()


def test_a_store_opened_again_still_holds_everything(tmp_path: Path, write: Write):
    path = write("july.txt", JULY)
    with open_store(tmp_path / "store", WordEmbedding, create=True) as store:
        take_in(store, path)
        before = held(store)
    with open_store(tmp_path / "store", WordEmbedding) as store:
        assert held(store) == before
        assert outcomes_of(take_in(store, path)) == [("july.txt", "unchanged", "")]


CORPUS = Path(__file__).parent.parent / "eval" / "corpus"


def older_parse(source: Source) -> Parsed:
    """What a lesser parser may have made of a file: another name of the body, items missed, the ids after them shifted."""
    found = []
    for document in parse(source).documents:
        kept = [item for n, item in enumerate(document.items) if item.kind != "point" and n % 4 != 3]
        shifted = {item.item_id: f"{document.document_id}/{n:02}" for n, item in enumerate(kept)}
        items = tuple(replace(item, item_id=shifted[item.item_id], parent=shifted.get(item.parent or "")) for item in kept)
        outcomes = tuple(replace(o, item_id=shifted[o.item_id]) for o in document.outcomes if o.item_id in shifted)
        older = replace(document, items=items, outcomes=outcomes, body_id=f"old-{document.body_id}")
        found.append(renamed(older, f"old-{document.document_id}"))
    return Parsed(source.file, tuple(found))


@pytest.mark.folder("ids are the catalogue's alone, and reading all samples again takes half a minute")
@pytest.mark.parametrize("file", sorted(path.name for path in CORPUS.iterdir() if path.suffix in (".txt", ".md", ".html")))
def test_ids_of_an_older_parser_lead_to_the_same_items_of_a_newer_one(store: Store, file: str):
    take_in(store, CORPUS / file, pipeline=Pipeline(parse=older_parse, version="older"))
    told = {item.item_id: (item.number, item.minute_ref, item.title) for item in store.catalog.items()}
    assert outcomes_of(take_in(store, CORPUS / file, pipeline=Pipeline()))[0][1] == "replaced"
    newer = {item_id: store.catalog.item(item_id) for item_id in told}
    assert {item_id: item and (item.number, item.minute_ref, item.title) for item_id, item in newer.items()} == told
