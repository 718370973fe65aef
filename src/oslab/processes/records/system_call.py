"""The system calls a program makes: traced, and those of many small writes."""

from __future__ import annotations

from dataclasses import dataclass

NONE, PYTHON, GLIBC = "none", "CPython", "glibc"
LIBRARIES = (NONE, PYTHON, GLIBC)


@dataclass(frozen=True, slots=True)
class BufferedWrites:
    """Records handed to a library, and what the library handed to the kernel.

    Args:
        records: how many the program wrote.
        size: bytes of each.
        buffer: bytes of the library's buffer.
        library: `"none"`, `"CPython"` (io.BufferedWriter) or `"glibc"` (stdio).
        writes: bytes of each write system call, in order.
        source: `"model"` or `"kernel"`.
    """

    records: int
    size: int
    buffer: int
    library: str
    writes: tuple[int, ...]
    source: str = "model"


@dataclass(frozen=True, slots=True)
class TracedCall:
    """One system call of a traced program.

    Args:
        task: which task made it, counted from 1 in the order of their first calls.
        name: of the system call.
        arguments: as strace writes them.
        result: as strace writes it.
    """

    task: int
    name: str
    arguments: str
    result: str


@dataclass(frozen=True, slots=True)
class Trace:
    """What a program asked of the kernel, or why this machine does not say.

    Args:
        program: the command, as one would type it.
        calls: in the order in which they returned.
        missing: empty, or what would make it available.
    """

    program: str
    calls: tuple[TracedCall, ...]
    missing: str = ""
