"""What the theory says of periodic tasks before anything runs."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_choice, require_number, require_whole
from oslab.scheduling.records.job import Job, listed

ANSWERS = ("meets", "misses", "undecided")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One test's answer for one policy.

    Args:
        policy: such as `"RateMonotonic"`.
        test: what was compared, in words.
        value: the left side.
        bound: the right side; the test says `"meets"` only where value <= bound.
        answer: one of `ANSWERS`; a test that is sufficient only can be `"undecided"`.

    Raises:
        InvalidInput: if a field has no meaning.
    """

    policy: str
    test: str
    value: float
    bound: float
    answer: str

    def __post_init__(self) -> None:
        for words in ("policy", "test"):
            value = getattr(self, words)
            require(isinstance(value, str) and value != "", words, value, "a text")
        require_number("value", self.value)
        require_number("bound", self.bound)
        require_choice("answer", self.answer, ANSWERS)


@dataclass(frozen=True, slots=True)
class Schedulability:
    """Every test's answer for some tasks.

    Args:
        jobs: periodic ones.
        utilization: ticks of CPU they want per tick.
        verdicts: the tests, the quick and rough ones first.
        responses: each task's longest time from release to end under rate monotonic (deadline
            monotonic where deadlines are short); None where it is past the deadline.

    Raises:
        InvalidInput: if a field has no meaning.
    """

    jobs: tuple[Job, ...]
    utilization: float
    verdicts: tuple[Verdict, ...]
    responses: dict[str, int | None]

    def __post_init__(self) -> None:
        object.__setattr__(self, "jobs", listed(self.jobs))
        require_number("utilization", self.utilization, 0)
        ok = isinstance(self.verdicts, tuple | list)
        ok = ok and all(isinstance(one, Verdict) for one in self.verdicts)
        require(ok, "verdicts", self.verdicts, "a sequence of Verdict")
        ok = isinstance(self.responses, dict)
        require(ok, "responses", self.responses, "ticks, or None, by the task's name")

    def __str__(self) -> str:
        return "\n".join(
            f"{one.policy}: {one.test}: {one.value:.4g} against {one.bound:.4g}: {one.answer}"
            for one in self.verdicts
        )


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How many of some random task sets each test lets through, by how full the CPU is.

    Args:
        tasks: in every set.
        sets: at every utilization.
        loads: utilizations in per cent, rising.
        accepted: for each test, the sets it let through at each of `loads`.

    Raises:
        InvalidInput: if a field has no meaning.
    """

    tasks: int
    sets: int
    loads: tuple[int, ...]
    accepted: dict[str, tuple[int, ...]]

    def __post_init__(self) -> None:
        require_whole("tasks", self.tasks, 1)
        require_whole("sets", self.sets, 1)
        ok = isinstance(self.loads, tuple) and len(self.loads) > 1
        require(ok, "loads", self.loads, "at least two utilizations")
        for before, load in zip((0, *self.loads), self.loads, strict=False):
            require_whole("loads", load, before + 1, 100)
        ok = isinstance(self.accepted, dict) and len(self.accepted) > 0
        require(ok, "accepted", self.accepted, "counts by test")
        for counts in self.accepted.values():
            ok = isinstance(counts, tuple) and len(counts) == len(self.loads)
            require(ok, "accepted", counts, "a count for each load")
            for count in counts:
                require_whole("accepted", count, 0, self.sets)
