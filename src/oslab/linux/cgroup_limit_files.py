"""Which file takes which value: a limit in words, written for v1 or for v2.

| limit | v1 | v2 |
| --- | --- | --- |
| quota | cpu.cfs_period_us, cpu.cfs_quota_us | cpu.max |
| weight | cpu.shares (1024 is the default) | cpu.weight (100 is the default) |
| memory | memory.limit_in_bytes, memory.swappiness 0 | memory.max, memory.swap.max 0 |
| processes | pids.max | pids.max |
| CPUs | cpuset.cpus | cpuset.cpus |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput, require, require_number, require_whole
from oslab.linux.cgroup_tree import V2

_LIST = re.compile(r"[0-9]{1,5}(-[0-9]{1,5})?(,[0-9]{1,5}(-[0-9]{1,5})?)*")
_SHORTEST_US = 1_000


@dataclass(frozen=True, slots=True)
class Limit:
    """The limits of `Group.limit`, checked; None leaves one as it is.

    Raises:
        InvalidInput: if a number is out of range.
    """

    cpus: float | None = None
    period_us: int = 100_000
    weight: int | None = None
    memory_bytes: int | None = None
    pids: int | None = None
    cpuset: str | None = None

    def __post_init__(self) -> None:
        require_whole("period_us", self.period_us, low=_SHORTEST_US, high=1_000_000)
        if self.cpus is not None:
            # The kernel refuses less than a millisecond a period.
            require_number("cpus", self.cpus, low=_SHORTEST_US / self.period_us, high=10_000)
        if self.weight is not None:
            require_whole("weight", self.weight, low=1, high=10_000)
        if self.memory_bytes is not None:
            require_whole("memory_bytes", self.memory_bytes, low=4096, high=2**60)
        if self.pids is not None:
            require_whole("pids", self.pids, low=1, high=2**22)
        if self.cpuset is not None:
            ok = isinstance(self.cpuset, str) and _LIST.fullmatch(self.cpuset) is not None
            require(ok, "cpuset", self.cpuset, "a list such as '0-1,3'")


def shares(weight: int) -> int:
    """Return the v1 shares that weigh as much as a v2 weight.

    >>> [shares(w) for w in (1, 100, 10_000)]
    [10, 1024, 102400]

    Raises:
        InvalidInput: if `weight` is not 1 to 10,000.

    Source: kernel/sched/core.c, sched_weight_from_cgroup.
    """
    require_whole("weight", weight, low=1, high=10_000)
    return (weight * 1024 + 50) // 100


def limit_files(
    limit: Limit, directories: Mapping[str, tuple[Path, int]]
) -> tuple[tuple[Path, str], ...]:
    """Return the files to write, in an order that the kernel accepts.

    Raises:
        InvalidInput: if the group lacks the controller of a limit that is given.
    """
    require(isinstance(limit, Limit), "limit", limit, "a Limit")
    ok = isinstance(directories, Mapping) and all(map(_is_place, directories.values()))
    require(ok, "directories", directories, "controllers with a directory and a version")
    return tuple(_files(limit, directories))


def _files(limit: Limit, directories: Mapping[str, tuple[Path, int]]) -> Iterator[tuple[Path, str]]:
    if limit.cpus is not None:
        directory, version = _home("cpus", limit.cpus, "cpu", directories)
        quota, period = round(limit.cpus * limit.period_us), limit.period_us
        if version == V2:
            yield directory / "cpu.max", f"{quota} {period}"
        else:
            yield directory / "cpu.cfs_period_us", str(period)
            yield directory / "cpu.cfs_quota_us", str(quota)
    if limit.weight is not None:
        directory, version = _home("weight", limit.weight, "cpu", directories)
        if version == V2:
            yield directory / "cpu.weight", str(limit.weight)
        else:
            yield directory / "cpu.shares", str(shares(limit.weight))
    if limit.memory_bytes is not None:
        directory, version = _home("memory_bytes", limit.memory_bytes, "memory", directories)
        yield from _memory(directory, version, limit.memory_bytes)
    if limit.pids is not None:
        directory, _ = _home("pids", limit.pids, "pids", directories)
        yield directory / "pids.max", str(limit.pids)
    if limit.cpuset is not None:
        directory, _ = _home("cpuset", limit.cpuset, "cpuset", directories)
        yield directory / "cpuset.cpus", limit.cpuset


def _memory(directory: Path, version: int, limit: int) -> Iterator[tuple[Path, str]]:
    if version == V2:
        yield directory / "memory.max", str(limit)
        yield directory / "memory.swap.max", "0"
        return
    # Not memsw: it would be met first, and since 6.13 its failures are not counted.
    yield directory / "memory.swappiness", "0"
    yield directory / "memory.limit_in_bytes", str(limit)


def _home(
    argument: str, value: object, controller: str, directories: Mapping[str, tuple[Path, int]]
) -> tuple[Path, int]:
    if controller not in directories:
        allowed = f"given only to a group made with {controller!r}"
        raise InvalidInput(argument, value, allowed)
    return directories[controller]


def _is_place(value: object) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], Path)
