"""Batches of samples five ways, cold and warm: what each costs the device and the kernel."""

from __future__ import annotations

import mmap
import os
import resource
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from oslab import machine, timing
from oslab.errors import Unavailable, require_choice, require_choices, require_whole
from oslab.linux import page_cache
from oslab.linux.procfs import io
from oslab.measurement import Measurement
from oslab.memory.measure import data_file
from oslab.memory.model.mapped import samples
from oslab.memory.records.mapped import ADVICE, ORDERS

BATCH_WAYS = ("np.memmap", "np.load", "read", "pread", "O_DIRECT")
CACHES = ("cold", "warm")
QUANTITIES = {
    "device pages": "pages", "major faults": "faults", "minor faults": "faults",
    "read calls": "calls", "time": "ms",
}  # fmt: skip
FILE_PAGES = 8192
"""Of the file, 32 MiB where a page has 4 KiB."""

_SIZE = page_cache.PAGE_BYTES
Get = Callable[[Sequence[int]], None]


def batches(
    *, ways: Sequence[str] = BATCH_WAYS, orders: Sequence[str] = ("sequential", "shuffled"),
    caches: Sequence[str] = CACHES, advice: str = "normal", batch: int = 32, count: int = 8,
    sample_pages: int = 1, progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Load `count` batches of `batch` samples from a file into one array, way by way.

    All ways fill the same preallocated array. `"np.load"` reads a `.npy` file, whose header
    shifts every sample, so that each reaches into one page more. Before a cold run the file
    is dropped from the page cache, before a warm one read whole; both by file and checked.

    Known workload: by `"O_DIRECT"` a sample is its pages, from the device, every time.
    Cross-check: the model tells the same, page by page (tests). Overhead: the counters are read
    twice, outside of the time; numpy's own first faults are rehearsed away.

    Args:
        ways: some of `"np.memmap"`, `"np.load"` (with `mmap_mode="r"`), `"read"` (seek and
            `readinto`), `"pread"` and `"O_DIRECT"`.
        orders: some of `"sequential"`, `"shuffled"` and `"blocks"`.
        caches: some of `"cold"` and `"warm"`.
        advice: `"normal"`, `"random"`, `"sequential"` or `"willneed"`, by madvise for the
            first two ways and by posix_fadvise for the others.
        batch: samples of a batch, 1 to 4,096.
        count: batches, 1 to 1,000; no sample comes twice, so a small file ends the run.
        sample_pages: of a sample, 1 to 1,024.
        progress: told after every run.

    Returns:
        For each way, order and cache the pages read from the device, major and minor
        faults, read calls and milliseconds; conditions `way`, `order`, `cache`, `advice`,
        `batch`, `sample_pages`, `pages`, `samples` and `quantity`.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: where files do not leave memory (tmpfs), or I/O is not counted.

    Source: getrusage(2); proc_pid_io(5).
    """
    runs = [
        (way, order, cache)
        for way in require_choices("ways", ways, BATCH_WAYS)
        for order in require_choices("orders", orders, ORDERS)
        for cache in require_choices("caches", caches, CACHES)
    ]
    require_choice("advice", advice, ADVICE)
    require_whole("batch", batch, 1, 4_096)
    require_whole("count", count, 1, 1_000)
    require_whole("sample_pages", sample_pages, 1, 1_024)
    timing.require_progress(progress)
    taken: list[Measurement] = []
    with (
        data_file.data_file(FILE_PAGES) as raw,
        data_file.data_file(FILE_PAGES, "samples.npy") as npy,
    ):
        for done, (way, order, cache) in enumerate(runs):
            chosen = samples(order, FILE_PAGES, sample_pages)[: batch * count]
            path = npy if way == "np.load" else raw
            counted = _run(path, way, cache, advice, chosen, batch, sample_pages)
            said = {
                "way": way, "order": order, "cache": cache, "advice": advice, "batch": batch,
                "sample_pages": sample_pages, "pages": FILE_PAGES, "samples": len(chosen),
            }  # fmt: skip
            taken += _measurements(counted, said)
            if progress:
                progress(done + 1, len(runs))
    return tuple(taken)


def _run(
    path: Path, way: str, cache: str, advice: str, chosen: Sequence[int], batch: int,
    sample_pages: int,
) -> dict[str, float]:  # fmt: skip
    page_cache.drop(path)
    if cache == "warm":
        data_file.warm(path)
    # A mapping starts on a page, as O_DIRECT wants its buffers; and all of it is there.
    with mmap.mmap(-1, batch * sample_pages * _SIZE) as area:
        area[::_SIZE] = bytes(batch * sample_pages)
        with _getter(path, way, advice, area, sample_pages) as get:
            rows = [chosen[at : at + batch] for at in range(0, len(chosen), batch)]
            counted = _counted(get, rows)
    return counted


def _counted(get: Get, rows: Sequence[Sequence[int]]) -> dict[str, float]:
    looks = io.read()
    read, faults = io.read(), resource.getrusage(resource.RUSAGE_SELF)
    start = time.perf_counter_ns()
    for row in rows:
        get(row)
    took = time.perf_counter_ns() - start
    after, end = resource.getrusage(resource.RUSAGE_SELF), io.read()
    return {
        "device pages": (end.read_bytes - read.read_bytes) // _SIZE,
        "major faults": after.ru_majflt - faults.ru_majflt,
        "minor faults": after.ru_minflt - faults.ru_minflt,
        # A look at the counters reads too: as much as between the first two looks.
        "read calls": end.syscr - read.syscr - (read.syscr - looks.syscr),
        "time": took / 1e6,
    }


@contextmanager
def _getter(path: Path, way: str, advice: str, area: mmap.mmap, sample_pages: int) -> Iterator[Get]:
    if way in ("np.memmap", "np.load"):
        yield _mapped(path, way, advice, area, sample_pages)
        return
    fd = _opened(path, way)
    size = sample_pages * _SIZE
    parts = [memoryview(area)[at : at + size] for at in range(0, len(area), size)]

    def pread(row: Sequence[int]) -> None:
        for part, first in zip(parts, row, strict=False):
            os.preadv(fd, [part], first * _SIZE)

    def read(row: Sequence[int]) -> None:
        for part, first in zip(parts, row, strict=False):
            os.lseek(fd, first * _SIZE, os.SEEK_SET)
            os.readv(fd, [part])

    try:
        os.posix_fadvise(fd, 0, 0, getattr(os, f"POSIX_FADV_{advice.upper()}"))
        yield read if way == "read" else pread
    finally:
        for part in parts:
            part.release()
        os.close(fd)


def _opened(path: Path, way: str) -> int:
    try:
        return os.open(path, os.O_RDONLY | (os.O_DIRECT if way == "O_DIRECT" else 0))
    except OSError as error:
        raise Unavailable("O_DIRECT", "Set TMPDIR to a folder on a disk.") from error


def _mapped(path: Path, way: str, advice: str, area: mmap.mmap, sample_pages: int) -> Get:
    array: Any = (
        np.load(path, mmap_mode="r")
        if way == "np.load"
        else np.memmap(path, dtype=np.uint8, mode="r").reshape(-1, _SIZE)
    )
    base = array
    while not isinstance(base, mmap.mmap):
        base = getattr(base, "_mmap", None) or base.base
    base.madvise(getattr(mmap, f"MADV_{advice.upper()}"))

    def get(row: Sequence[int]) -> None:
        # The buffer is lent for one batch only, so that the area can be closed.
        place = np.frombuffer(area, dtype=np.uint8).reshape(-1, sample_pages, _SIZE)
        for one, first in enumerate(row):
            place[one] = array[first : first + sample_pages]

    return get


def _measurements(counted: Mapping[str, float], said: Mapping[str, Any]) -> list[Measurement]:
    return [
        Measurement(
            name=f"{quantity} by {said['way']}, {said['order']}, {said['cache']}",
            samples=(counted[quantity],),
            unit=unit,
            method="Batches of samples copied into one array, in one process.",
            machine=machine.this_machine(),
            conditions={"quantity": quantity, **said},
        )
        for quantity, unit in QUANTITIES.items()
    ]
