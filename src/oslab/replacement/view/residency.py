"""How many pages a process keeps, and when it faults."""

from __future__ import annotations

from oslab.chart import Axis, Chart
from oslab.errors import require
from oslab.picture import Picture
from oslab.replacement.records import Residency
from oslab.svg import MODEL, SERIES, number

_MOST, _POINTS, _BINS = 100_000, 120, 40


def residency(record: Residency) -> Picture:
    """Return resident pages over references, and bars of faults below them.

    Args:
        record: of at most 100,000 references.

    Raises:
        InvalidInput: if it is no Residency, or longer.
    """
    ok = isinstance(record, Residency) and len(record.references) <= _MOST
    require(ok, "record", record, f"a Residency of at most {_MOST:,} references")
    length = len(record.references)
    top = max(record.sizes) * 1.05
    chart = Chart(Axis(0, length, "references"), Axis(0, top, "resident pages"))
    width = max(1, -(-length // _BINS))
    bars = []
    for start in range(0, length, width):
        end = min(start + width, length)
        faults = sum(record.faults[start:end])
        if faults:
            bars.append((float(start), float(end), min(top, float(faults))))
    chart.bars(f"faults in {width}" if width > 1 else "faults", bars, SERIES[1])
    step = max(1, length // _POINTS)
    chart.line("resident", [(now + 1, record.sizes[now]) for now in range(0, length, step)], MODEL)
    chart.level(record.mean_size, f"{number(record.mean_size)} on average")
    chart.note(f"{record.fault_count} faults")
    return chart.picture(
        f"{record.rule}, {record.setting}: {number(record.mean_size)} pages resident on average, "
        f"{max(record.sizes)} at most, and {record.fault_count} of {length:,} references fault."
    )
