"""The discrete-event engine: keeps time, CPUs and I/O, and asks a run queue who is next.

What happens in one tick happens in this order, so that the same input gives the same bytes:
CPUs whose slice or burst ends (by number); with the tie rule `preempted_first` what expired
joins its queue; balancing and the policy's own events; arrivals in the order in which jobs
were given; wake-ups in the order in which they were set; with `arrival_first` what expired
joins its queue; idle CPUs pick; what was just enqueued may preempt.

A switch or a refill of caches is not interrupted: who would preempt it waits for its end.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from oslab.errors import InvalidInput
from oslab.scheduling.model.cpu import NEVER, Cpu, row
from oslab.scheduling.model.locks import Locks
from oslab.scheduling.model.placement import Placement
from oslab.scheduling.model.timers import Timers
from oslab.scheduling.records.job import Cpus, Job
from oslab.scheduling.records.schedule import IO, NO_CPU, Slice
from oslab.scheduling.run_queue import (
    ARRIVED,
    BLOCKED,
    EXPIRED,
    FINISHED,
    PREEMPTED,
    PREEMPTED_FIRST,
    WOKEN,
    YIELDED,
    Policy,
    RunQueue,
    Task,
)

_COMING, _WAKING = 0, 1


class Engine:
    """One run: `run` plays it; then the CPUs' rows and the lists hold what happened."""

    def __init__(
        self, jobs: Sequence[Job], policy: Policy, cpus: Cpus, switch_cost: int, locks: str,
        notes: bool,
    ) -> None:  # fmt: skip
        tasks = [Task(job, index) for index, job in enumerate(jobs)]
        self.cpus = [Cpu(index, switch_cost, cpus.migration_cost) for index in range(cpus.count)]
        self.place = Placement(self.cpus, cpus, policy)
        self.queues = self.place.queues
        for queue in self.queues:
            queue.notes = [] if notes else None
        self.locks = Locks(locks, tasks, self)
        # In order already, so it is a heap: (tick, arrivals before wake-ups, order, task).
        self.timeline = sorted((one.job.arrival, _COMING, one.index, one) for one in tasks)
        self.wakes = 0
        self.timers = Timers(self.queues, self.place)
        self.timer = self.timers.after(-1)
        self.fresh: list[Task] = []
        self.demoted: list[Task] = []
        self.coming = self.timeline[0][0]
        self.deferring = False
        self.deferred: list[tuple[Cpu, Task, str]] = []
        self.blocked: list[Slice] = []
        self.events: list[tuple[int, str, str, str]] = []
        self._listen(self.queues[0])

    def _listen(self, queue: RunQueue) -> None:
        """Find out which hooks this kind of queue overrides: the others are never called."""
        kind = type(queue)
        self.preempts = kind.preempts is not RunQueue.preempts
        self.reslices = kind.reslices
        charges = kind.charge is not RunQueue.charge
        slices = kind.slice is not RunQueue.slice
        for cpu in self.cpus:
            cpu.charge = cpu.queue.charge if charges else None
            cpu.slice = cpu.queue.slice if slices else None
        self.early = queue.tie == PREEMPTED_FIRST
        self.syncs = charges or self.preempts or self.timers.asks
        self.attentive = self.reslices or self.timers.fickle

    def run(self, until: int) -> None:
        """Play everything that happens before tick `until`."""
        first = self.cpus[0]
        several = len(self.cpus) > 1
        while True:
            now = min(cpu.end for cpu in self.cpus) if several else first.end
            if self.coming < now:  # noqa: PLR1730 - min() takes three times as long
                now = self.coming
            if self.timer < now:
                now = self.timer
                if now >= until or (self.coming == NEVER and self._over()):
                    return
            elif now >= until:
                return
            self._step(now)

    # ------------------------------------------------------------------ one tick
    def _step(self, now: int) -> None:
        special = now in (self.coming, self.timer)
        self.deferring = special and not self.early
        for cpu in self.cpus:
            if cpu.end == now:
                self._settle(cpu, now)
        if special:
            self._special(now)
        for cpu in self.cpus:
            if cpu.task is None:
                self._fill(cpu, now)
        if self.attentive or self.fresh or self.demoted:
            self._reconsider(now)

    def _settle(self, cpu: Cpu, now: int) -> None:
        """A CPU has come to the end of what it was told to do.

        Here and in `_fill` calls are written out that elsewhere have names: `cpu.account`,
        `cpu.leave`, `_put_back`, `_aim`. Every turn of every task comes through.
        """
        task = cpu.task
        assert task is not None  # noqa: S101 - an idle CPU's end is NEVER
        ran, cpu.since = now - cpu.since, now
        task.remaining -= ran
        task.ran += ran
        if cpu.charge is not None and ran:
            cpu.charge(task, ran, now)
        if task.sections and not self.locks.settle(cpu, task, now):
            return
        if task.remaining == 0:
            self._end_burst(cpu, task, now)
        elif now < cpu.slice_end and not cpu.evicted:
            self._aim(cpu, task)
        else:
            task.on_cpu = False
            cpu.task = None
            cpu.left = now
            cpu.end = NEVER
            if self.deferring:
                self._put_back(cpu, task, now, PREEMPTED if cpu.evicted else EXPIRED)
            else:
                task.ready_since = now
                cpu.queue.enqueue(task, now, PREEMPTED if cpu.evicted else EXPIRED)

    def _end_burst(self, cpu: Cpu, task: Task, now: int) -> None:
        """The burst is over: the job ends, yields, or waits for I/O."""
        bursts = task.job.bursts
        cpu.leave(now)
        if task.turn + 1 == len(bursts):
            cpu.queue.dequeue(task, now, FINISHED)
            return
        wait = bursts[task.turn + 1]
        task.turn += 2
        task.remaining = bursts[task.turn]
        if wait == 0:
            self._put_back(cpu, task, now, YIELDED)
            return
        cpu.queue.dequeue(task, now, BLOCKED)
        self.blocked.append(row((task.job.name, NO_CPU, now, now + wait, IO)))
        self.wakes += 1
        heapq.heappush(self.timeline, (now + wait, _WAKING, self.wakes, task))
        self.coming = self.timeline[0][0]

    def _put_back(self, cpu: Cpu, task: Task, now: int, why: str) -> None:
        """Enqueue a task that ran; where arrivals come first, once they have come."""
        if self.deferring:
            self.deferred.append((cpu, task, why))
        else:
            task.ready_since = now
            cpu.queue.enqueue(task, now, why)

    def _special(self, now: int) -> None:
        """Take timers, arrivals and wake-ups of this tick, then who had to let them pass."""
        if self.timer == now:
            self._fire(now)
        if self.coming == now:
            self._arrivals(now)
        self.deferring = False
        for cpu, task, why in self.deferred:
            self._put_back(cpu, task, now, why)
        self.deferred.clear()

    def _arrivals(self, now: int) -> None:
        """Enqueue what arrives and wakes in this tick."""
        if self.syncs:
            self.place.charge(now)
        while self.timeline and self.timeline[0][0] == now:
            _, kind, _, task = heapq.heappop(self.timeline)
            self.wake(task, now, ARRIVED if kind == _COMING else WOKEN)
        self.coming = self.timeline[0][0] if self.timeline else NEVER

    def wake(self, task: Task, now: int, why: str) -> None:
        """Enqueue a task that was nowhere; it may preempt once idle CPUs have picked."""
        task.ready_since = now
        task.queue = self.place.home(task)
        task.queue.enqueue(task, now, why)
        if self.preempts:
            self.fresh.append(task)

    # ------------------------------------------------------------------ who runs
    def _fill(self, cpu: Cpu, now: int) -> None:
        """Let an idle CPU pick."""
        task = cpu.queue.pick_next(now)
        if task is None and self.place.steals and self.place.steal(cpu, now):
            task = cpu.queue.pick_next(now)
        if task is None:
            return
        warm = self.place.warmest(cpu, task) if self.place.roams else cpu
        warm.start(task, now)
        if warm.slice is not None:
            ticks = warm.slice(task, now)
            if ticks is not None and ticks < 1:
                raise InvalidInput("policy", ticks, "one whose slices last at least a tick")
            warm.slice_end = NEVER if ticks is None else warm.since + ticks
        ahead = self.locks.distance(task) if task.sections else task.remaining
        end = warm.since + ahead
        warm.end = end if end < warm.slice_end else warm.slice_end
        if warm is not cpu:
            self._fill(cpu, now)

    def _aim(self, cpu: Cpu, task: Task) -> None:
        """Set when to look at this CPU again."""
        ahead = self.locks.distance(task) if task.sections else task.remaining
        cpu.end = min(cpu.since + ahead, cpu.slice_end)

    def _reconsider(self, now: int) -> None:
        """Let what was just enqueued preempt, and what lost its urgency make room."""
        fresh, demoted = self.fresh, self.demoted
        self.fresh, self.demoted = [], []
        for task in demoted:
            if task.on_cpu and task.cpu is not None:
                self._replace(self.cpus[task.cpu], now)
        for task in fresh:
            self._challenge(task, now)
        if self.reslices:
            self._reslice(now)
        if self.timers.fickle:
            self.timer = self.timers.after(now)

    def _challenge(self, task: Task, now: int) -> None:
        """Let a queued task take the CPU of the least urgent task that it preempts."""
        if task.on_cpu:
            return
        victim: tuple[Cpu, Task] | None = None
        for cpu in self.place.sharing(task):
            current = cpu.task
            if current is None or cpu.evicted or not cpu.queue.preempts(task, current, now):
                continue
            if victim is None or cpu.queue.preempts(victim[1], current, now):
                victim = cpu, current
        if victim is not None:
            self._replace(victim[0], now)

    def _replace(self, cpu: Cpu, now: int) -> None:
        """Put the running task back and pick anew."""
        self._evict(cpu, now)
        if cpu.task is None:
            self._fill(cpu, now)

    def _evict(self, cpu: Cpu, now: int) -> None:
        """Put the running task back in its queue; after the switch, if it is in one."""
        task = cpu.task
        if task is None:
            return
        if cpu.since > now:
            cpu.evicted = True
            cpu.end = cpu.since
            return
        cpu.account(now)
        cpu.leave(now)
        task.ready_since = now
        cpu.queue.enqueue(task, now, PREEMPTED)

    def _reslice(self, now: int) -> None:
        for cpu in self.cpus:
            if cpu.task is not None and cpu.since <= now:
                cpu.account(now)
                ticks = cpu.queue.slice(cpu.task, now)
                cpu.slice_end = NEVER if ticks is None else now + max(0, ticks)
                self._aim(cpu, cpu.task)

    # ------------------------------------------------------------------ timers
    def _fire(self, now: int) -> None:
        """Balance, and let the queues act that asked for this tick."""
        for queue in self.timers.due(now):
            for cpu in self.cpus:
                if cpu.queue is queue:
                    self._evict(cpu, now)
            queue.on_event(now)
        self.timer = self.timers.after(now)

    def _over(self) -> bool:
        """Return whether only timers are left: nobody runs, comes, wakes or is ready."""
        running = any(cpu.task for cpu in self.cpus)
        return not (running or self.timeline or any(len(queue) for queue in self.queues))
