"""Who waits for whom, as arrows; a cycle of them is drawn in the colour of what is wrong."""

from __future__ import annotations

import math
import textwrap

from oslab.errors import require
from oslab.picture import Picture
from oslab.svg import INK, MUTED, PAPER, SERIES, Drawing
from oslab.sync.records.wait_for import Wait, WaitForGraph

_WIDTH, _TALL, _LETTER, _LINE = 640, 30, 6.6, 18
_BAD, _GOOD = SERIES[1], SERIES[2]
_MOST_LETTERS, _ASIDE = 24, 7
MOST_TASKS = 16
Point = tuple[float, float]


def wait_for(graph: WaitForGraph) -> Picture:
    """Return a box a task, and an arrow from who waits to who can let it go on.

    What waits for somebody whom nobody noted has no arrow; its line below says why.

    Raises:
        InvalidInput: if `graph` is no WaitForGraph, or has more than 16 tasks.
    """
    require(isinstance(graph, WaitForGraph), "graph", graph, "a WaitForGraph")
    ok = 0 < len(graph.tasks) <= MOST_TASKS
    require(ok, "graph", graph.tasks, f"a graph of 1 to {MOST_TASKS} tasks")
    radius = 45 + 14.0 * min(len(graph.tasks), 8)
    lone = [line for wait in graph.waits if not wait.owners
            for line in textwrap.wrap(str(wait), 96, subsequent_indent="\u2003")]  # fmt: skip
    said = textwrap.wrap(str(graph).rpartition("\n")[2], 84)
    foot = 2 * radius + 74
    sheet = Drawing(_WIDTH, foot + _LINE * (len(lone) + len(said)) + 2, font_size=13)
    box = 22 + _LETTER * max(min(len(name), _MOST_LETTERS) for name in graph.tasks)
    middle = (_WIDTH / 2, radius + 34)
    places = {name: _place(number, len(graph.tasks), middle, radius)
              for number, name in enumerate(graph.tasks)}  # fmt: skip
    ring = graph.cycle
    wrong = set(zip(ring, (*ring[1:], *ring[:1]), strict=True))
    for wait in graph.waits:
        for owner in wait.owners:
            colour = _BAD if (wait.task, owner) in wrong else INK
            _arrow(sheet, (places[wait.task], places[owner]), box, wait, colour)
    _boxes(sheet, graph, places, box)
    for row, words in enumerate(said):
        sheet.text(4, foot + _LINE * row, words, bold=True, fill=_BAD if ring else INK)
    for row, words in enumerate(lone, start=len(said)):
        sheet.text(14, foot + _LINE * row, words, size=12, fill=MUTED)
    return sheet.picture(str(graph).replace("\n", ". "))


def _boxes(sheet: Drawing, graph: WaitForGraph, places: dict[str, Point], box: float) -> None:
    """Red on the cycle, grey where it waits, green where it can go on."""
    waiting, ring = {wait.task for wait in graph.waits}, graph.cycle
    for name, (x, y) in places.items():
        colour = _BAD if name in ring else MUTED if name in waiting else _GOOD
        sheet.rect(x - box / 2, y - _TALL / 2, box, _TALL, fill=colour, radius=6)
        sheet.text(x, y + 4, _fit(name, _MOST_LETTERS), anchor="middle", size=12, fill=PAPER)


def _place(number: int, of: int, middle: Point, radius: float) -> Point:
    if of == 2:
        return middle[0] + (400 * number - 200), middle[1]
    angle = 2 * math.pi * number / of - math.pi / 2
    return middle[0] + 215 * math.cos(angle), middle[1] + radius * math.sin(angle)


def _arrow(sheet: Drawing, ends: tuple[Point, Point], box: float, wait: Wait, colour: str) -> None:
    """Draw an arrow to the left of the straight line, so that one back does not hide it."""
    (x1, y1), (x2, y2) = ends
    long = max(math.hypot(x2 - x1, y2 - y1), 1)
    ux, uy = (x2 - x1) / long, (y2 - y1) / long
    ox, oy = uy * _ASIDE, -ux * _ASIDE
    out, into = _way_out((ox, oy), (ux, uy), box), _way_out((ox, oy), (-ux, -uy), box)
    start = (x1 + ox + ux * out, y1 + oy + uy * out)
    end = (x2 + ox - ux * into, y2 + oy - uy * into)
    sheet.arrow(*start, *end, stroke=colour, width=2)
    x, y = (start[0] + end[0]) / 2 + uy * 10, (start[1] + end[1]) / 2 - ux * 10
    anchor = "start" if uy > 0.2 else "end" if uy < -0.2 else "middle"
    sheet.text(x, y + (4 if anchor != "middle" else 6), _fit(wait.what, 24), anchor=anchor, size=11)


def _way_out(offset: Point, along: Point, box: float) -> float:
    """Return how far it is from beside the middle of a box to just outside it."""
    ways = [
        (math.copysign(half, step) - aside) / step
        for aside, step, half in zip(offset, along, (box / 2, _TALL / 2), strict=True)
        if abs(step) > 0.001
    ]
    return min(ways, default=0) + 4


def _fit(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
