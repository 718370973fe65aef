"""The exam question put to the real kernel: the program forks, every process reports itself."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import struct
import warnings
from typing import NoReturn

from oslab.errors import Unavailable
from oslab.processes.model.fork_language import Exit, Kernel, Statement, parse
from oslab.processes.model.fork_tree import fork_tree as predicted
from oslab.processes.records.fork_tree import ForkTree

# pid, parent's pid, how many forks its parent had made, lines. Far below
# PIPE_BUF, so the reports of many processes never mix (pipe(7)).
_REPORT = struct.Struct("<qqqq")
_PATIENCE_S = 60


def fork_tree(program: str = "fork(); fork();", rounds: int = 1) -> ForkTree:
    """Run `program` with real forks and return the family that the kernel made.

    Every process reports its own number, its parent's as `getppid` gives it,
    and how many lines it printed, through one pipe, then waits for its
    children. The tree is built from those numbers alone. The model runs first:
    a program that would make more than 64 processes is refused before it forks.

    Args:
        program: in the language of `model.fork_language`, at most 500 characters.
        rounds: how often every process runs it, one time after the other.

    Raises:
        InvalidInput: if it is no such program, or makes more processes.
        Unavailable: if this machine does not let us have that many processes.
    """
    program = predicted(program, rounds).program
    statement = parse(program)
    reading, writing = os.pipe()
    try:
        root = _fork()
        if root == 0:
            _live_and_report(statement, writing)
        try:
            os.close(writing)
            writing = -1
            reports = _collect(reading)
        finally:
            _end(root)
    finally:
        os.close(reading)
        if writing >= 0:
            os.close(writing)
    return _family(program, reports, root)


def _fork() -> int:
    # The child of a process with threads may only do what needs no lock of
    # theirs; these children call nothing but fork, wait, write and _exit.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


class _Process:
    """What a process of the family knows of itself; fork copies it to the child."""

    def __init__(self) -> None:
        self.parent = 0
        self.rank = 0
        self.forks = 0
        self.lines = 0

    def fork(self) -> int:
        me = os.getpid()
        child = _fork()
        if child == 0:
            self.parent, self.rank, self.forks, self.lines = os.getppid(), self.forks, 0, 0
            if self.parent != me:  # it was orphaned, and would hang in the wrong place
                os._exit(1)
            return 0
        self.forks += 1
        return child

    def write(self) -> None:
        self.lines += 1


def _wait() -> bool:
    try:
        os.wait()
    except ChildProcessError:
        return False
    return True


def _live_and_report(statement: Statement, writing: int) -> NoReturn:
    """Be the first process of the family; never return into the caller's program."""
    status = 1
    try:
        os.setsid()  # one group for the whole family, so that one signal ends it
        me = _Process()
        with contextlib.suppress(Exit):
            statement(Kernel(me.fork, me.write, _wait))
        os.write(writing, _REPORT.pack(os.getpid(), me.parent, me.rank, me.lines))
        while _wait():
            pass
        status = 0
    finally:
        os._exit(status)


def _collect(reading: int) -> bytes:
    """Return all reports; the pipe ends when the last process of the family has ended."""
    parts: list[bytes] = []
    while True:
        ready, _, _ = select.select([reading], [], [], _PATIENCE_S)
        part = os.read(reading, 65536) if ready else None
        if part is None:
            raise Unavailable("the family's report", "Try again when the machine is less busy.")
        if not part:
            return b"".join(parts)
        parts.append(part)


def _end(root: int) -> None:
    try:
        os.killpg(root, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        # No such group: it ended by itself, or has not yet made its group.
        os.kill(root, signal.SIGKILL)
    os.waitpid(root, 0)


def _family(program: str, reports: bytes, root: int) -> ForkTree:
    children: dict[int, list[tuple[int, int]]] = {}
    lines: dict[int, int] = {}
    for pid, parent, rank, printed in _REPORT.iter_unpack(reports):
        lines[pid] = printed
        if pid != root:
            children.setdefault(parent, []).append((rank, pid))
    order: list[int] = []
    parents: list[int | None] = []
    stack: list[tuple[int, int | None]] = [(root, None)]
    while stack:
        pid, parent_number = stack.pop()
        parents.append(parent_number)
        order.append(pid)
        older_first = sorted(children.get(pid, []))
        stack += [(child, len(order) - 1) for _, child in reversed(older_first)]
    if not lines or set(order) != set(lines):
        raise Unavailable(f"a family of {len(lines)} processes", "Raise `ulimit -u`, or pids.max.")
    return ForkTree(program, tuple(parents), tuple(lines[pid] for pid in order))
