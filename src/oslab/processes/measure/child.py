"""A forked child that is asked, answers, and never outlives the question.

Both pipes are private to parent and child. Whatever happens in between, also a
KeyboardInterrupt, leaving the `with` block kills the child and fetches its
status; an alarm in the child ends it if the parent itself is killed.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from oslab.errors import Unavailable, require

PATIENCE_S = 60
"""How long one answer may take on a busy machine; never part of a result."""

Work = Callable[[int, int], None]
"""Runs in the child with two descriptors: read orders from one, write answers to the other."""


class Child:
    """The parent's side: `order` bytes, read `answer`s, `wait` for the end."""

    def __init__(self, pid: int, orders: int, answers: int) -> None:
        self.pid = pid
        self._orders = orders
        self._answers = answers
        self._status: int | None = None

    def order(self, byte: bytes) -> None:
        """Send one order; a child that has just died does not mind."""
        with suppress(BrokenPipeError):
            os.write(self._orders, byte)

    def answer(self, size: int = 1) -> bytes:
        """Return the next `size` bytes at most, or none once the child has ended.

        Raises:
            Unavailable: if nothing comes for a minute.
        """
        ready, _, _ = select.select([self._answers], [], [], PATIENCE_S)
        if not ready:
            what = f"an answer of a child process within {PATIENCE_S} s"
            raise Unavailable(what, "Try again when the machine is less busy.")
        return os.read(self._answers, size)

    def answers(self) -> bytes:
        """Return everything the child writes until it ends."""
        return b"".join(iter(lambda: self.answer(65536), b""))

    def signal(self, number: int) -> None:
        """Send a signal to the child."""
        os.kill(self.pid, number)

    def wait(self) -> int:
        """Return its exit status: 0 and above from exit, -n if signal n ended it."""
        if self._status is None:
            _, status = os.waitpid(self.pid, 0)
            self._status = os.waitstatus_to_exitcode(status)
        return self._status

    def end(self) -> None:
        """Kill it if it still lives, fetch its status, close the pipes."""
        if self._status is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            self.wait()
        os.close(self._orders)
        os.close(self._answers)


@contextmanager
def forked(work: Work) -> Iterator[Child]:
    """Run `work` in a forked child for as long as the block lasts.

    Raises:
        InvalidInput: if `work` cannot be called.
    """
    require(callable(work), "work", work, "a function")
    orders_in, orders_out = os.pipe()
    answers_in, answers_out = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        os.close(orders_out)
        os.close(answers_in)
        _live(work, orders_in, answers_out)
    os.close(orders_in)
    os.close(answers_out)
    child = Child(pid, orders_out, answers_in)
    try:
        yield child
    finally:
        child.end()


def _live(work: Work, orders: int, answers: int) -> None:
    """Be the child: never return to the code that forked."""
    status = 70
    try:
        # Jupyter's event loop asks signals to write into a socket that we now share with it.
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(2 * PATIENCE_S)
        work(orders, answers)
        status = 0
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(status)
