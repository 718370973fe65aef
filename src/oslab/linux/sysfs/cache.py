"""/sys/devices/system/cpu/cpuN/cache: size, level, ways and sharing of each cache."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput, require_whole
from oslab.linux.procfs.words import count, cpus, mask
from oslab.linux.sysfs.files import SYS, Files, numbered, parser, texts, tree


@dataclass(frozen=True, slots=True)
class Cache:
    """One cache as one CPU sees it; None where the firmware does not say.

    In a virtual machine these are the hypervisor's words, not always the hardware's.

    Args:
        level: 1 is nearest.
        kind: `Data`, `Instruction` or `Unified`.
        size_bytes: what it holds.
        line_bytes: what it moves at a time.
        ways: places a line may go; 0 means any (fully associative) or unknown.
        sets: groups of ways; size = line x ways x sets.
        shared_cpus: CPUs that use this very cache, this one included.
    """

    level: int
    kind: str
    size_bytes: int | None
    line_bytes: int | None
    ways: int | None
    sets: int | None
    shared_cpus: frozenset[int]


_NAMES = (
    "level", "type", "size", "coherency_line_size", "ways_of_associativity", "number_of_sets",
    "shared_cpu_list", "shared_cpu_map",
)  # fmt: skip
_SIZE = re.compile(r"([0-9]{1,12})([KM]?)")
_UNITS = {"": 1, "K": 1024, "M": 1024 * 1024}


@parser("/sys/devices/system/cpu/cpuN/cache/indexN")
def parse(files: Files) -> Cache:
    r"""Return one cache.

    >>> parse({"level": "1\n", "type": "Data\n", "size": "32K\n", "shared_cpu_list": "0\n"})
    ... # doctest: +NORMALIZE_WHITESPACE
    Cache(level=1, kind='Data', size_bytes=32768, line_bytes=None, ways=None, sets=None,
          shared_cpus=frozenset({0}))

    Raises:
        InvalidInput: if level, type or sharing is missing, or a value damaged.

    Source: Documentation/ABI/testing/sysfs-devices-system-cpu; drivers/base/cacheinfo.c.
    """

    def number(name: str) -> int | None:
        return count(files[name].strip()) if name in files else None

    kind = files["type"].strip()
    if kind not in ("Data", "Instruction", "Unified"):
        raise InvalidInput("type", kind, "Data, Instruction or Unified")
    return Cache(
        level=count(files["level"].strip()),
        kind=kind,
        size_bytes=_size(files["size"]) if "size" in files else None,
        line_bytes=number("coherency_line_size"),
        ways=number("ways_of_associativity"),
        sets=number("number_of_sets"),
        shared_cpus=cpus(files["shared_cpu_list"])
        if "shared_cpu_list" in files
        else mask(files["shared_cpu_map"]),
    )


def read(cpu: int = 0, sys: Path | str = SYS) -> tuple[Cache, ...]:
    """Return the caches of one CPU, nearest first; none where the machine hides them.

    Raises:
        InvalidInput: if `cpu` is not a whole number from 0 to 65,535, or a file is damaged.
    """
    require_whole("cpu", cpu, low=0, high=65_535)
    place = tree(sys, "devices", "system", "cpu", f"cpu{cpu}", "cache")
    found = [texts(index, _NAMES) for index in numbered(place, "index").values()]
    return tuple(parse(files) for files in found if "level" in files)


def _size(words: str) -> int:
    match = _SIZE.fullmatch(words.strip())
    if match is None:
        raise InvalidInput("size", words, "a number and K or M")
    return int(match[1]) * _UNITS[match[2]]
