"""The kernel counts the pages that a program touches over and over, and no others."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from oslab.errors import InvalidInput
from oslab.replacement import measure

PROGRAM = """
import mmap, sys
area = mmap.mmap(-1, 4096 * mmap.PAGESIZE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
area.madvise(15)  # MADV_NOHUGEPAGE: a huge page would count whole
for at in range(0, len(area), mmap.PAGESIZE):
    area[at] = 1
print("ready", flush=True)
while True:
    for at in range(0, int(sys.argv[1]) * mmap.PAGESIZE, mmap.PAGESIZE):
        area[at]
"""


@contextmanager
def touching(pages: int) -> Iterator[int]:
    """Run a program that has 4,096 pages and touches so many of them for ever."""
    command = [sys.executable, "-c", PROGRAM, str(pages)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        try:
            assert program.stdout is not None
            program.stdout.readline()
            yield program.pid
        finally:
            program.kill()


@pytest.mark.kernel
def test_the_pages_that_are_touched_are_counted_and_no_others() -> None:
    with touching(500) as few, touching(3_500) as many:
        # Where others want the CPUs, a window may pass before all are touched: take the fullest.
        fullest = [
            max(measure.working_set(pid, window_ms=200, windows=10).samples) for pid in (few, many)
        ]

    # The interpreter's own pages come on top, some hundreds, and not the same in every window.
    assert 3_000 / 2 < fullest[1] - fullest[0] < 3_000 * 4 / 3
    assert 500 / 2 < fullest[0] < 3_500 / 2 < fullest[1]


@pytest.mark.kernel
def test_the_windows_are_samples_and_each_is_told() -> None:
    told = []
    with touching(100) as pid:
        taken = measure.working_set(
            pid, window_ms=1, windows=3, progress=lambda *at: told.append(at)
        )

    assert len(taken.samples) == 3
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert taken.conditions == {"pid": pid, "window_ms": 1}


@pytest.mark.kernel
def test_a_process_that_is_gone_is_refused() -> None:
    with subprocess.Popen(["true"]) as program:
        program.wait()

    with pytest.raises(InvalidInput):
        measure.working_set(program.pid)
