"""One instant of a schedule: who runs, who stands in line in which order, what just happened."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import InvalidInput, require, require_whole
from oslab.scheduling.records.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Moment:
    """A schedule of one CPU, stopped when everything of tick `now` has happened.

    Args:
        schedule: the whole of it, past and future.
        now: the tick.
        step: which instant this is, counted from 0 over those at which something happens.
        steps: how many there are.
        running: the job on the CPU, `""` if it idles.
        queue: the jobs in the run queue, the next one first where the policy has an order.
        left: ticks left of the burst of each job that is running or queued.
        happened: what happened in this tick, in words.

    Raises:
        InvalidInput: if it contradicts itself.
    """

    schedule: Schedule
    now: int
    step: int
    steps: int
    running: str
    queue: tuple[str, ...]
    left: dict[str, int]
    happened: tuple[str, ...]

    def __post_init__(self) -> None:
        ok = isinstance(self.schedule, Schedule) and self.schedule.cpus == 1
        require(ok, "schedule", self.schedule, "a Schedule of one CPU")
        require_whole("now", self.now, 0, self.schedule.end)
        require_whole("steps", self.steps, 1)
        require_whole("step", self.step, 0, self.steps - 1)
        names = {job.name for job in self.schedule.jobs}
        ok = isinstance(self.running, str) and self.running in names | {""}
        require(ok, "running", self.running, "a job, or empty")
        if not isinstance(self.queue, tuple | list):
            raise InvalidInput("queue", self.queue, "names of jobs")
        for name in self.queue:
            require(isinstance(name, str) and name in names, "queue", name, "a job")
        ready = {self.running, *self.queue} - {""}
        ok = isinstance(self.left, dict) and set(self.left) == ready
        require(ok, "left", self.left, "ticks for each job that is running or queued")
        for ticks in self.left.values():
            require_whole("left", ticks, 0)
        if not isinstance(self.happened, tuple | list):
            raise InvalidInput("happened", self.happened, "sentences")
        for words in self.happened:
            require(isinstance(words, str), "happened", words, "a sentence")
