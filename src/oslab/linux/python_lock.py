"""Locks of CPython seen from outside: which object a semaphore belongs to, and its owner.

Up to 3.13, a lock of Python is an object that points to a semaphore of libc, at which its
waiters sleep. Whoever finds the pointer has found the object, and the name of its type tells
which lock it is. An RLock notes the thread that holds it; a Lock notes nobody, because any
thread may release it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from oslab.errors import InvalidInput, require_whole
from oslab.linux import process_memory

LOCK, RLOCK = "_thread.lock", "_thread.RLock"
_TYPE_NAME = 24  # of tp_name in a type object, past the two words of its head and ob_size
_THREAD_NUMBER = 1024  # glibc keeps a thread's number this near the start of its descriptor


@dataclass(frozen=True, slots=True)
class PythonLock:
    """One lock of a Python process.

    Args:
        kind: `LOCK` or `RLOCK`.
        address: of the object, as `repr` shows it.
        owner: the number of the thread that holds it; None where that is noted nowhere.
    """

    kind: str
    address: int
    owner: int | None


def behind(pid: int, semaphore: int, threads: tuple[int, ...]) -> PythonLock | None:
    """Return the lock that points to a semaphore, or None if no lock of CPython does.

    Args:
        pid: of the process.
        semaphore: the address at which a thread sleeps.
        threads: of the process, by number.

    Raises:
        InvalidInput: if there is no such process.
        Unavailable: if the process is not ours to trace.

    Source: CPython 3.11 to 3.13, Modules/_threadmodule.c (`lockobject`, `rlockobject`),
        Python/thread_pthread.h (USE_SEMAPHORES).
    """
    require_whole("pid", pid, 1, 2**31 - 1)
    for place in process_memory.words(pid, semaphore):
        try:
            kind = _type_name(pid, place - 8)
            if kind == LOCK:
                return PythonLock(LOCK, place - 16, None)
            if kind == RLOCK:
                owner, count = struct.unpack("<QQ", process_memory.read(pid, place + 8, 16))
                held = _number(pid, owner, threads) if count else None
                return PythonLock(RLOCK, place - 16, held)
        except InvalidInput:
            continue  # what stands before the pointer is no object
    return None


def _type_name(pid: int, at: int) -> str:
    [of_type] = struct.unpack("<Q", process_memory.read(pid, at, 8))
    [name] = struct.unpack("<Q", process_memory.read(pid, of_type + _TYPE_NAME, 8))
    text = process_memory.read(pid, name, len(RLOCK) + 1)
    return text.split(b"\0", 1)[0].decode("ascii", "replace")


def _number(pid: int, descriptor: int, threads: tuple[int, ...]) -> int | None:
    """Return the number of the thread whose pthread_self() is this address."""
    words = struct.unpack("<256I", process_memory.read(pid, descriptor, _THREAD_NUMBER))
    return next((word for word in words if word in threads), None)
