"""First touches of pages by a compiled loop: the counterpart of `minor_fault.c`.

What one fault costs depends on more than the fault. On the machine that this was
written on the same store costs a third more when the branch predictors hold other
code: profiles of both show the same kernel functions, each a few nanoseconds
slower. A loop that returns to Python between its rounds is in that state more often
than a loop that does not. So the rounds are compiled as well, mapping included, as
they are in the C program, and both sides report their least round.

Source: Mytkowicz and others, "Producing wrong data without doing anything obviously
wrong", ASPLOS 2009, for how much the layout of code alone can change.
"""

from __future__ import annotations

import ctypes
import functools
import mmap
import time
from collections.abc import Callable
from typing import Any

from oslab.errors import Unavailable
from oslab.linux import native

# Not in Python's mmap on every platform: asm-generic/mman-common.h.
_MAP_FIXED = 0x10
_FLAGS = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
_PROTECTION = mmap.PROT_READ | mmap.PROT_WRITE


def compiled(pages: int, rounds: int) -> float:
    """Return the CPU nanoseconds of a fault in the least of `rounds`."""
    import numpy as np

    loop, clock, now = _loop(), time.CLOCK_THREAD_CPUTIME_ID, np.zeros(2, np.int64)
    with mmap.mmap(-1, pages * native.PAGE, flags=_FLAGS) as area:
        memory = np.frombuffer(area, np.uint8)
        spent = np.zeros(rounds, np.int64)
        loop(memory, memory.ctypes.data, clock, now, now.ctypes.data, spent)
        del memory  # the area cannot be closed while an array looks at it
    return float(spent.min()) / pages


def python(pages: int, rounds: int) -> float:
    """Return the same from Python: a slice of an `mmap`, one byte a page."""
    ones, least = bytes([1]) * pages, float("inf")
    for _ in range(rounds):
        with mmap.mmap(-1, pages * native.PAGE, flags=_FLAGS) as area:
            area.madvise(mmap.MADV_NOHUGEPAGE)
            start = time.thread_time_ns()
            area[:: native.PAGE] = ones
            least = min(least, time.thread_time_ns() - start)
    return least / pages


@functools.cache
def _loop() -> Callable[..., None]:
    try:
        from numba import njit
    except ImportError:
        raise Unavailable("native-speed loops", "pip install 'oslab[measure]'") from None
    libc = ctypes.CDLL(None)
    pointer, size, number = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int
    map_, advise, read_clock = libc.mmap, libc.madvise, libc.clock_gettime
    map_.argtypes = [pointer, size, number, number, number, ctypes.c_long]
    map_.restype = pointer
    advise.argtypes = [pointer, size, number]
    read_clock.argtypes = [number, pointer]
    flags, protection, refuse = _FLAGS | _MAP_FIXED, _PROTECTION, mmap.MADV_NOHUGEPAGE

    def loop(memory: Any, at: int, clock: int, now: Any, now_at: int, spent: Any) -> None:
        for i in range(spent.size):
            # In the same place, so that the array stays valid: what was there is unmapped.
            map_(at, memory.size, protection, flags, -1, 0)
            advise(at, memory.size, refuse)
            read_clock(clock, now_at)
            start = now[0] * 1_000_000_000 + now[1]
            for byte in range(0, memory.size, 4096):
                memory[byte] = 1
            read_clock(clock, now_at)
            spent[i] = now[0] * 1_000_000_000 + now[1] - start

    return njit(nogil=True)(loop)
