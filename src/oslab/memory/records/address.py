"""A virtual address of x86-64, cut where the processor cuts it."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_choice, require_whole

PAGE_SHIFT, INDEX_BITS = 12, 9
ENTRIES = 1 << INDEX_BITS
LEVELS = {4: ("pgd", "pud", "pmd", "pte"), 5: ("pgd", "p4d", "pud", "pmd", "pte")}
"""The kernel's names of the levels, from the root down, by their number."""

PAGE_4K, PAGE_2M, PAGE_1G = 1 << 12, 1 << 21, 1 << 30
PAGE_NAMES = {"4 KiB": PAGE_4K, "2 MiB": PAGE_2M, "1 GiB": PAGE_1G}
PAGE_LEVELS = {PAGE_4K: "pte", PAGE_2M: "pmd", PAGE_1G: "pud"}
"""The level whose entry maps a page of this size."""


@dataclass(frozen=True, slots=True)
class Address:
    """Nine bits choose an entry at each level; the last twelve choose a byte of the page.

    Args:
        pgd: index into the root table, 0 to 511.
        pud: into a table whose entries cover 1 GiB each.
        pmd: into one whose entries cover 2 MiB each.
        pte: into one whose entries cover 4 KiB each.
        offset: byte of a 4 KiB page, 0 to 4095.
        p4d: with five levels the index between pgd and pud; None with four.

    Raises:
        InvalidInput: if an index or the offset is out of range.

    Source: Intel SDM volume 3A, figures 4-8 to 4-10; Documentation/mm/page_tables.rst.
    """

    pgd: int
    pud: int
    pmd: int
    pte: int
    offset: int
    p4d: int | None = None

    def __post_init__(self) -> None:
        for name in LEVELS[self.levels]:
            require_whole(name, getattr(self, name), 0, ENTRIES - 1)
        require_whole("offset", self.offset, 0, PAGE_4K - 1)

    @property
    def levels(self) -> int:
        """How many tables a walk reads: 4 or 5."""
        return 4 if self.p4d is None else 5

    @property
    def indices(self) -> tuple[int, ...]:
        """From the root down."""
        return tuple(getattr(self, name) for name in LEVELS[self.levels])

    @property
    def value(self) -> int:
        """The address; bits above the highest index repeat its highest bit ("canonical")."""
        joined = 0
        for index in self.indices:
            joined = joined << INDEX_BITS | index
        joined = joined << PAGE_SHIFT | self.offset
        bits = width(self.levels)
        return joined | (((1 << 64 - bits) - 1) << bits if joined >> bits - 1 else 0)

    def offset_in(self, page_bytes: int) -> int:
        """Return the byte within the page of this size that holds the address."""
        require(page_bytes in PAGE_LEVELS, "page_bytes", page_bytes, "2**12, 2**21 or 2**30")
        return self.value & page_bytes - 1

    def __str__(self) -> str:
        """`0x7f5a3c0012f8 = pgd 254, pud 360, pmd 480, pte 1, offset 0x2f8`."""
        names = LEVELS[self.levels]
        parts = ", ".join(f"{a} {b}" for a, b in zip(names, self.indices, strict=True))
        return f"{self.value:#x} = {parts}, offset {self.offset:#x}"


def width(levels: int) -> int:
    """Return the bits of an address that mean something: 48 with 4 levels, 57 with 5.

    Raises:
        InvalidInput: if `levels` is neither.
    """
    require(isinstance(levels, int) and levels in LEVELS, "levels", levels, "4 or 5")
    return PAGE_SHIFT + INDEX_BITS * levels


def shift(level: str) -> int:
    """Return how many low bits of an address lie below the index of a level.

    >>> [shift(level) for level in ("pte", "pmd", "pud", "p4d")]
    [12, 21, 30, 39]

    Raises:
        InvalidInput: if it is no level of five; `pgd` is here the root of five.
    """
    names = LEVELS[5]
    require_choice("level", level, names)
    return PAGE_SHIFT + INDEX_BITS * (len(names) - 1 - names.index(level))
