"""The life of processes: which state each is in, from when to when.

The five states and the moves between them are the textbook's; Linux has other
letters for them, and one letter for two of them (ready and running are both R).

Source: Silberschatz, Galvin and Gagne, Operating System Concepts, 10th ed., figure 3.2;
fs/proc/array.c, task_state_array.
"""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_whole

NEW = "new"
READY = "ready"
RUNNING = "running"
WAITING = "waiting"
TERMINATED = "terminated"
STATES = (NEW, READY, RUNNING, WAITING, TERMINATED)

MOVES = {
    (NEW, READY): "admitted",
    (READY, RUNNING): "scheduler dispatch",
    (RUNNING, READY): "interrupt",
    (RUNNING, WAITING): "I/O or event wait",
    (WAITING, READY): "I/O or event completion",
    (RUNNING, TERMINATED): "exit",
}
"""Every move there is; what is missing is the point: nothing goes from waiting to running."""

LINUX_LETTERS = {NEW: "-", READY: "R", RUNNING: "R", WAITING: "S or D", TERMINATED: "Z"}
"""What /proc/PID/stat shows in each state; a process that is being made is not listed yet."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stay in one state, from tick `start` up to but not including tick `end`.

    Args:
        state: one of `STATES`.
        start: tick.
        end: tick, after `start`.
        cpu: which CPU ran it; None in every other state.

    Raises:
        InvalidInput: if the state is unknown or the ticks run backwards.
    """

    state: str
    start: int
    end: int
    cpu: int | None = None

    def __post_init__(self) -> None:
        require(self.state in STATES, "state", self.state, "one of " + ", ".join(STATES))
        require_whole("start", self.start, 0)
        require_whole("end", self.end, self.start + 1)


@dataclass(frozen=True, slots=True)
class Life:
    """One process, from the tick it is made to the tick its parent reaps it."""

    name: str
    stretches: tuple[Stretch, ...]

    def ticks_in(self, state: str) -> int:
        """Return how many ticks were spent in `state`."""
        return sum(one.end - one.start for one in self.stretches if one.state == state)


@dataclass(frozen=True, slots=True)
class LifeCycle:
    """Processes that shared some CPUs.

    Args:
        lives: in the order in which they were made.
        cpus: how many processes can run at once.
        quantum: ticks a process may run while another is ready.

    Raises:
        InvalidInput: if there is no process, or one that never ran.
    """

    lives: tuple[Life, ...]
    cpus: int
    quantum: int

    def __post_init__(self) -> None:
        ok = isinstance(self.lives, tuple) and len(self.lives) > 0
        require(ok, "lives", self.lives, "at least one Life")
        for life in self.lives:
            ok = isinstance(life, Life) and life.ticks_in(RUNNING) > 0
            require(ok, "lives", life, "lives that ran at least one tick")
        require_whole("cpus", self.cpus, 1)
        require_whole("quantum", self.quantum, 1)


@dataclass(frozen=True, slots=True)
class Specimen:
    """A live process that was put into one state, and what /proc said of it.

    Args:
        state: the kernel's name, such as `"uninterruptible sleep"`.
        letter: the letter that was expected.
        seen: the letter in /proc/PID/stat; empty if there was no such process to see.
        status: the `State` line of /proc/PID/status.
        wchan: the kernel function in which it sleeps; empty if it does not sleep or is hidden.
        made: how it came into this state.
    """

    state: str
    letter: str
    seen: str
    status: str
    wchan: str
    made: str


@dataclass(frozen=True, slots=True)
class ProcessStates:
    """One specimen for every letter that Linux shows."""

    specimens: tuple[Specimen, ...]

    def seen(self, letter: str) -> bool:
        """Return whether a live process showed `letter` where it was expected."""
        return any(one.letter == letter == one.seen for one in self.specimens)
