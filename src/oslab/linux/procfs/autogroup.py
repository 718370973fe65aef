"""/proc/PID/autogroup: the group that the kernel made of a session, and its nice value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput, Unavailable
from oslab.linux.procfs.fetch import PROC, Task, folder, system_text, task_text
from oslab.linux.procfs.words import count, parser, whole

_LINE = re.compile(r"/autogroup-([0-9]{1,20}) nice (-?[0-9]{1,2})\n")


@dataclass(frozen=True, slots=True)
class Autogroup:
    """One session's group of tasks.

    Args:
        number: of the group; sessions have different ones.
        nice: of the group as a whole, -20 to 19; a task's own nice value counts inside it.
    """

    number: int
    nice: int


@parser("/proc/PID/autogroup")
def parse(text: str) -> Autogroup | None:
    r"""Return the group that the file names, or None where it is empty.

    It is empty for a task of no session's group: autogroups are made by setsid(2), so what
    the kernel itself started, and what never left that session, has none.

    >>> parse("/autogroup-7691 nice 0\n")
    Autogroup(number=7691, nice=0)

    Raises:
        InvalidInput: if `text` is neither empty nor such a line.

    Source: sched(7), "The autogroup feature"; kernel/sched/autogroup.c
        (proc_sched_autogroup_show_task).
    """
    if not text:
        return None
    match = _LINE.fullmatch(text)
    if match is None:
        raise InvalidInput("text", text, "/autogroup-NUMBER nice NICE")
    return Autogroup(count(match[1]), whole(match[2]))


def read(task: Task = "self", proc: Path | str = PROC) -> Autogroup | None:
    """Return `parse` of one task's file.

    Raises:
        InvalidInput: if there is no such task.
        Unavailable: if the kernel was built without CONFIG_SCHED_AUTOGROUP.
    """
    return parse(task_text(task, "autogroup", proc))


def enabled(proc: Path | str = PROC) -> bool:
    """Return whether the kernel groups tasks by session.

    Raises:
        InvalidInput: if `proc` is no path.
    """
    place = folder("proc", proc) / "sys" / "kernel" / "sched_autogroup_enabled"
    try:
        return system_text(place).strip() == "1"
    except Unavailable:
        return False
