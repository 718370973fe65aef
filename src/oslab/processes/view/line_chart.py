"""A small line chart in drawing words, for predictions that the reader can change."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from oslab import svg

_LEFT, _TOP, _WIDTH, _HEIGHT = 62, 14, 400, 210


@dataclass(frozen=True, slots=True)
class Axis:
    """The ends of an axis, its ticks with their words, and whether it is logarithmic."""

    low: float
    high: float
    ticks: Sequence[tuple[float, str]]
    title: str
    logarithmic: bool = False

    def place(self, value: float) -> float:
        """Return 0 at the low end and 1 at the high one; what is outside stays at the edge."""
        value = min(max(value, self.low), self.high)
        if self.logarithmic:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


class LineChart:
    """A frame with ticks, and words to put lines, points and a legend into it."""

    def __init__(self, x: Axis, y: Axis) -> None:
        """Draw the frame."""
        self.sheet = svg.Drawing(640, 286)
        self._x, self._y, self._named = x, y, 0
        for value, words in x.ticks:
            place = self._across(value)
            self.sheet.line(place, _TOP, place, _TOP + _HEIGHT, stroke=svg.GRID)
            self.sheet.text(place, _TOP + _HEIGHT + 18, words, anchor="middle", size=12)
        for value, words in y.ticks:
            place = self._up(value)
            self.sheet.line(_LEFT, place, _LEFT + _WIDTH, place, stroke=svg.GRID)
            self.sheet.text(_LEFT - 6, place + 4, words, anchor="end", size=12)
        self.sheet.text(_LEFT + _WIDTH / 2, 274, x.title, anchor="middle", size=13)
        self.sheet.text(_LEFT + _WIDTH + 14, _TOP + 8, y.title, size=13, bold=True)

    def line(
        self, name: str, points: Sequence[tuple[float, float]], colour: str, dash: str = ""
    ) -> None:
        """Draw a line through `points` and name it in the legend."""
        path = [(self._across(x), self._up(y)) for x, y in points]
        self.sheet.polyline(path, stroke=colour, dash=dash, width=2.5)
        y = _TOP + 34 + 24 * self._named
        x = _LEFT + _WIDTH + 14
        self.sheet.line(x, y - 4, x + 22, y - 4, stroke=colour, dash=dash, width=2.5)
        self.sheet.text(x + 28, y, name, size=12)
        self._named += 1

    def mark(self, x: float, words: str) -> None:
        """Draw an upright line at `x` with words at its top."""
        place = self._across(x)
        right = place < _LEFT + _WIDTH / 2
        self.sheet.line(place, _TOP, place, _TOP + _HEIGHT, stroke=svg.MUTED, dash="3,3")
        self.sheet.text(
            place + (5 if right else -5), _TOP + 12, words,
            anchor="start" if right else "end", size=12,
        )  # fmt: skip

    def _across(self, value: float) -> float:
        return _LEFT + self._x.place(value) * _WIDTH

    def _up(self, value: float) -> float:
        return _TOP + (1 - self._y.place(value)) * _HEIGHT
