"""Calls of a student's function in her own notebook: bounded in time and in what they print.

Nothing here protects from malice, for the notebook is hers; it protects her kernel
from her mistakes: a loop without an end, a child process that comes back, a flood
of output. What a grade rests on is done in a sandbox, elsewhere.
"""

from __future__ import annotations

import contextlib
import dis
import fcntl
import io
import mmap
import os
import signal
import threading
import time
import types
from collections.abc import Callable, Iterator
from typing import Any

from oslab.course import counters
from oslab.course.plain import plain, type_name
from oslab.course.questions import Case
from oslab.course.verdict import FAIL, INTERRUPTED, NOT_STARTED, PASS, Reply
from oslab.course.watching import Watch
from oslab.errors import InvalidInput, require, require_number

PRINTED = 4_000
"""Characters of what an answer prints that are kept."""

PATIENCE = 4
"""All calls of a question together may take this many times what one may take."""

_FLOOD = 64 * 1024
_RAISING = {
    "CACHE", "CALL", "LOAD_CONST", "LOAD_GLOBAL", "NOP", "PRECALL", "PUSH_NULL", "RESUME",
}  # fmt: skip
"""What Python does to raise something, and nothing else. Source: dis (the standard library)."""

_OURS = (__file__, contextlib.__file__)
_CAME_BACK = (
    "let a child process come back out of it: after os.fork() the child must end with os._exit(), "
    "or it goes on in your notebook a second time."
)


class TooLong(BaseException):
    """Raised inside of an answer whose time is up; no `except Exception` holds it."""


class Caller:
    """Calls one function, case by case, and always comes back with a `Reply`.

    Args:
        function: the student's.
        seconds: of one call; all together may take `PATIENCE` times as long.
        counted: whether the kernel's counters are taken for every call. Children that
            are left after they were counted are ended, or they would disturb the next.

    Raises:
        InvalidInput: if an argument is not what it says.
    """

    def __init__(self, function: Callable[..., Any], seconds: float, counted: bool = False) -> None:
        require(callable(function), "function", function, "a function")
        self._function = function
        self._seconds = require_number("seconds", seconds, low=0.01, high=3600)
        require(isinstance(counted, bool), "counted", counted, "True or False")
        self._counted = counted
        self._left = PATIENCE * self._seconds
        self.printed = ""

    def __call__(self, case: Case) -> Reply:
        """Call the function with a copy of `case`."""
        require(isinstance(case, dict), "case", case, "a dict of keyword arguments")
        began = time.monotonic()
        seconds = max(0.01, min(self._seconds, self._left))
        with _quietly() as output:
            reply = self._call(plain(case, "case"), seconds)
            self.printed = output()
        self._left -= time.monotonic() - began
        return reply

    def _call(self, case: Case, seconds: float) -> Reply:
        mine = os.getpid()
        back = mmap.mmap(-1, 1)  # shared with every child
        watch = Watch(peak=self._counted)
        watch.start()
        try:
            before = counters.read() if self._counted else None
            reply = self._guarded(case, seconds)
        finally:
            if os.getpid() != mine:
                back[0] = 1
                os._exit(70)
        after = counters.read() if before else None
        peak, left = watch.stop(wait=True, kill=self._counted or reply.state == FAIL)
        if back[0]:
            return Reply(FAIL, words=_CAME_BACK)
        if before is None or after is None or reply.state != PASS:
            return reply
        seen = before.until(after, peak_children=peak, children_left=left)
        return Reply(PASS, reply.answer, seen=seen)

    def _guarded(self, case: Case, seconds: float) -> Reply:
        try:
            with deadline(seconds):
                return Reply(PASS, plain(self._function(**case)))
        except TooLong:
            return Reply(FAIL, words=f"did not come back and was stopped after {seconds:.3g} s.")
        except KeyboardInterrupt:
            return Reply(INTERRUPTED)
        except NotImplementedError:
            return Reply(NOT_STARTED)
        except BaseException as error:
            return Reply(FAIL, words=self.told(error))

    def told(self, error: BaseException) -> str:
        """Return what was wrong with the call, and in which line of the student's cell."""
        if type(error) is InvalidInput and error.argument == "answer":
            return f"returned what is no plain data: {error}."
        name = type_name(error)
        try:
            text = f"{name}: {error}" if str(error) else name
        except BaseException:  # a message that raises when it is asked
            text = name
        text = text if len(text) <= 300 else text[:297] + "..."
        line = _line(self._function, error)
        return f"raised {text}" + (f" (line {line} of its cell)." if line else ".")


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise `TooLong` in the block once `seconds` are over; only in the main thread.

    Raises:
        InvalidInput: if `seconds` is not from 0.001 to 36000.
    """
    require_number("seconds", seconds, low=0.001, high=36_000)
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    armed = [True]
    fired = [0]

    def stop(_signal: int, frame: types.FrameType | None) -> None:
        # Never in our own code, which has to clean up.
        if armed and frame is not None and frame.f_code.co_filename not in _OURS:
            fired[0] += 1
            signal.setitimer(signal.ITIMER_REAL, *[max(2e-5, 0.05 / 4 ** fired[0])] * 2)
            raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    # Again and faster: a bare `except:` in a loop swallows it, but not between two turns.
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.05)
    try:
        yield
    finally:
        armed.clear()
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class _Sink(io.TextIOBase):
    """Keeps the first characters and forgets the rest."""

    def __init__(self) -> None:
        self.text = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        room = PRINTED - len(self.text)
        if room > 0:
            self.text += str(text)[:room]
        return len(text)


@contextlib.contextmanager
def _quietly() -> Iterator[Callable[[], str]]:
    # Python's own prints go to a sink; what children write goes to a file in
    # memory that cannot grow, so a flood ends with an error instead of a full disk.
    sink = _Sink()
    with contextlib.ExitStack() as stack:
        flood = os.memfd_create("oslab", os.MFD_ALLOW_SEALING | os.MFD_CLOEXEC)
        stack.callback(os.close, flood)
        os.ftruncate(flood, _FLOOD)
        fcntl.fcntl(flood, fcntl.F_ADD_SEALS, fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK)
        for number in (1, 2):
            kept = os.dup(number)
            stack.callback(os.close, kept)
            stack.callback(os.dup2, kept, number)
            os.dup2(flood, number)
        stack.enter_context(contextlib.redirect_stdout(sink))
        stack.enter_context(contextlib.redirect_stderr(sink))

        def output() -> str:
            written = os.lseek(flood, 0, os.SEEK_CUR)
            below = os.pread(flood, min(written, PRINTED), 0).decode(errors="replace")
            return (sink.text + below)[:PRINTED]

        yield output


def is_blank(function: object) -> bool:
    """Say whether a function still does nothing but raise NotImplementedError."""
    if type(function) is not types.FunctionType:
        return False
    code = function.__code__
    done = {step.opname for step in dis.get_instructions(code)} - _RAISING
    return code.co_names == ("NotImplementedError",) and done == {"RAISE_VARARGS"}


def _line(function: object, error: BaseException) -> int:
    if type(function) is not types.FunctionType:
        return 0
    found = 0
    place = error.__traceback__
    while place is not None:
        if place.tb_frame.f_code.co_filename == function.__code__.co_filename:
            found = place.tb_lineno
        place = place.tb_next
    return found
