"""The page tables fork copies, table by table, and the time it should take."""

from __future__ import annotations

import math

from oslab import svg
from oslab.errors import require
from oslab.picture import Picture
from oslab.processes.records.fork_cost import ANONYMOUS, HUGE, ForkCost

_SQUARES, _STEP = 32, 18
_LEFT = 12
_FASTEST_NS, _DECADES, _WIDTH = 1e5, 4, 560  # the bar runs from 0.1 ms to 1 s


def fork_cost(record: ForkCost) -> Picture:
    """Return the parent's last-level tables as squares and the predicted time as a bar.

    A square is filled if fork copies all its entries, half-filled if fork only
    keeps an empty one in reserve, and hollow if fork leaves it out.

    Raises:
        InvalidInput: if `record` is no ForkCost.
    """
    require(isinstance(record, ForkCost), "record", record, "a ForkCost")
    sheet = svg.Drawing(620, 168)
    sheet.text(_LEFT, 20, f"{record.resident_bytes // 2**20:,} MiB, {record.kind}", bold=True)
    each = max(1, -(-record.parent_tables // _SQUARES))
    for square in range(-(-record.parent_tables // each)):
        x = _LEFT + square * _STEP
        fill = svg.MODEL if record.kind == ANONYMOUS else "none"
        sheet.rect(x, 34, 14, 24, fill=fill, stroke=svg.MODEL, radius=0)
    if record.kind == HUGE and record.tables:
        end = _LEFT + -(-record.parent_tables // each) * _STEP
        sheet.line(_LEFT, 55, end, 55, width=6, dash=f"14 {_STEP - 14}", stroke=svg.MODEL)
    words = f"{record.entries:,} entries copied, {record.tables:,} table pages made"
    note = f" (a square is {each:,} tables)" if each > 1 else ""
    sheet.text(_LEFT, 82, words + note, size=13)
    _bar(sheet, record.predicted_ns)
    return sheet.picture(_alt(record))


def _bar(sheet: svg.Drawing, predicted_ns: float) -> None:
    for decade in range(_DECADES + 1):
        x = _LEFT + _WIDTH * decade / _DECADES
        sheet.line(x, 100, x, 132, stroke=svg.GRID)
        label = ("0.1 ms", "1 ms", "10 ms", "0.1 s", "1 s")[decade]
        anchor = "start" if decade == 0 else "middle"
        sheet.text(x, 148, label, anchor=anchor, size=12, fill=svg.MUTED)
    share = math.log10(max(predicted_ns, _FASTEST_NS) / _FASTEST_NS) / _DECADES
    width = min(1.0, share) * _WIDTH
    sheet.rect(_LEFT, 106, width, 18, fill=svg.MODEL)
    inside = width > _WIDTH * 0.8
    x, anchor = (_LEFT + width - 6, "end") if inside else (_LEFT + width + 6, "start")
    sheet.text(x, 120, _time(predicted_ns), anchor=anchor, fill=svg.PAPER if inside else svg.INK)


def _time(ns: float) -> str:
    return f"{ns / 1e6:.2f} ms" if ns < 1e8 else f"{ns / 1e9:.2f} s"


def _alt(record: ForkCost) -> str:
    return f"Fork of {record}; predicted {_time(record.predicted_ns)}."
