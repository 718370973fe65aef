"""A child process to try things in that would outlive, or end, the caller."""

from __future__ import annotations

import json
import os
import signal
import traceback
from collections.abc import Callable
from typing import Any

from oslab.errors import Unavailable, require, require_number

_answers: list[int] = []
REMEDY = "Run it again; if it persists, run it in a fresh interpreter."


def in_a_child(work: Callable[[], Any], *, timeout_s: float = 120) -> Any:
    """Run `work` in a forked child with its own session and return its result.

    A session of its own is also an autogroup of its own, and one signal reaches
    everything the child has started: it is sent when the call is left by whatever door.

    Args:
        work: called in the child; its result must fit JSON (tuples become lists).
        timeout_s: seconds of wall time after which the child is killed.

    Raises:
        InvalidInput: if `work` is no function or `timeout_s` out of range.
        Unavailable: if the child died, failed or ran out of time.

    Source: setsid(2), kill(2), sched(7).
    """
    require(callable(work), "work", work, "a function of no arguments")
    require_number("timeout_s", timeout_s, low=0.001, high=3600)
    result, answer = os.pipe()
    child = os.fork()
    if child == 0:
        _child(work, result, answer, timeout_s)
    os.close(answer)
    try:
        with os.fdopen(result, "rb") as pipe:
            text = pipe.read()
    finally:
        _end(child)
    if not text:
        raise Unavailable("an answer of the child process", REMEDY)
    message = json.loads(text)
    if "failed" in message:
        raise Unavailable("an answer of the child process", f"It said: {message['failed']}.")
    return message["value"]


def beside(work: Callable[[], object]) -> int:
    """Fork a process that runs `work` and ends, whatever happens; return its number.

    Raises:
        InvalidInput: if `work` is no function.
    """
    require(callable(work), "work", work, "a function of no arguments")
    child = os.fork()
    if child == 0:
        try:
            for descriptor in _answers:  # so that its end is seen when the sandbox ends
                os.close(descriptor)
            work()
        except BaseException:
            traceback.print_exc()  # nobody above would
        finally:
            os._exit(0)
    return child


def _child(work: Callable[[], Any], result: int, answer: int, timeout_s: float) -> None:
    """Never returns: whatever happens in the child ends in the child."""
    try:
        os.setsid()
        os.close(result)
        _answers[:] = [answer]
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the default ends the process
        signal.setitimer(signal.ITIMER_REAL, timeout_s)
        try:
            message = {"value": work()}
        except Exception as error:
            message = {"failed": f"{type(error).__name__}: {error}"}
        with os.fdopen(answer, "wb") as pipe:
            pipe.write(json.dumps(message).encode())
    finally:
        os._exit(0)


def _end(child: int) -> None:
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:  # not yet a leader, or all of it has ended
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
