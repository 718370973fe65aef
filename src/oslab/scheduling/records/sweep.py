"""The same jobs scheduled several times, with one thing changed."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import InvalidInput, require
from oslab.scheduling.records.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Sweep:
    """Schedules side by side, such as one a quantum or one a policy.

    Args:
        parameter: what was changed, such as `"quantum"`.
        values: what it was, one a schedule, all different.
        schedules: at least one.

    Raises:
        InvalidInput: if the two differ in length, or hold something else.
    """

    parameter: str
    values: tuple[int | str, ...]
    schedules: tuple[Schedule, ...]

    def __post_init__(self) -> None:
        ok = isinstance(self.parameter, str) and self.parameter.strip() != ""
        require(ok, "parameter", self.parameter, "a name")
        if not isinstance(self.schedules, tuple | list) or not self.schedules:
            raise InvalidInput("schedules", self.schedules, "at least one Schedule")
        for one in self.schedules:
            require(isinstance(one, Schedule), "schedules", one, "a Schedule")
        if not isinstance(self.values, tuple | list):
            raise InvalidInput("values", self.values, "one value a schedule")
        for value in self.values:
            ok = isinstance(value, int | str) and not isinstance(value, bool)
            require(ok, "values", value, "a whole number or a text")
        ok = len(set(self.values)) == len(self.values) == len(self.schedules)
        require(ok, "values", self.values, f"{len(self.schedules)} different values")
        object.__setattr__(self, "values", tuple(self.values))
        object.__setattr__(self, "schedules", tuple(self.schedules))
