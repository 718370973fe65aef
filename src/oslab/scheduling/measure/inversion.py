"""Priority inversion with real mutexes and real-time threads, and the two cures POSIX has."""

from __future__ import annotations

import functools
import os
from collections.abc import Sequence
from dataclasses import dataclass

from oslab import machine, timing
from oslab.errors import InvalidInput, Unavailable, require, require_choice, require_whole
from oslab.linux import affinity, c_program
from oslab.measurement import Measurement
from oslab.scheduling.measure.choices import some

PROTOCOLS = {
    "none": "an ordinary mutex",
    "inherit": "PTHREAD_PRIO_INHERIT: the holder has the priority of whoever waits",
    "protect": "PTHREAD_PRIO_PROTECT: the holder has the mutex's ceiling from the start",
}
ASKS_MS, MIDDLE_MS = 4, 6
"""When the high and the middle thread are released; the low one takes the lock at 0."""


@dataclass(frozen=True, slots=True)
class Inversion:
    """What three threads did, in ns from the moment the low one was released.

    Args:
        protocol: a key of `PROTOCOLS`.
        waited_ns: from the release of the high thread until it had the lock.
        stretches: for `"low"`, `"middle"` and `"high"`, start and end of each run.
        events: (thread, what, when), in the order of time.
        begin_ns: the zero of all times, on the monotonic clock.
    """

    protocol: str
    waited_ns: int
    stretches: dict[str, tuple[tuple[int, int], ...]]
    events: tuple[tuple[str, str, int], ...]
    begin_ns: int


def inversion(
    *, protocols: Sequence[str] = ("none", "inherit", "protect"), section_ms: int = 20,
    middle_ms: int = 150, repeats: int = 3, progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Time how long the most urgent thread waits for a lock that the least urgent holds.

    Three SCHED_FIFO threads on one CPU, in C. Low (10) takes the lock and computes
    `section_ms`; high (30) wants it after 4 ms; middle (20) never touches it, is released
    after 6 ms and computes `middle_ms`. What to expect of an ordinary mutex is the rest of
    the section **and** all of the middle's work; with inheritance, or a ceiling, the rest
    of the section alone.

    Known workload: with no middle work all protocols wait equally long (tests).
    Cross-check: the kernel's own `sched_pi_setprio` tracepoint fires with inheritance only
    (tests). Overhead: two clock calls a loop round, 0.3 us. No gate is needed: nothing
    ordinary runs on that CPU meanwhile. Every thread's work is fixed, RLIMIT_RTTIME and
    an alarm stand behind it.

    Args:
        protocols: some of `PROTOCOLS`.
        section_ms: 8 to 200.
        middle_ms: 0 to 400.
        repeats: runs of each, in turn, 1 to 100.
        progress: told after every run.

    Returns:
        Milliseconds from the high thread's release until it holds the lock; conditions
        `protocol`, `section_ms`, `middle_ms`.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: without a C compiler, or the privilege to be real time.

    Source: L. Sha, R. Rajkumar and J. Lehoczky, Priority Inheritance Protocols (1990);
        pthread_mutexattr_setprotocol(3p); futex(2), FUTEX_LOCK_PI.
    """
    chosen = some("protocols", protocols, PROTOCOLS)
    require_whole("section_ms", section_ms, 8, 200)
    require_whole("middle_ms", middle_ms, 0, 400)
    require_whole("repeats", repeats, 1, 100)
    timing.require_progress(progress)

    def waited(protocol: str) -> float:
        run = inversion_run(protocol, section_ms=section_ms, middle_ms=middle_ms)
        return run.waited_ns / 1e6

    runs = {protocol: functools.partial(waited, protocol) for protocol in chosen}
    taken = timing.interleaved(runs, repeats=repeats, gate=1, progress=progress).samples
    return tuple(
        Measurement(
            name=f"wait of the high thread, {protocol}",
            samples=samples,
            unit="ms",
            method=f"Three SCHED_FIFO threads on one CPU; {PROTOCOLS[protocol]}.",
            machine=machine.this_machine(),
            conditions={
                "protocol": protocol, "section_ms": section_ms, "middle_ms": middle_ms,
            },
        )
        for protocol, samples in taken.items()
    )  # fmt: skip


def inversion_run(protocol: str, *, section_ms: int = 20, middle_ms: int = 150) -> Inversion:
    """Return one run of `inversion`, with all that happened in it.

    Args:
        protocol: a key of `PROTOCOLS`.
        section_ms: 8 to 200.
        middle_ms: 0 to 400.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: without a C compiler, or the privilege to be real time.
    """
    require_choice("protocol", protocol, PROTOCOLS)
    require_whole("section_ms", section_ms, 8, 200)
    require_whole("middle_ms", middle_ms, 0, 400)
    source = c_program.find("scheduling", "inversion")
    cpu = affinity.allowed()[-1]
    done = c_program.run(source, protocol, section_ms, middle_ms, cpu, timeout_s=40)
    if done.returncode != 0:
        raise Unavailable("the three threads' answer", f"They ended with {done.returncode}.")
    return parse(done.stdout, protocol)


def parse(text: str, protocol: str) -> Inversion:
    """Return what the program printed.

    Raises:
        InvalidInput: if `text` is not its output.
        Unavailable: if it says that a thread may not be real time.
    """
    require(isinstance(text, str), "text", text, "the output of inversion.c")
    require_choice("protocol", protocol, PROTOCOLS)
    events: list[tuple[str, str, int]] = []
    stretches: dict[str, list[tuple[int, int]]] = {"low": [], "middle": [], "high": []}
    begin = 0
    try:
        for kind, *rest in (line.split() for line in text.splitlines()):
            if kind == "error":
                remedy = "Run as root, or raise the limit RLIMIT_RTPRIO (ulimit -r)."
                raise Unavailable("SCHED_FIFO", f"{os.strerror(int(rest[0]))}. {remedy}")
            if kind == "event":
                events.append((rest[0], rest[1], int(rest[2])))
            elif kind == "run":
                stretches[rest[0]].append((int(rest[1]), int(rest[2])))
            else:
                begin = int(rest[0])
        locked = next(when for who, what, when in events if (who, what) == ("high", "locked"))
    except (ValueError, LookupError, StopIteration) as error:
        raise InvalidInput("text", text, f"the output of inversion.c ({error!r})") from error
    return Inversion(
        protocol, locked - ASKS_MS * 1_000_000,
        {name: tuple(several) for name, several in stretches.items()},
        tuple(sorted(events, key=lambda one: one[2])), begin,
    )  # fmt: skip
