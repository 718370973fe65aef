"""Futexes seen from outside: where a task waits, and what stands at that address.

A lock that is free or only briefly held never enters the kernel, so only waiting shows.
What kind of lock a futex belongs to is glibc's business: its locks wait with different
operations and values, and `describe` knows those.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass

from oslab.errors import Unavailable, require, require_whole
from oslab.linux import process_memory
from oslab.linux.procfs.syscall import TaskSyscall

NUMBERS = {"x86_64": 202, "aarch64": 98, "riscv64": 98}
"""Of futex(2) by machine. Source: asm/unistd_64.h; include/uapi/asm-generic/unistd.h."""

WAIT, LOCK_PI, WAIT_BITSET, LOCK_PI2 = 0, 6, 9, 13
_COMMAND = 0x7F
_OWNER = 0x3FFFFFFF
_CONTENDED = 2

MUTEX, PI_MUTEX, JOIN, WORD = "mutex", "PI mutex", "the end of a thread", "futex"


@dataclass(frozen=True, slots=True)
class FutexWait:
    """A task asleep at a futex.

    Args:
        address: of the word, in the task's own address space.
        operation: the command of futex(2), flags left out: `WAIT`, `LOCK_PI`, ...
        value: that the word had when the task went to sleep.
    """

    address: int
    operation: int
    value: int


def waiting(call: TaskSyscall, machine: str | None = None) -> FutexWait | None:
    """Return where a task sleeps, or None if it is not asleep at a futex.

    Args:
        call: what `/proc/PID/syscall` says of the task.
        machine: the architecture as `uname -m` names it; this one's if None.

    Raises:
        InvalidInput: if `call` is no record of that file.
        Unavailable: if the number of futex(2) is not known for the architecture.

    Source: futex(2); proc_pid_syscall(5).
    """
    require(isinstance(call, TaskSyscall), "call", call, "a record of /proc/PID/syscall")
    machine = os.uname().machine if machine is None else machine
    require(isinstance(machine, str), "machine", machine, "a text such as x86_64")
    if machine not in NUMBERS:
        raise Unavailable(f"The number of futex on {machine}", "Use x86-64, ARM64 or RISC-V.")
    if call.number != NUMBERS[machine] or call.arguments is None:
        return None
    address, operation, value = call.arguments[:3]
    if operation & _COMMAND not in (WAIT, LOCK_PI, WAIT_BITSET, LOCK_PI2):
        return None
    return FutexWait(address, operation & _COMMAND, value & 0xFFFFFFFF)


def describe(pid: int, wait: FutexWait, threads: tuple[int, ...]) -> tuple[str, int | None]:
    """Return what a futex of glibc belongs to, and the thread that can end the wait.

    A normal mutex waits for value 2 and keeps its owner's number eight bytes on; a mutex with
    priority inheritance keeps it in the word itself, where the kernel needs it; pthread_join
    waits for the number of the thread to become 0. Of the rest (semaphores, condition
    variables, Python's own locks) nobody notes an owner.

    Args:
        pid: of the process.
        wait: of one of its threads.
        threads: of the process, by number.

    Returns:
        `MUTEX`, `PI_MUTEX`, `JOIN` or `WORD`, and a number of `threads` or None.

    Raises:
        InvalidInput: if an argument is of another kind.
        Unavailable: if the memory of the process may not be read.

    Source: glibc, sysdeps/nptl/bits/struct_mutex.h (`__lock`, `__count`, `__owner`),
        nptl/lowlevellock.c (`__lll_lock_wait`), nptl/pthread_join_common.c; futex(2).
    """
    require_whole("pid", pid, 1, 2**31 - 1)
    require(isinstance(wait, FutexWait), "wait", wait, "a FutexWait")
    ok = isinstance(threads, tuple) and all(type(one) is int for one in threads)
    require(ok, "threads", threads, "numbers of threads")
    if wait.operation in (LOCK_PI, LOCK_PI2):
        [word] = struct.unpack("<I", process_memory.read(pid, wait.address, 4))
        return PI_MUTEX, word & _OWNER if word & _OWNER in threads else None
    if wait.operation == WAIT and wait.value == _CONTENDED:
        _, _, owner = struct.unpack("<IIi", process_memory.read(pid, wait.address, 12))
        return (MUTEX, owner) if owner in threads else (WORD, None)
    if wait.value in threads:
        return JOIN, wait.value
    return WORD, None
