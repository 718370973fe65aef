"""A process that grows in a group with a memory limit, until the kernel kills it."""

from __future__ import annotations

import contextlib
import itertools
import os
import tempfile
import time
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from oslab import machine, timing
from oslab.errors import Unavailable, require, require_whole
from oslab.linux import cgroup, limited, memory
from oslab.linux.cgroup_statistics import GroupStatistics
from oslab.linux.procfs import pressure
from oslab.measurement import Measurement
from oslab.memory import model

_MIB = 1 << 20
_UNITS = {
    "killed at": "MiB", "signal": "signals", "oom kills": "processes", "peak": "bytes",
    "limit hits": "allocations", "stall": "us", "step": "us", "anonymous": "bytes", "file": "bytes",
}  # fmt: skip
METHOD = (
    "A forked process in a group of its own stores to one more MiB at every step, and reads a "
    "file where there is a hot one; the group's counters and /proc/pressure/memory after each"
)


@dataclass(slots=True)
class _Seen:
    """What was seen after every step, from before the first on, and at the end."""

    base: int = 0
    times: list[int] = field(default_factory=list)
    stalls: list[int | None] = field(default_factory=list)
    file: list[int] = field(default_factory=list)
    anonymous: list[int] = field(default_factory=list)
    status: int = 0
    statistics: GroupStatistics = field(default_factory=GroupStatistics)


def memory_limit(
    *, limit_mib: int = 64, grow_mib: int = 96, file_mib: int = 24, hot: bool = True,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Grow a process MiB by MiB in a group of its own that may have `limit_mib`, without swap.

    Known workload: the process is killed by SIGKILL when limit, less what the kernel itself
    holds, is full, and the group counts one kill (tests). Cross-check: the parent sees the
    signal by waitpid, the group the kill by its own counter. Overhead: the group holds a
    process's stack and page tables, `base_bytes` in the conditions. Caveats: needs the
    right to make groups. PSI is the whole machine's, so that other work on it shows too; it
    counts waiting for reclaim and for pages that were evicted too early. A process that
    only grows gives it little to count: the kill comes without a warning. With a hot file
    its pages are read again and again before.

    Args:
        limit_mib: of the group, 16 to 1,024.
        grow_mib: how far the process grows if nobody stops it, 1 to 2,048.
        file_mib: of the file, 0 to 1,024.
        hot: whether it is read in whole at each step; else once, at the start.
        progress: told after each step.

    Returns:
        By the condition `quantity`: `"killed at"` (MiB that it was about to have, -1 if it
        lived; `predicted` is the model's), `"signal"` (that ended it, 0 if none), `"oom
        kills"`, `"limit hits"`, `"peak"` (bytes), and with one sample a step `"step"`
        (microseconds that it took), `"stall"` (microseconds in which a task of the machine
        waited for memory; where the kernel keeps PSI), `"anonymous"` and `"file"` (bytes
        that the group holds).

    Raises:
        InvalidInput: if an argument is none of these.
        Unavailable: without the right to make groups, or disk.

    Source: mm/memcontrol.c, `try_charge_memcg`; mm/oom_kill.c; kernel/sched/psi.c;
        Documentation/accounting/psi.rst.
    """
    require_whole("limit_mib", limit_mib, low=16, high=1024)
    require_whole("grow_mib", grow_mib, low=1, high=2048)
    require_whole("file_mib", file_mib, low=0, high=1024)
    require(isinstance(hot, bool), "hot", hot, "True or False")
    timing.require_progress(progress)
    with tempfile.TemporaryDirectory(prefix="oslab-") as folder:
        path = Path(folder) / "hot"
        _fill(path, file_mib)
        seen = _grown(path, limit_mib, grow_mib, hot, progress)
    base = -(-seen.base // _MIB)
    record = model.memory_limit(
        limit_mib, grow_mib, file_mib, hot=hot, base_mib=min(base, limit_mib - 1)
    )
    expected = -1 if record.killed is None else record.killed
    says = {
        "limit_mib": limit_mib, "file_mib": file_mib, "hot": hot, "base_bytes": seen.base,
        "predicted": expected,
    }  # fmt: skip
    return tuple(
        Measurement(
            name=f"{quantity} in a group of {limit_mib} MiB",
            samples=samples,
            unit=_UNITS[quantity],
            method=METHOD,
            machine=machine.this_machine(),
            conditions={"quantity": quantity, **says},
        )
        for quantity, samples in _samples(seen).items()
    )


def _samples(seen: _Seen) -> dict[str, tuple[float, ...]]:
    killed = os.WIFSIGNALED(seen.status)
    steps = len(seen.times) - 1
    found: dict[str, tuple[float, ...]] = {
        "killed at": (steps + 1 if killed else -1,),
        "signal": (os.WTERMSIG(seen.status) if killed else 0,),
    }
    for name, value in (
        ("oom kills", seen.statistics.oom_kills),
        ("limit hits", seen.statistics.memory_limit_hits),
        ("peak", seen.statistics.memory_peak_bytes),
    ):
        if value is not None:
            found[name] = (value,)
    if steps > 0:
        found["step"] = tuple(b - a for a, b in itertools.pairwise(seen.times))
        stalls = [total for total in seen.stalls if total is not None]
        if len(stalls) == steps + 1:
            found["stall"] = tuple(b - a for a, b in itertools.pairwise(stalls))
        found["anonymous"] = tuple(seen.anonymous[1:])
        found["file"] = tuple(seen.file[1:])
    return found


def _fill(path: Path, mib: int) -> None:
    try:
        with path.open("wb") as file:
            for _ in range(mib):
                file.write(bytes(_MIB))
            file.flush()
            os.fsync(file.fileno())
            # The page cache is charged to the group that reads it in: ours must be cold.
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    except OSError as error:
        raise Unavailable(f"{mib} MiB of disk", f"Set TMPDIR ({error}).") from error


def _grown(path: Path, limit: int, grow: int, hot: bool, progress: timing.Progress | None) -> _Seen:
    seen = _Seen()
    with cgroup.make("memory") as group:
        group.limit(memory_bytes=limit * _MIB)
        told, telling = os.pipe()
        going, go = os.pipe()
        child = _fork()
        if child == 0:
            os.close(go)
            os.close(told)
            _child(path, grow, hot, telling, going)
        try:
            os.close(telling)
            os.close(going)
            group.join(child)
            _watch(seen, group, told, go, grow, progress)
        finally:
            os.close(go)  # whatever happened here, the child ends where it would go on
            os.close(told)
            seen.status = os.waitpid(child, 0)[1]
        seen.statistics = group.statistics()
    return seen


def _watch(
    seen: _Seen, group: cgroup.Group, told: int, go: int, grow: int,
    progress: timing.Progress | None,
) -> None:  # fmt: skip
    """Let the child take one step after the other, and look after each, until it is gone."""
    directory, version = group.directories["memory"]
    for step in range(grow + 2):
        with contextlib.suppress(BrokenPipeError):
            os.write(go, b".")
        if not os.read(told, 1):
            return
        held = limited.held(directory, version)
        if step == 0:
            seen.base = held[limited.OTHER] * memory.PAGE_BYTES
            continue  # the file was read, or will be: the steps begin here
        seen.file.append(held[limited.FILE] * memory.PAGE_BYTES)
        seen.anonymous.append(held[limited.OTHER] * memory.PAGE_BYTES - seen.base)
        seen.stalls.append(_stalled())
        seen.times.append(time.monotonic_ns() // 1000)
        if progress and step > 1:
            progress(step - 1, grow)


def _stalled() -> int | None:
    try:
        some = pressure.read("memory").some
    except Unavailable:
        return None
    return some.total_us if some else None


def _child(path: Path, grow: int, hot: bool, telling: int, going: int) -> NoReturn:
    """Answer each byte by a step: ready, the file, then a MiB more each time."""
    with contextlib.suppress(BaseException), path.open("rb", buffering=0) as file:
        kept, buffer = [], bytearray(256 << 10)
        for step in range(grow + 2):
            if not os.read(going, 1):
                break
            if step == 1 or (step > 1 and hot):
                file.seek(0)
                while file.readinto(buffer):
                    pass
            if step > 1:
                kept.append(b"\x01" * _MIB)
            os.write(telling, b".")
    os._exit(0)


def _fork() -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()
