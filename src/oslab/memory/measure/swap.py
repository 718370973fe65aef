"""Pages that leave memory for swap and come back, counted one by one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import ExitStack, suppress

from oslab import machine
from oslab.errors import InvalidInput, Unavailable, require_choice, require_whole
from oslab.linux import cgroup, memory
from oslab.linux import swap as space
from oslab.linux.procfs import smaps_rollup, vmstat
from oslab.measurement import Measurement
from oslab.memory.measure.faults import counted

IN_ORDER, AT_RANDOM = "in order", "at random"
ORDERS = (IN_ORDER, AT_RANDOM)
_PAGEOUT = 21
_UNITS = {
    "swapped out": "pages", "minor": "faults", "major": "faults", "left in swap": "pages",
    "written": "pages", "read": "pages",
}  # fmt: skip
METHOD = (
    "Anonymous pages written, sent out by MADV_PAGEOUT and touched again: Swap of smaps_rollup, "
    "ru_minflt and ru_majflt, and pswpout and pswpin of /proc/vmstat"
)


def swap(
    *, pages: int = 2048, kinds: Sequence[str] = space.KINDS, orders: Sequence[str] = ORDERS
) -> tuple[Measurement, ...]:
    """Send pages to swap space of our own and touch them all again, in order and at random.

    Known workload: all pages go out, and each comes back by one fault: minor and major
    faults together are the pages (tests). How many are major is read-ahead's work: around a
    fault the kernel reads what lies near, so that others find their page in memory. A
    compressed disk in memory (zram) answers at once, so the kernel reads no page ahead,
    and every fault is major. What was just written out still lies in the swap cache, and
    would come back without a read; a memory group of our own makes the kernel drop it,
    and where none can be had the faults stay minor. Cross-check: `Swap` counts entries of
    this process, pswpout and pswpin what the machine moved. Overhead: the interpreter's own
    faults, few or none.
    Caveats: needs root; the space serves the whole machine for that second; a page that
    nobody writes may keep its copy in swap.

    Args:
        pages: of 4 KiB, 64 to 65,536.
        kinds: some of `"file"` and `"zram"`; one that cannot be had is left out, unless it
            is the only one.
        orders: some of `"in order"` and `"at random"`.

    Returns:
        For each `kind` and `order` the `quantity` `"swapped out"` (pages of this process in
        swap after the advice), `"written"` and `"read"` (pages that the machine moved),
        `"minor"`, `"major"` and `"left in swap"` after all were touched.

    Raises:
        InvalidInput: if an argument is none of these.
        Unavailable: for anyone but root, or before Linux 5.4.

    Source: madvise(2), MADV_PAGEOUT; mm/memory.c, `do_swap_page`; mm/swap_state.c,
        `swap_vma_readahead`; mm/vmscan.c, `shrink_folio_list`.
    """
    require_whole("pages", pages, low=64, high=1 << 16)
    chosen = _some("kinds", kinds, space.KINDS)
    ways = _some("orders", orders, ORDERS)
    found: list[Measurement] = []
    for kind in chosen:
        try:
            with space.lent(max(32 << 20, 2 * pages * memory.PAGE_BYTES), kind):
                for order in ways:
                    found += _measurements(kind, order, pages, _there_and_back(pages, order))
        except Unavailable:
            if not found and kind == chosen[-1]:
                raise
    return tuple(found)


def _there_and_back(pages: int, order: str) -> dict[str, int]:
    places = list(range(pages))
    if order == AT_RANDOM:
        random.Random(1).shuffle(places)
    with ExitStack() as stack:
        group = _group(stack)
        area = stack.enter_context(memory.area(pages * memory.PAGE_BYTES))
        # Every page other bytes: zram keeps a page of equal words without any memory.
        for page in range(pages):
            area.write(page, 1, value=1 + page % 251)
        before, moved = smaps_rollup.read().swap, vmstat.read()
        area.advise(_PAGEOUT)
        swapped = smaps_rollup.read().swap - before
        if group is not None:
            group.reclaim()
        between = vmstat.read()
        minor, major = counted(lambda: [area.read(page, 1) for page in places])
        after = vmstat.read()
        left = smaps_rollup.read().swap - before
    return {
        "swapped out": swapped // memory.PAGE_BYTES,
        "written": between["pswpout"] - moved["pswpout"],
        "minor": minor,
        "major": major,
        "read": after["pswpin"] - between["pswpin"],
        "left in swap": max(0, left) // memory.PAGE_BYTES,
    }


def _group(stack: ExitStack) -> cgroup.Group | None:
    """A memory group of this process, to which all pages from here on are charged."""
    with suppress(Unavailable):
        group = stack.enter_context(cgroup.make("memory"))
        group.join()
        return group
    return None


def _measurements(
    kind: str, order: str, pages: int, seen: dict[str, int]
) -> tuple[Measurement, ...]:
    return tuple(
        Measurement(
            name=f"{quantity}, {pages} pages through {kind}, touched {order}",
            samples=(value,),
            unit=_UNITS[quantity],
            method=METHOD,
            machine=machine.this_machine(),
            conditions={"kind": kind, "order": order, "quantity": quantity, "pages": pages},
        )
        for quantity, value in seen.items()
    )


def _some(name: str, values: Sequence[str], allowed: Sequence[str]) -> tuple[str, ...]:
    if not isinstance(values, tuple | list) or not values:
        raise InvalidInput(name, values, "some of " + ", ".join(map(repr, allowed)))
    return tuple(dict.fromkeys(require_choice(name, one, allowed) for one in values))
