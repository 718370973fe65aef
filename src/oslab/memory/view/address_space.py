"""The map of an address space: one line a region, addresses to the left, gaps between."""

from __future__ import annotations

from oslab.errors import require
from oslab.memory.metrics.places import places
from oslab.memory.records.address_space import KINDS, AddressSpace, Region
from oslab.picture import Picture
from oslab.svg import GRID, MUTED, SERIES, Drawing
from oslab.table import Table

_ROW = 26


def address_space(record: AddressSpace) -> Picture:
    """Return the regions from the lowest address down the page, and how far apart they are.

    Raises:
        InvalidInput: if `record` is no AddressSpace.
    """
    require(isinstance(record, AddressSpace), "record", record, "an AddressSpace")
    count = len(record.regions)
    sheet = Drawing(636, 34 + (2 * count + 1) * _ROW, font_size=14)
    sheet.text(8, 18, "addresses", fill=MUTED)
    sheet.text(196, 18, f"{record.levels} levels; not to scale", fill=MUTED)
    last, y = 0, 34.0
    for region in record.regions:
        gap = region.start - last
        sheet.line(186, y, 186, y + _ROW, stroke=GRID, dash="3 3")
        words = f"{_bytes(gap)} of nothing" if gap else "next to it"
        sheet.text(196, y + 17, words, size=12, fill=MUTED)
        y += _ROW
        colour = SERIES[KINDS.index(region.kind) % len(SERIES)]
        sheet.rect(182, y, 8, _ROW - 2, fill=colour)
        sheet.text(8, y + 17, f"{region.start:#014x}", size=12)
        sheet.text(196, y + 17, f"{region.name}: {_bytes(region.end - region.start)}")
        y, last = y + _ROW, region.end
    sheet.text(8, y + 17, f"{last:#014x}", size=12)
    words = "; ".join(f"{one.name} {one.start:#x} to {one.end:#x}" for one in record.regions)
    return sheet.picture(f"{count} regions, rising: {words}.")


def region_table(record: AddressSpace) -> Table:
    """Return the regions of each kind in one row: where the lowest is, what is present.

    Raises:
        InvalidInput: if `record` is no AddressSpace.
    """
    require(isinstance(record, AddressSpace), "record", record, "an AddressSpace")
    rows = tuple(_row(record.find(kind)) for kind in _kinds(record))
    caption = (
        f"{_bytes(record.resident_bytes)} present of {_bytes(record.size_bytes)} of addresses, "
        f"in {len(record.regions)} regions"
    )
    columns = ("kind", "lowest address", "areas", "may", "addresses", "present")
    return Table(caption, columns, rows)


def layout_table(windows: AddressSpace, record: AddressSpace) -> Table:
    """Return the window that the model gives each part of a process, and where it is.

    Args:
        windows: as `model.layout` returns them.
        record: a process, as `measure.address_space` returns it.

    Raises:
        InvalidInput: if one is no AddressSpace.
    """
    for name, one in (("windows", windows), ("record", record)):
        require(isinstance(one, AddressSpace), name, one, "an AddressSpace")
    found = places(record)
    rows = tuple(
        (
            one.name, f"{one.start:#x}", f"{one.end:#x}",
            f"{found[one.kind]:#x}" if one.kind in found else "none here",
        )
        for one in windows.regions
    )  # fmt: skip
    caption = "The window that the kernel's source gives each part, and where it is here"
    return Table(caption, ("part", "window from", "to", "this process"), rows)


def _kinds(record: AddressSpace) -> tuple[str, ...]:
    """Return the kinds in the order of their lowest address."""
    return tuple(dict.fromkeys(one.kind for one in record.regions))


def _row(regions: tuple[Region, ...]) -> tuple[str, ...]:
    counted = [one.resident_bytes for one in regions if one.resident_bytes is not None]
    return (
        regions[0].kind, f"{regions[0].start:#x}", str(sum(one.areas for one in regions)),
        "".join(c for c in "rwxps" if any(c in one.perms for one in regions)),
        _bytes(sum(one.size_bytes for one in regions)),
        _bytes(sum(counted)) if counted else "?",
    )  # fmt: skip


def _bytes(count: int) -> str:
    for unit, size in (("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20)):
        if count >= size:
            return f"{count / size:,.1f} {unit}"
    return f"{count / 1024:,.0f} KiB"
