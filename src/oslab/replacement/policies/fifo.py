"""First in, first out: the page that came first leaves first, however busy it is."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from oslab.replacement.policies.resident import Resident
from oslab.replacement.records import Note


@dataclass(frozen=True, slots=True)
class Fifo:
    """Evict the page that has been resident longest; a reference changes nothing.

    Source: Silberschatz et al., Operating System Concepts, 10th ed., 10.4.2; OSTEP 22.3.
    """

    def open(self, frames: int, references: Sequence[int]) -> FifoResident:
        """Open an empty queue."""
        return FifoResident()


class FifoResident(Resident):
    """One queue."""

    def __init__(self) -> None:
        self._queue: deque[int] = deque()

    def touch(self, page: int) -> None:
        """Do nothing: order of arrival is all that counts."""

    def evict(self, page: int) -> int:
        """Return the head of the queue."""
        return self._queue.popleft()

    def insert(self, page: int) -> None:
        """Put the page at the tail."""
        self._queue.append(page)

    def note(self) -> Note:
        """Return the queue."""
        return Note(lists=(("queue", tuple(self._queue)),))
