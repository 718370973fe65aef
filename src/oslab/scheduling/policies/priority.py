"""Priorities: the most urgent task runs, and who is urgent does not change."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_choice, require_whole
from oslab.scheduling.policies.queues import SmallestFirst
from oslab.scheduling.records import Cpus
from oslab.scheduling.records.job import LONGEST
from oslab.scheduling.run_queue import ARRIVAL_FIRST, PREEMPTED, TIES, RunQueue, Task

URGENT = ("lower", "higher")
"""Silberschatz and Unix count down to the most urgent, Tanenbaum and POSIX real time up."""


@dataclass(frozen=True, slots=True)
class Priority:
    """Run the most urgent task; equals first come, first served, or in turn.

    Args:
        urgent: `"lower"` or `"higher"` numbers are urgent. Textbooks differ.
        preemptive: whether a more urgent task takes the CPU when it comes.
        quantum: ticks after which an equal has its turn, at least 1; None: no turns. With
            turns this is SCHED_RR, without SCHED_FIFO (which take `"higher"`, preemptive).
        tie: as `RoundRobin`, for the end of a turn.

    Raises:
        InvalidInput: if a value is out of range.

    Source: Silberschatz et al., 10th ed., 5.3.4; sched(7).
    """

    urgent: str = "lower"
    preemptive: bool = True
    quantum: int | None = None
    tie: str = ARRIVAL_FIRST

    def __post_init__(self) -> None:
        require_choice("urgent", self.urgent, URGENT)
        ok = isinstance(self.preemptive, bool)
        require(ok, "preemptive", self.preemptive, "True or False")
        if self.quantum is not None:
            require_whole("quantum", self.quantum, 1, LONGEST)
        require_choice("tie", self.tie, TIES)

    def open(self, cpus: Cpus, cpu: int) -> RunQueue:
        """Open an empty queue."""
        return PriorityQueue(self)


class PriorityQueue(SmallestFirst):
    """Orders by urgency."""

    def __init__(self, policy: Priority) -> None:
        super().__init__()
        self.tie = policy.tie
        self._sign = 1 if policy.urgent == "lower" else -1
        self._preemptive = policy.preemptive
        self._quantum = policy.quantum

    def key(self, task: Task, now: int) -> int:
        """Return the priority, turned so that less is more urgent."""
        return self._sign * task.acts_as.priority

    def enqueue(self, task: Task, now: int, why: str) -> None:
        """Join; whoever was not preempted has a whole turn before it."""
        if why != PREEMPTED:
            task.entity = self._quantum
        super().enqueue(task, now, why)

    def slice(self, task: Task, now: int) -> int | None:
        """Return what is left of its turn."""
        left: int | None = task.entity
        return left

    def charge(self, task: Task, ran: int, now: int) -> None:
        """Take off the turn what was run."""
        if task.entity is not None:
            task.entity -= ran

    def preempts(self, new: Task, task: Task, now: int) -> bool:
        """Return whether `new` is strictly more urgent and that counts."""
        return self._preemptive and self.key(new, now) < self.key(task, now)

    def outranks(self, one: Task, other: Task, now: int) -> bool:
        """Return whether `one` is more urgent, preemptive or not."""
        return self.key(one, now) < self.key(other, now)
