"""Lanes, one a process, coloured by state and named by the letter Linux shows."""

from __future__ import annotations

from oslab.errors import require
from oslab.picture import Picture
from oslab.processes import metrics
from oslab.processes.records.life_cycle import (
    LINUX_LETTERS,
    NEW,
    READY,
    RUNNING,
    STATES,
    TERMINATED,
    WAITING,
    LifeCycle,
    ProcessStates,
)
from oslab.svg import GRID, INK, MUTED, SERIES, Drawing
from oslab.table import Table

_COLOURS = {
    NEW: GRID,
    READY: SERIES[3],
    RUNNING: SERIES[2],
    WAITING: SERIES[0],
    TERMINATED: SERIES[6],
}
_WIDTH, _LEFT, _LANE, _TOP = 640, 44, 30, 34


def life_cycle(record: LifeCycle) -> Picture:
    """Return the lanes of a LifeCycle, ticks from left to right.

    Raises:
        InvalidInput: if `record` is no LifeCycle.
    """
    require(isinstance(record, LifeCycle), "record", record, "a LifeCycle")
    end = max(one.end for life in record.lives for one in life.stretches)
    scale = (_WIDTH - _LEFT - 10) / end
    drawing = Drawing(_WIDTH, _TOP + _LANE * len(record.lives) + 30, font_size=13)
    _legend(drawing)
    for row, life in enumerate(record.lives):
        y = _TOP + row * _LANE
        drawing.text(0, y + 16, life.name, bold=True)
        for one in life.stretches:
            # The height says it too: what runs is tall, what waits is thin.
            thin = 0 if one.state == RUNNING else 5
            x, width = _LEFT + one.start * scale, (one.end - one.start) * scale
            drawing.rect(x, y + thin, width - 1, 22 - 2 * thin, fill=_COLOURS[one.state], radius=0)
    _ticks(drawing, end, scale, _TOP + _LANE * len(record.lives))
    return drawing.picture(_alt(record))


def _legend(drawing: Drawing) -> None:
    for place, state in enumerate(STATES):
        x = _LEFT + place * 121
        drawing.rect(x, 4, 12, 12, fill=_COLOURS[state], radius=0)
        letter = LINUX_LETTERS[state]
        drawing.text(x + 17, 15, state if letter == "-" else f"{state} ({letter})", size=12)


def _ticks(drawing: Drawing, end: int, scale: float, y: float) -> None:
    drawing.line(_LEFT, y, _LEFT + end * scale, y, stroke=MUTED)
    step = next(size for size in (1, 2, 5, 10, 20, 50, 100, 10**9) if end / size <= 12)
    for tick in range(0, end + 1, step):
        x = _LEFT + tick * scale
        drawing.line(x, y, x, y + 4, stroke=MUTED)
        drawing.text(x, y + 17, str(tick), anchor="middle", size=11, fill=INK)


def _alt(record: LifeCycle) -> str:
    count = len(record.lives)
    used = metrics.cpu_utilisation(record)
    ready = sum(metrics.ready_ticks(record))
    waiting = sum(metrics.waiting_ticks(record))
    return (
        f"{count} process{'es' if count > 1 else ''} on {record.cpus} "
        f"CPU{'s' if record.cpus > 1 else ''}: the last exit is at tick "
        f"{max(metrics.turnaround(record))}, {used:.0%} of the CPU time was used, and the "
        f"processes together stood ready for {ready} ticks and waited for {waiting}."
    )


def process_states(record: ProcessStates) -> Table:
    """Return one row a state: the letter expected, the letter seen, and how it was made.

    Raises:
        InvalidInput: if `record` is no ProcessStates.
    """
    require(isinstance(record, ProcessStates), "record", record, "a ProcessStates")
    rows = tuple(
        (
            one.letter,
            one.seen or "not seen",
            one.status or "-",
            one.wchan or "-",
            one.made,
        )
        for one in record.specimens
    )
    agreed = sum(one.letter == one.seen for one in record.specimens)
    caption = f"{agreed} of {len(rows)} states were made or found, and read back from /proc"
    return Table(caption, ("expected", "seen", "State", "sleeps in", "how it was made"), rows)
