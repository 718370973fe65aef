"""What our watching of the scheduler says beside the reference tools, in one run.

Two ratios. Wake-up latency of a SCHED_FIFO thread beside a busy task: our native loop
and `cyclictest` take turns on one CPU, medians of all wake-ups. Switches of a program
that sleeps a thousand times: our trace and `perf stat` watch the same run.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from oslab.errors import Unavailable
from oslab.linux import c_program, trace_events, tracepoints
from oslab.measurement import readable
from oslab.scheduling import measure

TURNS = 5
_NAPS = """#include <unistd.h>
int main(void) { for (int i = 0; i < 1000; i++) usleep(100); }
"""


def main() -> None:
    """Print a line a comparison."""
    sys.stdout.write(
        f"{'what':30} {'ours':24} {'peer':24} {'ours':>8} {'peer':>8} {'ratio':>6} {'bound':>6}\n"
    )
    for what, compare, unit, low, high in (
        ("wake-up beside a hog", _latencies, "us", 0.67, 1.5),
        ("switches of 1,000 naps", _switches, "", 0.99, 1.01),
    ):
        try:
            ours, peer, names = compare()
        except Unavailable as cannot:
            sys.stdout.write(f"{what:30} {cannot}\n")
            continue
        ratio = ours / peer
        flag = "pass" if low <= ratio <= high else "OVER"
        sys.stdout.write(
            f"{what:30} {names[0]:24} {names[1]:24} {readable(ours) + unit:>8}"
            f" {readable(peer) + unit:>8} {ratio:6.2f} {high:6.2f} {flag}\n"
        )
        sys.stdout.flush()


def _latencies() -> tuple[float, float, tuple[str, str]]:
    late: dict[object, list[float]] = {"tasks": [], "cyclictest": []}
    for _ in range(TURNS):
        for one in measure.wakeup(loads=(1,), policies=("fifo",), wakes=300):
            late[one.conditions["program"]] += one.samples
    if not all(late.values()):
        raise Unavailable("cyclictest", "apt-get install rt-tests")
    ours, peer = (statistics.median(late[name]) for name in ("tasks", "cyclictest"))
    return ours, peer, ("clock_nanosleep loop", "cyclictest")


def _switches() -> tuple[float, float, tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "naps.c"
        source.write_text(_NAPS)
        naps = c_program.compile(source)
    event = "sched:sched_switch"
    with trace_events.tracing(buffer_kib=32_768) as trace:
        counted = tracepoints.count([event], [str(naps)])[event]
        events = trace.stop()
    ours = sum(one.previous_name == naps.name[:15] and one.state != "Z" for one in events)
    return float(ours), float(counted), ("trace of tracefs", "perf stat")


if __name__ == "__main__":
    main()
