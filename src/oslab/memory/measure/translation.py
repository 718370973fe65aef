"""Where addresses of this process lead: area, presence, and for root the frame."""

from __future__ import annotations

import mmap

from oslab import machine
from oslab.errors import InvalidInput, Unavailable, require_whole
from oslab.linux import memory
from oslab.linux.procfs import kpage, maps, pagemap
from oslab.measurement import Measurement
from oslab.memory.records.address_space import AddressSpace, Region

METHOD = (
    "Pages are written once; /proc/self/pagemap gives the frame of each, /proc/kpageflags "
    "and /proc/kpagecount what the kernel knows of the frame."
)


def translation(*, pages: int = 8, kind: str = memory.ANONYMOUS) -> tuple[Measurement, ...]:
    """Touch some neighbouring pages and return the frame of each, root only.

    The process gives the memory back before this returns, so a frame may be someone
    else's by the time you read its number.

    Args:
        pages: neighbouring in the address space, 1 to 512.
        kind: `"anonymous"` or `"huge"`, as `oslab.linux.memory.area` takes it; a huge
            page's are as many neighbours inside one huge page.

    Returns:
        One measurement a page, in frames; conditions are the page's `address` as
        hexadecimal text, the `flags` of its frame, and how many entries map it (`mapped`).

    Raises:
        InvalidInput: if an argument is out of range.
        Unavailable: for everyone but root.

    Source: Documentation/admin-guide/mm/pagemap.rst.
    """
    require_whole("pages", pages, 1, 512)
    if kind not in (memory.ANONYMOUS, memory.HUGE):
        raise InvalidInput("kind", kind, "'anonymous' or 'huge'")
    size = memory.HUGE_PAGE_BYTES
    with memory.area(size, kind) as area:
        area.write(pages=pages)
        start = area.address
        found = []
        for number, page in enumerate(pagemap.read(start, pages)):
            if page.frame is None:
                raise Unavailable("the numbers of physical pages", "Run as root.")
            told = (kpage.flags(page.frame), kpage.count(page.frame))
            found.append((start + number * mmap.PAGESIZE, page.frame, told))
    return tuple(
        Measurement(
            name=f"frame of page {number}, {kind}",
            samples=(frame,),
            unit="frames",
            method=METHOD,
            machine=machine.this_machine(),
            conditions={
                "page": number, "kind": kind, "address": f"{address:#x}",
                "flags": " ".join(flags), "mapped": count,
            },
        )
        for number, (address, frame, (flags, count)) in enumerate(found)
    )  # fmt: skip


def region_of(address: int, space: AddressSpace) -> Region:
    """Return the region of a map that holds an address.

    Raises:
        InvalidInput: if no region holds it: using it would be a segmentation fault.
    """
    require_whole("address", address, 0, 2**64 - 1)
    if not isinstance(space, AddressSpace):
        raise InvalidInput("space", space, "an AddressSpace")
    for one in space.regions:
        if one.start <= address < one.end:
            return one
    raise InvalidInput("address", hex(address), "in one of the regions")


def some_address(kind: str = "heap") -> int:
    """Return an address of this process that lies in the middle of a region of one kind.

    Args:
        kind: of `/proc/self/maps`: `"heap"`, `"stack"` or `"code"`, the first area that
            may be executed.

    Raises:
        InvalidInput: if it is another kind.
        Unavailable: if this process has no such region.
    """
    if kind not in ("heap", "stack", "code"):
        raise InvalidInput("kind", kind, "'heap', 'stack' or 'code'")
    for area in maps.read():
        if (kind == "code" and area.perms[2] == "x") or area.pathname == f"[{kind}]":
            return area.start + area.size // 2
    raise Unavailable(f"a {kind} in this process", "Start it without a loader of its own.")
