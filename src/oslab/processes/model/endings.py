"""Who hears a signal: the rules of kernel/signal.c, complete_signal and wants_signal."""

from __future__ import annotations

from oslab.errors import require
from oslab.processes.records.endings import LETTERS, Ending, Endings


def endings(*, killable: bool = True) -> Endings:
    """Return what SIGTERM and SIGKILL make of a process in each state.

    A signal whose action is to end the process is *fatal*, and the kernel turns it
    into SIGKILL for every thread at once, so it wakes a killable D just as well. A
    stopped or traced process hears SIGKILL only. A handler cannot run in D.

    Args:
        killable: whether the wait in D is TASK_KILLABLE; if not, nothing ends it.

    Raises:
        InvalidInput: if `killable` is no bool.

    Source: kernel/signal.c, complete_signal, wants_signal; include/linux/sched.h, TASK_KILLABLE.
    """
    require(isinstance(killable, bool), "killable", killable, "True or False")
    rows = []
    for letter in LETTERS:
        deaf = letter == "D" and not killable
        ends = letter if deaf else "Z"
        term = letter if letter in "Tt" else ends
        rows.append(Ending(letter, term, letter, ends))
    return Endings(tuple(rows))
