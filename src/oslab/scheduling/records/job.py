"""Jobs: what wants a CPU, when, for how long, and with which claims on the scheduler."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from oslab.errors import InvalidInput, require, require_choice, require_whole

LONGEST = 10**18
"""Ticks: a nanosecond each, these are 31 years."""


@dataclass(frozen=True, slots=True)
class Section:
    """A critical section: a stretch of a job's own CPU time in which it holds a lock.

    Args:
        start: CPU ticks the job has run when it asks for the lock, at least 0.
        length: CPU ticks it then runs before it lets go, at least 1.
        lock: the lock's name.

    Raises:
        InvalidInput: if a value is out of range.
    """

    start: int
    length: int
    lock: str

    def __post_init__(self) -> None:
        require_whole("start", self.start, 0, LONGEST)
        require_whole("length", self.length, 1, LONGEST)
        _word("lock", self.lock)

    @property
    def end(self) -> int:
        """CPU ticks the job has run when it lets go."""
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class Job:
    """Work that arrives, wants a CPU in bursts, and waits for I/O between them.

    What a policy does not know it ignores: `nice` means nothing to round robin.

    Args:
        name: differs from every other job's.
        arrival: tick, at least 0.
        burst: CPU ticks in all, at least 1. Shorthand for `bursts=(burst,)`.
        bursts: ticks on the CPU, in I/O, on the CPU, ...; an odd number of them. An I/O
            of 0 ticks is a yield: the job stays ready and lets others go first.
        priority: a rank; the policy says whether lower or higher is urgent.
        nice: -20 to 19; lower gets more of the CPU.
        tickets: its part in a lottery, at least 1.
        deadline: ticks from arrival (from release, for a periodic job), at least 1.
        period: ticks between releases, at least 1; None for a job that comes once.
        budget: CPU ticks reserved in each period (the runtime of SCHED_DEADLINE), at least 1.
        slice: CPU ticks asked for at a time (EEVDF's request), at least 1.
        group: the task group it is in, `"a"` or `"a/b"`; `""` is the root.
        affinity: the CPUs it may run on; None for all.
        sections: critical sections, in order of start, nested or apart.
        task: for one release of a periodic job, that job's name; `""` otherwise.

    Raises:
        InvalidInput: if a value is out of range or two contradict each other.
    """

    name: str
    arrival: int = 0
    burst: int = 0
    bursts: tuple[int, ...] = ()
    priority: int = 0
    nice: int = 0
    tickets: int = 100
    deadline: int | None = None
    period: int | None = None
    budget: int | None = None
    slice: int | None = None
    group: str = ""
    affinity: tuple[int, ...] | None = None
    sections: tuple[Section, ...] = ()
    task: str = ""

    def __post_init__(self) -> None:
        _word("name", self.name)
        require_whole("arrival", self.arrival, 0, LONGEST)
        self._settle_bursts()
        require_whole("priority", self.priority, -LONGEST, LONGEST)
        require_whole("nice", self.nice, -20, 19)
        require_whole("tickets", self.tickets, 1, LONGEST)
        for optional in ("deadline", "period", "budget", "slice"):
            if getattr(self, optional) is not None:
                require_whole(optional, getattr(self, optional), 1, LONGEST)
        require(isinstance(self.group, str), "group", self.group, 'a path such as "a/b"')
        require(isinstance(self.task, str), "task", self.task, "a job's name, or empty")
        self._check_affinity()
        self._check_sections()

    def _settle_bursts(self) -> None:
        """Make `burst` and `bursts` say the same, whichever was given."""
        bursts: object = self.bursts
        if isinstance(bursts, tuple | list) and len(bursts) == 0:
            require_whole("burst", self.burst, 1, LONGEST)
            bursts = (self.burst,)
        if not isinstance(bursts, tuple | list) or len(bursts) % 2 == 0:
            raise InvalidInput("bursts", bursts, "an odd number of ticks: CPU, I/O, CPU, ...")
        for place, ticks in enumerate(bursts):
            require_whole("bursts", ticks, place % 2 == 0, LONGEST)
        total = sum(bursts[::2])
        require_whole("burst", self.burst)
        require(self.burst in (0, total), "burst", self.burst, "left out where bursts is given")
        object.__setattr__(self, "bursts", tuple(bursts))
        object.__setattr__(self, "burst", total)

    def _check_affinity(self) -> None:
        if self.affinity is None:
            return
        ok = isinstance(self.affinity, tuple | list) and len(self.affinity) > 0
        require(ok, "affinity", self.affinity, "None, or at least one CPU")
        for cpu in self.affinity:
            require_whole("affinity", cpu, 0, 1_023)
        object.__setattr__(self, "affinity", tuple(sorted(set(self.affinity))))

    def _check_sections(self) -> None:
        ok = isinstance(self.sections, tuple | list)
        require(ok, "sections", self.sections, "a sequence of Section")
        around: list[Section] = []
        before = 0
        for one in self.sections:
            require(isinstance(one, Section), "sections", one, "a Section")
            ok = before <= one.start and one.end <= self.burst
            require(ok, "sections", one, f"in order of start, within the burst of {self.burst}")
            before = one.start
            while around and around[-1].end <= one.start:
                around.pop()
            ok = not around or (one.end <= around[-1].end)
            require(ok, "sections", one, "nested in the section before it, or apart from it")
            held = [outer.lock for outer in around]
            require(one.lock not in held, "sections", one, "for a lock not held already")
            around.append(one)
        object.__setattr__(self, "sections", tuple(self.sections))


def released(jobs: Iterable[Job], until: int | None = None) -> tuple[Job, ...]:
    """Return `jobs` with every periodic one replaced by its releases before tick `until`.

    The releases of a job `"A"` are called `"A#1"`, `"A#2"`, ... Where it names no
    deadline, a release is due when the next one comes.

    Args:
        jobs: any number of `Job`, names all different.
        until: tick, needed as soon as a job has a period.

    Raises:
        InvalidInput: if two jobs share a name, or a periodic job has no `until`.
    """
    jobs = listed(jobs)
    if until is not None:
        require_whole("until", until, 1, LONGEST)
    every: list[Job] = []
    for job in jobs:
        every += [job] if job.period is None or job.task else _releases(job, job.period, until)
    return tuple(every)


def hyperperiod(jobs: Iterable[Job]) -> int:
    """Return after how many ticks the releases of periodic `jobs` repeat.

    Raises:
        InvalidInput: if `jobs` is no sequence of `Job`, or none of them has a period.
    """
    periods = [job.period for job in listed(jobs) if job.period is not None]
    require(len(periods) > 0, "jobs", jobs, "jobs of which one has a period")
    return math.lcm(*periods)


def listed(jobs: Iterable[Job]) -> tuple[Job, ...]:
    """Return `jobs` as a tuple.

    Raises:
        InvalidInput: unless they are at least one `Job`, each with a name of its own.
    """
    allowed = "at least one Job, each with a name of its own"
    try:
        found = tuple(jobs)
    except TypeError as error:
        raise InvalidInput("jobs", jobs, allowed) from error
    require(len(found) > 0, "jobs", jobs, allowed)
    for job in found:
        require(isinstance(job, Job), "jobs", job, "a Job")
    require(len({job.name for job in found}) == len(found), "jobs", found, allowed)
    return found


def _releases(job: Job, period: int, until: int | None) -> list[Job]:
    if until is None:
        raise InvalidInput("until", until, f"given, because {job.name} has a period")
    count = max(0, -((job.arrival - until) // period))
    require(count <= 1_000_000, "until", until, f"no more than a million periods of {job.name}")
    due = period if job.deadline is None else job.deadline
    return [
        replace(
            job, name=f"{job.name}#{turn + 1}", arrival=job.arrival + turn * period,
            deadline=due, task=job.name,
        )
        for turn in range(count)
    ]  # fmt: skip


def _word(argument: str, value: object) -> None:
    ok = isinstance(value, str) and value.strip() != "" and len(value) <= 100
    require(ok, argument, value, "a name of 1 to 100 characters")


QUEUES = ("shared", "per_cpu")


@dataclass(frozen=True, slots=True)
class Cpus:
    """The CPUs, and how tasks find their way to them.

    Args:
        count: 1 to 1,024.
        queues: `"shared"` (one run queue for all) or `"per_cpu"` (one each, as Linux has).
        steal: whether a CPU that would idle takes a task from the longest other queue.
        balance: ticks between two rounds that even out the queues' lengths; None for none.
        migration_cost: ticks lost to cold caches whenever a task runs on another CPU
            than the last time, at least 0.

    Raises:
        InvalidInput: if a value is out of range.
    """

    count: int = 1
    queues: str = "shared"
    steal: bool = True
    balance: int | None = None
    migration_cost: int = 0

    def __post_init__(self) -> None:
        require_whole("count", self.count, 1, 1_024)
        require_choice("queues", self.queues, QUEUES)
        require(isinstance(self.steal, bool), "steal", self.steal, "True or False")
        if self.balance is not None:
            require_whole("balance", self.balance, 1, LONGEST)
        require_whole("migration_cost", self.migration_cost, 0, LONGEST)
