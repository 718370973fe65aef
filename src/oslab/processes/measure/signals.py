"""A real process takes the steps of a script, and the kernel keeps the books."""

from __future__ import annotations

import errno
import json
import os
import signal as posix
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from oslab import machine
from oslab.errors import require_choice, require_whole
from oslab.linux.procfs import status
from oslab.measurement import Condition, Measurement
from oslab.processes.measure import child
from oslab.processes.records.signals import (
    NUMBERS,
    TIMES,
    SignalHistory,
    SignalStep,
    script_steps,
)

Action = Callable[[int, FrameType | None], None] | posix.Handlers
_ACTIONS: dict[str, Action] = {
    "handle": lambda number, frame: None, "ignore": posix.SIG_IGN, "default": posix.SIG_DFL,
}  # fmt: skip


def signals(script: str) -> SignalHistory:
    """Let a fresh process take the steps of a script, and return what the kernel did.

    Masks and pending sets are read from /proc/PID/status. Deliveries are counted
    in Python's own C handler, which writes one byte for each, because calls of the
    Python function are fewer (see `handler_calls`).

    Args:
        script: as for `model.signals`.

    Raises:
        InvalidInput: if a step is not of that form.
        Unavailable: if the child does not answer.

    Source: signal(7), sigprocmask(2), proc_pid_status(5).
    """
    steps = script_steps(script)

    def work(_: int, answers: int) -> None:
        heard = _listen()
        for verb, signal, times in steps:
            refused = _take(verb, NUMBERS[signal], times)
            report = (refused, *_masks(), _count(heard, NUMBERS[signal]))
            os.write(answers, json.dumps(report).encode() + b"\n")

    with child.forked(work) as one:
        reports = [json.loads(line) for line in one.answers().splitlines()]
        ended = one.wait()
    taken = [
        SignalStep(*step, refused, tuple(blocked), tuple(pending), delivered)
        for step, (refused, blocked, pending, delivered) in zip(steps, reports, strict=False)
    ]
    if ended < 0:  # the step that ended it could not be reported
        taken.append(SignalStep(*steps[len(taken)]))
    name = {-number: name for name, number in NUMBERS.items()}.get(ended, "")
    return SignalHistory(tuple(taken), name)


def handler_calls(
    *, signal: str = "RTMIN", sends: int = 5, repeats: int = 5
) -> tuple[Measurement, Measurement]:
    """Count how often the kernel delivers a blocked signal, and how often Python calls its handler.

    The kernel's deliveries are counted in CPython's C handler, which only sets a
    flag; the interpreter looks at its flags between two byte codes.

    Args:
        signal: one of RTMIN, RTMIN+1, USR1, USR2.
        sends: how many are sent while it is blocked, 1 to 20.
        repeats: samples, 1 to 100.

    Returns:
        Deliveries, then calls.

    Raises:
        InvalidInput: if an argument is out of range.

    Source: Modules/signalmodule.c, trip_signal and _PyErr_CheckSignalsTstate.
    """
    require_choice("signal", signal, ("RTMIN", "RTMIN+1", "USR1", "USR2"))
    require_whole("sends", sends, 1, TIMES)
    require_whole("repeats", repeats, 1, 100)
    counted = [_calls(NUMBERS[signal], sends) for _ in range(repeats)]
    held: dict[str, Condition] = {"signal": signal, "sends": sends}
    method = "sent to itself while blocked, then unblocked; counted in "
    here = machine.this_machine()
    delivered, called = zip(*counted, strict=True)
    return (
        Measurement("deliveries", delivered, "signals", method + "the C handler", here, held),
        Measurement("handler calls", called, "calls", method + "the Python function", here, held),
    )


def _calls(number: int, sends: int) -> tuple[int, int]:
    def work(_: int, answers: int) -> None:
        calls = []

        def handler(number: int, frame: FrameType | None) -> None:
            calls.append(number)

        heard = _listen()
        posix.signal(number, handler)
        for verb, times in (("block", 1), ("send", sends), ("unblock", 1)):
            _take(verb, number, times)
        os.write(answers, json.dumps([_count(heard, number), len(calls)]).encode())

    with child.forked(work) as one:
        delivered, called = json.loads(one.answers())
    return delivered, called


def _listen() -> int:
    """Start as exec would leave us, and return a descriptor that tells every delivery."""
    known = set(NUMBERS.values())
    for number in known - {posix.SIGKILL, posix.SIGSTOP}:
        posix.signal(number, posix.SIG_DFL)
    posix.pthread_sigmask(posix.SIG_UNBLOCK, known)
    heard, told = os.pipe()
    os.set_blocking(heard, False)
    os.set_blocking(told, False)
    posix.set_wakeup_fd(told)
    return heard


def _take(verb: str, number: int, times: int) -> str:
    if verb == "send":
        for _ in range(times):
            os.kill(os.getpid(), number)
    elif verb == "block":
        posix.pthread_sigmask(posix.SIG_BLOCK, {number})
    elif verb == "unblock":
        posix.pthread_sigmask(posix.SIG_UNBLOCK, {number})
    else:
        try:
            posix.signal(number, _ACTIONS[verb])
        except OSError as error:
            return errno.errorcode[error.errno or 0]
    return ""


def _masks() -> tuple[list[str], list[str]]:
    now = status.read()
    blocked = set(status.signals(now.sig_blk))
    pending = set(status.signals(now.sig_pnd | now.shd_pnd))
    return (
        [name for name, number in NUMBERS.items() if number in blocked],
        [name for name, number in NUMBERS.items() if number in pending],
    )


def _count(heard: int, number: int) -> int:
    with suppress(BlockingIOError):
        return os.read(heard, 4096).count(number)
    return 0
