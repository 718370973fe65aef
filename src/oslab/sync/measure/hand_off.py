"""What it costs to hand a turn to another thread: asleep, yielding, or spinning."""

from __future__ import annotations

from collections.abc import Callable

from oslab import machine, timing
from oslab.errors import InvalidInput, Unavailable, require_choice, require_whole
from oslab.linux import affinity, native_locks
from oslab.linux.native_locks import Passes
from oslab.measurement import Measurement
from oslab.sync.measure.lock_cost import run_program, whole_numbers

PLACES = ("one CPU", "two CPUs")
WAYS = {
    "futex": "a C program that sleeps at a futex",
    "condition": "compiled loops over glibc's mutex and condition variables (numba)",
    "condition in C": "an independent C program over the same mutex and condition variables",
    "threading.Condition": "Python's threading.Condition",
    "yield": "a C program that lets others run between looks",
    "spin": "a C program that looks without a pause",
}
UNITS = {
    "CPU time": "ns", "wall time": "ns", "sleeps": "sleeps", "preemptions": "preemptions",
}  # fmt: skip
"""What is measured, each a hand-off."""
_SPINS = 25
"""Rounds of a spin on one CPU, of which each takes two slices."""
_PYTHON = 10
"""How many times fewer rounds Python gets."""


def hand_off(
    *, ways: tuple[str, ...] = tuple(WAYS), place: str = "one CPU", rounds: int = 3_000,
    repeats: int = 5, progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Measure what passing a turn between two threads costs, all ways in turns.

    Known workload: on one CPU a hand-off takes a context switch at least, whichever way. Who
    spins there keeps the CPU from the only thread that could end the wait, for a whole slice;
    so spinning gets fewer rounds. On two CPUs it takes two trips of a cache line.

    Args:
        ways: of `WAYS`; what needs a package that is not installed is left out.
        place: of `PLACES`.
        rounds: of two hand-offs each, 10 to a million.
        repeats: of each way, 1 to 100.
        progress: told how many turns are done, of how many.

    Returns:
        For each way what `UNITS` lists, conditions `way`, `place`, `what`. CPU time is that of
        both threads.

    Raises:
        InvalidInput: if an argument is out of range.
        Unavailable: without a C compiler, or a second CPU where two are asked for.

    Source: futex(2); tools/perf/bench/sched-pipe.c passes a turn through pipes.
    """
    if not isinstance(ways, tuple | list) or not ways:
        raise InvalidInput("ways", ways, "some of " + ", ".join(WAYS))
    for way in ways:
        require_choice("ways", way, WAYS)
    require_choice("place", place, PLACES)
    require_whole("rounds", rounds, 10, 1_000_000)
    require_whole("repeats", repeats, 1, 100)
    timing.require_progress(progress)
    cpus = affinity.pair() if place == "two CPUs" else (affinity.allowed()[-1],) * 2
    passes: dict[str, list[Passes]] = {}
    tasks: dict[str, Callable[[], float]] = {}
    for way in dict.fromkeys(ways):
        task = _task(way, rounds, cpus)
        try:
            task()  # compile and warm
        except Unavailable:
            if way not in ("condition", "threading.Condition"):
                raise
            continue
        passes[way] = []
        tasks[way] = _kept(task, passes[way])
    if not tasks:
        raise Unavailable("a way to hand off", native_locks.REMEDY)
    timing.interleaved(tasks, repeats=repeats, gate=1, progress=progress)
    return tuple(one for way, kept in passes.items() for one in _measurements(way, place, kept))


def parse_hand_off(text: str) -> Passes:
    """Return what one run of the program says.

    Raises:
        InvalidInput: if it is no such answer.
    """
    return Passes(*whole_numbers(text, 5))


def _task(way: str, rounds: int, cpus: tuple[int, int]) -> Callable[[], Passes]:
    if way == "condition":
        return lambda: native_locks.condition_hand_offs(rounds, cpus)
    if way == "threading.Condition":
        return lambda: native_locks.python_hand_offs(max(1, rounds // _PYTHON), cpus)
    count = min(rounds, _SPINS) if way == "spin" and cpus[0] == cpus[1] else rounds
    words = (way.removesuffix(" in C"), str(count), str(cpus[0]), str(cpus[1]))
    return lambda: run_program("hand_off", words, parse_hand_off)


def _kept(task: Callable[[], Passes], passes: list[Passes]) -> Callable[[], float]:
    def turn() -> float:
        passes.append(task())
        return 0

    return turn


def _measurements(way: str, place: str, passes: list[Passes]) -> list[Measurement]:
    samples = {
        "CPU time": [one.cpu_ns / one.hand_offs for one in passes],
        "wall time": [one.wall_ns / one.hand_offs for one in passes],
        "sleeps": [one.sleeps / one.hand_offs for one in passes],
        "preemptions": [one.preemptions / one.hand_offs for one in passes],
    }
    return [
        Measurement(
            name=f"{what}, {way}, {place}",
            samples=tuple(numbers),
            unit=UNITS[what],
            method=f"Two pinned threads pass a turn back and forth: {WAYS[way]}.",
            machine=machine.this_machine(),
            conditions={"way": way, "place": place, "what": what},
        )
        for what, numbers in samples.items()
    ]
