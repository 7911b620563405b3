"""Numbers, money, shares, dates and times in one notation."""

from __future__ import annotations

import pytest

from assistant.amounts import noted, stands


@pytest.mark.parametrize(
    ("texts", "token"),
    [
        (("£3.65M", "£3.65 million", "£3,650,000", "£3.65m"), "#gbp=3650000"),
        (("12%", "12 per cent", "twelve percent", "twelve per cent"), "#pct=12"),
        (("250", "two hundred and fifty"), "#num=250"),
        (("a dozen", "12", "twelve"), "#num=12"),
        (("1,200", "1200", "1.2 thousand"), "#num=1200"),
        (("4 April 2018", "4th April 2018", "4th of April, 2018", "April 4, 2018", "04/04/2018", "2018-04-04"), "#date=4-4-2018"),
        (("6.30pm", "18:30", "6:30 p.m."), "#time=18.30"),
        (("3rd", "third"), "#ord=3"),
        (("087/18",), "#ref=087/18"),
        (("4 percentage points",), "#points=4"),
    ],
)
def test_forms_of_one_value_are_one_token(texts: tuple[str, ...], token: str):
    assert [noted(text).split() for text in texts] == [[token]] * len(texts)


@pytest.mark.parametrize("text", ["OC16", "9b", "covid-19", "may"])
def test_what_is_no_amount_stays(text: str):
    assert noted(text) == text


def test_a_share_of_calls_in_a_month_is_no_date():
    assert noted("In April 14.6% of calls").split() == ["In", "April", "#pct=14.6", "of", "calls"]


def test_a_date_without_a_year_stands_for_one_with_it():
    assert stands("#date=4-4-0", {"#date=4-4-2018"})
    assert stands("#date=4-4-2018", {"#date=4-4-0"})
    assert not stands("#date=4-4-2018", {"#date=4-4-2019"})
    assert not stands("#date=5-4-0", {"#date=4-4-2018"})
