"""The optimum, which knows the future: a bound for every policy that does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from oslab.replacement.policies.resident import Resident
from oslab.replacement.records import Note


@dataclass(frozen=True, slots=True)
class Optimal:
    """Evict the page whose next use is farthest in the future; ties: the lowest frame.

    Source: Belady, A Study of Replacement Algorithms for a Virtual-Storage Computer, IBM
    Systems Journal 5 (1966), algorithm MIN; Mattson et al. (1970), OPT.
    """

    def open(self, frames: int, references: Sequence[int]) -> OptimalResident:
        """Open empty frames, with all that is to come."""
        return OptimalResident(frames, references)


class OptimalResident(Resident):
    """Frames in a heap by next use; entries that are out of date are skipped.

    A heap entry is one number, (end - next use) * frames + frame: the smallest is the page
    used last of all, in the lowest frame.
    """

    def __init__(self, frames: int, references: Sequence[int]) -> None:
        self._frames = frames
        self._end = len(references)
        self._next = _next_uses(references)
        self._now = 0
        self._where: dict[int, int] = {}
        self._pages: list[int] = []
        self._keys: list[int] = []
        self._heap: list[int] = []
        self._free = 0

    def touch(self, page: int) -> None:
        """Look up when the page is used next."""
        frame = self._where[page]
        key = (self._end - self._next[self._now]) * self._frames + frame
        self._now += 1
        self._keys[frame] = key
        heappush(self._heap, key)
        if len(self._heap) > 2 * self._frames + 64:
            self._heap = self._keys[:]
            heapify(self._heap)

    def evict(self, page: int) -> int:
        """Return the page that is used again last, or never."""
        heap, keys = self._heap, self._keys
        while True:
            key = heappop(heap)
            frame = key % self._frames
            if keys[frame] == key:
                self._free = frame
                gone = self._pages[frame]
                del self._where[gone]
                return gone

    def insert(self, page: int) -> None:
        """Put the page where one left, or in the next empty frame."""
        if len(self._pages) < self._frames:
            self._free = len(self._pages)
            self._pages.append(page)
            self._keys.append(0)
        self._where[page] = self._free
        self._pages[self._free] = page
        self.touch(page)

    def note(self) -> Note:
        """Return the pages, farthest next use first, and how far each next use is."""
        order = sorted(range(len(self._pages)), key=lambda frame: self._keys[frame])
        now, end = self._now - 1, self._end
        marks = tuple(
            (page, end - key // self._frames - now)
            for page, key in zip(self._pages, self._keys, strict=True)
            if key >= self._frames
        )
        return Note((("farthest first", tuple(self._pages[frame] for frame in order)),), marks)


def _next_uses(references: Sequence[int]) -> list[int]:
    """Return for each reference the place of the next one to the same page, or the end."""
    end = len(references)
    coming: dict[int, int] = {}
    uses = [end] * end
    for place in range(end - 1, -1, -1):
        page = references[place]
        uses[place] = coming.get(page, end)
        coming[page] = place
    return uses
