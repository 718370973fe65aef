"""The sixteen bits a parent gets to know about its child's end."""

from __future__ import annotations

from oslab import svg
from oslab.errors import require
from oslab.picture import Picture
from oslab.processes.records.spawn import EXITED, WaitStatus

_CELL = 36


def wait_status(status: WaitStatus) -> Picture:
    """Return the word bit by bit, with what each part of it means.

    Raises:
        InvalidInput: if `status` is no WaitStatus.
    """
    require(isinstance(status, WaitStatus), "status", status, "a WaitStatus")
    sheet = svg.Drawing(40 + 16 * _CELL, 128)
    exited = status.outcome.end == EXITED
    for bit in range(16):
        x = 20 + (15 - bit) * _CELL
        speaks = bit >= 8 if exited else bit < 8
        value = status.word >> bit & 1
        fill = svg.MODEL if value else svg.PAPER
        sheet.rect(x, 30, _CELL - 3, 34, fill=fill, stroke=svg.MODEL if speaks else svg.GRID)
        ink = svg.PAPER if value else (svg.INK if speaks else svg.MUTED)
        sheet.text(x + _CELL / 2 - 1.5, 52, str(value), anchor="middle", fill=ink)
    for first, words in ((8, "exit status"), (0, "core, signal")):
        ink = svg.INK if (first == 8) == exited else svg.MUTED
        sheet.text(20 + (12 - first) * _CELL, 84, words, anchor="middle", fill=ink, size=13)
    sheet.text(20, 20, f"status = {status.word:#06x}", bold=True)
    sheet.text(20, 114, _sentence(status))
    return sheet.picture(f"Wait status {status.word:#06x}: {_sentence(status)}")


def _sentence(status: WaitStatus) -> str:
    core = ", core dumped" if status.core else ""
    return f"{status.outcome}{core}; the shell's $? is {status.shell}."
