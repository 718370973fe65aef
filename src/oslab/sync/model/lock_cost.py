"""Spin or sleep: the CPU time of an operation under a lock, by arithmetic.

A thread that spins burns CPU time for as long as it waits. One that sleeps pays for calls of
futex, and for falling asleep and being woken; if the lock is free before it has got that far, only
for the way so far. How often a thread finds the lock taken, and for how long, is a queue with one
server.
"""

from __future__ import annotations

from oslab.errors import require, require_choice, require_number, require_whole
from oslab.sync.records.lock_cost import RULES, LockCost, LockSweep

HOLDS_NS = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
SLICE_NS = 3_000_000
"""What a thread runs in one go; only sleepers notice how long it is."""
_LOW_NS, _STEPS, _A_DECADE = 10.0, 60, 10


def lock_cost(
    rule: str, hold_ns: float = 1_000, outside_ns: float = 1_000, threads: int = 2, cpus: int = 2,
    uncontended_ns: float = 7, calls_ns: float = 500, sleep_ns: float = 10_000,
) -> LockCost:  # fmt: skip
    """Predict the CPU time of an operation under a lock.

    With more threads than CPUs a holder loses its CPU now and then. Sleepers make way for it.
    Spinners burn the slices that it would need: with p the share of time that a thread holds the
    lock, n spinners on one CPU take 1 + p(n - 1) times the work, and the length of a slice
    cancels out. The queue is solved by mean value analysis; what is left of a hold when somebody
    arrives is half of it. Left out: cache lines that travel, a lock that is taken again before
    the woken one has come, and that an idle CPU is slower to wake than a busy one.

    Args:
        rule: of `RULES`.
        hold_ns: work with the lock, 1 to a billion nanoseconds.
        outside_ns: work without it, 0 to a billion.
        threads: 1 to 1,000.
        cpus: 1 to 1,000.
        uncontended_ns: taking a free lock and giving it back, 0 to a billion.
        calls_ns: a wait that is refused and a wake-up, 0 to a billion.
        sleep_ns: CPU time of falling asleep and being woken, 0 to a billion.

    Raises:
        InvalidInput: if an argument is out of range.

    Source: M. Reiser and S. Lavenberg, Mean-value analysis of closed multichain queueing
        networks, J. ACM 27(2), 1980; A. Karlin and others, Empirical studies of competitive
        spinning for a shared-memory multiprocessor, SOSP 1991.
    """
    require_choice("rule", rule, RULES)
    require_number("hold_ns", hold_ns, 1, 1e9)
    require_whole("threads", threads, 1, 1_000)
    require_whole("cpus", cpus, 1, 1_000)
    prices = {"outside_ns": outside_ns, "uncontended_ns": uncontended_ns, "calls_ns": calls_ns,
              "sleep_ns": sleep_ns}  # fmt: skip
    for name, value in prices.items():
        require_number(name, value, 0, 1e9)
    running = min(threads, cpus)
    residence, used, met = _queue(running, hold_ns, outside_ns)
    work = hold_ns + outside_ns
    # A slice ends while its thread has the lock: whoever runs next finds it taken.
    robbed = 0.0 if threads == running else (threads - 1) * used / running * work / SLICE_NS
    contended = min(1.0, met + robbed)
    if rule == "spin":
        burnt = (residence + outside_ns) * (1 + used * (threads - running) / running)
        return LockCost(rule, hold_ns, outside_ns, threads, cpus, uncontended_ns + burnt,
                        contended, 0.0)  # fmt: skip
    in_time = max(0.0, 1 - calls_ns / hold_ns)  # the others find the lock free on their way down
    asleep = min(1.0, met * in_time + robbed)
    way = min(sleep_ns, (residence - hold_ns) / met) if met else 0.0
    cost = uncontended_ns + work + met * (calls_ns + way) + robbed * (calls_ns + sleep_ns)
    return LockCost(rule, hold_ns, outside_ns, threads, cpus, cost, contended, asleep)


def _queue(threads: int, hold: float, outside: float) -> tuple[float, float, float]:
    """Return time from asking to giving back, use of the lock, and the use that arrivals meet."""
    residence, used, met, present = 0.0, 0.0, 0.0, 0.0
    for count in range(1, threads + 1):
        met = used
        # At most one thread at a time has the lock, however they arrive.
        residence = max(hold * (1 + present - used / 2), count * hold - outside)
        rate = count / (outside + residence)
        present, used = rate * residence, min(1.0, rate * hold)
    return residence, used, met


def spin_or_sleep(
    threads: int = 2, cpus: int = 2, outside: float = 1, sleep_ns: float = 10_000,
    calls_ns: float = 500, uncontended_ns: float = 7, holds_ns: tuple[float, ...] = HOLDS_NS,
) -> LockSweep:  # fmt: skip
    """Predict both rules for several holds, and the hold from which on sleeping is cheaper.

    Args:
        threads: 1 to 1,000.
        cpus: 1 to 1,000.
        outside: work without the lock over work with it, 0 to 100.
        sleep_ns: as for `lock_cost`.
        calls_ns: as for `lock_cost`.
        uncontended_ns: as for `lock_cost`.
        holds_ns: rising, each 1 to ten million nanoseconds.

    Raises:
        InvalidInput: if an argument is out of range.
    """
    require_number("outside", outside, 0, 100)
    ok = isinstance(holds_ns, tuple | list) and len(holds_ns) > 0
    require(ok, "holds_ns", holds_ns, "at least one number")
    for hold in holds_ns:
        require_number("holds_ns", hold, 1, 1e7)
    require(sorted(holds_ns) == list(holds_ns), "holds_ns", holds_ns, "rising numbers")

    def cost(rule: str, hold: float) -> LockCost:
        return lock_cost(
            rule, hold, outside * hold, threads, cpus, uncontended_ns, calls_ns, sleep_ns
        )

    def sleeping_is_cheaper(hold: float) -> bool:
        return cost("sleep", hold).cpu_ns < cost("spin", hold).cpu_ns

    spin, sleep = (tuple(cost(rule, hold) for hold in holds_ns) for rule in RULES)
    grid = [round(_LOW_NS * 10 ** (step / _A_DECADE), 3) for step in range(_STEPS + 1)]
    found = next((hold for hold in grid if sleeping_is_cheaper(hold)), None)
    return LockSweep(spin, sleep, found)
