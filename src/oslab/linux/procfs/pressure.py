"""/proc/pressure: the share of time in which work stood still for want of something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput, require_choice
from oslab.linux.procfs.fetch import PROC, folder, system_text
from oslab.linux.procfs.words import lines, parser

RESOURCES = ("cpu", "memory", "io", "irq")
"""The files; `irq` came with Linux 6.1."""


@dataclass(frozen=True, slots=True)
class Stall:
    """One line.

    Args:
        avg10: percent of the last 10 s.
        avg60: percent of the last minute.
        avg300: percent of the last five minutes.
        total_us: microseconds since boot; the number to take differences of.
    """

    avg10: float
    avg60: float
    avg300: float
    total_us: int


@dataclass(frozen=True, slots=True)
class Pressure:
    """One resource; None where the kernel has no such line.

    Args:
        some: at least one task waited for it. `irq` has no such line.
        full: every task that was not idle waited, so nothing useful was done.
            `cpu` has it since Linux 5.13, and for the whole machine it is always 0.
    """

    some: Stall | None
    full: Stall | None


_LINE = re.compile(
    r"(some|full) avg10=([0-9]{1,3}\.[0-9]{2}) avg60=([0-9]{1,3}\.[0-9]{2}) "
    r"avg300=([0-9]{1,3}\.[0-9]{2}) total=([0-9]{1,20})"
)


@parser("/proc/pressure/RESOURCE")
def parse(text: str) -> Pressure:
    r"""Return the pressure; control groups write the same text in `cpu.pressure` and so on.

    >>> parse("some avg10=3.43 avg60=1.34 avg300=0.48 total=9224358\n").full is None
    True

    Raises:
        InvalidInput: if a line is damaged, comes twice, or there is none.

    Source: kernel/sched/psi.c, `psi_show`; Documentation/accounting/psi.rst.
    """
    found: dict[str, Stall] = {}
    for line in lines(text):
        match = _LINE.fullmatch(line)
        if match is None or match[1] in found:
            raise InvalidInput("line", line, "some or full, three averages and a total")
        averages = (float(match[2]), float(match[3]), float(match[4]))
        found[match[1]] = Stall(*averages, int(match[5]))
    if not found:
        raise InvalidInput("text", text, "at least one line")
    return Pressure(found.get("some"), found.get("full"))


def read(resource: str, proc: Path | str = PROC) -> Pressure:
    """Return `parse` of the whole machine's file for `resource`, one of `RESOURCES`.

    Raises:
        InvalidInput: if there is no such resource.
        Unavailable: if the kernel does not keep it (CONFIG_PSI, or boot with `psi=1`).
    """
    require_choice("resource", resource, RESOURCES)
    return parse(system_text(folder("proc", proc) / "pressure" / resource))
