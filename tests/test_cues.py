"""The screen before the rules of outcomes: it may only leave out what could not match."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.cues import Screen, cues_of
from index.judge import RULES
from index.rule import rule

MINUTES = sorted(Path("eval/corpus").glob("*.txt"))


def screen(*patterns: str) -> Screen[re.Pattern[str]]:
    return Screen([re.compile(p, re.I) for p in patterns], lambda pattern: pattern)


def cues(pattern: str) -> set[frozenset[str]]:
    return set(cues_of(re.compile(pattern, re.I)))


def test_a_word_that_every_match_holds_is_a_cue():
    assert cues(r"\bresolved\s+that\b") == {frozenset({"resolved"}), frozenset({"that"})}


def test_of_alternatives_one_must_stand_there():
    assert cues(r"\b(?:deferred|postponed)\b") == {frozenset({"deferred", "postponed"})}


def test_what_may_be_missing_is_no_cue():
    assert cues(r"\b(?:not\s+)?agreed(?:\s+unanimously)*") == {frozenset({"agreed"})}


def test_what_must_not_stand_there_is_no_cue():
    assert cues(r"(?<!never )agreed(?! to differ)") == {frozenset({"agreed"})}


def test_what_must_stand_behind_is_a_cue():
    assert cues(r"agreed(?=\s+terms)") == {frozenset({"agreed"}), frozenset({"terms"})}


def test_an_alternative_without_letters_leaves_no_cue():
    assert cues(r"(?:agreed|\d+)") == set()


def test_a_sign_is_a_cue_and_a_single_letter_is_none():
    assert cues(r"@\w+") == {frozenset({"@"})}
    assert cues(r"a\s") == set()


def test_rules_come_in_their_order_and_without_those_that_cannot_match():
    patterns = (r"\bwill\s+write\b", r"\bagreed\b", r"\d")
    assert [p.pattern for p in screen(*patterns).possible("It was AGREED that Jones will write.")] == list(patterns)
    assert [p.pattern for p in screen(*patterns).possible("It was AGREED.")] == [r"\bagreed\b", r"\d"]


@pytest.mark.parametrize("text", ["dıd agree", "dİd agree", "did aGREE", "didn’t agree", "DID  agree"])
def test_letters_that_capitals_fold_to_others_are_seen(text: str):
    pattern = re.compile(r"d.d\S*\s+agree", re.I)
    assert pattern.search(text)
    assert screen(r"d.d\S*\s+agree").possible(text)


@pytest.mark.parametrize("one", RULES, ids=lambda one: f"{one.kind} {one.pattern.pattern[:30]}")
def test_no_rule_is_left_out_that_matches_in_minutes(one):
    alone = Screen([one.pattern], lambda pattern: pattern)
    for path in MINUTES:
        for text in re.split(r"(?<=[.!?:;])\s+", path.read_text("utf-8", "replace")):
            assert alone.possible(text) or not one.pattern.search(text), text


_RULES = [one.pattern for one in RULES if len(one.pattern.pattern) < 900]  # hypothesis cannot draw from the longest


@pytest.mark.parametrize("pattern", _RULES, ids=lambda pattern: pattern.pattern[:40])
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_rule_is_left_out_that_matches_what_is_drawn_from_it(pattern, data):
    text = data.draw(st.from_regex(re.compile(pattern.pattern, re.I)))
    assert not pattern.search(text) or Screen([pattern], lambda p: p).possible(text)


def test_a_rule_looks_for_its_end_before_its_whole():
    made = rule("undertaking", r"\b(?P<who>[A-Z]\w+)", end=r"\s+will\s+write\b")
    assert made.pattern.search("Jones will write")["who"] == "Jones"
    assert made.fits("Jones will write", None)
    assert not made.fits("Jones will not write", None)
    assert not replace(made, pattern=re.compile("Jones")).fits("Jones will not write", None)  # the whole is not even tried
