"""What people say of mapped files, as one number each."""

from __future__ import annotations

from oslab import machine
from oslab.linux import page_cache
from oslab.measurement import Measurement, by_condition
from oslab.memory.measure import data_file
from oslab.memory.measure.batches import batches
from oslab.memory.measure.residency import residency


def pages_read_for_each_wanted() -> Measurement:
    """Return the pages that a shuffled mapping reads from the device for each one touched."""
    taken = residency("shuffled", count=64)
    return _made("pages read for each page touched", taken.amplification, "pages")


def share_after_willneed() -> Measurement:
    """Return the share of a file that MADV_WILLNEED brings into memory."""
    taken = residency("sequential", advice="willneed", count=0)
    share = 100 * sum(taken.resident) / taken.pages
    return _made("share of the file resident after MADV_WILLNEED", share, "%")


def read_ahead_window() -> Measurement:
    """Return the KiB that the kernel may read ahead on the disk of temporary files."""
    with data_file.data_file(1) as path:
        kib = page_cache.read_ahead_pages(path) * page_cache.PAGE_BYTES / 1024
    return _made("read-ahead of the disk", kib, "KiB")


def mapping_over_pread() -> Measurement:
    """Return the time of warm shuffled batches by np.memmap over the same by pread."""
    ratios = []
    for _ in range(5):
        taken = batches(ways=("np.memmap", "pread"), orders=("shuffled",), caches=("warm",))
        by = by_condition(taken, "way", "quantity")
        ratios.append(by["np.memmap", "time"].median / by["pread", "time"].median)
    return Measurement(
        name="time of a warm mapping over pread",
        samples=tuple(ratios),
        unit="times",
        method="Shuffled samples of 4 KiB copied into one array, file in memory, in turn.",
        machine=machine.this_machine(),
    )


def _made(name: str, value: float, unit: str) -> Measurement:
    return Measurement(
        name=name, samples=(value,), unit=unit,
        method="One file, cold; counters of this process and of mincore.",
        machine=machine.this_machine(),
    )  # fmt: skip
