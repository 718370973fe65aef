"""Priorities with aging: waiting makes urgent, so nobody starves."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_choice, require_whole
from oslab.scheduling.policies.priority import URGENT
from oslab.scheduling.policies.queues import SmallestFirst
from oslab.scheduling.records import Cpus
from oslab.scheduling.records.job import LONGEST
from oslab.scheduling.run_queue import Task


@dataclass(frozen=True, slots=True)
class PriorityAging:
    """As `Priority`, but a ready task gains one step of urgency for every `every` ticks it waits.

    While a task runs it keeps the urgency with which it was picked, and loses the CPU to one that
    is a whole step more urgent; when it waits again it starts from its own priority. Of those
    that wait fractions of steps count too: all age at one speed, so their order stays and a
    pick costs O(log n).

    Args:
        every: ticks of waiting for one step, at least 1.
        urgent: as `Priority`.
        preemptive: as `Priority`; aged urgency counts, at any tick.

    Raises:
        InvalidInput: if a value is out of range.

    Source: Silberschatz et al., 10th ed., 5.3.4.
    """

    every: int = 10
    urgent: str = "lower"
    preemptive: bool = True

    def __post_init__(self) -> None:
        require_whole("every", self.every, 1, LONGEST)
        require_choice("urgent", self.urgent, URGENT)
        ok = isinstance(self.preemptive, bool)
        require(ok, "preemptive", self.preemptive, "True or False")

    def open(self, cpus: Cpus, cpu: int) -> AgingQueue:
        """Open an empty queue."""
        return AgingQueue(self)


class AgingQueue(SmallestFirst):
    """Orders by base priority and the tick since which a task waits.

    Urgency at `now` is `base - (now - since) / every`; between waiting tasks `now` cancels,
    and `base * every + since` stays in order for ever.
    """

    def __init__(self, policy: PriorityAging) -> None:
        super().__init__()
        self._every = policy.every
        self._sign = 1 if policy.urgent == "lower" else -1
        self._preemptive = policy.preemptive
        self._running: list[Task] = []

    def base(self, task: Task) -> int:
        """Return the priority in ticks, turned so that less is more urgent."""
        return self._sign * task.acts_as.priority * self._every

    def key(self, task: Task, now: int) -> int:
        """Return what orders waiting tasks at any time."""
        return self.base(task) + task.ready_since

    def enqueue(self, task: Task, now: int, why: str) -> None:
        """Join; waiting begins."""
        if task in self._running:
            self._running.remove(task)
        super().enqueue(task, now, why)

    def pick_next(self, now: int) -> Task | None:
        """Take the most urgent, which keeps the urgency it has by now."""
        task = super().pick_next(now)
        if task is not None:
            task.entity = self.key(task, now) - now
            self._running.append(task)
        return task

    def dequeue(self, task: Task, now: int, why: str) -> None:
        """Let a task go."""
        if task in self._running:
            self._running.remove(task)
        super().dequeue(task, now, why)

    def preempts(self, new: Task, task: Task, now: int) -> bool:
        """Return whether the waiting `new` is a whole step more urgent than the running `task`."""
        return self._preemptive and self.key(new, now) - now + self._every <= int(task.entity)

    def outranks(self, one: Task, other: Task, now: int) -> bool:
        """Return whether the job of `one` is more urgent, whatever their ages."""
        return self.base(one) < self.base(other)

    def next_event(self, now: int) -> int | None:
        """Return when the front of the queue will be a whole step more urgent than who runs."""
        if not (self._preemptive and self._running and self._heap):
            return None
        keenest = max(int(task.entity) for task in self._running)
        return int(self._heap[0][0]) + self._every - keenest
