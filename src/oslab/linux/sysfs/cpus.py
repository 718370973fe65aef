"""/sys/devices/system/cpu: which CPUs there are, could be, and run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from oslab.errors import Unavailable
from oslab.linux.procfs.words import cpus
from oslab.linux.sysfs.files import SYS, Files, parser, texts, tree


@dataclass(frozen=True, slots=True)
class Cpus:
    """Sets of CPU numbers. What *this process* may use is less: ask `os.sched_getaffinity`.

    Args:
        online: the scheduler uses them.
        present: they are plugged in.
        possible: the kernel has room for them.
        isolated: kept free of ordinary tasks at boot (`isolcpus=`).
    """

    online: frozenset[int]
    present: frozenset[int]
    possible: frozenset[int]
    isolated: frozenset[int]


_NAMES = ("online", "present", "possible", "isolated")


@parser("/sys/devices/system/cpu")
def parse(files: Files) -> Cpus:
    r"""Return the sets; files that old kernels lack make them empty, or equal to `online`.

    >>> sorted(parse({"online": "0-1,3\n"}).present)
    [0, 1, 3]

    Raises:
        InvalidInput: if `online` is missing, or a list damaged.

    Source: Documentation/admin-guide/cputopology.rst.
    """
    online = cpus(files["online"])
    return Cpus(
        online=online,
        present=cpus(files["present"]) if "present" in files else online,
        possible=cpus(files["possible"]) if "possible" in files else online,
        isolated=cpus(files.get("isolated", "")),
    )


def read(sys: Path | str = SYS) -> Cpus:
    """Return `parse` of this machine's files.

    Raises:
        InvalidInput: if `sys` is no path.
        Unavailable: if /sys is not mounted there.
    """
    place = tree(sys, "devices", "system", "cpu")
    files = texts(place, _NAMES)
    if not files:
        raise Unavailable(str(place), "Mount sysfs; some containers hide it.")
    return parse(files)
