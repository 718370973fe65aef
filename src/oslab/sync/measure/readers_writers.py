"""Readers and writers on real threads: how many of a stream overtake one that waits."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import machine, timing
from oslab.errors import InvalidInput, Unavailable, require, require_choice, require_whole
from oslab.linux import c_program
from oslab.measurement import Measurement

LOCKS = ("prefer reader", "prefer writer", "nonrecursive", "turnstile", "tickets")
STREAMS = ("readers", "writers")
METHOD = (
    "Three threads stream into a read-write lock, each staying until the next has come; one of "
    "the other side asks, and those of the stream that enter before it are counted."
)
_WORDS = {
    "prefer reader": "reader", "prefer writer": "writer", "nonrecursive": "nonrecursive",
    "turnstile": "turnstile", "tickets": "tickets", "readers": "read", "writers": "write",
}  # fmt: skip


def readers_writers(
    *, locks: Sequence[str] = LOCKS, rounds: int = 20, most: int = 1000,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Count how many readers overtake a waiting writer, and writers a waiting reader.

    Known workload: under tickets nobody overtakes whoever has drawn a number, so a round
    counts at most the three of the stream; one more for each that enters while the kernel has
    taken the CPU from the single thread before it drew.

    Args:
        locks: of `LOCKS`: the kinds of glibc's read-write lock, PTHREAD_RWLOCK_PREFER_READER_NP,
            PREFER_WRITER_NP and PREFER_WRITER_NONRECURSIVE_NP; a turnstile of semaphores, as in
            the model; a queue in which everybody draws a number.
        rounds: how often the single thread asks, 1 to 1,000.
        most: after so many the stream is stopped and the single one let in, 10 to 100,000.
        progress: told how many programs are done, of how many.

    Returns:
        For each lock and stream a sample a round, in overtakers; conditions `lock`, `stream`,
        `most`.

    Raises:
        InvalidInput: if an argument is wrong.
        Unavailable: without a C compiler, or a C library with these kinds of lock.

    Source: pthread_rwlockattr_setkind_np(3); glibc, nptl/pthread_rwlock_common.c.
    """
    ok = isinstance(locks, tuple | list) and len(locks) > 0
    require(ok, "locks", locks, "some of " + ", ".join(LOCKS))
    for lock in locks:
        require_choice("locks", lock, LOCKS)
    require_whole("rounds", rounds, 1, 1_000)
    require_whole("most", most, 10, 100_000)
    timing.require_progress(progress)
    wanted = [(lock, stream) for lock in locks for stream in STREAMS]
    taken = []
    for done, (lock, stream) in enumerate(wanted, start=1):
        program = c_program.find("sync", "readers_writers")
        answer = c_program.run(program, _WORDS[lock], _WORDS[stream], rounds, most, timeout_s=150)
        if answer.returncode != 0:  # the program's own alarm: it bounds itself
            raise Unavailable("an end of the rounds", "Ask for fewer, or when less else runs.")
        taken.append(_measurement(lock, stream, most, parse_overtakers(answer.stdout, rounds)))
        if progress is not None:
            progress(done, len(wanted))
    return tuple(taken)


def parse_overtakers(text: str, rounds: int) -> tuple[int, ...]:
    """Return how many overtook in each round, of one run of the program.

    Raises:
        InvalidInput: if it is no such answer.
    """
    require_whole("rounds", rounds, 1, 1_000)
    require(isinstance(text, str), "text", text, "a text")
    words = text.split()
    if len(words) != rounds or not all(word.isdecimal() and word.isascii() for word in words):
        raise InvalidInput("text", text, f"{rounds} counts")
    return tuple(map(int, words))


def _measurement(lock: str, stream: str, most: int, counts: tuple[int, ...]) -> Measurement:
    waiting = "writer" if stream == "readers" else "reader"
    return Measurement(
        name=f"{stream} that overtake a waiting {waiting}, {lock}",
        samples=counts,
        unit=stream,
        method=METHOD,
        machine=machine.this_machine(),
        conditions={"lock": lock, "stream": stream, "most": most},
    )
