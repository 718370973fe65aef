"""The lost update: two threads, one increment each, many times over."""

from __future__ import annotations

from oslab import machine, timing
from oslab.errors import InvalidInput, Unavailable, require, require_choice, require_whole
from oslab.linux import affinity, c_program
from oslab.measurement import Measurement

KINDS = ("plain", "atomic", "mutex")
PLACES = ("two CPUs", "one CPU")
FINALS = (1, 2)
METHOD = (
    "Two threads of a C program meet at a barrier where they spin, each adds one to a counter "
    "that began at 0, and the value it ends with is counted."
)


def lost_update(
    *, kinds: tuple[str, ...] = KINDS, races: int = 1_000_000, place: str = "two CPUs",
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Race two increments, and count the values with which the races end.

    Known workload: atomic increments, and those under a mutex, which lose none. How often a
    plain one is lost is a matter of nanoseconds: of how far apart the two leave the barrier.

    Args:
        kinds: of `KINDS`: a load, an add and a store; one locked instruction; under a mutex.
        races: of each kind, 1 to 10 million.
        place: one of `PLACES`; on one CPU an update is lost only if the kernel takes the CPU
            away between load and store.
        progress: told how many kinds are done, of how many.

    Returns:
        For each kind the races that ended at 1 (an update was lost) and at 2, conditions
        `kind`, `final`.

    Raises:
        InvalidInput: if an argument is out of range.
        Unavailable: without a C compiler, or a second CPU where two are asked for.
    """
    ok = isinstance(kinds, tuple | list) and len(kinds) > 0
    require(ok, "kinds", kinds, "some of " + ", ".join(KINDS))
    for kind in kinds:
        require_choice("kinds", kind, KINDS)
    require_whole("races", races, 1, 10_000_000)
    require_choice("place", place, PLACES)
    timing.require_progress(progress)
    cpus = affinity.pair() if place == "two CPUs" else (affinity.allowed()[0],) * 2
    taken: list[Measurement] = []
    for done, kind in enumerate(kinds, start=1):
        answer = c_program.run(
            c_program.find("sync", "lost_update"), kind, races, *cpus, timeout_s=150
        )
        if answer.returncode != 0:  # the program's own alarm: it bounds itself
            raise Unavailable("an end of the races", "Ask for fewer, or when less else runs.")
        finals = parse_lost_update(answer.stdout)
        taken += [_measurement(kind, final, finals[final], races, place) for final in FINALS]
        if progress is not None:
            progress(done, len(kinds))
    return tuple(taken)


def parse_lost_update(text: str) -> dict[int, int]:
    """Return final value to races, of one run of the program.

    Raises:
        InvalidInput: if it is no such answer, or a race ended at a value that cannot be.
    """
    require(isinstance(text, str), "text", text, "a text")
    words = text.split()
    ok = len(words) == 3 and all(word.isdecimal() for word in words)
    if not ok or words[2] != "0":
        raise InvalidInput("text", text, "two counts and a 0")
    return {1: int(words[0]), 2: int(words[1])}


def _measurement(kind: str, final: int, count: int, races: int, place: str) -> Measurement:
    return Measurement(
        name=f"{kind}: ended at {final}",
        samples=(count,),
        unit="races",
        method=METHOD,
        machine=machine.this_machine(),
        conditions={"kind": kind, "final": final, "races": races, "place": place},
    )
