"""System calls that libc has no function for, by number."""

from __future__ import annotations

import ctypes
import errno
import functools
import os
from collections.abc import Mapping

from oslab.errors import Unavailable, require, require_choice

NUMBERS: Mapping[str, Mapping[str, int]] = {
    "kcmp": {"x86_64": 312, "aarch64": 272, "riscv64": 272},
    "sched_setattr": {"x86_64": 314, "aarch64": 274, "riscv64": 274},
    "sched_getattr": {"x86_64": 315, "aarch64": 275, "riscv64": 275},
    "perf_event_open": {"x86_64": 298, "aarch64": 241, "riscv64": 241},
    "userfaultfd": {"x86_64": 323, "aarch64": 282, "riscv64": 282},
    "io_uring_setup": {"x86_64": 425, "aarch64": 425, "riscv64": 425},
    "cachestat": {"x86_64": 451, "aarch64": 451, "riscv64": 451},
}
"""By name and machine. Source: asm/unistd_64.h of x86, include/uapi/asm-generic/unistd.h."""


def call(name: str, *arguments: int | bytearray) -> int:
    """Make a system call and return its result, which is not negative.

    Args:
        name: a key of `NUMBERS`.
        arguments: whole numbers, or bytearrays that the kernel may read and write.

    Raises:
        InvalidInput: if the name is unknown or an argument is of another type.
        Unavailable: if the number is not known for this architecture.
        OSError: with the kernel's error number.

    Source: syscall(2).
    """
    require_choice("name", name, NUMBERS)
    for argument in arguments:
        ok = isinstance(argument, int | bytearray) and not isinstance(argument, bool)
        require(ok, "arguments", argument, "whole numbers and bytearrays")
        ok = isinstance(argument, bytearray) or -(2**63) <= argument < 2**64
        require(ok, "arguments", argument, "within 64 bits")
    require(len(arguments) <= 6, "arguments", arguments, "at most six")
    number = NUMBERS[name].get(os.uname().machine)
    if number is None:
        raise Unavailable(f"The number of {name}", "Use x86-64, ARM64 or RISC-V.")
    return _call(number, [_passed(argument) for argument in arguments], name)


@functools.cache
def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    return libc


def _passed(argument: int | bytearray) -> object:
    if isinstance(argument, bytearray):
        return (ctypes.c_char * len(argument)).from_buffer(argument)
    return ctypes.c_ulong(argument % 2**64)


def _call(number: int, arguments: list[object], name: str) -> int:
    result = int(_libc().syscall(ctypes.c_long(number), *arguments))
    if result < 0:
        code = ctypes.get_errno() or errno.EINVAL
        raise OSError(code, os.strerror(code), name)
    return result
