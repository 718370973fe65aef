"""ARC: recency and frequency share the frames, and ghosts say which deserves more."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from oslab.replacement.policies.resident import Resident
from oslab.replacement.records import Note


@dataclass(frozen=True, slots=True)
class Arc:
    """T1 holds pages seen once, T2 pages seen again; B1 and B2 are names of those who left them.

    A fault on a name in B1 says that T1 was too small, one in B2 that T2 was: the target p of
    T1 moves. It has no parameter.

    Source: Megiddo and Modha, ARC: A Self-Tuning, Low Overhead Replacement Cache (FAST 2003),
    figure 4.
    """

    def open(self, frames: int, references: Sequence[int]) -> ArcResident:
        """Open four empty lists with p = 0."""
        return ArcResident(frames)


class ArcResident(Resident):
    """T1, T2, B1 and B2, each with the next to go first."""

    def __init__(self, frames: int) -> None:
        self._frames = frames
        self._target = 0.0
        self._once: OrderedDict[int, None] = OrderedDict()
        self._again: OrderedDict[int, None] = OrderedDict()
        self._ghost_once: OrderedDict[int, None] = OrderedDict()
        self._ghost_again: OrderedDict[int, None] = OrderedDict()
        self._known = False

    def touch(self, page: int) -> None:
        """Move the page to the young end of T2."""
        if page in self._once:
            del self._once[page]
            self._again[page] = None
        else:
            self._again.move_to_end(page)

    def evict(self, page: int) -> int:
        """Move the target if `page` is a ghost, then take from T1 or T2."""
        b1, b2 = self._ghost_once, self._ghost_again
        if page in b1:
            self._target = min(self._target + max(len(b2) / len(b1), 1), self._frames)
            del b1[page]
            self._known = True
            return self._replace(False)
        if page in b2:
            self._target = max(self._target - max(len(b1) / len(b2), 1), 0)
            del b2[page]
            self._known = True
            return self._replace(True)
        if len(self._once) + len(b1) == self._frames:
            if not b1:
                return self._once.popitem(last=False)[0]  # T1 is all there is: no ghost
            b1.popitem(last=False)
        elif len(b1) + len(b2) >= self._frames:
            b2.popitem(last=False)
        return self._replace(False)

    def _replace(self, in_b2: bool) -> int:
        once = len(self._once)
        if once and (once > self._target or (in_b2 and once == self._target) or not self._again):
            gone = self._once.popitem(last=False)[0]
            self._ghost_once[gone] = None
        else:
            gone = self._again.popitem(last=False)[0]
            self._ghost_again[gone] = None
        return gone

    def insert(self, page: int) -> None:
        """Put a page that a ghost list knew into T2, any other into T1."""
        (self._again if self._known else self._once)[page] = None
        self._known = False

    def note(self) -> Note:
        """Return the four lists and the target."""
        named = (("T1", self._once), ("T2", self._again), ("B1", self._ghost_once),
                 ("B2", self._ghost_again))  # fmt: skip
        lists = tuple((name, tuple(pages)) for name, pages in named)
        return Note(lists, target=self._target)
