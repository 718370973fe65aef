"""What an operation under a lock costs, and for which holds spinning is cheaper than sleeping."""

from __future__ import annotations

from dataclasses import dataclass

RULES = ("spin", "sleep")


@dataclass(frozen=True, slots=True)
class LockCost:
    """An operation: take a lock, hold it, give it back, work elsewhere.

    Args:
        rule: what a thread does that finds the lock taken, one of `RULES`.
        hold_ns: work with the lock.
        outside_ns: work without it.
        threads: that do nothing else.
        cpus: for them.
        cpu_ns: CPU time of an operation, waiting included.
        contended: share of the operations that find the lock taken, 0 to 1.
        asleep: share of the operations that sleep, 0 to 1.
    """

    rule: str
    hold_ns: float
    outside_ns: float
    threads: int
    cpus: int
    cpu_ns: float
    contended: float
    asleep: float

    @property
    def work_ns(self) -> float:
        """What the operation would take if there were no lock."""
        return self.hold_ns + self.outside_ns

    @property
    def times(self) -> float:
        """CPU time over work: 1 if the lock were free of charge."""
        return self.cpu_ns / self.work_ns


@dataclass(frozen=True, slots=True)
class LockSweep:
    """Both rules for locks held longer and longer.

    Args:
        spin: one cost for each hold, rising.
        sleep: likewise.
        crossover_ns: the hold from which on sleeping is cheaper; None if it never is.
    """

    spin: tuple[LockCost, ...]
    sleep: tuple[LockCost, ...]
    crossover_ns: float | None
