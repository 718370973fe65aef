"""What `np.memmap` makes of a `.npy` file: its header, read as the first numbers."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from oslab.errors import require_whole
from oslab.memory.records.mapped import HeaderTrap


def header_trap(*, count: int = 1024, shown: int = 4) -> HeaderTrap:
    """Save `count` numbers by `np.save`, and read them by `np.load` and by `np.memmap`.

    Known workload: the numbers are 0, 1, 2 and so on.

    Args:
        count: numbers of 32 bits, 64 to 1,000,000.
        shown: how many of the first to keep, 1 to 64.

    Raises:
        InvalidInput: if a value is out of range.

    Source: numpy.lib.format: a magic string, a version, and a dictionary padded to a
    multiple of 64 bytes.
    """
    require_whole("count", count, 64, 1_000_000)
    require_whole("shown", shown, 1, 64)
    with tempfile.TemporaryDirectory(prefix="oslab-") as folder:
        path = Path(folder) / "numbers.npy"
        np.save(path, np.arange(count, dtype=np.float32))
        right = np.load(path, mmap_mode="r")
        wrong = np.memmap(path, dtype=np.float32, mode="r")
        extra = len(wrong) - len(right)
        # Found by looking, as a reader would: where does the second number, 1, stand?
        shifted = int(np.flatnonzero(wrong == 1)[0]) - 1
        record = HeaderTrap(
            right.offset if isinstance(right, np.memmap) else 0,
            tuple(float(one) for one in right[:shown]),
            tuple(float(one) for one in wrong[:shown]),
            shifted, extra,
        )  # fmt: skip
        del right, wrong
    return record
