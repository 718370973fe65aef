"""A walk: one column a table, the entry that was read in each, and where it ends."""

from __future__ import annotations

from oslab.errors import require
from oslab.memory.records.address import LEVELS, PAGE_NAMES
from oslab.memory.records.page_table import Step, Walk
from oslab.picture import Picture
from oslab.svg import GRID, INK, MUTED, PAPER, SERIES, Drawing

_TOP, _TABLE, _HEIGHT = 66, 86, 118
_SIZES = {size: name for name, size in PAGE_NAMES.items()}


def walk(record: Walk) -> Picture:
    """Return the tables from left to right; a fault ends in red, with its error code.

    Raises:
        InvalidInput: if `record` is no Walk.
    """
    require(isinstance(record, Walk), "record", record, "a Walk")
    sheet = Drawing(636, 260, font_size=14)
    who = "a program's" if record.user_mode else "the kernel's"
    said = f"{who} {record.access} of {record.address.value:#x}"
    sheet.text(8, 20, said, bold=True)
    count = record.references
    sheet.text(632, 20, f"memory read {count} time{'s' * (count > 1)}", anchor="end")
    gap = 620 / (len(LEVELS[record.address.levels]) + 1)
    names = LEVELS[record.address.levels]
    for place, name in enumerate(names):
        step = next((one for one in record.steps if one.level == name), None)
        _column(sheet, 10 + place * gap, name, step, place, place < record.skipped)
        if step is not None and place + 1 < len(names):
            going = step is not record.steps[-1]
            end = 10 + (place + 1) * gap if going else 10 + len(names) * gap
            _arrow(sheet, 10 + place * gap + _TABLE, end, step.index, record, going)
    if record.steps[-1].level == names[-1]:
        x = 10 + (len(names) - 1) * gap + _TABLE
        _arrow(sheet, x, 10 + len(names) * gap, record.steps[-1].index, record, False)
    _end(sheet, 10 + len(names) * gap, record)
    return sheet.picture(_alt(record, said))


def _row(index: int) -> float:
    return _TOP + 14 + (_HEIGHT - 28) * index / 511


def _column(
    sheet: Drawing, x: float, name: str, step: Step | None, place: int, skipped: bool
) -> None:
    """Draw one table; one that was not read is faint."""
    sheet.text(x, _TOP - 26, name, bold=step is not None, fill=INK if step else MUTED)
    if step is None:
        words = "known" if skipped else "not read"
        sheet.text(x, _TOP - 10, words, size=12, fill=MUTED)
        sheet.rect(x, _TOP, _TABLE - 10, _HEIGHT, fill="none", stroke=GRID)
        return
    sheet.text(x, _TOP - 10, f"at {step.table:#x}000", size=12, fill=MUTED)
    sheet.rect(x, _TOP, _TABLE, _HEIGHT, fill=GRID)
    y = _row(step.index)
    sheet.rect(x, y - 12, _TABLE, 24, fill=SERIES[place])
    sheet.text(x + _TABLE / 2, y + 5, f"[{step.index}]", anchor="middle", fill=PAPER, bold=True)
    letters = step.entry.letters if step.entry else "-"
    sheet.text(x, _TOP + _HEIGHT + 17, letters, size=12)


def _arrow(sheet: Drawing, start: float, end: float, index: int, record: Walk, going: bool) -> None:
    if going or record.fault is None:
        sheet.arrow(start + 1, _row(index), end - 3, _TOP + 3 if going else _TOP + 59)


def _end(sheet: Drawing, x: float, record: Walk) -> None:
    """Draw the page, or the fault."""
    if record.fault is None:
        sheet.text(x, _TOP - 26, f"page, {_SIZES[record.page_bytes]}", bold=True)
        sheet.rect(x, _TOP, 620 / 6 - 16, _HEIGHT, fill="none", stroke=INK)
        sheet.text(x + 4, _TOP + 64, f"{record.physical:#x}", size=12)
        sheet.text(8, 238, f"Physical address {record.physical:#x}: the frame, then the offset.")
        return
    fault = record.fault
    # Two lines below: the table's columns may take the whole width.
    red = SERIES[1]
    sheet.text(x, _TOP - 26, "fault", bold=True, fill=red)
    sheet.text(x, _TOP + 24, f"{fault.error_code:#04x}", fill=red, bold=True)
    sheet.text(8, 230, f"Page fault at {fault.level}: {fault.why}.", fill=red, bold=True)
    bits = "; ".join(fault.bits) or "no bit is set"
    sheet.text(8, 250, f"Error code {fault.error_code} = {bits}", size=12)


def _alt(record: Walk, said: str) -> str:
    path = ", ".join(f"{one.level} {one.index}" for one in record.steps)
    said = f"{said[0].upper()}{said[1:]}: {record.references} memory reads ({path})"
    if record.skipped:
        said += f", {record.skipped} levels known beforehand"
    if record.fault is None:
        size = _SIZES[record.page_bytes]
        return f"{said} end in a page of {size} at physical {record.physical:#x}."
    fault = record.fault
    bits = "; ".join(fault.bits)
    return (
        f"{said} end in a page fault at {fault.level}: {fault.why}; error code "
        f"{fault.error_code}" + (f" ({bits})." if bits else ".")
    )
