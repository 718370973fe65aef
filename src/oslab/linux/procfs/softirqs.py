"""/proc/softirqs: the work that interrupts left for later, by kind and CPU."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from oslab.errors import InvalidInput
from oslab.linux.procfs.fetch import PROC, folder, system_text
from oslab.linux.procfs.interrupts import cpu_columns
from oslab.linux.procfs.words import count, lines, parser


@parser("/proc/softirqs")
def parse(text: str) -> Mapping[str, Mapping[int, int]]:
    r"""Return counts since boot, by kind (`TIMER`, `NET_RX`, `BLOCK`, ...) and CPU.

    Every CPU the machine may ever have is listed, offline ones too.

    >>> parse("           CPU0   CPU1\n  TIMER:   9650   9576\n")
    {'TIMER': {0: 9650, 1: 9576}}

    Raises:
        InvalidInput: if a line is damaged, or a kind comes twice.

    Source: fs/proc/softirqs.c, `show_softirqs`.
    """
    header, *rest = lines(text)
    cpus = cpu_columns(header)
    found: dict[str, Mapping[int, int]] = {}
    for line in rest:
        kind, colon, words = line.partition(":")
        if not colon or not kind.strip() or kind.strip() in found:
            raise InvalidInput("line", line, "KIND: a count for each CPU, each kind once")
        found[kind.strip()] = dict(zip(cpus, map(count, words.split()), strict=True))
    return found


def read(proc: Path | str = PROC) -> Mapping[str, Mapping[int, int]]:
    """Return `parse` of this machine's file.

    Raises:
        Unavailable: if /proc is not mounted.
    """
    return parse(system_text(folder("proc", proc) / "softirqs"))
