"""A line through measured points, and how far off it is."""

from __future__ import annotations

import math
from collections.abc import Sequence

from oslab.errors import require, require_number
from oslab.processes.records.fork_cost import Line

Points = Sequence[tuple[float, float]]


def fitted_line(points: Points) -> Line:
    """Return the line of least squares through `points`, in *relative* error.

    A fork of 30 ms and one of 1 ms then count alike; with plain squares the
    largest parent alone would decide.

    Args:
        points: at least two (x, y) with different x, every y above 0.

    Raises:
        InvalidInput: otherwise.
    """
    _require_points(points)
    require(len({x for x, _ in points}) > 1, "points", points, "at different x")
    weights = [1 / (y * y) for _, y in points]
    total = math.fsum(weights)
    mean_x = math.fsum(w * x for w, (x, _) in zip(weights, points, strict=True)) / total
    mean_y = math.fsum(w * y for w, (_, y) in zip(weights, points, strict=True)) / total
    spread = math.fsum(w * (x - mean_x) ** 2 for w, (x, _) in zip(weights, points, strict=True))
    slope = (
        math.fsum(
            w * (x - mean_x) * (y - mean_y) for w, (x, y) in zip(weights, points, strict=True)
        )
        / spread
    )
    return Line(mean_y - slope * mean_x, slope)


def largest_gap(line: Line, points: Points) -> float:
    """Return the largest distance of a point from `line`, as a share of the point's y.

    Raises:
        InvalidInput: if `line` is no Line or `points` are none.
    """
    require(isinstance(line, Line), "line", line, "a Line")
    _require_points(points)
    return max(abs(line.at(x) - y) / y for x, y in points)


def _require_points(points: object) -> None:
    allowed = "at least two pairs (x, y) with y above 0"
    ok = isinstance(points, tuple | list) and len(points) >= 2
    require(ok, "points", points, allowed)
    for point in points if isinstance(points, tuple | list) else ():
        require(isinstance(point, tuple | list) and len(point) == 2, "points", point, allowed)
        require_number("points", point[0], low=-1e15, high=1e15)
        require_number("points", point[1], low=1e-9, high=1e15)
