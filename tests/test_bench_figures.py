"""The arithmetic of the benchmarks, and how their report shows it."""

from __future__ import annotations

import math

import pytest
from PIL import Image

from benchmarks.figures import Figure, Line, Plot, Section, exponent, median, p95, ratio, share
from benchmarks.plot import Axis, axis
from benchmarks.report import as_markdown, shown, write_report


def test_the_median_is_the_middle_and_the_p95_what_95_in_100_do_not_exceed():
    assert median([3, 1, 2]) == 2
    assert median([4, 1, 2, 3]) == 2.5
    assert p95(list(range(1, 101))) == 95
    assert p95([5, 1, 3]) == 5  # 0.95 * 3 = 2.85: the third
    assert p95(list(range(20))) == 18
    assert math.isnan(median([]))
    assert math.isnan(p95([]))


def test_a_ratio_is_that_of_the_medians_so_that_one_slow_turn_decides_nothing():
    assert ratio([2, 2, 90], [4, 4, 4]) == 0.5


def test_a_share_is_of_all():
    assert share([True, False, False, True]) == 0.5


def test_the_exponent_of_growth_is_fitted_over_the_logarithms():
    assert exponent([(10, 7), (100, 70), (1000, 700)]) == pytest.approx(1.0)
    assert exponent([(1, 3), (10, 300)]) == pytest.approx(2.0)
    assert exponent([(1000, 4), (10_000, 4)]) == pytest.approx(0.0)
    assert math.isnan(exponent([(1000, 4)]))


def test_a_figure_is_met_at_its_limit_and_nothing_was_asked_of_most():
    assert Figure("f", 1.3, most=1.3).met
    assert Figure("f", 1.31, most=1.3).met is False
    assert Figure("f", 0.9, least=0.9).met
    assert Figure("f", 1.2, least=0.9, most=1.1).met is False
    assert Figure("f", 1.2).met is None


def test_a_section_is_shown_as_a_table_with_what_was_asked():
    section = Section("s", "Starts", "\nHow.\n", (Figure("help", 0.25, "s", most=0.3), Figure("rate", 1234.5), Figure("x", 0.5, least=0.9)))
    assert as_markdown(section).splitlines() == [
        "## Starts",
        "",
        "How.",
        "",
        "| figure | value | asked | |",
        "| --- | ---: | ---: | --- |",
        "| help | 0.25 s | at most 0.3 | met |",
        "| rate | 1,234  |  |  |",
        "| x | 0.5  | at least 0.9 | missed |",
    ]
    assert shown(math.nan) == "-"


def test_an_axis_holds_its_values_and_a_logarithmic_one_has_equal_steps():
    across = axis([20, 5000], 0, 300, log=True)
    assert (across.low, across.high) == (10, 10_000)
    assert [across.at(value) for value in across.ticks()] == pytest.approx([0, 100, 200, 300])
    assert Axis(0, 10, 500, 0, log=False).at(2.5) == 375
    assert axis([7, 7], 0, 100, log=True).ticks() == [1, 10]


def test_a_report_holds_its_sections_and_the_pictures_that_more_than_one_point_was_measured_for(tmp_path):
    drawn = Plot("a.png", "A", "x", "y", (Line("l", ((1, 2), (10, 20))),))
    bare = Plot("b.png", "B", "x", "y", (Line("l", ((1, 2),)),))
    file = write_report(tmp_path / "report", [Section("s", "Title", "How.", (), (drawn, bare))])
    text = file.read_text("utf-8")
    assert "## Title" in text
    assert "![A](a.png)" in text
    assert "b.png" not in text
    assert [path.name for path in sorted(file.parent.iterdir())] == ["a.png", "report.md"]
    with Image.open(file.parent / "a.png") as picture:
        assert (27, 94, 140) in {colour for _, colour in picture.getcolors(100_000)}  # the line
