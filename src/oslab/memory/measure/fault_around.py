"""How many pages one fault on a cached file maps: a window, or a folio as large as it is."""

from __future__ import annotations

import mmap
import os
import tempfile

from oslab import machine
from oslab.errors import Unavailable, require, require_whole
from oslab.linux import memory
from oslab.linux.procfs import smaps_rollup
from oslab.linux.sysfs import transparent_hugepage
from oslab.measurement import Condition, Measurement
from oslab.memory.measure.faults import counted

PAGE_BY_PAGE, AT_ONCE, SHARED_MEMORY = "4 KiB at a time", "all at once", "in shared memory"
WRITTEN = (PAGE_BY_PAGE, AT_ONCE, SHARED_MEMORY)
AROUND_BYTES = 64 << 10
"""What a fault maps at most where folios are small. Source: mm/memory.c, fault_around_pages."""
METHOD = (
    "A file that is in the page cache, mapped and one byte of every page loaded, upwards: "
    "ru_minflt, and FilePmdMapped of smaps_rollup"
)


def fault_around(*, size_bytes: int = 16 << 20, repeats: int = 3) -> tuple[Measurement, ...]:
    """Count the faults of reading a file that is in the page cache, by how it was written.

    A fault on a mapped file maps what the cache holds of the aligned 64 KiB around it, so
    16 MiB should take 256. Where the file system has large folios, a file that was written
    in one call lies in folios of up to 2 MiB. The kernel maps such a folio by one entry of
    the level above, as it would a huge page: then 16 MiB take 8. What was written page by
    page, or lies in shared memory, keeps small folios and the 256.

    Known workload: size over 64 KiB, or over 2 MiB where `FilePmdMapped` says so (tests).
    Cross-check: `FilePmdMapped` and ru_minflt are counted by different code. Overhead: none
    after a rehearsal. Caveats: only root sees the real window, in debugfs, and 64 KiB is
    the default; a file system without large folios (ext4 has them since 6.16) gives the
    same count twice; so does memory too fragmented for 2 MiB folios.

    Args:
        size_bytes: a multiple of 2 MiB up to 1 GiB.
        repeats: 1 to 20.

    Returns:
        For each `written` (`"4 KiB at a time"`, `"all at once"`, `"in shared memory"`) the
        `quantity` `"faults"` and `"huge"` (bytes mapped by huge entries); each faults
        measurement has `predicted`: those bytes over 2 MiB plus the rest over 64 KiB.

    Raises:
        InvalidInput: if an argument is none of these.
        Unavailable: if the disk or the memory is full.

    Source: mm/memory.c, `do_fault_around` and `do_set_pmd`; mm/filemap.c,
        `filemap_map_pages` and `filemap_map_pmd`; mm/filemap.c, `__filemap_get_folio`.
    """
    require_whole("size_bytes", size_bytes, low=memory.HUGE_PAGE_BYTES, high=1 << 30)
    whole = size_bytes % memory.HUGE_PAGE_BYTES == 0
    require(whole, "size_bytes", size_bytes, "a multiple of 2 MiB")
    require_whole("repeats", repeats, low=1, high=20)
    found: list[Measurement] = []
    for written in WRITTEN:
        file = _written(size_bytes, written)
        try:
            _mapped(file, size_bytes)  # a rehearsal
            seen = [_mapped(file, size_bytes) for _ in range(repeats)]
        finally:
            os.close(file)
        found += _measurements(written, size_bytes, seen)
    return tuple(found)


def _written(size: int, how: str) -> int:
    """Return a nameless file of `size` bytes that is in memory."""
    try:
        if how == SHARED_MEMORY:
            file = os.memfd_create("oslab-fault-around", os.MFD_CLOEXEC)
        else:
            file, path = tempfile.mkstemp(prefix="oslab-")
            os.unlink(path)  # noqa: PTH108 - a file descriptor's name, and no Path needed
        step = size if how == AT_ONCE else memory.PAGE_BYTES
        # Stored to, and so present: a copy that meets an absent page stops, and with it
        # the large folio that it was to fill.
        content = b"\x01" * step
        for _ in range(0, size, step):
            left = memoryview(content)
            while left:
                left = left[os.write(file, left) :]
    except OSError as error:
        raise Unavailable(f"a file of {size >> 20} MiB", f"Set TMPDIR ({error}).") from error
    return file


def _mapped(file: int, size: int) -> tuple[int, int]:
    """Return faults, and bytes that huge entries map, after loading from every page."""
    every = slice(None, None, memory.PAGE_BYTES)
    with mmap.mmap(file, size, flags=mmap.MAP_SHARED, prot=mmap.PROT_READ) as area:
        before = _huge()
        faults, _ = counted(lambda: area[every])
        return faults, _huge() - before


def _huge() -> int:
    seen = smaps_rollup.read()
    return (seen.file_pmd_mapped or 0) + seen.shmem_pmd_mapped


def _measurements(
    written: str, size: int, seen: list[tuple[int, int]]
) -> tuple[Measurement, Measurement]:
    huge = seen[-1][1]
    expected = huge // _pmd_bytes() + (size - huge) // AROUND_BYTES
    says: dict[str, Condition] = {"written": written, "size_bytes": size}
    return (
        Measurement(
            f"faults of {size >> 20} MiB written {written}",
            tuple(faults for faults, _ in seen), "faults", METHOD, machine.this_machine(),
            {**says, "quantity": "faults", "predicted": expected},
        ),
        Measurement(
            f"bytes by huge entries of {size >> 20} MiB written {written}",
            tuple(mapped for _, mapped in seen), "bytes", METHOD, machine.this_machine(),
            {**says, "quantity": "huge"},
        ),
    )  # fmt: skip


def _pmd_bytes() -> int:
    try:
        return transparent_hugepage.read().pmd_bytes or memory.HUGE_PAGE_BYTES
    except Unavailable:
        return memory.HUGE_PAGE_BYTES
