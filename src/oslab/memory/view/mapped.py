"""A file as a strip of its pages: what the program wanted, and what memory holds of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from oslab import svg
from oslab.chart import Axis, Chart
from oslab.errors import require
from oslab.memory.records.mapped import Reading, Requests
from oslab.picture import Picture

_COLUMNS, _ROWS = 28, 3
_LEFT, _CELL, _HIGH, _STRIP, _GAP = 12, 22, 22, 7, 8
_SHADES = 4


def residency(record: Reading) -> Picture:
    """Return the pages of the file in three rows: wanted above, resident below.

    A cell stands for the same number of pages; the more of them are resident, the darker.

    Raises:
        InvalidInput: if `record` is no Reading.
    """
    require(isinstance(record, Reading), "record", record, "a Reading")
    cells = min(record.pages, _COLUMNS * _ROWS)
    rows = -(-cells // _COLUMNS)
    sheet = svg.Drawing(640, 66 + rows * (_HIGH + _STRIP + _GAP))
    sheet.text(_LEFT, 20, _headline(record), bold=True)
    colour = svg.MODEL if record.source == "model" else svg.KERNEL
    shades = [_shade(record, one, cells) for one in range(cells)]
    asked = [any(_part(record.wanted, one, cells)) for one in range(cells)]
    for row in range(rows):
        top = 32 + row * (_HIGH + _STRIP + _GAP)
        here = slice(row * _COLUMNS, min((row + 1) * _COLUMNS, cells))
        for first, length, is_asked in _runs(asked[here]):
            if is_asked:
                x = _LEFT + first * _CELL
                sheet.rect(x, top, length * _CELL - 1, _STRIP - 2, fill=svg.INK, radius=0)
        for first, length, shade in _runs(shades[here]):
            x, wide = _LEFT + first * _CELL, length * _CELL - 1
            fill, opacity = (colour, shade / _SHADES) if shade else (svg.GRID, 0.5)
            sheet.rect(x, top + _STRIP, wide, _HIGH, fill=fill, opacity=opacity, radius=0)
    bottom = 32 + rows * (_HIGH + _STRIP + _GAP)
    sheet.text(_LEFT, bottom + 14, _sentence(record), size=13)
    return sheet.picture(f"{_headline(record)} {_sentence(record)}")


def requests_of(record: Requests) -> Picture:
    """Return the share of time that moves bytes against the bytes of a request.

    Raises:
        InvalidInput: if `record` is no Requests.
    """
    require(isinstance(record, Requests), "record", record, "Requests")
    low, high = record.points[0][0] / 1024, record.points[-1][0] / 1024
    words = tuple((size, _bytes(size * 1024)) for size in (4, 32, 256, 2_048, 16_384))
    chart = Chart(
        Axis(low, high, "bytes of a request", words, logarithmic=True),
        Axis(0, 100, "% of the bandwidth"),
    )
    chart.line("one at a time", [(x / 1024, 100 * y) for x, y in record.points], svg.MODEL)
    chart.level(50)
    half = min(max(record.half_bytes / 1024, low), high)
    chart.mark(half, f"half with {_bytes(record.half_bytes)}")
    for size in (4_096, 131_072):
        share = size / (size + record.half_bytes)
        chart.note(f"{_bytes(size)}: {share:.1%}")
    return chart.picture(f"{record}.")


def _bytes(count: float) -> str:
    return f"{count / 2**20:.3g} MiB" if count >= 2**20 else f"{count / 1024:.3g} KiB"


def _runs(values: list[bool] | list[int]) -> Iterator[tuple[int, int, int]]:
    at = 0
    for value, run in groupby(values):
        length = len(list(run))
        yield at, length, int(value)
        at += length


def _part(marks: bytes, cell: int, cells: int) -> bytes:
    return marks[cell * len(marks) // cells : (cell + 1) * len(marks) // cells]


def _shade(record: Reading, cell: int, cells: int) -> int:
    part = _part(record.resident, cell, cells)
    return -(-_SHADES * sum(part) // len(part))


def _headline(record: Reading) -> str:
    who = "Model" if record.source == "model" else "Kernel"
    return (
        f"{who}: {record.wanted_pages:,} of {record.pages:,} pages wanted, "
        f"{record.device_pages:,} read, {sum(record.resident):,} resident."
    )


def _sentence(record: Reading) -> str:
    return (
        f"{record.major:,} major faults, {record.minor:,} minor, {record.calls:,} read calls; "
        f"{record.amplification:.1f} pages read for each one wanted."
    )
