"""A frame for lines over time or over a quantum, in drawing words."""

from __future__ import annotations

from collections.abc import Sequence

from oslab.errors import require, require_number
from oslab.svg import GRID, INK, MUTED, Drawing, number

LEFT, TOP, WIDTH, HEIGHT, RIGHT = 56, 12, 406, 200, 178


class Chart:
    """A frame with ticks, lines in it and a legend to its right.

    Args:
        across: the ends of the horizontal axis, the second above the first.
        up: the ends of the vertical one.
        title: of the horizontal axis, with its unit.
        what: of the vertical axis; heads the legend.

    Raises:
        InvalidInput: if an end is no number or two ends do not differ.
    """

    def __init__(
        self, across: tuple[float, float], up: tuple[float, float], title: str, what: str
    ) -> None:  # fmt: skip
        for name, ends in (("across", across), ("up", up)):
            ok = isinstance(ends, tuple) and len(ends) == 2
            require(ok, name, ends, "two numbers")
            for end in ends:
                require_number(name, end)
            require(ends[0] < ends[1], name, ends, "two numbers, the larger last")
        for name, words in (("title", title), ("what", what)):
            require(isinstance(words, str), name, words, "a text")
        self._across, self._up, self._named = across, up, 0
        self.sheet = Drawing(LEFT + WIDTH + RIGHT, TOP + HEIGHT + 44, font_size=13)
        for value in ticks(*across):
            x = self.x(value)
            self.sheet.line(x, TOP, x, TOP + HEIGHT, stroke=GRID)
            self.sheet.text(x, TOP + HEIGHT + 17, number(value), anchor="middle", size=12)
        for value in ticks(*up, most=6):
            y = self.y(value)
            self.sheet.line(LEFT, y, LEFT + WIDTH, y, stroke=GRID)
            self.sheet.text(LEFT - 6, y + 4, number(value), anchor="end", size=12)
        self.sheet.text(LEFT + WIDTH / 2, TOP + HEIGHT + 36, title, anchor="middle")
        self.sheet.text(LEFT + WIDTH + 12, TOP + 8, what, bold=True)

    def x(self, value: float) -> float:
        """Return where a value stands on the horizontal axis; beyond an end, at the end."""
        return LEFT + WIDTH * _part(value, *self._across)

    def y(self, value: float) -> float:
        """Return where a value stands on the vertical axis."""
        return TOP + HEIGHT * (1 - _part(value, *self._up))

    def line(
        self, name: str, points: Sequence[tuple[float, float]], colour: str, *,
        dash: str = "", stairs: bool = False,
    ) -> None:  # fmt: skip
        """Draw a line through points, or stairs from each to the next, and name it."""
        path: list[tuple[float, float]] = []
        for x, y in points:
            if stairs and path:
                path.append((self.x(x), path[-1][1]))
            path.append((self.x(x), self.y(y)))
        self.sheet.polyline(path, stroke=colour, dash=dash)
        x, y = LEFT + WIDTH + 12, TOP + 32 + 22 * self._named
        self.sheet.line(x, y - 4, x + 20, y - 4, stroke=colour, dash=dash, width=2.5)
        self.sheet.text(x + 26, y, name, size=12)
        self._named += 1

    def level(self, value: float, words: str) -> None:
        """Draw a dashed line across at a value, with words on it."""
        y = self.y(value)
        self.sheet.line(LEFT, y, LEFT + WIDTH, y, stroke=MUTED, dash="4,3")
        self.sheet.text(LEFT + 4, y - 4, words, size=12, fill=INK)


def ticks(low: float, high: float, most: int = 12) -> tuple[float, ...]:
    """Return round numbers from `low` to `high`, at most `most` steps apart.

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


def _part(value: float, low: float, high: float) -> float:
    return (min(max(value, low), high) - low) / (high - low)
