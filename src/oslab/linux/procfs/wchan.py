"""/proc/PID/wchan: the kernel function in which a task waits."""

from __future__ import annotations

import re
from pathlib import Path

from oslab.errors import InvalidInput
from oslab.linux.procfs.fetch import PROC, Task, task_text
from oslab.linux.procfs.words import parser

_SYMBOL = re.compile(r"[A-Za-z_][A-Za-z0-9_.$]{0,511}")


@parser("/proc/PID/wchan")
def parse(text: str) -> str | None:
    """Return the function's name, or None while the task runs, or where the kernel hides it.

    >>> parse("futex_do_wait"), parse("0")
    ('futex_do_wait', None)

    Raises:
        InvalidInput: if `text` is neither a symbol nor 0.

    Source: fs/proc/base.c, `proc_pid_wchan`.
    """
    symbol = text.removesuffix("\n")
    if symbol == "0":
        return None
    if _SYMBOL.fullmatch(symbol) is None:
        raise InvalidInput("text", text, "the name of a kernel function, or 0")
    return symbol


def read(task: Task = "thread-self", proc: Path | str = PROC) -> str | None:
    """Return `parse` of one task's file; a task that asks about itself is running.

    Raises:
        InvalidInput: if there is no such task.
        Unavailable: if the kernel does not have the file.
    """
    return parse(task_text(task, "wchan", proc))
