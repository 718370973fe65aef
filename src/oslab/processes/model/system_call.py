"""How many write system calls a buffer saves, by the rule of each library.

*none*: every record is a system call.
*CPython*: a record that still fits is copied; else the buffer is emptied **as it
is**, not filled up first. Records are never split unless they exceed the buffer.
*glibc*: the buffer is filled to the brim and emptied, what is left goes to the
kernel directly as far as it makes whole buffers, and the rest is kept. Records
are split.

Source: CPython, Modules/_io/bufferedio.c, _io_BufferedWriter_write_impl;
glibc, libio/fileops.c, _IO_new_file_xsputn.
"""

from __future__ import annotations

from oslab.errors import require_choice, require_whole
from oslab.processes.records.system_call import GLIBC, LIBRARIES, NONE, BufferedWrites

_FRESH = -1
_SMALLEST_BLOCK = 128
"""Below this many bytes of buffer glibc does not keep the rest of a large record."""


def buffered_writes(
    *, records: int = 1_000, size: int = 100, buffer: int = 8_192, library: str = "CPython"
) -> BufferedWrites:
    """Return the write calls of a program that writes `records` records and closes the file.

    Args:
        records: 1 to 100,000.
        size: bytes of each, 1 to 1 MiB.
        buffer: bytes, 1 to 16 MiB; without meaning for `"none"`.
        library: `"none"`, `"CPython"` or `"glibc"`.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_whole("records", records, 1, 100_000)
    require_whole("size", size, 1, 2**20)
    require_whole("buffer", buffer, 1, 2**24)
    require_choice("library", library, LIBRARIES)
    if library == NONE:
        return BufferedWrites(records, size, buffer, library, (size,) * records)
    writes: list[int] = []
    held = _FRESH if library == GLIBC else 0
    rule = _glibc if library == GLIBC else _cpython
    for _ in range(records):
        held = rule(held, size, buffer, writes)
    if held > 0:
        writes.append(held)
    return BufferedWrites(records, size, buffer, library, tuple(writes))


def _cpython(held: int, size: int, buffer: int, writes: list[int]) -> int:
    """Add what one record makes the library write; return what it then holds."""
    if held + size <= buffer:
        return held + size
    if held:
        writes.append(held)
    if size > buffer:
        writes.append(size)
        return 0
    return size


def _glibc(held: int, size: int, buffer: int, writes: list[int]) -> int:
    """Add what one record makes the library write; return what it then holds.

    A stream that was never written to has no room yet: `held` is `_FRESH`.
    """
    fits = 0 if held == _FRESH else min(size, buffer - held)
    held, left = max(held, 0) + fits, size - fits
    if left == 0:
        return held
    if held:
        writes.append(held)
    direct = left - (left % buffer if buffer >= _SMALLEST_BLOCK else 0)
    if direct:
        writes.append(direct)
    return left - direct
