"""What people say of translation, each as one number of this machine."""

from __future__ import annotations

from itertools import pairwise

from oslab import machine
from oslab.linux import memory
from oslab.measurement import Measurement, by_condition
from oslab.memory.measure.address_space import address_space
from oslab.memory.measure.ladder import ladder, ladder_points
from oslab.memory.measure.page_table_size import page_table_size
from oslab.memory.measure.tlb_reach import tlb_reach, translation_cost
from oslab.memory.measure.translation import translation

WALKED = 6144
"""Pages beyond the second level of any TLB so far, and few enough for the caches."""

_DRAWS = 4

_FAR = 128 << 20


def walk_cost(*, repeats: int = 5) -> Measurement:
    """Return what a TLB miss adds to a load, in loads from memory.

    The first is `tlb_reach`'s cost of translation with more pages than any TLB holds, the
    second the least latency of a ring of 128 MiB, in huge pages where there are some. Of
    four draws of fresh memory the cheapest counts: in others the frames happen to crowd
    some sets of the caches, and loads miss there too.

    Args:
        repeats: of both, 1 to 100.

    Raises:
        InvalidInput: if `repeats` is out of range.
        Unavailable: without numba, or memory.
    """
    draws = [tlb_reach(pages=(WALKED,), repeats=repeats) for _ in range(_DRAWS)]
    added = min(translation_cost(one)[1][0] for one in draws)
    kinds = (memory.HUGE,) if memory.huge_pages() else (memory.ANONYMOUS,)
    far = ladder(sizes=(_FAR,), kinds=kinds, c=False, repeats=repeats)
    (latency,) = ladder_points(far, kinds[0])[1]
    return _one(
        "a TLB miss in loads from memory", added / latency, "loads from memory",
        "Nanoseconds that translation adds to a load over those of a load from 128 MiB.",
        {"pages": WALKED, "added_ns": added, "far_ns": latency},
    )  # fmt: skip


def sparse_table_share() -> Measurement:
    """Return page tables over touched memory where one page in 2 MiB is touched, in per cent.

    Raises:
        Unavailable: if the addresses are not to be had.
    """
    (one,) = page_table_size(patterns=((1024, 2048, False),))
    touched = int(one.conditions["touches"]) * memory.PAGE_BYTES
    return _one(
        "page tables over touched memory", 100 * one.minimum / touched, "%",
        "Growth of VmPTE over memory touched, one page in every 2 MiB of 1 GiB.",
        one.conditions,
    )  # fmt: skip


def huge_table_ratio() -> Measurement:
    """Return the page tables of 64 MiB in huge pages over those in small ones.

    Raises:
        Unavailable: if huge pages are off, or the addresses not to be had.
    """
    found = by_condition(page_table_size(patterns=((64, 4, False), (64, 4, True))), "huge")
    return _one(
        "page tables in huge over small pages", found[True].minimum / found[False].minimum,
        "times", "Growth of VmPTE for 64 MiB, huge pages asked for over refused.", {},
    )  # fmt: skip


def contiguous_share() -> Measurement:
    """Return how many of 511 neighbouring pages have the next frame, in per cent; root only.

    Raises:
        Unavailable: for everyone but root.
    """
    frames = [one.median for one in translation(pages=512)]
    next_to = sum(b - a == 1 for a, b in pairwise(frames))
    return _one(
        "pages whose neighbour is next to them in memory", 100 * next_to / 511, "%",
        "Frames of 512 neighbouring pages of 4 KiB, from pagemap.", {"pages": 512},
    )  # fmt: skip


def present_share() -> Measurement:
    """Return how much of this process's address space is present, in per cent.

    Raises:
        Unavailable: where pagemap cannot be read.
    """
    space = address_space()
    return _one(
        "present share of the address space", 100 * space.resident_bytes / space.size_bytes, "%",
        "Present bits of pagemap over the sizes of all areas of /proc/self/maps.",
        {"size_bytes": space.size_bytes},
    )  # fmt: skip


def _one(name: str, sample: float, unit: str, method: str, conditions: object) -> Measurement:
    return Measurement(
        name=name, samples=(sample,), unit=unit, method=method, machine=machine.this_machine(),
        conditions=dict(conditions) if isinstance(conditions, dict) else {},
    )  # fmt: skip
