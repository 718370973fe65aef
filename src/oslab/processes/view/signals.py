"""One lane a signal: sends above, deliveries below, the mask as a band between."""

from __future__ import annotations

from oslab.errors import require
from oslab.picture import Picture
from oslab.processes import metrics
from oslab.processes.records.signals import NUMBERS, SignalHistory, SignalStep
from oslab.svg import GRID, MUTED, SERIES, Drawing

_LEFT, _LANE, _TOP, _COLUMN = 76, 78, 40, 640  # as wide as the column of a page
_SHOWN = 12


def signals(record: SignalHistory) -> Picture:
    """Return the steps from left to right, with a lane for every signal that occurs.

    A script of more than twelve steps is drawn up to the twelfth; the alt text counts all.

    Raises:
        InvalidInput: if `record` is no SignalHistory.
    """
    require(isinstance(record, SignalHistory), "record", record, "a SignalHistory")
    steps = record.steps[:_SHOWN]
    names = [name for name in NUMBERS if any(step.signal == name for step in steps)]
    wide = max(92, min(104, (_COLUMN - _LEFT - 10) // max(1, len(steps))))
    drawing = Drawing(
        max(_COLUMN, _LEFT + wide * len(steps) + 10), _TOP + _LANE * len(names) + 22, font_size=13
    )
    for column, step in enumerate(steps):
        x = _LEFT + column * wide
        words = f"{step.verb} {step.signal}" + (f" ×{step.times}" if step.times > 1 else "")
        drawing.text(x + 4, 14, words, size=12, bold=True)
        if step.refused:
            drawing.text(x + 4, 30, step.refused, size=12, fill=SERIES[1])
    for row, name in enumerate(names):
        _lane(drawing, record, name, _TOP + row * _LANE, wide)
    if record.ended_by and len(steps) == len(record.steps):
        x = _LEFT + len(steps) * wide - 4
        drawing.line(x, _TOP - 4, x, _TOP + _LANE * len(names), stroke=SERIES[1], width=3)
    drawing.text(_LEFT, drawing.height - 6, _verdict(record), size=12, fill=MUTED)
    return drawing.picture(_alt(record))


def _lane(drawing: Drawing, record: SignalHistory, name: str, y: float, wide: int) -> None:
    steps = record.steps[:_SHOWN]
    drawing.text(0, y + 36, name, bold=True)
    drawing.line(_LEFT, y + 32, _LEFT + wide * len(steps), y + 32, stroke=GRID)
    for column, step in enumerate(steps):
        x = _LEFT + column * wide
        if name in step.blocked:
            drawing.rect(x, y + 24, wide - 2, 16, fill=GRID, radius=0)
            drawing.text(x + 4, y + 36, "blocked", size=11, fill=MUTED)
        if name in step.pending:
            drawing.text(x + wide - 48, y + 36, "pending", size=11, fill=SERIES[0])
        if step.signal == name:
            _events(drawing, step, x, y)
        if record.ended_by == name and step is record.steps[-1]:
            drawing.text(x + 4, y + 58, "ends it", fill=SERIES[1], size=12)


def _events(drawing: Drawing, step: SignalStep, x: float, y: float) -> None:
    for turn in range(min(step.times, 12) if step.verb == "send" else 0):
        drawing.arrow(x + 6 + 7 * turn, y + 4, x + 6 + 7 * turn, y + 20, head=4)
    for turn in range(min(step.delivered, 12)):
        drawing.circle(x + 8 + 8 * turn, y + 52, 3.5, fill=SERIES[2])


def _verdict(record: SignalHistory) -> str:
    end = f"ended by SIG{record.ended_by}" if record.ended_by else "lives on"
    return f"arrow: sent · dot: handler runs · the process {end}"


def _alt(record: SignalHistory) -> str:
    sent = [
        f"{name} is sent {_times(metrics.signals_sent(record, name))} and its handler runs "
        f"{_times(metrics.signals_delivered(record, name))}"
        for name in NUMBERS
        if metrics.signals_sent(record, name)
    ]
    refused = [f"{step.verb} {step.signal} is refused" for step in record.steps if step.refused]
    end = f"SIG{record.ended_by} ends the process" if record.ended_by else "the process lives on"
    waiting = record.steps[-1].pending
    left = [f"{', '.join(waiting)} still waits"] if waiting else []
    text = "; ".join([*sent, *refused, *left, end])
    return text[0].upper() + text[1:] + "."


def _times(count: int) -> str:
    return "once" if count == 1 else "never" if count == 0 else f"{count} times"
