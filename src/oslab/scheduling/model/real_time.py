"""Periodic tasks and reserved bandwidth, from plain numbers that a reader may change."""

from __future__ import annotations

import random

from oslab.errors import require, require_choice, require_whole
from oslab.scheduling.model.bounds import (
    hyperbolic,
    liu_layland,
    response_times,
    schedulability,
    utilization,
)
from oslab.scheduling.model.simulation import simulate
from oslab.scheduling.policies import POLICIES
from oslab.scheduling.policies.bandwidth_server import EXHAUSTED, BandwidthServer
from oslab.scheduling.records import Job, Schedule, hyperperiod
from oslab.scheduling.records.real_time import Acceptance, Schedulability

_LONGEST_PERIOD = 1_000
_PERIODS = (20, 24, 30, 40, 50, 60, 75, 100, 120, 150, 200, 300)


def periodic(
    *, policy: str = "RateMonotonic", first_burst: int = 25, first_period: int = 50,
    second_burst: int = 35, second_period: int = 80, third_burst: int = 0,
    third_period: int = 200, until: int | None = None,
) -> Schedule:  # fmt: skip
    """Run two or three periodic tasks, each due when its next release comes.

    The tasks are P1, P2 and P3. The default is the example that RM misses at 80 and EDF meets.

    Args:
        policy: a key of `POLICIES` that can be made without arguments.
        first_burst: ticks, 1 to 1,000, as the others.
        first_period: ticks, 1 to 1,000, as the others.
        second_burst: ticks.
        second_period: ticks.
        third_burst: ticks; 0 for two tasks only.
        third_period: ticks.
        until: the tick at which to stop, 1 to 100,000; None: when all releases come together
            again, though no later than ten of the longest periods.

    Raises:
        InvalidInput: if a value is out of range, or a burst is longer than its period.

    Source: Silberschatz et al., Operating System Concepts, 10th ed., section 5.6.
    """
    require_choice("policy", policy, POLICIES)
    jobs = _three(
        first=(first_burst, first_period), second=(second_burst, second_period),
        third=(third_burst, third_period),
    )  # fmt: skip
    if until is None:
        until = min(hyperperiod(jobs), 10 * max(job.period or 1 for job in jobs))
    require_whole("until", until, 1, 100_000)
    return simulate(jobs, POLICIES[policy](), until=until)


def periodic_tests(
    *, first_burst: int = 25, first_period: int = 50, second_burst: int = 35,
    second_period: int = 80, third_burst: int = 0, third_period: int = 200,
) -> Schedulability:  # fmt: skip
    """Return what every test says of the tasks of `periodic`, before they run.

    Args:
        first_burst: as `periodic`, and so are the others.
        first_period: ticks.
        second_burst: ticks.
        second_period: ticks.
        third_burst: ticks; 0 for two tasks only.
        third_period: ticks.

    Raises:
        InvalidInput: if a value is out of range, or a burst is longer than its period.
    """
    return schedulability(
        _three(
            first=(first_burst, first_period), second=(second_burst, second_period),
            third=(third_burst, third_period),
        )
    )  # fmt: skip


def _three(**rows: tuple[int, int]) -> list[Job]:
    jobs = []
    for place, (name, (burst, period)) in enumerate(rows.items(), start=1):
        require_whole(f"{name}_period", period, 1, _LONGEST_PERIOD)
        require_whole(f"{name}_burst", burst, int(place < 3), _LONGEST_PERIOD)
        require(burst <= period, f"{name}_burst", burst, f"no longer than its period of {period}")
        if burst:
            jobs.append(Job(f"P{place}", 0, burst, period=period))
    return jobs


def acceptance(*, tasks: int = 3, sets: int = 100, seed: int = 1) -> Acceptance:
    """Draw task sets at random and count which test promises to meet all their deadlines.

    At every utilization from 50 to 100 per cent the same number of sets; it is split among the
    tasks evenly at random, and their periods are drawn from a dozen between 20 and 300.

    Args:
        tasks: in every set, 1 to 10.
        sets: at every utilization, 10 to 1,000.
        seed: 0 to a million.

    Raises:
        InvalidInput: if a value is out of range.

    Source: Bini and Buttazzo, Measuring the Performance of Schedulability Tests (2005).
    """
    require_whole("tasks", tasks, 1, 10)
    require_whole("sets", sets, 10, 1_000)
    require_whole("seed", seed, 0, 1_000_000)
    rng = random.Random(seed)
    loads = tuple(range(50, 101, 5))
    accepted: dict[str, list[int]] = {
        name: [] for name in ("Liu and Layland", "product of (u + 1)", "response times", "EDF")
    }
    bound = liu_layland(tasks)
    for load in loads:
        drawn = [_drawn(rng, tasks, load) for _ in range(sets)]
        counts = (
            sum(float(utilization(jobs)) <= bound for jobs in drawn),
            sum(hyperbolic(jobs) <= 2 for jobs in drawn),
            sum(None not in response_times(jobs).values() for jobs in drawn),
            sum(utilization(jobs) <= 1 for jobs in drawn),
        )
        for name, count in zip(accepted, counts, strict=True):
            accepted[name].append(count)
    return Acceptance(tasks, sets, loads, {name: tuple(each) for name, each in accepted.items()})


def _drawn(rng: random.Random, tasks: int, load: int) -> list[Job]:
    """Return tasks that want exactly `load` per cent, in whole ticks."""
    whole = 10 * load
    cuts = [0, *sorted(rng.sample(range(1, whole), tasks - 1)), whole]
    periods = rng.sample(_PERIODS, tasks)
    return [
        Job(f"P{place}", 0, (cuts[place + 1] - cuts[place]) * period, period=1_000 * period)
        for place, period in enumerate(periods)
    ]


def bandwidth(
    *, budget: int = 3, period: int = 10, burst: int = 40, exhausted: str = "throttle",
    control_burst: int = 4, control_period: int = 8, until: int = 80,
) -> Schedule:  # fmt: skip
    """Run a job that overruns its reservation beside one that keeps to it, and one without.

    `greedy` wants `burst` ticks at once but has reserved `budget` in every `period`; `control`
    takes exactly what it has reserved, and must be done in time; `other` has no reservation.

    Args:
        budget: ticks reserved for `greedy` in every period, 1 to `period`.
        period: ticks, 1 to 1,000.
        burst: ticks that `greedy` wants, 1 to 10,000.
        exhausted: `"throttle"` (Linux) or `"postpone"` (Abeni and Buttazzo).
        control_burst: ticks, 1 to `control_period`.
        control_period: ticks, 1 to 1,000.
        until: the tick at which to stop, 1 to 10,000.

    Raises:
        InvalidInput: if a value is out of range.

    Source: Abeni and Buttazzo (RTSS, 1998); kernel/sched/deadline.c, Linux 6.12.
    """
    require_whole("period", period, 1, _LONGEST_PERIOD)
    require_whole("budget", budget, 1, period)
    require_whole("burst", burst, 1, 10_000)
    require_choice("exhausted", exhausted, EXHAUSTED)
    require_whole("control_period", control_period, 1, _LONGEST_PERIOD)
    require_whole("control_burst", control_burst, 1, control_period)
    require_whole("until", until, 1, 10_000)
    # Not periodic itself: the one job outlasts many periods of its server.
    greedy = Job("greedy", 0, burst, deadline=period, budget=budget)
    control = Job("control", 0, control_burst, period=control_period, budget=control_burst)
    other = Job("other", 0, until)
    return simulate([greedy, control, other], BandwidthServer(exhausted), until=until)
