"""/sys/devices/system/cpu/cpuN/topology: which CPUs are threads of one core."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from oslab.linux.procfs.words import cpus, mask, whole
from oslab.linux.sysfs.files import SYS, Files, numbered, parser, texts, tree


@dataclass(frozen=True, slots=True)
class Topology:
    """Where one CPU sits. Two CPUs are one core if their `thread_siblings` are the same set.

    Args:
        package: physical socket; -1 where the firmware does not say.
        core: number within the package, with gaps and repeats; -1 likewise.
        thread_siblings: the CPUs of this core, itself included.
        core_siblings: the CPUs of this package, itself included.
        die: within the package; None before Linux 5.2, -1 where the firmware does not say.
        cluster: cores that share a cache or bus; None before 5.16, -1 or 65,535 likewise.
    """

    package: int
    core: int
    thread_siblings: frozenset[int]
    core_siblings: frozenset[int]
    die: int | None = None
    cluster: int | None = None


_NAMES = (
    "physical_package_id", "core_id", "die_id", "cluster_id",
    "thread_siblings_list", "thread_siblings", "core_siblings_list", "core_siblings",
)  # fmt: skip


@parser("/sys/devices/system/cpu/cpuN/topology")
def parse(files: Files) -> Topology:
    """Return the place of one CPU.

    Raises:
        InvalidInput: if a file that every kernel has is missing, or one is damaged.

    Source: Documentation/admin-guide/cputopology.rst; drivers/base/topology.c.
    """
    return Topology(
        package=whole(files["physical_package_id"].strip()),
        core=whole(files["core_id"].strip()),
        thread_siblings=_siblings(files, "thread_siblings"),
        core_siblings=_siblings(files, "core_siblings"),
        die=whole(files["die_id"].strip()) if "die_id" in files else None,
        cluster=whole(files["cluster_id"].strip()) if "cluster_id" in files else None,
    )


def read(sys: Path | str = SYS) -> dict[int, Topology]:
    """Return the place of every CPU that is online, by number.

    Raises:
        InvalidInput: if `sys` is no path, or a file in it is damaged.
    """
    found: dict[int, Topology] = {}
    for number, place in numbered(tree(sys, "devices", "system", "cpu"), "cpu").items():
        files = texts(place / "topology", _NAMES)
        if files:  # an offline CPU has no place
            found[number] = parse(files)
    return found


def _siblings(files: Files, name: str) -> frozenset[int]:
    if name + "_list" in files:
        return cpus(files[name + "_list"])
    return mask(files[name])
