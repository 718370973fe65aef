"""Exit statuses, signals and failed execs, packed into one word and unpacked again."""

from __future__ import annotations

from oslab.errors import InvalidInput, require, require_whole
from oslab.processes.records.spawn import EXITED, KILLED, Outcome, WaitStatus

_CORE = 0x80
_SIGNAL = 0x7F


def wait_status(code: int = 0, signal: int = 0, core: bool = False) -> WaitStatus:
    """Return the word a parent gets when its child calls `exit(code)` or dies by `signal`.

    Args:
        code: what the child handed to exit; the kernel keeps the low eight bits.
        signal: 0 if the child exited by itself, else 1 to 126; then `code` is lost.
        core: whether a core dump was written; only a signal writes one.

    Raises:
        InvalidInput: if a number is out of range.

    Source: kernel/exit.c, `do_exit` and `SYSCALL_DEFINE1(exit)`, `(error_code & 0xff) << 8`;
    wait(2); POSIX.1-2017, Shell and Utilities, 2.8.2, for `$?`.
    """
    require_whole("code", code, low=-(2**31), high=2**31 - 1)
    require_whole("signal", signal, low=0, high=126)
    require(isinstance(core, bool), "core", core, "True or False")
    if signal == 0:
        return decoded((code & 0xFF) << 8)
    return decoded(signal | (_CORE if core else 0))


def decoded(word: int) -> WaitStatus:
    """Return what a word from `waitpid` says, as WIFEXITED and its sisters do.

    Raises:
        InvalidInput: if it is not the word of a child that ended.
    """
    require_whole("word", word, low=0, high=0xFFFF)
    signal = word & _SIGNAL
    if signal == _SIGNAL:
        raise InvalidInput("word", word, "of a child that ended: 0x7f says stopped")
    if signal == 0:
        code = word >> 8
        return WaitStatus(word, Outcome(EXITED, code), core=False, shell=code)
    return WaitStatus(word, Outcome(KILLED, signal), bool(word & _CORE), shell=128 + signal)
