"""Processes that touch memory and fork on request: the two programs behind `fork_cost`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from oslab.errors import Unavailable, require, require_choice, require_whole
from oslab.linux import c_program
from oslab.linux.dialogue import Dialogue
from oslab.linux.procfs import schedstat, status
from oslab.measurement import Condition
from oslab.processes.records.fork_cost import KINDS, SHARED_FILE

_SOURCES = Path(__file__).parents[3]
_WORKER = Path(__file__).parents[1] / "programs" / "fork_cost.py"
_STEP = 2 << 20  # what one page table reaches


class Parent(Dialogue):
    """A process that does what a line of `WORD N` says; `made` starts one and ends it.

    Args:
        command: what to run, as `python` and `native` return it.

    Raises:
        InvalidInput: if it is no sequence of texts.
    """

    def task(self, line: str) -> Callable[[], float]:
        """Return what asks `line` and gives the answer as a number."""
        return lambda: float(self.ask(line))

    def size(self) -> dict[str, Condition]:
        """Return what the kernel says of it: `resident_bytes` and `page_table_bytes`."""
        here = status.read(self.pid)
        return {"resident_bytes": here.vm_rss, "page_table_bytes": here.vm_pte}

    def _gone(self) -> Unavailable:
        return Unavailable("memory for this parent", "Ask for smaller sizes, or free memory.")


@contextmanager
def made(command: Sequence[str]) -> Iterator[Parent]:
    """Lend a parent that has started; it is ended whatever happens.

    Raises:
        InvalidInput: if `command` is no sequence of texts.
        Unavailable: if it ends before it is ready.
    """
    parent = Parent(command)
    try:
        parent.listen()
        yield parent
    finally:
        parent.end()


def fill(parents: Sequence[Parent], size: int) -> None:
    """Let each of them touch `size` bytes, 2 MiB at a time and in turns.

    What fork pays for an entry depends on the frame behind it (`fork_layout`).
    The kernel hands out the scattered frames it has lying about first, so whoever
    fills first would have the dearer pages; in turns, all have the same luck.

    Raises:
        InvalidInput: if `parents` are none, or `size` is negative.
        Unavailable: if one of them meets the memory limit.
    """
    _require_parents(parents)
    require_whole("size", size, low=0)
    done = 0
    while done < size:
        step = min(_STEP, size - done)
        for parent in parents:
            parent.ask(f"touch {step}")
        done += step


def delay_of(parents: Sequence[Parent]) -> Callable[[], int]:
    """Return what reads how long all of them have waited for a CPU, in nanoseconds.

    It is they who may have to wait, not the one who asks.

    Raises:
        InvalidInput: if `parents` are none.
    """
    _require_parents(parents)
    return lambda: sum(schedstat.read(str(one.pid)).delay_ns for one in parents)


def python(kind: str, size: int) -> list[str]:
    """Return the command of the interpreter that maps `size` bytes of `kind`.

    Raises:
        InvalidInput: if there is no such kind, or `size` is no whole number above 0.
    """
    _require_memory(kind, size)
    return [sys.executable, "-I", "-S", str(_WORKER), str(_SOURCES), kind, str(size)]


def native(kind: str, size: int, extra: int = 0) -> list[str]:
    """Return the command of the C program, with `extra` bytes touched at once.

    Raises:
        InvalidInput: as `python` does, or if `extra` is negative.
        Unavailable: if there is no C compiler.
    """
    _require_memory(kind, size)
    require_whole("extra", extra, low=0)
    program = c_program.compile(c_program.find("processes", "fork_cost"))
    word = "shared" if kind == SHARED_FILE else kind
    return [str(program), word, str(size), str(extra)]


def _require_parents(parents: object) -> None:
    ok = isinstance(parents, tuple | list) and len(parents) > 0
    ok = ok and all(isinstance(one, Parent) for one in parents)  # type: ignore[attr-defined]
    require(ok, "parents", parents, "a sequence of Parents")


def _require_memory(kind: object, size: object) -> None:
    require_choice("kind", kind, KINDS)
    require_whole("size", size, low=1, high=1 << 40)
