"""The protocol between the engine and a policy: tasks, and the queue of those ready to run.

The engine keeps time, CPUs, I/O and locks; a policy keeps the order. A policy is frozen
parameters with one method, `open`, which makes a fresh run queue: one for all CPUs or one
for each. The engine then speaks to the queue in the kernel's verbs (`struct sched_class`):

    enqueue(task, now, why)   ready: ARRIVED, WOKEN, PREEMPTED, EXPIRED, YIELDED, MOVED, CHANGED
    pick_next(now)            take out the task to run; None to leave the CPU idle
    slice(task, now)          ticks it may run before you are asked again; None: no limit
    charge(task, ran, now)    it has run `ran` more ticks, up to `now`
    preempts(new, task, now)  `new` was just enqueued: shall it take the CPU from `task`?
    dequeue(task, now, why)   gone: BLOCKED or FINISHED from a CPU; MOVED or CHANGED from the queue
    next_event(now)           the tick at which you want `on_event`; None for never
    len(queue)                tasks that `pick_next` could return

A task that was picked is the queue's no more, until it comes back by `enqueue` or is gone
by `dequeue`. A task has been charged up to `now` before any verb about it, and so has every
running task before arrivals and wake-ups. Hooks that a queue does not override are not called.

Source: kernel/sched/sched.h, struct sched_class, Linux 6.12.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Protocol

from oslab.scheduling.records import Cpus, Job, Section

ARRIVED = "arrived"
WOKEN = "woken"
PREEMPTED = "preempted"
EXPIRED = "expired"
YIELDED = "yielded"
MOVED = "moved"
CHANGED = "changed"
BLOCKED = "blocked"
FINISHED = "finished"

ARRIVAL_FIRST = "arrival_first"
PREEMPTED_FIRST = "preempted_first"
TIES = (ARRIVAL_FIRST, PREEMPTED_FIRST)
"""Who joins the queue first when a slice expires in the tick in which another task arrives."""


class Task:
    """A job in one run of the engine: how far it is, and what the policy keeps for it.

    The engine owns every field but `entity`; a policy reads them.

    Args:
        job: what was asked for.
        index: its place in the order in which jobs were given; the last word in every tie.
    """

    __slots__ = (
        "acts_as",
        "cpu",
        "entity",
        "index",
        "job",
        "locks",
        "next_section",
        "on_cpu",
        "queue",
        "ran",
        "ready_since",
        "remaining",
        "sections",
        "turn",
    )  # fmt: skip

    def __init__(self, job: Job, index: int) -> None:
        self.job = job
        self.index = index
        self.remaining = job.bursts[0]
        """CPU ticks left of the burst it is in."""
        self.ran = 0
        """CPU ticks in all so far."""
        self.turn = 0
        """Which of `job.bursts` it is in."""
        self.ready_since = job.arrival
        """The tick at which it was last enqueued."""
        self.cpu: int | None = None
        """The CPU it ran on last."""
        self.acts_as = job
        """Whose priority, deadline and period count: another job's while it inherits."""
        self.entity: Any = None
        """The policy's own: levels, keys, virtual times."""
        self.on_cpu = False
        self.queue: RunQueue | None = None
        """The queue it belongs to, also while it runs."""
        self.sections = job.sections
        self.locks: list[Section] = []
        """The sections whose locks it holds, the outermost first."""
        self.next_section = 0
        """How many of `job.sections` it has entered."""

    def __repr__(self) -> str:
        return f"Task({self.job.name}, remaining={self.remaining}, ran={self.ran})"


class RunQueue:
    """Tasks that are ready to run; a policy's state for one run and one set of CPUs.

    Override `enqueue`, `pick_next`, `__len__`, `__iter__` and `remove`, and the hooks you want
    to hear.
    """

    tie: str = ARRIVAL_FIRST
    reslices: ClassVar[bool] = False
    """Whether `slice` is asked again for a running task when others come or go."""

    steady: ClassVar[bool] = False
    """Whether `next_event` hangs on time alone: it is then asked again only once it came."""

    def __init__(self) -> None:
        self.notes: list[tuple[int, str, str, float]] | None = None
        """Where `note` writes; None while nobody wants notes."""

    def __len__(self) -> int:
        raise NotImplementedError

    def __iter__(self) -> Iterator[Task]:
        """Yield the queued tasks, the one that would be picked last at the end."""
        raise NotImplementedError

    def enqueue(self, task: Task, now: int, why: str) -> None:
        """Make `task` ready."""
        raise NotImplementedError

    def pick_next(self, now: int) -> Task | None:
        """Take out the task to run next; None leaves the CPU idle."""
        raise NotImplementedError

    def remove(self, task: Task) -> None:
        """Take a queued task out, wherever it stands."""
        raise NotImplementedError

    def dequeue(self, task: Task, now: int, why: str) -> None:
        """Let `task` go: from the CPU (BLOCKED, FINISHED) or the queue (MOVED, CHANGED)."""
        if why in (MOVED, CHANGED):
            self.remove(task)

    def slice(self, task: Task, now: int) -> int | None:
        """Return how many ticks `task` may run before it is put back; None for no limit."""
        return None

    def charge(self, task: Task, ran: int, now: int) -> None:
        """Hear that `task` has run `ran` more ticks, up to `now`."""

    def preempts(self, new: Task, task: Task, now: int) -> bool:
        """Return whether `new`, just enqueued, takes the CPU from `task`."""
        return False

    def outranks(self, one: Task, other: Task, now: int) -> bool:
        """Return whether `one` is more urgent: who gets a lock, who lends urgency."""
        return self.preempts(one, other, now)

    def keeps(self, task: Task) -> bool:
        """Return whether a task that blocked is still in here, so that it must wake here."""
        return False

    def next_event(self, now: int) -> int | None:
        """Return the tick after `now` at which to call `on_event`; None for never."""
        return None

    def on_event(self, now: int) -> None:
        """Act at the tick asked for; running tasks were put back (PREEMPTED) before."""

    def note(self, now: int, task: Task | None, name: str, value: float) -> None:
        """Write down a number for the views, such as a vruntime."""
        if self.notes is not None:
            self.notes.append((now, task.job.name if task else "", name, value))


class Policy(Protocol):
    """A scheduler: a frozen dataclass of parameters that opens a fresh queue for each run."""

    def open(self, cpus: Cpus, cpu: int) -> RunQueue:
        """Open an empty run queue for CPU `cpu`, or for all if `cpus.queues` is shared."""
