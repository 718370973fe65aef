"""Tasks to run, and what each got: the two ends of `programs/tasks.c`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

from oslab import machine
from oslab.errors import InvalidInput, Unavailable, require, require_whole
from oslab.linux import scheduler
from oslab.measurement import Machine

HOST, CFS = "host", "cfs"
KERNELS = {HOST: "the kernel that runs this", CFS: "user-mode Linux 6.1, whose scheduler is CFS"}
_PRIVILEGE = "Run as root, or raise the limits RLIMIT_RTPRIO and RLIMIT_NICE (ulimit -r, -e)."
LONGEST_MS = 60_000
_HIGHEST = 2**62


@dataclass(frozen=True, slots=True)
class Task:
    """One task to run.

    Args:
        name: one word of at most 15 characters, different from the others'.
        policy: `"other"`, `"batch"`, `"idle"`, `"fifo"`, `"rr"` or `"deadline"`.
        nice: -20 to 19.
        priority: 1 to 99 for `"fifo"` and `"rr"`, else 0.
        slice_ns: asked of EEVDF for an ordinary task; 0 leaves it to the kernel.
        runtime_ns: budget of `"deadline"`, and so the next two.
        deadline_ns: from the start of a period.
        period_ns: between two budgets.
        cpu: where it is pinned; anywhere if None.
        session: tasks with the same number share a session, and so an autogroup.
        group_nice: nice value of that autogroup, if it is to be changed.
        start_ms: when it begins, after the first.
        run_us: with `every_us`, CPU time of one piece of work.
        every_us: a piece of work falls due so often; 0 never sleeps.

    Raises:
        InvalidInput: if a value is out of range.
    """

    name: str
    policy: str = "other"
    nice: int = 0
    priority: int = 0
    slice_ns: int = 0
    runtime_ns: int = 0
    deadline_ns: int = 0
    period_ns: int = 0
    cpu: int | None = None
    session: int = 0
    group_nice: int | None = None
    start_ms: int = 0
    run_us: int = 0
    every_us: int = 0

    def __post_init__(self) -> None:
        ok = isinstance(self.name, str) and self.name.isidentifier() and len(self.name) <= 15
        require(ok, "name", self.name, "one word of at most 15 characters")
        budget = self.runtime_ns if self.policy == "deadline" else self.slice_ns
        scheduler.Attributes(
            self.policy, self.nice, self.priority, budget, self.deadline_ns, self.period_ns
        )
        require_whole("slice_ns", self.slice_ns, 0, 10**8)
        require_whole("runtime_ns", self.runtime_ns, 0, _HIGHEST)
        if self.cpu is not None:
            require_whole("cpu", self.cpu, 0, 65_535)
        require_whole("session", self.session, 0, 63)
        if self.group_nice is not None:
            require_whole("group_nice", self.group_nice, -20, 19)
        require_whole("start_ms", self.start_ms, 0, LONGEST_MS)
        require_whole("run_us", self.run_us, 0, 10**7)
        require_whole("every_us", self.every_us, 0, 10**7)

    def words(self) -> str:
        """Return it as the program's command line has it."""
        fields = {
            "policy": scheduler.POLICIES[self.policy], "nice": self.nice,
            "priority": self.priority, "slice": self.slice_ns, "runtime": self.runtime_ns,
            "deadline": self.deadline_ns, "period": self.period_ns,
            "cpu": -1 if self.cpu is None else self.cpu, "session": self.session,
            "group": 99 if self.group_nice is None else self.group_nice,
            "start": self.start_ms, "run": self.run_us, "every": self.every_us,
        }  # fmt: skip
        return ",".join([f"name={self.name}", *(f"{key}={fields[key]}" for key in fields)])


@dataclass(frozen=True, slots=True)
class Ran:
    """What one task got.

    Args:
        name: of the task.
        pid: its process number.
        cpu_ns: time on a CPU between the two looks.
        delay_ns: time it was ready and waited, as schedstat says.
        slices: times it was given a CPU.
        voluntary: times it gave its CPU away.
        involuntary: times its CPU was taken.
        migrations: times it went on on another CPU.
        stretches: start and end of each uninterrupted run, in ns from the beginning.
        wakes: for each piece of work, ns from its due time until the task ran.
        responses: and until the piece was done.
    """

    name: str
    pid: int
    cpu_ns: int
    delay_ns: int
    slices: int
    voluntary: int
    involuntary: int
    migrations: int
    stretches: tuple[tuple[int, int], ...] = ()
    wakes: tuple[int, ...] = ()
    responses: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all the tasks of one run got.

    Args:
        span_ns: between the two looks at the clocks.
        begin_ns: the zero of all times, on the monotonic clock.
        tasks: in the order in which they were described.
        kernel: release of the kernel that ran them.
    """

    span_ns: int
    begin_ns: int
    tasks: tuple[Ran, ...]
    kernel: str

    @property
    def cpu_ns(self) -> int:
        """CPU time of all tasks together."""
        return sum(one.cpu_ns for one in self.tasks)

    def others(self, cpus: int = 1) -> float:
        """Return the share of `cpus` CPUs that our tasks did not get, 0 to 1.

        Raises:
            InvalidInput: if `cpus` is not at least 1.
        """
        require_whole("cpus", cpus, 1)
        return min(1.0, max(0.0, 1 - self.cpu_ns / (self.span_ns * cpus)))


def machine_of(kernel: str) -> Machine:
    """Return the machine as a measurement of that kernel names it.

    Args:
        kernel: release of the kernel that ran the tasks.

    Raises:
        InvalidInput: if `kernel` is no text.
    """
    require(isinstance(kernel, str) and kernel != "", "kernel", kernel, "a kernel's release")
    here = machine.this_machine()
    if kernel == here.kernel:
        return here
    where = f"user-mode Linux, on Linux {here.kernel}, {here.environment}"
    return replace(here, kernel=kernel, cpus=1.0, environment=where)


def parse(text: str, kernel: str, tasks: Sequence[Task]) -> Outcome:
    """Return what the program printed.

    Raises:
        InvalidInput: if `text` is not its output.
        Unavailable: if a task could not be had: no privilege, or no room for its budget.
    """
    require(isinstance(text, str), "text", text, "the output of the program")
    require(isinstance(kernel, str), "kernel", kernel, "a kernel's release")
    require(isinstance(tasks, list | tuple), "tasks", tasks, "the Tasks that ran")
    rows: dict[str, list[list[int]]] = {}
    numbers: dict[str, int] = {}
    try:
        for word, *rest in (line.split() for line in text.splitlines()):
            if word in ("span", "begin"):
                numbers[word] = int(rest[0])
            else:
                rows.setdefault(f"{word} {rest[0]}", []).append([int(one) for one in rest[1:]])
        ran = tuple(_ran(one.name, rows, one) for one in tasks)
        return Outcome(numbers["span"], numbers["begin"], ran, kernel)
    except (ValueError, LookupError, TypeError) as error:
        raise InvalidInput("text", text, f"the output of tasks.c ({error})") from error


def _ran(name: str, rows: dict[str, list[list[int]]], task: Task) -> Ran:
    error, pid, cpu, delay, slices, voluntary, involuntary, moves = rows[f"task {name}"][0]
    if error:
        raise Unavailable(f"policy {task.policy!r}", f"{os.strerror(error)}. {_PRIVILEGE}")
    return Ran(
        name, pid, cpu, delay, slices, voluntary, involuntary, moves,
        stretches=tuple((a, b) for a, b in rows.get(f"run {name}", ())),
        wakes=tuple(one[0] for one in rows.get(f"wake {name}", ())),
        responses=tuple(one[0] for one in rows.get(f"response {name}", ())),
    )  # fmt: skip
