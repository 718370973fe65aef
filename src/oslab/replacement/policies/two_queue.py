"""2Q: one visit is no proof. A page must come back after it left to be called hot."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from oslab.errors import require_whole
from oslab.replacement.policies.resident import Resident
from oslab.replacement.records import Note


@dataclass(frozen=True, slots=True)
class TwoQ:
    """A queue for newcomers (A1in), names of those who left it (A1out), LRU for who came back (Am).

    Args:
        newcomers: percent of the frames that A1in may keep, 1 to 100; at least one frame.
        remembered: percent of the frames by which A1out is long, 1 to 1000; at least one name.

    Raises:
        InvalidInput: if a value is out of range.

    Source: Johnson and Shasha, 2Q: A Low Overhead High Performance Buffer Management
    Replacement Algorithm (VLDB 1994), full version; libCacheSim, eviction/TwoQ.c.
    """

    newcomers: int = 25
    remembered: int = 50

    def __post_init__(self) -> None:
        require_whole("newcomers", self.newcomers, 1, 100)
        require_whole("remembered", self.remembered, 1, 1000)

    def open(self, frames: int, references: Sequence[int]) -> TwoQResident:
        """Open three empty lists."""
        newcomers = max(1, frames * self.newcomers // 100)
        return TwoQResident(newcomers, max(1, frames * self.remembered // 100))


class TwoQResident(Resident):
    """A1in, A1out and Am, each with the next to go first."""

    def __init__(self, newcomers: int, remembered: int) -> None:
        self._newcomers, self._remembered = newcomers, remembered
        self._in: OrderedDict[int, None] = OrderedDict()
        self._out: OrderedDict[int, None] = OrderedDict()
        self._main: OrderedDict[int, None] = OrderedDict()
        self._known = False

    def touch(self, page: int) -> None:
        """Renew a page of Am; one of A1in stays where it is."""
        if page in self._main:
            self._main.move_to_end(page)

    def evict(self, page: int) -> int:
        """Return the oldest newcomer if there are too many, else the last of Am."""
        if page in self._out:
            del self._out[page]
            self._known = True
        if len(self._in) > self._newcomers or not self._main:
            gone = self._in.popitem(last=False)[0]
            self._out[gone] = None
            if len(self._out) > self._remembered:
                self._out.popitem(last=False)
            return gone
        return self._main.popitem(last=False)[0]

    def insert(self, page: int) -> None:
        """Put a page that A1out remembers into Am, any other into A1in."""
        (self._main if self._known else self._in)[page] = None
        self._known = False

    def note(self) -> Note:
        """Return the three lists."""
        return Note(
            (("A1in", tuple(self._in)), ("A1out", tuple(self._out)), ("Am", tuple(self._main)))
        )
