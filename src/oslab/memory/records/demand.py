"""Pages that get a frame only when somebody touches them."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_choice, require_whole

ANONYMOUS, FILE = "anonymous", "file"
MAPPINGS = (ANONYMOUS, FILE)
READ, WRITE, BOTH = "read", "write", "read, then write"
ACCESSES = (READ, WRITE, BOTH)

ABSENT, ZERO, OWN, CACHE = ".", "z", "o", "c"
"""What an entry leads to: nothing, the zero page, a frame of its own, the page cache."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One page fault and what it brought.

    Args:
        page: the page that was touched.
        write: whether it was a store.
        major: whether the kernel had to read from a device.
        first: the first page whose entry the fault filled or changed.
        pages: how many entries, at least 1.
        frames: frames that the process owns more than before.

    Raises:
        InvalidInput: if a number is negative.
    """

    page: int
    write: bool
    major: bool
    first: int
    pages: int
    frames: int

    def __post_init__(self) -> None:
        for name in ("page", "first", "frames"):
            require_whole(name, getattr(self, name), low=0)
        require_whole("pages", self.pages, low=1)
        for name in ("write", "major"):
            value = getattr(self, name)
            require(isinstance(value, bool), name, value, "True or False")


@dataclass(frozen=True, slots=True)
class Demand:
    """All faults of one pass over a mapping, and what its entries lead to afterwards.

    Args:
        mapping: `"anonymous"` or `"file"`.
        access: `"read"`, `"write"` or `"read, then write"`.
        touched: how many different pages were touched.
        faults: in the order in which they happened.
        entries: one character a page: `.` nothing, `z` the zero page, `o` a frame of
            its own, `c` a page of the page cache.

    Raises:
        InvalidInput: if a field is none of these.
    """

    mapping: str
    access: str
    touched: int
    faults: tuple[Fault, ...]
    entries: str

    def __post_init__(self) -> None:
        require_choice("mapping", self.mapping, MAPPINGS)
        require_choice("access", self.access, ACCESSES)
        ok = isinstance(self.faults, tuple) and all(isinstance(f, Fault) for f in self.faults)
        require(ok, "faults", self.faults, "Faults")
        ok = isinstance(self.entries, str) and bool(self.entries)
        ok = ok and set(self.entries) <= {ABSENT, ZERO, OWN, CACHE}
        require(ok, "entries", self.entries, "one of . z o c for each page")
        require_whole("touched", self.touched, low=0, high=len(self.entries))

    def __str__(self) -> str:
        minor = sum(not fault.major for fault in self.faults)
        return (
            f"{self.access} {self.touched} of {len(self.entries)} {self.mapping} pages: "
            f"{minor} minor and {len(self.faults) - minor} major faults, "
            f"{self.entries.count(OWN)} frames"
        )

    __repr__ = __str__
