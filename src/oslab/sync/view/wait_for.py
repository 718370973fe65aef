"""Who waits for whom, as arrows; a cycle of them is drawn in the colour of what is wrong."""

from __future__ import annotations

import math

from oslab.errors import require
from oslab.picture import Picture
from oslab.svg import INK, MUTED, PAPER, SERIES, Drawing
from oslab.sync.records.wait_for import Wait, WaitForGraph

_WIDTH, _BOX, _TALL = 640, 120, 30
MOST_TASKS = 16


def wait_for(graph: WaitForGraph) -> Picture:
    """Return a box a task, and an arrow from who waits to who can let it go on.

    Raises:
        InvalidInput: if `graph` is no WaitForGraph, or has more than 16 tasks.
    """
    require(isinstance(graph, WaitForGraph), "graph", graph, "a WaitForGraph")
    ok = 0 < len(graph.tasks) <= MOST_TASKS
    require(ok, "graph", graph.tasks, f"a graph of 1 to {MOST_TASKS} tasks")
    radius = 70 + 10.0 * len(graph.tasks)
    sheet = Drawing(_WIDTH, 2 * radius + 80, font_size=13)
    middle = (_WIDTH / 2, radius + 40)
    places = {name: _place(number, len(graph.tasks), middle, radius)
              for number, name in enumerate(graph.tasks)}  # fmt: skip
    ring = graph.cycle
    wrong = set(zip(ring, (*ring[1:], *ring[:1]), strict=True))
    for wait in graph.waits:
        for owner in wait.owners:
            _arrow(sheet, places, wait, owner, (wait.task, owner) in wrong)
    waiting = {wait.task for wait in graph.waits}
    for name, (x, y) in places.items():
        colour = SERIES[1] if name in ring else MUTED if name in waiting else SERIES[2]
        sheet.rect(x - _BOX / 2, y - _TALL / 2, _BOX, _TALL, fill=colour, radius=6)
        words = name if len(name) <= 17 else name[:16] + "…"
        sheet.text(x, y + 4, words, anchor="middle", size=12, fill=PAPER)
    return sheet.picture(str(graph).replace("\n", ". "))


def _place(number: int, of: int, middle: tuple[float, float], radius: float) -> tuple[float, float]:
    angle = 2 * math.pi * number / of - math.pi / 2
    stretch = 1.7 if of > 2 else 1.0
    return middle[0] + stretch * radius * math.cos(angle), middle[1] + radius * math.sin(angle)


def _arrow(
    sheet: Drawing, places: dict[str, tuple[float, float]], wait: Wait, owner: str, wrong: bool
) -> None:
    """Draw an arrow beside the straight line, so that one back does not hide it."""
    (x1, y1), (x2, y2) = places[wait.task], places[owner]
    long = max(math.hypot(x2 - x1, y2 - y1), 1)
    ux, uy = (x2 - x1) / long, (y2 - y1) / long
    aside = 9
    x1, y1, x2, y2 = x1 - uy * aside, y1 + ux * aside, x2 - uy * aside, y2 + ux * aside
    cut = min(_TALL / 2 / max(abs(uy), 0.01), _BOX / 2 / max(abs(ux), 0.01)) + 3
    start, end = (x1 + ux * cut, y1 + uy * cut), (x2 - ux * cut, y2 - uy * cut)
    sheet.arrow(*start, *end, stroke=SERIES[1] if wrong else INK, width=2)
    words = wait.what if len(wait.what) <= 24 else wait.what[:23] + "…"
    x, y = (start[0] + end[0]) / 2 - uy * 10, (start[1] + end[1]) / 2 + ux * 10
    anchor = "start" if uy < -0.3 else "end" if uy > 0.3 else "middle"
    sheet.text(x, y + 4, words, anchor=anchor, size=11)
