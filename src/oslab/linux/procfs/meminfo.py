"""/proc/meminfo: where the machine's memory is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from oslab.errors import InvalidInput
from oslab.linux.procfs.fetch import PROC, folder, system_text
from oslab.linux.procfs.words import count, named, parser, size


@parser("/proc/meminfo")
def parse(text: str) -> Mapping[str, int]:
    r"""Return the kernel's own names with **bytes**; the four `HugePages_*` are counts of pages.

    `MemTotal` is what the kernel manages, `MemFree` what nobody uses,
    `MemAvailable` what a new program could have without swapping; `Cached` is
    the page cache with shared memory (`Shmem`) inside; `AnonPages` belongs to
    processes and no file; `PageTables` is the price of addressing it all.

    >>> parse("MemTotal:       24684084 kB\nHugePages_Total:       3\n")
    {'MemTotal': 25276502016, 'HugePages_Total': 3}

    Raises:
        InvalidInput: if a line is damaged, or `MemTotal` is missing.

    Source: fs/proc/meminfo.c, `meminfo_proc_show`; proc_meminfo(5).
    """
    found = {
        name: size(value) if " " in value else count(value) for name, value in named(text).items()
    }
    if "MemTotal" not in found:
        raise InvalidInput("text", text, "the text of /proc/meminfo, with MemTotal")
    return found


def read(proc: Path | str = PROC) -> Mapping[str, int]:
    """Return `parse` of this machine's file.

    Raises:
        Unavailable: if /proc is not mounted.
    """
    return parse(system_text(folder("proc", proc) / "meminfo"))
