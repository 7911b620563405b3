"""A briefing quotes what the minutes held say of a subject, section by section, and every number in its file leads to its source."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pypdfium2
import pytest
from sluice import FEBRUARY, JANUARY
from worlds import Shell, assistant, world

from assistant.answer import Draft, Evidence
from assistant.assistant import Assistant
from assistant.briefing import Briefing, brief, evidence_of
from assistant.briefing_file import FORMS, written
from assistant.cite import Cited
from assistant.filters import Filters
from assistant.options import BRIEFING_FORMS
from assistant.points import points
from index.catalog import Catalog
from index.errors import MissingInput, UsageError
from index.heal import heal
from index.minutes import Document, Scope

DAY = date(2024, 5, 1)


@pytest.fixture(scope="module")
def sluice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with world(tmp_path_factory.mktemp("sluice"), {"january.txt": JANUARY, "february.txt": FEBRUARY}) as store:
        yield assistant(store)


@pytest.fixture(scope="module")
def winch(sluice: Assistant) -> Briefing:
    return brief(sluice, "the sluice winch", on=DAY)


def said(briefing: Briefing) -> dict[str, list[str]]:
    return {section.heading: [point.claim.text for point in section.points] for section in briefing.sections}


def test_each_section_holds_what_the_minutes_say_of_the_subject(winch: Briefing):
    sections = said(winch)
    assert list(sections) == ["Background", "Decisions to date", "Open actions", "Figures as printed", "Questions worth asking"]
    assert sections["Background"] == ["Winch quotations: two received, one still awaited."]
    assert sections["Decisions to date"] == [
        "RESOLVED that the purchase of the winch be deferred to the February meeting.",
        "RESOLVED to buy the winch for £7,950.",
    ]
    assert sections["Open actions"] == ["ACTION: Clerk to obtain three quotations for a new winch by 31 January."]
    assert any("A new winch would cost £8,400." in text for text in sections["Figures as printed"])
    assert not [text for texts in sections.values() for text in texts if "eel" in text.lower()]


def test_an_open_action_says_what_became_of_it_and_what_to_ask(winch: Briefing):
    beside = {section.heading: [point.beside for point in section.points] for section in winch.sections}
    assert beside["Open actions"] == ["Spoken of again on 13 February 2024: “Winch quotations: two received, one still awaited.”"]
    assert beside["Questions worth asking"] == ["Has this been done since 13 February 2024?"]  # the deferral was settled in February


def test_every_point_is_verbatim_at_the_place_it_cites(sluice: Assistant, winch: Briefing):
    cited = {c.n: c for c in winch.citations}
    points = [point for section in winch.sections for point in section.points]
    assert points
    assert list(cited) == list(range(1, len(cited) + 1))
    for point in points:
        [n] = point.claim.citations
        text = sluice.store.catalog.source_text(cited[n].document.sha256)
        assert point.claim.text == cited[n].quote == heal(text[cited[n].span.start : cited[n].span.end])
    assert winch.left_out == ()


def test_a_point_that_cannot_be_verified_is_left_out_and_listed(sluice: Assistant):
    def changed(draft: Draft, evidence: list[Evidence]) -> Cited:
        sentences = tuple(
            replace(s, text=s.text.replace("£7,950", "£9,950")) if "RESOLVED to buy" in s.text else s for s in draft.sentences
        )
        return sluice.cite(replace(draft, sentences=sentences), evidence)

    briefing = brief(replace(sluice, cite=changed), "the sluice winch", on=DAY)
    assert [problem.claim.text for problem in briefing.left_out if problem.claim] == ["RESOLVED to buy the winch for £9,950."]
    assert "RESOLVED to buy the winch for £9,950." not in [text for texts in said(briefing).values() for text in texts]
    for form in FORMS:
        assert "could not be verified" in text_of(briefing, form)


def test_words_of_later_minutes_that_cannot_be_verified_are_left_out_alone(sluice: Assistant):
    def changed(draft: Draft, evidence: list[Evidence]) -> Cited:
        beside = [n for n, s in enumerate(draft.sentences) if s.text.startswith("Winch quotations")][-1]
        wrong = replace(draft.sentences[beside], text="Winch quotations: all received.")
        return sluice.cite(replace(draft, sentences=(*draft.sentences[:beside], wrong, *draft.sentences[beside + 1 :])), evidence)

    briefing = brief(replace(sluice, cite=changed), "the sluice winch", on=DAY)
    [action] = [point for section in briefing.sections if section.heading == "Open actions" for point in section.points]
    assert (action.beside, action.later) == ("", ())
    assert action.claim.text == "ACTION: Clerk to obtain three quotations for a new winch by 31 January."
    assert [problem.claim.text for problem in briefing.left_out if problem.claim] == ["Winch quotations: all received."]


class Counting:
    """The catalogue, which counts how often all documents are loaded."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog, self.loads = catalog, 0

    def whole(self, *scope: Scope) -> Iterator[Document]:
        self.loads += 1
        return self.catalog.whole(*scope)

    def __getattr__(self, name: str) -> object:
        return getattr(self.catalog, name)


def test_what_is_held_of_the_bodies_is_loaded_once(tmp_path: Path):
    with world(tmp_path, {"january.txt": JANUARY, "february.txt": FEBRUARY}) as store:
        catalog = Counting(store.catalog)
        found = enumerate(store.catalog.items(), 1)
        told = list(points(["winch"], [replace(evidence_of(store.catalog, item.item_id), number=n) for n, item in found], catalog))  # type: ignore[arg-type]
    assert {"Decisions to date", "Open actions"} <= {one.section for one in told}
    assert catalog.loads == 1


def test_notices_of_an_answer_stand_in_a_briefing_too(tmp_path: Path):
    accepted = FEBRUARY.replace("1. Matters arising", "1. Minutes\nThe minutes of 9 January 2024 were not approved.\n2. Matters arising")
    with world(tmp_path, {"january.txt": JANUARY, "february.txt": accepted}) as store:
        told = brief(assistant(store), "the sluice winch", on=DAY).notices
        asked = assistant(store).ask("What was resolved about the purchase of the winch in January?").notices
    assert told
    assert set(told) & set(asked)


def test_picked_items_are_the_only_ones(sluice: Assistant):
    [item] = [i.item_id for i in sluice.store.catalog.items() if i.title == "Eel pass"]
    briefing = brief(sluice, "What is left to do?", items=[item], on=DAY)
    assert said(briefing)["Open actions"] == ["ACTION: Ms Thorold to inspect the eel pass."]
    assert {c.item.item_id for c in briefing.citations} == {item}
    with pytest.raises(MissingInput):
        brief(sluice, "the winch", items=["withernick/9999/minutes/01"])


def test_a_subject_the_minutes_do_not_record_is_said_to_be_so(sluice: Assistant):
    briefing = brief(sluice, "the pension deficit of the library", on=DAY)
    assert (briefing.sections, briefing.citations) == ((), ())
    assert "do not record" in briefing.absence
    assert all("do not record" in text_of(briefing, form) for form in FORMS)


def test_chosen_days_go_before_those_that_the_subject_names(sluice: Assistant):
    february = Filters(since=date(2024, 2, 1))
    for subject in ("the winch in January 2024", "the winch in January 2024 and in February 2024", "the sluice winch"):
        briefing = brief(sluice, subject, on=DAY, within=february)
        assert {c.document.meeting.date for c in briefing.citations} <= {date(2024, 2, 13)}, subject
        assert "9 January" not in briefing.searched
    assert briefing.citations
    assert {c.document.meeting.date for c in brief(sluice, "the winch in January 2024", on=DAY).citations} >= {date(2024, 1, 9)}


def test_a_subject_that_is_none_is_refused(sluice: Assistant):
    with pytest.raises(UsageError):
        brief(sluice, " ?! ")


def text_of(briefing: Briefing, form: str) -> str:
    content = written(briefing, form)
    if form == ".docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
    if form == ".pdf":
        with pypdfium2.PdfDocument(content) as pdf:
            pages = [pdf[n] for n in range(len(pdf))]
            return re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_range() for page in pages))
    return content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_each_form_holds_every_point_and_every_source(winch: Briefing, form: str):
    text = text_of(winch, form).replace("\\", "")
    for point in (point for section in winch.sections for point in section.points):
        assert point.claim.text in text
        assert point.beside in text
    for citation in winch.citations:
        assert citation.label in text
        assert citation.item.item_id in text


def test_numbers_of_a_word_file_lead_to_bookmarks_that_are_there(winch: Briefing):
    with zipfile.ZipFile(io.BytesIO(written(winch, ".docx"))) as parts:
        xml = parts.read("word/document.xml").decode()
    linked = re.findall(r'<w:hyperlink w:anchor="([^"]+)"', xml)
    marked = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', xml)
    assert set(linked) == set(marked) == {f"source-{c.n}" for c in winch.citations}
    assert len(marked) == len(set(marked))


def test_numbers_of_a_pdf_lead_to_places_in_it(winch: Briefing):
    content = written(winch, ".pdf")
    assert content.count(b"/Subtype /Link") == sum(len(point.numbers) for point in winch.points) == 8
    assert b"/URI" not in content


def test_numbers_of_a_markdown_file_are_footnotes(winch: Briefing):
    text = written(winch, ".md").decode()
    assert (
        set(re.findall(r"\[\^(\d+)\](?!:)", text)) == set(re.findall(r"^\[\^(\d+)\]:", text, re.M)) == {str(c.n) for c in winch.citations}
    )


def test_what_stands_in_minutes_does_not_come_to_life(winch: Briefing):
    printed = "from Łukasz & Sons for a drum of <5 tonnes_each_ ~ [drawn]."
    assert printed in text_of(winch, ".docx")
    assert printed in text_of(winch, ".pdf")
    assert r"\& Sons for a drum of \<5 tonnes\_each\_ \~ \[drawn\]." in text_of(winch, ".md")


def test_a_control_character_spoils_no_file(sluice: Assistant):
    briefing = replace(brief(sluice, "the winch", on=DAY), subject="win\x00ch \x1b[2J")
    for form in FORMS:
        assert "\x1b" not in text_of(briefing, form)


def test_the_command_writes_the_form_that_the_name_asks_for(shell: Shell, tmp_path: Path):
    (tmp_path / "january.txt").write_text(JANUARY, "utf-8")
    assert shell("ingest", str(tmp_path / "january.txt")).code == 0
    assert shell("briefing", "the sluice winch").out.startswith("# Briefing: the sluice winch\n")
    for form in BRIEFING_FORMS:
        out = tmp_path / f"brief{form.upper()}"
        assert (shell("briefing", "the sluice winch", "--out", str(out)).code, out.stat().st_size > 500) == (0, True)
    refused = shell("briefing", "the sluice winch", "--out", str(tmp_path / "brief.odt"))
    assert (refused.code, "allowed: .md, .docx, .pdf" in refused.err) == (64, True)
    assert shell("briefing", "the winch", "--item", "nowhere/1").code == 66
    assert shell("briefing", "the winch", "--out", str(tmp_path / "no" / "such.pdf")).code == 73
    assert tuple(FORMS) == BRIEFING_FORMS
