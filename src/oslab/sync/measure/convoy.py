"""A convoy: one long hold of a lock, and the queue that it leaves behind."""

from __future__ import annotations

from dataclasses import dataclass

from oslab import machine, timing
from oslab.errors import InvalidInput, require, require_choice, require_whole
from oslab.measurement import Measurement
from oslab.sync.measure.lock_cost import require_cpus, run_program, whole_numbers

KINDS = ("mutex", "fair")
PARTS = ("before", "after")
UNITS = {"sleeps": "sleeps", "switches": "switches", "CPU time": "ns", "waiting": "threads"}
MOST_THREADS = 15
DURATION_MS = 100
"""Before the long hold, and after it."""
METHOD = (
    "Threads of a C program take a lock and give it back; halfway one of them sleeps with the lock "
    "in its hand. Before that and after it, all count their context switches, and at every "
    "operation how many threads wait."
)


@dataclass(frozen=True, slots=True)
class ConvoyPart:
    """What all threads did before the long hold, or after it.

    Args:
        operations: locks taken and given back.
        sleeps: voluntary context switches.
        preemptions: involuntary ones.
        cpu_ns: CPU time.
        waiting: how many operations began with 0, 1, ... threads behind them.
    """

    operations: int
    sleeps: int
    preemptions: int
    cpu_ns: int
    waiting: tuple[int, ...]


def convoy(
    *, kinds: tuple[str, ...] = KINDS, threads: int = 8, inside_ns: int = 500,
    outside_ns: int = 100_000, nap_us: int = 5_000, cpus: int = 1, repeats: int = 5,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Let one holder of a lock sleep, and measure how the others go on afterwards.

    A fair lock goes to whoever has waited longest, asleep or not. On one CPU the giver goes on,
    comes back to the lock before the next one has run, and goes to sleep behind all the others:
    so does everyone, for ever. A mutex of glibc goes to whoever comes first when it is free.
    Now and then a convoy dissolves by itself: look at the median.

    Args:
        kinds: of `KINDS`.
        threads: 2 to 15.
        inside_ns: work with the lock, 0 to a million.
        outside_ns: work without it on average, at random up to twice that, 0 to 10 million.
        nap_us: microseconds that one holder sleeps, 1 to a million.
        cpus: how many to use, 1 to 64.
        repeats: runs of each kind, taken in turns, 1 to 100.
        progress: told how many turns are done, of how many.

    Returns:
        For each kind and part what `UNITS` lists, an operation, conditions `kind`, `part`,
        `what`, `threads`, `cpus`; and the share of operations that began with so many threads
        behind them, `what` `"queue"`, in %, condition `waiting`.

    Raises:
        InvalidInput: if an argument is out of range.
        Unavailable: without a C compiler, or as many CPUs.

    Source: M. Blasgen and others, The convoy phenomenon, Operating Systems Review 13(2), 1979.
    """
    if not isinstance(kinds, tuple | list) or not kinds:
        raise InvalidInput("kinds", kinds, "some of " + ", ".join(KINDS))
    for kind in kinds:
        require_choice("kinds", kind, KINDS)
    require_whole("threads", threads, 2, MOST_THREADS)
    require_whole("inside_ns", inside_ns, 0, 1_000_000)
    require_whole("outside_ns", outside_ns, 0, 10_000_000)
    require_whole("nap_us", nap_us, 1, 1_000_000)
    require_cpus(require_whole("cpus", cpus, 1, 64))
    require_whole("repeats", repeats, 1, 100)
    timing.require_progress(progress)
    kinds = tuple(dict.fromkeys(kinds))
    words = tuple(map(str, (threads, DURATION_MS, inside_ns, outside_ns, nap_us, cpus)))
    runs: dict[str, list[tuple[ConvoyPart, ...]]] = {kind: [] for kind in kinds}
    for done in range(repeats):
        for kind in kinds:
            runs[kind].append(run_program("convoy", (kind, *words), parse_convoy))
        if progress is not None:
            progress(done + 1, repeats)
    held = {"threads": threads, "cpus": cpus, "inside_ns": inside_ns, "outside_ns": outside_ns,
            "nap_us": nap_us}  # fmt: skip
    return tuple(
        one
        for kind in kinds
        for part, name in enumerate(PARTS)
        for one in _measurements(kind, name, [run[part] for run in runs[kind]], held)
    )


def parse_convoy(text: str) -> tuple[ConvoyPart, ...]:
    """Return what one run of the program says of both parts.

    Raises:
        InvalidInput: if it is no such answer.
    """
    require(isinstance(text, str), "text", text, "a text")
    lines = text.splitlines()
    if len(lines) != 2 or len(lines[0].split()) < 6:
        raise InvalidInput("text", text, "two lines of at least six numbers")
    parts = []
    for line in lines:
        operations, sleeps, preemptions, cpu_ns, *waiting = whole_numbers(
            line, len(lines[0].split())
        )
        parts.append(ConvoyPart(operations, sleeps, preemptions, cpu_ns, tuple(waiting)))
    return tuple(parts)


def _measurements(
    kind: str, part: str, runs: list[ConvoyPart], held: dict[str, int]
) -> list[Measurement]:
    samples = {
        "sleeps": [run.sleeps / run.operations for run in runs],
        "switches": [(run.sleeps + run.preemptions) / run.operations for run in runs],
        "CPU time": [run.cpu_ns / run.operations for run in runs],
        "waiting": [
            sum(count * times for count, times in enumerate(run.waiting)) / run.operations
            for run in runs
        ],
    }
    held_in: dict[str, str | int | float | bool] = {"kind": kind, "part": part, **held}
    taken = [
        _one(f"{what}, {kind}, {part}", tuple(numbers), UNITS[what], {**held_in, "what": what})
        for what, numbers in samples.items()
    ]
    for count in range(len(runs[0].waiting)):
        shares = tuple(100 * run.waiting[count] / run.operations for run in runs)
        conditions = {**held_in, "what": "queue", "waiting": count}
        taken.append(_one(f"{count} wait, {kind}, {part}", shares, "%", conditions))
    return taken


def _one(
    name: str,
    samples: tuple[float, ...],
    unit: str,
    conditions: dict[str, str | int | float | bool],
) -> Measurement:
    here = machine.this_machine()
    return Measurement(name, samples, unit, METHOD, here, conditions)
