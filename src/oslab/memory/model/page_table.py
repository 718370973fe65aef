"""Page tables of x86-64 as the processor walks them: 4 or 5 levels, three sizes of page.

Invariant: every entry that points to a table allows all; what a page may be used for is
said in the entry that maps it. So does Linux for user memory (`_PAGE_TABLE`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from oslab.errors import InvalidInput, require, require_choice, require_whole
from oslab.memory.model.address import split
from oslab.memory.records.address import LEVELS, PAGE_4K, PAGE_LEVELS, PAGE_SHIFT, Address, width
from oslab.memory.records.page_table import (
    ACCESSES,
    FETCH,
    FETCHING,
    PROTECTION,
    READ,
    RESERVED,
    USER,
    WRITE,
    WRITING,
    Entry,
    Fault,
    Step,
    Walk,
)

FIRST_TABLE = 0x1000
"""The frame of the root; further tables follow in the order in which they are needed."""


class Rights(NamedTuple):
    """What all entries so far allow together."""

    writable: bool = True
    user: bool = True
    no_execute: bool = False

    def through(self, entry: Entry) -> Rights:
        """Return what is left after one more entry: every level must allow it."""
        return Rights(
            self.writable and entry.writable,
            self.user and entry.user,
            self.no_execute or entry.no_execute,
        )


class Shortcut(NamedTuple):
    """What a paging-structure cache knows: the table to go on from, and the rights so far."""

    skipped: int
    table: int
    rights: Rights


class PageTable:
    """One address space's tables; `tables` counts them, since they are memory too.

    Args:
        levels: 4 or 5.

    Raises:
        InvalidInput: if `levels` is neither.
    """

    def __init__(self, levels: int = 4) -> None:
        width(levels)
        self.levels = levels
        self.root = FIRST_TABLE
        self._tables: dict[int, dict[int, Entry]] = {FIRST_TABLE: {}}
        self._level_of = {FIRST_TABLE: 0}

    @property
    def tables(self) -> dict[str, int]:
        """How many tables there are at each level, from the root down."""
        found = dict.fromkeys(LEVELS[self.levels], 0)
        for level in self._level_of.values():
            found[LEVELS[self.levels][level]] += 1
        return found

    @property
    def table_bytes(self) -> int:
        """Memory that the tables take, the root included: 4 KiB each."""
        return len(self._tables) * PAGE_4K

    def words(self) -> dict[int, dict[int, int]]:
        """Return every entry as 64 bits, by the frame of its table and its index."""
        lowest = self.levels - 1
        return {
            frame: {i: entry.word(self._level_of[frame] == lowest) for i, entry in table.items()}
            for frame, table in self._tables.items()
        }

    def map(
        self, address: int | str, frame: int, page_bytes: int = PAGE_4K, *,
        writable: bool = True, user: bool = True, no_execute: bool = False,
        present: bool = True, reserved: bool = False,
    ) -> int:  # fmt: skip
        """Map one page, make the tables that are missing, and return how many those were.

        Args:
            address: of the first byte of the page.
            frame: number of the 4 KiB frame where it begins; a huge page's is aligned too.
            page_bytes: 2**12, 2**21 or 2**30.
            writable: whether writes may pass.
            user: whether user mode may.
            no_execute: whether instructions may not be fetched.
            present: whether the processor may use the entry at all.
            reserved: set a bit that must be 0, as damage would.

        Raises:
            InvalidInput: if something is not aligned, or the place is taken by a page.
        """
        ok = isinstance(page_bytes, int) and page_bytes in PAGE_LEVELS
        require(ok, "page_bytes", page_bytes, "2**12, 2**21 or 2**30")
        where = split(address, self.levels)
        aligned = where.offset_in(page_bytes) == 0
        require(aligned, "address", hex(where.value), f"a multiple of {page_bytes}")
        require_whole("frame", frame, 0)
        aligned = (frame << PAGE_SHIFT) % page_bytes == 0
        require(aligned, "frame", frame, f"a multiple of {page_bytes >> PAGE_SHIFT}")
        entry = Entry(
            frame, writable, user, no_execute, page=True, reserved=reserved, present=present
        )
        depth = LEVELS[self.levels].index(PAGE_LEVELS[page_bytes])
        before = len(self._tables)
        table = self._table_at(where, depth)
        old = self._tables[table].get(where.indices[depth])
        free = old is None or old.page
        require(free, "address", hex(where.value), "where no table of smaller pages stands")
        self._tables[table][where.indices[depth]] = entry
        return len(self._tables) - before

    def unmap(self, address: int | str) -> None:
        """Clear the entry of the page that holds `address`; tables stay, as munmap's do not.

        Raises:
            InvalidInput: if nothing is mapped there.
        """
        where = split(address, self.levels)
        table = self.root
        for index in where.indices:
            entry = self._tables[table].get(index)
            if entry is None:
                break
            if entry.page:
                del self._tables[table][index]
                return
            table = entry.frame
        raise InvalidInput("address", hex(where.value), "an address that is mapped")

    def translate(
        self, address: int | str, access: str = READ, user_mode: bool = True,
        start: Shortcut | None = None,
    ) -> Walk:  # fmt: skip
        """Walk the tables, set the accessed and dirty bits, and return the way.

        After a fault all bits are as they were; the manual lets a processor set the accessed
        bits of the tables above in that case too.

        Args:
            address: canonical.
            access: `"read"`, `"write"` or `"fetch"`.
            user_mode: whether a program asks. The kernel may not touch user pages either,
                as SMAP and SMEP want it; its own copies lift SMAP for a moment.
            start: where a paging-structure cache lets the walk begin.

        Raises:
            InvalidInput: if the address is not canonical (a general-protection fault, not a
                page fault) or an argument is out of range.

        Source: Intel SDM volume 3A, 4.5 (walk), 4.6 (rights), 4.7 (faults), 4.8 (A and D).
        """
        require_choice("access", access, ACCESSES)
        require(isinstance(user_mode, bool), "user_mode", user_mode, "True or False")
        ok = start is None or isinstance(start, Shortcut)
        require(ok, "start", start, "a Shortcut or None")
        where = split(address, self.levels)
        skipped, table, rights = start or Shortcut(0, self.root, Rights())
        steps: list[Step] = []
        for level in range(skipped, self.levels):
            name, index = LEVELS[self.levels][level], where.indices[level]
            entry = self._tables[table].get(index)
            steps.append(Step(name, table, index, entry))
            why = _unusable(entry)
            if entry is None or why:
                damaged = entry is not None and entry.present
                code = _code(damaged, access, user_mode) | (RESERVED if damaged else 0)
                fault = Fault(code, name, why)
                return Walk(where, access, user_mode, tuple(steps), skipped, 0, None, fault)
            rights = rights.through(entry)
            if entry.page:
                break
            table = entry.frame
        why = refused(rights, access, user_mode)
        if why:
            fault = Fault(_code(True, access, user_mode), steps[-1].level, why)
            return Walk(where, access, user_mode, tuple(steps), skipped, 0, None, fault)
        return self._arrive(where, access, user_mode, steps, skipped)

    def _arrive(
        self, where: Address, access: str, user_mode: bool, steps: list[Step], skipped: int
    ) -> Walk:
        """Set the bits in every entry used, and return the walk that arrives."""
        for place, step in enumerate(steps):
            entry = self._tables[step.table][step.index]
            dirty = entry.dirty or (entry.page and access == WRITE)
            entry = replace(entry, accessed=True, dirty=dirty)
            self._tables[step.table][step.index] = entry
            steps[place] = Step(step.level, step.table, step.index, entry)
        size = next(size for size, level in PAGE_LEVELS.items() if level == steps[-1].level)
        physical = (entry.frame << PAGE_SHIFT) + where.offset_in(size)
        return Walk(where, access, user_mode, tuple(steps), skipped, size, physical, None)

    def _table_at(self, where: Address, depth: int) -> int:
        """Return the table that the walk reaches at `depth`, making those that are missing."""
        table = self.root
        for level, index in enumerate(where.indices[:depth]):
            entry = self._tables[table].get(index)
            if entry is None:
                entry = Entry(FIRST_TABLE + len(self._tables))
                self._tables[table][index] = entry
                self._tables[entry.frame] = {}
                self._level_of[entry.frame] = level + 1
            require(not entry.page, "address", hex(where.value), "outside of larger pages")
            table = entry.frame
        return table


def refused(rights: Rights, access: str, user_mode: bool) -> str:
    """Return why this access may not use a page with these rights; empty if it may.

    Raises:
        InvalidInput: if an argument is of another kind.

    Source: Intel SDM volume 3A, 4.6.1, with CR0.WP, SMEP and SMAP set, as Linux sets them.
    """
    require(isinstance(rights, Rights), "rights", rights, "Rights")
    require_choice("access", access, ACCESSES)
    require(isinstance(user_mode, bool), "user_mode", user_mode, "True or False")
    if user_mode and not rights.user:
        return "the page is the kernel's"
    if not user_mode and rights.user:
        name = "SMEP" if access == FETCH else "SMAP"
        return f"the page is a program's, and {name} keeps the kernel out"
    if access == WRITE and not rights.writable:
        return "the page is read-only"
    if access == FETCH and rights.no_execute:
        return "the page is not to be executed"
    return ""


def _unusable(entry: Entry | None) -> str:
    if entry is None or not entry.present:
        return "nothing is present here"
    return "a reserved bit is set" if entry.reserved else ""


def _code(present: bool, access: str, user_mode: bool) -> int:
    return (
        (PROTECTION if present else 0)
        | (WRITING if access == WRITE else 0)
        | (USER if user_mode else 0)
        | (FETCHING if access == FETCH else 0)
    )
