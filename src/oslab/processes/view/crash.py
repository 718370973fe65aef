"""Workers as squares in their processes: who goes down with the first, who goes on."""

from __future__ import annotations

from oslab import svg
from oslab.errors import require
from oslab.picture import Picture
from oslab.processes.records.crash import Blast

_SIDE, _ROW = 26, 17


def crash(blast: Blast) -> Picture:
    """Return a box for each process and a square for each worker in it.

    Raises:
        InvalidInput: if `blast` is no Blast.
    """
    require(isinstance(blast, Blast), "blast", blast, "a Blast")
    places = _places(blast)
    sheet = svg.Drawing(620, 62 + 54 * (1 + max(row for row, _, _ in places)))
    for number, (row, x, count) in enumerate(places):
        y, colour = 14 + 54 * row, svg.SERIES[1] if number == 0 else svg.MODEL
        sheet.rect(x, y, count * _SIDE + 8, 38, fill="none", stroke=colour, radius=5)
        for worker in range(count):
            left = x + 6 + worker * _SIDE
            dead = number == 0
            sheet.rect(left, y + 8, 22, 22, fill="none" if dead else colour, stroke=colour)
            if dead:
                sheet.line(left + 4, y + 12, left + 18, y + 26, stroke=colour, width=2)
                sheet.line(left + 18, y + 12, left + 4, y + 26, stroke=colour, width=2)
    total = sum(blast.processes)
    foot = sheet.height - 14
    sheet.text(12, foot, f"{blast.survivors} of {total} workers go on", bold=True)
    return sheet.picture(
        f"{total} workers in {len(blast.processes)} process{'es' * (len(blast.processes) > 1)}: "
        f"the first crashes and takes {blast.processes[0] - 1} others with it, "
        f"{blast.survivors} go on."
    )


def _places(blast: Blast) -> list[tuple[int, float, int]]:
    """Row and left edge of each process's box, at most `_ROW` squares wide."""
    places: list[tuple[int, float, int]] = []
    row, x = 0, 12.0
    for count in blast.processes:
        shown = min(count, _ROW + 4)
        if places and x + shown * _SIDE > 600:
            row, x = row + 1, 12.0
        places.append((row, x, shown))
        x += shown * _SIDE + 18
    return places
