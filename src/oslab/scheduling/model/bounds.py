"""Will every deadline be met? What can be said of periodic tasks before anything runs.

One CPU, switches for free, tasks that never block, deadlines no later than the next release,
and the worst moment: all tasks released at once.

Source: Liu and Layland (Journal of the ACM, 1973); Joseph and Pandya (Computer Journal, 1986);
Baruah, Rosier and Howell (Real-Time Systems, 1990); Bini, Buttazzo and Buttazzo (IEEE
Transactions on Computers, 2003); Buttazzo, Hard Real-Time Computing Systems, chapter 4.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator
from fractions import Fraction

from oslab.errors import InvalidInput, require, require_choice, require_number, require_whole
from oslab.scheduling.records.job import LONGEST, Job, listed
from oslab.scheduling.records.real_time import Schedulability, Verdict

_MOST_STEPS = 200_000
_TOO_LONG = "tasks whose releases come together after fewer than 200,000 of them"


def liu_layland(count: int) -> float:
    """Return the utilization up to which any `count` tasks meet their deadlines under RM.

    `count * (2 ** (1 / count) - 1)`: 1 for one task, 0.83 for two, falling to ln 2 = 0.69.

    Raises:
        InvalidInput: if `count` is not from 1 to 10**6.

    Source: Liu and Layland (1973), theorem 5.
    """
    require_whole("count", count, 1, 10**6)
    return count * math.expm1(math.log(2) / count)


def utilization(jobs: Iterable[Job]) -> Fraction:
    """Return how many ticks of CPU the tasks want per tick, exactly.

    Raises:
        InvalidInput: unless each has a period, and no deadline after it.
    """
    return sum((Fraction(one.burst, _period(one)) for one in _tasks(jobs)), Fraction())


def hyperbolic(jobs: Iterable[Job]) -> Fraction:
    """Return the product of all (utilization + 1): RM meets all deadlines if it is 2 at most.

    Never stricter than Liu and Layland's bound.

    Raises:
        InvalidInput: unless each has a period, and no deadline after it.

    Source: Bini, Buttazzo and Buttazzo (2003).
    """
    return math.prod((Fraction(one.burst, _period(one)) + 1 for one in _tasks(jobs)),
                     start=Fraction(1))  # fmt: skip


def response_times(jobs: Iterable[Job], by: str = "period") -> dict[str, int | None]:
    """Return each task's longest time from release to end; None if past its deadline.

    Exact for fixed priorities. In the worst case all tasks are released at once; then a task
    takes its own burst, and that of every more urgent release which comes before it ends.
    Among equals those listed first are the more urgent.

    Args:
        jobs: periodic tasks.
        by: `"period"` or `"deadline"`: the shorter is the more urgent.

    Raises:
        InvalidInput: unless each has a period, and no deadline after it.

    Source: Joseph and Pandya (1986).
    """
    require_choice("by", by, ("period", "deadline"))
    tasks = _tasks(jobs)
    urgency = _period if by == "period" else _deadline
    ranked = sorted(tasks, key=urgency)
    found = {task.name: _response(task, ranked[:place]) for place, task in enumerate(ranked)}
    return {task.name: found[task.name] for task in tasks}


def demand(jobs: Iterable[Job], length: int) -> int:
    """Return the ticks that must run within the first `length`: released and due in them.

    Raises:
        InvalidInput: unless each has a period, and no deadline after it; `length` is at least 0.

    Source: Baruah, Rosier and Howell (1990), the demand bound function.
    """
    tasks = _tasks(jobs)
    require_whole("length", length, 0, LONGEST)
    return sum(max(0, (length - _deadline(one)) // _period(one) + 1) * one.burst for one in tasks)


def first_overload(jobs: Iterable[Job]) -> int | None:
    """Return the first deadline by which more must run than there are ticks; None if never.

    None means that EDF, and so some order, meets every deadline.

    Raises:
        InvalidInput: unless each has a period, and no deadline after it; or if that takes more
            than 200,000 deadlines to find out.

    Source: Baruah, Rosier and Howell (1990).
    """
    tasks = _tasks(jobs)
    if all(_deadline(one) == _period(one) for one in tasks) and utilization(tasks) <= 1:
        return None
    busy = _busy_period(tasks)
    wanted = 0
    for step, (due, burst) in enumerate(_deadlines(tasks)):
        if busy is not None and due > busy:
            return None
        wanted += burst
        if wanted > due:
            return due
        require(step < _MOST_STEPS, "jobs", jobs, _TOO_LONG)
    return None


def schedulability(jobs: Iterable[Job]) -> Schedulability:
    """Return what every test says of RM and EDF.

    Raises:
        InvalidInput: as `first_overload`.
    """
    tasks = _tasks(jobs)
    implicit = all(_deadline(one) == _period(one) for one in tasks)
    load = utilization(tasks)
    answers = response_times(tasks, "deadline")
    late = sum(1 for ticks in answers.values() if ticks is None)
    overload = first_overload(tasks)
    rows = []
    if implicit:
        bound = liu_layland(len(tasks))
        rows += [
            _row("RateMonotonic", "utilization, Liu and Layland", load, bound, rough=True),
            _row("RateMonotonic", "product of (u + 1)", hyperbolic(tasks), 2, rough=True),
        ]
    name = "RateMonotonic" if implicit else "RateMonotonic(by='deadline')"
    rows += [
        _row(name, "tasks late by response time", late, 0),
        _row("EarliestDeadline", "utilization", load, 1, rough=not implicit and load <= 1),
        _row("EarliestDeadline", "deadlines with too much demand", overload is not None, 0),
    ]
    return Schedulability(tasks, float(load), tuple(rows), answers)


def admitted(jobs: Iterable[Job], cpus: int = 1, most: float = 0.95) -> bool:
    """Return whether Linux would let these SCHED_DEADLINE tasks in: sum of budget / period.

    Args:
        jobs: each with a budget, and a period or a deadline.
        cpus: in the root domain, 1 to 1,024.
        most: the part of a CPU that they may have together, 0 to 1; `sched_rt_runtime_us` over
            `sched_rt_period_us`.

    Raises:
        InvalidInput: if a value is out of range.

    Source: kernel/sched/deadline.c, __dl_overflow, Linux 6.12.
    """
    tasks = listed(jobs)
    require_whole("cpus", cpus, 1, 1_024)
    require_number("most", most, 0, 1)
    wanted = Fraction()
    for job in tasks:
        period = job.period or job.deadline
        if job.budget is None or period is None:
            raise InvalidInput("jobs", job, "jobs with a budget, and a period or a deadline")
        wanted += Fraction(job.budget, period)
    return wanted <= Fraction(str(most)) * cpus


# ------------------------------------------------------------------ steps
def _tasks(jobs: Iterable[Job]) -> tuple[Job, ...]:
    tasks = listed(jobs)
    for one in tasks:
        require(one.period is not None, "jobs", one, "jobs that all have a period")
        require(_deadline(one) <= _period(one), "jobs", one, "due before the next release")
    return tasks


def _period(job: Job) -> int:
    return job.period or 1


def _deadline(job: Job) -> int:
    return job.deadline or _period(job)


def _response(task: Job, urgent: list[Job]) -> int | None:
    ticks = task.burst
    for _ in range(_MOST_STEPS):
        if ticks > _deadline(task):
            return None
        more = task.burst + sum(-(-ticks // _period(one)) * one.burst for one in urgent)
        if more == ticks:
            return ticks
        ticks = more
    raise InvalidInput("jobs", task, _TOO_LONG)


def _busy_period(tasks: tuple[Job, ...]) -> int | None:
    """Return how long the CPU is busy if all are released at once; None for ever."""
    if utilization(tasks) > 1:
        return None
    ticks = sum(one.burst for one in tasks)
    for _ in range(_MOST_STEPS):
        more = sum(-(-ticks // _period(one)) * one.burst for one in tasks)
        if more == ticks:
            return ticks
        ticks = more
    raise InvalidInput("jobs", tasks, _TOO_LONG)


def _deadlines(tasks: tuple[Job, ...]) -> Iterator[tuple[int, int]]:
    """Yield every deadline and the burst due then, in order of time."""
    heap = [(_deadline(one), place) for place, one in enumerate(tasks)]
    heapq.heapify(heap)
    while True:
        due, place = heap[0]
        yield due, tasks[place].burst
        heapq.heapreplace(heap, (due + _period(tasks[place]), place))


def _row(
    policy: str, test: str, value: Fraction | float, bound: float, rough: bool = False
) -> Verdict:
    holds = value <= bound
    # A rough test is sufficient only: where it fails, nothing is said. For EDF with short
    # deadlines utilization is necessary only: there it is the other way round.
    answer = "meets" if holds else "undecided" if rough else "misses"
    if rough and policy == "EarliestDeadline":
        answer = "undecided"
    return Verdict(policy, test, float(value), float(bound), answer)
