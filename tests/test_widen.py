from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from worlds import document

from assistant.acronyms import definitions
from assistant.config import Config
from assistant.glossary import load_glossary
from assistant.widen import figures, mined, singular, widened
from index.errors import ConfigError
from index.minutes import Person


def glossary(folder: Path, text: str) -> Path:
    path = folder / "terms.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("the 810k", "810000"),
        ("£1.5k for eels", "1500"),
        ("the £300,000", "300k"),
        ("the 6 percent", "6%"),
        ("6 per cent", "6%"),
        ("£4.2 million", "4.2m"),
        ("4.2m", "million"),
    ],
)
def test_a_number_is_searched_in_the_forms_minutes_print(question: str, form: str):
    assert form in figures(question)


@pytest.mark.parametrize("question", ["in 2019", "12 eels", "item 9b", "087/18", "5 m from the weir 3 metres"])
def test_a_plain_number_has_no_other_form(question: str):
    assert [f for f in figures(question) if f.endswith(("k", "%", "000"))] == []


def test_an_s_behind_capitals_is_a_plural():
    assert singular("the 4 Es and PCSOs, not eels") == "the 4 E and PCSO, not eels"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Lower Weir Partnership (LWP) met", [("LWP", "Lower Weir Partnership")]),
        ("LWP (Lower Weir Partnership) met", [("LWP", "Lower Weir Partnership")]),
        ("lock and weir wardens (LWWs)", [("LWW", "lock and weir wardens")]),
        ("a multi-force shared service (MFSS)", [("MFSS", "multi-force shared service")]),
        ("the weir (SEE BELOW)", []),
        ("Ms Quillon (OQ) asked", []),
    ],
)
def test_an_acronym_is_read_with_the_words_whose_first_letters_it_is(text: str, found: list[tuple[str, str]]):
    assert definitions(text) == found


def test_an_acronym_leads_to_its_words_and_its_words_to_it():
    texts = ["the Lower Weir Partnership (LWP) met", "zebra mussels"]
    assert mined("what did LWP say", texts) == ("lower", "weir", "partnership")
    assert mined("what did the lower weir partnership say", texts) == ("lwp",)
    assert mined("what did the upper weir partnership say", texts) == ()


def test_a_term_of_the_glossary_leads_to_its_other_forms_and_to_nothing_it_holds():
    terms = load_glossary()
    assert terms.others("bodycams") == ("bodi", "worn", "video", "camera", "bwv")
    assert "bwv" in terms.others("body-worn video")
    assert "video" not in terms.others("body worn video")
    assert terms.others("the eel counts") == ()


def test_terms_of_ones_own_come_on_top_of_those_that_ship(tmp_path: Path):
    terms = load_glossary([Path("assistant/glossary.toml"), glossary(tmp_path, 'terms = [["eel ladder", "elver pass"]]')])
    assert terms.others("the elver pass") == ("eel", "ladder")
    assert "bwv" in terms.others("bodycams")


def test_a_form_that_is_a_word_of_every_sentence_is_never_met(tmp_path: Path):
    terms = load_glossary([glossary(tmp_path, 'terms = [["information technology", "IT"]]')])
    assert terms.others("was it agreed") == ()
    assert terms.others("was the information technology agreed") == ()


@pytest.mark.parametrize(
    "text", ["terms = 3", 'terms = [["one"]]', 'terms = [["one", ""]]', 'words = [["a", "b"]]', "terms = [[1, 2]]", "terms = ["]
)
def test_a_glossary_of_another_shape_is_refused_with_the_shape(tmp_path: Path, text: str):
    with pytest.raises(ConfigError) as refused:
        load_glossary([glossary(tmp_path, text)])
    assert refused.value.hint.startswith("write it as: terms = ")


def test_a_glossary_that_is_not_there_names_the_key():
    with pytest.raises(ConfigError) as refused:
        load_glossary([Path("nowhere.toml")])
    assert "glossary" in refused.value.hint


def test_a_person_named_in_full_leads_to_the_office():
    there = replace(document("weirs", "Weirs Board", None, "2019-01-01"), attendees=(Person("Odile Fen", "Harbour Engineer"),))
    assert widened("what did Odile Fen raise", [there], load_glossary()) == ("harbour", "engin")
    assert widened("what did Fen raise", [there], load_glossary()) == ()


def test_the_configuration_names_a_glossary():
    assert Config(glossary="terms.toml").glossary == Path("terms.toml")  # type: ignore[arg-type]
