"""/proc/PID/schedstat: how long a task ran, and how long it waited to run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput


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


def parse(text: str) -> TaskSchedstat:
    r"""Return the three numbers of the file.

    >>> parse("12345 678 9\n")
    TaskSchedstat(run_ns=12345, delay_ns=678, slices=9)

    Raises:
        InvalidInput: if `text` is not three whole numbers.

    Source: Documentation/scheduler/sched-stats.rst.
    """
    try:
        run, delay, slices = map(int, text.split())
    except (ValueError, AttributeError) as error:
        raise InvalidInput(
            "text", text, "three whole numbers, as in /proc/PID/schedstat"
        ) from error
    return TaskSchedstat(run, delay, slices)


def read(task: str = "thread-self", proc: Path = Path("/proc")) -> TaskSchedstat:
    """Return `parse` of one task's file: a process, `PID/task/TID` or this thread."""
    return parse((proc / task / "schedstat").read_text())
