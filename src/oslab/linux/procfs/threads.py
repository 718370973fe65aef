"""/proc/PID/task: the threads of a process, each with files like the process's own.

Every reader of this package takes one as its task: `status.read("812/task/815")`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from oslab.errors import InvalidInput
from oslab.linux.procfs.fetch import PROC, Task, task_names
from oslab.linux.procfs.words import count


def parse(names: Iterable[str]) -> tuple[int, ...]:
    """Return thread numbers in rising order; the main thread's is the process's own.

    >>> parse(["815", "812"])
    (812, 815)

    Raises:
        InvalidInput: if a name is not a number.
    """
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise InvalidInput("names", names, "names of folders in /proc/PID/task")
    return tuple(sorted(map(count, names)))


def read(task: Task = "self", proc: Path | str = PROC) -> tuple[int, ...]:
    """Return the threads of one process; some may have ended before you look at them.

    Raises:
        InvalidInput: if there is no such process.
        Unavailable: if /proc hides it.
    """
    return parse(task_names(task, "task", proc))
