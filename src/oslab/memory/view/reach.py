"""How much memory a TLB reaches, and what lies beyond."""

from __future__ import annotations

from oslab.chart import Axis, Chart
from oslab.errors import require
from oslab.memory.records.address import PAGE_4K, PAGE_NAMES
from oslab.memory.records.reach import Reach
from oslab.picture import Picture
from oslab.svg import MODEL, SERIES

_SIZES = {size: name for name, size in PAGE_NAMES.items()}
_TICKS = tuple(
    (float(1 << power), words)
    for power, words in ((16, "64 KiB"), (20, "1 MiB"), (24, "16 MiB"), (28, "256 MiB"),
                         (32, "4 GiB"))
)  # fmt: skip


def reach(record: Reach) -> Picture:
    """Return the memory reads an access costs, and the share past the first level.

    Raises:
        InvalidInput: if `record` is no Reach.
    """
    require(isinstance(record, Reach), "record", record, "a Reach")
    low = float(record.stretches[0] * PAGE_4K)
    high = float(max(record.stretches[-1] * PAGE_4K, low + 1))
    ticks = tuple(tick for tick in _TICKS if low <= tick[0] <= high)
    top = max(2.0, float(record.walk_references))
    chart = Chart(Axis(low, high, "memory touched, a line in each 4 KiB", ticks, True),
                  Axis(0, top, "for each access"))  # fmt: skip
    sizes = [stretch * PAGE_4K for stretch in record.stretches]
    chart.line("memory reads", zip(sizes, record.references, strict=True), MODEL, stairs=True)
    chart.line("L1 TLB misses", zip(sizes, record.past_first, strict=True), SERIES[2], dash="5,3",
               stairs=True)  # fmt: skip
    chart.note(record.processor.name)
    chart.note(f"pages of {_SIZES[record.page_bytes]}")
    chart.note(f"a walk reads {record.walk_references}")
    return chart.picture(_alt(record))


def _alt(record: Reach) -> str:
    said = f"{record.processor.name}, pages of {_SIZES[record.page_bytes]}: "
    parts = []
    for row, words in ((record.past_first, "the first level"), (record.walked, "both levels")):
        fits = [s for s, share in zip(record.stretches, row, strict=True) if share == 0]
        where = f"up to {_bytes(max(fits) * PAGE_4K)}" if fits else "nothing that was tried"
        parts.append(f"{words} reach {where}" if words[0] == "b" else f"{words} reaches {where}")
    last = record.references[-1]
    return (
        said + "; ".join(parts) + f"; at the largest size an access costs {last:.2f} memory reads."
    )


def _bytes(count: int) -> str:
    for unit, size in (("GiB", 1 << 30), ("MiB", 1 << 20)):
        if count >= size:
            return f"{count / size:g} {unit}"
    return f"{count >> 10} KiB"
