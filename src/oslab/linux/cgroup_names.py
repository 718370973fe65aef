"""Whose a group is, written in its name, so that nobody else's is ever touched.

    oslab-PID-START-NAMESPACE-SERIAL

PID alone would be a weak mark: numbers come back. With the maker's start time
and the PID namespace it was counted in, a name belongs to one process for ever,
and any later oslab can tell that its maker is gone and sweep up after it.
"""

from __future__ import annotations

import itertools
import os
import re
from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput, Unavailable, require, require_whole
from oslab.linux.procfs import stat

PATTERN = "oslab-*-*-*-*"
_NAME = re.compile(r"oslab-([1-9][0-9]{0,9})-([0-9]{1,20})-([0-9]{1,20})-([0-9]{1,9})")
_serials = itertools.count()


@dataclass(frozen=True, slots=True)
class Maker:
    """The process a group belongs to.

    Args:
        pid: within its namespace.
        start_ticks: clock ticks after boot at which it began.
        namespace: inode of its PID namespace; 0 where the kernel has none.
    """

    pid: int
    start_ticks: int
    namespace: int


def parse(name: str) -> Maker:
    """Return the maker of the group called `name`.

    >>> parse("oslab-42-9001-4026531836-0")
    Maker(pid=42, start_ticks=9001, namespace=4026531836)

    Raises:
        InvalidInput: if oslab gives no such names.
    """
    match = _NAME.fullmatch(name) if isinstance(name, str) else None
    if match is None:
        raise InvalidInput("name", name, "the name of a group that oslab made")
    return Maker(int(match[1]), int(match[2]), int(match[3]))


def new(proc: Path) -> str:
    """Return a name for a group of this process that no other group has.

    Raises:
        InvalidInput: if `proc` is no Path.
        Unavailable: if `/proc` does not answer.
    """
    pid = os.getpid()
    started = stat.read(pid, proc).starttime_ticks
    return f"oslab-{pid}-{started}-{_namespace(proc)}-{next(_serials)}"


def is_mine(name: str) -> bool:
    """Return whether this very process made the group called `name`, not its parent.

    Raises:
        InvalidInput: if oslab gives no such names.
    """
    return parse(name).pid == os.getpid()


def is_stale(name: str, proc: Path) -> bool:
    """Return whether the maker is known to be dead: same namespace, and no such process.

    Raises:
        InvalidInput: if oslab gives no such names, or `proc` is no Path.
    """
    maker = parse(name)
    require(isinstance(proc, Path), "proc", proc, "a directory, as a Path")
    # A container's process may look dead from here and be well.
    if maker.namespace != _namespace(proc):
        return False
    try:
        now = stat.read(maker.pid, proc)
        # A zombie will never remove anything.
        return now.starttime_ticks != maker.start_ticks or now.state in "ZX"
    except InvalidInput:
        return True
    except Unavailable:
        return False


def is_descendant(pid: int, proc: Path) -> bool:
    """Return whether `pid` is this process or was born of it.

    Raises:
        InvalidInput: if there is no such process.
        Unavailable: if `/proc` does not answer.
    """
    require_whole("pid", pid, low=1, high=2**31 - 1)
    me = os.getpid()
    while pid not in (me, 0, 1):
        pid = stat.read(pid, proc).ppid
    return pid == me


def _namespace(proc: Path) -> int:
    try:
        link = (proc / "self" / "ns" / "pid").readlink()
        return int(str(link).partition("[")[2].rstrip("]"))
    except (OSError, ValueError):
        return 0
