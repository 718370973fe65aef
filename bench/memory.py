"""Our pointer chase beside a C program's, and faults counted by two programs, in one run.

`python -m bench.memory` prints a line a comparison. The chases take turns over rings of
their own, of equal size, in huge pages where there are any: in small pages the frames that
each happened to get decide how much of a cache it may use. lmbench's `lat_mem_rd` would
be the peer to have; Debian keeps lmbench in its non-free section, and so do not we.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from oslab.errors import Unavailable
from oslab.linux import memory
from oslab.measurement import Measurement, readable
from oslab.memory import measure

# Bounds on ours over theirs: first and second cache, last cache, memory.
BOUNDS = (
    ("first cache", 16 << 10, 0.05), ("second cache", 256 << 10, 0.05),
    ("last cache", 8 << 20, 0.15), ("memory", 64 << 20, 0.25),
)  # fmt: skip
REPEATS = 15


def main() -> None:
    """Print a line a comparison."""
    sys.stdout.write(f"{'what':34} {'ours':>10} {'C':>10} {'ratio':>6} {'bound':>12}\n")
    for what, compare in (("latency", _latencies), ("faults", _faults)):
        try:
            for line in compare():
                sys.stdout.write(line + "\n")
                sys.stdout.flush()
        except Unavailable as cannot:
            sys.stdout.write(f"{what:34} {cannot}\n")


def _latencies() -> Iterator[str]:
    kind = memory.HUGE if memory.huge_pages() else memory.ANONYMOUS
    for name, size, bound in BOUNDS:
        taken = measure.ladder(sizes=(size,), kinds=(kind,), repeats=REPEATS)
        ours, theirs = _both(taken)
        what = f"a load, {name}, {size >> 10} KiB"
        yield _line(what, ours.minimum, theirs.minimum, 1 - bound, 1 + bound)


def _faults() -> Iterator[str]:
    workloads = ("write", "read", "read, then write", "write, give back, write")
    for workload in workloads:
        taken = measure.faults(pages=4096, workloads=(workload,))
        minor = [one for one in taken if one.conditions["kind"] == "minor"]
        ours, theirs = _both(tuple(minor))
        yield _line(f"faults: {workload}", ours.median, theirs.median, 0.99, 1.01)


def _both(taken: tuple[Measurement, ...]) -> tuple[Measurement, Measurement]:
    found = {one.conditions["by"]: one for one in taken}
    if len(found) < 2:
        raise Unavailable("a C compiler", "apt-get install gcc libc6-dev")
    return found["oslab"], found["C"]


def _line(what: str, ours: float, theirs: float, low: float, high: float) -> str:
    ratio = ours / theirs
    flag = "pass" if low <= ratio <= high else "OVER"
    return (
        f"{what:34} {readable(ours):>10} {readable(theirs):>10} {ratio:6.3f}"
        f" {low:5.2f}-{high:4.2f}  {flag}"
    )


if __name__ == "__main__":
    main()
