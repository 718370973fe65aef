"""Write the golden records anew: `python tests/scheduling/renew.py`, then read the diff."""

from __future__ import annotations

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


def texts() -> dict[str, str]:
    """Return every golden file's text by its name: one line a policy, all that is recorded."""
    cases = {
        "mixed": lambda policy: simulate(MIXED, policy),
        "two_cpus": lambda policy: simulate(
            MIXED, policy, Cpus(2, "per_cpu", migration_cost=1, balance=10), switch_cost=1
        ),
        "periodic_with_a_lock": lambda policy: simulate(
            PERIODIC, policy, until=40, locks="inheritance"
        ),
    }
    return {
        f"{case}.txt": "".join(f"{name}: {line(run(make()))}\n" for name, make in POLICIES.items())
        for case, run in cases.items()
    }


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
    for file, text in texts().items():
        (GOLDEN / file).write_text(text)
