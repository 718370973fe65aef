"""The two run queues that most policies need: a line, and a line kept in order of a key."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterator

from oslab.scheduling.run_queue import PREEMPTED, RunQueue, Task


class FifoQueue(RunQueue):
    """First in, first out; a preempted task goes back to the front."""

    def __init__(self) -> None:
        super().__init__()
        self._line: deque[Task] = deque()

    def __len__(self) -> int:
        return len(self._line)

    def __iter__(self) -> Iterator[Task]:
        return iter(self._line)

    def enqueue(self, task: Task, now: int, why: str) -> None:
        """Join the back of the line; a preempted task keeps its place at the front."""
        if why == PREEMPTED:
            self._line.appendleft(task)
        else:
            self._line.append(task)

    def pick_next(self, now: int) -> Task | None:
        """Take the front of the line."""
        return self._line.popleft() if self._line else None

    def remove(self, task: Task) -> None:
        """Take a task out, wherever it stands."""
        self._line.remove(task)


class SmallestFirst(RunQueue):
    """The smallest `key` first; of equals, the one that has been ready the longest.

    A preempted task has not lost its turn: among equals it keeps its place.
    """

    def __init__(self) -> None:
        super().__init__()
        self._heap: list[tuple[float, int, Task]] = []
        self._turns: dict[Task, int] = {}
        self._joined = 0

    def key(self, task: Task, now: int) -> float:
        """Return what orders `task`; it must not change while the task is queued."""
        raise NotImplementedError

    def __len__(self) -> int:
        return len(self._heap)

    def __iter__(self) -> Iterator[Task]:
        return (task for _, _, task in sorted(self._heap, key=lambda entry: entry[:2]))

    def enqueue(self, task: Task, now: int, why: str) -> None:
        """Join in order of key."""
        if why != PREEMPTED or task not in self._turns:
            self._joined += 1
            self._turns[task] = self._joined
        heapq.heappush(self._heap, (self.key(task, now), self._turns[task], task))

    def pick_next(self, now: int) -> Task | None:
        """Take the smallest."""
        return heapq.heappop(self._heap)[2] if self._heap else None

    def remove(self, task: Task) -> None:
        """Take a task out, wherever it stands; this looks at everyone."""
        self._heap = [entry for entry in self._heap if entry[2] is not task]
        heapq.heapify(self._heap)
