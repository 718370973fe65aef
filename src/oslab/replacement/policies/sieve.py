"""SIEVE: a clock whose survivors stay where they are, so that newcomers are sifted first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from oslab.replacement.policies.resident import Resident
from oslab.replacement.records import Note


@dataclass(frozen=True, slots=True)
class Sieve:
    """One queue by arrival; a hand goes from old to new, clears bits and evicts at a clear one.

    Unlike the clock's, a page that is spared keeps its place, and newcomers always join at
    the new end, behind the hand's back only after it has gone round.

    Source: Zhang et al., SIEVE is Simpler than LRU (NSDI 2024), algorithm 1; libCacheSim,
    eviction/Sieve.c.
    """

    def open(self, frames: int, references: Sequence[int]) -> SieveResident:
        """Open an empty queue."""
        return SieveResident()


class SieveResident(Resident):
    """A linked queue: each page knows the next newer and the next older one."""

    def __init__(self) -> None:
        self._visited: dict[int, bool] = {}
        self._newer: dict[int, int | None] = {}
        self._older: dict[int, int | None] = {}
        self._oldest: int | None = None
        self._newest: int | None = None
        self._hand: int | None = None

    def touch(self, page: int) -> None:
        """Set the bit; the place stays."""
        self._visited[page] = True

    def evict(self, page: int) -> int:
        """Move the hand towards newer pages to one whose bit is clear."""
        visited = self._visited
        here = self._oldest if self._hand is None else self._hand
        while here is None or visited[here]:
            if here is not None:
                visited[here] = False
                here = self._newer[here]
            if here is None:
                here = self._oldest
        self._hand = self._newer[here]
        self._unlink(here)
        return here

    def _unlink(self, page: int) -> None:
        newer, older = self._newer.pop(page), self._older.pop(page)
        if older is None:
            self._oldest = newer
        else:
            self._newer[older] = newer
        if newer is None:
            self._newest = older
        else:
            self._older[newer] = older
        del self._visited[page]

    def insert(self, page: int) -> None:
        """Put the page at the new end with its bit clear."""
        newest = self._newest
        self._visited[page] = False
        self._newer[page], self._older[page] = None, newest
        if newest is None:
            self._oldest = page
        else:
            self._newer[newest] = page
        self._newest = page

    def note(self) -> Note:
        """Return the queue from the old end, the bits, and where the hand will look next."""
        queue: list[int] = []
        page = self._oldest
        while page is not None:
            queue.append(page)
            page = self._newer[page]
        marks = tuple((one, int(self._visited[one])) for one in queue)
        hand = self._oldest if self._hand is None else self._hand
        return Note((("queue", tuple(queue)),), marks, hand)
