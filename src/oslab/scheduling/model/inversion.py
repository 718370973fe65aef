"""Priority inversion: the most urgent job waits for one that never touches its lock."""

from __future__ import annotations

from dataclasses import replace

from oslab import errors
from oslab.scheduling.metrics import completion
from oslab.scheduling.model.simulation import simulate
from oslab.scheduling.policies import Priority
from oslab.scheduling.records import Event, Job, Schedule, Section

PROTOCOLS = {
    "none": "none", "inheritance": "inheritance", "ceiling": "ceiling",
    "inherit": "inheritance", "protect": "ceiling",
}  # fmt: skip
"""The engine's names, and those of POSIX's PTHREAD_PRIO_INHERIT and PTHREAD_PRIO_PROTECT."""

CYCLE_MS = 125


def inversion(
    *, protocol: str = "none", section_ms: int = 20, middle_ms: int = 150, asks_ms: int = 4,
    middle_at_ms: int = 6,
) -> Schedule:  # fmt: skip
    """Run three jobs, high, middle and low, of which high and low share a lock.

    Low takes the lock at 0 and computes under it; high asks for it; then middle comes, which
    needs no lock. Nothing here is rounded: without a protocol high waits for what is left of
    the section *and* for all of middle; with one, for what is left of the section. The
    defaults are those of `measure.inversion`.

    Args:
        protocol: `"none"`, `"inheritance"` or `"ceiling"`; POSIX's `"inherit"` and `"protect"`
            mean the same two.
        section_ms: how long low holds the lock, in CPU time, 1 to 1,000.
        middle_ms: how long middle computes, 0 to 1,000.
        asks_ms: when high comes, 1 to 1,000.
        middle_at_ms: when middle comes, 0 to 1,000.

    Returns:
        A schedule in ms; what high waited for the lock is `metrics.blocked(it)["high"]`.

    Raises:
        InvalidInput: if a value is out of range.

    Source: Sha, Rajkumar and Lehoczky (IEEE Transactions on Computers, 1990).
    """
    errors.require_choice("protocol", protocol, PROTOCOLS)
    errors.require_whole("section_ms", section_ms, 1, 1_000)
    errors.require_whole("middle_ms", middle_ms, 0, 1_000)
    errors.require_whole("asks_ms", asks_ms, 1, 1_000)
    errors.require_whole("middle_at_ms", middle_at_ms, 0, 1_000)
    jobs = [Job("high", asks_ms, 1, priority=30, sections=(Section(0, 1, "lock"),))]
    if middle_ms:
        jobs.append(Job("middle", middle_at_ms, middle_ms, priority=20))
    jobs.append(Job("low", 0, section_ms, priority=10, sections=(Section(0, section_ms, "lock"),)))
    done = simulate(jobs, Priority("higher"), locks=PROTOCOLS[protocol])
    return replace(done, unit="ms")


def pathfinder(*, protocol: str = "none", communications_ms: int = 90) -> Schedule:
    """Run three cycles of Mars Pathfinder's bus, with the lock that reset the spacecraft.

    Every 125 ms (8 Hz) `bus schedule` plans the 1553 bus, and first checks that `bus
    distribution` ended in the cycle before: if not, it resets the computer. Distribution
    writes to a pipe, whose mutex `weather` (ASI/MET), far less urgent, holds inside `select()`.
    In the second cycle `communications` comes in between: Reeves tells of several tasks of
    medium priority, Jones of this one. The milliseconds of each task are ours.

    Args:
        protocol: as `inversion`. What flew was `"none"`; the repair was `"inheritance"`.
        communications_ms: how long communications computes, 0 to 200.

    Returns:
        A schedule in ms which ends with an event `"reset"`, or after three cycles.

    Raises:
        InvalidInput: if a value is out of range.

    Source: G. Reeves, What Really Happened on Mars, Authoritative Account (1997);
        M. Jones, What Really Happened on Mars (1997), after D. Wilner's talk at RTSS.
    """
    errors.require_choice("protocol", protocol, PROTOCOLS)
    errors.require_whole("communications_ms", communications_ms, 0, 200)
    mutex = "select()"
    jobs = [
        Job("bus schedule", 0, 5, period=CYCLE_MS, priority=4),
        Job("bus distribution", 40, 20, period=CYCLE_MS, deadline=CYCLE_MS - 40, priority=3,
            sections=(Section(1, 3, mutex),)),
    ]  # fmt: skip
    if communications_ms:
        jobs.append(Job("communications", 155, communications_ms, priority=2))
    jobs.append(Job("weather", 150, 25, priority=1, sections=(Section(0, 10, mutex),)))

    def until(end: int) -> Schedule:
        done = simulate(jobs, Priority("higher"), until=end, locks=PROTOCOLS[protocol])
        return replace(done, unit="ms")

    whole = until(3 * CYCLE_MS)
    ended = completion(whole)
    for turn in (1, 2):
        if ended.get(f"bus distribution#{turn}", 3 * CYCLE_MS) > turn * CYCLE_MS:
            part = until(turn * CYCLE_MS)
            reset = Event(part.end, "reset", "bus schedule", f"bus distribution#{turn}")
            return replace(part, events=(*part.events, reset))
    return whole
