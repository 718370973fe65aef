"""By count of uses: LFU, and what becomes of counts and of ties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from oslab.errors import require, require_choice
from oslab.replacement.policies.resident import Resident
from oslab.replacement.records import Note

TIES = ("least_recent", "first_loaded")


@dataclass(frozen=True, slots=True)
class Lfu:
    """Evict the page with the fewest uses.

    Args:
        tie: who leaves among equals: `"least_recent"` (libCacheSim), the one not used for
            longest, or `"first_loaded"`, as in many exercises.
        remember: whether the count of a page outlives its eviction. Textbooks forget it; only
            with memory is LFU a stack algorithm, and free of Belady's anomaly.

    Raises:
        InvalidInput: if a value is out of range.

    Source: Silberschatz et al., Operating System Concepts, 10th ed., 10.4.6; Mattson et al.
    (1970); libCacheSim, eviction/LFU.c.
    """

    tie: str = "least_recent"
    remember: bool = False

    def __post_init__(self) -> None:
        require_choice("tie", self.tie, TIES)
        require(isinstance(self.remember, bool), "remember", self.remember, "True or False")

    def open(self, frames: int, references: Sequence[int]) -> LfuResident:
        """Open with all counts at zero."""
        return LfuResident(self)


class LfuResident(Resident):
    """Counts, and a heap of (count, time, page) in which old entries are skipped."""

    def __init__(self, policy: Lfu) -> None:
        self._policy = policy
        self._counts: dict[int, int] = {}
        self._keys: dict[int, tuple[int, int, int]] = {}
        self._heap: list[tuple[int, int, int]] = []
        self._now = 0

    def touch(self, page: int) -> None:
        """Count one use more."""
        self._now += 1
        time = self._now if self._policy.tie == "least_recent" else self._keys[page][1]
        self._put(page, time)

    def evict(self, page: int) -> int:
        """Return the page with the fewest uses."""
        while True:
            key = heappop(self._heap)
            gone = key[2]
            if self._keys.get(gone) == key:
                del self._keys[gone]
                if not self._policy.remember:
                    del self._counts[gone]
                return gone

    def insert(self, page: int) -> None:
        """Count the first use, or go on where the count stood."""
        self._now += 1
        self._put(page, self._now)

    def _put(self, page: int, time: int) -> None:
        count = self._counts[page] = self._counts.get(page, 0) + 1
        key = self._keys[page] = (count, time, page)
        heappush(self._heap, key)
        if len(self._heap) > 2 * len(self._keys) + 64:
            self._heap = list(self._keys.values())
            heapify(self._heap)

    def note(self) -> Note:
        """Return the pages, who leaves next first, and their counts."""
        order = sorted(self._keys.values())
        marks = tuple((page, count) for count, _, page in order)
        return Note((("fewest first", tuple(page for _, _, page in order)),), marks)
