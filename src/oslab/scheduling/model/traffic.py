"""Requests of very different lengths at one device, answered under several policies."""

from __future__ import annotations

import random

from oslab.errors import require_number, require_whole
from oslab.scheduling.model.simulation import simulate
from oslab.scheduling.policies import (
    Fifo,
    MultiLevelFeedback,
    Priority,
    RoundRobin,
    ShortestRemainingFirst,
)
from oslab.scheduling.records.job import Job
from oslab.scheduling.records.schedule import Schedule
from oslab.scheduling.records.sweep import Sweep
from oslab.scheduling.run_queue import Policy

_SHORT = (5, 15)


def traffic(
    *, load: float = 0.8, long: int = 400, rare: int = 20, error: float = 0.0,
    requests: int = 400, seed: int = 1,
) -> Sweep:  # fmt: skip
    """Return the schedules of one stream of requests under six policies.

    Requests arrive at random, and one in `rare` is long; the rest need 5 to 15 ticks.
    "Predicted" sorts by a guess of each length, made once: off by a factor of 2**x where x
    is normal with deviation `error`. It does not take the device away; "predicted, taken
    away" does. "Shortest left" knows the truth, and "feedback" learns it.

    Args:
        load: which part of the device's time the requests need, 0.1 to 0.95.
        long: ticks of a long request, 10 to 5,000.
        rare: one request in so many is long, 2 to 1,000.
        error: of the guess, in doublings, 0 to 10.
        requests: 10 to 2,000.
        seed: of all that is random, 0 to a million.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_number("load", load, 0.1, 0.95)
    require_whole("long", long, 10, 5_000)
    require_whole("rare", rare, 2, 1_000)
    require_number("error", error, 0, 10)
    require_whole("requests", requests, 10, 2_000)
    require_whole("seed", seed, 0, 1_000_000)
    jobs = _requests(load, long, rare, error, requests, seed)
    policies: dict[str, Policy] = {
        "first come": Fifo(),
        "turns of 1": RoundRobin(quantum=1),
        "feedback": MultiLevelFeedback(quanta=(16, 64, 256)),
        "predicted": Priority(preemptive=False),
        "predicted, taken away": Priority(),
        "shortest left": ShortestRemainingFirst(),
    }
    return Sweep("policy", tuple(policies), tuple(_run(jobs, one) for one in policies.values()))


def _run(jobs: tuple[Job, ...], policy: Policy) -> Schedule:
    return simulate(jobs, policy, notes=False)


def _requests(
    load: float, long: int, rare: int, error: float, requests: int, seed: int
) -> tuple[Job, ...]:
    """Draw arrivals, lengths and guesses, each from a stream of its own.

    So a change of one control leaves the other draws alone.
    """
    when, what, guess = (random.Random(f"traffic {seed} {name}") for name in "awg")
    mean = sum(_SHORT) / 2 * (1 - 1 / rare) + long / rare
    clock, jobs = 0.0, []
    for place in range(requests):
        clock += when.expovariate(1) * mean / load
        length = long if what.randrange(rare) == 0 else what.randint(*_SHORT)
        predicted = length * 2 ** (error * guess.gauss(0, 1))
        jobs.append(Job(f"r{place}", int(clock), length, priority=min(10**9, round(predicted))))
    return tuple(jobs)
