"""Highest response ratio next: shortest first, but nobody starves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from oslab.scheduling.records import Cpus
from oslab.scheduling.run_queue import RunQueue, Task


@dataclass(frozen=True, slots=True)
class HighestResponseRatio:
    """Pick the greatest (time waited + burst) / burst and run it to the end of its burst.

    Ties go to who has waited longest. Ratios change at different speeds, so every pick looks
    at everyone: its cost grows with the queue, unlike that of all other policies here.

    Source: Brinch Hansen, An Analysis of Response Ratio Scheduling (IFIP 1971);
    Stallings, Operating Systems, 9th ed., 9.2.
    """

    def open(self, cpus: Cpus, cpu: int) -> ResponseRatioQueue:
        """Open an empty queue."""
        return ResponseRatioQueue()


class ResponseRatioQueue(RunQueue):
    """The ready tasks in order of joining."""

    def __init__(self) -> None:
        super().__init__()
        self._line: dict[Task, None] = {}

    def __len__(self) -> int:
        return len(self._line)

    def __iter__(self) -> Iterator[Task]:
        return iter(tuple(self._line))

    def enqueue(self, task: Task, now: int, why: str) -> None:
        """Join the line."""
        self._line[task] = None

    def pick_next(self, now: int) -> Task | None:
        """Take the greatest ratio; fractions are compared without dividing."""
        best: Task | None = None
        for task in self._line:
            # (a + b) / b > (c + d) / d, that is a * d > c * b: the 1 in each ratio cancels.
            if (
                best is None
                or (now - task.ready_since) * best.remaining
                > (now - best.ready_since) * task.remaining
            ):
                best = task
        if best is not None:
            del self._line[best]
        return best

    def remove(self, task: Task) -> None:
        """Take a task out."""
        del self._line[task]
