"""Locks in the engine: who holds one, who waits, and what the waiting lend the holder.

    none         the holder keeps its own urgency: priority inversion
    inheritance  the holder acts as the most urgent task that waits for it, through chains
    ceiling      who takes a lock acts at once as the most urgent job that ever takes it

Source: Sha, Rajkumar and Lehoczky, Priority Inheritance Protocols (IEEE Transactions on
Computers, 1990); POSIX PTHREAD_PRIO_INHERIT and PTHREAD_PRIO_PROTECT.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from oslab.scheduling.model.cpu import Cpu
from oslab.scheduling.records.job import Job
from oslab.scheduling.records.schedule import LOCK, NO_CPU, Slice
from oslab.scheduling.run_queue import BLOCKED, CHANGED, WOKEN, RunQueue, Task

if TYPE_CHECKING:
    from oslab.scheduling.model.engine import Engine

PROTOCOLS = ("none", "inheritance", "ceiling")


class Locks:
    """The state of every lock in one run."""

    def __init__(self, protocol: str, tasks: Sequence[Task], engine: Engine) -> None:
        self.protocol = protocol
        self.engine = engine
        self.owner: dict[str, Task] = {}
        self.waiting: dict[str, list[Task]] = {}
        self.waits_for: dict[Task, tuple[str, int]] = {}
        self.users: dict[str, list[Task]] = {}
        for task in tasks:
            for one in task.job.sections:
                self.users.setdefault(one.lock, []).append(task)

    def distance(self, task: Task) -> int:
        """Return how far `task` may run until its burst ends or it takes or frees a lock."""
        stops = [task.remaining]
        if task.locks:
            stops.append(task.locks[-1].end - task.ran)
        if task.next_section < len(task.job.sections):
            stops.append(task.job.sections[task.next_section].start - task.ran)
        return min(stops)

    def settle(self, cpu: Cpu, task: Task, now: int) -> bool:
        """Free and take what is due at this point of `task`; return whether it is on still."""
        while task.locks and task.locks[-1].end == task.ran:
            heir = self._free(task, now)
            if heir is not None:
                self.engine.place.charge(now)
                self.engine.wake(heir, now, WOKEN)
        while task.remaining and task.next_section < len(task.job.sections):
            section = task.job.sections[task.next_section]
            if section.start != task.ran:
                break
            if not self._take(task, section.lock, now):
                self._block(cpu, task, section.lock, now)
                return False
        return True

    def close(self, until: int) -> list[Slice]:
        """Return the waits that nobody ended."""
        waits = self.waits_for.items()
        return [Slice(task.job.name, NO_CPU, since, until, LOCK) for task, (_, since) in waits]

    # ------------------------------------------------------------------ taking
    def _take(self, task: Task, lock: str, now: int) -> bool:
        if lock in self.owner:
            return False
        self._own(task, lock, now)
        return True

    def _own(self, task: Task, lock: str, now: int) -> None:
        self.owner[lock] = task
        task.locks.append(task.job.sections[task.next_section])
        task.next_section += 1
        self.engine.events.append((now, "lock", task.job.name, lock))
        if self.protocol == "ceiling":
            self._act(task, now)

    def _block(self, cpu: Cpu, task: Task, lock: str, now: int) -> None:
        cpu.leave(now)
        cpu.queue.dequeue(task, now, BLOCKED)
        self.waiting.setdefault(lock, []).append(task)
        self.waits_for[task] = (lock, now)
        if self.protocol == "inheritance":
            holder: Task | None = self.owner[lock]
            while holder is not None:  # a holder may wait itself: lend along the chain
                if not self._act(holder, now):
                    return
                next_lock = self.waits_for.get(holder)
                holder = self.owner.get(next_lock[0]) if next_lock else None

    # ------------------------------------------------------------------ freeing
    def _free(self, task: Task, now: int) -> Task | None:
        """Free the innermost lock; return who gets it and wakes."""
        lock = task.locks.pop().lock
        del self.owner[lock]
        self.engine.events.append((now, "unlock", task.job.name, lock))
        heir: Task | None = None
        line = self.waiting.get(lock, [])
        if line:
            heir = self._foremost(line, now)
            line.remove(heir)
            _, since = self.waits_for.pop(heir)
            self.engine.blocked.append(Slice(heir.job.name, NO_CPU, since, now, LOCK))
            self._own(heir, lock, now)
        if self.protocol != "none":
            self._act(task, now)
        return heir

    # ------------------------------------------------------------------ lending
    def _act(self, task: Task, now: int) -> bool:
        """Let `task` act as whom its locks make it; return whether that changed it."""
        role = self._role(task, now)
        if role is task.acts_as:
            return False
        kind = "restore" if role is task.job else "inherit"
        self.engine.events.append((now, kind, task.job.name, role.name))
        queue = self._queue_of(task)
        if queue is not None:
            queue.dequeue(task, now, CHANGED)
        task.acts_as = role
        if queue is not None:
            queue.enqueue(task, now, CHANGED)
            self.engine.fresh.append(task)
        elif task.on_cpu:
            self.engine.demoted.append(task)
        return True

    def _role(self, task: Task, now: int) -> Job:
        task.acts_as, before = task.job, task.acts_as
        lenders = self.waiting if self.protocol == "inheritance" else self.users
        claims = [one for held in task.locks for one in lenders.get(held.lock, [])]
        best = self._foremost([task, *claims], now)
        task.acts_as = before
        return task.job if best is task else best.acts_as

    def _foremost(self, tasks: Iterable[Task], now: int) -> Task:
        """Return the most urgent, the earliest of equals."""
        queue = self.engine.queues[0]
        best: Task | None = None
        for task in tasks:
            if best is None or queue.outranks(task, best, now):
                best = task
        assert best is not None  # noqa: S101 - never asked of nobody
        return best

    def _queue_of(self, task: Task) -> RunQueue | None:
        if task.on_cpu:
            return None
        return next((queue for queue in self.engine.queues if task in queue), None)
