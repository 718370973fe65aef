"""Write golden records anew: `python tests/scheduling/renew.py Fifo`, then read the diff."""

from __future__ import annotations

import sys
from pathlib import Path

from oslab.scheduling import POLICIES, Cpus, Job, Schedule, Section, simulate

GOLDEN = Path(__file__).parent / "golden"

MIXED = (
    Job("A", 0, bursts=(6, 4, 5), priority=3, nice=0, tickets=100),
    Job("B", 1, 3, priority=1, nice=-5, tickets=300),
    Job("C", 4, bursts=(2, 0, 7), priority=4, nice=10, tickets=50),
    Job("D", 4, bursts=(1, 6, 1, 6, 1), priority=2, nice=0, tickets=100),
    Job("E", 30, 5, priority=0, nice=5, tickets=200),
)
PERIODIC = (
    Job("T", 0, 2, period=8, priority=1, tickets=200),
    Job("U", 1, 3, period=12, deadline=9, priority=2),
    Job("V", 0, 9, priority=3, sections=(Section(1, 4, "bus"),)),
    Job("W", 3, 4, priority=0, sections=(Section(1, 2, "bus"),)),
)


CASES = {
    "mixed": lambda policy: simulate(MIXED, policy),
    "two_cpus": lambda policy: simulate(
        MIXED, policy, Cpus(2, "per_cpu", migration_cost=1, balance=10), switch_cost=1
    ),
    "periodic_with_a_lock": lambda policy: simulate(
        PERIODIC, policy, until=40, locks="inheritance"
    ),
}


def text(policy: str) -> str:
    """Return the golden file of a policy: one line a case, with all that is recorded."""
    make = POLICIES[policy]
    return "".join(f"{case}: {line(run(make()))}\n" for case, run in CASES.items())


def line(schedule: Schedule) -> str:
    """Return one schedule as one line."""
    parts = [str(schedule)]
    if schedule.blocked:
        parts.append("blocked " + ", ".join(map(str, schedule.blocked)))
    if schedule.events:
        parts.append("events " + ", ".join(" ".join(map(str, one)) for one in schedule.events))
    if schedule.notes:
        parts.append("notes " + ", ".join(f"{n.time} {n.job} {n.name} {n.value}"
                                          for n in schedule.notes))  # fmt: skip
    return " | ".join(parts)


if __name__ == "__main__":
    for name in sys.argv[1:] or POLICIES:
        (GOLDEN / f"{name}.txt").write_text(text(name))
