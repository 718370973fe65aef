"""The lost update: two threads that add to one variable, many times over."""

from __future__ import annotations

from oslab import machine, timing
from oslab.errors import Unavailable, require, require_choice, require_choices, require_whole
from oslab.linux import affinity, c_program
from oslab.measurement import Condition, Measurement

KINDS = ("plain", "atomic", "mutex")
PLACES = ("two CPUs", "one CPU")
METHOD = (
    "Two threads of a C program meet at a barrier where they spin, each adds to a counter that "
    "began at 0, and the value it ends with is counted."
)


def lost_update(
    *, kinds: tuple[str, ...] = KINDS, races: int = 1_000_000, increments: int = 1,
    place: str = "two CPUs", progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Race two threads of C, and count the values with which the races end.

    Known workload: atomic increments, and those under a mutex, which lose none. How often a
    plain one is lost is a matter of nanoseconds: of how far apart the two leave the barrier.
    Schedules of real threads are far from equally likely, so no share of them is predicted:
    what the model says is which values there can be.

    Args:
        kinds: of `KINDS`: a load, an add and a store; one locked instruction; under a mutex.
        races: of each kind, 1 to 10 million.
        increments: of each thread, 1 to 10.
        place: one of `PLACES`; on one CPU an update is lost only if the kernel takes the CPU
            away between load and store.
        progress: told how many kinds are done, of how many.

    Returns:
        For each kind the races that ended with each value that a schedule can give,
        conditions `kind`, `final`; the largest is that of a race in which nothing was lost.

    Raises:
        InvalidInput: if an argument is out of range.
        Unavailable: without a C compiler, or a second CPU where two are asked for.
    """
    kinds = require_choices("kinds", kinds, KINDS)
    require_whole("races", races, 1, 10_000_000)
    values = possible(increments)
    require_choice("place", place, PLACES)
    timing.require_progress(progress)
    cpus = affinity.pair() if place == "two CPUs" else (affinity.allowed()[0],) * 2
    taken: list[Measurement] = []
    for done, kind in enumerate(kinds, start=1):
        answer = c_program.run(
            c_program.find("sync", "lost_update"), kind, races, increments, *cpus, timeout_s=150
        )
        if answer.returncode != 0:  # the program's own alarm: it bounds itself
            raise Unavailable("an end of the races", "Ask for fewer, or when less else runs.")
        finals = parse_lost_update(answer.stdout, increments)
        shared: dict[str, Condition] = {
            "kind": kind, "races": races, "increments": increments, "language": "C", "place": place,
        }  # fmt: skip
        taken += [_measurement(shared, final, finals[final]) for final in values]
        if progress is not None:
            progress(done, len(kinds))
    return tuple(taken)


def parse_lost_update(text: str, increments: int = 1) -> dict[int, int]:
    """Return final value to races, of one run of the program.

    Raises:
        InvalidInput: if it is no such answer, or a race ended at a value that cannot be.
    """
    values = possible(increments)
    require(isinstance(text, str), "text", text, "a text")
    words = text.split()
    ok = len(words) == values[-1] + 1 and all(word.isdecimal() for word in words)
    require(ok, "text", text, f"{values[-1] + 1} counts")
    counts = dict(enumerate(map(int, words[:-1]), start=1))
    elsewhere = int(words[-1]) + sum(counts[value] for value in range(1, values[0]))
    require(elsewhere == 0, "text", text, f"ends from {values[0]} to {values[-1]}")
    return {value: counts[value] for value in values}


def possible(increments: int) -> range:
    """Return with what values two threads of so many increments each can end.

    Where each makes several, two stay at the least: what a thread loads last it loads after
    its own first store, and so is 1 or more.

    >>> [list(possible(increments)) for increments in (1, 2, 3)]
    [[1, 2], [2, 3, 4], [2, 3, 4, 5, 6]]

    Raises:
        InvalidInput: if it is no whole number from 1 to 10.
    """
    require_whole("increments", increments, 1, 10)
    return range(min(2, increments), 2 * increments + 1)


def _measurement(shared: dict[str, Condition], final: int, count: int) -> Measurement:
    return Measurement(
        name=f"{shared['kind']}: ended at {final}",
        samples=(count,),
        unit="races",
        method=METHOD,
        machine=machine.this_machine(),
        conditions={**shared, "final": final},
    )
