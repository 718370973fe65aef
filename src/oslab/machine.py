"""This machine: CPU, kernel, limits, and what it lets us measure.

`this_machine` goes with every measurement, `card` on every page that shows one,
`report` is what `oslab machine` prints.
"""

from __future__ import annotations

import functools
import json
import math
import os
import sys as python
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from html import escape
from pathlib import Path

from oslab.errors import OslabError, require, require_whole
from oslab.linux import cgroup_limits, virtualization
from oslab.linux.capability import Capability, all_capabilities
from oslab.linux.capability.hardware import nodes
from oslab.linux.procfs import cpuinfo, meminfo
from oslab.measurement import Machine, readable
from oslab.picture import TEXT_ONLY, home

ROOT = Path("/")

# Read at import, in the main thread: a measurement that has pinned itself to one
# CPU must not make a machine of one CPU out of this one.
_AFFINITY = len(os.sched_getaffinity(0))


@functools.cache
def this_machine() -> Machine:
    """Return what every measurement says about where it was taken.

    The first answer is kept: a process does not change machines.
    """
    return describe()


def describe(root: Path = ROOT, affinity: int | None = None) -> Machine:
    """Return the machine whose `/proc`, `/sys` and `/run` stand below `root`.

    What cannot be read is `"unknown"`, or falls back to what the C library says:
    a measurement needs a name for its machine also in a narrow sandbox.

    Args:
        root: stands for `/`.
        affinity: CPUs the process may be scheduled on; asked of the kernel if None.

    Raises:
        InvalidInput: if `root` is no Path or `affinity` is not 1 to 2**20.
    """
    require(isinstance(root, Path), "root", root, "a directory, as a Path")
    if affinity is not None:
        require_whole("affinity", affinity, low=1, high=2**20)
    name = os.uname()
    memory = min(_memory(root), _limit(cgroup_limits.memory_bytes, root))
    return Machine(
        cpu=_cpu(root),
        cpus=min(float(affinity or _AFFINITY), _limit(cgroup_limits.cpus, root)),
        memory_bytes=int(memory),
        kernel=name.release,
        architecture=name.machine,
        environment=virtualization.describe(virtualization.read(root)),
        python=python.version.split()[0],
    )


def governor(root: Path = ROOT) -> str | None:
    """Return how the first CPU chooses its frequency, or None where it is hidden.

    Raises:
        InvalidInput: if `root` is no Path.

    Source: Documentation/admin-guide/pm/cpufreq.rst.
    """
    require(isinstance(root, Path), "root", root, "a directory, as a Path")
    try:
        folder = root / "sys/devices/system/cpu/cpu0/cpufreq"
        return (folder / "scaling_governor").read_text().strip() or None
    except (OSError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Card:
    """A machine and a day, shown as a small table on every page that measures.

    Args:
        rows: name and value, in the order shown.

    Raises:
        InvalidInput: if a row is not two texts.
    """

    rows: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        ok = isinstance(self.rows, tuple) and all(_is_row(row) for row in self.rows)
        require(ok, "rows", self.rows, "pairs of a name and a value")

    def __str__(self) -> str:
        width = max((len(name) for name, _ in self.rows), default=0)
        return "\n".join(f"{name:<{width}}  {value}" for name, value in self.rows)

    __repr__ = __str__

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        text = {"text/plain": str(self)}
        if home() == TEXT_ONLY:
            return text
        rows = "".join(
            f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>'
            for name, value in self.rows
        )
        caption = "<caption>The machine that measured this page</caption>"
        html = f'<table class="oslab-machine">{caption}<tbody>{rows}</tbody></table>'
        return {**text, "text/html": html}


def card() -> Card:
    """Return this machine and today's date as a table for a page."""
    return _card(this_machine(), governor(), date.today().isoformat())


@dataclass(frozen=True, slots=True)
class Report:
    """This machine and everything a measurement might need of it.

    Args:
        machine: as in every measurement.
        governor: of CPU frequency, or None where it is hidden.
        nodes: NUMA nodes online.
        date: ISO day of the report.
        capabilities: each with its evidence, or with the reason and a remedy.
    """

    machine: Machine
    governor: str | None
    nodes: int
    date: str
    capabilities: tuple[Capability, ...]

    def available(self, name: str) -> bool:
        """Return whether the capability called `name` can be had.

        Raises:
            InvalidInput: if there is no such capability.
        """
        found = {one.name: one.available for one in self.capabilities}
        require(isinstance(name, str) and name in found, "name", name, f"one of {sorted(found)}")
        return found[name]

    def to_json(self) -> str:
        """Return the whole report as JSON text, one object."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)

    def __str__(self) -> str:
        lines = [str(_card(self.machine, self.governor, self.date))]
        lines += [f"NUMA nodes     {self.nodes}", "", "What can be measured here:"]
        width = max((len(one.name) for one in self.capabilities), default=0)
        for one in self.capabilities:
            mark = "yes" if one.available else "no "
            lines.append(f"  {mark}  {one.name:<{width}}  {one.reason}")
            if one.remedy:
                lines.append(f"       {'':<{width}}  -> {one.remedy}")
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        text = {"text/plain": str(self)}
        if home() == TEXT_ONLY:
            return text
        machine = _card(self.machine, self.governor, self.date)._repr_mimebundle_()["text/html"]
        return {**text, "text/html": machine + _capability_table(self.capabilities)}


def report() -> Report:
    """Try everything a measurement may need, and return what this machine lets us do."""
    return Report(this_machine(), governor(), nodes(), date.today().isoformat(), all_capabilities())


def _card(machine: Machine, governor: str | None, day: str) -> Card:
    return Card(
        (
            ("CPU", machine.cpu),
            ("usable CPUs", readable(machine.cpus) if machine.cpus % 1 else f"{machine.cpus:g}"),
            ("memory", f"{machine.memory_bytes / 2**30:.1f} GiB"),
            ("kernel", f"Linux {machine.kernel} {machine.architecture}"),
            ("environment", machine.environment),
            ("CPU governor", governor or "not visible"),
            ("Python", machine.python),
            ("date", day),
        )
    )


def _capability_table(capabilities: tuple[Capability, ...]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in ("", "Here", "Evidence or remedy"))
    rows = "".join(
        f'<tr><th scope="row">{escape(one.name)}</th><td>{"yes" if one.available else "no"}</td>'
        f"<td>{escape(' '.join(filter(None, (one.reason, one.remedy))))}</td></tr>"
        for one in capabilities
    )
    caption = "<caption>What can be measured here</caption>"
    return (
        f'<table class="oslab-capabilities">{caption}<thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _cpu(root: Path) -> str:
    try:
        first = cpuinfo.read(root / "proc")[0]
    except OslabError:
        return "unknown"
    return first.model_name or first.vendor or "unknown"


def _memory(root: Path) -> float:
    try:
        return meminfo.read(root / "proc")["MemTotal"]
    except OslabError:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _limit(read: Callable[[Path, Path], float], root: Path) -> float:
    try:
        return read(root / "proc", root / "sys")
    except OslabError:
        return math.inf


def _is_row(row: object) -> bool:
    return isinstance(row, tuple) and len(row) == 2 and all(isinstance(word, str) for word in row)
