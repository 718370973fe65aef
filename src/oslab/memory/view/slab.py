"""Slabs as rows of places, full, partial, or gone."""

from __future__ import annotations

from itertools import groupby

from oslab import svg
from oslab.errors import require
from oslab.memory.metrics.slab import live_objects, slab_bytes, utilization
from oslab.memory.records.slab import SlabCache
from oslab.picture import Picture

_MOST_SLABS, _MOST_PLACES = 64, 128
_COLUMN, _LEFT, _TOP, _ROW = 300, 16, 40, 15


def slab(record: SlabCache) -> Picture:
    """Return every slab as a row: objects in colour, empty places grey, given back at the end.

    Args:
        record: of at most 64 slabs, given back or not, of at most 128 places.

    Raises:
        InvalidInput: if `record` is no SlabCache, or too large to draw.
    """
    ok = isinstance(record, SlabCache) and record.layout.objects <= _MOST_PLACES
    ok = ok and len(record.slabs) + record.given_back <= _MOST_SLABS
    allowed = f"a SlabCache of at most {_MOST_SLABS} slabs of {_MOST_PLACES} places"
    require(ok, "record", record, allowed)
    whole = len(record.slabs) + record.given_back
    rows = max(1, -(-whole // 2))
    sheet = svg.Drawing(640, _TOP + rows * _ROW + 34, font_size=13)
    sheet.text(8, 20, _headline(record), bold=True)
    wide = _COLUMN / record.layout.objects
    for place in range(whole):
        x = _LEFT + (place // rows) * (_COLUMN + 12)
        y = _TOP + (place % rows) * _ROW
        if place >= len(record.slabs):
            sheet.rect(x, y, _COLUMN, _ROW - 4, fill="none", stroke=svg.GRID)
            continue
        sheet.rect(x, y, _COLUMN, _ROW - 4, fill=svg.GRID, radius=0)
        at = 0
        for kind, run in groupby(record.slabs[place]):
            many = len(list(run))
            if kind == "#":
                sheet.rect(x + at * wide, y, many * wide - 1, _ROW - 4, fill=svg.SERIES[0],
                           radius=0)  # fmt: skip
            at += many
    words = "a row is a slab: objects in colour, empty places grey; outlines went back"
    sheet.text(_LEFT, _TOP + rows * _ROW + 18, words, size=12, fill=svg.MUTED)
    return sheet.picture(f"{_headline(record)}. {record.layout}.")


def _headline(record: SlabCache) -> str:
    whole = len(record.slabs) + record.given_back
    return (
        f"{live_objects(record):,} objects keep {len(record.slabs)} of {whole} slabs, "
        f"{slab_bytes(record) // 1024:,} KiB, {100 * utilization(record):.0f} % in use"
    )
