"""Scheduling by hand: decision after decision, each in a sentence; ties are found, not broken.

This is not the engine: it is what a student writes on paper, for six classic policies on one
CPU and jobs without I/O. That both agree is a law in the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from oslab.errors import require, require_choice, require_whole
from oslab.scheduling.records.job import Job, listed
from oslab.scheduling.records.schedule import Slice

RULES = {
    "Fifo": "First come, first served; a job that runs keeps the CPU to its end.",
    "HighestResponseRatio": "Highest response ratio next, where the ratio is (waited + burst) / "
    "burst; a job that runs keeps the CPU to its end.",
    "Priority": "Priorities, where lower numbers are more urgent; a more urgent job takes the CPU "
    "at once.",
    "RoundRobin": "Round robin with a quantum of {quantum}; a job that comes in the tick in which "
    "a turn ends joins the line before the one whose turn it was.",
    "ShortestJobFirst": "Shortest job first; a job that runs keeps the CPU to its end.",
    "ShortestRemainingFirst": "Shortest remaining time first; a job that needs less than what is "
    "left of the running one takes the CPU at once.",
}
PREEMPTIVE = ("Priority", "ShortestRemainingFirst")


class Tie(Exception):
    """Two jobs had the same claim on the CPU, so that the answer hangs on a further rule."""


class Walk:
    """One way through an exercise."""

    def __init__(self, jobs: Iterable[Job], policy: str, quantum: int = 4) -> None:
        """Stand at tick 0.

        Args:
            jobs: without I/O.
            policy: a key of `RULES`.
            quantum: ticks of a turn, where there are turns, at least 1.

        Raises:
            InvalidInput: if a value is out of range.
        """
        jobs = listed(jobs)
        require(all(len(job.bursts) == 1 for job in jobs), "jobs", jobs, "jobs without I/O")
        require_choice("policy", policy, RULES)
        require_whole("quantum", quantum, 1)
        self.jobs = sorted(jobs, key=lambda job: job.arrival)
        self.policy = policy
        self.quantum = quantum
        self.left = {job.name: job.burst for job in jobs}
        self.now = 0
        self.steps: list[str] = []
        self.slices: list[Slice] = []

    def run(self) -> None:
        """Go to the end.

        Raises:
            Tie: if two jobs had the same claim.
        """
        if self.policy == "RoundRobin":
            self._turns()
            return
        while unfinished := [job for job in self.jobs if self.left[job.name]]:
            ready = [job for job in unfinished if job.arrival <= self.now]
            if not ready:
                self._idle(unfinished[0].arrival)
                continue
            chosen, claims = self._choose(ready)
            self._go(chosen, self._until(chosen), claims)

    def _choose(self, ready: Sequence[Job]) -> tuple[Job, str]:
        """Return who runs, and the claims of all who could."""
        key = self._key()
        ranked = sorted(ready, key=key)
        if len(ranked) > 1 and key(ranked[0]) == key(ranked[1]):
            raise Tie
        return ranked[0], ", ".join(f"{job.name} ({self._claim(job)})" for job in ranked)

    def _key(self) -> Callable[[Job], Fraction | int]:
        if self.policy == "Fifo":
            return lambda job: job.arrival
        if self.policy == "Priority":
            return lambda job: job.priority
        if self.policy == "HighestResponseRatio":
            return lambda job: -self._ratio(job)
        return lambda job: self.left[job.name]

    def _ratio(self, job: Job) -> Fraction:
        return Fraction(self.now - job.arrival + job.burst, job.burst)

    def _claim(self, job: Job) -> str:
        if self.policy == "Fifo":
            return f"came at {job.arrival}"
        if self.policy == "Priority":
            return f"priority {job.priority}"
        if self.policy == "HighestResponseRatio":
            waited = self.now - job.arrival
            return f"({waited} + {job.burst}) / {job.burst} = {float(self._ratio(job)):.2f}"
        return f"{self.left[job.name]} left"

    def _until(self, chosen: Job) -> int:
        """Return when the next decision falls: at the job's end, or when another comes."""
        end = self.now + self.left[chosen.name]
        if self.policy in PREEMPTIVE:
            end = min([end, *(job.arrival for job in self.jobs if job.arrival > self.now)])
        return end

    def _turns(self) -> None:
        coming, line = list(self.jobs), list[Job]()
        while coming or line:
            if not line and coming[0].arrival > self.now:
                self._idle(coming[0].arrival)
            while coming and coming[0].arrival <= self.now:
                self._join(coming, line)
            job = line.pop(0)
            words = ", ".join(f"{one.name} ({self.left[one.name]} left)" for one in [job, *line])
            self._go(job, self.now + min(self.quantum, self.left[job.name]), words)
            while coming and coming[0].arrival <= self.now:
                self._join(coming, line)
            if self.left[job.name]:
                line.append(job)

    def _join(self, coming: list[Job], line: list[Job]) -> None:
        if len(coming) > 1 and coming[0].arrival == coming[1].arrival:
            raise Tie
        line.append(coming.pop(0))

    def _idle(self, until: int) -> None:
        self.steps.append(f"At {self.now}: nobody is ready; the CPU idles until {until}.")
        self.now = until

    def _go(self, job: Job, end: int, claims: str) -> None:
        self.left[job.name] -= end - self.now
        what = "and is done" if not self.left[job.name] else f"with {self.left[job.name]} left"
        self.steps.append(f"At {self.now}: {claims}. {job.name} runs to {end}, {what}.")
        last = self.slices[-1] if self.slices else None
        if last is not None and (last.job, last.end) == (job.name, self.now):
            self.slices[-1] = last._replace(end=end)
        else:
            self.slices.append(Slice(job.name, 0, self.now, end))
        self.now = end
