"""POSIX threads made in compiled code: Python's own cost is not inside.

`threading.Thread` allocates a Python thread state, runs a bootstrap and takes
the interpreter lock; to see what the *kernel and the C library* charge for a
thread, the loop that creates and joins must not be Python. numba compiles the
loop and the thread's (empty) function; both are compiled once, before any clock
runs.
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable
from typing import Any, cast

from oslab.errors import Unavailable, require_whole

REMEDY = "Install the compiled loops: pip install 'oslab[measure]'."


def create_and_join(count: int) -> None:
    """Create a thread that does nothing and join it, `count` times, one after the other.

    Args:
        count: threads, 1 to 10,000,000. The first call also compiles the loop.

    Raises:
        InvalidInput: if `count` is out of range.
        Unavailable: without numba.

    Source: pthread_create(3), pthread_join(3).
    """
    require_whole("count", count, low=1, high=10_000_000)
    loop, entry, tid = _compiled()
    loop(count, tid, entry)


@functools.cache
def _compiled() -> tuple[Callable[[int, Any, int], None], int, Any]:
    """Return the compiled loop, the address of the thread's function, room for its id."""
    try:
        import numpy as np
        from numba import cfunc, njit, types
    except ImportError as error:
        raise Unavailable("native-speed loops", REMEDY) from error
    libc = ctypes.CDLL(None)
    create, join = libc.pthread_create, libc.pthread_join
    create.argtypes = [ctypes.c_void_p] * 4
    join.argtypes = [ctypes.c_ulong, ctypes.c_void_p]

    def nothing(argument: Any) -> Any:
        return argument

    def loop(count: int, tid: Any, entry: Any) -> None:
        for _ in range(count):
            create(tid.ctypes.data, 0, entry, 0)
            join(tid[0], 0)

    thread_function = cfunc(types.voidptr(types.voidptr))(nothing)
    compiled = cast(Callable[[int, Any, int], None], njit(nogil=True)(loop))
    tid = np.zeros(1, np.uint64)
    entry = cast(int, thread_function.address)
    compiled(1, tid, entry)
    _kept.append(thread_function)  # its machine code must outlive its address
    return compiled, entry, tid


_kept: list[Any] = []
