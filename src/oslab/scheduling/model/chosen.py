"""A scheduler that anybody can write: one function that says who runs next, and for how long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from oslab.errors import InvalidInput, require, require_whole
from oslab.scheduling.model.named import EXAMPLE, workload
from oslab.scheduling.model.simulation import simulate
from oslab.scheduling.records.job import LONGEST, Cpus, Job, listed
from oslab.scheduling.records.schedule import Schedule
from oslab.scheduling.run_queue import RunQueue, Task

Choose = Callable[[int, list[dict[str, Any]]], object]


def chosen(
    choose: Choose, *, jobs: str | Iterable[Job] = EXAMPLE, switch_cost: int = 0
) -> Schedule:
    """Return what becomes of jobs on one CPU when a plain function chooses.

    Whenever the CPU is free and somebody is ready, `choose(now, ready)` is asked for a pair:
    the name of a ready job, and how many ticks it may run. The job runs until then, or until
    its burst ends; who arrives meanwhile waits. The choice sees what a kernel could know and
    nothing of the future. For each ready job, in order of arrival, a dict:

        name, arrived    who it is, and the tick at which it came
        ran              ticks on the CPU so far
        waited           ticks ready without the CPU so far; a switch to it is its turn
        turns            how often it was given the CPU
        since            the tick since when it has been ready: it came, or was put back

    >>> print(chosen(lambda now, ready: (ready[0]["name"], 2), jobs="A 0 3, B 1 1"))
    A 0-3, B 3-4

    Args:
        choose: from the tick and the ready jobs to (name, ticks).
        jobs: as `workload` reads them, or jobs.
        switch_cost: as `simulate`.

    Raises:
        InvalidInput: if an argument has no meaning, or `choose` names no ready job or no
            whole number of ticks. What `choose` itself raises comes through.
    """
    require(callable(choose), "choose", choose, "a function of the tick and the ready jobs")
    work = workload(jobs) if isinstance(jobs, str) else listed(jobs)
    return simulate(work, _Chooser(choose), switch_cost=switch_cost, notes=False)


class _Chooser:
    """The policy whose choice is somebody's function."""

    def __init__(self, choose: Choose) -> None:
        self.choose = choose

    def open(self, cpus: Cpus, cpu: int) -> _Asking:
        """Open an empty queue that asks."""
        return _Asking(self.choose)

    def __repr__(self) -> str:
        return getattr(self.choose, "__name__", "a function")


class _Known:
    """What the queue has seen of a task: the times before its present wait."""

    __slots__ = ("turns", "waited")

    def __init__(self) -> None:
        self.waited = 0
        self.turns = 0


class _Asking(RunQueue):
    """The ready tasks; who of them runs, and for how long, is asked for."""

    def __init__(self, choose: Choose) -> None:
        super().__init__()
        self._choose = choose
        self._ready: dict[str, Task] = {}
        self._ticks = 1

    def __len__(self) -> int:
        return len(self._ready)

    def __iter__(self) -> Iterator[Task]:
        return iter(self._ready.values())

    def enqueue(self, task: Task, now: int, why: str) -> None:
        """Remember since when the task has been ready."""
        task.entity = task.entity or _Known()
        self._ready[task.job.name] = task

    def pick_next(self, now: int) -> Task | None:
        """Ask, and hold the answer against what is allowed."""
        if not self._ready:
            return None
        tasks = sorted(self._ready.values(), key=lambda task: (task.job.arrival, task.index))
        name, self._ticks = _answer(self._choose(now, [_row(task, now) for task in tasks]))
        task = self._ready.pop(name, None)
        if task is None:
            ready = ", ".join(one.job.name for one in tasks)
            raise InvalidInput("choose", name, f"the name of a job that is ready at {now}: {ready}")
        task.entity.waited += now - task.ready_since
        task.entity.turns += 1
        return task

    def remove(self, task: Task) -> None:
        """Take a queued task out."""
        del self._ready[task.job.name]

    def slice(self, task: Task, now: int) -> int:
        """Return the ticks that came with the name."""
        return self._ticks


def _row(task: Task, now: int) -> dict[str, Any]:
    known: _Known = task.entity
    return {
        "name": task.job.name, "arrived": task.job.arrival, "ran": task.ran,
        "waited": known.waited + now - task.ready_since, "turns": known.turns,
        "since": task.ready_since,
    }  # fmt: skip


def _answer(answer: object) -> tuple[str, int]:
    pair = isinstance(answer, tuple | list) and len(answer) == 2 and isinstance(answer[0], str)
    if not pair or not isinstance(answer, tuple | list):
        raise InvalidInput("choose", answer, "a pair: the name of a ready job, and ticks")
    return answer[0], require_whole("choose", answer[1], 1, LONGEST)
