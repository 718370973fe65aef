"""What is known about threads that share an interpreter lock: who did what, when."""

from __future__ import annotations

from dataclasses import dataclass

HOLDS = "runs Python, holding the lock"
OUTSIDE = "runs outside the lock"
BLOCKED = "blocked in a system call"
WAITS = "waits for the lock"
READY = "ready, but no CPU is free"
STATES = (HOLDS, OUTSIDE, BLOCKED, WAITS, READY)


@dataclass(frozen=True, slots=True)
class Span:
    """One thread in one state without a break, from `start_us` up to `end_us`."""

    thread: int
    state: str
    start_us: int
    end_us: int


@dataclass(frozen=True, slots=True)
class LockTimeline:
    """Threads of one interpreter from the start to the end of the last one.

    Args:
        threads: a name for each.
        cpus: CPUs they could use.
        switch_interval_us: how long a waiter waits before it asks for the lock.
        spans: in order of start, then of thread.
        end_us: when the last thread had finished.
        forced: how often the lock was given up because a waiter asked for it.
    """

    threads: tuple[str, ...]
    cpus: int
    switch_interval_us: int
    spans: tuple[Span, ...]
    end_us: int
    forced: int


@dataclass(frozen=True, slots=True)
class SpeedupLine:
    """How many times faster than one worker, for each number of workers from 1 up."""

    name: str
    speedups: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SpeedupCurve:
    """Several answers to the same question: what do more workers buy?

    Args:
        python_percent: share of the work that needs the interpreter lock.
        cpus: CPUs the workers may use.
        lines: each one prediction.
    """

    python_percent: int
    cpus: int
    lines: tuple[SpeedupLine, ...]
