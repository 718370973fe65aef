"""/proc/schedstat: every run queue's clocks; many kernels are built without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from oslab.errors import InvalidInput
from oslab.linux.procfs.fetch import PROC, folder, system_text
from oslab.linux.procfs.words import count, lines, parser


@dataclass(frozen=True, slots=True)
class CpuSchedstat:
    """One CPU's run queue since boot.

    Args:
        yields: calls of sched_yield.
        schedules: times the scheduler was asked for the next task.
        idles: times it had none.
        wakeups: tasks woken by this CPU.
        local_wakeups: of those, tasks woken onto this CPU.
        run_ns: tasks running.
        delay_ns: tasks ready and waiting, added up over tasks.
        slices: tasks put on this CPU.
    """

    yields: int
    schedules: int
    idles: int
    wakeups: int
    local_wakeups: int
    run_ns: int
    delay_ns: int
    slices: int


@dataclass(frozen=True, slots=True)
class SystemSchedstat:
    """The machine's run queues.

    Args:
        version: of the format; 15 to 17 agree in what is read here.
        timestamp: jiffies when the file was read.
        cpus: each CPU that is online.
    """

    version: int
    timestamp: int
    cpus: Mapping[int, CpuSchedstat] = field(repr=False)


@parser("/proc/schedstat")
def parse(text: str) -> SystemSchedstat:
    """Return the run queues; lines of scheduling domains are left out.

    Raises:
        InvalidInput: if a line is damaged, or the version is below 15 (Linux 2.6.30).

    Source: kernel/sched/stats.c, `show_schedstat`; Documentation/scheduler/sched-stats.rst.
    """
    version, timestamp, *rest = lines(text)
    number = count(version.removeprefix("version "))
    if number < 15:
        raise InvalidInput("version", version, "at least 15")
    cpus: dict[int, CpuSchedstat] = {}
    for line in rest:
        name, *words = line.split()
        if name.startswith("cpu"):
            cpus[count(name.removeprefix("cpu"))] = _cpu([count(word) for word in words])
        elif not name.startswith("domain"):
            raise InvalidInput("line", line, "a line of a CPU or a domain")
    return SystemSchedstat(number, count(timestamp.removeprefix("timestamp ")), cpus)


def read(proc: Path | str = PROC) -> SystemSchedstat:
    """Return `parse` of this machine's file.

    Raises:
        Unavailable: if the kernel was built without CONFIG_SCHEDSTATS.
    """
    return parse(system_text(folder("proc", proc) / "schedstat"))


def _cpu(numbers: list[int]) -> CpuSchedstat:
    # The second number belonged to a scheduler that is gone, and is always 0.
    yields, _gone, schedules, idles, wakeups, local, run, delay, slices = numbers
    return CpuSchedstat(yields, schedules, idles, wakeups, local, run, delay, slices)
