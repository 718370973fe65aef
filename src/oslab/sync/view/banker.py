"""Who holds what, who asks for what, and the order in which they can finish."""

from __future__ import annotations

import textwrap

from oslab.errors import require
from oslab.picture import Picture
from oslab.svg import GRID, INK, MUTED, PAPER, SERIES, Drawing
from oslab.sync.records.banker import Ledger, Row

_WIDTH, _ROW = 640, 24
_HELD, _ASKS, _ORDER, _FREE = 120.0, 270.0, 420.0, 545.0
_GOOD, _BAD = SERIES[2], SERIES[1]


def banker(record: Ledger) -> Picture:
    """Return a row a process: what it holds and asks for, and as which it can finish.

    Raises:
        InvalidInput: if `record` is no Ledger.
    """
    require(isinstance(record, Ledger), "record", record, "a Ledger")
    told = textwrap.wrap(record.words, 88)
    top = 20.0 + 20 * len(told)
    bottom = top + 42 + _ROW * len(record.held)
    count = record.sequences
    sheet = Drawing(_WIDTH, bottom + (10 if count is None else 34), font_size=13)
    colour = _BAD if record.stuck else _GOOD
    for line, words in enumerate(told):
        sheet.text(4, 18 + 20 * line, words, bold=True, fill=colour)
    _heads(sheet, record, top)
    after = dict(zip(record.order, record.after, strict=True))
    for process, (held, asks) in enumerate(zip(record.held, record.asks, strict=True)):
        y = top + 46 + _ROW * process
        sheet.line(4, y + 7, _WIDTH - 4, y + 7, stroke=GRID)
        sheet.text(16, y, f"P{process}", bold=True)
        sheet.text(_HELD, y, _words(held), anchor="middle")
        sheet.text(_ASKS, y, _words(asks), anchor="middle")
        if process in after:
            place = record.order.index(process) + 1
            sheet.circle(_ORDER, y - 4.5, 9, fill=_GOOD)
            sheet.text(_ORDER, y, str(place), anchor="middle", size=11, fill=PAPER)
            sheet.text(_FREE, y, _words(after[process]), anchor="middle", fill=_GOOD)
        else:
            sheet.text(_ORDER, y, "never", anchor="middle", fill=_BAD, bold=True)
    if count is not None:
        words = "safe sequence" if count == 1 else "safe sequences"
        sheet.text(4, bottom + 24, f"{count} {words} in all; shown is the first.", fill=MUTED)
    return sheet.picture(_alt(record))


def _heads(sheet: Drawing, record: Ledger, top: float) -> None:
    heads = (
        (_HELD, "holds"), (_ASKS, record.need), (_ORDER, "finishes"), (_FREE, "free then"),
    )  # fmt: skip
    for x, words in heads:
        sheet.text(x, top + 2, words, anchor="middle", size=12, bold=True)
    y = top + 22
    sheet.text(16, y, "now", fill=MUTED)
    sheet.text(_FREE, y, _words(record.free), anchor="middle", fill=INK)
    sheet.line(4, y + 7, _WIDTH - 4, y + 7, stroke=GRID)


def _words(numbers: Row) -> str:
    return " ".join(map(str, numbers))


def _alt(record: Ledger) -> str:
    rows = [
        f"P{process} holds {_words(held)}, {record.need} {_words(asks)}"
        for process, (held, asks) in enumerate(zip(record.held, record.asks, strict=True))
    ]
    order = ", ".join(f"P{one}" for one in record.order) or "nobody"
    stuck = f"; never: {', '.join(f'P{one}' for one in record.stuck)}" if record.stuck else ""
    count = "" if record.sequences is None else f" Safe sequences: {record.sequences}."
    return f"{record.words} {'; '.join(rows)}. Free: {_words(record.free)}. " \
           f"In this order: {order}{stuck}.{count}"  # fmt: skip
