"""Linux's two lists: newcomers queue on the inactive one, and earn a place on the active one.

Two channels tell the kernel of a use, and they are not alike:

    read            the system call itself marks the page: the first mark is remembered, the
                    second, while inactive, activates (`folio_mark_accessed`). Reclaim does not
                    look at marks: the tail of the inactive list leaves.
    mapped          the processor sets a bit in the page table, which nobody reads until reclaim
                    comes by: the first time it spares the page, the second it activates it
                    (`folio_check_references`).
    advised_random  a mapping under MADV_RANDOM: reclaim does not count its bits at all
                    (`vma_has_recency`), so that nothing is ever activated.

A page that returns soon after it left is activated at once: if the pages that left and were
activated meanwhile (its refault distance) are no more than the active list is long, it would
have stayed had the active list's frames been free (`workingset_refault`).

Left out: batches (the kernel reclaims up to 32 pages at once), dirty pages, executable
mappings (which the active list spares), and the balance between files and anonymous memory.

Source: mm/workingset.c, mm/vmscan.c (`shrink_active_list`, `inactive_is_low`), mm/swap.c,
Linux 6.12.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from oslab.errors import require_choice, require_whole
from oslab.replacement.policies.resident import Resident
from oslab.replacement.records import Note

ACCESS = ("mapped", "read", "advised_random")


@dataclass(frozen=True, slots=True)
class ActiveInactive:
    """Evict from the tail of the inactive list; refault distances say when to trust a newcomer.

    Args:
        access: how the program uses its pages: `"mapped"`, `"read"` or `"advised_random"`.
        ratio: how many times longer than the inactive list the active one may be, at least 1.
            The kernel takes 1 below a GiB, then the root of ten times the GiB.

    Raises:
        InvalidInput: if a value is out of range.

    Source: see the head of the module.
    """

    access: str = "mapped"
    ratio: int = 1

    def __post_init__(self) -> None:
        require_choice("access", self.access, ACCESS)
        require_whole("ratio", self.ratio, 1, 10_000)

    def open(self, frames: int, references: Sequence[int]) -> ActiveInactiveResident:
        """Open two empty lists."""
        return ActiveInactiveResident(self)


class ActiveInactiveResident(Resident):
    """Two lists, tail first; marks, bits, and the ages at which pages left."""

    def __init__(self, policy: ActiveInactive) -> None:
        self._policy = policy
        self._inactive: OrderedDict[int, None] = OrderedDict()
        self._active: OrderedDict[int, None] = OrderedDict()
        self._marked: set[int] = set()
        """PG_referenced."""
        self._young: set[int] = set()
        """The accessed bit of the page table."""
        self._age = 0
        """nonresident_age: pages that left the inactive list, by either end."""
        self._shadows: dict[int, int] = {}
        self._refaulted = False

    def touch(self, page: int) -> None:
        """Set the bit, or mark the page; the second mark activates."""
        if self._policy.access == "mapped":
            self._young.add(page)
        elif self._policy.access == "read":
            if page not in self._marked:
                self._marked.add(page)
            elif page in self._inactive:
                self._marked.remove(page)
                self._activate(page)

    def _activate(self, page: int) -> None:
        del self._inactive[page]
        self._active[page] = None
        self._age += 1

    def evict(self, page: int) -> int:
        """Shrink the active list if it is too long or stale, then scan the inactive one."""
        if self._refaulted:
            self._deactivate()
            self._refaulted = False
        while True:
            while len(self._inactive) * self._policy.ratio < len(self._active):
                self._deactivate()
            gone = next(iter(self._inactive))
            if self._spared(gone):
                continue
            del self._inactive[gone]
            self._marked.discard(gone)
            self._shadows[gone] = self._age
            self._age += 1
            return gone

    def _deactivate(self) -> None:
        """Move the tail of the active list to the head of the inactive one; its bit is lost."""
        if self._active:
            page = self._active.popitem(last=False)[0]
            self._young.discard(page)
            self._inactive[page] = None

    def _spared(self, page: int) -> bool:
        """Return whether a bit keeps the page: the first time it rotates, then it is activated."""
        if page not in self._young:
            return False
        self._young.remove(page)
        if page in self._marked:
            self._activate(page)
        else:
            self._marked.add(page)
            self._inactive.move_to_end(page)
        return True

    def insert(self, page: int) -> None:
        """Begin inactive; after a short refault distance, active."""
        shadow = self._shadows.pop(page, None)
        if shadow is not None and self._age - shadow <= len(self._active):
            self._active[page] = None
            self._age += 1
            self._refaulted = True
        else:
            self._inactive[page] = None
        self.touch(page)

    def note(self) -> Note:
        """Return the lists, tail first, and marks: 1 marked, 2 bit set, 3 both."""
        marks = tuple(
            (page, (page in self._marked) + 2 * (page in self._young))
            for page in (*self._inactive, *self._active)
        )
        return Note((("inactive", tuple(self._inactive)), ("active", tuple(self._active))), marks)
