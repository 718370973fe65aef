"""The clock as a clock: frames in a ring, bits, and the hand."""

from __future__ import annotations

import math

from oslab.errors import require
from oslab.picture import Picture
from oslab.replacement.records import Moment
from oslab.replacement.view.lists import happened, strip
from oslab.svg import INK, MODEL, MUTED, PAPER, SERIES, Drawing

_X, _Y, _RADIUS, _DOT = 160, 190, 100, 24
_MOST_FRAMES = 16


def clock_face(moment: Moment) -> Picture:
    """Return the frames as a ring, each with its page and its bit; the hand shows who is next.

    A filled frame has its bit set: the hand will clear it and pass.

    Args:
        moment: of a policy with a hand, in at most 16 frames.

    Raises:
        InvalidInput: if it is no such Moment.
    """
    ok = isinstance(moment, Moment) and moment.replacement.frames <= _MOST_FRAMES
    ok = ok and moment.replacement.notes[0].hand is not None
    allowed = f"a Moment of a policy with a hand, in at most {_MOST_FRAMES} frames"
    require(ok, "moment", moment, allowed)
    record, now = moment.replacement, moment.step - 1
    note = record.notes[now]
    row = (*record.table[now], *[None] * record.frames)[: record.frames]
    bits = dict(note.marks)
    sheet = Drawing(640, _Y + _RADIUS + 44, font_size=13)
    strip(sheet, moment)
    for frame, page in enumerate(row):
        x, y = _place(frame, record.frames, _RADIUS)
        set_ = page is not None and bits.get(page) == 1
        if page == note.hand and page is not None:
            tip = _place(frame, record.frames, _RADIUS - _DOT - 4)
            sheet.arrow(_X, _Y, *tip, stroke=SERIES[1], width=2.5)
        came = page == record.references[now]
        stroke = INK if came else MUTED
        sheet.circle(x, y, _DOT, fill=MODEL if set_ else "none", stroke=stroke)
        if page is not None:
            colour = PAPER if set_ else INK
            sheet.text(x, y + 1, str(page), anchor="middle", fill=colour, bold=True)
            sheet.text(x, y + 15, f"bit {int(set_)}", anchor="middle", fill=colour, size=11)
    sheet.circle(_X, _Y, 3)
    _legend(sheet)
    return sheet.picture(_alt(moment, row))


def _legend(sheet: Drawing) -> None:
    left = _X + _RADIUS + 2 * _DOT + 24
    for row, (fill, words) in enumerate(
        (
            (MODEL, "bit set: the hand clears it and goes on"),
            ("none", "bit clear: this page leaves"),
        )
    ):
        sheet.circle(left, _Y - 14 + 28 * row, 9, fill=fill, stroke=MUTED)
        sheet.text(left + 18, _Y - 9 + 28 * row, words, size=12)


def _place(frame: int, frames: int, radius: float) -> tuple[float, float]:
    angle = 2 * math.pi * frame / frames - math.pi / 2
    return _X + radius * math.cos(angle), _Y + radius * math.sin(angle)


def _alt(moment: Moment, row: tuple[int | None, ...]) -> str:
    note = moment.replacement.notes[moment.step - 1]
    bits = dict(note.marks)
    told = ", ".join(
        "empty" if page is None else f"{page} (bit {bits.get(page, 0)})" for page in row
    )
    return f"{happened(moment)} Frames in a ring: {told}. The hand is at {note.hand}."
