"""/proc/vmstat: what the memory management has done since boot."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from oslab.errors import InvalidInput
from oslab.linux.procfs.fetch import PROC, folder, system_text
from oslab.linux.procfs.words import count, lines, parser


@parser("/proc/vmstat")
def parse(text: str) -> Mapping[str, int]:
    r"""Return the kernel's own names; `nr_*` are pages now, the others events since boot.

    `pgfault` counts page faults and `pgmajfault` those that had to read;
    `pgpgin` and `pgpgout` are KiB, not pages; `workingset_refault_file` counts
    pages that were evicted too early; `thp_fault_alloc` huge pages given at a fault.

    >>> parse("pgfault 2773910\npgmajfault 1083\n")
    {'pgfault': 2773910, 'pgmajfault': 1083}

    Raises:
        InvalidInput: if a line is damaged, a name comes twice, or `pgfault` is missing.

    Source: mm/vmstat.c, `vmstat_text` and `vmstat_show`.
    """
    found: dict[str, int] = {}
    for line in lines(text):
        name, value = line.split(" ")
        if name in found:
            raise InvalidInput("line", line, "each name once")
        found[name] = count(value)
    if "pgfault" not in found:
        raise InvalidInput("text", text, "the text of /proc/vmstat, with pgfault")
    return found


def read(proc: Path | str = PROC) -> Mapping[str, int]:
    """Return `parse` of this machine's file.

    Raises:
        Unavailable: if /proc is not mounted.
    """
    return parse(system_text(folder("proc", proc) / "vmstat"))
