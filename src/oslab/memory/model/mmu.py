"""The whole way of a translation: TLBs, paging-structure caches, tables, and switches."""

from __future__ import annotations

from collections.abc import Mapping

from oslab.errors import require, require_whole
from oslab.memory.model.page_table import PageTable, Rights, refused
from oslab.memory.model.tlb import Tlb, WalkCaches, page_of
from oslab.memory.records.address import PAGE_4K
from oslab.memory.records.page_table import READ, WRITE
from oslab.memory.records.tlb import (
    FIRST,
    PLACES,
    SECOND,
    WALK,
    Processor,
    TlbArray,
    TlbRun,
    Translation,
)


class Mmu:
    """One CPU's memory management unit, over the tables of several address spaces.

    Args:
        spaces: number of an address space to its tables, all of one depth.
        processor: its translation caches.
        tagged: whether entries carry the number of their space (PCID, ASID). Without
            tags each switch empties every cache.

    Raises:
        InvalidInput: if an argument is of another kind.
    """

    def __init__(
        self, spaces: Mapping[int, PageTable], processor: Processor, tagged: bool = True
    ) -> None:
        ok = isinstance(spaces, Mapping) and len(spaces) > 0
        ok = ok and all(isinstance(one, PageTable) for one in spaces.values())
        require(ok, "spaces", spaces, "a mapping of numbers to PageTables")
        for number in spaces:
            require_whole("spaces", number, 0)
        depths = {one.levels for one in spaces.values()}
        require(len(depths) == 1, "spaces", spaces, "tables of one depth")
        require(isinstance(tagged, bool), "tagged", tagged, "True or False")
        self.tlb = Tlb(processor)
        self.walk_caches = WalkCaches(processor, depths.pop())
        self.running = next(iter(spaces))
        self._spaces, self._tagged = dict(spaces), tagged

    def switch(self, space: int) -> None:
        """Let another address space run; the same one changes nothing, nor does it empty.

        Two threads of one process are such a case: CR3 is not even written.

        Raises:
            InvalidInput: if there is no such space.
        """
        ok = isinstance(space, int) and space in self._spaces
        require(ok, "space", space, f"one of {sorted(self._spaces)}")
        if space != self.running and not self._tagged:
            self.tlb.flush()
            self.walk_caches.flush()
        self.running = space

    def access(self, address: int, access: str = READ, user_mode: bool = True) -> Translation:
        """Translate for the space that runs, and remember what was learnt.

        A TLB entry answers only if its rights allow the access and, for a write, if the
        page is known to be dirty; else the tables are walked from the root, as they are
        after a fault.

        Raises:
            InvalidInput: as `PageTable.translate` does.

        Source: Intel SDM volume 3A, 4.8 and 4.10.2 to 4.10.4.
        """
        space, tables = self.running, self._spaces[self.running]
        found = self.tlb.look_up(space, require_whole("address", address, 0, 2**64 - 1))
        if found is not None:
            level, page, known = found
            ready = known.dirty or access != WRITE
            if ready and not refused(known.rights, access, user_mode):
                return Translation(level, None)
            self.tlb.forget(page)
        start = None if found else self.walk_caches.look_up(space, address)
        walk = tables.translate(address, access, user_mode, start)
        if walk.fault is None:
            self.walk_caches.fill(space, walk, start)
            page, known = page_of(walk, space)
            if start is not None:
                known = known._replace(rights=_both(known.rights, start.rights))
            self.tlb.fill(page, known)
        return Translation(WALK, walk)


def _both(one: Rights, other: Rights) -> Rights:
    return Rights(
        one.writable and other.writable, one.user and other.user,
        one.no_execute or other.no_execute,
    )  # fmt: skip


def tlb_run(
    pages: int = 6, turns: int = 4, tagged: bool = False, ways: int = 4, spaces: int = 2
) -> TlbRun:
    """Return what a small TLB holds after several address spaces took turns.

    In its turn each touches the same pages of its own, one after the other, as workers
    do that were forked from one parent. The TLB has 16 entries and no second level.

    Args:
        pages: that each touches in a turn, 1 to 64.
        turns: in all, 1 to 64.
        tagged: whether entries carry the number of their address space.
        ways: 1, 2, 4, 8 or 16.
        spaces: 1 to 8.

    Raises:
        InvalidInput: if an argument is none of these.
    """
    require_whole("pages", pages, 1, 64)
    require_whole("turns", turns, 1, 64)
    require_whole("spaces", spaces, 1, 8)
    require_whole("ways", ways, 1, 16)
    require(isinstance(tagged, bool), "tagged", tagged, "True or False")
    shape = TlbArray(16, ways)
    small = Processor("16 entries", (shape,), (), (("pmd", 4), ("pud", 2), ("pgd", 2)), "our own")
    base = 0x5555_5555_4000
    tables = {}
    for number in range(1, spaces + 1):
        tables[number] = PageTable()
        for page in range(pages):
            tables[number].map(base + page * PAGE_4K, 0x10000 * number + page)
    mmu = Mmu(tables, small, tagged)
    counts, references = dict.fromkeys(PLACES, 0), 0
    for turn in range(turns):
        mmu.switch(1 + turn % spaces)
        for page in range(pages):
            done = mmu.access(base + page * PAGE_4K)
            counts[done.place] += 1
            references += done.references
    story = f"{spaces} address spaces, {turns} turns of {pages} pages each"
    places = (counts[FIRST], counts[SECOND], counts[WALK])
    return TlbRun(small, tagged, mmu.running, places, references, mmu.tlb.first[0].sets, story)
