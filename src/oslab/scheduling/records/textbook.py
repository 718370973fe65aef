"""Worked examples whose answers are printed in textbooks, and where.

Facts only: jobs, numbers, places. Where a book leaves a rule open and the answer hangs on
it, both readings stand here, each with the rule it follows.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from oslab.scheduling.records.job import Job


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed answer.

    Args:
        source: book, section, page or table.
        jobs: what is scheduled.
        policy: a key of `POLICIES`.
        parameters: of the policy, by name.
        quantity: a noun of `metrics`; its average over jobs, or each job's if `answer` is a dict.
        answer: as printed.
        places: decimals that are printed; the book may round or cut.
        disputed: what another reader could hold against it; `""` if nothing.
        rival: the parameters of that other reading.
        rival_answer: what it gives.
    """

    source: str
    jobs: tuple[Job, ...]
    policy: str
    parameters: dict[str, object] = field(default_factory=dict)
    quantity: str = "waiting"
    answer: float | dict[str, int] = 0
    places: int = 2
    disputed: str = ""
    rival: dict[str, object] = field(default_factory=dict)
    rival_answer: float | dict[str, int] = 0


def _jobs(*rows: tuple[int, ...], names: str = "") -> tuple[Job, ...]:
    """Return jobs from (arrival, burst) or (arrival, burst, priority)."""
    called = names or [f"P{place + 1}" for place in range(len(rows))]
    return tuple(
        Job(name, row[0], row[1], priority=row[2] if len(row) > 2 else 0)
        for name, row in zip(called, rows, strict=True)
    )


_OSC = "Silberschatz, Galvin and Gagne, Operating System Concepts, 10th ed., "
_OSTEP = "Arpaci-Dusseau, Operating Systems: Three Easy Pieces, "
_STALLINGS = "Stallings, Operating Systems, 9th ed., table 9.5, "
_MOS = "Tanenbaum and Bos, Modern Operating Systems, 4th ed., "

_TIE = "who joins first when a turn ends as another job arrives"
_24 = _jobs((0, 24), (0, 3), (0, 3))
_SRTF = _jobs((0, 8), (1, 4), (2, 9), (3, 5))
_PRIORITY = _jobs((0, 10, 3), (0, 1, 1), (0, 2, 4), (0, 1, 5), (0, 5, 2))
_EQUALS = _jobs((0, 4, 3), (0, 5, 2), (0, 8, 2), (0, 7, 1), (0, 3, 3))
_TENS = _jobs((0, 10), (0, 10), (0, 10))
_FIVE = _jobs((0, 3), (2, 6), (4, 4), (6, 5), (8, 2), names="ABCDE")
_LATE = _jobs((0, 100), (10, 10), (10, 10), names="ABC")
_FIVES = _jobs((0, 5), (0, 5), (0, 5), names="ABC")
_FOURS = _jobs((0, 8), (0, 4), (0, 4), (0, 4), names="ABCD")
_BATCH = _jobs((0, 10, 3), (0, 6, 5), (0, 2, 2), (0, 4, 1), (0, 8, 4), names="ABCDE")
_THOUSANDTHS = tuple(Job(job.name, 0, job.burst * 1_000) for job in _BATCH)

TEXTBOOK: tuple[Printed, ...] = (
    Printed(_OSC + "5.3.1", _24, "Fifo", answer=17),
    Printed(_OSC + "5.3.1, in the other order", _24[1:] + _24[:1], "Fifo", answer=3),
    Printed(_OSC + "5.3.2", _jobs((0, 6), (0, 8), (0, 7), (0, 3)), "ShortestJobFirst", answer=7),
    Printed(
        _OSC + "5.3.2, for comparison", _jobs((0, 6), (0, 8), (0, 7), (0, 3)), "Fifo", answer=10.25
    ),
    Printed(_OSC + "5.3.2, preemptive", _SRTF, "ShortestRemainingFirst", answer=6.5),
    Printed(_OSC + "5.3.2, nonpreemptive", _SRTF, "ShortestJobFirst", answer=7.75),
    Printed(_OSC + "5.3.3", _24, "RoundRobin", {"quantum": 4}, answer=5.66),
    Printed(_OSC + "5.3.3", _TENS, "RoundRobin", {"quantum": 1}, "turnaround", 29),
    Printed(_OSC + "5.3.3", _TENS, "RoundRobin", {"quantum": 10}, "turnaround", 20),
    Printed(_OSC + "5.3.4", _PRIORITY, "Priority", {"urgent": "lower"}, answer=8.2,
            disputed="whether higher numbers are urgent", rival={"urgent": "higher"},
            rival_answer=7),
    Printed(_OSC + "5.3.4, equals in turn", _EQUALS, "Priority", {"quantum": 2}, "completion",
            {"P1": 26, "P2": 16, "P3": 20, "P4": 7, "P5": 27}),
    Printed(_OSTEP + "7.3", _jobs((0, 10), (0, 10), (0, 10)), "Fifo", {}, "turnaround", 20),
    Printed(_OSTEP + "7.3", _jobs((0, 100), (0, 10), (0, 10)), "Fifo", {}, "turnaround", 110),
    Printed(_OSTEP + "7.4", _jobs((0, 100), (0, 10), (0, 10)), "ShortestJobFirst", {},
            "turnaround", 50),
    Printed(_OSTEP + "7.4", _LATE, "ShortestJobFirst", {}, "turnaround", 103.33),
    Printed(_OSTEP + "7.5", _LATE, "ShortestRemainingFirst", {}, "turnaround", 50),
    Printed(_OSTEP + "7.7", _FIVES, "ShortestJobFirst", {}, "response", 5),
    Printed(_OSTEP + "7.7", _FIVES, "RoundRobin", {"quantum": 1}, "response", 1),
    Printed(_OSTEP + "7.7", _FIVES, "RoundRobin", {"quantum": 1}, "turnaround", 14),
    Printed(_STALLINGS + "FCFS", _FIVE, "Fifo", {}, "completion",
            {"A": 3, "B": 9, "C": 13, "D": 18, "E": 20}),
    Printed(_STALLINGS + "FCFS", _FIVE, "Fifo", {}, "turnaround", 8.6),
    Printed(_STALLINGS + "RR, q = 1", _FIVE, "RoundRobin", {"quantum": 1}, "completion",
            {"A": 4, "B": 18, "C": 17, "D": 20, "E": 15},
            disputed=_TIE, rival={"quantum": 1, "tie": "preempted_first"},
            rival_answer={"A": 3, "B": 18, "C": 15, "D": 20, "E": 16}),
    Printed(_STALLINGS + "RR, q = 1", _FIVE, "RoundRobin", {"quantum": 1}, "turnaround", 10.8,
            disputed=_TIE, rival={"quantum": 1, "tie": "preempted_first"}, rival_answer=10.4),
    Printed(_STALLINGS + "RR, q = 4", _FIVE, "RoundRobin", {"quantum": 4}, "completion",
            {"A": 3, "B": 17, "C": 11, "D": 20, "E": 19}),
    Printed(_STALLINGS + "RR, q = 4", _FIVE, "RoundRobin", {"quantum": 4}, "turnaround", 10),
    Printed(_STALLINGS + "SPN", _FIVE, "ShortestJobFirst", {}, "completion",
            {"A": 3, "B": 9, "C": 15, "D": 20, "E": 11}),
    Printed(_STALLINGS + "SRT", _FIVE, "ShortestRemainingFirst", {}, "completion",
            {"A": 3, "B": 15, "C": 8, "D": 20, "E": 10}),
    Printed(_STALLINGS + "HRRN", _FIVE, "HighestResponseRatio", {}, "completion",
            {"A": 3, "B": 9, "C": 13, "D": 20, "E": 15}),
    Printed(_STALLINGS + "HRRN", _FIVE, "HighestResponseRatio", {}, "turnaround", 8),
    Printed(_MOS + "2.4.2, figure 2-41", _FOURS, "Fifo", {}, "turnaround", 14),
    Printed(_MOS + "2.4.2, figure 2-41", _FOURS, "ShortestJobFirst", {}, "turnaround", 11),
    Printed(_MOS + "chapter 2, five batch jobs", _BATCH, "Priority", {"urgent": "higher"},
            "turnaround", 20, disputed="whether lower numbers are urgent",
            rival={"urgent": "lower"}, rival_answer=16),
    Printed(_MOS + "chapter 2, five batch jobs", _BATCH, "Fifo", {}, "turnaround", 19.2),
    Printed(_MOS + "chapter 2, five batch jobs", _BATCH, "ShortestJobFirst", {}, "turnaround", 14),
    Printed(_MOS + "chapter 2, five batch jobs, in thousandths of a minute", _THOUSANDTHS,
            "RoundRobin", {"quantum": 1}, "turnaround", 22_000, -1,
            disputed="fair shares, or turns of a whole minute", rival={"quantum": 1_000},
            rival_answer=21_200),
)  # fmt: skip
"""Every row is replayed by the tests."""
