"""Where the knees of a TLB are: rings of pages through a set-associative LRU."""

from __future__ import annotations

from oslab.errors import require, require_choice, require_whole
from oslab.memory.model.nested import nested_references
from oslab.memory.records.address import PAGE_4K, PAGE_LEVELS, PAGE_NAMES
from oslab.memory.records.reach import Reach
from oslab.memory.records.tlb import PROCESSORS, TlbArray

STRETCHES = (
    16, 32, 48, 64, 72, 80, 96, 128, 256, 512, 1024, 1536, 2048, 3072, 4096, 6144, 8192, 16384,
    32768, 65536, 131072, 262144, 524288, 1048576, 2097152,
)  # fmt: skip


def reach(
    processor: str = "AMD Zen 4", page: str = "4 KiB", known: bool = True, guest: bool = False,
    stretches: tuple[int, ...] = STRETCHES,
) -> Reach:  # fmt: skip
    """Return how far translations go when so many 4 KiB stretches are read round and round.

    One access in each stretch, in one fixed order, mixed. With pages of 4 KiB that is a ring of
    pages, and for a set-associative LRU the answer is exact: a set that is asked for more
    pages than it has ways never hits. A huge page holds many stretches and is met many
    times a round; beyond the entries it is then taken to be there with probability
    entries over pages, which is right in the long run for a random order.

    Args:
        processor: a key of `PROCESSORS`.
        page: `"4 KiB"`, `"2 MiB"` or `"1 GiB"`.
        known: whether paging-structure caches know all upper entries, so that a walk
            reads one entry only; else it reads them all.
        guest: whether all this happens in a virtual machine with a host of 4 KiB pages.
        stretches: of 4 KiB, each 1 to 2**30.

    Raises:
        InvalidInput: if an argument is none of these.
    """
    require_choice("processor", processor, PROCESSORS)
    size = PAGE_NAMES[require_choice("page", page, PAGE_NAMES)]
    for name, flag in (("known", known), ("guest", guest)):
        require(isinstance(flag, bool), name, flag, "True or False")
    require(isinstance(stretches, tuple) and len(stretches) > 0, "stretches", stretches, "a tuple")
    for count in stretches:
        require_whole("stretches", count, 1, 1 << 30)
    chosen = PROCESSORS[processor]
    read = 1 if known else {"pte": 4, "pmd": 3, "pud": 2}[PAGE_LEVELS[size]]
    per_walk = nested_references(read, 4 if guest else 0)
    past = tuple(_missing(chosen.first, size, count) for count in stretches)
    deep = [_missing(chosen.second, size, count) for count in stretches]
    walked = tuple(min(a, b) for a, b in zip(past, deep, strict=True))
    references = tuple(share * per_walk for share in walked)
    return Reach(chosen, size, stretches, past, walked, references, per_walk)


def _missing(arrays: tuple[TlbArray, ...], size: int, stretches: int) -> float:
    """Return the share of accesses that this level does not answer."""
    shape = next((one for one in arrays if size in one.page_sizes), None)
    pages = -(-stretches * PAGE_4K // size)
    if shape is None:
        return 1.0
    if size == PAGE_4K:
        return ring_misses(pages, shape) / pages
    return max(0.0, 1 - shape.entries / pages)


def ring_misses(pages: int, shape: TlbArray) -> int:
    """Return the misses of one round through `pages` neighbouring pages, after the first.

    >>> [ring_misses(pages, TlbArray(64, 4)) for pages in (64, 65, 79, 80)]
    [0, 5, 75, 80]

    Raises:
        InvalidInput: if an argument is out of range.
    """
    require_whole("pages", pages, 1, 1 << 40)
    require(isinstance(shape, TlbArray), "shape", shape, "a TlbArray")
    each, more = divmod(pages, shape.sets)
    crowded = more * (each + 1) if each + 1 > shape.ways else 0
    return crowded + ((shape.sets - more) * each if each > shape.ways else 0)
