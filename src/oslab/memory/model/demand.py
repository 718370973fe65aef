"""Demand paging: which touches fault, and what each fault maps."""

from __future__ import annotations

from oslab.errors import require, require_choice, require_whole
from oslab.memory.records.demand import (
    ABSENT,
    ACCESSES,
    ANONYMOUS,
    BOTH,
    CACHE,
    FILE,
    MAPPINGS,
    OWN,
    READ,
    WRITE,
    ZERO,
    Demand,
    Fault,
)

PAGES_IN_HUGE_PAGE = 512
_MOST_PAGES = 1 << 22


def demand(
    pages: int = 64, mapping: str = ANONYMOUS, access: str = WRITE, stride: int = 1,
    around: int = 16, folio: int = 1, cached: bool = True, read_ahead: int = 32,
) -> Demand:  # fmt: skip
    """Return the faults of touching every `stride`-th page of a fresh private mapping, upwards.

    Anonymous memory: a load maps the one zero page, a store a new zeroed folio.
    A store to a page that shows the zero page faults again and gets its frame.
    The zero page is mapped page by page, unless folios are huge pages: then the
    huge zero page is mapped, and replaced, as a whole.

    A file: a load maps what the page cache has in the aligned window of `around`
    pages, or of a folio where that is larger. A store copies one page, whether
    or not a load had mapped it. A page that is not in the cache makes the fault
    major, and reads `read_ahead` pages, half of them before the one touched.
    The kernel also reads ahead in the background, which this model leaves out:
    in order and cold it has fewer major faults than here.

    Args:
        pages: of 4 KiB, 1 to 2**22; the first lies on a huge-page boundary.
        mapping: `"anonymous"` or `"file"`.
        access: `"read"`, `"write"`, or `"read, then write"` in two passes.
        stride: touch pages 0, stride, 2 * stride, ...
        around: pages of the window, a power of two; 1 turns fault-around off.
        folio: pages that are allocated as one, a power of two up to 512.
        cached: whether the file is in the page cache beforehand.
        read_ahead: pages, 1 to 65,536.

    Raises:
        InvalidInput: if an argument is none of these.

    Source: mm/memory.c, `do_anonymous_page`, `alloc_anon_folio`, `do_wp_page`,
    `do_fault_around`, `do_cow_fault`; mm/filemap.c, `filemap_map_pages` (whole
    folios since 6.18), `do_sync_mmap_readahead`; mm/huge_memory.c,
    `do_huge_pmd_anonymous_page`, `do_huge_zero_wp_pmd`.
    """
    require_whole("pages", pages, low=1, high=_MOST_PAGES)
    require_choice("mapping", mapping, MAPPINGS)
    require_choice("access", access, ACCESSES)
    require_whole("stride", stride, low=1, high=_MOST_PAGES)
    for name, value in (("around", around), ("folio", folio)):
        require_whole(name, value, low=1, high=PAGES_IN_HUGE_PAGE)
        require(value & (value - 1) == 0, name, value, "a power of two")
    require(isinstance(cached, bool), "cached", cached, "True or False")
    require_whole("read_ahead", read_ahead, low=1, high=1 << 16)
    space = _Anonymous(pages, folio) if mapping == ANONYMOUS else _File(pages, max(around, folio))
    if isinstance(space, _File):
        space.cold(not cached, read_ahead)
    touched = range(0, pages, stride)
    faults: list[Fault] = []
    for write in {READ: (False,), WRITE: (True,), BOTH: (False, True)}[access]:
        faults += filter(None, (space.touch(page, write) for page in touched))
    return Demand(mapping, access, len(touched), tuple(faults), "".join(space.entries))


def demand_of_file(
    access: str = READ, stride: int = 1, around: int = 16, folio: int = 1, cached: bool = True
) -> Demand:
    """Return `demand` for 256 pages of a file.

    Raises:
        InvalidInput: as `demand` does.
    """
    return demand(256, FILE, access, stride, around, folio, cached)


def demand_sparse(stride: int = 64, folio: int = 1, access: str = WRITE) -> Demand:
    """Return `demand` for 4096 pages of anonymous memory, 16 MiB, touched here and there.

    Raises:
        InvalidInput: as `demand` does.
    """
    return demand(4096, ANONYMOUS, access, stride, folio=folio)


class _Anonymous:
    """Private memory without a file."""

    def __init__(self, pages: int, folio: int) -> None:
        self.entries = [ABSENT] * pages
        self._folio = folio

    def touch(self, page: int, write: bool) -> Fault | None:
        entry = self.entries[page]
        if entry == OWN or (entry == ZERO and not write):
            return None
        first, many = self._range(page)
        huge = self._folio == PAGES_IN_HUGE_PAGE and many > 1
        if not huge and (not write or entry == ZERO):
            first, many = page, 1
        self.entries[first : first + many] = [OWN if write else ZERO] * many
        return Fault(page, write, False, first, many, many if write else 0)

    def _range(self, page: int) -> tuple[int, int]:
        """Return the folio around `page`, or the page alone where no folio fits."""
        first = page - page % self._folio
        inside = self.entries[first : first + self._folio]
        alike = all(entry == self.entries[page] for entry in inside)
        return (first, self._folio) if len(inside) == self._folio and alike else (page, 1)


class _File:
    """A private mapping of a file as long as itself."""

    def __init__(self, pages: int, window: int) -> None:
        self.entries = [ABSENT] * pages
        self._window = window
        self._missing = [False] * pages
        self._read_ahead = 1

    def cold(self, missing: bool, read_ahead: int) -> None:
        self._missing = [missing] * len(self.entries)
        self._read_ahead = read_ahead

    def touch(self, page: int, write: bool) -> Fault | None:
        entry = self.entries[page]
        if entry == OWN or (entry == CACHE and not write):
            return None
        major = entry == ABSENT and self._missing[page]
        if major:
            first = max(0, page - self._read_ahead // 2)
            for one in range(first, min(first + self._read_ahead, len(self.entries))):
                self._missing[one] = False
        if write:
            self.entries[page] = OWN
            return Fault(page, True, major, page, 1, 1)
        low = page - page % self._window
        filled = [
            one
            for one in range(low, min(low + self._window, len(self.entries)))
            if self.entries[one] == ABSENT and not self._missing[one]
        ]
        for one in filled:
            self.entries[one] = CACHE
        return Fault(page, False, major, filled[0], len(filled), 0)
