"""How long fork takes against what the parent has in memory, in Python and in C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from oslab import machine, timing
from oslab.errors import Unavailable, require, require_choice, require_whole
from oslab.linux import affinity, c_program
from oslab.linux.procfs import meminfo, schedstat, status
from oslab.measurement import Condition, Measurement
from oslab.processes.records.fork_cost import ANONYMOUS, KINDS, SHARED_FILE

_MIB = 1 << 20
SIZES = tuple(size * _MIB for size in (2, 16, 64, 256, 1024))
_SOURCES = Path(__file__).parents[3]
_WORKER = Path(__file__).parents[1] / "programs" / "fork_cost.py"
METHOD = (
    "quickest of some turns of the call, the child's end and wait, in a process of its own "
    "pinned to one CPU; all processes of one size take turns"
)


class _Parent:
    """A process that forks on request."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.pid = self._process.pid

    def ask(self, line: str = "") -> str:
        process = self._process
        assert process.stdin is not None  # noqa: S101 - Popen was told to make both
        assert process.stdout is not None  # noqa: S101
        try:
            if line:
                process.stdin.write(line + "\n")
                process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            raise Unavailable("memory for this parent", "Ask for smaller sizes, or free memory.")
        return answer.strip()

    def end(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.communicate()


@contextmanager
def _parent(command: Sequence[str]) -> Iterator[_Parent]:
    made = _Parent(command)
    try:
        made.ask()
        yield made
    finally:
        made.end()


def fork_cost(
    *, sizes: Sequence[int] | None = None, kinds: Sequence[str] = KINDS, repeats: int = 5,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Return how long fork, vfork and posix_spawn take for parents of several sizes.

    For each size one fresh bare interpreter a kind is filled with so much
    memory, and a C program (programs/fork_cost.c) with as much anonymous memory
    as the interpreter has in all. They take turns. Python forks every kind and
    spawns from the anonymous one; C forks and vforks (Python cannot: the child
    would run on the parent's interpreter stack). The conditions say `kind`,
    `call`, `by`, `area_bytes`, and what the kernel says of the parent:
    `resident_bytes` (VmRSS) and `page_table_bytes` (VmPTE).

    Args:
        sizes: bytes, multiples of 2 MiB to 2**36; 2 MiB to 1 GiB where memory allows if None.
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
        bare = stack.enter_context(_parent(_python(ANONYMOUS, 2 * _MIB)))
        small = stack.enter_context(_parent(_c(ANONYMOUS, 2 * _MIB, 0)))
        tasks: dict[str, tuple[Callable[[], float], int]] = {
            "a small C program": (lambda: float(small.ask("fork 5")), small.pid),
            "a bare interpreter": (lambda: float(bare.ask("fork 5")), bare.pid),
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


def _one_size(size: int, kinds: Sequence[str], repeats: int) -> list[Measurement]:
    # A large fork takes long enough to be timed in few turns; the other calls never do.
    turns = {"fork": 20 if size <= 64 * _MIB else 3, "spawn": 20, "vfork": 20}
    with ExitStack() as stack:
        stack.enter_context(affinity.pinned(affinity.allowed()[-1]))
        python = {kind: stack.enter_context(_parent(_python(kind, size))) for kind in kinds}
        extra = max(0, status.read(python[ANONYMOUS].pid).rss_anon - size)
        native = stack.enter_context(_parent(_c(ANONYMOUS, size, extra)))
        asked = {
            **{(kind, "fork", "Python"): (one, "fork") for kind, one in python.items()},
            (ANONYMOUS, "posix_spawn", "Python"): (python[ANONYMOUS], "spawn"),
            (ANONYMOUS, "fork", "C"): (native, "fork"),
            (ANONYMOUS, "vfork", "C"): (native, "vfork"),
        }
        everyone = [*python.values(), native]
        taken = timing.interleaved(
            {
                " ".join(key): _task(one, f"{call} {turns[call]}")
                for key, (one, call) in asked.items()
            },
            repeats=repeats,
            # It is they who may have to wait for the CPU, not the one who asks.
            delay=lambda: sum(schedstat.read(str(one.pid)).delay_ns for one in everyone),
        )
        return [
            _measurement(
                f"{key[1]} in {key[2]}, {size // _MIB} MiB {key[0]}",
                taken.samples[" ".join(key)],
                {"kind": key[0], "call": key[1], "by": key[2], "area_bytes": size,
                 **_size(one.pid)},
            )
            for key, (one, _) in asked.items()
        ]  # fmt: skip


def _task(parent: _Parent, line: str) -> Callable[[], float]:
    return lambda: float(parent.ask(line))


def _size(pid: int) -> dict[str, Condition]:
    here = status.read(pid)
    return {"resident_bytes": here.vm_rss, "page_table_bytes": here.vm_pte}


def _measurement(
    name: str, samples: tuple[float, ...], conditions: Mapping[str, Any]
) -> Measurement:
    return Measurement(name, samples, "ns", METHOD, machine.this_machine(), conditions)


def _python(kind: str, size: int) -> list[str]:
    return [sys.executable, "-I", "-S", str(_WORKER), str(_SOURCES), kind, str(size)]


def _c(kind: str, size: int, extra: int) -> list[str]:
    program = c_program.compile(c_program.find("processes", "fork_cost"))
    word = "shared" if kind == SHARED_FILE else kind
    return [str(program), word, str(size), str(extra)]


def _fork_here() -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        start = time.perf_counter_ns()
        child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return time.perf_counter_ns() - start


def _fitting(sizes: Sequence[int] | None, parents: int) -> tuple[int, ...]:
    """Return the sizes to measure: those asked for, or as many of `SIZES` as memory allows."""
    free = min(meminfo.read().get("MemAvailable", 0), machine.this_machine().memory_bytes)
    most = int(0.6 * free) // parents
    if sizes is None:
        fitting = tuple(size for size in SIZES if size <= most)
        if len(fitting) < 2:
            raise Unavailable(f"{SIZES[1] * parents // _MIB} MiB of memory", "Free some memory.")
        return fitting
    ok = isinstance(sizes, tuple | list) and len(sizes) > 0
    require(ok, "sizes", sizes, "a sequence of at least one size")
    for size in sizes:
        require_whole("sizes", size, low=2 * _MIB, high=1 << 36)
        require(size % (2 * _MIB) == 0, "sizes", size, "a multiple of 2 MiB")
    if max(sizes) > most:
        what = f"{max(sizes) * parents // _MIB} MiB of memory for {parents} parents"
        raise Unavailable(what, f"Ask for sizes of at most {most // _MIB} MiB.")
    return tuple(sizes)
