"""What partial-order reduction saves: one schedule for all that differ in nothing but order."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_whole
from oslab.sync.records.exploration import Outcome


@dataclass(frozen=True, slots=True)
class Reduction:
    """A search by schedules beside a search by states.

    Args:
        schedules: how many there are in all.
        executions: how many the reduction ran to their end.
        cut: how many it gave up, for they would have repeated one.
        steps: how many steps it took, all runs together.
        states: how many states the search by states found, reductions off.
        outcomes: what the executions ended in, without counts of schedules.

    Raises:
        InvalidInput: if it contradicts itself.
    """

    schedules: int
    executions: int
    cut: int
    steps: int
    states: int
    outcomes: tuple[Outcome, ...]

    def __post_init__(self) -> None:
        for name in ("schedules", "executions", "cut", "steps", "states"):
            require_whole(name, getattr(self, name), 0)
        ok = self.executions <= self.schedules
        require(ok, "executions", self.executions, f"at most the {self.schedules} schedules")
        ok = isinstance(self.outcomes, tuple)
        ok = ok and all(isinstance(one, Outcome) for one in self.outcomes)
        require(ok, "outcomes", self.outcomes, "Outcomes")

    def __str__(self) -> str:
        return (
            f"{self.executions} of {self.schedules} schedules run, {self.cut} given up, "
            f"{self.steps} steps; {self.states} states"
        )
