"""S3-FIFO: three plain queues. Most newcomers never return, so throw them out quickly."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from oslab.errors import require_whole
from oslab.replacement.policies.resident import Resident
from oslab.replacement.records import Note


@dataclass(frozen=True, slots=True)
class S3Fifo:
    """A small queue, a main queue and a ghost queue of names.

    A newcomer enters the small queue, or the main one if the ghost queue knows it. At the end
    of the small queue it goes on to the main one if it was used `threshold` times since, and
    out if not. At the end of the main queue each use, up to three, buys another round.

    Args:
        small: percent of the frames for the small queue, 1 to 99; at least one frame.
        ghost: percent of the frames by which the ghost queue is long, 1 to 1000; at least one.
        threshold: 1 to 3 uses.

    Raises:
        InvalidInput: if a value is out of range.

    Source: Yang et al., FIFO Queues Are All You Need for Cache Eviction (SOSP 2023);
    libCacheSim, eviction/S3FIFO.c: until the first eviction what the small queue has no room
    for goes to the main one.
    """

    small: int = 10
    ghost: int = 90
    threshold: int = 2

    def __post_init__(self) -> None:
        require_whole("small", self.small, 1, 99)
        require_whole("ghost", self.ghost, 1, 1000)
        require_whole("threshold", self.threshold, 1, 3)

    def open(self, frames: int, references: Sequence[int]) -> S3FifoResident:
        """Open three empty queues."""
        small = max(1, frames * self.small // 100)
        ghost = max(1, frames * self.ghost // 100)
        return S3FifoResident(small, frames - small, ghost, self.threshold)


class S3FifoResident(Resident):
    """Small, main and ghost queue; the numbers in the first two are uses."""

    def __init__(self, small: int, main: int, ghost: int, threshold: int) -> None:
        self._small_size, self._main_size, self._ghost_size = small, main, ghost
        self._threshold = threshold
        self._small: OrderedDict[int, int] = OrderedDict()
        self._main: OrderedDict[int, int] = OrderedDict()
        self._ghost: OrderedDict[int, None] = OrderedDict()
        self._evicted = False
        self._known = False

    def touch(self, page: int) -> None:
        """Count a use, up to three."""
        queue = self._small if page in self._small else self._main
        if queue[page] < 3:
            queue[page] += 1

    def evict(self, page: int) -> int:
        """Return who leaves the small queue, or the main one where that is too long."""
        self._evicted = True
        if page in self._ghost:
            del self._ghost[page]
            self._known = True
        while True:
            if len(self._main) > self._main_size or not self._small:
                return self._leave_main()
            gone = self._leave_small()
            if gone is not None:
                return gone

    def _leave_small(self) -> int | None:
        """Return the first page of the small queue without enough uses; None if all had them."""
        while self._small:
            page, uses = self._small.popitem(last=False)
            if uses < self._threshold:
                self._ghost[page] = None
                if len(self._ghost) > self._ghost_size:
                    self._ghost.popitem(last=False)
                return page
            self._main[page] = 0
        return None

    def _leave_main(self) -> int:
        while True:
            page, uses = self._main.popitem(last=False)
            if not uses:
                return page
            self._main[page] = uses - 1

    def insert(self, page: int) -> None:
        """Put the page at the end of its queue."""
        full = not self._evicted and len(self._small) >= self._small_size
        (self._main if self._known or full else self._small)[page] = 0
        self._known = False

    def note(self) -> Note:
        """Return the queues and the uses."""
        named = (("small", self._small), ("main", self._main), ("ghost", self._ghost))
        lists = tuple((name, tuple(pages)) for name, pages in named)
        return Note(lists, (*self._small.items(), *self._main.items()))
