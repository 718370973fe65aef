"""Faults and miss ratios by number of frames."""

from __future__ import annotations

from itertools import pairwise

from oslab.chart import Axis, Chart
from oslab.errors import require
from oslab.picture import Picture
from oslab.replacement.records import Curve
from oslab.svg import INK, SERIES, number

_MOST_LINES = 8


def miss_ratio_curve(curve: Curve) -> Picture:
    """Return a line a policy: frames across, the share of references that fault up.

    Args:
        curve: of at most eight policies.

    Raises:
        InvalidInput: if it is no Curve, or has more lines.
    """
    return _drawn(curve, 100 / curve.references if isinstance(curve, Curve) else 1, "% faults")


def fault_counts(curve: Curve) -> Picture:
    """Return a line a policy: frames across, faults up; a line that rises is Belady's anomaly.

    Args:
        curve: of at most eight policies.

    Raises:
        InvalidInput: if it is no Curve, or has more lines.
    """
    return _drawn(curve, 1, "faults")


def _drawn(curve: Curve, scale: float, title: str) -> Picture:
    ok = isinstance(curve, Curve) and len(curve.lines) <= _MOST_LINES
    require(ok, "curve", curve, f"a Curve of at most {_MOST_LINES} lines")
    first = min(points[0][0] for _, points in curve.lines)
    last = max(points[-1][0] for _, points in curve.lines)
    top = max(faults for _, points in curve.lines for _, faults in points) * scale
    across = Axis(0 if first <= last / 20 else first, last, "frames")
    chart = Chart(across, Axis(0, max(top, 1), title))
    for place, (name, points) in enumerate(curve.lines):
        colour = INK if name == "Optimal" else SERIES[place % len(SERIES)]
        dash = "5,3" if name == "Optimal" else ""
        dots = len(points) <= 20
        scaled = [(frames, faults * scale) for frames, faults in points]
        chart.line(name, scaled, colour, dash=dash, dots=dots)
    return chart.picture(_alt(curve, scale, title))


def _alt(curve: Curve, scale: float, title: str) -> str:
    told = []
    for name, points in curve.lines:
        few, many = points[0], points[-1]
        words = f"{name} goes from {number(few[1] * scale)} {title} in {few[0]}"
        words += f" to {number(many[1] * scale)} in {many[0]}"
        rises = [(one, two) for one, two in pairwise(points) if two[1] > one[1]]
        if rises:
            one, two = rises[0]
            words += f", and rises from {number(one[1] * scale)} in {one[0]} frames"
            words += f" to {number(two[1] * scale)} in {two[0]}: Belady's anomaly"
        told.append(words)
    return f"Of {curve.references:,} references: " + "; ".join(told) + "."
