"""The loader that crawls: shuffled samples of a mapping that does not fit into memory."""

from __future__ import annotations

import mmap
import os
import random
import resource
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from oslab import machine, timing
from oslab.errors import require, require_choice, require_whole
from oslab.linux import limited, page_cache
from oslab.linux.procfs import io
from oslab.measurement import Measurement
from oslab.memory.measure import data_file
from oslab.memory.records.mapped import NORMAL, RANDOM, SEQUENTIAL

CRAWL_ADVICE = (NORMAL, RANDOM)
_UNITS = {"device pages": "pages", "major faults": "faults", "time": "ms"}


def crawl(
    *, advice: Sequence[str] = CRAWL_ADVICE, samples: int = 150, limit_mib: int = 24,
    file_mib: int = 64, progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Load one byte from each of some random pages of a mapped file, in a small memory group.

    With no advice every miss reads a window around the page, and the windows push each
    other out before anything else of them is used.

    Known workload: with `"random"` one page from the device a sample, however small the
    group. Overhead: none that shows beside a read of the device.

    Args:
        advice: some of `"normal"`, `"random"` and `"sequential"`.
        samples: different pages, 1 to 2,000.
        limit_mib: of the group, 8 to 1,024.
        file_mib: of the file, 8 to 1,024.
        progress: told after every advice.

    Returns:
        Pages from the device, major faults and milliseconds, one measurement each, one
        sample; conditions `advice`, `quantity`, `samples`, `limit_mib`, `file_mib`.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: without the right to make memory groups, or on tmpfs.

    Source: proc_pid_io(5); mm/filemap.c, `do_sync_mmap_readahead`.
    """
    ok = isinstance(advice, tuple | list) and len(advice) > 0
    require(ok, "advice", advice, "a list of advice")
    for one in advice:
        require_choice("advice", one, (NORMAL, RANDOM, SEQUENTIAL))
    require_whole("samples", samples, 1, 2_000)
    require_whole("limit_mib", limit_mib, 8, 1_024)
    require_whole("file_mib", file_mib, 8, 1_024)
    timing.require_progress(progress)
    pages = file_mib * 256
    chosen = random.Random(1).sample(range(pages), min(samples, pages))
    said = {"samples": len(chosen), "limit_mib": limit_mib, "file_mib": file_mib}
    taken = []
    with data_file.data_file(pages) as path:
        for done, one in enumerate(advice):
            page_cache.drop(path)
            counted = limited.run(partial(_touch, path, chosen, one), limit_mib << 20)
            taken += _measurements(one, counted, said)
            if progress:
                progress(done + 1, len(advice))
    return tuple(taken)


def _touch(path: Path, chosen: Sequence[int], advice: str) -> Mapping[str, int]:
    fd = os.open(path, os.O_RDONLY)
    area = mmap.mmap(fd, 0, prot=mmap.PROT_READ)
    area.madvise(getattr(mmap, f"MADV_{advice.upper()}"))
    size, total = page_cache.PAGE_BYTES, 0
    read, faults = io.read(), resource.getrusage(resource.RUSAGE_SELF)
    start = time.perf_counter_ns()
    for page in chosen:
        total += area[page * size]
    took = time.perf_counter_ns() - start
    after = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "device pages": (io.read().read_bytes - read.read_bytes) // size,
        "major faults": after.ru_majflt - faults.ru_majflt,
        "time": took,
    }


def _measurements(
    advice: str, counted: Mapping[str, int], said: Mapping[str, int]
) -> list[Measurement]:
    return [
        Measurement(
            name=f"{quantity} of a shuffled loader, advice {advice}",
            samples=(counted[quantity] / (1e6 if unit == "ms" else 1),),
            unit=unit,
            method="One byte from each of some random pages of a mapping, in a memory group.",
            machine=machine.this_machine(),
            conditions={"advice": advice, "quantity": quantity, **said},
        )
        for quantity, unit in _UNITS.items()
    ]
