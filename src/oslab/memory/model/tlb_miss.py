"""A TLB miss in five steps, with as much known beforehand as you like."""

from __future__ import annotations

from oslab.errors import require_choice, require_whole
from oslab.memory.model.access import ADDRESS, FRAME
from oslab.memory.model.mmu import Mmu
from oslab.memory.model.page_table import PageTable
from oslab.memory.records.address import PAGE_4K, PAGE_LEVELS, PAGE_NAMES
from oslab.memory.records.miss import FILL, LOOK, Miss
from oslab.memory.records.page_table import ACCESSES, READ
from oslab.memory.records.tlb import Processor, TlbArray

NOTHING = "nothing"
KNOWN = (NOTHING, "pgd", "pud", "pmd")
_SMALL = Processor("one entry", (TlbArray(1, 1, tuple(PAGE_LEVELS)),))


def tlb_miss(
    step: int = FILL, known: str = NOTHING, page: str = "4 KiB", access: str = READ
) -> Miss:
    """Return a miss up to one of its steps.

    Args:
        step: 1 to 5.
        known: the lowest upper entry that the paging-structure caches hold: `"nothing"`,
            `"pgd"`, `"pud"` or `"pmd"`. An entry that maps the page itself is none of theirs,
            so with pages of 2 MiB `"pmd"` helps no more than `"pud"`.
        page: `"4 KiB"`, `"2 MiB"` or `"1 GiB"`.
        access: `"read"`, `"write"` or `"fetch"`.

    Raises:
        InvalidInput: if an argument is none of these.

    Source: Intel SDM volume 3A, 4.10.2.2 and 4.10.3.2.
    """
    require_whole("step", step, LOOK, FILL)
    require_choice("known", known, KNOWN)
    require_choice("access", access, ACCESSES)
    size = PAGE_NAMES[require_choice("page", page, PAGE_NAMES)]
    tables = PageTable()
    start = ADDRESS // size * size
    tables.map(start, FRAME - FRAME % (size // PAGE_4K), size)
    caches = tuple((one, 4) for one in ("pgd", "pud", "pmd")[: KNOWN.index(known)])
    mmu = Mmu({1: tables}, Processor("one entry", _SMALL.first, (), caches))
    mmu.access(start)  # fills the paging-structure caches
    mmu.tlb.flush()
    walk = mmu.access(ADDRESS, access).walk
    assert walk is not None  # noqa: S101
    before = ("", "pgd", "pud", "pmd")[walk.skipped]
    return Miss(step, walk, before)
