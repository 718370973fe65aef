"""One bar a switch, its parts stacked, and the tag the task comes on with."""

from __future__ import annotations

from oslab.errors import require
from oslab.picture import Picture
from oslab.processes import metrics
from oslab.processes.records.context_switch import STEPS, THREAD, ContextSwitch
from oslab.svg import GRID, INK, MUTED, SERIES, Drawing

_COLOURS = (SERIES[0], SERIES[3], SERIES[1])
_WIDTH, _LEFT, _TOP, _ROW = 640, 96, 34, 26
_SHOWN = 10


def context_switch(record: ContextSwitch) -> Picture:
    """Return the switches of one round; beyond ten, the first ten.

    Raises:
        InvalidInput: if `record` is no ContextSwitch.
    """
    require(isinstance(record, ContextSwitch), "record", record, "a ContextSwitch")
    shown = record.switches[:_SHOWN]
    bottom = _TOP + _ROW * len(shown)
    drawing = Drawing(_WIDTH, bottom + 40, font_size=13)
    longest = max(1.0, *(sum(one.step_ns) for one in shown))
    scale = (_WIDTH - _LEFT - 120) / longest
    _legend(drawing)
    for row, one in enumerate(shown):
        y = _TOP + row * _ROW
        drawing.text(0, y + 15, f"task {one.task}, tag {one.tag}", size=12)
        x = float(_LEFT)
        for ns, colour in zip(one.step_ns, _COLOURS, strict=True):
            if ns:
                drawing.rect(x, y, ns * scale, 19, fill=colour, radius=0)
            x += ns * scale
        # The word says what the colour says.
        drawing.text(x + 6, y + 15, _says(one.loads_cr3, one.flushes), size=12)
    _axis(drawing, longest, scale, bottom + 4)
    return drawing.picture(_alt(record))


def _legend(drawing: Drawing) -> None:
    for place, name in enumerate(STEPS):
        x = _LEFT + place * 185
        drawing.rect(x, 4, 12, 12, fill=_COLOURS[place], radius=0)
        drawing.text(x + 17, 15, name, size=12)


def _axis(drawing: Drawing, longest: float, scale: float, y: float) -> None:
    drawing.line(_LEFT, y, _LEFT + longest * scale, y, stroke=MUTED)
    for part in range(5):
        x = _LEFT + longest * scale * part / 4
        drawing.line(x, y, x, y + 4, stroke=GRID)
        drawing.text(x, y + 18, f"{longest * part / 4:.0f}", anchor="middle", size=11, fill=INK)
    drawing.text(_LEFT + longest * scale + 34, y + 18, "ns", size=11)


def _says(loads: bool, flushes: bool) -> str:
    if flushes:
        return "CR3, flush"
    return "CR3, kept" if loads else "same CR3"


def _alt(record: ContextSwitch) -> str:
    who = "threads of one process" if record.kind == THREAD else "processes"
    flushed = metrics.flushes(record)
    steps = metrics.step_ns(record)
    total = metrics.switch_ns(record)
    if record.kind == THREAD:
        tags = "no switch loads CR3"
    elif record.tags == 0:
        tags = "every switch loads CR3 and, without tags, flushes"
    else:
        tags = f"{flushed} of {record.tasks} switches in a round flush, with {record.tags} tags"
    return (
        f"{record.tasks} {who} on one CPU, each touching {record.pages} pages: {tags}. "
        f"A switch costs {total:.0f} ns, of which {steps[STEPS[2]]:.0f} ns refill the TLB."
    )
