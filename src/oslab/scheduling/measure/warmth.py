"""What a task pays after a move for data that it left in another CPU's caches."""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Callable, Sequence
from typing import Any

from oslab import machine, timing
from oslab.errors import InvalidInput, Unavailable, require_whole
from oslab.linux import affinity
from oslab.measurement import Measurement

STAYED, MOVED, EVICTED = "stayed", "moved", "evicted"
PLACINGS = (STAYED, MOVED, EVICTED)
_OTHERS_KIB = 65_536
"""What evicts: more than the caches of most CPUs hold, shared ones included."""


_Add = Callable[[], Any]


def warmth(
    *, kib: Sequence[int] = (64, 128, 256, 512), repeats: int = 25,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Time one pass over a task's data: warm, after a move, and after others used the caches.

    The task adds one to every word of an array until a CPU's caches hold it. Then it moves
    to another CPU and makes one more pass, where all must be fetched. To compare, it warms
    the caches of that other CPU, moves off and returns at once, and makes the same pass.
    And it does that a third time with a pass over 64 MiB of other data in between, which is
    what a neighbour does. All passes run on one CPU after a system call and a sleep, and
    after a pass over a small array, which fetches the code: what differs is where the data
    lie. Two CPUs that are threads of one core share their caches, and a move costs nothing.

    Known workload: what does not fit any cache costs the same on both sides. Cross-check:
    passes after the first cost the same on both CPUs (tests). Overhead: one look at the
    clock of the thread's CPU time, a tenth of a microsecond. Caveats: neighbours that share
    a cache empty it for all, so take the minimum; a virtual machine often does not know
    that its CPUs are threads of one core.

    Args:
        kib: sizes of the array, 1 to 1,048,576; at most 20.
        repeats: passes of each, in turn, 1 to 1,000.
        progress: told after every round.

    Returns:
        Microseconds of CPU time a pass; conditions `kib` and `placing` (one of
        `PLACINGS`).

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: on one CPU, or without numpy.

    Source: sched_setaffinity(2); J. Mogul and A. Borg, The Effect of Context Switches on
        Cache Performance (ASPLOS, 1991); kernel/sched/fair.c, `task_hot`.
    """
    sizes = _sizes(kib)
    require_whole("repeats", repeats, 1, 1_000)
    timing.require_progress(progress)
    home, away = affinity.pair()
    data = {size: _array(size) for size in sizes}
    code, others = _array(1), _array(_OTHERS_KIB)
    cases = [(size, placing) for size in sizes for placing in PLACINGS]
    runs = {
        f"{size} KiB {placing}": functools.partial(
            _pass, data[size], code, others, (home, away), placing
        )
        for size, placing in cases
    }
    before = os.sched_getaffinity(0)
    try:
        passes = timing.interleaved(runs, repeats=repeats, gate=1, progress=progress).samples
    finally:
        os.sched_setaffinity(0, before)
    return tuple(
        Measurement(
            name=f"one pass over {size} KiB by a task that {placing}",
            samples=samples,
            unit="us",
            method="Adding one to every word, after sched_setaffinity; the thread's CPU time.",
            machine=machine.this_machine(),
            conditions={"kib": size, "placing": placing},
        )
        for (size, placing), samples in zip(cases, passes.values(), strict=True)
    )


def _sizes(kib: object) -> tuple[int, ...]:
    if not isinstance(kib, tuple | list) or not 1 <= len(kib) <= 20:
        raise InvalidInput("kib", kib, "1 to 20 whole numbers")
    return tuple(dict.fromkeys(require_whole("kib", one, 1, 2**20) for one in kib))


def _array(size: int) -> _Add:
    """Return a function that adds one to every word of `size` KiB."""
    try:
        import numpy
    except ImportError:
        raise Unavailable("a pass over memory at native speed", "pip install numpy") from None
    words = numpy.zeros(size * 128, dtype=numpy.uint64)
    return lambda: numpy.add(words, 1, out=words)


def _pass(add: _Add, code: _Add, others: _Add, cpus: tuple[int, int], placing: str) -> float:
    """Warm the caches of one CPU, move or come back, and time a pass in microseconds."""
    home, away = cpus
    warmed, other = (home, away) if placing == MOVED else (away, home)
    os.sched_setaffinity(0, {warmed})
    for _ in range(3):
        add()
    os.sched_setaffinity(0, {other})
    os.sched_setaffinity(0, {away})
    if placing == EVICTED:
        others()
    code()
    begin = time.thread_time_ns()
    add()
    return (time.thread_time_ns() - begin) / 1_000
