"""Page tables in memory: what touching makes, from the kernel's own count."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import machine
from oslab.errors import require, require_whole
from oslab.linux import reservation
from oslab.linux.procfs import status
from oslab.measurement import Measurement
from oslab.memory.model.page_table_size import TRANSPARENT
from oslab.memory.model.page_table_size import page_table_size as predicted
from oslab.memory.records.page_table_size import TableSize

METHOD = (
    "Growth of VmPTE while one byte is written in every so many bytes of a fresh mapping "
    "that begins at a border of 512 GiB, where no other mapping shares a table."
)
PATTERNS = ((64, 4, False), (1024, 2048, False), (1 << 18, 1 << 20, False), (64, 4, True))
_MOST_TOUCHES = 1 << 18


def page_table_size(
    *, patterns: Sequence[tuple[int, int, bool]] = PATTERNS, repeats: int = 3
) -> tuple[Measurement, ...]:
    """Map addresses, touch them, and return by how many bytes the page tables grew.

    Known workload: the model's count is exact, to the table (tests). The kernel counts
    tables below the root: PTE, PMD and PUD. The interpreter itself may need another table
    meanwhile, for which there are repeats: take the minimum. Needs no privilege.

    Args:
        patterns: (MiB of addresses, KiB from touch to touch, whether huge pages are asked
            for); at most 2**18 touches each. Transparent huge pages come where the kernel
            finds them free.
        repeats: samples of each, 1 to 20.

    Returns:
        Bytes; conditions `size_mib`, `stride_kib`, `huge` and `touches`.

    Raises:
        InvalidInput: if an argument is none of these.
        Unavailable: if the addresses are not to be had, or huge pages are off.

    Source: fs/proc/task_mmu.c, `task_mem` (VmPTE); include/linux/mm.h, `mm_inc_nr_ptes`.
    """
    require_whole("repeats", repeats, 1, 20)
    ok = isinstance(patterns, tuple | list) and len(patterns) > 0
    ok = ok and all(isinstance(one, tuple) and len(one) == 3 for one in patterns)
    require(ok, "patterns", patterns, "tuples of (MiB, KiB, huge)")
    for size, stride, huge in patterns:
        require_whole("patterns", size, 1, reservation.ALIGNED >> 20)
        require_whole("patterns", stride, 4, 1 << 30)
        require(isinstance(huge, bool), "patterns", huge, "True or False for huge")
        few = -(-size * 1024 // stride) <= _MOST_TOUCHES
        require(few, "patterns", (size, stride), f"at most {_MOST_TOUCHES} touches")
    return tuple(_one(*pattern, repeats) for pattern in patterns)


def predicted_tables(measurements: Sequence[Measurement]) -> tuple[TableSize, ...]:
    """Return what the model counts for each pattern that was measured.

    Raises:
        InvalidInput: if they are not of `page_table_size`.
    """
    names = {"size_mib", "stride_kib", "huge"}
    ok = isinstance(measurements, tuple | list) and len(measurements) > 0
    require(ok, "measurements", measurements, "measurements of page_table_size")
    for one in measurements:
        ok = isinstance(one, Measurement) and names <= set(one.conditions)
        require(ok, "measurements", one, "a measurement of page_table_size")
    return tuple(
        predicted(
            int(one.conditions["size_mib"]), int(one.conditions["stride_kib"]),
            TRANSPARENT if one.conditions["huge"] else "4 KiB",
        )
        for one in measurements
    )  # fmt: skip


def _one(size_mib: int, stride_kib: int, huge: bool, repeats: int) -> Measurement:
    samples = []
    touches = 0
    for _ in range(repeats):
        with reservation.reserve(size_mib << 20, huge) as lent:
            before = status.read().vm_pte
            touches = lent.touch(stride_kib << 10)
            samples.append(status.read().vm_pte - before)
    return Measurement(
        name=f"page tables for {touches} touches, one in {stride_kib} KiB",
        samples=tuple(samples),
        unit="bytes",
        method=METHOD,
        machine=machine.this_machine(),
        conditions={
            "size_mib": size_mib, "stride_kib": stride_kib, "huge": huge, "touches": touches,
        },
    )  # fmt: skip
