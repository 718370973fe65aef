"""Rate monotonic: the task that comes most often is the most urgent, once and for all."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require_choice
from oslab.scheduling.policies.queues import SmallestFirst
from oslab.scheduling.records import Cpus
from oslab.scheduling.records.job import LONGEST
from oslab.scheduling.run_queue import Task

ORDERS = ("period", "deadline")
_BACKGROUND = LONGEST + 1


@dataclass(frozen=True, slots=True)
class RateMonotonic:
    """Run the task with the shortest period; it takes the CPU from longer ones at once.

    No fixed order of priorities meets deadlines that this one misses, as long as every
    deadline is the end of the period. Where deadlines are shorter, `by="deadline"` (deadline
    monotonic) is that best order. Jobs without a period (or deadline) run when nobody else
    wants to, first come, first served; so do equals among each other.

    Args:
        by: `"period"` or `"deadline"`: what must be short to be urgent.

    Raises:
        InvalidInput: if `by` is neither.

    Source: Liu and Layland, Scheduling Algorithms for Multiprogramming in a Hard-Real-Time
        Environment (Journal of the ACM, 1973), theorem 2; Leung and Whitehead (1982).
    """

    by: str = "period"

    def __post_init__(self) -> None:
        require_choice("by", self.by, ORDERS)

    def open(self, cpus: Cpus, cpu: int) -> RateMonotonicQueue:
        """Open an empty queue."""
        return RateMonotonicQueue(self.by)


class RateMonotonicQueue(SmallestFirst):
    """Orders by period, or by relative deadline."""

    def __init__(self, by: str) -> None:
        super().__init__()
        self._by = by

    def key(self, task: Task, now: int) -> int:
        """Return the ticks that rank `task`, or whom it acts for."""
        ticks: int | None = getattr(task.acts_as, self._by)
        return _BACKGROUND if ticks is None else ticks

    def preempts(self, new: Task, task: Task, now: int) -> bool:
        """Return whether `new` comes strictly more often."""
        return self.key(new, now) < self.key(task, now)
