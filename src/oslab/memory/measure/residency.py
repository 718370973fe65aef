"""The kernel's own count: a cold file, some samples read, and what that brought into memory."""

from __future__ import annotations

import mmap
import os
import resource
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from oslab import machine
from oslab.errors import Unavailable, require_whole
from oslab.linux import page_cache
from oslab.linux.procfs import io
from oslab.memory.measure import data_file
from oslab.memory.model.mapped import residency as predicted
from oslab.memory.model.mapped import samples
from oslab.memory.records.mapped import DIRECT, MAPPED, Reading

_MADVISE = {
    "normal": mmap.MADV_NORMAL, "random": mmap.MADV_RANDOM,
    "sequential": mmap.MADV_SEQUENTIAL, "willneed": mmap.MADV_WILLNEED,
}  # fmt: skip
_FADVISE = {
    "normal": os.POSIX_FADV_NORMAL, "random": os.POSIX_FADV_RANDOM,
    "sequential": os.POSIX_FADV_SEQUENTIAL, "willneed": os.POSIX_FADV_WILLNEED,
}  # fmt: skip
_MOST_PAGES = 1 << 16


def residency(
    order: str = "shuffled", way: str = MAPPED, advice: str = "normal", *,
    pages: int = 8192, sample_pages: int = 1, count: int = 64,
) -> Reading:  # fmt: skip
    """Make a file, drop it from the page cache, read samples of it, and ask what happened.

    Faults are `ru_majflt` and `ru_minflt`, pages from the device `read_bytes` of
    `/proc/self/io`, the map `mincore`. All count this process: nothing else in it may read
    files meanwhile. The file is the reader's own disk space, 256 MiB at most.

    Known workload: with `"random"` a mapped sample of one page is one major fault and one
    page from the device. Cross-check: `cachestat` and `mincore` agree (tests). Overhead:
    two calls that read `/proc/self/io`, taken off.

    Args:
        order: `"sequential"`, `"shuffled"` or `"blocks"`.
        way: `"mapped"`, `"read"` or `"direct"`.
        advice: `"normal"`, `"random"`, `"sequential"` or `"willneed"`.
        pages: of the file, 1 to 65,536.
        sample_pages: of one sample.
        count: samples read; more than there are is all of them.

    Raises:
        InvalidInput: as the model does.
        Unavailable: where files do not leave memory (tmpfs), or this process's I/O is not
            counted.

    Source: getrusage(2); proc_pid_io(5); mincore(2).
    """
    require_whole("pages", pages, 1, _MOST_PAGES)
    record = predicted(order, way, advice, pages=pages, sample_pages=sample_pages, count=0)
    require_whole("count", count, 0, 1 << 18)
    chosen = samples(order, pages, sample_pages)[:count]
    wanted = bytearray(pages)
    for first in chosen:
        wanted[first : first + sample_pages] = b"\1" * sample_pages
    with data_file.data_file(pages) as path:
        start = io.read()
        faults = _run(path, chosen, sample_pages, way, advice)
        end = io.read()
        read = (end.read_bytes - start.read_bytes) // page_cache.PAGE_BYTES
        marks = data_file.settled(path, 0 if way == DIRECT else read)
    # The look at the counters is itself a few reads; the same few every time.
    looks = _calls_of_a_look()
    return replace(
        record, wanted=bytes(wanted), resident=marks, major=faults[0], minor=faults[1],
        device_pages=read, calls=end.syscr - start.syscr - looks,
        source=str(machine.this_machine()),
    )  # fmt: skip


def _run(
    path: Path, chosen: Sequence[int], sample_pages: int, way: str, advice: str
) -> tuple[int, int]:
    if way == MAPPED:
        return _mapped(path, chosen, sample_pages, advice)
    flags = os.O_RDONLY | (os.O_DIRECT if way == DIRECT else 0)
    try:
        fd = os.open(path, flags)
    except OSError as error:
        raise Unavailable("O_DIRECT", "Set TMPDIR to a folder on a disk.") from error
    # A mapping starts on a page, as O_DIRECT wants its buffers.
    with mmap.mmap(-1, sample_pages * page_cache.PAGE_BYTES) as buffer:
        try:
            os.posix_fadvise(fd, 0, 0, _FADVISE[advice])
            buffer[:: page_cache.PAGE_BYTES] = bytes(sample_pages)
            before = resource.getrusage(resource.RUSAGE_SELF)
            for first in chosen:
                os.preadv(fd, [buffer], first * page_cache.PAGE_BYTES)
            return _since(before)
        finally:
            os.close(fd)


def _mapped(path: Path, chosen: Sequence[int], sample_pages: int, advice: str) -> tuple[int, int]:
    fd = os.open(path, os.O_RDONLY)
    try:
        area = mmap.mmap(fd, 0, prot=mmap.PROT_READ)
    finally:
        os.close(fd)
    with area:
        area.madvise(_MADVISE[advice])
        size, total = page_cache.PAGE_BYTES, 0
        before = resource.getrusage(resource.RUSAGE_SELF)
        for first in chosen:
            for page in range(first, first + sample_pages):
                total += area[page * size]
        return _since(before)


def _since(before: resource.struct_rusage) -> tuple[int, int]:
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_majflt - before.ru_majflt, after.ru_minflt - before.ru_minflt


def _calls_of_a_look() -> int:
    first = io.read()
    return io.read().syscr - first.syscr
