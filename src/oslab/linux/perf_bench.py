"""`perf bench`, the peer tool that ships with the kernel: two of its micro-benchmarks."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass

from oslab.errors import InvalidInput, Unavailable, require_choice, require_whole

_REMEDY = "apt-get install linux-perf (Debian) or linux-tools-generic (Ubuntu)."
BENCHES = {"sched pipe": ("sched", "pipe"), "syscall basic": ("syscall", "basic")}


@dataclass(frozen=True, slots=True)
class Bench:
    """What one run printed.

    Args:
        name: such as `sched/pipe`.
        operations: how many it did; a pipe operation is a whole round trip.
        seconds: the total time, rounded by perf to milliseconds.
        ns_per_operation: its own division, with six digits.
    """

    name: str
    operations: int
    seconds: float
    ns_per_operation: float


def parse(text: str) -> Bench:
    r"""Return what perf's default format says.

    >>> parse("# Running 'sched/pipe' benchmark:\n# Executed 9 pipe operations between two "
    ...       "processes\n Total time: 0.104 [sec]\n 5.225050 usecs/op\n 191385 ops/sec\n")
    Bench(name='sched/pipe', operations=9, seconds=0.104, ns_per_operation=5225.05)

    Raises:
        InvalidInput: if `text` is not such output.

    Source: tools/perf/bench/sched-pipe.c and syscall.c.
    """
    allowed = "the default output of perf bench"
    if not isinstance(text, str):
        raise InvalidInput("text", text, allowed)
    found = [
        re.search(pattern, text)
        for pattern in (
            r"# Running '([\w/]+)' benchmark", r"# Executed ([\d,]+) ",
            r"Total time: *(\d+\.\d+) \[sec\]", r"(\d+\.\d+) usecs/op",
        )
    ]  # fmt: skip
    values = [match[1] for match in found if match]
    if len(values) < 4:
        raise InvalidInput("text", text, allowed)
    name, operations, seconds, each = values
    return Bench(
        name, int(operations.replace(",", "")), float(seconds), round(float(each) * 1000, 3)
    )


def run(bench: str, *, operations: int = 20_000, threads: bool = False) -> Bench:
    """Run one benchmark where the calling thread is pinned, and return `parse` of it.

    Args:
        bench: `"sched pipe"` or `"syscall basic"`.
        operations: 1 to 100 million.
        threads: for `"sched pipe"`, two threads of one process instead of two processes.

    Raises:
        InvalidInput: if the name or the number is out of range.
        Unavailable: without perf, or if it fails.
    """
    words = BENCHES[require_choice("bench", bench, BENCHES)]
    require_whole("operations", operations, low=1, high=100_000_000)
    if shutil.which("perf") is None:
        raise Unavailable("perf bench", _REMEDY)
    extra = ["-T"] if threads and bench == "sched pipe" else []
    command = ["perf", "bench", *words, "-l", str(operations), *extra]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode != 0:
        raise Unavailable("perf bench " + bench, f"perf said: {done.stderr.strip()[:200]}")
    return parse(done.stdout)
