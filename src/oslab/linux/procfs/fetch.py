"""Fetch the texts of /proc, and say in one voice what went wrong."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

from oslab.errors import InvalidInput, Unavailable, require, require_whole

Task = int | str
"""A process number, `"self"`, `"thread-self"`, or a thread as `"PID/task/TID"`."""

PROC = Path("/proc")

_TASK = re.compile(r"(?:self|[1-9][0-9]{0,9})(?:/task/[1-9][0-9]{0,9})?|thread-self")
_NAME = re.compile(r"[a-z_]{1,32}")
_UNNAMEABLE = re.compile("[\0\ud800-\udc7f\udd00-\udfff]")
"""NUL, and surrogates that stand for no byte, cannot be part of a path."""
_ALLOWED = "a process number, 'self', 'thread-self' or 'PID/task/TID'"


def task_folder(task: Task, proc: Path | str = PROC) -> Path:
    """Return the folder of a process or thread, which need not exist.

    Raises:
        InvalidInput: if `task` is no task's name, or `proc` no path.
    """
    if isinstance(task, int):
        require_whole("task", task, low=1, high=2**31 - 1)
    elif not isinstance(task, str) or _TASK.fullmatch(task) is None:
        raise InvalidInput("task", task, _ALLOWED)
    return folder("proc", proc) / str(task)


def task_text(task: Task, name: str, proc: Path | str = PROC) -> str:
    """Return the text of one file of a task; empty where it has no address space.

    Kernel threads and zombies have none, and the kernel answers "no such
    process" to questions about their memory although the process is there.

    Raises:
        InvalidInput: if there is no such task.
        Unavailable: if the kernel does not have the file, or not for us.
    """
    place = task_folder(task, proc)
    _require_name(name)
    try:
        return _text(place / name)
    except OSError as error:
        if error.errno == errno.ESRCH and place.is_dir():
            return ""
        raise _refused(task, place, name, error) from error


def task_names(task: Task, name: str, proc: Path | str = PROC) -> list[str]:
    """Return the names in one folder of a task, in no particular order.

    Raises:
        InvalidInput: if there is no such task.
        Unavailable: if the kernel does not have the folder, or not for us.
    """
    place = task_folder(task, proc)
    _require_name(name)
    try:
        return [entry.name for entry in (place / name).iterdir()]
    except OSError as error:
        raise _refused(task, place, name, error) from error


def system_text(place: Path) -> str:
    """Return the text of one file of the whole system.

    Raises:
        InvalidInput: if `place` is no path.
        Unavailable: if the kernel does not have the file, or not for us.
    """
    place = folder("place", place)
    try:
        return _text(place)
    except OSError as error:
        raise _unavailable(place, error) from error


def folder(argument: str, place: Path | str) -> Path:
    """Return `place` as a path.

    Raises:
        InvalidInput: if it is neither a path nor a text that could name one.
    """
    if isinstance(place, Path | str) and str(place) and _UNNAMEABLE.search(str(place)) is None:
        return Path(place)
    raise InvalidInput(argument, place, "a path")


def _require_name(name: str) -> None:
    ok = isinstance(name, str) and _NAME.fullmatch(name) is not None
    require(ok, "name", name, "the name of a file in /proc/PID")


def _text(place: Path) -> str:
    # Names of processes and files are bytes; surrogates carry those that are not UTF-8.
    with place.open(encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        return file.read()


def _refused(task: Task, place: Path, name: str, error: OSError) -> Exception:
    if not os.path.isdir(place):  # noqa: PTH112 - Path.is_dir raises for names that are too long
        return InvalidInput("task", task, "a process or thread that exists")
    return _unavailable(place / name, error)


def _unavailable(place: Path, error: OSError) -> Unavailable:
    if isinstance(error, PermissionError):
        remedy = "Ask about your own processes, or be root (see ptrace(2), access mode checking)."
    elif isinstance(error, FileNotFoundError):
        remedy = "This kernel was built or booted without it."
    else:
        remedy = f"The kernel answered: {error.strerror}."
    return Unavailable(str(place), remedy)
