"""What this machine lets us measure: each probe really tries the mechanism once.

A flag in a file says what was compiled in; only a try says what this user, in
this container, may do. Every probe is harmless, takes milliseconds, undoes what
it did and returns a `Capability`: the evidence where it worked, the reason and
a remedy where not.
"""

from __future__ import annotations

from collections.abc import Callable

from oslab.linux.capability.groups import control_groups
from oslab.linux.capability.hardware import gpu, numa_nodes
from oslab.linux.capability.kernel import (
    io_uring,
    perf_hardware,
    perf_software,
    pressure,
    real_time,
    tracefs,
    userfaultfd,
)
from oslab.linux.capability.memory import (
    clear_refs,
    huge_page_pool,
    pagemap_frames,
    transparent_huge_pages,
)
from oslab.linux.capability.outcome import Capability
from oslab.linux.capability.tools import c_compiler, numba, perf_tool, psutil

__all__ = ["PROBES", "Capability", "all_capabilities"]

PROBES: tuple[Callable[[], tuple[Capability, ...]], ...] = (
    perf_software,
    perf_hardware,
    io_uring,
    control_groups,
    real_time,
    pagemap_frames,
    transparent_huge_pages,
    huge_page_pool,
    userfaultfd,
    clear_refs,
    pressure,
    tracefs,
    numa_nodes,
    gpu,
    c_compiler,
    perf_tool,
    numba,
    psutil,
)
"""In the order of the table that `oslab machine` prints."""


def all_capabilities() -> tuple[Capability, ...]:
    """Try everything, one probe after the other; about a tenth of a second."""
    return tuple(one for probe in PROBES for one in probe())
