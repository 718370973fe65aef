"""One job from left to right: steps kept, steps lost, saves, and the two signals."""

from __future__ import annotations

from oslab.errors import require
from oslab.picture import Picture
from oslab.processes import metrics
from oslab.processes.records.grace import SAVE, STEP, Grace
from oslab.svg import GRID, INK, MUTED, SERIES, Drawing

_WIDTH, _LEFT, _TOP, _HEIGHT = 640, 10, 58, 34
_KEPT, _LOST, _SAVE = SERIES[2], SERIES[1], SERIES[0]


def grace(record: Grace) -> Picture:
    """Return the job's ticks with what was kept and what was lost.

    Raises:
        InvalidInput: if `record` is no Grace.
    """
    require(isinstance(record, Grace), "record", record, "a Grace")
    plan = record.notice
    end = record.spans[-1].end if record.spans else 0
    last = max(end, plan.at + plan.grace, 1)
    scale = (_WIDTH - 2 * _LEFT) / last
    drawing = Drawing(_WIDTH, 150, font_size=13)
    _legend(drawing)
    x = _LEFT + plan.at * scale
    drawing.rect(x, _TOP - 8, plan.grace * scale, _HEIGHT + 16, fill=GRID, radius=0)
    done = 0
    for span in record.spans:
        if span.kind == SAVE:
            _bar(drawing, span.start, span.end, scale, _SAVE)
            continue
        steps = span.end - span.start
        kept = min(max(record.steps_saved - done, 0), steps)
        _bar(drawing, span.start, span.start + kept, scale, _KEPT)
        _bar(drawing, span.start + kept, span.end, scale, _LOST)
        done += steps
    drawing.arrow(x, _TOP - 26, x, _TOP - 2, stroke=INK)
    drawing.text(x - 4, _TOP - 16, "SIGTERM", anchor="end" if x > 80 else "start", size=12)
    if record.ended_by == "KILL":
        x = _LEFT + (plan.at + plan.grace) * scale
        drawing.line(x, _TOP - 12, x, _TOP + _HEIGHT + 12, stroke=_LOST, width=3)
        drawing.text(x, _TOP + _HEIGHT + 26, "SIGKILL", anchor="end", fill=_LOST, size=12)
    drawing.text(_LEFT, 142, _verdict(record), fill=MUTED)
    return drawing.picture(_alt(record))


def _bar(drawing: Drawing, start: int, end: int, scale: float, fill: str) -> None:
    if end > start:
        # Lost work is lower, so that the figure does not speak by colour alone.
        low = 12 if fill == _LOST else 0
        width = (end - start) * scale - 1
        drawing.rect(_LEFT + start * scale, _TOP + low, width, _HEIGHT - low, fill=fill, radius=0)


def _legend(drawing: Drawing) -> None:
    words = (("steps kept", _KEPT), ("steps lost (low)", _LOST), ("saving", _SAVE), ("grace", GRID))
    for place, (word, fill) in enumerate(words):
        drawing.rect(_LEFT + 150 * place, 4, 12, 12, fill=fill, radius=0)
        drawing.text(_LEFT + 150 * place + 17, 15, word, size=12)


def _verdict(record: Grace) -> str:
    return (
        f"{record.steps_done} steps done, {record.steps_saved} kept, "
        f"{metrics.lost_steps(record)} lost; {_end(record)}"
    )


def _end(record: Grace) -> str:
    return f"ended by SIG{record.ended_by}" if record.ended_by else "exited with status 0"


def _alt(record: Grace) -> str:
    plan = record.notice
    saves = sum(span.kind != STEP for span in record.spans)
    return (
        f"SIGTERM at tick {plan.at}, {plan.grace} ticks of grace, a checkpoint of {plan.save} "
        f"ticks every {plan.interval} steps: {_verdict(record)}, after {saves} "
        f"save{'' if saves == 1 else 's'} begun."
    )
