"""The table that every textbook draws: references across, frames down."""

from __future__ import annotations

from oslab.errors import require
from oslab.picture import Picture
from oslab.replacement.records import Replacement
from oslab.svg import GRID, INK, MUTED, PAPER, SERIES, Drawing

LEFT, WIDTH, _TOP, _CELL, _BLOCK = 64, 560, 8, 22, 20
_MOST_REFERENCES, _MOST_FRAMES = 60, 16


def frame_table(record: Replacement) -> Picture:
    """Return a column a reference: filled where the page came in, framed where it was found.

    Below the frames stands the page that left.

    Args:
        record: of at most 60 references and 16 frames that were ever used.

    Raises:
        InvalidInput: if it is no Replacement, or too large to draw.
    """
    ok = isinstance(record, Replacement) and 1 <= len(record.references) <= _MOST_REFERENCES
    ok = ok and len(record.table[0]) <= _MOST_FRAMES
    allowed = f"a Replacement of 1 to {_MOST_REFERENCES} references in {_MOST_FRAMES} frames"
    require(ok, "record", record, allowed)
    blocks = -(-len(record.references) // _BLOCK)
    rows = len(record.table[0])
    height = _CELL * (rows + 2) + 26
    sheet = Drawing(LEFT + WIDTH + 16, _TOP + blocks * height, font_size=13)
    for block in range(blocks):
        _block(sheet, record, block * _BLOCK, _TOP + block * height)
    return sheet.picture(alt(record))


def _block(sheet: Drawing, record: Replacement, first: int, top: float) -> None:
    """Draw up to 20 references from the one at place `first`."""
    table = record.table
    rows, last = len(table[0]), min(first + _BLOCK, len(record.references))
    step = WIDTH / min(_BLOCK, max(12, len(record.references)))
    for row in range(rows):
        y = top + 24 + _CELL * row
        sheet.text(LEFT - 8, y + 15, f"frame {row}", anchor="end", size=12, fill=MUTED)
        sheet.line(LEFT, y, LEFT + step * (last - first), y, stroke=GRID)
    sheet.text(LEFT - 8, top + 15, "page", anchor="end", size=12)
    foot = top + 24 + _CELL * rows
    sheet.line(LEFT, foot, LEFT + step * (last - first), foot, stroke=GRID)
    sheet.text(LEFT - 8, foot + 17, "left", anchor="end", size=12, fill=MUTED)
    for place in range(first, last):
        x = LEFT + step * (place - first)
        page, middle = record.references[place], x + step / 2
        sheet.text(middle, top + 15, str(page), anchor="middle", bold=True)
        for row, held in enumerate(table[place]):
            y = top + 24 + _CELL * row
            came = held == page and record.faults[place]
            if came:
                sheet.rect(x + 1, y + 1, step - 2, _CELL - 2, fill=SERIES[1])
            elif held == page:
                sheet.rect(x + 1, y + 1, step - 2, _CELL - 2, fill="none", stroke=INK)
            if held is not None:
                colour = PAPER if came else INK
                sheet.text(middle, y + 16, str(held), anchor="middle", size=12, fill=colour)
        gone = record.evicted[place]
        if gone is not None:
            sheet.text(middle, foot + 17, str(gone), anchor="middle", size=12, fill=MUTED)


def alt(record: Replacement) -> str:
    """Return the finding in words: faults first, then every reference.

    Raises:
        InvalidInput: if it is no Replacement.
    """
    require(isinstance(record, Replacement), "record", record, "a Replacement")
    count = len(record.references)
    frames = "one frame" if record.frames == 1 else f"{record.frames} frames"
    words = f"{record.fault_count} of {count} references fault in {frames} under {record.policy}"
    return f"{words}. A star is a fault, the page after the dash left: {record}."
