"""/proc/interrupts: who interrupted which CPU how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from oslab.errors import InvalidInput
from oslab.linux.procfs.fetch import PROC, folder, system_text
from oslab.linux.procfs.words import count, lines, parser


@dataclass(frozen=True, slots=True)
class Interrupt:
    """One source of interrupts.

    Args:
        name: a number for a device's line, letters for the architecture's own
            (`LOC` local timer, `RES` rescheduling, `IPI0` and so on of arm64).
        counts: served by each CPU that is online, since it came up; empty for a
            count of the whole machine (`ERR`, `MIS`).
        total: of all CPUs.
        description: controller, line and device, or what it is for.
    """

    name: str
    counts: Mapping[int, int] = field(repr=False)
    total: int
    description: str


@parser("/proc/interrupts")
def parse(text: str) -> Mapping[str, Interrupt]:
    r"""Return the sources by name; CPU numbers come from the first line, with gaps if it has.

    >>> parse("      CPU0  CPU2\n 24:   7     0  IO-APIC 5-edge ttyS0\n")["24"].counts
    {0: 7, 2: 0}

    Raises:
        InvalidInput: if a line is damaged, or a name comes twice.

    Source: kernel/irq/proc.c, `show_interrupts`; proc_interrupts(5).
    """
    header, *rest = lines(text)
    cpus = cpu_columns(header)
    found: dict[str, Interrupt] = {}
    for line in rest:
        source = _interrupt(line, cpus)
        if source.name in found:
            raise InvalidInput("line", line, "each name once")
        found[source.name] = source
    return found


def read(proc: Path | str = PROC) -> Mapping[str, Interrupt]:
    """Return `parse` of this machine's file.

    Raises:
        Unavailable: if /proc is not mounted.
    """
    return parse(system_text(folder("proc", proc) / "interrupts"))


def cpu_columns(header: str) -> tuple[int, ...]:
    """Return the CPU numbers of a line such as `CPU0 CPU2`.

    Raises:
        InvalidInput: if `header` is no such line, or a CPU comes twice.
    """
    words = header.split() if isinstance(header, str) else []
    cpus = tuple(count(word.removeprefix("CPU")) for word in words if word.startswith("CPU"))
    if not words or len(set(cpus)) < len(words):
        raise InvalidInput("header", header, "CPU0 CPU1 ..., each once")
    return cpus


def _interrupt(line: str, cpus: tuple[int, ...]) -> Interrupt:
    name, colon, rest = line.partition(":")
    words = rest.split(None, len(cpus))
    if not colon or not name.strip() or not words:
        raise InvalidInput("line", line, "NAME: a count for each CPU, a description")
    if len(words) == 1 < len(cpus):  # ERR and MIS count for the whole machine
        return Interrupt(name.strip(), {}, count(words[0]), "")
    counts = dict(zip(cpus, map(count, words), strict=False))
    if len(counts) < len(cpus):
        raise InvalidInput("line", line, f"a count for each of {len(cpus)} CPUs")
    description = " ".join(words[len(cpus)].split()) if len(words) > len(cpus) else ""
    return Interrupt(name.strip(), counts, sum(counts.values()), description)
