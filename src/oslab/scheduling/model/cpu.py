"""One CPU of the engine: who is on it, since when, and what it has done so far."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from oslab.scheduling.records.schedule import RUNNING, SWITCHING, WARMING, Slice
from oslab.scheduling.run_queue import RunQueue, Task

NEVER = 1 << 62

row = partial(tuple.__new__, Slice)
"""As Slice._make, but without a Python frame for each of a million rows."""


class Cpu:
    """A CPU, its queue, and the rows of its slices; the last row stays open for renewal."""

    __slots__ = (
        "began",
        "charge",
        "end",
        "evicted",
        "index",
        "last",
        "left",
        "migration_cost",
        "queue",
        "rows",
        "since",
        "slice",
        "slice_end",
        "switch_cost",
        "task",
    )  # fmt: skip

    queue: RunQueue

    def __init__(self, index: int, switch_cost: int, migration_cost: int) -> None:
        self.index = index
        self.switch_cost = switch_cost
        self.migration_cost = migration_cost
        self.charge: Callable[[Task, int, int], None] | None = None
        self.slice: Callable[[Task, int], int | None] | None = None
        self.task: Task | None = None
        self.since = 0
        """Up to where the running task is charged; later than now while switching to it."""
        self.slice_end = NEVER
        self.end = NEVER
        """When the engine must look here again."""
        self.evicted = False
        self.rows: list[Slice] = []
        self.last: Task | None = None
        self.began = self.left = 0

    def account(self, now: int) -> None:
        """Charge the running task up to `now`."""
        ran = now - self.since
        if ran > 0:
            task = self.task
            task.remaining -= ran  # type: ignore[union-attr]  # only asked while one runs
            task.ran += ran  # type: ignore[union-attr]
            self.since = now
            if self.charge is not None:
                self.charge(task, ran, now)  # type: ignore[arg-type]

    def start(self, task: Task, now: int) -> None:
        """Bring `task` on; a task that had just left goes on as if it had not."""
        last = self.last
        if task is not last or self.left != now:
            if last is not None:
                if self.began < self.left:
                    name = last.job.name
                    self.rows.append(row((name, self.index, self.began, self.left, RUNNING)))
                if self.switch_cost and task is not last:
                    now = self._spend(task, now, self.switch_cost, SWITCHING)
            if self.migration_cost and task.cpu not in (None, self.index):
                now = self._spend(task, now, self.migration_cost, WARMING)
            self.began = now
        self.last = self.task = task
        task.cpu = self.index
        task.on_cpu = True
        self.since = now
        self.evicted = False

    def _spend(self, task: Task, now: int, cost: int, kind: str) -> int:
        self.rows.append(row((task.job.name, self.index, now, now + cost, kind)))
        return now + cost

    def leave(self, now: int) -> None:
        """Take the running task off."""
        self.task.on_cpu = False  # type: ignore[union-attr]  # only asked while one runs
        self.task = None
        self.left = now
        self.end = NEVER

    def close(self, until: int) -> None:
        """Write down the open row at the end of the run."""
        if self.task is not None:
            self.left = until
        if self.last is not None and self.began < self.left:
            name = self.last.job.name
            self.rows.append(row((name, self.index, self.began, self.left, RUNNING)))
