"""The system calls a program makes when it writes many small records."""

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
