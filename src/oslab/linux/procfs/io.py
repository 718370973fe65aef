"""/proc/PID/io: bytes asked for against bytes that reached the disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from oslab.linux.procfs.fetch import PROC, Task, task_text
from oslab.linux.procfs.words import count, named, parser, whole


@dataclass(frozen=True, slots=True)
class TaskIo:
    """Counters since the start; of a process, all its threads, ended ones included.

    Args:
        rchar: bytes that read calls returned, from disk, cache, pipe or terminal alike.
        wchar: bytes that write calls took.
        syscr: read calls.
        syscw: write calls.
        read_bytes: bytes fetched from the storage for it.
        write_bytes: bytes it made dirty, that will reach the storage.
        cancelled_write_bytes: bytes of those that were truncated before they did.
    """

    rchar: int
    wchar: int
    syscr: int
    syscw: int
    read_bytes: int
    write_bytes: int
    cancelled_write_bytes: int


_COUNTERS = ("rchar", "wchar", "syscr", "syscw", "read_bytes", "write_bytes")


@parser("/proc/PID/io")
def parse(text: str) -> TaskIo:
    """Return the seven counters.

    Raises:
        InvalidInput: if one is missing or damaged.

    Source: fs/proc/base.c, `do_io_accounting`; proc_pid_io(5).
    """
    found = named(text)
    cancelled = whole(found.pop("cancelled_write_bytes"))  # old collections have it below 0
    counters = {name: count(found[name]) for name in _COUNTERS}
    return TaskIo(**counters, cancelled_write_bytes=cancelled)


def read(task: Task = "self", proc: Path | str = PROC) -> TaskIo:
    """Return `parse` of one task's file.

    Raises:
        InvalidInput: if there is no such task.
        Unavailable: if it is not ours to trace.
    """
    return parse(task_text(task, "io", proc))
