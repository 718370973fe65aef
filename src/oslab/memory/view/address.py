"""An address, bit by bit."""

from __future__ import annotations

from oslab.errors import require
from oslab.memory.records.address import LEVELS, Address, width
from oslab.picture import Picture
from oslab.svg import GRID, MUTED, PAPER, SERIES, Drawing

_WIDTH, _TOP, _BOX = 620, 54, 34
_COVERS = {
    "pgd": "512 GiB", "p4d": "512 GiB", "pud": "1 GiB", "pmd": "2 MiB", "pte": "4 KiB",
}  # fmt: skip


def address(record: Address) -> Picture:
    """Return the fields of an address: its bits, their indices, what one entry covers.

    Raises:
        InvalidInput: if `record` is no Address.
    """
    require(isinstance(record, Address), "record", record, "an Address")
    bits = width(record.levels)
    names = LEVELS[record.levels]
    sheet = Drawing(636, 168, font_size=14)
    sheet.text(10, 20, f"{record.value:#018x}", bold=True)
    sheet.text(630, 20, f"{record.levels} levels, {bits} bits", anchor="end", fill=MUTED)
    fields = [(63, bits, "sign", "", GRID)]
    high = bits - 1
    for place, (name, index) in enumerate(zip(names, record.indices, strict=True)):
        fields.append((high, high - 8, name, str(index), SERIES[place]))
        high -= 9
    fields.append((11, 0, "offset", f"{record.offset:#x}", MUTED))
    x = 10.0
    for top, low, name, value, colour in fields:
        wide = _WIDTH * (top - low + 1) / 64
        sheet.rect(x, _TOP, wide - 2, _BOX, fill=colour)
        middle = x + wide / 2 - 1
        sheet.text(x, _TOP - 6, str(top), size=12, fill=MUTED)
        if value:
            sheet.text(middle, _TOP + 22, value, anchor="middle", fill=PAPER, bold=True)
        sheet.text(middle, _TOP + _BOX + 18, name, anchor="middle")
        binary = f"{record.value >> low & (1 << top - low + 1) - 1:0{top - low + 1}b}"
        for row, start in enumerate(range(0, len(binary), 9 if name != "offset" else 12)):
            piece = binary[start : start + (9 if name != "offset" else 12)]
            if row < 2:
                sheet.text(middle, _TOP + _BOX + 38 + 15 * row, piece, anchor="middle", size=12)
        if name in names:
            covers = "256 TiB" if name == "pgd" and record.levels == 5 else _COVERS[name]
            sheet.text(middle, 162, covers, anchor="middle", size=12, fill=MUTED)
        x += wide
    sheet.text(10, 162, "an entry covers", size=12, fill=MUTED)
    return sheet.picture(_alt(record, bits))


def _alt(record: Address, bits: int) -> str:
    names = LEVELS[record.levels]
    said = ", ".join(f"{name} {index}" for name, index in zip(names, record.indices, strict=True))
    half = "upper half, the kernel's" if record.value >> 63 else "lower half, a program's"
    return (
        f"{record.value:#x} with {record.levels} levels of 9 bits and {bits} bits in all: {said}, "
        f"offset {record.offset:#x}; {half}."
    )
