"""A chart in drawing words: two axes, lines and bars between them, a legend to the right.

For predictions that a reader can change, in every room. The standard library only, so the
same chart is drawn in the reader's browser; charts of measurements are `oslab.plotting`'s.

    chart = Chart(Axis(0, schedule.end, "ticks"), Axis(0, 100, "% of the CPU"))
    chart.line("A", points, SERIES[0])
    chart.level(50, "a fair half")
    return chart.picture("A has had 62 % of 100 ticks.")

A chart is 636 wide, so that it fits into a live figure. What lies beyond an end of an axis is drawn
at that end. Where no ticks are given, they are round numbers, or powers of ten on a
logarithmic axis.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from oslab.errors import require, require_number
from oslab.picture import Picture
from oslab.svg import GRID, INK, MUTED, Drawing, number

LEFT, TOP, WIDTH, RIGHT = 56, 12, 402, 178
_BELOW, _ACROSS, _UP = 44, 12, 6
Points = Iterable[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Axis:
    """The ends of an axis, its title with its unit, and its ticks with their words.

    Args:
        low: the end at the left or at the bottom; above 0 on a logarithmic axis.
        high: the other end.
        title: below a horizontal axis; a vertical one's heads the legend.
        ticks: (value, words) pairs; where there are none, round numbers.
        logarithmic: whether equal ratios are equally far apart.

    Raises:
        InvalidInput: if the ends are no numbers in this order, or another value is amiss.
    """

    low: float
    high: float
    title: str
    ticks: tuple[tuple[float, str], ...] = ()
    logarithmic: bool = False

    def __post_init__(self) -> None:
        """Check every value."""
        require(isinstance(self.logarithmic, bool), "logarithmic", self.logarithmic, "a bool")
        lowest = 1e-12 if self.logarithmic else -1e15
        require_number("low", self.low, lowest, 1e15)
        require_number("high", self.high, lowest, 1e15)
        require(self.high > self.low, "high", self.high, f"above {self.low}")
        require(isinstance(self.title, str), "title", self.title, "a text")
        ok = isinstance(self.ticks, tuple) and all(
            isinstance(tick, tuple) and len(tick) == 2 and isinstance(tick[1], str)
            for tick in self.ticks
        )
        require(ok, "ticks", self.ticks, "a tuple of (value, words) pairs")
        for value, _ in self.ticks:
            require_number("ticks", value)

    def place(self, value: float) -> float:
        """Return 0 for the low end and 1 for the high one; what lies beyond is at an end."""
        value = min(max(require_number("value", value), self.low), self.high)
        if self.logarithmic:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def marks(self, most: int) -> tuple[tuple[float, str], ...]:
        """Return the ticks with their words; of those not given, at most `most` steps."""
        if self.ticks:
            return self.ticks
        if self.logarithmic:
            return tuple((value, f"{value:,g}") for value in powers(self.low, self.high, most))
        return tuple((value, number(value)) for value in ticks(self.low, self.high, most))


class Chart:
    """A frame with ticks, and words to draw into it.

    Args:
        across: the horizontal axis.
        up: the vertical one.
        height: between the lowest and the highest value, in user units.

    Raises:
        InvalidInput: if an axis is none, or the height is not between 60 and 600.
    """

    def __init__(self, across: Axis, up: Axis, height: float = 200) -> None:
        for name, axis in (("across", across), ("up", up)):
            require(isinstance(axis, Axis), name, axis, "an Axis")
        require_number("height", height, 60, 600)
        self._across, self._up, self._height, self._legend = across, up, height, TOP + 32.0
        self.sheet = Drawing(LEFT + WIDTH + RIGHT, TOP + height + _BELOW, font_size=14)
        """What is drawn on, for words that a chart lacks."""
        for value, words in across.marks(_ACROSS):
            x = self.x(value)
            self.sheet.line(x, TOP, x, TOP + height, stroke=GRID)
            self.sheet.text(x, TOP + height + 17, words, anchor="middle", size=12)
        for value, words in up.marks(_UP):
            y = self.y(value)
            self.sheet.line(LEFT, y, LEFT + WIDTH, y, stroke=GRID)
            self.sheet.text(LEFT - 6, y + 4, words, anchor="end", size=12)
        middle = LEFT + WIDTH / 2
        self.sheet.text(middle, TOP + height + 36, across.title, anchor="middle", size=13)
        self.sheet.text(LEFT + WIDTH + 12, TOP + 8, up.title, bold=True, size=13)

    def x(self, value: float) -> float:
        """Return where a value stands on the horizontal axis."""
        return LEFT + WIDTH * self._across.place(value)

    def y(self, value: float) -> float:
        """Return where a value stands on the vertical axis."""
        return TOP + self._height * (1 - self._up.place(value))

    def line(
        self, name: str, points: Points, colour: str, *,
        dash: str = "", stairs: bool = False, dots: bool = False,
    ) -> None:  # fmt: skip
        """Draw a line through points, and name it in the legend unless `name` is empty.

        Args:
            name: what the legend calls it.
            points: (x, y) in the units of the axes.
            colour: of `oslab.svg`: MODEL, KERNEL, INK, MUTED or one of SERIES.
            dash: as in SVG's stroke-dasharray; tells lines apart without their colour.
            stairs: go level to each next x and then upright, as a count or a step does.
            dots: mark every point.
        """
        path: list[tuple[float, float]] = []
        for x, y in points:
            if stairs and path:
                path.append((self.x(x), path[-1][1]))
            path.append((self.x(x), self.y(y)))
            if dots:
                self.sheet.circle(*path[-1], 2.5, fill=colour)
        self.sheet.polyline(path, stroke=colour, dash=dash)
        if name:
            x, y = LEFT + WIDTH + 12, self._next(22)
            self.sheet.line(x, y - 4, x + 20, y - 4, stroke=colour, dash=dash, width=2.5)
            self.sheet.text(x + 26, y, name, size=12)

    def bars(self, name: str, bars: Iterable[tuple[float, float, float]], colour: str) -> None:
        """Draw bars from the bottom, each (left, right, value), and name them."""
        foot = TOP + self._height
        for left, right, value in bars:
            start, top = self.x(left), self.y(value)
            self.sheet.rect(start, top, self.x(right) - start, foot - top, fill=colour)
        if name:
            x, y = LEFT + WIDTH + 12, self._next(22)
            self.sheet.rect(x, y - 10, 20, 12, fill=colour)
            self.sheet.text(x + 26, y, name, size=12)

    def ground(self, low: float, high: float, words: str = "") -> None:
        """Tint the ground between two values of the vertical axis, with words in its corner."""
        top = self.y(high)
        self.sheet.rect(LEFT, top, WIDTH, self.y(low) - top, fill=MUTED, radius=0, opacity=0.12)
        if words:
            self.sheet.text(LEFT + WIDTH - 6, top + 14, words, anchor="end", size=12)

    def level(self, value: float, words: str = "") -> None:
        """Draw a dashed line across at a value, with words on it."""
        y = self.y(value)
        self.sheet.line(LEFT, y, LEFT + WIDTH, y, stroke=MUTED, dash="4,3")
        if words:
            self.sheet.text(LEFT + 4, y - 4, words, size=12, fill=INK)

    def mark(self, value: float, words: str = "") -> None:
        """Draw a dashed upright line at a value, with words at its top."""
        x = self.x(value)
        right = x < LEFT + WIDTH / 2
        self.sheet.line(x, TOP, x, TOP + self._height, stroke=MUTED, dash="3,3")
        if words:
            anchor = "start" if right else "end"
            self.sheet.text(x + (5 if right else -5), TOP + 12, words, anchor=anchor, size=12)

    def note(self, words: str, colour: str = INK) -> None:
        """Write a line of words below what the legend holds so far."""
        self.sheet.text(LEFT + WIDTH + 12, self._next(19), words, size=12, fill=colour)

    def picture(self, alt: str) -> Picture:
        """Return what was drawn, labelled by `alt`: the finding, in a sentence."""
        return self.sheet.picture(alt)

    def _next(self, step: float) -> float:
        """Return the height of the legend's next line, and go on below it."""
        place, self._legend = self._legend, self._legend + step
        return place


def ticks(low: float, high: float, most: int = 12) -> tuple[float, ...]:
    """Return round numbers from `low` to `high`, at most `most` steps apart.

    >>> ticks(0, 70, 6)
    (0.0, 20.0, 40.0, 60.0)

    Raises:
        InvalidInput: if one is no number, or `high` is not above `low`.
    """
    require_number("low", low, -1e15, 1e15)
    require_number("high", high, -1e15, 1e15)
    require_number("most", most, 1, 100)
    require(high > low, "high", high, f"above {low}")
    step = 1.0
    while (high - low) / step < most / 10:
        step /= 10
    factors = (2, 2.5, 2)
    turn = 0
    while (high - low) / step > most:
        step *= factors[turn % 3]
        turn += 1
    first = int(low // step) + (low % step > 0)
    return tuple(round(place * step, 9) for place in range(first, int(high // step) + 1))


def powers(low: float, high: float, most: int = 12) -> tuple[float, ...]:
    """Return powers of ten from `low` to `high`, at most `most` steps apart.

    >>> powers(5, 10_000)
    (10.0, 100.0, 1000.0, 10000.0)

    Raises:
        InvalidInput: if one is no positive number, or `high` is not above `low`.
    """
    require_number("low", low, 1e-12, 1e15)
    require_number("high", high, 1e-12, 1e15)
    require_number("most", most, 1, 100)
    require(high > low, "high", high, f"above {low}")
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    every = max(1, -(-(last - first) // int(most)))
    return tuple(float(f"1e{power}") for power in range(first, last + 1, every))
