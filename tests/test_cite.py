from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import QUAY, query, world

from assistant.answer import Draft, Evidence, Sentence, Source
from assistant.cite import Cited, Citer
from assistant.retrieve import Retriever
from index.minutes import Span
from index.store import Store


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with world(tmp_path_factory.mktemp("quay"), QUAY) as store:
        yield store


@pytest.fixture(scope="module")
def found(quay: Store) -> tuple[Evidence, ...]:
    return Retriever(quay, 4).find(query("ferry pontoon budget"))


def cite(quay: Store, found: tuple[Evidence, ...], *sentences: tuple[str, list[Source]]) -> Cited:
    draft = Draft(tuple(Sentence(text, tuple(sources), "quote") for text, sources in sentences), "answered")
    return Citer(quay.catalog)(draft, found)


def at(evidence: Evidence, text: str, quay: Store) -> Source:
    """The place of ``text`` in the file of ``evidence``."""
    start = quay.catalog.source_text(evidence.document.sha256).index(text)
    return Source(evidence.number, Span(start, start + len(text)))


def test_the_quotation_is_read_from_the_file_on_one_line(quay: Store, found: tuple[Evidence, ...]):
    best = found[0]
    cited = cite(quay, found, ("whatever", [at(best, "moved by four centimetres since May.\n• Members do not agree", quay)]))
    [citation] = cited.citations
    assert citation.quote == "moved by four centimetres since May. • Members do not agree"
    assert citation.label == "Quayside and Locks Board, 6 March 2019, draft minutes, item 4"
    assert (citation.item.item_id, citation.n) == (best.item.item_id, 1)


def test_one_place_has_one_number_however_often_it_is_cited(quay: Store, found: tuple[Evidence, ...]):
    first, second = at(found[0], "Members do not agree", quay), at(found[0], "The survey", quay)
    cited = cite(quay, found, ("a", [first]), ("b", [second, first]), ("c", [first, first]))
    assert [claim.citations for claim in cited.claims] == [(1,), (2, 1), (1,)]
    assert [c.n for c in cited.citations] == [1, 2]


@pytest.mark.parametrize("number", [0, -1, 5, 99])
def test_a_number_outside_the_evidence_is_a_problem_not_a_citation(quay: Store, found: tuple[Evidence, ...], number: int):
    cited = cite(quay, found, ("The ferry sank.", [Source(number, Span(0, 9))]))
    assert cited.citations == ()
    assert [claim.citations for claim in cited.claims] == [()]
    assert [(p.kind, str(number) in p.detail) for p in cited.problems] == [("unknown_evidence", True)]


def test_a_draft_without_sentences_has_neither_claims_nor_citations(quay: Store, found: tuple[Evidence, ...]):
    cited = cite(quay, found)
    assert (cited.claims, cited.citations, cited.problems) == ((), (), ())


sources = st.lists(st.builds(Source, st.integers(-1, 7), st.builds(Span, st.integers(-5, 1100), st.integers(-5, 1100))), max_size=4)


@settings(max_examples=60, deadline=None)
@given(st.lists(sources, max_size=6))
def test_every_source_becomes_a_numbered_citation_or_a_problem(quay: Store, found: tuple[Evidence, ...], drafted: list[list[Source]]):
    cited = cite(quay, found, *((f"sentence {n}", rows) for n, rows in enumerate(drafted)))
    assert [claim.text for claim in cited.claims] == [f"sentence {n}" for n in range(len(drafted))]
    assert [c.n for c in cited.citations] == list(range(1, len(cited.citations) + 1))
    assert list(dict.fromkeys(n for claim in cited.claims for n in claim.citations)) == [c.n for c in cited.citations]
    places = {(c.item.item_id, c.span) for c in cited.citations}
    assert len(places) == len(cited.citations)
    numbers = {e.number: e.item.item_id for e in found}
    wanted = [source for rows in drafted for source in rows]
    assert places == {(numbers[s.evidence], s.span) for s in wanted if s.evidence in numbers}
    assert len(cited.problems) == sum(s.evidence not in numbers for s in wanted)
