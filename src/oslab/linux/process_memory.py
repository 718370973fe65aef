"""/proc/PID/mem: the memory of another process, read without stopping it."""

from __future__ import annotations

from collections.abc import Iterator

from oslab.errors import InvalidInput, Unavailable, require, require_whole
from oslab.linux.procfs import maps
from oslab.linux.procfs.fetch import PROC

_PIECE = 16 << 20
_REMEDY = "Ask as the same user or as root; see ptrace_scope in ptrace(2)."


def read(pid: int, address: int, size: int) -> bytes:
    """Return `size` bytes of a process.

    Raises:
        InvalidInput: if there is no such process, or nothing mapped there.
        Unavailable: if the process is not ours to trace.

    Source: proc_pid_mem(5).
    """
    require_whole("pid", pid, 1, 2**31 - 1)
    require_whole("address", address, 0, 2**63 - 1)
    require_whole("size", size, 1, 1 << 30)
    try:
        with (PROC / str(pid) / "mem").open("rb", buffering=0) as memory:
            memory.seek(address)
            data = memory.read(size)
    except FileNotFoundError:
        raise InvalidInput("pid", pid, "a process that runs") from None
    except PermissionError:
        raise Unavailable(f"the memory of process {pid}", _REMEDY) from None
    except OSError:
        data = b""
    if data is None or len(data) < size:
        raise InvalidInput("address", hex(address), f"{size} bytes that process {pid} has mapped")
    return data


def words(pid: int, value: int) -> Iterator[int]:
    """Find where a process keeps a 64-bit value: each address, the smallest areas first.

    Only private memory that may be written is searched, at multiples of 8. Small areas come
    first because allocators keep small objects there, and large ones take long to read. A
    process that runs on may meanwhile move what it keeps.

    Args:
        pid: of the process.
        value: 0 to 2**64 - 1; a pointer, usually.

    Raises:
        InvalidInput: if there is no such process.
        Unavailable: if the process is not ours to trace.
    """
    require_whole("pid", pid, 1, 2**31 - 1)
    require_whole("value", value, 0, 2**64 - 1)
    sought = value.to_bytes(8, "little")
    areas = sorted(
        (area for area in maps.read(pid) if area.perms.startswith("rw") and not area.is_shared),
        key=lambda area: area.size,
    )
    require(bool(areas), "pid", pid, "a process with memory of its own")
    return _found(pid, areas, sought)


def _found(pid: int, areas: list[maps.Area], sought: bytes) -> Iterator[int]:
    for area in areas:
        for start in range(area.start, area.end, _PIECE):
            try:
                data = read(pid, start, min(_PIECE, area.end - start))
            except InvalidInput:
                continue  # unmapped meanwhile
            at = data.find(sought)
            while at >= 0:
                if at % 8 == 0:
                    yield start + at
                at = data.find(sought, at + 1)
