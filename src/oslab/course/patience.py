"""Stop code that takes too long, where the process's own alarm can do it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from oslab.errors import require_number


class Impatient(BaseException):
    """It took too long. No judge may take it for an error of its own."""


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Raise Impatient inside the block once `seconds` have passed; only in the main thread.

    Raises:
        InvalidInput: if `seconds` is no number above 0.
        Impatient: see above.
    """
    require_number("seconds", seconds, low=0.001, high=10**6)
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise Impatient

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
