"""/proc/PID/task/TID/children: the processes that a thread started and that are not reaped."""

from __future__ import annotations

from pathlib import Path

from oslab.errors import InvalidInput
from oslab.linux.procfs import threads
from oslab.linux.procfs.fetch import PROC, Task, task_text
from oslab.linux.procfs.words import count, parser


@parser("/proc/PID/task/TID/children")
def parse(text: str) -> tuple[int, ...]:
    r"""Return the process numbers in the file.

    >>> parse("812 815 ")
    (812, 815)

    Raises:
        InvalidInput: if `text` is not whole numbers.

    Source: Documentation/filesystems/proc.rst, 3.7.
    """
    return tuple(map(count, text.split()))


def read(task: Task = "self", proc: Path | str = PROC) -> tuple[int, ...]:
    """Return the children of one process, of all its threads; zombies are among them.

    The list is exact only while nothing forks or ends; else one may be missing.

    Raises:
        InvalidInput: if there is no such process.
        Unavailable: if the kernel was built without CONFIG_PROC_CHILDREN, or hides it.
    """
    found: set[int] = set()
    for thread in threads.read(task, proc):
        try:
            found.update(parse(task_text(f"{task}/task/{thread}", "children", proc)))
        except InvalidInput:
            continue  # this thread has ended meanwhile
    return tuple(sorted(found))
