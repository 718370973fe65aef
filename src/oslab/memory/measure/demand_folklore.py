"""What people say of latency, faults and running out, measured: one number for each sentence."""

from __future__ import annotations

from oslab import machine
from oslab.errors import Unavailable
from oslab.linux import memory
from oslab.linux.procfs import meminfo
from oslab.measurement import Measurement
from oslab.memory.measure.fault_around import AT_ONCE, fault_around
from oslab.memory.measure.ladder import ladder, ladder_points
from oslab.memory.measure.memory_limit import memory_limit
from oslab.memory.measure.overcommit import overcommit
from oslab.memory.measure.tlb_reach import tlb_knees, tlb_reach
from oslab.memory.measure.zero_page import zero_page


def nearest_load() -> Measurement:
    """Return the nanoseconds of a load from the first cache.

    Raises:
        Unavailable: without numba.
    """
    return _load(16 << 10)


def farthest_load() -> Measurement:
    """Return the nanoseconds of a load from 128 MiB, in huge pages where there are any.

    Raises:
        Unavailable: without numba, or memory.
    """
    return _load(128 << 20)


def pages_a_fault() -> Measurement:
    """Return how many pages one fault maps of a file that is cached and was written at once.

    Raises:
        Unavailable: if the disk is full.
    """
    taken = fault_around()
    (faults,) = [
        one for one in taken
        if one.conditions["written"] == AT_ONCE and one.conditions["quantity"] == "faults"
    ]  # fmt: skip
    pages = int(faults.conditions["size_bytes"]) / memory.PAGE_BYTES
    return _measurement(
        "pages that one fault maps", tuple(pages / n for n in faults.samples), "pages",
        faults.method,
    )  # fmt: skip


def resident_after_reading() -> Measurement:
    """Return what of fresh memory is resident after a load from every page, in percent.

    Raises:
        Unavailable: if the memory cannot be had.
    """
    taken = {
        (one.conditions["access"], one.conditions["quantity"]): one for one in zero_page()
    }  # fmt: skip
    resident = taken["read", "resident"]
    size = int(resident.conditions["pages"]) * memory.PAGE_BYTES
    share = tuple(100 * bytes_ / size for bytes_ in resident.samples)
    return _measurement("resident after reading", share, "%", resident.method)


def promised_share() -> Measurement:
    """Return how much memory this kernel promises one process, in percent of RAM and swap.

    Raises:
        Unavailable: without a C compiler.
    """
    taken = overcommit(shares=(0.5,), requests=6)
    granted = next(one for one in taken if one.conditions["quantity"] == "granted")
    return _measurement("memory promised", (50 * sum(granted.samples),), "%", granted.method)


def free_at_the_kill() -> Measurement:
    """Return the memory that the machine could still give when a limit killed a process, in %.

    Raises:
        Unavailable: without the right to make groups, or if the process was not killed.
    """
    taken = memory_limit(limit_mib=32, file_mib=0)
    seen = {str(one.conditions["quantity"]): one for one in taken}
    if not seen["signal"].median:
        raise Unavailable("a kill by a limit", "Free some memory.")
    now = meminfo.read()
    share = 100 * now.get("MemAvailable", 0) / now["MemTotal"]
    return _measurement("memory available at a kill", (share,), "%", seen["signal"].method)


def huge_reach() -> Measurement:
    """Return how many times as far the first TLB reaches in huge pages as in small ones.

    Where no knee shows in huge pages it is at least the largest size tried.

    Raises:
        Unavailable: without numba or huge pages, or if the CPU hides its TLBs.
    """
    taken = tlb_reach(pages=(16, 32, 48, 64, 72, 80, 96, 128, 160, 192, 256, 384, 512, 4096))
    if not any(one.conditions["kind"] == memory.HUGE for one in taken):
        raise Unavailable("huge pages on request", "Set transparent_hugepage/enabled to madvise.")
    small, huge = (tlb_knees(taken, kind)[0] for kind in (memory.ANONYMOUS, memory.HUGE))
    if small.found is None:
        raise Unavailable("a knee of the first TLB", "Ask on a quieter machine.")
    times = (huge.found or 4096) / small.found
    return _measurement("reach in huge pages over small", (times,), "times", taken[0].method)


def _load(size: int) -> Measurement:
    taken = ladder(sizes=(size,), c=False, repeats=5)
    ((_,), (least,)) = ladder_points(taken)
    return _measurement(f"a load from {size >> 10} KiB", (least,), "ns", taken[0].method)


def _measurement(name: str, samples: tuple[float, ...], unit: str, method: str) -> Measurement:
    return Measurement(name, samples, unit, method, machine.this_machine())
