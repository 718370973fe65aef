"""What a trap costs beside the vDSO, beside Python, and beside other tools."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from oslab import machine, timing
from oslab.errors import InvalidInput, Unavailable, require_choice, require_whole
from oslab.linux import affinity, c_program, native, perf_bench
from oslab.measurement import Measurement

WAYS = {
    "getppid, native": ("getppid", "trap", "compiled loop over libc (numba)"),
    "getppid, C": ("getppid", "trap", "an independent C program"),
    "getppid, perf bench": ("getppid", "trap", "perf bench syscall basic"),
    "getppid, Python": ("getppid", "trap", "os.getppid"),
    "clock, vDSO, native": ("clock_gettime", "vDSO", "compiled loop over libc (numba)"),
    "clock, vDSO, C": ("clock_gettime", "vDSO", "an independent C program"),
    "clock, trap, native": ("clock_gettime", "trap", "syscall(SYS_clock_gettime), compiled loop"),
    "clock, trap, C": ("clock_gettime", "trap", "syscall(SYS_clock_gettime) in C"),
    "clock, vDSO, Python": ("clock_gettime", "vDSO", "time.perf_counter_ns"),
}
"""Name to the call, the way into the kernel (or around it), and who calls."""


def system_call(
    *, ways: tuple[str, ...] = tuple(WAYS), calls: int = 200_000, repeats: int = 9,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Time one call, for every way of making it, all in turn on one CPU.

    Args:
        ways: some of `WAYS`; those that cannot run here are left out.
        calls: of one sample, 1,000 to 100 million.
        repeats: samples of each, 1 to 100.
        progress: told after every repeat.

    Returns:
        Nanoseconds a call; conditions `call`, `way` and `program`.

    Raises:
        InvalidInput: if a way is unknown or a number out of range.
        Unavailable: if none can run here.

    Source: syscall(2), vdso(7); tools/perf/bench/syscall.c.
    """
    timing.require_progress(progress)
    chosen = _chosen(ways)
    require_whole("calls", calls, 1_000, 100_000_000)
    require_whole("repeats", repeats, 1, 100)
    with affinity.pinned(affinity.allowed()[-1]):
        tasks = {way: task for way in chosen if (task := _task(way, calls))}
        if not tasks:
            raise Unavailable("these ways into the kernel", "pip install 'oslab[measure]'")
        samples = timing.interleaved(tasks, repeats=repeats, gate=0.05, progress=progress).samples
    return tuple(
        Measurement(
            name=f"one call: {way}",
            samples=samples[way],
            unit="ns",
            method=f"{WAYS[way][2]}, {calls} calls a sample, pinned to one CPU.",
            machine=machine.this_machine(),
            conditions=dict(zip(("call", "way", "program"), WAYS[way], strict=True)),
        )
        for way in tasks
    )


def vdso_saving(*, calls: int = 200_000, repeats: int = 9) -> Measurement:
    """Return how many times dearer the clock is by a system call than through the vDSO.

    Args:
        calls: of one sample, 1,000 to 100 million.
        repeats: 1 to 100.

    Raises:
        InvalidInput: if a number is out of range.
        Unavailable: without numba.
    """
    ways = ("clock, vDSO, native", "clock, trap, native")
    taken = {one.name: one for one in system_call(ways=ways, calls=calls, repeats=repeats)}
    around, through = (taken[f"one call: {way}"].samples for way in ways)
    return Measurement(
        name="clock by system call over clock by vDSO",
        samples=tuple(b / a for a, b in zip(around, through, strict=True)),
        unit="times",
        method="clock_gettime both ways in compiled loops, in turn on one CPU; ratio a repeat.",
        machine=machine.this_machine(),
    )


def _task(way: str, calls: int) -> Callable[[], float] | None:
    """Return what takes one sample, or None where it cannot run."""
    makers: dict[str, Callable[[], Callable[[], float]]] = {
        "getppid, native": lambda: _native(lambda loops, _: loops.null_calls(calls), calls),
        "clock, vDSO, native": lambda: _native(
            lambda loops, at: loops.vdso_clock(at, calls), calls
        ),
        "clock, trap, native": lambda: _native(
            lambda loops, at: loops.trap_clock(at, calls), calls
        ),
        "getppid, C": lambda: _c_program(0, calls),
        "clock, vDSO, C": lambda: _c_program(1, calls),
        "clock, trap, C": lambda: _c_program(2, calls),
        "getppid, perf bench": lambda: _perf(calls),
        "getppid, Python": lambda: _python(os.getppid, calls),
        "clock, vDSO, Python": lambda: _python(time.perf_counter_ns, calls),
    }
    try:
        task = makers[way]()
        task()  # warm, and Unavailable shows itself before the clock runs
    except Unavailable:
        return None
    return task


def _native(loop: Callable[[native.Loops, int], int], calls: int) -> Callable[[], float]:
    loops, timespec = native.loops(), native.memory(1)

    def task() -> float:
        start = time.perf_counter_ns()
        loop(loops, timespec.ctypes.data)
        return (time.perf_counter_ns() - start) / calls

    return task


def _c_program(column: int, calls: int) -> Callable[[], float]:
    source = c_program.find("processes", "null_call")
    return lambda: float(c_program.run(source, calls).stdout.split()[column])


def _perf(calls: int) -> Callable[[], float]:
    return lambda: perf_bench.run("syscall basic", operations=calls).ns_per_operation


def _python(call: Callable[[], object], calls: int) -> Callable[[], float]:
    loops = max(1, calls // 4)

    def task() -> float:
        # The loop and the interpreter's own call stay in: they are what Python costs.
        start = time.perf_counter_ns()
        for _ in range(loops):
            call()
        return (time.perf_counter_ns() - start) / loops

    return task


def _chosen(ways: object) -> tuple[str, ...]:
    if not isinstance(ways, tuple | list) or len(ways) == 0:
        raise InvalidInput("ways", ways, "a list of at least one of " + ", ".join(WAYS))
    return tuple(dict.fromkeys(require_choice("ways", way, WAYS) for way in ways))
