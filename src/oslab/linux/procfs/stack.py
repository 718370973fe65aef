"""/proc/PID/stack: where in the kernel a task sleeps, the innermost function first."""

from __future__ import annotations

import re
from pathlib import Path

from oslab.errors import InvalidInput
from oslab.linux.procfs.fetch import PROC, Task, task_text
from oslab.linux.procfs.words import lines, parser

_LINE = re.compile(
    r"\[<[0-9a-f]{1,16}>\] (?:([A-Za-z_][\w.$]{0,511})\+0x[0-9a-f]+/0x[0-9a-f]+.*|0x[0-9a-f]+)"
)


@parser("/proc/PID/stack")
def parse(text: str) -> tuple[str, ...]:
    r"""Return the functions, the innermost first; empty for a task that runs.

    >>> parse("[<0>] futex_do_wait+0x38/0x70\n[<0>] __futex_wait+0x91/0x100\n")
    ('futex_do_wait', '__futex_wait')

    Raises:
        InvalidInput: if a line is no frame of a stack.

    Source: fs/proc/base.c, `proc_pid_stack`; proc_pid_stack(5).
    """
    frames = []
    for line in lines(text):
        match = _LINE.fullmatch(line)
        if match is None:
            raise InvalidInput("text", line, "[<0>] function+offset/size")
        # Older kernels end the list with an address that has no name.
        if match[1]:
            frames.append(match[1])
    return tuple(frames)


def read(task: Task = "self", proc: Path | str = PROC) -> tuple[str, ...]:
    """Return `parse` of one task's file.

    Raises:
        InvalidInput: if there is no such task.
        Unavailable: if you are not root, or the kernel keeps no stacks.
    """
    return parse(task_text(task, "stack", proc))
