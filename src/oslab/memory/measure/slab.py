"""The kernel's slabs: how they are cut, and how many stay when most objects have left."""

from __future__ import annotations

import mmap
import os
import random
import time
from collections.abc import Sequence

from oslab import machine, timing
from oslab.errors import InvalidInput, Unavailable, require, require_whole
from oslab.linux.procfs import slabinfo
from oslab.measurement import Measurement
from oslab.memory.model.slab import slab_layout

CACHE = "vm_area_struct"
"""One object for each mapping of any process; never merged with another cache."""
FREED = (50, 75, 90)
_LAYOUT = "Pages and objects of a slab in /proc/slabinfo against the model's, cache by cache."
_KEPT = (
    "Mappings of a page each, made and then ended by chance; slabs of vm_area_struct in "
    "/proc/slabinfo above those before, as a share of those that the mappings took"
)


def slab_layout_fit() -> tuple[Measurement, ...]:
    """Return how many of the kernel's caches there are, and how many are cut as predicted.

    Known workload: the layouts of two saved kernels (tests). Caveat: `slub_max_order`,
    `slub_min_order` and `slub_min_objects` on the boot command line change them.

    Returns:
        Two counts, with the condition `what`: `"caches"`, `"as predicted"`.

    Raises:
        Unavailable: if /proc/slabinfo is not for this user.

    Source: mm/slub.c, `calculate_order`; slabinfo(5).
    """
    caches = slabinfo.read().values()
    cpus = os.sysconf("SC_NPROCESSORS_CONF")
    fitting = 0
    for cache in caches:
        layout = slab_layout(cache.object_bytes, cpus)
        fitting += (layout.objects, 1 << layout.order) == (
            cache.objects_per_slab, cache.pages_per_slab,
        )  # fmt: skip
    return tuple(
        Measurement(
            name=name, samples=(float(count),), unit="caches", method=_LAYOUT,
            machine=machine.this_machine(), conditions={"what": what, "cpus": cpus},
        )
        for name, what, count in (
            ("slab caches", "caches", len(caches)),
            ("slab caches cut as predicted", "as predicted", fitting),
        )
    )  # fmt: skip


def slab(
    *, objects: int = 20_000, freed: Sequence[int] = FREED, repeats: int = 3, seed: int = 1,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Fill slabs with objects, let a share of them leave by chance, and count slabs.

    An object is a mapping of this process (`vm_area_struct`); neighbours differ in
    permissions, so that the kernel cannot make one mapping of two. Objects leave through
    RCU, some slabs wait in each CPU's hands, and others on the machine have mappings too:
    hence many objects, and counts that are waited for until they stand still.

    Known workload: with all objects gone nearly all slabs are gone (tests). Overhead: the
    process's own 20,000 mappings and the list of them. Caveat: a CPU keeps a few free slabs,
    so a little more stays than the model says, or less where others fill the holes.

    Args:
        objects: 1000 to 50,000; vm.max_map_count must allow as many mappings.
        freed: percents of them that have left, growing, at most 10 from 1 to 100.
        repeats: 1 to 20.
        seed: of who leaves.
        progress: told after each repeat.

    Returns:
        The share of slabs kept, in percent; condition `freed`, and `objects_per_slab`.

    Raises:
        InvalidInput: if an argument is none of these.
        Unavailable: if /proc/slabinfo is not for this user or lacks the cache, or the
            process may not have so many mappings.

    Source: mm/slub.c, `__slab_free`, `discard_slab`; kernel/fork.c, `vm_area_free`.
    """
    require_whole("objects", objects, low=1000, high=50_000)
    chosen = _percents(freed)
    require_whole("repeats", repeats, low=1, high=20)
    require_whole("seed", seed)
    timing.require_progress(progress)
    per_slab = _slabs()[1]
    shares: list[list[float]] = []
    for turn in range(repeats):
        shares.append(_kept(objects, chosen, random.Random(f"{seed} {turn}")))
        if progress:
            progress(turn + 1, repeats)
    return tuple(
        Measurement(
            name=f"slabs kept when {percent} % of the objects have left",
            samples=tuple(one[place] for one in shares), unit="%", method=_KEPT,
            machine=machine.this_machine(),
            conditions={"freed": percent, "objects_per_slab": per_slab, "objects": objects},
        )
        for place, percent in enumerate(chosen)
    )  # fmt: skip


def slabs_of_a_quarter() -> Measurement:
    """Return the share of slabs that stay when three of four objects have left by chance.

    Raises:
        Unavailable: as `slab` does.
    """
    return slab(freed=(75,))[0]


def _kept(objects: int, percents: Sequence[int], chance: random.Random) -> list[float]:
    before = _settled()
    made: list[mmap.mmap] = []
    try:
        for number in range(objects):
            kind = mmap.PROT_READ | (mmap.PROT_WRITE if number % 2 else 0)
            made.append(
                mmap.mmap(-1, mmap.PAGESIZE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, kind)
            )  # fmt: skip
        full = _settled() - before
        if full <= 0:
            raise Unavailable("a count of our own slabs", "Others ended mappings meanwhile.")
        chance.shuffle(made)
        kept = []
        for percent in percents:
            while len(made) > objects * (100 - percent) // 100:
                made.pop().close()
            kept.append(100 * (_settled() - before) / full)
        return kept
    except OSError as error:
        raise Unavailable(f"{objects:,} mappings", "Raise vm.max_map_count.") from error
    finally:
        for one in made:
            one.close()


def _settled() -> int:
    """Return the slabs of the cache once they stand still; what leaves goes through RCU."""
    last, _ = _slabs()
    for _ in range(40):
        time.sleep(0.02)
        now, _ = _slabs()
        if abs(now - last) <= max(2, now // 500):
            return now
        last = now
    return last


def _slabs() -> tuple[int, int]:
    cache = slabinfo.read().get(CACHE)
    if cache is None:
        raise Unavailable(f"{CACHE} in /proc/slabinfo", "This kernel merged it with another.")
    return cache.slabs, cache.objects_per_slab


def _percents(freed: Sequence[int]) -> tuple[int, ...]:
    if not isinstance(freed, tuple | list) or not 0 < len(freed) <= 10:
        raise InvalidInput("freed", freed, "1 to 10 percents, growing")
    for percent in freed:
        require_whole("freed", percent, low=1, high=100)
    require(list(freed) == sorted(set(freed)), "freed", freed, "1 to 10 percents, growing")
    return tuple(freed)
