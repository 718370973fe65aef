"""/proc/stat: where the CPUs' time went since boot, and a few counters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from oslab.errors import InvalidInput
from oslab.linux.procfs.fetch import PROC, folder, system_text
from oslab.linux.procfs.words import count, lines, parser


@dataclass(frozen=True, slots=True)
class CpuTime:
    """Ticks of 1/`os.sysconf("SC_CLK_TCK")` s since boot, 10 ms on x86-64 and arm64.

    Args:
        user: running programs, virtual CPUs included.
        nice: of those with nice above 0; not in `user`.
        system: in the kernel for a task.
        idle: nothing to do.
        iowait: nothing to do while a task of this CPU waited for the disk; unreliable.
        irq: serving interrupts.
        softirq: serving what interrupts left for later.
        steal: ready, but the hypervisor ran someone else.
        guest: part of `user` spent in virtual CPUs.
        guest_nice: part of `nice` spent in virtual CPUs.
    """

    user: int
    nice: int
    system: int
    idle: int
    iowait: int
    irq: int
    softirq: int
    steal: int
    guest: int = 0
    guest_nice: int = 0


@dataclass(frozen=True, slots=True)
class SystemStat:
    """The machine since boot.

    Args:
        total: all CPUs together, those that are offline now included.
        cpus: each CPU that is online; numbers may have gaps.
        interrupts: hardware interrupts served.
        context_switches: of all CPUs.
        boot_time_s: when it booted, in seconds since 1970.
        processes: forks and thread creations.
        procs_running: tasks on a CPU or ready for one.
        procs_blocked: tasks waiting for the disk (state D).
        softirqs: soft interrupts served; see `softirqs` for the kinds.
    """

    total: CpuTime
    cpus: Mapping[int, CpuTime] = field(repr=False)
    interrupts: int
    context_switches: int
    boot_time_s: int
    processes: int
    procs_running: int
    procs_blocked: int
    softirqs: int


@parser("/proc/stat")
def parse(text: str) -> SystemStat:
    """Return the record of the machine.

    Raises:
        InvalidInput: if a line that every kernel writes is missing or damaged.

    Source: fs/proc/stat.c, `show_stat`; proc_stat(5).
    """
    found: dict[str, list[int]] = {}
    for line in lines(text):
        name, *numbers = line.split()
        if name in found:
            raise InvalidInput("line", line, "each name once")
        found[name] = [count(number) for number in numbers]
    cpus = {
        count(name.removeprefix("cpu")): _time(numbers)
        for name, numbers in found.items()
        if name.startswith("cpu") and name != "cpu"
    }
    return SystemStat(
        total=_time(found["cpu"]),
        cpus=cpus,
        interrupts=found["intr"][0],
        context_switches=found["ctxt"][0],
        boot_time_s=found["btime"][0],
        processes=found["processes"][0],
        procs_running=found["procs_running"][0],
        procs_blocked=found["procs_blocked"][0],
        softirqs=found["softirq"][0],
    )


def read(proc: Path | str = PROC) -> SystemStat:
    """Return `parse` of this machine's file.

    Raises:
        Unavailable: if /proc is not mounted.
    """
    return parse(system_text(folder("proc", proc) / "stat"))


def _time(numbers: list[int]) -> CpuTime:
    if len(numbers) < 8:
        raise InvalidInput("cpu", numbers, "at least eight numbers")
    return CpuTime(*numbers[:10])
