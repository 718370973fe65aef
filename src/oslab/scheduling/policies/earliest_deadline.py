"""Earliest deadline first: whoever is due soonest runs, and who is due soonest changes."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require
from oslab.scheduling.policies.queues import SmallestFirst
from oslab.scheduling.records import Cpus
from oslab.scheduling.records.job import LONGEST
from oslab.scheduling.run_queue import Task

_BACKGROUND = 4 * LONGEST


@dataclass(frozen=True, slots=True)
class EarliestDeadline:
    """Run the job that is due soonest; with `preemptive`, it takes the CPU at once.

    On one CPU no order meets deadlines that this one misses. Equals first come, first served
    (the running one stays); jobs without a deadline run when nobody else wants to.

    Args:
        preemptive: whether a job that is due sooner takes the CPU when it comes.

    Raises:
        InvalidInput: if `preemptive` is not True or False.

    Source: Liu and Layland (Journal of the ACM, 1973), theorem 7; Dertouzos (1974).
    """

    preemptive: bool = True

    def __post_init__(self) -> None:
        ok = isinstance(self.preemptive, bool)
        require(ok, "preemptive", self.preemptive, "True or False")

    def open(self, cpus: Cpus, cpu: int) -> EarliestDeadlineQueue:
        """Open an empty queue."""
        return EarliestDeadlineQueue(self.preemptive)


class EarliestDeadlineQueue(SmallestFirst):
    """Orders by the tick at which a job is due."""

    def __init__(self, preemptive: bool) -> None:
        super().__init__()
        self._preemptive = preemptive

    def key(self, task: Task, now: int) -> int:
        """Return when `task`, or whom it acts for, is due."""
        role = task.acts_as
        return _BACKGROUND if role.deadline is None else role.arrival + role.deadline

    def preempts(self, new: Task, task: Task, now: int) -> bool:
        """Return whether `new` is due strictly sooner and that counts."""
        return self._preemptive and self.key(new, now) < self.key(task, now)

    def outranks(self, one: Task, other: Task, now: int) -> bool:
        """Return whether `one` is due sooner, preemptive or not."""
        return self.key(one, now) < self.key(other, now)
