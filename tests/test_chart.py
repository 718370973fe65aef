"""Charts put values where their axes say, and never outside of their frame."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.chart import LEFT, TOP, WIDTH, Axis, Chart, powers, ticks
from oslab.errors import InvalidInput
from oslab.svg import SERIES

ends = st.floats(-1e9, 1e9, allow_nan=False)
positive = st.floats(1e-6, 1e8)


def words(chart: Chart) -> list[str]:
    return re.findall(r">([^<>]+)</text>", chart.picture("a chart").svg)


@given(ends, st.floats(1e-3, 1e6), st.floats(allow_nan=False, allow_infinity=False))
def test_every_value_lies_within_the_frame(low: float, length: float, value: float) -> None:
    chart = Chart(Axis(low, low + length, "x"), Axis(low, low + length, "y"))

    assert LEFT <= chart.x(value) <= LEFT + WIDTH
    assert TOP <= chart.y(value) <= TOP + 200


@given(ends, st.floats(1e-3, 1e6), st.integers(1, 20))
def test_ticks_are_evenly_spaced_between_the_ends(low: float, length: float, most: int) -> None:
    found = ticks(low, low + length, most)

    assert len(found) <= most + 1
    assert all(low - 1e-6 <= tick <= low + length + 1e-6 for tick in found)
    steps = [after - before for before, after in pairwise(found)]
    assert all(abs(step - steps[0]) <= 1e-6 for step in steps)


@given(positive, st.floats(1.001, 1e6), st.integers(1, 20))
def test_powers_lie_between_the_ends(low: float, ratio: float, most: int) -> None:
    found = powers(low, low * ratio, most)

    assert len(found) <= most + 1
    assert all(low * 0.999 <= power <= low * ratio * 1.001 for power in found)


def test_equal_ratios_are_equally_far_apart_on_a_logarithmic_axis() -> None:
    axis = Axis(1, 10_000, "bytes", logarithmic=True)

    places = [axis.place(10**power) for power in range(5)]
    assert pytest.approx([0, 0.25, 0.5, 0.75, 1]) == places
    assert ("1", "10", "100", "1,000", "10,000") == tuple(said for _, said in axis.marks(12))


def test_what_is_drawn_is_named_once() -> None:
    chart = Chart(Axis(0, 10, "ticks"), Axis(0, 4, "jobs", ((0, "none"), (4, "four"))))
    chart.line("ready", [(0, 1), (10, 3)], SERIES[0], stairs=True, dots=True)
    chart.line("", [(0, 2), (10, 2)], SERIES[1])
    chart.bars("done", [(0, 1, 2), (2, 3, 4)], SERIES[2])
    chart.ground(0, 2, "low")
    chart.level(3, "three")
    chart.mark(5, "half")
    chart.note("in all 4")

    assert words(chart)[-8:] == [
        "ticks",
        "jobs",
        "ready",
        "done",
        "low",
        "three",
        "half",
        "in all 4",
    ]
    assert {"none", "four"} <= set(words(chart))


def test_stairs_go_level_and_then_upright() -> None:
    chart = Chart(Axis(0, 2, "x"), Axis(0, 2, "y"))
    chart.line("n", [(0, 0), (1, 1), (2, 2)], SERIES[0], stairs=True)
    drawn = ElementTree.fromstring(chart.picture("stairs").svg)
    line = next(part for part in drawn if part.tag.endswith("polyline"))
    points = [tuple(map(float, point.split(","))) for point in line.attrib["points"].split()]

    assert points == [(56, 212), (257, 212), (257, 112), (458, 112), (458, 12)]


def test_the_legend_goes_on_downwards() -> None:
    chart = Chart(Axis(0, 1, "x"), Axis(0, 1, "y"))
    for name in "abc":
        chart.line(name, [(0, 0), (1, 1)], SERIES[0])
    chart.note("d")
    heights = [
        float(found) for found in re.findall(r'y="([\d.]+)"[^>]*>[abcd]<', chart.picture("x").svg)
    ]

    assert heights == sorted(set(heights))
    assert len(heights) == 4


@pytest.mark.parametrize(
    "wrong",
    [(1, 1, "x"), (2, 1, "x"), (0, 1, None), (0, 1, "x", ((0, 1),)), (0, 1, "x", [(0, "0")]),
     (0, 1, "x", (), True), (0, float("nan"), "x")],
)  # fmt: skip
def test_an_axis_without_meaning_is_refused(wrong: tuple[object, ...]) -> None:
    with pytest.raises(InvalidInput):
        Axis(*wrong)  # type: ignore[arg-type]


def test_a_line_of_nonsense_is_refused() -> None:
    chart = Chart(Axis(0, 1, "x"), Axis(0, 1, "y"))
    with pytest.raises(InvalidInput):
        chart.line("n", [(0, float("nan"))], SERIES[0])
