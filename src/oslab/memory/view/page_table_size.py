"""Page tables beside what they map."""

from __future__ import annotations

from oslab.errors import require
from oslab.memory.metrics.translation import table_share
from oslab.memory.records.page_table_size import TableSize
from oslab.picture import Picture
from oslab.svg import GRID, MODEL, MUTED, PAPER, SERIES, Drawing

_WIDE = 520


def page_table_size(record: TableSize) -> Picture:
    """Return two bars, the memory touched and the tables for it, and the tables by level.

    Raises:
        InvalidInput: if `record` is no TableSize.
    """
    require(isinstance(record, TableSize), "record", record, "a TableSize")
    sheet = Drawing(636, 196, font_size=14)
    most = max(record.resident_bytes, record.table_bytes)
    sheet.text(8, 20, f"{_bytes(record.size_bytes)} of addresses, one byte touched in every "
               f"{_bytes(record.stride_bytes)}", bold=True)  # fmt: skip
    rows = (
        ("pages", record.resident_bytes, GRID), ("tables", record.table_bytes, MODEL),
    )  # fmt: skip
    for place, (name, size, colour) in enumerate(rows):
        y = 36 + 40 * place
        sheet.text(8, y + 20, name)
        sheet.rect(70, y, max(2, _WIDE * size / most), 30, fill=colour)
        inside = _WIDE * size / most > 330
        fill = PAPER if inside and colour == MODEL else "currentColor"
        words = f"{_bytes(size)}"
        sheet.text(78 if inside else 78 + _WIDE * size / most, y + 20, words, fill=fill)
    x = 8.0
    for place, (name, count) in enumerate(record.tables):
        sheet.text(x, 140, f"{name}: {count:,}", fill=SERIES[place] if count else MUTED, bold=True)
        x += 150
    if record.deposited:
        sheet.text(x, 140, f"set aside: {record.deposited:,}", bold=True)
    share = table_share(record)
    sheet.text(8, 166, f"For every page of data touched the tables take {_share(share)}.")
    sheet.text(8, 186, "tables below the root, by level; 4 KiB each", size=12, fill=MUTED)
    return sheet.picture(_alt(record, share))


def _alt(record: TableSize, share: float) -> str:
    tables = ", ".join(f"{count:,} {name}" for name, count in record.tables)
    spare = f", {record.deposited:,} set aside" if record.deposited else ""
    return (
        f"{_bytes(record.resident_bytes)} in pages of {_bytes(record.page_bytes)}, a touch every "
        f"{_bytes(record.stride_bytes)}: page tables of {_bytes(record.table_bytes)} "
        f"({tables}{spare}), {_share(share)} of the memory they map."
    )


def _share(share: float) -> str:
    return f"{100 * share:.3g} %"


def _bytes(count: int) -> str:
    for unit, size in (("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20)):
        if count >= size:
            return f"{count / size:.4g} {unit}"
    return f"{count / 1024:g} KiB"
