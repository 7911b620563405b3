from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fakes import LINES
from worlds import WEIRS, document, query, world

from assistant.answer import Query
from assistant.glossary import Glossary, load_glossary
from assistant.retrieve import Retriever
from assistant.scope import asks_ending
from assistant.signs import reading, signs
from assistant.weights import WEIGHTS, Signs
from index.minutes import Document, Item, ItemKind, Person, Scope, Span

MINUTES = document("weirs", "Weirs Board", None, "2019-03-06")
AGENDA = document("weirs", "Weirs Board", None, "2019-03-06", "agenda")


def item(title: str, text: str, kind: ItemKind = "item") -> Item:
    return Item("weirs/1", 1, kind, "1", None, title, None, None, Span(0, 9), text)


def of(asked: Query, one: Item, within: Document = MINUTES) -> Signs:
    return signs(reading(asked, ("treasur",)), within, one, whole=0.5, lexical=0.25)


def test_words_that_stand_together_in_the_question_and_in_the_item_are_a_phrase():
    """Otter, ladder, repairs: two pairs, of which the item holds one."""
    found = of(query("What about otter ladder repairs?"), item("Repairs", "An otter ladder was built."))
    assert found.phrase == 0.5
    assert found.item == 0.5


def test_a_head_is_wanted_for_attendance_and_unwanted_the_more_of_the_words_it_holds():
    head = item("Meeting", "Ada Reed, Treasurer", "head")
    assert (of(query("Who attended?", intent="head"), head).head, of(query("Who attended?", intent="head"), head).bare) == (1.0, 0.0)
    assert of(query("What did Reed say?"), head).bare == pytest.approx((1 + 0.5 + 0.25) / 3)
    assert of(query("What did Reed say?"), item("Eels", "Reed")).bare == 0.0


def test_the_head_that_lists_the_office_asked_for_goes_before_one_that_does_not():
    head, held = item("Meeting", "", "head"), replace(MINUTES, attendees=(Person("Ada Reed", "Treasurer"),))
    asked = query("Who is the treasurer?", intent="head")
    assert (of(asked, head, held).office, of(asked, head).office) == (1.0, 0.0)
    assert of(query("Who is the deputy treasurer?", intent="head"), head, held).office == 0.0
    assert of(query("Where did the treasurer sit?", intent="head"), head, held).office == 0.0


@pytest.mark.parametrize(
    ("question", "ends"),
    [
        ("When is the next meeting?", True),
        ("next board date", True),
        ("When does the council meet again?", True),
        ("What time did the board close?", True),
        ("Which stations will close?", False),
        ("What will they do next about eels?", False),
    ],
)
def test_a_question_about_the_next_meeting_or_the_end_is_known(question: str, ends: bool):
    assert asks_ending(question) is ends
    assert of(query(question), item("Date of next meeting", "4 April")).ending == float(ends)


def test_an_agenda_counts_less_unless_it_is_asked_for():
    one = item("Eels", "eels")
    assert (of(query("eels"), one, AGENDA).agenda, of(query("eels"), one, AGENDA).announced) == (1.0, 0.0)
    assert (of(query("eels on the agenda"), one, AGENDA).agenda, of(query("eels on the agenda"), one, AGENDA).announced) == (0.0, 1.0)
    assert (of(query("eels"), one).agenda, of(query("eels"), one).announced) == (0.0, 0.0)


def test_a_meeting_hinted_at_is_preferred_and_the_others_are_found_as_well(tmp_path: Path):
    """Two items about one ladder: the hint decides which comes first."""
    with world(tmp_path, WEIRS, LINES) as store:
        plain = query("otter ladder")
        for year, day in ((2018, date(2018, 4, 4)), (2020, date(2020, 5, 19))):
            asked = replace(plain, hints=(Scope(bodies=("weirs",), first=day, last=day),))
            found = Retriever(store, weights=replace(WEIGHTS, hinted=1.0)).find(asked)
            assert found[0].document.meeting.date == day, year
            assert {"weirs/2018-04-04/minutes/01", "weirs/2020-05-19/minutes/01"} <= {e.item.item_id for e in found}


def test_a_term_of_the_glossary_finds_what_the_words_typed_do_not(tmp_path: Path):
    text = "weirs 2018-04-04 minutes\n8 | Trial | The BWV trial ended.\n9 | Cost | The trial of otters went on and on.\n"
    with world(tmp_path, {"weir-2018.txt": text}, LINES) as store:
        asked = query("the bodycam trial")
        with_terms = Retriever(store, glossary=load_glossary()).find(asked)
        scores = {e.item.title: e.score for e in with_terms}
        without = {e.item.title: e.score for e in Retriever(store, glossary=Glossary()).find(asked)}
    assert with_terms[0].item.title == "Trial"
    assert scores["Trial"] > without["Trial"]
    assert scores["Cost"] == pytest.approx(without["Cost"])


def test_an_acronym_is_looked_up_in_other_meetings_of_the_body_only(tmp_path: Path):
    """The words stand in 2018, the acronym is used in 2020 by two bodies; the question names 2020."""
    files = {
        "a.txt": "weirs 2018-04-04 minutes\n1 | Start | The Lower Weir Partnership (LWP) began.\n",
        "b.txt": "weirs 2020-04-04 minutes\n1 | Money | The lower weir partnership had no money.\n2 | LWP | LWP was noted.\n",
        "c.txt": "kites 2020-04-04 minutes\n1 | LWP | The Long Wing Prize (LWP) was won.\n",
    }
    with world(tmp_path, files, LINES) as store:
        asked = query("LWP money", Scope(bodies=("weirs",), first=date(2020, 1, 1)))
        found = Retriever(store).candidates(asked)
    added = {one.item.title: max(f.added for f in one.found) for one in found if one.found}
    assert added["Money"] == 1.0
    assert added["LWP"] < 1.0
