"""How long fork takes against what the parent has in memory, in Python and in C."""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any

from oslab import machine, timing
from oslab.errors import Unavailable, require, require_choice, require_whole
from oslab.linux import affinity
from oslab.linux.procfs import status
from oslab.measurement import Condition, Measurement
from oslab.processes.measure import fork_parents
from oslab.processes.measure.fork_sizes import fork_sizes, spendable_here
from oslab.processes.records.fork_cost import ANONYMOUS, KINDS

_MIB = 1 << 20
METHOD = (
    "CPU time of the call, the child's end and wait, parent and child together (on an idle CPU "
    "that is how long the parent stands still); least of some turns, in a process of its own "
    "pinned to one CPU; all processes of one size take turns, in filling their memory too"
)


def fork_cost(
    *, sizes: Sequence[int] | None = None, kinds: Sequence[str] = KINDS, repeats: int = 5,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Return how long fork, vfork and posix_spawn take for parents of several sizes.

    For each size one fresh bare interpreter a kind is filled with so much
    memory, and a C program (programs/fork_cost.c) with as much anonymous memory
    as the interpreter has in all. They take turns, from the filling on, because
    an entry's price depends on the frame behind it (`fork_layout`). Python forks every kind and
    spawns from the anonymous one; C forks and vforks (Python cannot: the child
    would run on the parent's interpreter stack). The conditions say `kind`,
    `call`, `by`, `area_bytes`, and what the kernel says of the parent:
    `resident_bytes` (VmRSS) and `page_table_bytes` (VmPTE).

    Args:
        sizes: bytes, multiples of 2 MiB to 2**36; if None those of `fork_sizes`,
            2 MiB to 1 GiB where memory allows, less on a lent machine.
        kinds: some of `"anonymous"`, `"huge"`, `"shared file"`; anonymous is always measured.
        repeats: 1 to 100.
        progress: told after each size.

    Raises:
        InvalidInput: if an argument is none of these.
        Unavailable: if memory, huge pages or a C compiler are missing.

    Source: the C program is the cross-check; DESIGN of both: fork(2), vfork(2), posix_spawn(3).
    """
    timing.require_progress(progress)
    require_whole("repeats", repeats, low=1, high=100)
    ok = isinstance(kinds, tuple | list)
    require(ok, "kinds", kinds, "a sequence of kinds")
    for kind in kinds:
        require_choice("kinds", kind, KINDS)
    chosen = (ANONYMOUS, *(kind for kind in KINDS if kind in kinds and kind != ANONYMOUS))
    fitting = _fitting(sizes, len(chosen) + 1)
    found: list[Measurement] = []
    for done, size in enumerate(fitting, start=1):
        found += _one_size(size, chosen, repeats)
        if progress:
            progress(done, len(fitting))
    return tuple(found)


def fork_base(*, repeats: int = 15) -> tuple[Measurement, ...]:
    """Return what fork costs before any data is loaded: in C, in bare Python, and right here.

    Args:
        repeats: 1 to 1000.

    Raises:
        InvalidInput: if `repeats` is out of range.
        Unavailable: if there is no C compiler.
    """
    require_whole("repeats", repeats, low=1, high=1000)
    with ExitStack() as stack:
        stack.enter_context(affinity.pinned(affinity.allowed()[-1]))
        python = fork_parents.python(ANONYMOUS, 2 * _MIB)
        bare = stack.enter_context(fork_parents.made(python))
        small = stack.enter_context(fork_parents.made(fork_parents.native(ANONYMOUS, 2 * _MIB)))
        fork_parents.fill([bare, small], 2 * _MIB)
        tasks: dict[str, tuple[Callable[[], float], int]] = {
            "a small C program": (small.task("fork 5"), small.pid),
            "a bare interpreter": (bare.task("fork 5"), bare.pid),
            "this process": (lambda: float(min(_fork_here() for _ in range(3))), os.getpid()),
        }
        taken = timing.interleaved({name: task for name, (task, _) in tasks.items()},
                                   repeats=repeats)  # fmt: skip
        return tuple(
            _measurement(f"fork from {name}", taken.samples[name], {"by": name, **_size(pid)})
            for name, (_, pid) in tasks.items()
        )


def matching(
    measurements: Sequence[Measurement], **conditions: Condition
) -> tuple[Measurement, ...]:
    """Return those measurements whose conditions have all these values, in order.

    Raises:
        InvalidInput: if `measurements` are none, or none of them matches.
    """
    ok = isinstance(measurements, tuple | list)
    ok = ok and all(isinstance(one, Measurement) for one in measurements)
    require(ok, "measurements", measurements, "a sequence of Measurements")
    found = tuple(
        one for one in measurements
        if all(one.conditions.get(name) == value for name, value in conditions.items())
    )  # fmt: skip
    require(len(found) > 0, "conditions", conditions, "those of at least one measurement")
    return found


def entry_points(measurements: Sequence[Measurement]) -> tuple[tuple[int, float], ...]:
    """Return (entries of 4 KiB touched, least nanoseconds) of each, for a line through them.

    Raises:
        InvalidInput: if `measurements` are none, or not of `fork_cost`.
    """
    matching(measurements)
    for one in measurements:
        require("area_bytes" in one.conditions, "measurements", one, "those of fork_cost")
    return tuple((int(one.conditions["area_bytes"]) // 4096, one.minimum) for one in measurements)


_Call = tuple[fork_parents.Parent, str]


def _one_size(size: int, kinds: Sequence[str], repeats: int) -> list[Measurement]:
    # A large fork takes long enough to be timed in few turns; the other calls never do.
    turns = {
        "fork": 20 if size <= 64 * _MIB else 8 if size <= 256 * _MIB else 3,
        "spawn": 20,
        "vfork": 20,
    }
    with ExitStack() as stack:
        stack.enter_context(affinity.pinned(affinity.allowed()[-1]))
        asked = _parents(stack, size, kinds)
        taken = timing.interleaved(
            {
                " ".join(key): one.task(f"{call} {turns[call]}")
                for key, (one, call) in asked.items()
            },
            repeats=repeats,
            delay=fork_parents.delay_of(list({one.pid: one for one, _ in asked.values()}.values())),
        )
        return [
            _measurement(
                f"{key[1]} in {key[2]}, {size // _MIB} MiB {key[0]}",
                taken.samples[" ".join(key)],
                {"kind": key[0], "call": key[1], "by": key[2], "area_bytes": size, **one.size()},
            )
            for key, (one, _) in asked.items()
        ]


def _parents(stack: ExitStack, size: int, kinds: Sequence[str]) -> dict[tuple[str, ...], _Call]:
    """Who is asked for what, by (kind, call, language); all filled."""
    python = {
        kind: stack.enter_context(fork_parents.made(fork_parents.python(kind, size)))
        for kind in kinds
    }
    # The file first: fork never looks at its frames, so it may have the scattered ones.
    for kind in reversed(kinds[1:]):
        fork_parents.fill([python[kind]], size)
    anonymous = python[ANONYMOUS]
    extra = status.read(anonymous.pid).rss_anon
    native = stack.enter_context(fork_parents.made(fork_parents.native(ANONYMOUS, size, extra)))
    fork_parents.fill([anonymous, native], size)
    return {
        **{(kind, "fork", "Python"): (one, "fork") for kind, one in python.items()},
        (ANONYMOUS, "posix_spawn", "Python"): (anonymous, "spawn"),
        (ANONYMOUS, "fork", "C"): (native, "fork"),
        (ANONYMOUS, "vfork", "C"): (native, "vfork"),
    }


def _size(pid: int) -> dict[str, Condition]:
    here = status.read(pid)
    return {"resident_bytes": here.vm_rss, "page_table_bytes": here.vm_pte}


def _measurement(
    name: str, samples: tuple[float, ...], conditions: Mapping[str, Any]
) -> Measurement:
    return Measurement(name, samples, "ns", METHOD, machine.this_machine(), conditions)


def _fork_here() -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        start = time.thread_time_ns()
        child = os.fork()
    if child == 0:
        os._exit(0)
    used = os.wait4(child, 0)[2]
    return time.thread_time_ns() - start + round((used.ru_utime + used.ru_stime) * 1e9)


def _fitting(sizes: Sequence[int] | None, parents: int) -> tuple[int, ...]:
    """Return the sizes to measure: those asked for, or those that memory allows."""
    spendable = spendable_here()
    if sizes is None:
        fitting = fork_sizes(spendable, parents)
        if not fitting:
            raise Unavailable(f"memory for {parents} parents", "Free some memory.")
        return fitting
    ok = isinstance(sizes, tuple | list) and len(sizes) > 0
    require(ok, "sizes", sizes, "a sequence of at least one size")
    for size in sizes:
        require_whole("sizes", size, low=2 * _MIB, high=1 << 36)
        require(size % (2 * _MIB) == 0, "sizes", size, "a multiple of 2 MiB")
    most = spendable // parents
    if max(sizes) > most:
        what = f"{max(sizes) * parents // _MIB} MiB of memory for {parents} parents"
        raise Unavailable(what, f"Ask for sizes of at most {most // _MIB} MiB.")
    return tuple(sizes)
