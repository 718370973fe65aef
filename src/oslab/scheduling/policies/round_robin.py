"""Round robin: everyone gets the same turn, then joins the back of the line."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_choice, require_whole
from oslab.scheduling.policies.queues import FifoQueue
from oslab.scheduling.records import Cpus
from oslab.scheduling.records.job import LONGEST
from oslab.scheduling.run_queue import ARRIVAL_FIRST, TIES, Task


@dataclass(frozen=True, slots=True)
class RoundRobin:
    """Run the ready tasks in turn, `quantum` ticks at a time.

    Args:
        quantum: the longest turn, in ticks, at least 1. Small is responsive, large wastes
            less on switches. A task that is alone when its turn ends gets a new one.
        tie: who joins the line first when a turn ends in the tick in which another job
            arrives: `"arrival_first"` (Stallings, Tanenbaum) or `"preempted_first"` (OSTEP's
            programs). Textbooks differ, and their printed answers with them.
        renew: whether a task that comes back from I/O has a whole turn before it, as
            textbooks tell it. Linux's SCHED_RR keeps what was left of the turn: False.

    Raises:
        InvalidInput: if a value is out of range.

    Source: OSTEP 7.7; Silberschatz et al., 10th ed., 5.3.3; kernel/sched/rt.c, `task_tick_rt`.
    """

    quantum: int = 4
    tie: str = ARRIVAL_FIRST
    renew: bool = True

    def __post_init__(self) -> None:
        require_whole("quantum", self.quantum, 1, LONGEST)
        require_choice("tie", self.tie, TIES)
        require(isinstance(self.renew, bool), "renew", self.renew, "True or False")

    def open(self, cpus: Cpus, cpu: int) -> RoundRobinQueue:
        """Open an empty queue with turns of one quantum."""
        return RoundRobinQueue(self) if self.renew else KeptTurnQueue(self)


class RoundRobinQueue(FifoQueue):
    """A line whose turns end."""

    def __init__(self, policy: RoundRobin) -> None:
        super().__init__()
        self.tie = policy.tie
        self._quantum = policy.quantum

    def slice(self, task: Task, now: int) -> int:
        """Return one quantum."""
        return self._quantum


class KeptTurnQueue(RoundRobinQueue):
    """A line in which a turn outlives sleep: only running uses it up."""

    def slice(self, task: Task, now: int) -> int:
        """Return what is left of the turn; a new one begins when nothing is."""
        task.entity = task.entity or self._quantum
        return int(task.entity)

    def charge(self, task: Task, ran: int, now: int) -> None:
        """Take off the turn what was run."""
        task.entity -= ran
