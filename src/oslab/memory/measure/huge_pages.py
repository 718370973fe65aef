"""What huge pages save: faults, the time that they take, and walks; checked in smaps."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass

from oslab import machine, timing
from oslab.errors import Unavailable, require, require_whole
from oslab.linux import affinity, memory, pointer_chase
from oslab.linux.procfs import smaps_rollup, status
from oslab.measurement import Measurement
from oslab.memory.measure import chase

KINDS = (memory.ANONYMOUS, memory.HUGE)
_UNITS = {
    "faults": "faults", "fill": "us", "huge": "bytes", "page tables": "bytes", "load": "ns",
}  # fmt: skip
METHOD = (
    "Fresh memory on a huge-page boundary, refused or asked for by madvise, one byte stored in "
    "every 4 KiB: ru_minflt, thread CPU time, AnonHugePages of smaps_rollup and VmPTE around it"
)


@dataclass(frozen=True, slots=True)
class _Filled:
    faults: int
    fill: float
    huge: int
    tables: int


def huge_pages(
    *, size_bytes: int = 64 << 20, repeats: int = 5, progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Fill memory in small and in huge pages, and count what each took.

    Known workload: 4 KiB pages take a fault each, huge pages one for 512; `AnonHugePages`
    grows by the whole area or not at all (tests). Cross-check: VmPTE grows by 4 KiB for
    every 2 MiB of either kind. It is no error that huge pages save none of it: the kernel
    lays a page table aside with each, for the day on which it must be split. Overhead: the
    interpreter's loop in C, a few nanoseconds a page. Caveats: where memory is fragmented
    the kernel gives fewer huge pages, and says so only in smaps; clearing 2 MiB takes as
    long as clearing 512 small pages, and that is most of what remains.

    Args:
        size_bytes: a multiple of 2 MiB, 2 MiB to 4 GiB.
        repeats: 1 to 100.
        progress: told after each repeat.

    Returns:
        For each `kind` (`"anonymous"`, `"huge"`) the `quantity` `"faults"`, `"fill"`
        (microseconds of CPU for the area), `"huge"` (bytes of AnonHugePages),
        `"page tables"` (bytes) and `"load"` (nanoseconds of a dependent load at
        random, the least of each repeat).

    Raises:
        InvalidInput: if an argument is none of these.
        Unavailable: without huge pages on request, numba, or memory.

    Source: Documentation/admin-guide/mm/transhuge.rst; mm/huge_memory.c,
        `do_huge_pmd_anonymous_page` and `pgtable_trans_huge_deposit`; madvise(2).
    """
    require_whole("size_bytes", size_bytes, low=memory.HUGE_PAGE_BYTES, high=4 << 30)
    whole = size_bytes % memory.HUGE_PAGE_BYTES == 0
    require(whole, "size_bytes", size_bytes, "a multiple of 2 MiB")
    require_whole("repeats", repeats, low=1, high=100)
    timing.require_progress(progress)
    if not memory.huge_pages():
        remedy = "As root: echo madvise > /sys/kernel/mm/transparent_hugepage/enabled"
        raise Unavailable("huge pages on request", remedy)
    pointer_chase.loops()
    found: dict[tuple[str, str], list[float]] = {}
    with affinity.pinned(affinity.allowed()[-1]):
        _filled(memory.HUGE_PAGE_BYTES, memory.ANONYMOUS)  # a rehearsal
        for done in range(repeats):
            for kind in KINDS:
                one = _filled(size_bytes, kind)
                values = {
                    "faults": one.faults, "fill": one.fill, "huge": one.huge,
                    "page tables": one.tables,
                }  # fmt: skip
                for quantity, value in values.items():
                    found.setdefault((kind, quantity), []).append(value)
            if progress:
                progress(done + 1, repeats)
        for kind, samples in _loads(size_bytes, repeats).items():
            found[kind, "load"] = list(samples)
    return tuple(
        Measurement(
            name=f"{quantity} of {size_bytes >> 20} MiB in {kind} pages",
            samples=tuple(samples),
            unit=_UNITS[quantity],
            method=chase.METHOD if quantity == "load" else METHOD,
            machine=machine.this_machine(),
            conditions={"kind": kind, "quantity": quantity, "size_bytes": size_bytes},
        )
        for (kind, quantity), samples in found.items()
    )


def _filled(size: int, kind: str) -> _Filled:
    with memory.area(size, kind) as area:
        tables, huge = status.read().vm_pte, smaps_rollup.read().anon_huge_pages
        faults, begin = _faults(), time.thread_time_ns()
        area.write()
        spent, taken = time.thread_time_ns() - begin, _faults() - faults
        return _Filled(
            taken, spent / 1e3, smaps_rollup.read().anon_huge_pages - huge,
            status.read().vm_pte - tables,
        )  # fmt: skip


def _loads(size: int, repeats: int) -> dict[str, tuple[float, ...]]:
    found = {}
    for kind in KINDS:
        places = chase.Places(size // pointer_chase.LINE_BYTES, pointer_chase.LINE_BYTES, kind)
        taken = chase.take(places, c=False, repeats=min(3, repeats), needed=True)
        found[kind] = taken[chase.OSLAB]
    return found


def _faults() -> int:
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
