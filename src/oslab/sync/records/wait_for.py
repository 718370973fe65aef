"""Who waits for whom: the graph in which a cycle is a deadlock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from oslab.errors import require


class Wait(NamedTuple):
    """One task that cannot go on.

    Args:
        task: its name.
        what: the thing it waits for, in words: `"mutex at 0x5581c0"`.
        owners: the tasks that can let it go on; several where any of them can, or all must.
        note: why no owner is named, or what else is known; `""` if nothing.
    """

    task: str
    what: str
    owners: tuple[str, ...] = ()
    note: str = ""

    def __str__(self) -> str:
        held = f", held by {' and '.join(self.owners)}" if self.owners else ""
        return f"{self.task} waits for {self.what}{held}{f' ({self.note})' if self.note else ''}"


@dataclass(frozen=True, slots=True)
class WaitForGraph:
    """The tasks of a program and what each of them waits for.

    Args:
        tasks: their names, each once.
        waits: at most one a task; who is missing here can go on.

    Raises:
        InvalidInput: if a wait names a task that there is not, or a task waits twice.

    Source: R. C. Holt, Some Deadlock Properties of Computer Systems, ACM Computing Surveys
    4(3), 1972; Silberschatz, Galvin and Gagne, Operating System Concepts, 10th ed., 8.7.1.
    """

    tasks: tuple[str, ...]
    waits: tuple[Wait, ...] = ()

    def __post_init__(self) -> None:
        ok = isinstance(self.tasks, tuple) and all(isinstance(one, str) for one in self.tasks)
        require(ok and len(set(self.tasks)) == len(self.tasks), "tasks", self.tasks,
                "different names")  # fmt: skip
        ok = isinstance(self.waits, tuple) and all(isinstance(one, Wait) for one in self.waits)
        require(ok, "waits", self.waits, "Waits")
        names = [one.task for one in self.waits]
        require(len(set(names)) == len(names), "waits", names, "at most one a task")
        known = {*self.tasks}
        named = {*names, *(owner for one in self.waits for owner in one.owners)}
        require(named <= known, "waits", sorted(named - known), "tasks that are listed")

    @property
    def cycle(self) -> tuple[str, ...]:
        """The tasks of one cycle, each waiting for the next; empty if there is none.

        The first of the tasks on it stands first, in the order of `tasks`. With one owner a
        wait, a cycle is a deadlock; with several it is one if none of them can go on.
        """
        owners = {one.task: one.owners for one in self.waits}
        for start in self.tasks:
            way = _back(start, owners)
            if way:
                return way
        return ()

    def __str__(self) -> str:
        ring = self.cycle
        if ring:
            verdict = f"A cycle: {' → '.join((*ring, ring[0]))}."
        elif all(one.owners for one in self.waits):
            verdict = "No cycle: no deadlock."
        else:
            verdict = "No cycle among the owners that are known."
        return "\n".join([*map(str, self.waits), verdict])


def _back(start: str, owners: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return a shortest way from a task back to itself."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for way in ways:
        for owner in owners.get(way[-1], ()):
            if owner == start:
                return way
            if owner not in seen:
                seen.add(owner)
                ways.append((*way, owner))
    return ()
