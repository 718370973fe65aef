"""The two dimensions of a walk in a virtual machine, every reference in its place."""

from __future__ import annotations

from oslab.errors import require
from oslab.memory.records.nested import Nested
from oslab.picture import Picture
from oslab.svg import INK, MUTED, PAPER, SERIES, Drawing

_LEFT, _TOP, _HIGH = 132, 56, 36


def nested(record: Nested) -> Picture:
    """Return a row for each guest address: the host's levels, then what the guest reads.

    Raises:
        InvalidInput: if `record` is no Nested.
    """
    require(isinstance(record, Nested), "record", record, "a Nested")
    rows, columns = len(record.guest) + 1, len(record.host) + 1
    wide = 498 / columns
    sheet = Drawing(636, _TOP + rows * _HIGH + 12, font_size=14)
    total = len(record.references)
    sheet.text(8, 20, f"memory is read {total} times to find one page", bold=True)
    labels = (*(f"host {level}" for level in record.host), "guest's entry")
    for column, name in enumerate(labels):
        middle = _LEFT + (column + 0.5) * wide
        sheet.text(middle, _TOP - 14, name, anchor="middle", size=12, fill=MUTED)
    for row, name in enumerate((*(f"find the {level}" for level in record.guest), "find the page")):
        sheet.text(8, _TOP + row * _HIGH + 21, name, size=13)
    for number, one in enumerate(record.references, start=1):
        host = one.level != ""
        column = record.host.index(one.level) if host else columns - 1
        x, y = _LEFT + column * wide, _TOP + one.row * _HIGH
        sheet.rect(x + 2, y, wide - 4, _HIGH - 6, fill=SERIES[0] if host else SERIES[1])
        middle = x + wide / 2
        sheet.text(middle, y + 20, str(number), anchor="middle", fill=PAPER, bold=True)
    x, y = _LEFT + (columns - 1) * wide, _TOP + (rows - 1) * _HIGH
    sheet.rect(x + 2, y, wide - 4, _HIGH - 6, fill="none", stroke=INK)
    sheet.text(x + wide / 2, y + 20, "the byte", anchor="middle")
    guest, host_ = len(record.guest), len(record.host)
    return sheet.picture(
        f"A walk in two dimensions: {guest} guest levels and {host_} host levels, "
        f"({guest} + 1) x ({host_} + 1) - 1 = {total} memory reads; {guest} of them read "
        f"the guest's entries, {total - guest} the host's."
    )
