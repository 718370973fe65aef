"""One instant: what has run so far, what just happened, and the line as it stands."""

from __future__ import annotations

from oslab.chart import ticks
from oslab.errors import require
from oslab.picture import Picture
from oslab.scheduling.records.moment import Moment
from oslab.scheduling.view.gantt import colours
from oslab.svg import GRID, INK, MUTED, PAPER, Drawing, number

_LEFT, _WIDTH, _BOX, _GAP = 60, 540, 74, 8
_MOST_SLICES, _MOST_BOXES = 300, 6


def moment(record: Moment) -> Picture:
    """Return the CPU's past in full colour, its future faint, and the line below.

    Raises:
        InvalidInput: if `record` is no Moment, or has more than 300 slices.
    """
    ok = isinstance(record, Moment) and record.schedule.end > 0
    ok = ok and len(record.schedule.slices) <= _MOST_SLICES
    require(ok, "record", record, f"a Moment of a Schedule of at most {_MOST_SLICES} slices")
    sheet = Drawing(_LEFT + _WIDTH + 40, 196, font_size=13)
    _head(sheet, record)
    _lane(sheet, record)
    _line(sheet, record)
    return sheet.picture(_alt(record))


def _head(sheet: Drawing, record: Moment) -> None:
    sheet.text(4, 18, f"tick {record.now}", bold=True)
    sheet.text(_LEFT + 14, 18, "; ".join(record.happened))


def _lane(sheet: Drawing, record: Moment) -> None:
    whole, colour = record.schedule, colours(record.schedule)
    sheet.text(_LEFT - 8, 54, "CPU", anchor="end", size=12)
    for value in ticks(0, whole.end):
        x = _LEFT + _WIDTH * value / whole.end
        sheet.line(x, 32, x, 70, stroke=GRID)
        sheet.text(x, 84, number(value), anchor="middle", size=12)
    for one in whole.slices:
        for start, end, faint in (
            (one.start, min(one.end, record.now), False),
            (max(one.start, record.now), one.end, True),
        ):
            if start < end:
                x, width = _LEFT + _WIDTH * start / whole.end, _WIDTH * (end - start) / whole.end
                fill, opacity = colour[one.job], 0.18 if faint else 1
                sheet.rect(x, 36, max(0.6, width - 0.8), 28, fill=fill, opacity=opacity)
                if width > 8 * len(one.job) + 2 and not faint:
                    sheet.text(x + width / 2, 55, one.job, anchor="middle", size=12, fill=PAPER)
    x = _LEFT + _WIDTH * record.now / whole.end
    sheet.line(x, 28, x, 70, stroke=INK, width=2)


def _line(sheet: Drawing, record: Moment) -> None:
    """Draw who runs and who stands in line, each with the ticks left of its burst."""
    sheet.text(_LEFT - 8, 124, "runs", anchor="end", size=12)
    sheet.text(_LEFT - 8, 172, "in line", anchor="end", size=12)
    if record.running:
        _box(sheet, record, record.running, 0, 104)
    else:
        sheet.text(_LEFT, 124, "nobody: idle", size=12, fill=MUTED)
    if not record.queue:
        sheet.text(_LEFT, 172, "nobody", size=12, fill=MUTED)
    for place, name in enumerate(record.queue[:_MOST_BOXES]):
        _box(sheet, record, name, place, 152)
    more = len(record.queue) - _MOST_BOXES
    if more > 0:
        x = _LEFT + _MOST_BOXES * (_BOX + _GAP)
        sheet.text(x, 172, f"and {more} more", size=12)


def _box(sheet: Drawing, record: Moment, name: str, place: int, y: float) -> None:
    x = _LEFT + place * (_BOX + _GAP)
    colour = colours(record.schedule)[name]
    sheet.rect(x, y, _BOX, 32, fill=colour)
    shown = name if len(name) <= 7 else name[:6] + "…"
    sheet.text(x + _BOX / 2, y + 14, shown, anchor="middle", size=12, fill=PAPER)
    words = f"{record.left[name]} left"
    sheet.text(x + _BOX / 2, y + 27, words, anchor="middle", size=11, fill=PAPER)


def _alt(record: Moment) -> str:
    runs = f"{record.running} runs" if record.running else "the CPU idles"
    line = ", ".join(f"{name} ({record.left[name]} left)" for name in record.queue) or "nobody"
    said = "; ".join(record.happened) or "nothing happens"
    place = f"Step {record.step} of {record.steps - 1}, tick {record.now}"
    return f"{place}: {said}. Then {runs}, and in line: {line}."
