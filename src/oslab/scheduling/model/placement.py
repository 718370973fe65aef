"""Which queue a task joins, and how queues of several CPUs stay even.

A task that arrives joins the allowed CPU with the least to do. One that wakes goes back to
its last CPU if that idles, else to an idle one, else to its last. Ties: the lowest number.
The kernel weighs far more (`select_task_rq_fair`, `sched_balance_rq`); this is its outline.
"""

from __future__ import annotations

from collections.abc import Sequence

from oslab.scheduling.model.cpu import NEVER, Cpu
from oslab.scheduling.records.job import Cpus
from oslab.scheduling.run_queue import MOVED, Policy, RunQueue, Task


class Placement:
    """The CPUs' queues: one for all, or one each."""

    def __init__(self, cpus: Sequence[Cpu], settings: Cpus, policy: Policy) -> None:
        self.cpus = cpus
        self.apart = settings.queues == "per_cpu" and len(cpus) > 1
        self.queues: list[RunQueue] = []
        for cpu in cpus:
            if self.apart or not self.queues:
                self.queues.append(policy.open(settings, cpu.index))
            cpu.queue = self.queues[-1]
        self.steals = self.apart and settings.steal
        self.every = settings.balance if self.apart else None
        self.due = NEVER if self.every is None else self.every
        self.roams = len(cpus) > 1 and not self.apart

    def charge(self, now: int) -> None:
        """Charge every running task up to `now`."""
        for cpu in self.cpus:
            if cpu.task is not None:
                cpu.account(now)

    def home(self, task: Task) -> RunQueue:
        """Return the queue that a task joins which was in none."""
        if not self.apart:
            return self.queues[0]
        if task.queue is not None and task.queue.keeps(task):
            return task.queue
        allowed = [cpu for cpu in self.cpus if may_run(task, cpu)]
        if task.cpu is not None:
            last = self.cpus[task.cpu]
            idle = [cpu for cpu in allowed if self.load(cpu) == 0]
            return (last if last in idle or not idle else idle[0]).queue
        return min(allowed, key=self.load).queue

    def load(self, cpu: Cpu) -> int:
        """Return how many tasks are on this CPU or ready for it."""
        return len(cpu.queue) + (cpu.task is not None)

    def sharing(self, task: Task) -> Sequence[Cpu]:
        """Return the CPUs whose running task a queued one competes with."""
        if not self.apart:
            return self.cpus
        return [cpu for cpu in self.cpus if cpu.queue is task.queue]

    def warmest(self, cpu: Cpu, task: Task) -> Cpu:
        """Return the idle CPU on which a task from the shared queue ran last, or `cpu`."""
        if task.cpu is None or self.cpus[task.cpu].task is not None:
            return cpu
        return self.cpus[task.cpu]

    def steal(self, thief: Cpu, now: int) -> bool:
        """Move the last task allowed from the longest other queue to an idle CPU's.

        A CPU that idles itself is about to pick: it keeps its first task.
        """
        for victim in sorted(self.cpus, key=lambda cpu: (-len(cpu.queue), cpu.index)):
            spare = victim.task is not None or len(victim.queue) > 1
            if victim is not thief and spare and self._move(victim, thief, now):
                return True
        return False

    def balance(self, now: int) -> None:
        """Move tasks from the busiest to the least busy CPU until they differ by one at most."""
        assert self.every is not None  # noqa: S101 - due only then
        self.due = now + self.every
        for _ in range(sum(len(queue) for queue in self.queues)):
            busiest = max(self.cpus, key=lambda cpu: (self.load(cpu), -cpu.index))
            idlest = min(self.cpus, key=lambda cpu: (self.load(cpu), cpu.index))
            if self.load(busiest) - self.load(idlest) < 2 or not self._move(busiest, idlest, now):
                return

    def _move(self, source: Cpu, target: Cpu, now: int) -> bool:
        allowed = [task for task in source.queue if may_run(task, target)]
        if not allowed:
            return False
        for cpu in (source, target):
            if cpu.task is not None:
                cpu.account(now)
        source.queue.dequeue(allowed[-1], now, MOVED)
        allowed[-1].queue = target.queue
        target.queue.enqueue(allowed[-1], now, MOVED)
        return True


def may_run(task: Task, cpu: Cpu) -> bool:
    """Return whether the task's affinity has this CPU."""
    return task.job.affinity is None or cpu.index in task.job.affinity
