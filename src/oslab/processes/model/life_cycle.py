"""The life cycle of processes that compute, wait for a device, and compute again.

Every process has a device of its own, so a wait is never longer than its burst.
The ready queue is first in, first out; a process that has used up its quantum
goes to the back of it, unless nobody else is ready. When several processes
become ready in one tick, those that were waiting or new come first, in the order
in which they were made, and preempted ones after them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from oslab.errors import InvalidInput, require_whole
from oslab.processes.records.life_cycle import (
    NEW,
    READY,
    RUNNING,
    TERMINATED,
    WAITING,
    Life,
    LifeCycle,
    Stretch,
)

Program = Sequence[int]
"""Bursts in ticks, taking turns: on the CPU, at a device, on the CPU, ..., on the CPU."""


def life_cycle(
    *, processes: int | Sequence[Program] = 3, cpu_burst: int = 4, io_burst: int = 6,
    rounds: int = 2, quantum: int = 3, cpus: int = 1, creation: int = 1, reap_delay: int = 2,
) -> LifeCycle:  # fmt: skip
    """Return the states of processes that all start at tick 0.

    Args:
        processes: how many alike, 1 to 64; or the bursts of each, such as
            `[(3, 3, 2), (5,)]`: 3 ticks of CPU, 3 of waiting, 2 of CPU; and 5 of CPU.
        cpu_burst: ticks of computing in a round, 1 to 1,000.
        io_burst: ticks of waiting between two rounds, 0 to 1,000.
        rounds: bursts of computing, 1 to 50.
        quantum: ticks a process may run while another is ready, 1 to 1,000.
        cpus: 1 to 64.
        creation: ticks between being made and being admitted, 0 to 1,000.
        reap_delay: ticks its parent takes to fetch the exit status, 0 to 1,000.

    Raises:
        InvalidInput: if a number is out of range, or a list of bursts is malformed.

    Source: OSTEP, chapter 4, figures 4.3 and 4.4 trace this machine with `creation=0`.
    """
    require_whole("cpu_burst", cpu_burst, 1, 1_000)
    require_whole("io_burst", io_burst, 0, 1_000)
    require_whole("rounds", rounds, 1, 50)
    require_whole("quantum", quantum, 1, 1_000)
    require_whole("cpus", cpus, 1, 64)
    require_whole("creation", creation, 0, 1_000)
    require_whole("reap_delay", reap_delay, 0, 1_000)
    alike = (cpu_burst, *(io_burst, cpu_burst) * (rounds - 1))
    machine = _Machine(_programs(processes, alike), quantum, cpus, creation)
    machine.run()
    lives = tuple(one.life(reap_delay) for one in machine.tasks)
    return LifeCycle(lives, cpus, quantum)


class _Task:
    """One process as the machine moves it: its state, and what is left of its burst."""

    def __init__(self, name: str, bursts: Program) -> None:
        self.name = name
        self.bursts = deque(bursts)
        self.state, self.since, self.cpu = NEW, 0, -1
        self.left = 0  # ticks of the present burst, on a CPU or at a device
        self.slice = 0
        self.past: list[Stretch] = []

    def move(self, state: str, now: int, cpu: int = -1) -> None:
        """Close the stretch that ends now and begin one in `state`."""
        if now > self.since:
            where = self.cpu if self.state == RUNNING else None
            self.past.append(Stretch(self.state, self.since, now, where))
        self.state, self.since, self.cpu = state, now, cpu

    def life(self, reap_delay: int) -> Life:
        """Return the record, with a zombie's wait for its parent at the end."""
        if reap_delay:
            self.past.append(Stretch(TERMINATED, self.since, self.since + reap_delay))
        return Life(self.name, tuple(self.past))


class _Machine:
    """Jumps from event to event; `ready` is the queue, `idle` the free CPUs."""

    def __init__(
        self, programs: tuple[Program, ...], quantum: int, cpus: int, creation: int
    ) -> None:
        self.tasks = [_Task(f"P{i}", bursts) for i, bursts in enumerate(programs)]
        self.quantum = quantum
        self.ready: deque[_Task] = deque()
        self.idle = set(range(cpus))
        self.now = 0
        for task in self.tasks:
            task.left = creation

    def run(self) -> None:
        """Move every task to its exit."""
        while any(task.state != TERMINATED for task in self.tasks):
            self._admit()
            self._preempt()
            self._dispatch()
            self._advance()
            self._leave()

    def _admit(self) -> None:
        for task in self.tasks:
            if task.state in (NEW, WAITING) and task.left == 0:
                task.left = task.bursts.popleft()
                task.move(READY, self.now)
                self.ready.append(task)

    def _preempt(self) -> None:
        """Put those whose quantum is over behind the others, if there are others."""
        spent = [task for task in self.tasks if task.state == RUNNING and task.slice == 0]
        # With n free CPUs the first n in the queue need nobody to make room.
        for task in sorted(spent, key=lambda task: task.cpu):
            if len(self.ready) > len(self.idle):
                self.idle.add(task.cpu)
                task.move(READY, self.now)
                self.ready.append(task)
            else:
                task.slice = self.quantum

    def _dispatch(self) -> None:
        while self.ready and self.idle:
            cpu = min(self.idle)
            self.idle.remove(cpu)
            task = self.ready.popleft()
            task.slice = self.quantum
            task.move(RUNNING, self.now, cpu)

    def _advance(self) -> None:
        """Go to the next tick at which anything can happen."""
        active = [task for task in self.tasks if task.state in (NEW, RUNNING, WAITING)]
        steps = [min(t.left, t.slice) if t.state == RUNNING else t.left for t in active]
        step = min(steps)
        self.now += step
        for task in active:
            task.left -= step
            task.slice -= step if task.state == RUNNING else 0

    def _leave(self) -> None:
        for task in self.tasks:
            if task.state == RUNNING and task.left == 0:
                self.idle.add(task.cpu)
                if not task.bursts:
                    task.move(TERMINATED, self.now)
                    continue
                task.left = task.bursts.popleft()
                task.move(WAITING, self.now)


def _programs(processes: object, alike: Program) -> tuple[Program, ...]:
    allowed = "a number of processes from 1 to 64, or the bursts of each, such as [(3, 3, 2), (5,)]"
    if isinstance(processes, int) and not isinstance(processes, bool) and 1 <= processes <= 64:
        return (alike,) * processes
    if not isinstance(processes, list | tuple) or not 1 <= len(processes) <= 64:
        raise InvalidInput("processes", processes, allowed)
    for bursts in processes:
        ok = isinstance(bursts, list | tuple) and len(bursts) % 2 == 1 and len(bursts) <= 99
        if not ok:
            raise InvalidInput("processes", processes, allowed)
        for place, ticks in enumerate(bursts):
            require_whole("processes", ticks, place % 2 == 0, 1_000)
    return tuple(map(tuple, processes))
