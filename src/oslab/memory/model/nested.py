"""Translation in a virtual machine: the guest's tables lie in memory that the host maps."""

from __future__ import annotations

from oslab.errors import require_choice, require_whole
from oslab.memory.model.page_table import PageTable
from oslab.memory.records.address import PAGE_4K, PAGE_NAMES, PAGE_SHIFT
from oslab.memory.records.nested import Nested, Reference

_ADDRESS, _GUEST_FRAME, _HOST_FRAME = 0x5555_4000_0000, 0x4_0000, 0x80_0000


def nested(
    guest_page: str = "4 KiB", host_page: str = "4 KiB", guest_levels: int = 4,
    host_levels: int = 4,
) -> Nested:  # fmt: skip
    """Return every reference to memory that one cold translation in a guest makes.

    The guest's root pointer and each of its entries name a frame of the *guest*: before
    the processor can read there it must walk the host's tables, and once more for the
    page itself.

    Args:
        guest_page: `"4 KiB"`, `"2 MiB"` or `"1 GiB"`, as the guest maps its memory.
        host_page: the same, as the host backs the guest's.
        guest_levels: 4 or 5.
        host_levels: 4 or 5.

    Raises:
        InvalidInput: if an argument is none of these.

    Source: R. Bhargava and others, Accelerating Two-Dimensional Page Walks for
        Virtualized Systems (ASPLOS 2008), figure 1: 24 references of 4 by 4 levels.
    """
    sizes = []
    for name, page in (("guest_page", guest_page), ("host_page", host_page)):
        sizes.append(PAGE_NAMES[require_choice(name, page, PAGE_NAMES)])
    for name, levels in (("guest_levels", guest_levels), ("host_levels", host_levels)):
        require_whole(name, levels, 4, 5)
    guest, host = PageTable(guest_levels), PageTable(host_levels)
    guest.map(_ADDRESS, _GUEST_FRAME, sizes[0])
    walk = guest.translate(_ADDRESS)
    found: list[Reference] = []
    physical = 0
    below_levels: tuple[str, ...] = ()
    targets = [one.physical for one in walk.steps] + [walk.physical or 0]
    for row, target in enumerate(targets):
        _back(host, target, sizes[1])
        below = host.translate(target, user_mode=True)
        below_levels = tuple(one.level for one in below.steps)
        found += [Reference(row, one.level, one.table) for one in below.steps]
        physical = below.physical or 0
        if row < len(walk.steps):
            found.append(Reference(row, "", physical >> PAGE_SHIFT))
    return Nested(tuple(one.level for one in walk.steps), below_levels, tuple(found), physical)


def nested_references(guest: int = 4, host: int = 4) -> int:
    """Return how many references a cold two-dimensional walk makes.

    >>> [nested_references(4, 4), nested_references(3, 4), nested_references(5, 5)]
    [24, 19, 35]

    Args:
        guest: levels that the guest's walk reads, 1 to 5: fewer with huge pages or caches.
        host: the host's, 0 (no virtual machine) to 5.

    Raises:
        InvalidInput: if one is out of range.
    """
    require_whole("guest", guest, 1, 5)
    require_whole("host", host, 0, 5)
    return (guest + 1) * (host + 1) - 1


def _back(host: PageTable, address: int, page_bytes: int) -> None:
    """Let the host map the page that holds a guest's physical address, unless it does."""
    start = address // page_bytes * page_bytes
    if host.translate(start).fault is not None:
        frame = _HOST_FRAME + (start >> PAGE_SHIFT)
        host.map(start, frame - frame % (page_bytes // PAGE_4K), page_bytes)
