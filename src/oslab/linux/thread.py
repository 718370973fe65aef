"""Doors to what Linux keeps for one thread, where Python's own doors stop.

Python sets signal handlers in the main thread only and knows no stack addresses;
the C library does both in any thread.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import resource
import signal
from dataclasses import dataclass

from oslab.errors import Unavailable, require, require_whole

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_NO_NEW_PRIVS = 38


@dataclass(frozen=True, slots=True)
class Stack:
    """Where the stack of one thread lies.

    Args:
        low: its lowest address.
        size: bytes set aside for it.
    """

    low: int
    size: int


def stack() -> Stack:
    """Return where the calling thread's stack lies.

    Raises:
        Unavailable: if the C library does not say.

    Source: pthread_getattr_np(3), pthread_attr_getstack(3).
    """
    attributes = ctypes.create_string_buffer(256)  # glibc's is 56 bytes, musl's 56
    low, size = ctypes.c_void_p(), ctypes.c_size_t()
    _libc.pthread_self.restype = ctypes.c_ulong
    try:
        failed = _libc.pthread_getattr_np(ctypes.c_ulong(_libc.pthread_self()), attributes)
    except AttributeError as error:
        raise Unavailable("a thread's stack address", "Use Linux with glibc or musl.") from error
    failed = failed or _libc.pthread_attr_getstack(
        attributes, ctypes.byref(low), ctypes.byref(size)
    )
    _libc.pthread_attr_destroy(attributes)
    if failed or low.value is None:
        raise Unavailable("a thread's stack address", "Mount /proc and try again.")
    return Stack(low.value, size.value)


def ignore_signal(number: int) -> None:
    """Ignore signal `number`, set from whichever thread calls.

    Raises:
        InvalidInput: if `number` is no signal, or one that cannot be ignored.

    Source: signal(2); the table of handlers is `sighand_struct`, shared by CLONE_SIGHAND.
    """
    allowed = "a signal that can be ignored"
    require_whole("number", number, low=1, high=64)
    fixed = {signal.SIGKILL, signal.SIGSTOP}
    require(number not in fixed and number in signal.valid_signals(), "number", number, allowed)
    _libc.signal.argtypes = [ctypes.c_int, ctypes.c_void_p]
    _libc.signal.restype = ctypes.c_void_p
    _libc.signal(number, int(signal.SIG_IGN))


def renounce_privileges() -> None:
    """Set `no_new_privs` for the calling thread: no later exec may gain privileges.

    It cannot be undone; call it in a process made for the purpose.

    Source: prctl(2), PR_SET_NO_NEW_PRIVS: an attribute of the calling thread.
    """
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, *map(ctypes.c_ulong, (1, 0, 0, 0)))


def without_core_dumps() -> None:
    """Let no later crash of this process leave a core file or a traceback behind.

    Source: getrlimit(2), RLIMIT_CORE; core(5).
    """
    faulthandler.disable()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGSEGV, signal.SIG_DFL)


def read_address_zero() -> None:
    """Read four bytes at address 0: the kernel answers with SIGSEGV, a real one.

    Call it only in a child made to die, after `without_core_dumps`.
    """
    if os.getpid() == _HOME:
        raise Unavailable("a crash of this very process", "Call it in a child made to die.")
    _ = ctypes.c_int.from_address(0).value  # a c_char at 0 would be made up, not read


_HOME = os.getpid()
