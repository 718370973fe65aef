"""A cold file and a loader: which pages reach memory, and by which faults and calls."""

from __future__ import annotations

import random

from oslab.errors import require_choice, require_number, require_whole
from oslab.memory.model.read_ahead import ReadAhead
from oslab.memory.records.mapped import (
    ADVICE,
    DIRECT,
    MAPPED,
    ORDERS,
    WAYS,
    WILLNEED,
    Reading,
    Requests,
)

MOST_FILE_PAGES, MOST_WINDOW = 1 << 18, 1 << 16
BLOCK_SAMPLES = 64
"""Samples that lie together in the order `"blocks"`; their order within is shuffled."""


def samples(
    order: str = "shuffled", pages: int = 4096, sample_pages: int = 1, seed: int = 1
) -> tuple[int, ...]:
    """Return the first page of every sample of a file, in the order of one epoch.

    Args:
        order: `"sequential"`, `"shuffled"`, or `"blocks"`: runs of 64 samples in random
            order, each run shuffled within.
        pages: of the file, 1 to 2**18.
        sample_pages: of one sample, 1 to `pages`; what is left at the end is nobody's.
        seed: of the shuffle.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_choice("order", order, ORDERS)
    require_whole("pages", pages, 1, MOST_FILE_PAGES)
    require_whole("sample_pages", sample_pages, 1, pages)
    require_whole("seed", seed, 0, 2**63)
    luck = random.Random(seed)
    every = list(range(0, pages - sample_pages + 1, sample_pages))
    if order == "shuffled":
        luck.shuffle(every)
    elif order == "blocks":
        runs = [every[at : at + BLOCK_SAMPLES] for at in range(0, len(every), BLOCK_SAMPLES)]
        luck.shuffle(runs)
        for run in runs:
            luck.shuffle(run)
        every = [first for run in runs for first in run]
    return tuple(every)


def residency(
    order: str = "shuffled", way: str = MAPPED, advice: str = "normal", *,
    pages: int = 4096, sample_pages: int = 1, count: int = 64, window: int = 32,
    header_bytes: int = 0,
) -> Reading:  # fmt: skip
    """Return what the kernel does for the first `count` samples of an epoch, file cold.

    Args:
        order: as in `samples`.
        way: `"mapped"`, `"read"` (one call a sample) or `"direct"` (O_DIRECT).
        advice: `"normal"`, `"random"`, `"sequential"` or `"willneed"`, given before the first.
        pages: of the file, 1 to 2**18.
        sample_pages: of one sample, 1 to `pages`.
        count: samples read, 0 to all of them; more is all.
        window: pages that the device's setting lets the kernel read ahead, 1 to 2**16:
            32 by default (128 KiB), far more on many cloud machines.
        header_bytes: before the first sample, 0 to 4095; with one, every sample reaches into
            a page more, and the file has a page more.

    Raises:
        InvalidInput: if a value is out of range.

    Source: see `oslab.memory.model.read_ahead`; POSIX_FADV_SEQUENTIAL doubles the window
    of `read` (mm/fadvise.c), MADV_SEQUENTIAL does not that of a mapping.
    """
    require_choice("way", way, WAYS)
    require_choice("advice", advice, ADVICE)
    require_whole("count", count, 0, MOST_FILE_PAGES)
    require_whole("window", window, 1, MOST_WINDOW)
    require_whole("header_bytes", header_bytes, 0, 4095)
    chosen = samples(order, pages, sample_pages)[:count]
    spill = header_bytes > 0
    span, whole = sample_pages + spill, pages + spill
    wanted = bytearray(whole)
    for first in chosen:
        wanted[first : first + span] = b"\1" * span
    calls = 0 if way == MAPPED else len(chosen)
    if way == DIRECT:
        return Reading(way, bytes(wanted), bytes(whole), 0, 0, span * calls, calls)
    doubled = way != MAPPED and advice == "sequential"
    cache = ReadAhead(whole, window * (1 + doubled), advice)
    if advice == WILLNEED:
        cache.will_need()
    for first in chosen:
        if way == MAPPED:
            for page in range(first, first + span):
                cache.touch(page)
        else:
            cache.read(first, span)
    read = cache.device_pages
    return Reading(way, bytes(wanted), bytes(cache.resident), cache.major, cache.minor, read, calls)


def requests_of(latency_us: float = 100, bandwidth_mib: float = 1000) -> Requests:
    """Return how well requests of 4 KiB to 16 MiB use a device that serves one at a time.

    A request takes its latency, and its bytes over the bandwidth. Several at once hide
    each other's latency, up to what the device takes at once: not in this model.

    Args:
        latency_us: microseconds of the smallest request, 0.001 to 1e9.
        bandwidth_mib: MiB a second of the largest, 0.001 to 1e9.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_number("latency_us", latency_us, 1e-3, 1e9)
    require_number("bandwidth_mib", bandwidth_mib, 1e-3, 1e9)
    half = latency_us * bandwidth_mib * 2**20 / 1e6
    points = tuple((1 << power, (1 << power) / ((1 << power) + half)) for power in range(12, 25))
    return Requests(latency_us, bandwidth_mib, points)


def request_us(size_bytes: int, latency_us: float, bandwidth_mib: float) -> float:
    """Return the microseconds that one request of `size_bytes` takes.

    Args:
        size_bytes: 1 to 2**40.
        latency_us: of the smallest request.
        bandwidth_mib: MiB a second of the largest.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require_whole("size_bytes", size_bytes, 1, 1 << 40)
    require_number("latency_us", latency_us, 1e-3, 1e9)
    require_number("bandwidth_mib", bandwidth_mib, 1e-3, 1e9)
    return latency_us + size_bytes / (bandwidth_mib * 2**20) * 1e6
