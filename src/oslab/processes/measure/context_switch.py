"""What a context switch costs on this machine, and what it would cost without tags."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from oslab import machine, timing
from oslab.errors import InvalidInput, Unavailable, require_choice, require_whole
from oslab.linux import affinity, c_program, perf_bench
from oslab.measurement import Measurement
from oslab.processes.measure.ping_pong import alone_ns, ping_pong
from oslab.processes.records.context_switch import KINDS, THREAD

SAME, DIFFERENT = "same CPU", "different CPUs"
PROGRAMS = {
    "native": "compiled loops over read and write (numba)",
    "python": "os.read and os.write",
    "C": "an independent C program",
    "perf bench": "perf bench sched pipe",
    "no switch": "compiled loops, one thread, a pipe to itself",
}
GATE = 0.05
"""The share of a repeat that others may take of the one CPU."""


def context_switch(
    *, kinds: Sequence[str] = KINDS, where: str = SAME, programs: Sequence[str] = tuple(PROGRAMS),
    round_trips: int = 10_000, repeats: int = 9, progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Time one hop of a word between two pinned ends: a write, a switch, a read.

    All programs take turns. On one CPU a repeat is thrown away if anybody but the
    two ends had the CPU for more than a twentieth of it. `"no switch"` is the same
    work without the switch: the difference is the switch.

    Args:
        kinds: `"process"`, `"thread"` or both: what the far end is.
        where: `"same CPU"` or `"different CPUs"`.
        programs: some of `PROGRAMS`; those that are not installed are left out.
        round_trips: of one sample, 100 to 1,000,000; a round trip is two hops.
        repeats: samples of each, 1 to 100.
        progress: told after every repeat.

    Returns:
        Nanoseconds a hop; conditions `program`, `kind` and `where`.

    Raises:
        InvalidInput: if an argument is out of range.
        Unavailable: on one CPU for `"different CPUs"`, or if no program can run.
    """
    timing.require_progress(progress)
    require_choice("where", where, (SAME, DIFFERENT))
    choices("kinds", kinds, KINDS)
    choices("programs", programs, PROGRAMS)
    require_whole("round_trips", round_trips, 100, 1_000_000)
    require_whole("repeats", repeats, 1, 100)
    cpus = affinity.pair() if where == DIFFERENT else (affinity.allowed()[-1],) * 2
    disturbed = Disturbance()
    tasks: dict[tuple[str, str], Callable[[], float]] = {}
    for program in dict.fromkeys(programs):
        for kind in dict.fromkeys(kinds):
            task = _task(program, kind, cpus, round_trips, disturbed)
            if task:
                tasks[program, kind if program != "no switch" else "either"] = task
    if not tasks:
        raise Unavailable("a ping-pong program", "pip install 'oslab[measure]'")
    named = {f"{program}|{kind}": task for (program, kind), task in tasks.items()}
    taken = timing.interleaved(
        named, repeats=repeats, gate=GATE, progress=progress, delay=lambda: disturbed.ns
    )
    return tuple(
        Measurement(
            name=f"one hop, {kind}, {where}, {program}",
            samples=taken.samples[f"{program}|{kind}"],
            unit="ns",
            method=f"Ping-pong of 4 bytes, two pipes, both ends pinned: {PROGRAMS[program]}.",
            machine=machine.this_machine(),
            conditions={"program": program, "kind": kind, "where": where},
        )
        for program, kind in tasks
    )


class Disturbance:
    """Nanoseconds in which the CPU belonged to neither end of our own ping-pongs."""

    ns = 0


def hop(
    kind: str, cpus: tuple[int, int], trips: int, program: str, disturbed: Disturbance,
    pages: int = 0,
) -> Callable[[], float]:  # fmt: skip
    """Return what takes one sample of our own ping-pong and books what others took."""

    def task() -> float:
        one = ping_pong(kind=kind, cpus=cpus, round_trips=trips, pages=pages, program=program)
        if cpus[0] == cpus[1]:  # on one CPU somebody always runs; across two both may wait
            disturbed.ns += max(0, one.wall_ns - one.cpu_ns)
        return one.hop_ns

    return task


def _task(
    program: str, kind: str, cpus: tuple[int, int], trips: int, disturbed: Disturbance
) -> Callable[[], float] | None:
    """Return what takes one sample, or None where that program cannot run."""
    tasks = {
        "native": lambda: hop(kind, cpus, trips, "native", disturbed),
        "python": lambda: hop(kind, cpus, trips, "python", disturbed),
        "C": lambda: _c_program(kind, cpus, trips),
        "perf bench": lambda: _perf(kind, cpus, trips),
        "no switch": lambda: _alone(cpus[0], trips),
    }
    try:
        task = tasks[program]()
        task()  # warm, and Unavailable shows itself before the clock runs
    except Unavailable:
        return None
    return task


def _c_program(kind: str, cpus: tuple[int, int], trips: int) -> Callable[[], float]:
    source = c_program.find("processes", "ping_pong")
    return lambda: float(c_program.run(source, trips, kind, *cpus).stdout.split()[0]) / 2


def _perf(kind: str, cpus: tuple[int, int], trips: int) -> Callable[[], float]:
    if cpus[0] != cpus[1]:
        raise Unavailable("perf bench on two chosen CPUs", "Its two ends cannot be pinned apart.")

    def task() -> float:
        with affinity.pinned(cpus[0]):
            one = perf_bench.run("sched pipe", operations=trips, threads=kind == THREAD)
        return one.ns_per_operation / 2

    return task


def _alone(cpu: int, trips: int) -> Callable[[], float]:
    def task() -> float:
        with affinity.pinned(cpu):
            return alone_ns(round_trips=trips)

    return task


def choices(argument: str, values: object, allowed: Iterable[str]) -> None:
    """Raise InvalidInput unless `values` is at least one of `allowed`."""
    if not isinstance(values, tuple | list) or len(values) == 0:
        raise InvalidInput(argument, values, "a list of at least one of " + ", ".join(allowed))
    for value in values:
        require_choice(argument, value, allowed)
