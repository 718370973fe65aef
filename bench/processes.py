"""What our measuring programs add to what they measure, as ratios to peers.

Ours and peers run in turn on one CPU, in one run; what is compared is CPU time, so
that a busy machine disturbs neither side. What a peer spends on starting up is taken
off by running it twice, long and short. Each ratio stands beside the bound that the
book's method must hold; `-` marks a ratio that is shown because it teaches something.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench import faults
from oslab import timing
from oslab.errors import Unavailable
from oslab.linux import affinity, c_program, native, native_threads
from oslab.measurement import readable
from oslab.processes import measure

REPEATS = 9
PAGES = 1_024  # 4 MiB, which caches hold: zeroed memory must not be the price
_ROUNDS = 40
SIXTY_FOUR_MIB = 64 * 2**20
Task = Callable[[], float]


@dataclass(frozen=True)
class Comparison:
    """One of our programs beside one peer; both tasks return CPU nanoseconds an operation."""

    what: str
    ours: str
    peer: str
    run_ours: Task
    run_peer: Task
    bound: float | None


def main() -> None:
    """Print a line a comparison."""
    sys.stdout.write(
        f"{'what':30} {'ours':24} {'peer':24} {'ours ns':>8} {'peer ns':>8} {'ratio':>6}"
        f" {'bound':>6}\n"
    )
    with affinity.pinned(affinity.allowed()[-1]):
        for one in _comparisons():
            try:
                ours, peer = _compare(one)
            except Unavailable as cannot:
                sys.stdout.write(f"{one.what:30} {cannot}\n")
                continue
            _print(one, ours, peer)
    _fork()


def _print(one: Comparison, ours: float, peer: float) -> None:
    ratio = ours / peer
    bound, flag = "-", ""
    if one.bound is not None:
        bound, flag = f"{one.bound:.2f}", "pass" if ratio <= one.bound else "OVER"
    sys.stdout.write(
        f"{one.what:30} {one.ours:24} {one.peer:24} {readable(ours):>8} {readable(peer):>8}"
        f" {ratio:6.2f} {bound:>6} {flag}\n"
    )
    sys.stdout.flush()


def _compare(one: Comparison) -> tuple[float, float]:
    """Return the least CPU time an operation of both sides, taken in turn."""
    one.run_ours()  # compile and warm
    tasks = {"ours": one.run_ours, "peer": one.run_peer}
    # CPU time leaves out what others took, so no repeat need be thrown away.
    samples = timing.interleaved(tasks, repeats=REPEATS, gate=1).samples
    return min(samples["ours"]), min(samples["peer"])


def _comparisons() -> Iterator[Comparison]:
    perf_null = _child("perf", "bench", "syscall", "basic", "-l", many=1_000_000)
    yield Comparison("null system call", "compiled loop", "perf bench", _null_calls, perf_null, 1.1)
    yield Comparison(
        "null system call", "os.getppid", "perf bench", _python_null_calls, perf_null, None
    )
    perf_pipe = _child("perf", "bench", "sched", "pipe", "-l", many=20_000)
    for kind, extra in (("process", ()), ("thread", ("-T",))):
        peer = _child("perf", "bench", "sched", "pipe", *extra, "-l", many=20_000)
        yield Comparison(
            f"round trip, {kind}, one CPU", "compiled loop", "perf bench", _pipe(kind), peer, 1.15
        )
    yield Comparison(
        "round trip, process, one CPU", "os.read, os.write", "perf bench",
        _pipe("process", "python"), perf_pipe, 1.5,
    )  # fmt: skip
    threads = _c_child("thread_create", "thread", many=4_000)
    yield Comparison(
        "create and join a thread", "compiled loop", "C program", _threads, threads, 1.15
    )
    yield Comparison(
        "create and join a thread", "threading.Thread", "C program", _python_threads, threads, None
    )
    yield Comparison("minor fault", "compiled loop", "C program", _faults, _c_faults, 1.1)
    yield Comparison(
        "minor fault", "slice of an mmap", "C program", _python_faults, _c_faults, None
    )


# ------------------------------------------------------------------ ours
def _null_calls() -> float:
    return _cpu(lambda: native.loops().null_calls(1_000_000)) / 1_000_000


def _python_null_calls() -> float:
    call = os.getppid
    return _cpu(lambda: [call() for _ in range(200_000)] and None) / 200_000


def _pipe(kind: str, program: str = "native") -> Task:
    def task() -> float:
        one = measure.ping_pong(kind=kind, round_trips=20_000, program=program)
        return one.cpu_ns / one.round_trips

    return task


def _threads() -> float:
    return _cpu(lambda: native_threads.create_and_join(4_000)) / 4_000


def _python_threads() -> float:
    def work() -> None:
        for _ in range(1_000):
            thread = threading.Thread(target=os.getpid)
            thread.start()
            thread.join()

    return _cpu(work) / 1_000


def _faults() -> float:
    return faults.compiled(PAGES, _ROUNDS)


def _python_faults() -> float:
    return faults.python(PAGES, _ROUNDS)


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time_ns()
    work()
    return float(time.process_time_ns() - start)


# ------------------------------------------------------------------ peers
def _child(*command: str, many: int) -> Task:
    """Return what runs `command N` long and short; the difference has no start-up in it."""

    def task() -> float:
        few = max(1, many // 10)
        spent = _child_cpu(command, many) - _child_cpu(command, few)
        return spent / (many - few)

    return task


def _c_child(name: str, *arguments: str, many: int) -> Task:
    def task() -> float:
        program = str(c_program.compile(c_program.find("processes", name)))
        return _child(program, *arguments, many=many)()

    return task


def _c_faults() -> float:
    source = c_program.find("processes", "minor_fault")
    return float(c_program.run(source, PAGES, _ROUNDS).stdout.split()[0])


def _child_cpu(command: tuple[str, ...], count: int) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        subprocess.run([*command, str(count)], capture_output=True, check=True, timeout=120)
    except FileNotFoundError as error:
        raise Unavailable(command[0], f"Install it: {command[0]} is not on the path.") from error
    except subprocess.CalledProcessError as error:
        raise Unavailable(" ".join(command), "It failed; run it by hand to see why.") from error
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1e9 * (
        after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    )  # fmt: skip


def _fork() -> None:
    """Print fork at equal resident size; it gates its own repeats by run-queue delay."""
    taken = measure.fork_cost(sizes=(SIXTY_FOUR_MIB,), kinds=("anonymous",), repeats=REPEATS)
    by = {
        one.conditions["by"]: one.minimum for one in taken if one.conditions["call"] == "fork"
    }  # fmt: skip
    one = Comparison(
        "fork and wait, 64 MiB resident", "os.fork", "C program", float, float, None
    )  # fmt: skip
    _print(one, by["Python"], by["C"])


if __name__ == "__main__":
    main()
