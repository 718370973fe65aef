"""Memory shared and memory copied, as bars."""

from __future__ import annotations

from oslab import svg
from oslab.errors import require
from oslab.picture import Picture
from oslab.processes.records.reference_counts import COLLECT, LoaderMemory, ReferenceCounts

_LEFT, _WIDTH = 12, 596
_PAGES_IN_MIB = 256
_MOST_BARS = 40


def reference_counts(record: ReferenceCounts) -> Picture:
    """Return the pages that hold the data, and which of them the child copied.

    Raises:
        InvalidInput: if `record` is no ReferenceCounts.
    """
    require(isinstance(record, ReferenceCounts), "record", record, "a ReferenceCounts")
    sheet = svg.Drawing(620, 118)
    share = record.copied_pages / max(record.held_pages, 1)
    sheet.text(_LEFT, 20, _question(record), bold=True)
    sheet.rect(_LEFT, 34, _WIDTH, 34, fill=svg.GRID, radius=0)
    sheet.rect(_LEFT, 34, _WIDTH * min(1.0, share), 34, fill=svg.SERIES[1], radius=0)
    sheet.text(_LEFT, 92, _finding(record))
    sheet.text(_LEFT, 110, "grey: still shared; colour: the child's own copy", size=12,
               fill=svg.MUTED)  # fmt: skip
    return sheet.picture(f"{_question(record)}: {_finding(record)}")


def loader_memory(record: LoaderMemory) -> Picture:
    """Return the main process's data and each worker's own as bars on one scale.

    Raises:
        InvalidInput: if `record` is no LoaderMemory.
    """
    require(isinstance(record, LoaderMemory), "record", record, "a LoaderMemory")
    sheet = svg.Drawing(620, 150)
    total = f"{record.total_mib / 1024:,.1f} GiB in all"
    words = f"{record.workers} workers by {record.start}, {record.store}: {total}"
    sheet.text(_LEFT, 20, words, bold=True)
    bars = min(record.workers, _MOST_BARS)
    step = min(60.0, (_WIDTH - 70) / max(bars, 1))
    scale = 80 / max(record.data_mib, record.worker_mib, 1)
    sheet.line(_LEFT, 120, _LEFT + _WIDTH, 120, stroke=svg.MUTED)
    height = record.data_mib * scale
    sheet.rect(_LEFT, 120 - height, 50, height, fill=svg.SERIES[0], radius=0)
    sheet.text(_LEFT, 138, "main", size=12)
    own = record.worker_mib * scale
    for bar in range(bars):
        x = _LEFT + 70 + bar * step
        sheet.rect(x, 120 - own, step * 0.8, own, fill=svg.SERIES[1], radius=0)
    sheet.text(_LEFT + 70, 138, f"each worker's own: {record.worker_mib:,.0f} MiB", size=12)
    return sheet.picture(f"{words}; each worker has {record.worker_mib:,.0f} MiB of its own.")


def _question(record: ReferenceCounts) -> str:
    data = {"lists": "small objects", "None": "times None", "array": "numbers in one array"}
    act = "garbage collected" if record.action == COLLECT else "read"
    after = " after gc.freeze" if record.frozen else ""
    return f"{record.objects:,} {data[record.data]}, {act} by the child{after}"


def _finding(record: ReferenceCounts) -> str:
    mib = record.copied_pages / _PAGES_IN_MIB
    return f"{record.copied_pages:,} of {record.held_pages:,} pages copied ({mib:.1f} MiB)"
