"""What the control groups leave this process: CPUs and bytes, the tightest ancestor counting.

A group may use no more than any group above it allows, so every directory from
the process's own up to the mount is asked. The root of a v2 tree has no limit
files, and a v1 file that says "no limit" holds a huge number or -1.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from oslab.errors import InvalidInput, require
from oslab.linux.cgroup_tree import PROC, SYS, V2, Place, places

NO_LIMIT = math.inf


def parse_cpu_max(text: str) -> float:
    r"""Return the CPUs of a v2 `cpu.max`: quota over period, or infinity.

    >>> parse_cpu_max("50000 100000\n"), parse_cpu_max("max 100000\n")
    (0.5, inf)

    Raises:
        InvalidInput: if `text` is not `quota period`.

    Source: Documentation/admin-guide/cgroup-v2.rst, "CPU Interface Files".
    """
    words = text.split() if isinstance(text, str) else []
    allowed = "a quota and a period, such as '50000 100000' or 'max 100000'"
    require(len(words) == 2, "text", text, allowed)
    if words[0] == "max":
        return NO_LIMIT
    quota, period = (_whole(word, allowed) for word in words)
    require(quota > 0 and period > 0, "text", text, allowed)
    return quota / period


def parse_cfs(quota: str, period: str) -> float:
    r"""Return the CPUs of a v1 `cpu.cfs_quota_us` and `cpu.cfs_period_us`, or infinity.

    >>> parse_cfs("150000\n", "100000\n"), parse_cfs("-1\n", "100000\n")
    (1.5, inf)

    Raises:
        InvalidInput: if either is no whole number.

    Source: Documentation/scheduler/sched-bwc.rst.
    """
    limit = _whole(quota, "a whole number of microseconds, or -1")
    length = _whole(period, "a whole number of microseconds")
    require(length > 0, "period", period, "above 0")
    return limit / length if limit > 0 else NO_LIMIT


def parse_bytes(text: str) -> float:
    r"""Return a memory limit in bytes, or infinity.

    >>> parse_bytes("1048576\n"), parse_bytes("max\n"), parse_bytes("9223372036854771712\n")
    (1048576, inf, inf)

    Raises:
        InvalidInput: if `text` is neither a whole number nor `max`.

    Source: Documentation/admin-guide/cgroup-v1/memory.rst: "no limit" there is the
    largest count of pages.
    """
    if isinstance(text, str) and text.strip() == "max":
        return NO_LIMIT
    limit = _whole(text, "a whole number of bytes, or 'max'")
    return limit if 0 <= limit < 2**62 else NO_LIMIT


def parse_hierarchical_limit(text: str) -> float:
    r"""Return the `hierarchical_memory_limit` of a v1 `memory.stat`, or infinity.

    It counts the ancestors that a container does not see.

    >>> parse_hierarchical_limit("cache 0\nhierarchical_memory_limit 4096\n")
    4096

    Raises:
        InvalidInput: if the line is there but holds no whole number.
    """
    require(isinstance(text, str), "text", text, "the text of memory.stat")
    for line in text.splitlines():
        name, _, value = line.partition(" ")
        if name == "hierarchical_memory_limit":
            return parse_bytes(value)
    return NO_LIMIT


def cpus(proc: Path = PROC, sys: Path = SYS) -> float:
    """Return the CPUs that quotas leave this process; infinity where there is no quota.

    Raises:
        InvalidInput: if a file is there but is not what the kernel writes.
        Unavailable: if `/proc` does not answer.
    """
    return _tightest(places(proc, sys).get("cpu"), _quota)


def memory_bytes(proc: Path = PROC, sys: Path = SYS) -> float:
    """Return the bytes that groups leave this process; infinity where there is no limit.

    Raises:
        InvalidInput: if a file is there but is not what the kernel writes.
        Unavailable: if `/proc` does not answer.
    """
    return _tightest(places(proc, sys).get("memory"), _memory)


def memory_used(proc: Path = PROC, sys: Path = SYS) -> int:
    """Return the bytes that the group with the tightest limit holds now; 0 where none has one.

    What the kernel would give back unasked is left out: the page cache, but not
    the shared memory that it also counts there.

    Raises:
        InvalidInput: if a file is there but is not what the kernel writes.
        Unavailable: if `/proc` does not answer.

    Source: Documentation/admin-guide/cgroup-v2.rst, `memory.stat`; for v1
    Documentation/admin-guide/cgroup-v1/memory.rst, section 5.2.
    """
    place = places(proc, sys).get("memory")
    if place is None:
        return 0
    limits = {group: _memory(group, place.version) for group in place.upwards()}
    tightest = min(limits, key=lambda group: limits[group])
    return 0 if limits[tightest] == NO_LIMIT else _used(tightest, place.version)


def _used(group: Path, version: int) -> int:
    usage, total = ("memory.current", "") if version == V2 else ("memory.usage_in_bytes", "total_")
    cache = "file" if version == V2 else "total_cache"
    held = _whole((_text(group / usage) or "0").strip(), "a whole number of bytes")
    stat = {}
    for line in (_text(group / "memory.stat") or "").splitlines():
        name, _, value = line.partition(" ")
        if name in (cache, f"{total}shmem"):
            stat[name] = _whole(value, "a whole number of bytes")
    return max(0, held - stat.get(cache, 0) + stat.get(f"{total}shmem", 0))


def _tightest(place: Place | None, limit: Callable[[Path, int], float]) -> float:
    if place is None:
        return NO_LIMIT
    return min(limit(group, place.version) for group in place.upwards())


def _quota(group: Path, version: int) -> float:
    if version == V2:
        text = _text(group / "cpu.max")
        return NO_LIMIT if text is None else parse_cpu_max(text)
    quota, period = _text(group / "cpu.cfs_quota_us"), _text(group / "cpu.cfs_period_us")
    return NO_LIMIT if quota is None or period is None else parse_cfs(quota, period)


def _memory(group: Path, version: int) -> float:
    name = "memory.max" if version == V2 else "memory.limit_in_bytes"
    own, stat = _text(group / name), None if version == V2 else _text(group / "memory.stat")
    return min(
        NO_LIMIT if own is None else parse_bytes(own),
        NO_LIMIT if stat is None else parse_hierarchical_limit(stat),
    )


def _whole(text: object, allowed: str) -> int:
    try:
        return int(text)  # type: ignore[call-overload, no-any-return]
    except (TypeError, ValueError, OverflowError) as error:
        raise InvalidInput("text", text, allowed) from error


def _text(path: Path) -> str | None:
    # A limit file is missing at a tree's root and where a controller is off.
    try:
        return path.read_text()
    except OSError:
        return None
