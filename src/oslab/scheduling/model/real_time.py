"""Periodic tasks and reserved bandwidth, from plain numbers that a reader may change."""

from __future__ import annotations

from oslab.errors import require, require_choice, require_whole
from oslab.scheduling.model.simulation import simulate
from oslab.scheduling.policies import POLICIES
from oslab.scheduling.policies.bandwidth_server import EXHAUSTED, BandwidthServer
from oslab.scheduling.records import Job, Schedule, hyperperiod

REAL_TIME = ("RateMonotonic", "EarliestDeadline")
_LONGEST_PERIOD = 1_000


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

    Source: Silberschatz et al., Operating System Concepts, 10th ed., 5.6.4 and 5.6.5.
    """
    require_choice("policy", policy, POLICIES)
    rows = {
        "first": (first_burst, first_period),
        "second": (second_burst, second_period),
        "third": (third_burst, third_period),
    }
    jobs = []
    for place, (name, (burst, period)) in enumerate(rows.items(), start=1):
        require_whole(f"{name}_period", period, 1, _LONGEST_PERIOD)
        require_whole(f"{name}_burst", burst, int(place < 3), _LONGEST_PERIOD)
        require(burst <= period, f"{name}_burst", burst, f"no longer than its period of {period}")
        if burst:
            jobs.append(Job(f"P{place}", 0, burst, period=period))
    if until is None:
        until = min(hyperperiod(jobs), 10 * max(job.period or 1 for job in jobs))
    require_whole("until", until, 1, 100_000)
    return simulate(jobs, POLICIES[policy](), until=until)


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
