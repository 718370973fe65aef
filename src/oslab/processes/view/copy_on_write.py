"""Which pages a parent and its child still share, and which each has alone."""

from __future__ import annotations

from oslab import svg
from oslab.errors import require
from oslab.picture import Picture
from oslab.processes.metrics.copy_on_write import copied_bytes
from oslab.processes.records.copy_on_write import CHILD, PAGES_IN_HUGE_PAGE, CopyOnWrite

_LEFT, _WIDTH, _ROW = 76, 540, 34


def copy_on_write(record: CopyOnWrite) -> Picture:
    """Return two rows of pages, one a process: shared in grey, its own in colour.

    Raises:
        InvalidInput: if `record` is no CopyOnWrite.
    """
    require(isinstance(record, CopyOnWrite), "record", record, "a CopyOnWrite")
    sheet = svg.Drawing(640, 176)
    sheet.text(12, 20, _headline(record), bold=True)
    copied = {one.who: one.copied for one in record.writings}
    first = record.writings[0].who
    for top, who in ((36, "parent"), (36 + _ROW + 14, "child")):
        sheet.text(12, top + 22, who)
        sheet.rect(_LEFT, top, _WIDTH, _ROW, fill=svg.GRID, radius=0)
        own = max(copied.get(who, 0), record.written if _alone(record, who) else 0)
        colour = svg.SERIES[1] if who == CHILD else svg.SERIES[0]
        sheet.rect(_LEFT, top, _width(record, own), _ROW, fill=colour, radius=0)
        # Copied pages lie in new memory: marked, so that colour is not the only sign. A
        # second writer copies the last of what is written, where the other still has a part.
        end = _LEFT + _width(record, own)
        fresh = _width(record, copied.get(who, 0))
        if fresh:
            under = top + _ROW + 4
            sheet.line(end - fresh, under, end, under, width=3, stroke=colour)
        _grid(sheet, record, top)
    sheet.text(12, 146, _sentence(record), size=13)
    extra = copied_bytes(record) // 1024
    sheet.text(12, 166, f"Memory grew by {extra:,} KiB; {first} wrote first.", size=13)
    return sheet.picture(_alt(record))


def _alone(record: CopyOnWrite, who: str) -> bool:
    """Say whether `who` keeps the old pages alone because the other took copies."""
    other = [one for one in record.writings if one.who != who]
    return bool(other) and other[0].copied > 0


def _width(record: CopyOnWrite, pages: int) -> float:
    return _WIDTH * min(pages, record.pages) / record.pages


def _grid(sheet: svg.Drawing, record: CopyOnWrite, top: float) -> None:
    """Draw a line at every huge page, or at every page where there are few."""
    step = PAGES_IN_HUGE_PAGE if record.huge else max(1, record.pages // 16)
    for page in range(step, record.pages, step):
        x = _LEFT + _width(record, page)
        sheet.line(x, top, x, top + _ROW, stroke=svg.PAPER)


def _headline(record: CopyOnWrite) -> str:
    kind = f"{record.pages // PAGES_IN_HUGE_PAGE} huge pages, " if record.huge else ""
    return f"{kind}{record.pages:,} pages shared by fork; {record.written:,} written"


def _sentence(record: CopyOnWrite) -> str:
    return "; ".join(
        f"{one.who}: {one.faults:,} faults, {one.copied:,} pages copied"
        + (f", {one.split:,} huge page{'s' if one.split > 1 else ''} split" if one.split else "")
        for one in record.writings
    )


def _alt(record: CopyOnWrite) -> str:
    return f"{_headline(record)}. {_sentence(record)}."
