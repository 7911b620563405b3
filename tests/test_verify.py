"""No draft, however wrong, yields an answer that is: what fails is named as a Problem, and nothing is silently gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import QUAY, QUAY_MINUTES, query, world

from assistant.absence import not_recorded
from assistant.answer import Answer, Basis, Draft, Evidence, Sentence, Source
from assistant.cite import Citer
from assistant.labels import label, meeting_label
from assistant.retrieve import Retriever
from assistant.verify import Verifier
from assistant.write import ExtractiveWriter
from index.heal import heal
from index.minutes import Item, Span
from index.store import Store

BUDGET = "Members do not agree the budget of £310,000 for the ferry pontoon."
SURVEY = "The survey of the ferry pontoon was deferred until the June meeting."
LAMPS = "The Board RESOLVED to replace the forty lamps on the towpath at a cost of £18,400."
ASKED = query("What did the board decide about the ferry pontoon?", intent="decision")


@dataclass(frozen=True)
class Desk:
    """A store, the evidence found in it, and the two steps that stand between a draft and a reader."""

    store: Store
    evidence: tuple[Evidence, ...]

    def check(self, *sentences: Sentence, status: str = "answered", verdict: str | None = None) -> Answer:
        draft = Draft(sentences, status, verdict)  # type: ignore[arg-type]
        return Verifier(self.store.catalog)(ASKED, Citer(self.store.catalog)(draft, self.evidence), self.evidence)

    def item(self, role: str, number: str | None) -> Evidence:
        return next(e for e in self.evidence if (e.document.role, e.item.number) == (role, number))

    def text(self, e: Evidence) -> str:
        return self.store.catalog.source_text(e.document.sha256)

    def place(self, e: Evidence, words: str) -> Source:
        start = self.text(e).index(words)
        return Source(e.number, Span(start, start + len(words)))

    def quote(self, words: str, text: str | None = None, role: str = "minutes", number: str = "4") -> Sentence:
        """A sentence that says ``text`` and cites the place of ``words``."""
        return Sentence(text if text is not None else words, (self.place(self.item(role, number), words),), "quote")

    def lead(self, number: str, words: str, name: str | None = None) -> Sentence:
        e = self.item("minutes", number)
        return Sentence(f"{name or label(e.document, e.item)}:", (self.place(e, words),), "catalogue")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with world(tmp_path_factory.mktemp("quay"), QUAY) as store:
        yield Desk(store, Retriever(store, 11).find(ASKED))


def kinds(answer: Answer) -> list[str]:
    return [problem.kind for problem in answer.problems]


def test_a_true_draft_passes_unchanged(desk: Desk):
    answer = desk.check(desk.lead("4", BUDGET), desk.quote(BUDGET), desk.quote(SURVEY), verdict="not agreed")
    assert (answer.status, answer.verdict, answer.problems) == ("answered", "not agreed", ())
    assert answer.text == f"Quayside and Locks Board, 6 March 2019, draft minutes, item 4: {BUDGET} [1] {SURVEY} [2]"
    assert [c.quote for c in answer.citations] == [BUDGET, SURVEY]


@pytest.mark.parametrize(
    "altered",
    [
        BUDGET.replace("310,000", "510,000"),
        BUDGET.replace("310,000", "31,000"),
        BUDGET.replace("£", "$"),
        BUDGET.replace("£310,000", "310,000%"),
        BUDGET.replace("do not agree", "agree"),
        BUDGET.replace("agree", "disagree"),
        BUDGET.replace("Members", "Officers"),
        BUDGET.replace("ferry", "fery"),
        BUDGET.replace("pontoon", "pontoons"),
        BUDGET + " The Chair was pleased.",
        "embers do not agree",
        "do not agree the budget of £310,000 for the ferry pont",
        "Members do not agree the budget of £310",
        "Members agree the budget.",
        "The budget of £310,000 do not agree Members",
        "",
        "…",
        "[1]",
    ],
)
def test_altered_words_are_refused_and_named(desk: Desk, altered: str):
    answer = desk.check(desk.quote(SURVEY), desk.quote(BUDGET, altered))
    assert [claim.text for claim in answer.claims] == [SURVEY]
    assert [(p.kind, p.claim and p.claim.text) for p in answer.problems] == [("unsupported_quote", altered)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (BUDGET, "members do not agree the budget of £310,000 for the ferry pontoon"),
        (BUDGET, "the budget of £310,000"),
        (f"{BUDGET}\n• {SURVEY}", f"{BUDGET} {SURVEY}"),
        ("2019/005 – Towpath Lighting\nThe Board RESOLVED", "2019/005 Towpath Lighting: The Board RESOLVED"),
    ],
)
def test_case_bullets_and_line_breaks_do_not_matter(desk: Desk, words: str, said: str):
    number = "4" if "pontoon" in words else "3"
    answer = desk.check(desk.quote(words, said, number=number))
    assert (answer.status, answer.problems) == ("answered", ())


def test_true_words_with_the_wrong_place_are_refused(desk: Desk):
    answer = desk.check(desk.quote(SURVEY), desk.quote(LAMPS, BUDGET, number="3"))
    assert [claim.text for claim in answer.claims] == [SURVEY]
    assert kinds(answer) == ["unsupported_quote"]


def test_a_second_citation_that_does_not_bear_the_words_out_is_refused_with_them(desk: Desk):
    both = Sentence(BUDGET, (desk.place(desk.item("minutes", "4"), BUDGET), desk.place(desk.item("minutes", "3"), LAMPS)), "quote")
    assert kinds(desk.check(desk.quote(SURVEY), both)) == ["unsupported_quote"]


@pytest.mark.parametrize("basis", ["quote", "catalogue"])
def test_a_sentence_without_a_source_is_refused(desk: Desk, basis: Basis):
    answer = desk.check(desk.quote(SURVEY), Sentence(BUDGET, (), basis))
    assert [claim.text for claim in answer.claims] == [SURVEY]
    assert kinds(answer) == ["uncited"]


def test_a_place_outside_its_item_is_a_problem_though_the_words_are_true(desk: Desk):
    other = desk.item("minutes", "3")
    answer = desk.check(desk.quote(SURVEY), Sentence(BUDGET, (Source(other.number, desk.place(other, BUDGET).span),), "quote"))
    assert [claim.text for claim in answer.claims] == [SURVEY]
    assert kinds(answer) == ["outside_item", "uncited"]


def test_an_item_that_is_not_in_the_catalogue_is_a_problem(desk: Desk):
    e = desk.item("minutes", "4")
    forged = Desk(desk.store, (replace(e, item=replace(e.item, item_id="nobody/2019-03-06/minutes/04")),))
    answer = forged.check(Sentence(BUDGET, (forged.place(e, BUDGET),), "quote"))
    assert (answer.status, kinds(answer)) == ("not_recorded", ["unknown_item", "uncited"])


@pytest.mark.parametrize(
    "name",
    [
        "Quayside and Locks Board, 6 March 2019, draft minutes, item 3",
        "Quayside and Locks Board, 6 March 2019, minutes, item 4",
        "Quayside and Locks Board, 7 March 2019, draft minutes, item 4",
        "Ferries Board, 6 March 2019, draft minutes, item 4",
        "The Board agreed the budget",
        "item 4",
        "",
    ],
)
def test_a_label_that_is_not_the_label_of_the_cited_item_is_refused(desk: Desk, name: str):
    answer = desk.check(Sentence(f"{name}.", (desk.place(desk.item("minutes", "4"), BUDGET),), "catalogue"), desk.quote(SURVEY))
    assert [claim.text for claim in answer.claims] == [SURVEY]
    assert kinds(answer) == ["unsupported_catalogue"]


def test_words_never_stand_behind_the_label_of_another_item(desk: Desk):
    """The first quotation and the second label are wrong: what is left must not read as one."""
    answer = desk.check(
        desk.lead("3", LAMPS),
        desk.quote(LAMPS, "The lamps are pink.", number="3"),
        desk.lead("4", BUDGET, "Ferries Board"),
        desk.quote(BUDGET),
    )
    assert [claim.text for claim in answer.claims] == [BUDGET]
    assert len(answer.problems) == 3


def test_a_label_keeps_to_what_is_left_behind_it(desk: Desk):
    answer = desk.check(desk.lead("4", BUDGET), desk.quote(BUDGET, "The Board agreed."), desk.quote(SURVEY))
    assert answer.text == f"Quayside and Locks Board, 6 March 2019, draft minutes, item 4: {SURVEY} [1]"
    assert [c.quote for c in answer.citations] == [SURVEY]


def test_an_answer_that_lost_a_sentence_is_partial_and_says_so(desk: Desk):
    answer = desk.check(desk.quote(SURVEY), desk.quote(BUDGET, "The Board agreed the budget."), verdict="agreed")
    assert (answer.status, answer.verdict) == ("partial", None)
    assert len(answer.notices) == 1


def test_an_answer_that_lost_every_sentence_is_not_recorded_and_cites_nothing(desk: Desk):
    answer = desk.check(desk.quote(BUDGET, "The Board agreed the budget."), verdict="agreed")
    assert (answer.status, answer.verdict, answer.citations) == ("not_recorded", None, ())
    assert [claim.basis for claim in answer.claims] == ["absence"] * len(answer.claims)
    assert "agreed the budget" not in answer.text
    assert "6 March 2019" in answer.text
    assert kinds(answer) == ["unsupported_quote"]


def test_an_empty_draft_is_not_recorded(desk: Desk):
    answer = desk.check()
    assert (answer.status, answer.citations, answer.problems) == ("not_recorded", (), ())
    assert "do not record" in answer.text


@pytest.mark.parametrize(
    "said",
    [
        "The Board never agreed the budget.",
        "The minutes held here do not record an answer to this. Searched: Ferries Board 1 May 2018 (minutes).",
        "The minutes held here do not record an answer to this.",
        "Nearest items, which do not answer it: Ferries Board, 1 May 2018, minutes, item 1.",
        "The minutes held here use XQZ and do not say what it stands for.",
        "",
    ],
)
def test_what_is_said_to_be_missing_is_refused_without_a_citation_unless_it_is_what_was_searched(desk: Desk, said: str):
    answer = desk.check(desk.quote(SURVEY), Sentence(said, (), "absence"))
    assert [claim.text for claim in answer.claims] == [SURVEY]
    assert kinds(answer) == ["unsupported_absence"]


def test_what_was_searched_may_be_said_without_a_citation(desk: Desk):
    silence = not_recorded(ASKED, desk.store.catalog.documents(), desk.evidence)
    answer = desk.check(*silence.sentences, status=silence.status)
    assert (answer.status, answer.problems, answer.citations) == ("not_recorded", (), ())
    assert [claim.text for claim in answer.claims] == [s.text for s in silence.sentences]


@pytest.mark.parametrize(
    ("printed", "problems"),
    [("The OLR met twice.", []), ("The Oil and Leaks Register (OLR) is kept by the Engineer.", ["unsupported_absence"])],
)
def test_an_acronym_is_said_to_be_unexplained_only_where_no_minutes_explain_it(tmp_path, printed: str, problems: list[str]):
    with world(tmp_path, {"quay-minutes.txt": QUAY_MINUTES.replace(SURVEY, printed)}) as store:
        desk = Desk(store, Retriever(store, 4).find(ASKED))
        answer = desk.check(desk.quote(BUDGET), Sentence("The minutes held here use OLR and do not say what it stands for.", (), "absence"))
    assert kinds(answer) == problems


def test_a_label_of_the_evidence_that_is_not_the_catalogue_s_is_a_problem(desk: Desk):
    e = desk.item("minutes", "4")
    forged = Desk(desk.store, (replace(e, item=replace(e.item, number="12")),))
    assert kinds(forged.check(Sentence(BUDGET, (forged.place(e, BUDGET),), "quote"))) == ["wrong_label", "uncited"]


def missing(desk: Desk, point: str, reference: str, name: str | None = None) -> Sentence:
    agenda = desk.item("agenda", "3")
    text = f"{name or label(agenda.document, agenda.item)}, lists {point}; the minutes held of that meeting have no entry {reference}."
    return Sentence(text, (desk.place(agenda, point),), "absence")


def test_a_reference_of_the_agenda_that_the_minutes_lack_may_be_called_missing(desk: Desk):
    answer = desk.check(missing(desk, "2019/004 – Ferry Pontoon", "2019/004"))
    assert (answer.status, answer.problems, [c.document.role for c in answer.citations]) == ("answered", (), ["agenda"])


@pytest.mark.parametrize(
    ("point", "reference"),
    [
        ("2019/005 – Towpath Lighting", "2019/005"),
        ("2019/004 – Ferry Pontoon", "2019/006"),
        ("2019/004 – Ferry Pontoon", "2019/00"),
        ("2019/004 – Ferry Pontoon", "2019/009"),
        ("2019/004 – Ferry Pontoon", "Ferry"),
    ],
)
def test_a_reference_that_the_minutes_print_or_the_agenda_lacks_is_not_called_missing(desk: Desk, point: str, reference: str):
    answer = desk.check(desk.quote(SURVEY), missing(desk, point, reference))
    assert [claim.text for claim in answer.claims] == [SURVEY]
    assert kinds(answer) == ["unsupported_absence"]


def test_what_an_agenda_is_said_to_list_must_stand_in_it_under_its_own_label(desk: Desk):
    agenda = desk.item("agenda", "3")
    place = desk.place(agenda, "2019/004 – Ferry Pontoon")
    name = label(agenda.document, agenda.item)
    claims = [
        f"{name}, lists 2019/004 – Ferry Palace; the minutes held of that meeting have no entry 2019/004.",
        f"Ferries {name}, lists 2019/004 – Ferry Pontoon; the minutes held of that meeting have no entry 2019/004.",
        f"The board is corrupt, {name}, lists 2019/004 – Ferry Pontoon; the minutes held of that meeting have no entry 2019/004.",
    ]
    answer = desk.check(desk.quote(SURVEY), *(Sentence(text, (place,), "absence") for text in claims))
    assert [claim.text for claim in answer.claims] == [SURVEY]
    assert kinds(answer) == ["unsupported_absence"] * 3


def test_nothing_is_missing_from_minutes_that_are_not_held(tmp_path):
    with world(tmp_path, {"quay-agenda.txt": QUAY["quay-agenda.txt"]}) as store:
        alone = Desk(store, Retriever(store, 11).find(query("ferry pontoon")))
        answer = alone.check(missing(alone, "2019/004 – Ferry Pontoon", "2019/004"))
    assert (answer.status, kinds(answer)) == ("not_recorded", ["unsupported_absence"])


def test_brackets_in_the_minutes_are_not_markers(tmp_path):
    files = {"quay-minutes.txt": QUAY_MINUTES.replace(SURVEY, "The survey [7] of the ferry pontoon [1, 2] was deferred.")}
    with world(tmp_path, files) as store:
        desk = Desk(store, Retriever(store, 4).find(ASKED))
        answer = desk.check(desk.quote("The survey [7] of the ferry pontoon [1, 2] was deferred."))
    assert re.findall(r"\[[\d, ]+\]", answer.text) == ["[1]"]
    assert answer.citations[0].quote == "The survey [7] of the ferry pontoon [1, 2] was deferred."


def test_two_neighbours_with_letter_bullets_are_one_quotation(tmp_path):
    first, second = "The ferry pontoon has moved by four centimetres.", "The ferry pontoon will be moved back in August."
    minutes = QUAY_MINUTES.replace(f"• {BUDGET}\n• {SURVEY}", f"o {first}\no {second}")
    with world(tmp_path, {"quay-minutes.txt": minutes}) as store:
        evidence = Retriever(store).find(ASKED)
        draft = ExtractiveWriter().write(ASKED, evidence)
        answer = Verifier(store.catalog)(ASKED, Citer(store.catalog)(draft, evidence), evidence)
    assert answer.problems == ()


# -- the laws


def words_of(desk: Desk, e: Evidence) -> list[str]:
    return [line.strip("•- ") for line in desk.text(e)[e.item.span.start : e.item.span.end].split("\n") if line.strip()]


@st.composite
def drafts(draw: st.DrawFn, desk: Desk) -> list[Sentence]:
    """Sentences near the truth: true words, altered ones, true and swapped labels, places in and out of the item."""
    found: list[Sentence] = []
    for _ in range(draw(st.integers(0, 5))):
        e = draw(st.sampled_from(desk.evidence))
        words = draw(st.sampled_from(words_of(desk, e)))
        source = desk.place(e, words)
        text = draw(st.sampled_from([words, words.upper(), f"{words} indeed", words.replace("not ", ""), words[1:], "", "Nothing."]))
        names = [
            f"{label(e.document, e.item)}:",
            f"{meeting_label(e.document)}.",
            f"{label(draw(st.sampled_from(desk.evidence)).document, e.item)}:",
        ]
        absent = f"{label(e.document, e.item)}, lists {words}; the minutes held of that meeting have no entry {words[:8]}."
        wrong = Source(draw(st.integers(-1, 14)), Span(draw(st.integers(-9, 1100)), draw(st.integers(-9, 1100))))
        sources = draw(st.sampled_from([(source,), (source, wrong), (wrong,), (), (source, source)]))
        basis = draw(st.sampled_from(["quote", "catalogue", "absence"]))
        said = {"quote": [text], "catalogue": [*names, text], "absence": [absent, text]}[basis]
        found.append(Sentence(draw(st.sampled_from(said)), sources, basis))
    return found


def plain(text: str) -> str:
    return " " + " ".join(re.findall(r"[£$€%]|[^\W_]+", text.lower())) + " "


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_draft_yields_an_answer_that_says_what_its_citations_do_not(desk: Desk, data: st.DataObject):
    sentences = data.draw(drafts(desk))
    answer = desk.check(*sentences, verdict="agreed")
    cited = {c.n: c for c in answer.citations}
    items: dict[str, Item] = {e.item.item_id: e.item for e in desk.evidence}
    for c in answer.citations:
        item = items[c.item.item_id]
        assert item.span.start <= c.span.start < c.span.end <= item.span.end
        assert c.quote == heal(desk.store.catalog.source_text(c.document.sha256)[c.span.start : c.span.end])
        assert c.label == label(c.document, item)
    for claim in answer.claims:
        if claim.basis == "quote":
            assert plain(claim.text).strip()
            assert all(plain(claim.text) in plain(cited[n].quote) for n in claim.citations)
        if claim.basis == "catalogue":
            assert all(claim.text.rstrip(":.") in (cited[n].label, meeting_label(cited[n].document)) for n in claim.citations)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_markers_and_citations_name_each_other_in_order_of_first_appearance(desk: Desk, data: st.DataObject):
    answer = desk.check(*data.draw(drafts(desk)))
    markers = [int(n) for n in re.findall(r"\[(\d+)\]", answer.text)]
    assert list(dict.fromkeys(markers)) == [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert {n for claim in answer.claims for n in claim.citations} == set(markers)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_is_not_in_the_answer_is_named_as_a_problem(desk: Desk, data: st.DataObject):
    sentences = data.draw(drafts(desk))
    answer = desk.check(*sentences, verdict="agreed")
    refused = [p.claim.text for p in answer.problems if p.claim is not None]
    kept = [claim.text for claim in answer.claims] if len(refused) < len(sentences) else []
    assert sorted(kept + refused) == sorted(s.text for s in sentences)
    assert (answer.status == "answered") == (bool(sentences) and not refused)
    assert (answer.verdict == "agreed") == (answer.status == "answered")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_label_stands_before_words_of_its_own_item_only(desk: Desk, data: st.DataObject):
    answer = desk.check(*data.draw(drafts(desk)))
    by_n = {c.n: c for c in answer.citations}
    for lead, following in zip(answer.claims, (*answer.claims[1:], None), strict=True):
        if lead.basis == "catalogue" and lead.text.endswith(":"):
            assert following is not None
            assert following.basis == "quote"
            assert {by_n[n].label for n in following.citations} == {lead.text[:-1]}
