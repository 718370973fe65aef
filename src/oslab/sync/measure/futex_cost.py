"""What single calls of futex(2) cost: refused, for nobody, and for a sleeper."""

from __future__ import annotations

import statistics
from collections.abc import Callable

from oslab import machine, timing
from oslab.errors import InvalidInput, Unavailable, require_choice, require_whole
from oslab.linux import affinity, native_locks, perf_futex
from oslab.measurement import Measurement
from oslab.sync.measure.lock_cost import run_program, whole_numbers

CALLS = {
    "refused": "waits for a value that the word does not have",
    "nobody": "wake-ups where no one sleeps",
    "sleeper": "wake-ups of sleepers, one by one",
}
BY = {
    "C": "a C program",
    "compiled": "compiled loops (numba)",
    "perf bench": "perf bench futex hash and wake",
}
SLEEPERS = 100


def futex_cost(
    *, calls: tuple[str, ...] = tuple(CALLS), by: tuple[str, ...] = tuple(BY),
    count: int = 200_000, repeats: int = 5, progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Time calls of futex on one CPU, ours and those of `perf bench futex`, in turns.

    Known workload: a refused wait and a wake-up of nobody put nobody to sleep, so they cost
    little more than any system call. perf knows the wall only, and so does `"wall time"`; a
    machine that others use as well shows in it. perf wakes its sleepers ten times over; a sample
    is the median of these.

    Args:
        calls: of `CALLS`.
        by: of `BY`; what is not installed, or knows no such call, is left out.
        count: of calls in a sample, 1,000 to 10 million; sleepers are always 100.
        repeats: samples of each, 1 to 100.
        progress: told how many turns are done, of how many.

    Returns:
        Nanoseconds a call, conditions `call`, `by`, `what` (`"wall time"`; and `"CPU time"`,
        which perf does not tell).

    Raises:
        InvalidInput: if an argument is out of range.
        Unavailable: if none can be timed.

    Source: futex(2); tools/perf/bench/futex-hash.c, futex-wake.c.
    """
    for name, values, known in (("calls", calls, CALLS), ("by", by, BY)):
        if not isinstance(values, tuple | list) or not values:
            raise InvalidInput(name, values, "some of " + ", ".join(known))
        for value in values:
            require_choice(name, value, known)
    require_whole("count", count, 1_000, 10_000_000)
    require_whole("repeats", repeats, 1, 100)
    timing.require_progress(progress)
    wall: dict[tuple[str, str], Callable[[], float]] = {}
    cpu: dict[tuple[str, str], list[float]] = {}
    with affinity.pinned(affinity.allowed()[-1]):
        for call in dict.fromkeys(calls):
            for who in dict.fromkeys(by):
                kept: list[float] = []
                task = _task(call, who, count, kept)
                if task is not None and _works(task):
                    kept.clear()
                    wall[call, who], cpu[call, who] = task, kept
        if not wall:
            raise Unavailable("a call of futex", "Install gcc, perf, or oslab[measure].")
        tasks = {"|".join(key): task for key, task in wall.items()}
        taken = timing.interleaved(tasks, repeats=repeats, gate=1, progress=progress)
    rows = [
        _measurement(call, who, "wall time", taken.samples[f"{call}|{who}"]) for call, who in wall
    ]
    rows += [
        _measurement(call, who, "CPU time", tuple(kept))
        for (call, who), kept in cpu.items()
        if kept
    ]
    return tuple(rows)


def _works(task: Callable[[], float]) -> bool:
    try:
        task()  # compile and warm
    except Unavailable:
        return False
    return True


def _task(call: str, who: str, count: int, cpu: list[float]) -> Callable[[], float] | None:
    """Return what gives nanoseconds on the wall and books CPU time, or None for no such call."""

    def program() -> float:
        words = (call, str(SLEEPERS if call == "sleeper" else count))
        made, spent, wall = run_program("futex_calls", words, parse_futex_calls)
        cpu.append(spent / made)
        return wall / made

    def compiled() -> float:
        spent, wall = native_locks.refused_waits(count)
        cpu.append(spent / count)
        return wall / count

    tasks: dict[tuple[str, str], Callable[[], float]] = {
        ("refused", "compiled"): compiled,
        ("refused", "perf bench"): perf_futex.refused_wait,
        ("sleeper", "perf bench"): lambda: statistics.median(perf_futex.wake(SLEEPERS)),
    }
    return program if who == "C" else tasks.get((call, who))


def parse_futex_calls(text: str) -> tuple[int, int, int]:
    """Return calls, CPU nanoseconds and wall nanoseconds of one run of the program.

    Raises:
        InvalidInput: if it is no such answer.
    """
    calls, cpu, wall = whole_numbers(text, 3)
    return calls, cpu, wall


def _measurement(call: str, who: str, what: str, samples: tuple[float, ...]) -> Measurement:
    return Measurement(
        name=f"{what}, {call}, {who}",
        samples=samples,
        unit="ns",
        method=f"On one CPU, many {CALLS[call]}: {BY[who]}.",
        machine=machine.this_machine(),
        conditions={"call": call, "by": who, "what": what},
    )
