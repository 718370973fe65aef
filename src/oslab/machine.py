"""This machine: CPU, kernel, limits, and what it lets us measure."""

from __future__ import annotations

import functools
import os
import platform
import sys

from oslab.measurement import Machine


@functools.cache
def this_machine() -> Machine:
    """Return what every measurement says about where it was taken."""
    return Machine(
        cpu=platform.processor() or "unknown",
        cpus=float(len(os.sched_getaffinity(0))),
        memory_bytes=os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"),
        kernel=platform.release(),
        architecture=platform.machine(),
        environment="unknown",
        python=sys.version.split()[0],
    )
