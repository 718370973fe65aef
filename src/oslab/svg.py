"""Drawing words for views: shapes in, a Picture out, standard library only.

Coordinates are in SVG user units with the origin at the top left. Numbers are
written by one rule, so the same drawing is the same bytes everywhere.

Colours: `MODEL` is a prediction and `KERNEL` is this kernel's answer, in every
figure of the book. `SERIES` tells things of one kind apart. All come from
palettes made for colour-blind readers and turn lighter in dark mode through
the CSS variables that name them. `INK`, `MUTED` and `GRID` follow the page.

Source: Okabe and Ito, Color Universal Design (2008); P. Tol, Colour Schemes (2021).
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable
from html import escape

from oslab.errors import InvalidInput, require, require_number
from oslab.picture import Picture

MODEL = "var(--oslab-model,#0072b2)"
KERNEL = "var(--oslab-kernel,#c04d00)"
INK = "currentColor"
MUTED = "var(--oslab-muted,#5a6270)"
GRID = "var(--oslab-grid,#d5d9e0)"
PAPER = "var(--oslab-paper,#ffffff)"
SERIES = (
    "var(--oslab-1,#4477aa)",
    "var(--oslab-2,#c8475a)",
    "var(--oslab-3,#228833)",
    "var(--oslab-4,#8f7a00)",
    "var(--oslab-5,#2a8fa8)",
    "var(--oslab-6,#aa3377)",
    "var(--oslab-7,#6b6b6b)",
)


def number(value: float) -> str:
    """Return `value` with at most two decimals and no trailing zeros.

    >>> [number(x) for x in (3, 2.5, 1 / 3, -0.001)]
    ['3', '2.5', '0.33', '0']
    """
    require_number("value", value)
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def fit(width: float, smallest_text: float) -> str:
    """Return the CSS that keeps a picture readable in a narrow and in a wide page.

    Its smallest text is drawn at 11 pixels or more, so on a phone the picture
    scrolls within its box; and it is never blown up by more than a fifth.

    Args:
        width: of the viewBox, in user units.
        smallest_text: its font size, in user units.
    """
    require_number("width", width, low=1)
    require_number("smallest_text", smallest_text)
    narrow = min(1.0, 11 / max(smallest_text, 1))
    return f"min-width:{number(width * narrow)}px;max-width:{number(width * 1.2)}px"


class Drawing:
    """A sheet to draw on; every word returns nothing and adds one element."""

    def __init__(self, width: float, height: float, font_size: float = 14) -> None:
        """Open a sheet of `width` by `height` user units.

        Raises:
            InvalidInput: if a size is not a number of at least 1.
        """
        self.width = require_number("width", width, low=1)
        self.height = require_number("height", height, low=1)
        self._font_size = require_number("font_size", font_size, low=1)
        self._parts: list[str] = []

    def rect(
        self, x: float, y: float, width: float, height: float, *,
        fill: str = INK, stroke: str = "none", radius: float = 2, opacity: float = 1,
    ) -> None:  # fmt: skip
        """Draw a rectangle whose top left corner is (x, y)."""
        width = max(require_number("width", width), 0)
        height = max(require_number("height", height), 0)
        self._add(
            "rect", x=x, y=y, width=width, height=height, rx=radius,
            fill=fill, stroke=stroke, opacity=opacity,
        )  # fmt: skip

    def circle(
        self, x: float, y: float, radius: float, *,
        fill: str = INK, stroke: str = "none", opacity: float = 1,
    ) -> None:  # fmt: skip
        """Draw a circle around (x, y)."""
        self._add("circle", cx=x, cy=y, r=radius, fill=fill, stroke=stroke, opacity=opacity)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *,
        stroke: str = INK, width: float = 1, dash: str = "",
    ) -> None:  # fmt: skip
        """Draw a straight line; `dash` as in SVG's stroke-dasharray."""
        self._add(
            "line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke,
            **_pen(width, dash),
        )  # fmt: skip

    def arrow(
        self, x1: float, y1: float, x2: float, y2: float, *,
        stroke: str = INK, width: float = 1.5, head: float = 7,
    ) -> None:  # fmt: skip
        """Draw a line with a head at (x2, y2)."""
        require_number("head", head)
        self.line(x1, y1, x2, y2, stroke=stroke, width=width)
        angle = math.atan2(y2 - y1, x2 - x1)
        wings = [
            (x2 - head * math.cos(angle + side), y2 - head * math.sin(angle + side))
            for side in (0.45, -0.45)
        ]
        self.polyline([wings[0], (x2, y2), wings[1]], stroke=stroke, width=width)

    def polyline(
        self, points: Iterable[tuple[float, float]], *,
        stroke: str = INK, width: float = 2, fill: str = "none", dash: str = "",
    ) -> None:  # fmt: skip
        """Draw straight lines from point to point."""
        try:
            path = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        except (TypeError, ValueError) as error:
            raise InvalidInput("points", points, "pairs of finite numbers") from error
        self._add(
            "polyline", points=path, fill=fill, stroke=stroke,
            **_pen(width, dash),
        )  # fmt: skip

    def text(
        self, x: float, y: float, words: str, *,
        anchor: str = "start", fill: str = INK, size: float | None = None, bold: bool = False,
    ) -> None:  # fmt: skip
        """Write `words` with their baseline at y; anchor is start, middle or end."""
        attributes: dict[str, str | float] = {
            "text-anchor": "" if anchor == "start" else anchor,
            "font-size": "" if size is None else require_number("size", size, low=0),
            "font-weight": "600" if bold else "",
        }
        self._add("text", escape(str(words), quote=False), x=x, y=y, fill=fill, **attributes)

    def picture(self, alt: str) -> Picture:
        """Return what was drawn, labelled by `alt`."""
        require(isinstance(alt, str), "alt", alt, "a sentence")
        size = f"{number(self.width)} {number(self.height)}"
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="img" '
            f'aria-label="{escape(alt)}" font-family="inherit" '
            f'font-size="{number(self._font_size)}" style="{fit(self.width, self._font_size - 2)}">'
        )
        return Picture(svg=head + "".join(self._parts) + "</svg>", alt=alt)

    def _add(self, element: str, body: str = "", /, **attributes: str | float) -> None:
        for name, value in attributes.items():
            # A text where a number belongs would reach the page unseen.
            ok = isinstance(value, str) == (name in _TEXTS) or value == ""
            require(ok, name, value, "a text" if name in _TEXTS else "a finite number")
        defaults = {("opacity", 1), ("rx", 0), ("stroke", "none")}
        written = "".join(
            f' {name}="{escape(value) if isinstance(value, str) else number(value)}"'
            for name, value in attributes.items()
            if value != "" and (name, value) not in defaults
        )
        closing = f">{body}</{element}>" if body else "/>"
        self._parts.append(f"<{element}{written}{closing}")


def refusal(error: InvalidInput) -> Picture:
    """Return why a simulator refuses the values it was given, as a picture.

    A live figure offers every combination of its controls; some have no
    meaning, and the reader is told so where the picture would have been.
    """
    words = textwrap.wrap(str(error), 84)
    sheet = Drawing(640, 50 + 22 * len(words))
    sheet.text(12, 26, "There is no answer for these values:", bold=True)
    for row, line in enumerate(words):
        sheet.text(12, 50 + 22 * row, line)
    return sheet.picture(f"There is no answer for these values: {error}")


_TEXTS = (
    "fill", "stroke", "points", "text-anchor", "font-weight", "stroke-linejoin", "stroke-dasharray",
)  # fmt: skip


def _pen(width: float, dash: str) -> dict[str, str | float]:
    return {"stroke-width": width, "stroke-linejoin": "round", "stroke-dasharray": dash}
