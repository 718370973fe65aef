"""Memory shared by a parent and its child, and what writing to it costs."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_whole

PAGES_IN_HUGE_PAGE = 512
CHILD, PARENT, BOTH = "child", "parent", "child, then parent"
WRITERS = (CHILD, PARENT, BOTH)


@dataclass(frozen=True, slots=True)
class Writing:
    """One process writes to every page from the first on, and this happens.

    Args:
        who: `"child"` or `"parent"`.
        faults: minor faults it took.
        copied: 4 KiB pages it has for itself afterwards and had not before.
        split: huge pages it stopped mapping as a whole.

    Raises:
        InvalidInput: if a count is negative.
    """

    who: str
    faults: int
    copied: int
    split: int

    def __post_init__(self) -> None:
        require(self.who in (CHILD, PARENT), "who", self.who, "'child' or 'parent'")
        for field in ("faults", "copied", "split"):
            require_whole(field, getattr(self, field), low=0)


@dataclass(frozen=True, slots=True)
class CopyOnWrite:
    """What happened after a fork of a parent with `pages` pages of memory.

    Args:
        pages: of 4 KiB, all touched by the parent before the fork.
        written: how many of them each writer wrote, from the first on.
        huge: whether the parent's memory was in huge pages of 512 pages.
        writings: one a writer, in the order in which they wrote.

    Raises:
        InvalidInput: if more is written than there is.
    """

    pages: int
    written: int
    huge: bool
    writings: tuple[Writing, ...]

    def __post_init__(self) -> None:
        require_whole("pages", self.pages, low=1)
        require_whole("written", self.written, low=0, high=self.pages)
        require(isinstance(self.huge, bool), "huge", self.huge, "True or False")
        ok = isinstance(self.writings, tuple) and 1 <= len(self.writings) <= 2
        ok = ok and all(isinstance(writing, Writing) for writing in self.writings)
        require(ok, "writings", self.writings, "one or two Writings")

    def __str__(self) -> str:
        kind = "in huge pages" if self.huge else "of 4 KiB"
        done = "; ".join(
            f"{one.who} writes {self.written}: {one.faults} faults, {one.copied} copied"
            for one in self.writings
        )
        return f"{self.pages} pages {kind}; {done}"

    __repr__ = __str__
