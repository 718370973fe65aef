"""Page-table entries, a walk through them, and the fault that ends one."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_choice, require_whole
from oslab.memory.records.address import ENTRIES, PAGE_SHIFT, Address

READ, WRITE, FETCH = "read", "write", "fetch"
ACCESSES = (READ, WRITE, FETCH)
FRAME_BITS = 40
"""Of a physical address of 52 bits."""

PROTECTION, WRITING, USER, RESERVED, FETCHING, KEYS = 1, 2, 4, 8, 16, 32
ERROR_CODE = {
    PROTECTION: "P: the page is present", WRITING: "W: a write", USER: "U: from user mode",
    RESERVED: "R: a reserved bit is set", FETCHING: "I: an instruction fetch",
    KEYS: "PK: a protection key",
}  # fmt: skip
"""The bits that the processor pushes. Source: Intel SDM 3A, 4.7; arch/x86/include/asm/trap_pf.h."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a table: where it points, and what may be done through it.

    Args:
        frame: number of the 4 KiB frame where the next table or the page begins.
        writable: R/W, bit 1.
        user: U/S, bit 2: user mode may pass.
        no_execute: XD, bit 63.
        accessed: A, bit 5: set by the processor when it translates through this entry.
        dirty: D, bit 6: set by it at the first write; only where the entry maps a page.
        page: PS, bit 7: it maps a page, above the lowest level a huge one.
        reserved: a bit is set that must be 0, here bit 51.
        present: P, bit 0; where it is 0 the processor ignores the rest.

    Raises:
        InvalidInput: if the frame does not fit or a flag is no bool.

    Source: Intel SDM volume 3A, tables 4-15 to 4-20; arch/x86/include/asm/pgtable_types.h.
    """

    frame: int
    writable: bool = True
    user: bool = True
    no_execute: bool = False
    accessed: bool = False
    dirty: bool = False
    page: bool = False
    reserved: bool = False
    present: bool = True

    def __post_init__(self) -> None:
        require_whole("frame", self.frame, 0, (1 << FRAME_BITS - 1) - 1)
        for name in self.__dataclass_fields__:
            ok = name == "frame" or isinstance(getattr(self, name), bool)
            require(ok, name, getattr(self, name), "True or False")

    def word(self, lowest: bool = False) -> int:
        """Return the 64 bits as the processor reads them.

        Args:
            lowest: whether it stands in a table of the lowest level, where bit 7 is no PS.
        """
        flags = (
            (self.present, 0), (self.writable, 1), (self.user, 2), (self.accessed, 5),
            (self.dirty, 6), (self.page and not lowest, 7), (self.reserved, 51),
            (self.no_execute, 63),
        )  # fmt: skip
        return self.frame << PAGE_SHIFT | sum(1 << bit for is_set, bit in flags if is_set)

    @property
    def letters(self) -> str:
        """The flags in short, such as `P W U A D`; `-` where nothing is present."""
        if not self.present:
            return "-"
        named = (
            ("P", True), ("W", self.writable), ("U", self.user), ("A", self.accessed),
            ("D", self.dirty), ("NX", self.no_execute), ("R!", self.reserved),
        )  # fmt: skip
        return " ".join(name for name, is_set in named if is_set)


@dataclass(frozen=True, slots=True)
class Step:
    """One memory reference of a walk: an entry was read.

    Args:
        level: `pgd` to `pte`.
        table: number of the frame that holds the table.
        index: of the entry in it.
        entry: as the walk leaves it; None where nothing was ever written.
    """

    level: str
    table: int
    index: int
    entry: Entry | None

    def __post_init__(self) -> None:
        require(isinstance(self.level, str), "level", self.level, "a level")
        require_whole("table", self.table, 0)
        require_whole("index", self.index, 0, ENTRIES - 1)
        ok = self.entry is None or isinstance(self.entry, Entry)
        require(ok, "entry", self.entry, "an Entry or None")

    @property
    def physical(self) -> int:
        """Where the processor read: the physical address of the entry."""
        return (self.table << PAGE_SHIFT) + 8 * self.index


@dataclass(frozen=True, slots=True)
class Fault:
    """A page fault, as the processor raises it.

    Args:
        error_code: the sum of the bits of `ERROR_CODE`.
        level: where the walk ended.
        why: in words.
    """

    error_code: int
    level: str
    why: str

    def __post_init__(self) -> None:
        require_whole("error_code", self.error_code, 0, (1 << 16) - 1)
        for name in ("level", "why"):
            require(isinstance(getattr(self, name), str), name, getattr(self, name), "a text")

    @property
    def bits(self) -> tuple[str, ...]:
        """What each bit that is set says."""
        return tuple(words for bit, words in ERROR_CODE.items() if self.error_code & bit)


@dataclass(frozen=True, slots=True)
class Walk:
    """One translation through the tables.

    Args:
        address: what was asked for.
        access: `"read"`, `"write"` or `"fetch"`.
        user_mode: whether a program asked, not the kernel.
        steps: the entries read, in order: one memory reference each.
        skipped: levels that a paging-structure cache knew already.
        page_bytes: size of the page; 0 after a fault.
        physical: the physical address; None after a fault.
        fault: what stopped it; None if nothing did.

    Raises:
        InvalidInput: if it both ends in a fault and arrives, or neither.
    """

    address: Address
    access: str
    user_mode: bool
    steps: tuple[Step, ...]
    skipped: int
    page_bytes: int
    physical: int | None
    fault: Fault | None

    def __post_init__(self) -> None:
        require(isinstance(self.address, Address), "address", self.address, "an Address")
        require_choice("access", self.access, ACCESSES)
        require(isinstance(self.user_mode, bool), "user_mode", self.user_mode, "a bool")
        ok = isinstance(self.steps, tuple) and all(isinstance(one, Step) for one in self.steps)
        require(ok and len(self.steps) > 0, "steps", self.steps, "at least one Step")
        require_whole("skipped", self.skipped, 0, 4)
        require_whole("page_bytes", self.page_bytes, 0)
        ok = self.fault is None or isinstance(self.fault, Fault)
        require(ok, "fault", self.fault, "a Fault or None")
        ok = (self.physical is None) == (self.fault is not None) == (self.page_bytes == 0)
        require(ok, "physical", self.physical, "given if there is no fault, and only then")

    @property
    def references(self) -> int:
        """How many times memory was read to find the page."""
        return len(self.steps)

    def __str__(self) -> str:
        path = " > ".join(
            f"{one.level}[{one.index}]@{one.table:#x}={one.entry.letters if one.entry else '-'}"
            for one in self.steps
        )
        if self.fault:
            end = f"fault {self.fault.error_code} at {self.fault.level}: {self.fault.why}"
        else:
            end = f"{self.physical:#x} in a page of {self.page_bytes}"
        who = "user" if self.user_mode else "kernel"
        return f"{who} {self.access} {self.address.value:#x}: {path} > {end}"
