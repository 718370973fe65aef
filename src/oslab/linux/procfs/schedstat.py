"""/proc/PID/schedstat: how long a task ran, and how long it waited to run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from oslab.linux.procfs.fetch import PROC, Task, task_text
from oslab.linux.procfs.words import count, parser


@dataclass(frozen=True, slots=True)
class TaskSchedstat:
    """Two clocks and a counter of one task.

    Args:
        run_ns: nanoseconds spent on a CPU.
        delay_ns: nanoseconds spent ready but waiting on a run queue.
        slices: how many times it was given a CPU.
    """

    run_ns: int
    delay_ns: int
    slices: int


@parser("/proc/PID/schedstat")
def parse(text: str) -> TaskSchedstat:
    r"""Return the three numbers of the file.

    >>> parse("12345 678 9\n")
    TaskSchedstat(run_ns=12345, delay_ns=678, slices=9)

    Raises:
        InvalidInput: if `text` is not three whole numbers.

    Source: Documentation/scheduler/sched-stats.rst.
    """
    run, delay, slices = map(count, text.split())
    return TaskSchedstat(run, delay, slices)


def read(task: Task = "thread-self", proc: Path | str = PROC) -> TaskSchedstat:
    """Return `parse` of one task's file: a process, `PID/task/TID` or this thread.

    A process's file speaks of its main thread alone.

    Raises:
        InvalidInput: if there is no such task.
        Unavailable: if the kernel was built without CONFIG_SCHED_INFO.
    """
    return parse(task_text(task, "schedstat", proc))
