"""The states of a small program, a column a step from the start."""

from __future__ import annotations

from oslab.errors import require
from oslab.picture import Picture
from oslab.svg import INK, MUTED, PAPER, SERIES, Drawing
from oslab.sync.records.history import DEADLOCK, FAILED, FINISHED, OPEN
from oslab.sync.records.state_graph import Node, StateGraph

_WIDTH, _LEFT, _TOP = 640, 26, 34
_COLOURS = {OPEN: MUTED, FINISHED: SERIES[2], DEADLOCK: SERIES[1], FAILED: SERIES[1]}


def state_graph(record: StateGraph) -> Picture:
    """Return a dot a state and a line a step, in the colour of the thread that takes it.

    Raises:
        InvalidInput: if `record` is no StateGraph.
    """
    require(isinstance(record, StateGraph), "record", record, "a StateGraph")
    places, height = _places(record)
    sheet = Drawing(_WIDTH, height + 30, font_size=12)
    for place, name in enumerate(record.threads[:6]):
        x = _LEFT + 100.0 * place
        sheet.line(x, 12, x + 18, 12, stroke=SERIES[place % len(SERIES)], width=2.5)
        sheet.text(x + 22, 16, name if len(name) <= 12 else name[:11] + "…", size=11)
    for edge in record.edges:
        (x1, y1), (x2, y2) = places[edge.start], places[edge.end]
        colour = SERIES[record.threads.index(edge.thread) % len(SERIES)]
        sheet.line(x1, y1, x2, y2, stroke=colour, width=1.4)
    few = len(record.nodes) <= 30
    for node, (x, y) in zip(record.nodes, places, strict=True):
        sheet.circle(x, y, 6, fill=_COLOURS[node.kind], stroke=PAPER)
        if few or node.kind != OPEN:
            words = node.words if len(node.words) <= 14 else node.words[:13] + "…"
            sheet.text(x, y - 9, words, anchor="middle", size=11, fill=INK)
            if node.schedules is not None:
                sheet.text(x, y + 18, str(node.schedules), anchor="middle", size=11, fill=MUTED)
    sheet.text(_LEFT, height + 22, _legend(record, few), size=11)
    return sheet.picture(_alt(record))


def _legend(record: StateGraph, few: bool) -> str:
    counted = any(node.schedules is not None for node in record.nodes)
    where = "a state" if few else "each end"
    below = f"; below {where}, the schedules that lead to it" if counted else ""
    return f"Steps from left to right; green: finished, red: stuck or failed{below}."


def _places(record: StateGraph) -> tuple[list[tuple[float, float]], float]:
    levels: dict[int, list[Node]] = {}
    rows = []
    for node in record.nodes:
        column = levels.setdefault(node.level, [])
        rows.append(len(column))
        column.append(node)
    tallest = max(map(len, levels.values()))
    height = _TOP + 40.0 * tallest
    last = max(levels) or 1
    across = (_WIDTH - 2 * _LEFT) / last
    places = []
    for node, row in zip(record.nodes, rows, strict=True):
        step = (height - _TOP) / len(levels[node.level])
        places.append((_LEFT + across * node.level, _TOP + step * (row + 0.5)))
    return places, height


def _alt(record: StateGraph) -> str:
    kinds = [node.kind for node in record.nodes]
    ends = [f"{kinds.count(kind)} {kind}" for kind in (FINISHED, DEADLOCK, FAILED) if kind in kinds]
    depth = max(node.level for node in record.nodes)
    shown = ", ".join(ends) or "none where it ends"
    return (
        f"{len(record.nodes)} states and {len(record.edges)} steps, at most {depth} steps from the "
        f"start; of the states: {shown}.{_ways(record)}"
    )


def _ways(record: StateGraph) -> str:
    ends = [node for node in record.nodes if node.kind != OPEN and node.schedules is not None]
    words = ", ".join(f"{one.words or one.kind}: {one.schedules}" for one in ends[:8])
    return f" Schedules that end so: {words}." if words else ""
