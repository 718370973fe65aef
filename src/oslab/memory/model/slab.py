"""Slabs: pages cut into places for objects of one size."""

from __future__ import annotations

import random
from fractions import Fraction

from oslab.errors import require_whole
from oslab.memory.records.slab import PAGE_BYTES, Layout, SlabCache

_MAX_ORDER = 3
"""`slub_max_order`, PAGE_ALLOC_COSTLY_ORDER unless the boot command line says otherwise."""
_MAX_OBJECTS = 32_767
_MAX_PAGE_ORDER = 10


def slab_layout(object_bytes: int = 192, cpus: int = 2) -> Layout:
    """Return how the kernel cuts slabs for objects of this size.

    It wants some objects in a slab, more on machines with more CPUs, so that a
    CPU need not fetch a new slab too often; and among the sizes that hold them
    the smallest that wastes a sixteenth at most, or failing that an eighth, and
    so on.

    Args:
        object_bytes: alignment included, 8 bytes to 4 MiB.
        cpus: that the machine had when it started, 1 to 8192.

    Raises:
        InvalidInput: if an argument is none of these.

    Source: mm/slub.c, `calculate_order`, `calc_slab_order` (6.7 and later).
    """
    require_whole("object_bytes", object_bytes, low=8, high=PAGE_BYTES << _MAX_PAGE_ORDER)
    require_whole("cpus", cpus, low=1, high=8192)
    wanted = 4 * (cpus.bit_length() + 1)
    wanted = min(wanted, max((PAGE_BYTES << _MAX_ORDER) // object_bytes, 1))
    least = _order(wanted * object_bytes)
    if (PAGE_BYTES << least) // object_bytes > _MAX_OBJECTS:
        return Layout(object_bytes, _order(object_bytes * _MAX_OBJECTS) - 1)
    for part in (16, 8, 4, 2):
        for order in range(least, _MAX_ORDER + 1):
            size = PAGE_BYTES << order
            if size % object_bytes <= size // part:
                return Layout(object_bytes, order)
    return Layout(object_bytes, _order(object_bytes))


def slab(
    objects: int = 256, freed: int = 75, object_bytes: int = 192, cpus: int = 2, seed: int = 1
) -> SlabCache:
    """Return a cache that was filled, and from which a share of objects left by chance.

    Slabs without any object go back to the buddy allocator at once. The kernel
    keeps a few of them (`min_partial`), and some in each CPU's hands.

    Args:
        objects: that fill slabs one after another, 1 to 200,000.
        freed: percent of them that leave, 0 to 100.
        object_bytes: as in `slab_layout`.
        cpus: as in `slab_layout`.
        seed: of who leaves.

    Raises:
        InvalidInput: if an argument is none of these.

    Source: J. Bonwick, The Slab Allocator, USENIX Summer 1994; mm/slub.c, `__slab_free`.
    """
    require_whole("objects", objects, low=1, high=200_000)
    require_whole("freed", freed, low=0, high=100)
    require_whole("seed", seed)
    layout = slab_layout(object_bytes, cpus)
    gone = set(random.Random(seed).sample(range(objects), objects * freed // 100))
    places = "".join("." if one in gone else "#" for one in range(objects))
    width = layout.objects
    slabs = [places[at : at + width].ljust(width, ".") for at in range(0, objects, width)]
    left = tuple(one for one in slabs if "#" in one)
    return SlabCache(layout, left, len(slabs) - len(left))


def slabs_kept(freed: int = 75, objects: int = 21) -> float:
    """Return the expected share of slabs that still hold an object.

    A slab goes back only when every one of its objects left, and each leaves
    with the same chance, whatever its neighbours do.

    Args:
        freed: percent of the objects that left by chance, 0 to 100.
        objects: places in a slab, at least 1.

    Raises:
        InvalidInput: if an argument is none of these.
    """
    require_whole("freed", freed, low=0, high=100)
    require_whole("objects", objects, low=1, high=_MAX_OBJECTS)
    return float(1 - Fraction(freed, 100) ** min(objects, 4096))


def _order(size: int) -> int:
    """Return the smallest order whose block holds `size` bytes."""
    return max(0, (-(-size // PAGE_BYTES) - 1).bit_length())
