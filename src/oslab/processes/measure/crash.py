"""Crash one worker for real and count who finishes: threads, processes, a pool."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable

from oslab.errors import require_whole
from oslab.linux import thread as door
from oslab.processes.measure.sandbox import beside, in_a_child
from oslab.processes.records.crash import CrashOutcome

SEGFAULT_THREAD = "a thread reads address 0"
SEGFAULT_PROCESS = "a process reads address 0"
EXCEPTION_THREAD = "a thread raises an exception"
EXIT_THREAD = "a thread calls os._exit"


def crash(*, workers: int = 4) -> tuple[CrashOutcome, ...]:
    """Let one of several workers come to a bad end, then let the others finish.

    The workers wait at a gate; the victim crashes; when the kernel has delivered
    what there was to deliver, the gate opens and each survivor writes one byte.
    No core file and no traceback is left behind.

    Args:
        workers: 2 to 64, the victim among them.

    Returns:
        One outcome each for a thread and a process that read address 0 (SIGSEGV),
        a thread that raises an exception, and a thread that calls `os._exit`.

    Raises:
        InvalidInput: if `workers` is out of range.
        Unavailable: if a child failed.

    Source: signal(7) ("stop or terminate the process"), core(5), exit_group(2).
    """
    require_whole("workers", workers, low=2, high=64)
    ends: tuple[tuple[str, Callable[[], object]], ...] = (
        (SEGFAULT_THREAD, door.read_address_zero),
        (EXCEPTION_THREAD, _raise),
        (EXIT_THREAD, lambda: os._exit(1)),
    )
    outcomes = [_threads(name, end, workers) for name, end in ends]
    outcomes.insert(1, _processes(workers))
    return tuple(outcomes)


def _threads(name: str, end: Callable[[], object], workers: int) -> CrashOutcome:
    survivors, status = in_a_child(lambda: _one_process_of_threads(end, workers))
    return _outcome(name, workers, survivors, status)


def _processes(workers: int) -> CrashOutcome:
    survivors, status = in_a_child(lambda: _several_processes(workers))
    return _outcome(SEGFAULT_PROCESS, workers, survivors, status)


def _outcome(name: str, workers: int, survivors: int, status: int) -> CrashOutcome:
    code = os.waitstatus_to_exitcode(status)
    return CrashOutcome(name, workers, survivors, max(0, -code), code)


def _one_process_of_threads(end: Callable[[], object], workers: int) -> tuple[int, int]:
    """Return how many threads finished, and how their process ended."""
    done_read, done_write = os.pipe()

    def process() -> None:
        door.without_core_dumps()
        threading.excepthook = lambda _: None  # its message is not the lesson
        gate = threading.Event()

        def survivor() -> None:
            gate.wait()
            os.write(done_write, b"x")

        others = [threading.Thread(target=survivor, daemon=True) for _ in range(workers - 1)]
        victim = threading.Thread(target=end, daemon=True)
        for thread in (*others, victim):
            thread.start()
        victim.join()
        gate.set()
        for thread in others:
            thread.join()

    status = _status_of(beside(process))
    os.close(done_write)
    return _count(done_read), status


def _several_processes(workers: int) -> tuple[int, int]:
    """Return how many processes finished, and how the victim ended."""
    done_read, done_write = os.pipe()
    gate_read, gate_write = os.pipe()

    def survivor() -> None:
        os.close(gate_write)
        os.read(gate_read, 1)  # ends when the maker closes its end
        os.write(done_write, b"x")

    def victim() -> None:
        door.without_core_dumps()
        door.read_address_zero()

    others = [beside(survivor) for _ in range(workers - 1)]
    status = _status_of(beside(victim))
    os.close(gate_write)
    for other in others:
        os.waitpid(other, 0)
    os.close(done_write)
    return _count(done_read), status


def _status_of(child: int) -> int:
    return os.waitpid(child, 0)[1]


def _count(descriptor: int) -> int:
    with os.fdopen(descriptor, "rb") as pipe:
        return len(pipe.read())


def _raise() -> None:
    raise RuntimeError("the worker's own mistake")


def signal_name(number: int) -> str:
    """Return the name of a signal, such as `SIGSEGV` for 11, or `none` for 0.

    Raises:
        InvalidInput: if `number` is no signal of this machine.
    """
    valid = {int(s) for s in signal.Signals}
    require_whole("number", number, low=0, high=max(valid))
    return (
        signal.Signals(number).name if number in valid else "none" if number == 0 else str(number)
    )
