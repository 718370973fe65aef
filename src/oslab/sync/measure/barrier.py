"""A barrier used again and again on real threads, right and wrong."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import machine, timing
from oslab.errors import InvalidInput, Unavailable, require, require_choice, require_whole
from oslab.linux import c_program
from oslab.measurement import Measurement

BARRIERS = ("one gate", "two gates", "pthread")
METHOD = (
    "Two threads meet after every round; one that leaves the barrier looks whether the other has "
    "begun that round, and the meetings after which it has not are counted."
)


def barrier(
    *, barriers: Sequence[str] = BARRIERS, rounds: int = 20_000,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Count the meetings that a barrier let somebody leave too early.

    Known workload: `pthread_barrier`, where it must be none. That a wrong barrier breaks none is
    no proof: it takes a thread that comes round before the other has woken.

    Args:
        barriers: of `BARRIERS`; the first two are those of the model, in C.
        rounds: how often the two threads meet, 10 to 1,000,000.
        progress: told how many programs are done, of how many.

    Returns:
        For each barrier the broken meetings, of two a round; conditions `barrier`, `rounds`.

    Raises:
        InvalidInput: if an argument is wrong.
        Unavailable: without a C compiler.

    Source: pthread_barrier_wait(3p).
    """
    ok = isinstance(barriers, tuple | list) and len(barriers) > 0
    require(ok, "barriers", barriers, "some of " + ", ".join(BARRIERS))
    for kind in barriers:
        require_choice("barriers", kind, BARRIERS)
    require_whole("rounds", rounds, 10, 1_000_000)
    timing.require_progress(progress)
    taken = []
    for done, kind in enumerate(barriers, start=1):
        program = c_program.find("sync", "barrier")
        answer = c_program.run(program, kind, rounds, timeout_s=150)
        if answer.returncode != 0:  # the program's own alarm: it bounds itself
            raise Unavailable("an end of the rounds", "Ask for fewer, or when less else runs.")
        taken.append(_measurement(kind, rounds, parse_broken(answer.stdout, rounds)))
        if progress is not None:
            progress(done, len(barriers))
    return tuple(taken)


def parse_broken(text: str, rounds: int) -> int:
    """Return how many meetings were broken, of one run of the program.

    Raises:
        InvalidInput: if it is no such answer.
    """
    require_whole("rounds", rounds, 1, 1_000_000)
    require(isinstance(text, str), "text", text, "a text")
    word = text.strip()
    ok = word.isdecimal() and word.isascii() and len(word) < 10 and int(word) <= 2 * rounds
    if not ok:
        raise InvalidInput("text", text, f"a count of at most {2 * rounds}")
    return int(word)


def _measurement(kind: str, rounds: int, broken: int) -> Measurement:
    return Measurement(
        name=f"broken meetings, {kind}",
        samples=(broken,),
        unit="meetings",
        method=METHOD,
        machine=machine.this_machine(),
        conditions={"barrier": kind, "rounds": rounds},
    )
