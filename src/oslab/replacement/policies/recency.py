"""By time of last use: LRU, and its mirror image."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from oslab.replacement.policies.resident import Resident
from oslab.replacement.records import Note


@dataclass(frozen=True, slots=True)
class Lru:
    """Evict the page that has not been used for longest.

    Source: Silberschatz et al., Operating System Concepts, 10th ed., 10.4.4; OSTEP 22.6.
    """

    def open(self, frames: int, references: Sequence[int]) -> LruResident:
        """Open an empty stack."""
        return LruResident(last=False)


@dataclass(frozen=True, slots=True)
class Mru:
    """Evict the page that was used last: the best there is for a loop that does not fit.

    Source: Chou and DeWitt, An Evaluation of Buffer Management Strategies (VLDB 1985).
    """

    def open(self, frames: int, references: Sequence[int]) -> LruResident:
        """Open an empty stack that gives up its top."""
        return LruResident(last=True)


class LruResident(Resident):
    """Pages in order of last use."""

    def __init__(self, last: bool) -> None:
        self._order: OrderedDict[int, None] = OrderedDict()
        self._last = last

    def touch(self, page: int) -> None:
        """Put the page at the end of those used last."""
        self._order.move_to_end(page)

    def evict(self, page: int) -> int:
        """Return the page at the end that leaves."""
        return self._order.popitem(last=self._last)[0]

    def insert(self, page: int) -> None:
        """Put the page at the end of those used last."""
        self._order[page] = None

    def note(self) -> Note:
        """Return the order, who leaves next first."""
        order = tuple(reversed(self._order)) if self._last else tuple(self._order)
        return Note(lists=(("order of use", order),))
