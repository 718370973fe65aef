"""What a group has used and what its limits did to it, in one record for v1 and v2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput, require
from oslab.linux import cgroup_files
from oslab.linux.cgroup_tree import V2


@dataclass(frozen=True, slots=True)
class GroupStatistics:
    """Counters of one group since it was made; None where the group or kernel has none.

    Args:
        cpu_ns: time on a CPU.
        periods: enforcement periods in which a process wanted to run.
        throttled: of these, how many used up the quota.
        throttled_ns: time the run queues of the group stood still, over all CPUs.
        memory_bytes: charged now, page cache included.
        memory_peak_bytes: the largest value of it.
        memory_limit_hits: how often an allocation met the limit.
        oom_kills: processes killed because nothing could be reclaimed.
        pids: processes and threads now.
        pids_refused: forks and clones refused by the limit.
    """

    cpu_ns: int | None = None
    periods: int | None = None
    throttled: int | None = None
    throttled_ns: int | None = None
    memory_bytes: int | None = None
    memory_peak_bytes: int | None = None
    memory_limit_hits: int | None = None
    oom_kills: int | None = None
    pids: int | None = None
    pids_refused: int | None = None


def parse_flat(text: str) -> dict[str, int]:
    r"""Return the numbers of a flat-keyed file such as `cpu.stat`.

    >>> parse_flat("nr_periods 42\nnr_throttled 41\n")
    {'nr_periods': 42, 'nr_throttled': 41}

    Raises:
        InvalidInput: if a line is not a name and a whole number.

    Source: Documentation/admin-guide/cgroup-v2.rst, "Format".
    """
    require(isinstance(text, str), "text", text, "lines of a name and a number")
    found = {}
    for line in text.splitlines():
        name, _, value = line.strip().partition(" ")
        digits = value.strip()
        if not name or not digits.isdecimal() or not digits.isascii() or len(digits) > 20:
            raise InvalidInput("text", line, "a name and a whole number")
        found[name] = int(digits)
    return found


def read(directories: Mapping[str, tuple[Path, int]]) -> GroupStatistics:
    """Return the counters of a group.

    Args:
        directories: controller to its directory and version (1 or 2).

    Raises:
        InvalidInput: if `directories` are none, or a file is damaged.
    """
    ok = isinstance(directories, Mapping) and all(map(_is_place, directories.values()))
    require(ok, "directories", directories, "controllers with a directory and a version")
    counters: dict[str, int | None] = {}
    for controller, parts in _PARTS.items():
        if controller in directories:
            directory, version = directories[controller]
            counters |= parts[version == V2](directory)
    return GroupStatistics(**counters)


def _cpu_v1(directory: Path) -> dict[str, int | None]:
    stat = _flat(directory / "cpu.stat")
    return {
        "periods": stat.get("nr_periods"),
        "throttled": stat.get("nr_throttled"),
        "throttled_ns": stat.get("throttled_time"),
    }


def _cpuacct(directory: Path) -> dict[str, int | None]:
    return {"cpu_ns": _number(directory / "cpuacct.usage")}


def _cpu_v2(directory: Path) -> dict[str, int | None]:
    stat = _flat(directory / "cpu.stat")
    return {
        "cpu_ns": _microseconds(stat.get("usage_usec")),
        "periods": stat.get("nr_periods"),
        "throttled": stat.get("nr_throttled"),
        "throttled_ns": _microseconds(stat.get("throttled_usec")),
    }


def _memory_v1(directory: Path) -> dict[str, int | None]:
    return {
        "memory_bytes": _number(directory / "memory.usage_in_bytes"),
        "memory_peak_bytes": _number(directory / "memory.max_usage_in_bytes"),
        "memory_limit_hits": _number(directory / "memory.failcnt"),
        "oom_kills": _flat(directory / "memory.oom_control").get("oom_kill"),
    }


def _memory_v2(directory: Path) -> dict[str, int | None]:
    events = _flat(directory / "memory.events")
    return {
        "memory_bytes": _number(directory / "memory.current"),
        "memory_peak_bytes": _number(directory / "memory.peak"),
        "memory_limit_hits": events.get("max"),
        "oom_kills": events.get("oom_kill"),
    }


def _pids(directory: Path) -> dict[str, int | None]:
    return {
        "pids": _number(directory / "pids.current"),
        "pids_refused": _flat(directory / "pids.events").get("max"),
    }


_PARTS = {
    "cpu": (_cpu_v1, _cpu_v2),
    "cpuacct": (_cpuacct, _cpuacct),
    "memory": (_memory_v1, _memory_v2),
    "pids": (_pids, _pids),
}


def _flat(file: Path) -> dict[str, int]:
    text = cgroup_files.read(file)
    return {} if text is None else parse_flat(text)


def _number(file: Path) -> int | None:
    text = (cgroup_files.read(file) or "").strip()
    return int(text) if text.isdecimal() else None


def _microseconds(value: int | None) -> int | None:
    return None if value is None else value * 1000


def _is_place(value: object) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], Path)
