"""Belady's anomaly side by side, or the news that there is none."""

from __future__ import annotations

from oslab.errors import require
from oslab.picture import Picture
from oslab.replacement.records import Anomaly, Replacement
from oslab.svg import GRID, INK, MUTED, PAPER, SERIES, Drawing

_LEFT, _WIDTH, _CELL = 76, 550, 21
_MOST_REFERENCES = 24


def anomaly(found: Anomaly) -> Picture:
    """Return the shortest string found through fewer and more frames, or why there is none.

    Args:
        found: with a string of at most 24 references, or none.

    Raises:
        InvalidInput: if it is no Anomaly, or too long to draw.
    """
    ok = isinstance(found, Anomaly)
    ok = ok and (found.fewer is None or len(found.fewer.references) <= _MOST_REFERENCES)
    require(ok, "found", found, f"an Anomaly of at most {_MOST_REFERENCES} references")
    if found.fewer is None or found.more is None:
        return _none(found)
    height = 40 + _CELL * (2 * found.frames + 1) + 74
    sheet = Drawing(640, height, font_size=13)
    step = _WIDTH / max(12, len(found.fewer.references))
    for place, page in enumerate(found.fewer.references):
        x = _LEFT + step * (place + 0.5)
        sheet.text(x, 18, str(page), anchor="middle", bold=True)
    sheet.text(_LEFT - 10, 18, "page", anchor="end", size=12)
    top = _table(sheet, found.fewer, 28, step)
    _table(sheet, found.more, top + 14, step)
    return sheet.picture(_alt(found))


def _table(sheet: Drawing, record: Replacement, top: float, step: float) -> float:
    """Draw the frames of one memory; return where it ends."""
    for row in range(record.frames):
        y = top + _CELL * row
        sheet.line(_LEFT, y, _LEFT + step * len(record.table), y, stroke=GRID)
        for place, table in enumerate(record.table):
            held = table[row] if row < len(table) else None
            came = record.faults[place] and held == record.references[place]
            x = _LEFT + step * place
            if came:
                sheet.rect(x + 1, y + 1, step - 2, _CELL - 2, fill=SERIES[1])
            if held is not None:
                colour = PAPER if came else INK
                sheet.text(x + step / 2, y + 15, str(held), anchor="middle", size=12, fill=colour)
    sheet.text(_LEFT - 10, top + 14, f"{record.frames} frames", anchor="end", size=12)
    foot = top + _CELL * record.frames
    words = f"{record.fault_count} faults in {record.frames} frames"
    sheet.text(_LEFT, foot + 16, words, size=12, fill=MUTED)
    return foot + 18


def _none(found: Anomaly) -> Picture:
    words = _alt(found)
    sheet = Drawing(640, 74, font_size=13)
    first, _, second = words.partition(". ")
    sheet.text(16, 28, first + ".", bold=True)
    sheet.text(16, 52, second, fill=MUTED)
    return sheet.picture(words)


def _alt(found: Anomaly) -> str:
    looked = f"{found.states:,} strings were looked at"
    if found.fewer is not None and found.more is not None:
        string = " ".join(map(str, found.fewer.references))
        return (
            f"{found.policy}: {string} faults {found.fewer.fault_count} times in {found.frames} "
            f"frames and {found.more.fault_count} times in {found.frames + 1}. {looked}, and no "
            f"shorter one of {found.pages} pages does."
        )
    if found.complete:
        return (
            f"{found.policy} never faults more in {found.frames + 1} frames than in "
            f"{found.frames}, with {found.pages} pages. {looked}; "
            "longer ones only repeat what they led to."
        )
    return f"{found.policy}: no string was found before the search gave up. {looked}."
