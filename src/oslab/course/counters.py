"""What the kernel counted for a process, read before and after a call.

For this process `getrusage` counts; for another one `/proc` does, from outside,
where no student's code can touch it.
"""

from __future__ import annotations

import os
import resource
import time
from dataclasses import dataclass, fields

from oslab.course.questions import Seen
from oslab.errors import InvalidInput, require, require_whole
from oslab.linux.procfs import stat, status, threads


@dataclass(frozen=True, slots=True)
class Counters:
    """Counters of one process since it began; each only grows.

    Args:
        minor_faults: served without waiting for a disk.
        major_faults: that waited for one.
        children_minor_faults: of children it has waited for.
        children_major_faults: of children it has waited for.
        cpu_ns: time on a CPU, all its threads.
        children_cpu_ns: of children it has waited for; read from outside, in ticks of 10 ms.
        voluntary_switches: times a thread of it gave its CPU away, to wait.
        involuntary_switches: times its CPU was taken.
        children_voluntary_switches: of children it has waited for; 0 from outside.
        children_involuntary_switches: of children it has waited for; 0 from outside.
        at_ns: when this was read, by a clock that never goes back.

    Raises:
        InvalidInput: if a counter is no whole number of at least 0.
    """

    minor_faults: int
    major_faults: int
    children_minor_faults: int
    children_major_faults: int
    cpu_ns: int
    children_cpu_ns: int
    voluntary_switches: int
    involuntary_switches: int
    children_voluntary_switches: int
    children_involuntary_switches: int
    at_ns: int

    def __post_init__(self) -> None:
        for field in fields(self):
            require_whole(field.name, getattr(self, field.name), low=0)

    def until(
        self,
        later: Counters,
        *,
        peak_children: int = 0,
        children_left: int = 0,
        wall_ns: int | None = None,
    ) -> Seen:
        """Return what was counted from here to `later`.

        Args:
            later: of the same process.
            peak_children: the most children at once.
            children_left: children not reaped at the end.
            wall_ns: how long it took; the time between the two readings if None.

        Raises:
            InvalidInput: if an argument is not what it says.
        """
        require(isinstance(later, Counters), "later", later, "Counters(...)")
        grown = {
            field.name: max(0, getattr(later, field.name) - getattr(self, field.name))
            for field in fields(self)
        }
        between = grown.pop("at_ns")
        return Seen(
            **grown,
            wall_ns=between if wall_ns is None else require_whole("wall_ns", wall_ns, low=0),
            peak_children=require_whole("peak_children", peak_children, low=0),
            children_left=require_whole("children_left", children_left, low=0),
        )


def read(pid: int | None = None) -> Counters:
    """Return the counters of a process; of this one if `pid` is None.

    From outside, switches are those of the threads that still run.

    Raises:
        InvalidInput: if there is no such process.
        Unavailable: if /proc hides it.
    """
    if pid is None:
        return _own()
    require_whole("pid", pid, low=1, high=2**31 - 1)
    now = stat.read(pid)
    tick_ns = 10**9 // os.sysconf("SC_CLK_TCK")
    voluntary = involuntary = 0
    for thread in threads.read(pid):
        try:
            one = status.read(f"{pid}/task/{thread}")
        except InvalidInput:
            continue  # it has ended meanwhile
        voluntary += one.voluntary_ctxt_switches
        involuntary += one.nonvoluntary_ctxt_switches
    return Counters(
        minor_faults=now.minflt,
        major_faults=now.majflt,
        children_minor_faults=now.cminflt,
        children_major_faults=now.cmajflt,
        cpu_ns=_cpu_ns(pid, (now.utime_ticks + now.stime_ticks) * tick_ns),
        children_cpu_ns=(now.cutime_ticks + now.cstime_ticks) * tick_ns,
        voluntary_switches=voluntary,
        involuntary_switches=involuntary,
        children_voluntary_switches=0,
        children_involuntary_switches=0,
        at_ns=time.monotonic_ns(),
    )


def _own() -> Counters:
    mine = resource.getrusage(resource.RUSAGE_SELF)
    reaped = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Counters(
        minor_faults=mine.ru_minflt,
        major_faults=mine.ru_majflt,
        children_minor_faults=reaped.ru_minflt,
        children_major_faults=reaped.ru_majflt,
        cpu_ns=time.process_time_ns(),
        children_cpu_ns=round((reaped.ru_utime + reaped.ru_stime) * 1e9),
        voluntary_switches=mine.ru_nvcsw,
        involuntary_switches=mine.ru_nivcsw,
        children_voluntary_switches=reaped.ru_nvcsw,
        children_involuntary_switches=reaped.ru_nivcsw,
        at_ns=time.monotonic_ns(),
    )


def _cpu_ns(pid: int, otherwise: int) -> int:
    # The process's CPU clock has nanoseconds where /proc/PID/stat has ticks.
    # Source: clock_getcpuclockid(3); glibc sysdeps/unix/sysv/linux, MAKE_PROCESS_CPUCLOCK.
    try:
        return time.clock_gettime_ns((~pid << 3) | 2)
    except (OSError, OverflowError, ValueError):
        return otherwise
