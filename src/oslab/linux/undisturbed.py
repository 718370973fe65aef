"""Clean up without being interrupted in the middle of it."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator

from oslab.errors import require

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Hold back what interrupts this thread until the block is over; it is not lost."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def after(stack: contextlib.ExitStack) -> None:
    """Make all that the stack holds by now be cleaned up undisturbed.

    Raises:
        InvalidInput: if `stack` is no ExitStack.
    """
    require(isinstance(stack, contextlib.ExitStack), "stack", stack, "an ExitStack")
    held = stack.pop_all()

    def close() -> None:
        with undisturbed():
            held.close()

    stack.callback(close)
