"""The few verbs of a cgroup directory: make, write, read, empty, remove.

Everything that changes a group passes through here, and everything destructive
first looks at the name: a directory that oslab did not make is refused.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path

from oslab.errors import InvalidInput, Unavailable, require
from oslab.linux import cgroup_names
from oslab.linux.cgroup_tree import PROC

_PATIENCE = 1_000
_NAP_S = 0.005


def mkdir(directory: Path) -> None:
    """Make a group; its name must be one that oslab gives.

    Raises:
        InvalidInput: if the name is another.
        OSError: as the kernel says.
    """
    require_ours(directory)
    os.mkdir(directory, 0o755)  # noqa: PTH102  # the same verb as rmdir below


def rmdir(directory: Path) -> None:
    """Remove an empty group that oslab made; nothing happens if it is gone.

    Raises:
        InvalidInput: if oslab did not make it.
        OSError: as the kernel says, EBUSY while a process is inside.
    """
    require_ours(directory)
    with contextlib.suppress(FileNotFoundError):
        os.rmdir(directory)  # noqa: PTH106  # files of the kernel vanish with it


def write(file: Path, value: str | int) -> None:
    """Write one value to a file of a group.

    Raises:
        InvalidInput: if an argument is of another type.
        OSError: as the kernel says.
    """
    require(isinstance(file, Path), "file", file, "a file, as a Path")
    ok = isinstance(value, str | int) and not isinstance(value, bool)
    require(ok, "value", value, "a text or a whole number")
    # One write call: the kernel takes each as a whole command.
    with file.open("wb", buffering=0) as out:
        out.write(f"{value}\n".encode())


def read(file: Path) -> str | None:
    """Return the text of a group's file, or None where this kernel has no such file.

    Raises:
        InvalidInput: if `file` is no Path.
    """
    require(isinstance(file, Path), "file", file, "a file, as a Path")
    try:
        return file.read_text()
    except (OSError, ValueError):
        return None


def members(directories: Iterable[Path]) -> set[int]:
    """Return the processes in any of the groups.

    Raises:
        InvalidInput: if `directories` are no Paths.
    """
    paths = _paths(directories)
    found = set[int]()
    for directory in paths:
        found.update(int(word) for word in (read(directory / "cgroup.procs") or "").split())
    # 0 is a process of another namespace, and as an argument of kill(2) it is our own group.
    return {pid for pid in found if pid > 1}


def kill(directories: Iterable[Path]) -> None:
    """Kill every process in the groups but this one, and wait until they are out.

    Raises:
        InvalidInput: if oslab did not make one of them.
        Unavailable: if a process does not die (it waits for a device).
    """
    paths = _paths(directories)
    for directory in paths:
        require_ours(directory)
    for _ in range(_PATIENCE):
        inside = members(paths) - {os.getpid()}
        if not inside:
            return
        for pid in inside:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(_NAP_S)
    raise Unavailable("The end of a killed process", "Wait for the device it waits for.")


def remove(directory: Path, proc: Path = PROC) -> None:
    """Kill and remove a group of this process, or one whose maker is dead, with all below it.

    Raises:
        InvalidInput: if it is neither, or not a group of oslab at all.
        Unavailable: if it cannot be removed.
    """
    require_ours(directory)
    name = directory.name
    ok = cgroup_names.is_mine(name) or cgroup_names.is_stale(name, proc)
    require(ok, "directory", str(directory), "of this process, or of one that is dead")
    for child in sorted(directory.glob(cgroup_names.PATTERN)):
        remove(child, proc)
    error: OSError | None = None
    for _ in range(_PATIENCE):
        kill([directory])
        try:
            return rmdir(directory)
        except OSError as refused:  # a process is counted until its last trace is gone
            error = refused
            time.sleep(_NAP_S)
    remedy = f"Remove it by hand with rmdir ({error})."
    raise Unavailable(f"Removing the group {name}", remedy) from error


def require_ours(directory: object) -> None:
    """Refuse every directory whose name oslab did not give.

    Raises:
        InvalidInput: then.
    """
    if not isinstance(directory, Path):
        raise InvalidInput("directory", directory, "a directory, as a Path")
    try:
        cgroup_names.parse(directory.name)
    except InvalidInput:
        allowed = "a group that oslab made; no other is touched"
        raise InvalidInput("directory", str(directory), allowed) from None


def _paths(directories: object) -> list[Path]:
    ok = isinstance(directories, Iterable) and not isinstance(directories, str | bytes)
    paths = list(directories) if ok else []  # type: ignore[call-overload]
    ok = ok and all(isinstance(path, Path) for path in paths)
    require(ok, "directories", directories, "Paths")
    return paths
