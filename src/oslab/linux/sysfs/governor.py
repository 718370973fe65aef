"""/sys/devices/system/cpu/cpuN/cpufreq: who chooses the clock rate."""

from __future__ import annotations

import re
from pathlib import Path

from oslab.errors import InvalidInput, require_whole
from oslab.linux.procfs.words import parser
from oslab.linux.sysfs.files import SYS, tree, value

_NAME = re.compile(r"[a-z][a-z_0-9-]{0,30}")


@parser("/sys/devices/system/cpu/cpuN/cpufreq/scaling_governor")
def parse(text: str) -> str:
    r"""Return the governor: `performance`, `powersave`, `schedutil`, `ondemand`, ...

    >>> parse("performance\n")
    'performance'

    Raises:
        InvalidInput: if `text` is no name.

    Source: Documentation/admin-guide/pm/cpufreq.rst.
    """
    name = text.strip()
    if _NAME.fullmatch(name) is None:
        raise InvalidInput("text", text, "the name of a governor")
    return name


def read(cpu: int = 0, sys: Path | str = SYS) -> str:
    """Return the governor of one CPU.

    Raises:
        InvalidInput: if `cpu` is not a whole number from 0 to 65,535.
        Unavailable: if the clock rate is not the kernel's to choose, as in most virtual machines.
    """
    require_whole("cpu", cpu, low=0, high=65_535)
    place = tree(sys, "devices", "system", "cpu", f"cpu{cpu}", "cpufreq", "scaling_governor")
    return parse(value(place))
