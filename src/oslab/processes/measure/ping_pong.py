"""Two ends, two pipes: on one CPU every hop is a context switch.

Both ends are pinned, compiled before the fork, and warm before the clock starts.
The far end reports its own CPU time and its own switches through a third pipe.
"""

from __future__ import annotations

import os
import resource
import struct
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

from oslab.errors import InvalidInput, Unavailable, require_choice, require_whole
from oslab.linux import affinity, native
from oslab.processes.records.context_switch import KINDS, THREAD, PingPong

PROGRAMS = ("native", "python")
_WARM = 50
_REPORT = struct.Struct("qqqq")


def ping_pong(
    *, kind: str = "process", cpus: tuple[int, int] | None = None, round_trips: int = 10_000,
    pages: int = 0, program: str = "native",
) -> PingPong:  # fmt: skip
    """Let two ends pass four bytes back and forth, and count what the kernel did.

    Args:
        kind: the far end is a `"process"` or a `"thread"` of this one.
        cpus: where this and the far end are pinned; one allowed CPU for both if left out.
        round_trips: 1 to 10 million.
        pages: pages of its own that each end touches before it answers, 0 to 100,000.
        program: `"native"` loops, or `"python"` calling os.read and os.write
            (without pages).

    Raises:
        InvalidInput: if a value is out of range or a CPU is not allowed.
        Unavailable: for native loops without numba.

    Source: tools/perf/bench/sched-pipe.c does the same; pipe(7), getrusage(2).
    """
    require_choice("kind", kind, KINDS)
    near, far = _cpus(cpus)
    require_whole("round_trips", round_trips, 1, 10_000_000)
    require_whole("pages", pages, 0, 100_000)
    if require_choice("program", program, PROGRAMS) == "python" and pages:
        raise InvalidInput("pages", pages, "0 for the Python program")
    ends = _ends(program)
    with _pipes() as pipes, affinity.pinned(near):
        start = _in_thread if kind == THREAD else _in_process
        finish = start(lambda: _far(ends[1], pipes, far, round_trips, pages), pipes)
        try:
            mine = _near(ends[0], pipes, round_trips, pages)
            yours = _REPORT.unpack(os.read(pipes.report[0], _REPORT.size))
        except struct.error as error:
            raise Unavailable("the far end's answer", "It ended early; try again.") from error
        finally:
            pipes.hang_up()
            finish()
    cpu, voluntary, involuntary = (a + b for a, b in zip(mine[1:], yours[1:], strict=True))
    return PingPong(kind, round_trips, mine[0], cpu, voluntary, involuntary)


def alone_ns(*, round_trips: int = 10_000, pages: int = 0) -> float:
    """Return CPU nanoseconds a hop when one thread does the work of both ends: no switch.

    Args:
        round_trips: 1 to 10 million.
        pages: pages of either end, 0 to 100,000.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: without numba.
    """
    require_whole("round_trips", round_trips, 1, 10_000_000)
    require_whole("pages", pages, 0, 100_000)
    loops = native.loops()
    mine, yours = native.memory(pages), native.memory(pages)
    word = native.memory(1)
    with _pipes() as pipes:
        reader, writer = pipes.there
        arguments = (reader, writer, word.ctypes.data)
        loops.alone(*arguments, _WARM, mine, yours, pages)
        start = time.thread_time_ns()
        loops.alone(*arguments, round_trips, mine, yours, pages)
        return (time.thread_time_ns() - start) / (2 * round_trips)


End = Callable[[int, int, int, int], int]
"""Called with (read, write, round trips, pages); returns the round trips that went well."""


def _cpus(cpus: object) -> tuple[int, int]:
    if cpus is None:
        last = affinity.allowed()[-1]  # the first CPU takes most interrupts
        return last, last
    if not isinstance(cpus, tuple | list) or len(cpus) != 2:
        raise InvalidInput("cpus", cpus, "a pair of CPUs, such as (0, 0)")
    return affinity.require_cpu("cpus", cpus[0]), affinity.require_cpu("cpus", cpus[1])


class _Pipes:
    """There, back again, and one for the far end's report."""

    def __init__(self) -> None:
        self.there, self.back, self.report = os.pipe(), os.pipe(), os.pipe()
        self.open = {*self.there, *self.back, *self.report}

    def close(self, *descriptors: int) -> None:
        for one in descriptors:
            if one in self.open:
                self.open.remove(one)
                os.close(one)

    def hang_up(self) -> None:
        """Tell a far end that still reads that nothing will come."""
        self.close(self.there[1])


@contextmanager
def _pipes() -> Any:
    pipes = _Pipes()
    try:
        yield pipes
    finally:
        pipes.close(*tuple(pipes.open))


def _ends(program: str) -> tuple[End, End]:
    if program == "python":
        return _python_client, _python_server
    loops = native.loops()
    return _with_memory(loops.client), _with_memory(loops.server)


def _with_memory(loop: Callable[..., int]) -> End:
    held: dict[int, Any] = {}

    def end(reader: int, writer: int, trips: int, pages: int) -> int:
        if pages not in held:  # made by the end itself: after the fork, its own
            held[pages] = (native.memory(pages), native.memory(1))
        region, word = held[pages]
        return loop(reader, writer, word.ctypes.data, trips, region, pages)

    return end


def _python_client(reader: int, writer: int, trips: int, _: int) -> int:
    read, write, word = os.read, os.write, b"ping"
    for _ in range(trips):
        write(writer, word)
        read(reader, 4)
    return trips


def _python_server(reader: int, writer: int, trips: int, _: int) -> int:
    read, write = os.read, os.write
    for _ in range(trips):
        write(writer, read(reader, 4))
    return trips


def _near(end: End, pipes: _Pipes, trips: int, pages: int) -> tuple[int, int, int, int]:
    return _watched(end, pipes.back[0], pipes.there[1], trips, pages)


def _far(end: End, pipes: _Pipes, cpu: int, trips: int, pages: int) -> None:
    os.sched_setaffinity(0, {cpu})
    report = _watched(end, pipes.there[0], pipes.back[1], trips, pages)
    os.write(pipes.report[1], _REPORT.pack(*report))


def _watched(
    end: End, reader: int, writer: int, trips: int, pages: int
) -> tuple[int, int, int, int]:
    """Return wall time, CPU time, voluntary and involuntary switches of one end."""
    end(reader, writer, _WARM, pages)
    before = resource.getrusage(resource.RUSAGE_THREAD)
    cpu, wall = time.thread_time_ns(), time.perf_counter_ns()
    done = end(reader, writer, trips, pages)
    wall, cpu = time.perf_counter_ns() - wall, time.thread_time_ns() - cpu
    after = resource.getrusage(resource.RUSAGE_THREAD)
    if done != trips:
        raise Unavailable("the other end", "It hung up; try again.")
    return wall, cpu, after.ru_nvcsw - before.ru_nvcsw, after.ru_nivcsw - before.ru_nivcsw


def _in_thread(far: Callable[[], None], pipes: _Pipes) -> Callable[[], object]:
    def work() -> None:
        try:
            far()
        except (OSError, Unavailable):  # the near end hung up, and says why itself
            pipes.close(pipes.back[1], pipes.report[1])

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread.join


def _in_process(far: Callable[[], None], pipes: _Pipes) -> Callable[[], object]:
    child = os.fork()
    if child == 0:
        try:
            pipes.close(pipes.there[1], pipes.back[0], pipes.report[0])
            far()
        finally:
            os._exit(0)
    pipes.close(pipes.there[0], pipes.back[1], pipes.report[1])
    return lambda: os.waitpid(child, 0)
