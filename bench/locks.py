"""Hand-offs and calls of futex: ours beside a C program's and `perf bench futex`, in one run.

`python -m bench.locks` prints a line a comparison. All sides take turns on one CPU. Hand-offs and
refused waits are compared by CPU time, of both threads and of all of perf, so that a busy machine
disturbs neither side; perf tells of a wake-up on the wall only, of ten runs, and there the median
of ten counts on both sides.
"""

from __future__ import annotations

import resource
import statistics
import sys
from collections.abc import Callable, Iterator

from oslab import timing
from oslab.errors import Unavailable
from oslab.linux import affinity, c_program, native_locks, perf_futex
from oslab.measurement import readable
from oslab.sync.measure.futex_cost import SLEEPERS, parse_futex_calls
from oslab.sync.measure.hand_off import parse_hand_off

HAND_OFF, REFUSED = 1.15, 1.15
REPEATS, ROUNDS, CALLS = 9, 20_000, 1_000_000
Task = Callable[[], float]


def main() -> None:
    """Print a line a comparison."""
    sys.stdout.write(f"\n{'what':34} {'peer':22} {'ours ns':>9} {'peer ns':>9} {'ratio':>6}"
                     f" {'bound':>6}\n")  # fmt: skip
    cpu = affinity.allowed()[-1]
    with affinity.pinned(cpu):
        for what, peer, ours, theirs, bound in _comparisons(cpu):
            try:
                mine, yours = _compare(ours, theirs)
            except Unavailable as cannot:
                sys.stdout.write(f"{what:34} {cannot}\n")
                continue
            _print(what, peer, mine, yours, bound)


def _comparisons(cpu: int) -> Iterator[tuple[str, str, Task, Task, float | None]]:
    in_c = _c_hand_off("condition", cpu)
    yield "mutex hand-off, compiled loop", "C program", _compiled(cpu), in_c, HAND_OFF
    yield "mutex hand-off, threading", "C program", _python(cpu), in_c, None
    yield "futex hand-off, C program", "mutex hand-off in C", _c_hand_off("futex", cpu), in_c, None
    yield "refused wait, compiled loop", "perf bench futex hash", _refused, _perf_refused, REFUSED
    yield "wake a sleeper, C program", "perf bench futex wake", _wake, _perf_wake, None


def _compare(ours: Task, peer: Task) -> tuple[float, float]:
    """Return the least of both sides, taken in turn."""
    ours()  # compile and warm
    samples = timing.interleaved({"ours": ours, "peer": peer}, repeats=REPEATS, gate=1).samples
    return min(samples["ours"]), min(samples["peer"])


def _print(what: str, peer: str, ours: float, theirs: float, bound: float | None) -> None:
    ratio = ours / theirs
    words = "-" if bound is None else f"{bound:.2f} " + ("pass" if ratio <= bound else "OVER")
    sys.stdout.write(f"{what:34} {peer:22} {readable(ours):>9} {readable(theirs):>9} {ratio:6.2f}"
                     f"   {words}\n")  # fmt: skip
    sys.stdout.flush()


def _compiled(cpu: int) -> Task:
    def task() -> float:
        passes = native_locks.condition_hand_offs(ROUNDS, (cpu, cpu))
        return passes.cpu_ns / passes.hand_offs

    return task


def _python(cpu: int) -> Task:
    def task() -> float:
        passes = native_locks.python_hand_offs(ROUNDS // 10, (cpu, cpu))
        return passes.cpu_ns / passes.hand_offs

    return task


def _c_hand_off(way: str, cpu: int) -> Task:
    def task() -> float:
        passes = parse_hand_off(_program("hand_off", way, ROUNDS, cpu, cpu))
        return passes.cpu_ns / passes.hand_offs

    return task


def _refused() -> float:
    cpu_ns, _ = native_locks.refused_waits(CALLS)
    return cpu_ns / CALLS


def _perf_refused() -> float:
    """CPU time of all that perf did in its second, start-up included, over its operations."""
    start = _children_ns()
    wall_ns = perf_futex.refused_wait()
    operations = 1e9 / wall_ns
    return (_children_ns() - start) / operations


def _wake() -> float:
    runs = [_program("futex_calls", "sleeper", SLEEPERS) for _ in range(10)]
    return statistics.median(wall / calls for calls, _, wall in map(parse_futex_calls, runs))


def _perf_wake() -> float:
    return statistics.median(perf_futex.wake(SLEEPERS))


def _program(name: str, *words: str | int) -> str:
    answer = c_program.run(c_program.find("sync", name), *words)
    if answer.returncode != 0:
        raise Unavailable(f"an answer of {name}", "Run it by hand to see why.")
    return answer.stdout


def _children_ns() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1e9 * (used.ru_utime + used.ru_stime)


if __name__ == "__main__":
    main()
