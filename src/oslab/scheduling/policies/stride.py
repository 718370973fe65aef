"""Stride: what a lottery gives on average, given every time."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

from oslab.errors import require_whole
from oslab.scheduling.records import Cpus
from oslab.scheduling.records.job import LONGEST
from oslab.scheduling.run_queue import CHANGED, MOVED, RunQueue, Task


@dataclass(frozen=True, slots=True)
class Stride:
    """Run the task with the least pass for a quantum; its pass grows by its stride.

    A stride is `large / tickets`, rounded down. Who joins starts at the least pass of those
    present, or at its own if that is greater: sleeping earns no credit and forgives no debt.
    Ties: the order in which jobs were given.

    Args:
        quantum: ticks of a turn, at least 1; who leaves earlier pays for the part it used.
        large: the constant that strides are a fraction of, at least 1.

    Raises:
        InvalidInput: if a value is out of range.

    Source: Waldspurger and Weihl, Stride Scheduling (MIT/LCS/TM-528, 1995), where a task that
    joins remembers more; OSTEP 9.7.
    """

    quantum: int = 1
    large: int = 1 << 20

    def __post_init__(self) -> None:
        require_whole("quantum", self.quantum, 1, LONGEST)
        require_whole("large", self.large, 1, LONGEST)

    def open(self, cpus: Cpus, cpu: int) -> StrideQueue:
        """Open an empty queue."""
        return StrideQueue(self.quantum, self.large)


class StrideQueue(RunQueue):
    """A heap by pass, in units of one tick's part of a stride: exact whole numbers."""

    def __init__(self, quantum: int, large: int) -> None:
        super().__init__()
        self._quantum, self._large = quantum, large
        self._heap: list[tuple[int, int, Task]] = []
        self._running: dict[Task, object] = {}
        self._least = 0

    def __len__(self) -> int:
        return len(self._heap)

    def __iter__(self) -> Iterator[Task]:
        return (entry[2] for entry in sorted(self._heap, key=lambda entry: entry[:2]))

    def enqueue(self, task: Task, now: int, why: str) -> None:
        """Join at its pass; a newcomer at the least of those present."""
        if why == MOVED:
            task.entity += self._floor()
        elif why != CHANGED and self._running.pop(task, self) is self:
            task.entity = max(self._floor(), task.entity or 0)
            self.note(now, task, "pass", task.entity / self._quantum)
        heapq.heappush(self._heap, (task.entity, task.index, task))

    def pick_next(self, now: int) -> Task | None:
        """Take the least pass."""
        if not self._heap:
            return None
        task = heapq.heappop(self._heap)[2]
        self._running[task] = None
        return task

    def remove(self, task: Task) -> None:
        """Take a task out; this looks at everyone."""
        self._heap = [entry for entry in self._heap if entry[2] is not task]
        heapq.heapify(self._heap)

    def dequeue(self, task: Task, now: int, why: str) -> None:
        """Let a task go, and remember how far everyone was."""
        self._least = self._floor()
        if self._running.pop(task, self) is self:
            self.remove(task)
        if why == MOVED:  # passes of two queues have nothing in common
            task.entity -= self._least

    def slice(self, task: Task, now: int) -> int:
        """Return one quantum."""
        return self._quantum

    def charge(self, task: Task, ran: int, now: int) -> None:
        """Move the pass on, by a stride for a whole quantum."""
        task.entity += ran * max(1, self._large // task.job.tickets)
        self.note(now, task, "pass", task.entity / self._quantum)

    def _floor(self) -> int:
        """Return the least pass of those queued and running."""
        present = [task.entity for task in self._running]
        if self._heap:
            present.append(self._heap[0][0])
        return max(self._least, min(present, default=0))
