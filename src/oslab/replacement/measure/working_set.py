"""The working set of a live process: how many pages it touches in a window of time."""

from __future__ import annotations

import mmap
import time

from oslab import machine, timing
from oslab.errors import require_whole
from oslab.linux import referenced
from oslab.linux.procfs import smaps_rollup
from oslab.measurement import Measurement


def working_set(
    pid: int, *, window_ms: int = 100, windows: int = 10,
    progress: timing.Progress | None = None,
) -> Measurement:  # fmt: skip
    """Count the pages that a process touches in each of several windows.

    All accessed bits are cleared, a window passes, and the kernel adds up the pages whose bit is
    set again. That is Denning's working set with time in place of references: its size, not
    its order. The kernel tells no more than this sum for an area.

    Known workload: a program that touches k pages over and over (tests). Overhead: one walk of
    the page tables to clear and one to count, and each page touched pays for one bit. Caveats:
    a huge page counts whole; a page whose translation has stayed in a TLB may be missed,
    for nobody sets its bit again until it leaves.

    Args:
        pid: of a process that runs.
        window_ms: 1 to 60,000.
        windows: 1 to 10,000.
        progress: told after every window.

    Returns:
        Pages a window; conditions `pid`, `window_ms`.

    Raises:
        InvalidInput: if a value is out of range, or there is no such process.
        Unavailable: if the process is not ours.

    Source: Denning (1968); proc_pid_clear_refs(5).
    """
    require_whole("pid", pid, 1, 2**31 - 1)
    require_whole("window_ms", window_ms, 1, 60_000)
    require_whole("windows", windows, 1, 10_000)
    timing.require_progress(progress)
    pages = []
    for done in range(windows):
        referenced.clear(pid)
        time.sleep(window_ms / 1_000)
        pages.append(smaps_rollup.read(pid).referenced // mmap.PAGESIZE)
        if progress is not None:
            progress(done + 1, windows)
    return Measurement(
        name=f"pages touched in {window_ms} ms",
        samples=tuple(map(float, pages)),
        unit="pages",
        method="Accessed bits cleared by clear_refs; Referenced of smaps_rollup a window later.",
        machine=machine.this_machine(),
        conditions={"pid": pid, "window_ms": window_ms},
    )
