"""Loops over libc at native speed, compiled by numba: no C compiler, no Python inside.

A Python loop around a system call measures Python. These loops call libc through
function pointers and release the GIL, so what is left is the call itself: within
a few per cent of the same loop in C.

Compile before you fork and before you time: `loops()` does it once a process.
"""

from __future__ import annotations

import ctypes
import functools
import platform
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from oslab.errors import Unavailable, require_whole

# System call numbers differ by architecture: asm/unistd_64.h and asm-generic/unistd.h.
_CLOCK_GETTIME = {"x86_64": 228, "aarch64": 113, "riscv64": 113}
_PROT_READ, _PROT_READ_WRITE = 1, 3
_CLOCK_MONOTONIC = 1
LINE, PAGE = 64, 4096


@dataclass(frozen=True, slots=True)
class Loops:
    """Native loops; every one returns a number so that no compiler can delete it.

    Args:
        null_calls: (n): n calls of getppid, which libc never caches.
        vdso_clock: (address, n): n clock_gettime through the vDSO into a timespec.
        trap_clock: (address, n): the same question by the system call itself.
        client: (read_fd, write_fd, address, n, memory, pages): n times touch, write, read.
        server: the same arguments: n times read, touch, write. Both return the
            round trips that went well.
        alone: (read_fd, write_fd, address, n, mine, yours, pages): what client and
            server do together, by one thread through a pipe to itself: no switch.
        touch: (memory, pages, n): n times one load from each of the first pages.
        flush: (address, length, memory, pages, n): n times take and give back the
            right to write a region, which empties this address space's TLB, then touch.
    """

    null_calls: Callable[[int], int]
    vdso_clock: Callable[[int, int], int]
    trap_clock: Callable[[int, int], int]
    client: Callable[..., int]
    server: Callable[..., int]
    alone: Callable[..., int]
    touch: Callable[[Any, int, int], int]
    flush: Callable[..., int]


@functools.cache
def loops() -> Loops:
    """Return the loops, compiling them at the first call (about two seconds).

    Raises:
        Unavailable: without numba, or on an architecture whose system calls are unknown.

    Source: getppid(2), syscall(2), vdso(7), pipe(7), mprotect(2).
    """
    try:
        import numba
    except ImportError:
        raise Unavailable("native-speed loops", "pip install 'oslab[measure]'") from None
    number = _CLOCK_GETTIME.get(platform.machine())
    if number is None:
        raise Unavailable("system calls by number", "Use x86-64, ARM64 or RISC-V.")
    njit = numba.njit(nogil=True)
    touch = njit(_touch)
    made = Loops(
        *_call_loops(njit, number), *_pipe_loops(njit, touch), njit(_touch_often(touch)),
        _flush_loop(njit, touch),
    )  # fmt: skip
    _compile(made)
    return made


def memory(pages: int) -> Any:
    """Return `pages` pages of zeroed bytes that belong to this process alone, all resident.

    Call it after the fork: what a parent wrote is shared until someone writes.

    Raises:
        InvalidInput: if `pages` is not 0 to 2**28.
        Unavailable: without numpy's buffer or the memory.
    """
    import mmap

    import numpy

    require_whole("pages", pages, low=0, high=2**28)
    region = mmap.mmap(-1, max(1, pages) * PAGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    bytes_ = numpy.frombuffer(region, dtype=numpy.uint8)
    bytes_[::PAGE] = 1
    return bytes_


def _libc(name: str, result: Any, *arguments: Any) -> Any:
    # A new handle for every function: its types are ours and no other module's.
    function = getattr(ctypes.CDLL(None), name)
    function.argtypes, function.restype = list(arguments), result
    return function


def _touch(memory: Any, pages: int) -> int:
    total = 0
    for i in range(pages):
        # Another line in every page: one line number would fill one cache set only.
        total += memory[i * 4096 + (i % 64) * 64]
    return total


def _touch_often(touch: Any) -> Any:
    def often(memory: Any, pages: int, n: int) -> int:
        total = 0
        for _ in range(n):
            total += touch(memory, pages)
        return total

    return often


def _call_loops(njit: Any, number: int) -> tuple[Any, Any, Any]:
    getppid = _libc("getppid", ctypes.c_int)
    clock = _libc("clock_gettime", ctypes.c_int, ctypes.c_int, ctypes.c_void_p)
    syscall = _libc("syscall", ctypes.c_long, ctypes.c_long, ctypes.c_long, ctypes.c_void_p)
    monotonic = _CLOCK_MONOTONIC

    def null_calls(n: int) -> int:
        total = 0
        for _ in range(n):
            total += getppid()
        return total

    def vdso_clock(address: int, n: int) -> int:
        total = 0
        for _ in range(n):
            total += clock(monotonic, address)
        return total

    def trap_clock(address: int, n: int) -> int:
        total = 0
        for _ in range(n):
            total += syscall(number, monotonic, address)
        return total

    return njit(null_calls), njit(vdso_clock), njit(trap_clock)


def _pipe_loops(njit: Any, touch: Any) -> tuple[Any, Any, Any]:
    kinds = (ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t)
    read, write = _libc("read", *kinds), _libc("write", *kinds)

    def exchange(r: int, w: int, address: int) -> bool:
        return write(w, address, 4) == 4 and read(r, address, 4) == 4  # type: ignore[no-any-return]

    call = njit(exchange)

    def client(r: int, w: int, address: int, n: int, memory: Any, pages: int) -> int:
        kept = 0
        for i in range(n):
            kept += touch(memory, pages)
            if not call(r, w, address):
                return i
        return n if kept >= 0 else 0

    return njit(client), _server_loop(njit, touch, read, write), _alone_loop(njit, touch, call)


def _server_loop(njit: Any, touch: Any, read: Any, write: Any) -> Any:
    def server(r: int, w: int, address: int, n: int, memory: Any, pages: int) -> int:
        kept = 0
        for i in range(n):
            if read(r, address, 4) != 4:
                return i
            kept += touch(memory, pages)
            if write(w, address, 4) != 4:
                return i
        return n if kept >= 0 else 0

    return njit(server)


def _alone_loop(njit: Any, touch: Any, call: Any) -> Any:
    def alone(r: int, w: int, address: int, n: int, mine: Any, yours: Any, pages: int) -> int:
        kept = 0
        for i in range(n):
            kept += touch(mine, pages)
            if not call(r, w, address):
                return i
            kept += touch(yours, pages)
            if not call(r, w, address):
                return i
        return n if kept >= 0 else 0

    return njit(alone)


def _flush_loop(njit: Any, touch: Any) -> Any:
    mprotect = _libc("mprotect", ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    closed, opened = _PROT_READ, _PROT_READ_WRITE

    def flush(address: int, length: int, memory: Any, pages: int, n: int) -> int:
        total = 0
        for _ in range(n):
            total += mprotect(address, length, closed)
            total += mprotect(address, length, opened)
            total += touch(memory, pages)
        return total

    return njit(flush)


def _compile(made: Loops) -> None:
    region = memory(1)
    made.null_calls(1)
    made.vdso_clock(region.ctypes.data, 1)
    made.trap_clock(region.ctypes.data, 1)
    for loop in (made.client, made.server):
        loop(-1, -1, region.ctypes.data, 0, region, 0)
    made.alone(-1, -1, region.ctypes.data, 0, region, region, 0)
    made.touch(region, 1, 1)
    made.flush(region.ctypes.data, PAGE, region, 1, 0)
