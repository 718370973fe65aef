"""The free blocks of this machine's buddy allocator, by size."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import machine
from oslab.errors import require, require_whole
from oslab.linux.procfs import buddyinfo, meminfo, vmstat
from oslab.measurement import Measurement, by_condition
from oslab.memory.records.buddy import FreeCounts

_PAGE_BYTES = 4096
METHOD = "/proc/buddyinfo, all zones together; nr_free_pages of /proc/vmstat for the sum."


def free_blocks(*, repeats: int = 5) -> tuple[Measurement, ...]:
    """Return how many blocks of each order are free, and how many pages.

    Known workload: none can be had, all processes allocate from these lists. Cross-check:
    blocks times their sizes against `nr_free_pages`, which the kernel counts apart; pages in
    the lists of single CPUs are in neither (tests). Caveat: the looks are not at one
    moment, and a zone that is never used (DMA) counts as well.

    Args:
        repeats: looks, 1 to 1000.

    Returns:
        For each `order` its free blocks; condition `pages` is the machine's memory. The
        last is `nr_free_pages`, of `order` -1.

    Raises:
        InvalidInput: if `repeats` is none of these.
        Unavailable: if a file is not for this user.

    Source: mm/vmstat.c, `frag_show_print`; proc_buddyinfo(5).
    """
    require_whole("repeats", repeats, low=1, high=1000)
    looks, free = [], []
    for _ in range(repeats):
        zones = [zone.counts for zone in buddyinfo.read()]
        looks.append([sum(counts) for counts in zip(*zones, strict=True)])
        free.append(vmstat.read()["nr_free_pages"])
    here, pages = machine.this_machine(), meminfo.read()["MemTotal"] // _PAGE_BYTES
    found = [
        Measurement(
            name=f"free blocks of order {order}", samples=tuple(map(float, counts)), unit="blocks",
            method=METHOD, machine=here, conditions={"order": order, "pages": pages},
        )
        for order, counts in enumerate(zip(*looks, strict=True))
    ]  # fmt: skip
    total = Measurement(
        name="free pages", samples=tuple(map(float, free)), unit="pages",
        method=METHOD, machine=here, conditions={"order": -1, "pages": pages},
    )  # fmt: skip
    return (*found, total)


def free_counts(measurements: Sequence[Measurement]) -> FreeCounts:
    """Return the medians of `free_blocks` as the record that a model makes too.

    Raises:
        InvalidInput: if they are other measurements.
    """
    found = by_condition(measurements, "order")
    orders = [order for order in found if isinstance(order, int) and order >= 0]
    ok = sorted(orders) == list(range(len(orders))) and len(orders) > 0
    require(ok, "measurements", measurements, "free blocks of orders 0, 1, 2, ...")
    pages = found[0].conditions.get("pages")
    ok = isinstance(pages, int) and pages >= 0
    ok = ok and all(found[order].median >= 0 for order in orders)
    require(ok, "measurements", measurements, "counts of blocks, of so many pages")
    return FreeCounts(tuple(int(found[order].median) for order in sorted(orders)), int(pages or 0))
