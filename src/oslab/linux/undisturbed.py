"""Clean up without being interrupted in the middle of it, and in any case."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
from collections.abc import Iterator

from oslab.errors import require

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)

_open: list[contextlib.ExitStack] = []


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Hold back what interrupts this thread until the block is over; it is not lost."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def after(stack: contextlib.ExitStack) -> None:
    """Make all that the stack holds by now be cleaned up undisturbed, here or by `close_all`.

    Raises:
        InvalidInput: if `stack` is no ExitStack.
    """
    require(isinstance(stack, contextlib.ExitStack), "stack", stack, "an ExitStack")
    held = contextlib.ExitStack()

    def close() -> None:
        with undisturbed():
            if held in _open:
                _open.remove(held)
            held.close()

    with undisturbed():
        held.push(stack.pop_all())
        _open.append(held)
        stack.callback(close)


def close_all() -> None:
    """Clean up what an interruption has left open, the last first; before a process ends.

    An interruption that comes between two lines of a `with` statement can pass it by.
    """
    with undisturbed():
        while _open:
            with contextlib.suppress(Exception):
                _open.pop().close()


# A child has not opened what its parent holds.
os.register_at_fork(after_in_child=_open.clear)
atexit.register(close_all)
