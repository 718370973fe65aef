"""The cliff: processes share frames, fault more, and queue for one disk while the CPU waits.

Each process runs for a lifetime, the references between two faults that its share of the
frames allows, and then waits for the disk. Lifetimes come from LRU on a string of references,
the rest from mean value analysis of one CPU and one disk, which is exact for this network.

Source: P. J. Denning, Thrashing: Its Causes and Prevention, AFIPS 1968; M. Reiser and
S. S. Lavenberg, Mean-Value Analysis of Closed Multichain Queuing Networks, JACM 27(2), 1980.
"""

from __future__ import annotations

from oslab.errors import require_whole
from oslab.replacement.model.patterns import pattern
from oslab.replacement.model.simulation import count
from oslab.replacement.policies import Lru
from oslab.replacement.records import Thrashing


def thrashing(
    *, frames: int = 200, working_set: int = 20, service: int = 25, most: int = 20
) -> Thrashing:
    """Return how busy the CPU and the disk are with 1, 2, ... processes.

    Every process works in phases: on `working_set` pages at random, then on others.

    Args:
        frames: of the machine, 10 to 10,000, shared alike.
        working_set: pages of a phase, 1 to 1,000.
        service: time of the disk for a fault, in references of CPU time, 1 to 1,000,000.
        most: processes, 1 to 60.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_whole("frames", frames, 10, 10_000)
    require_whole("working_set", working_set, 1, 1_000)
    require_whole("service", service, 1, 1_000_000)
    require_whole("most", most, 1, 60)
    length = min(20_000, 400 * working_set)
    string = pattern(kind="phases", pages=max(10, 10 * working_set), length=length)
    known: dict[int, float] = {}
    cpu, disk, lifetimes = [], [], []
    for processes in range(1, most + 1):
        share = max(1, frames // processes)
        if share not in known:
            known[share] = length / count(string, share, Lru())
        life = known[share]
        turns = _throughput(life, service, processes)
        cpu.append(min(1.0, turns * life))
        disk.append(min(1.0, turns * service))
        lifetimes.append(life)
    return Thrashing(frames, working_set, service, tuple(cpu), tuple(disk), tuple(lifetimes))


def _throughput(cpu: float, disk: float, processes: int) -> float:
    """Return turns of CPU and disk a tick, by mean value analysis."""
    at_cpu = at_disk = turns = 0.0
    for population in range(1, processes + 1):
        in_cpu, in_disk = cpu * (1 + at_cpu), disk * (1 + at_disk)
        turns = population / (in_cpu + in_disk)
        at_cpu, at_disk = turns * in_cpu, turns * in_disk
    return turns
