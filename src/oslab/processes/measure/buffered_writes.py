"""The write calls of real programs, counted by three that do not know of each other."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from oslab import machine
from oslab.errors import Unavailable
from oslab.linux import c_program, strace, tracepoints
from oslab.measurement import Measurement
from oslab.processes import model
from oslab.processes.records.system_call import GLIBC, PYTHON, BufferedWrites

_SCRIPT = Path(__file__).parents[1] / "programs" / "many_writes.py"
_WRITE = "syscalls:sys_enter_write"


def buffered_writes(
    *, records: int = 1_000, size: int = 100, buffer: int = 8_192, library: str = "CPython"
) -> BufferedWrites:
    """Return every write call of a real program, as strace saw it.

    Args:
        records: how many records it writes to /dev/null, 1 to 100,000.
        size: bytes of each, 1 to 1 MiB.
        buffer: bytes, 1 to 16 MiB; without meaning for `"none"`.
        library: `"none"`, `"CPython"` or `"glibc"`.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: without strace, or without a C compiler for `"glibc"`.
    """
    command = _command(records, size, buffer, library)
    calls = strace.trace(command, only="write")
    return BufferedWrites(
        records, size, buffer, library, tuple(int(call.result) for call in calls), "kernel"
    )


def write_calls(
    *, records: int = 1_000, size: int = 100, buffer: int = 8_192, library: str = "CPython"
) -> tuple[Measurement, ...]:
    """Count the write calls of a real program: by itself, by strace and by the kernel.

    Args:
        records: as `buffered_writes`, like the rest.
        size: bytes of a record.
        buffer: bytes of the buffer.
        library: who buffers.

    Returns:
        One measurement a counter, those left out that are missing here; condition `counter`.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: without a C compiler for `"glibc"`.
    """
    command = _command(records, size, buffer, library)
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    counts = {"the program itself": int(done.stdout)}
    with suppress(Unavailable):
        counts["strace -c"] = strace.count(command)["write"].calls
    with suppress(Unavailable):
        counts[f"tracepoint {_WRITE}"] = tracepoints.count([_WRITE], command)[_WRITE]
    return tuple(
        Measurement(
            name=f"write calls by {counter}",
            samples=(float(count),),
            unit="calls",
            method=f"{records} records of {size} bytes, counted by {counter}.",
            machine=machine.this_machine(),
            conditions={"counter": counter, "size": size, "buffer": buffer, "library": library},
        )
        for counter, count in counts.items()
    )


def _command(records: int, size: int, buffer: int, library: str) -> list[str]:
    """Return the program's command line, its arguments checked by the model's own rules."""
    model.buffered_writes(records=records, size=size, buffer=buffer, library=library)
    words = ["/dev/null", str(records), str(size), str(buffer)]
    if library == GLIBC:
        return [str(c_program.compile(c_program.find("processes", "many_writes"))), *words]
    if library == PYTHON:
        return [sys.executable, "-I", "-S", str(_SCRIPT), *words]
    return [sys.executable, "-I", "-S", str(_SCRIPT), *words[:-1], "0"]
