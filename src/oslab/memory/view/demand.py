"""A mapping page by page: what each entry leads to, and which touches faulted."""

from __future__ import annotations

from itertools import groupby

from oslab import svg
from oslab.errors import require
from oslab.memory.metrics.demand import major_faults, minor_faults, resident_bytes
from oslab.memory.records.demand import ABSENT, CACHE, OWN, ZERO, Demand
from oslab.picture import Picture

_LEFT, _WIDTH, _ROW, _TOP = 44, 576, 40, 40
_MOST_ROWS = 16
_COLOURS = {ABSENT: svg.GRID, ZERO: svg.SERIES[3], OWN: svg.SERIES[0], CACHE: svg.SERIES[2]}
_NAMES = {ABSENT: "nothing", ZERO: "zero page", OWN: "its own frame", CACHE: "page cache"}


def demand(record: Demand) -> Picture:
    """Return rows of pages: colour says what an entry leads to, a mark above says "faulted".

    Args:
        record: of at most 16 rows of 64, or of 512 pages in larger mappings.

    Raises:
        InvalidInput: if `record` is no Demand, or too large to draw.
    """
    allowed = "a Demand of at most 8,192 pages"
    require(isinstance(record, Demand), "record", record, allowed)
    pages = len(record.entries)
    row = 64 if pages <= 512 else 512
    require(pages <= _MOST_ROWS * row, "record", record, allowed)
    rows = -(-pages // row)
    sheet = svg.Drawing(_LEFT + _WIDTH + 20, _TOP + rows * _ROW + 48, font_size=13)
    sheet.text(8, 20, _headline(record), bold=True)
    width = _WIDTH / row
    for line in range(rows):
        y = _TOP + line * _ROW
        part = record.entries[line * row : (line + 1) * row]
        sheet.text(_LEFT - 6, y + 23, str(line * row), anchor="end", size=12, fill=svg.MUTED)
        place = 0
        for entry, run in groupby(part):
            many = len(list(run))
            x = _LEFT + place * width
            # A gap of paper between runs; single pages of one kind touch.
            sheet.rect(x, y + 10, many * width - 0.6, 18, fill=_COLOURS[entry], radius=0)
            place += many
    _marks(sheet, record, row, width)
    _legend(sheet, record, _TOP + rows * _ROW + 14)
    return sheet.picture(_alt(record))


def _marks(sheet: svg.Drawing, record: Demand, row: int, width: float) -> None:
    """Mark the page of each fault: above it for a load, below it for a store."""
    for write in (False, True):
        where = [(fault.page, fault.major) for fault in record.faults if fault.write == write]
        for major, of_kind in groupby(where, key=lambda one: one[1]):
            for first, many in _runs([page for page, _ in of_kind], row):
                x = _LEFT + (first % row) * width
                y = _TOP + first // row * _ROW + (32 if write else 6)
                colour = svg.SERIES[1] if major else svg.INK
                dash = "" if many == 1 else f"{svg.number(width * 0.6)},{svg.number(width * 0.4)}"
                end = x + max(3, many * width - width * 0.4)
                sheet.line(x, y, end, y, stroke=colour, width=4, dash=dash)


def _runs(pages: list[int], row: int) -> list[tuple[int, int]]:
    """Return (first, how many) of pages that follow one another in a row of the picture."""
    runs: list[tuple[int, int]] = []
    for page in pages:
        first, many = runs[-1] if runs else (-1, 0)
        if runs and page == first + many and page % row:
            runs[-1] = (first, many + 1)
        else:
            runs.append((page, 1))
    return runs


def _legend(sheet: svg.Drawing, record: Demand, y: float) -> None:
    x: float = _LEFT
    for entry in (ABSENT, ZERO, OWN, CACHE):
        if entry in record.entries:
            sheet.rect(x, y - 10, 12, 12, fill=_COLOURS[entry])
            sheet.text(x + 17, y, _NAMES[entry], size=12)
            x += 30 + 7 * len(_NAMES[entry])
    major = "; red: it had to read" if major_faults(record) else ""
    sheet.text(_LEFT, y + 22, f"dash above: a load faulted; below: a store faulted{major}", size=12)


def _headline(record: Demand) -> str:
    minor, major = minor_faults(record), major_faults(record)
    more = f" and {major:,} major" if major else ""
    return (
        f"{record.access}: {record.touched:,} of {len(record.entries):,} pages touched, "
        f"{minor:,} minor{more} faults"
    )


def _alt(record: Demand) -> str:
    lead = ", ".join(
        f"{record.entries.count(entry):,} to {_NAMES[entry]}"
        for entry in (ABSENT, ZERO, OWN, CACHE)
        if entry in record.entries
    )
    kib = resident_bytes(record) // 1024
    return f"{record.mapping} memory, {_headline(record)}. Entries lead: {lead}. RSS {kib:,} KiB."
