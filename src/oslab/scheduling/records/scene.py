"""One instant of a story about locks: what just happened, and what is still to come."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import InvalidInput, require, require_whole
from oslab.scheduling.records.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Scene:
    """A schedule of one CPU, stopped at one of the instants at which something happens.

    Args:
        schedule: the whole of it, past and future.
        now: the tick.
        step: which instant this is, from 0.
        steps: how many there are.
        happened: what happened in this tick, in words, in order.

    Raises:
        InvalidInput: if it contradicts itself.
    """

    schedule: Schedule
    now: int
    step: int
    steps: int
    happened: tuple[str, ...]

    def __post_init__(self) -> None:
        ok = isinstance(self.schedule, Schedule) and self.schedule.cpus == 1
        require(ok, "schedule", self.schedule, "a Schedule of one CPU")
        require_whole("now", self.now, 0, self.schedule.end)
        require_whole("steps", self.steps, 1)
        require_whole("step", self.step, 0, self.steps - 1)
        if not isinstance(self.happened, tuple):
            raise InvalidInput("happened", self.happened, "sentences")
        for words in self.happened:
            require(isinstance(words, str), "happened", words, "a sentence")
