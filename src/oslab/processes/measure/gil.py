"""What threads and processes really gain, and what the interpreter lock makes them wait."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import socket
import statistics
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from oslab import machine, timing
from oslab.errors import require, require_choice, require_whole
from oslab.linux.procfs import schedstat
from oslab.measurement import Condition, Measurement
from oslab.processes.measure.sandbox import beside, in_a_child

KINDS = ("pure Python", "half and half", "GIL-releasing")
"""Work that holds the lock always, about half of the time, and (in `hashlib`) almost never."""

HOW = ("threads", "processes")

_PYTHON_LOOPS = 60_000
_HASHED = b"\0" * 2**22  # takes about as long as _PYTHON_LOOPS


def speedup(
    *,
    kinds: tuple[str, ...] = ("pure Python", "GIL-releasing"),
    workers: tuple[int, ...] = (1, 2, 3), rounds: int = 25, repeats: int = 3,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Run the same work on 1, 2, ... threads and processes, and say what it gained.

    Every run takes place in a new process with a session of its own, so that
    neither the caller's threads nor its autogroup take part. A worker's work is
    fixed, so n workers do n times as much; the speed-up is n times the time of
    one worker over the time of n.

    Besides, from `schedstat`: how many workers on average were *running or
    ready to run*. Threads that wait for the lock are neither. Unlike a speed-up,
    this number does not shrink when other programs use the CPUs.

    Args:
        kinds: some of `KINDS`.
        workers: numbers of workers, 1 to 64 each; 1 is added if it is missing.
        rounds: of work for each worker, 1 to 10,000; one is some milliseconds.
        repeats: 1 to 50.
        progress: told after every repeat.

    Returns:
        For each kind, `how` and number of workers one measurement of
        `quantity` `"speed-up"` and one of `"runnable workers"`.

    Raises:
        InvalidInput: if an argument is out of range.
        Unavailable: if a child failed.

    Source: sched(7) on autogroup; Documentation/scheduler/sched-stats.rst.
    """
    timing.require_progress(progress)
    require(isinstance(kinds, tuple | list) and len(kinds) > 0, "kinds", kinds, "some of KINDS")
    for kind in kinds:
        require_choice("kinds", kind, KINDS)
    ok = isinstance(workers, tuple | list) and len(workers) > 0
    require(ok, "workers", workers, "at least one number")
    for count in workers:
        require_whole("workers", count, low=1, high=64)
    require_whole("rounds", rounds, low=1, high=10_000)
    require_whole("repeats", repeats, low=1, high=50)
    counts = sorted({1, *workers})
    runs = {
        f"{kind}|{how}|{count}": _Run(kind, how, count, rounds)
        for kind in dict.fromkeys(kinds)
        for how in HOW
        for count in counts
    }
    # What one worker waits for a CPU is a neighbour's doing; three workers wait for each other.
    alone = [run for run in runs.values() if run.count == 1]
    taken = timing.interleaved(
        runs, repeats=repeats, gate=0.02, progress=progress,
        delay=lambda: sum(run.delay_ns for run in alone),
    )  # fmt: skip
    return tuple(
        one
        for name, run in runs.items()
        for one in _measurements(run, taken.samples[name], taken.samples[f"{run.kind}|{run.how}|1"])
    )


def convoy(
    *,
    spinners: tuple[int, ...] = (0, 1), switch_intervals_us: tuple[int, ...] = (5_000, 1_000),
    io_us: int = 1_000, requests: int = 25, repeats: int = 3,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Time one request to a slow device made by a thread beside threads of pure Python.

    The device is another process at the end of a socket pair that sleeps `io_us`
    before it answers; what comes on top is the way there and back and the wait
    for the lock. A device that answers at once shows less: the thread is back
    before a spinner has woken up to take the lock.

    Args:
        spinners: numbers of busy threads, 0 to 32 each.
        switch_intervals_us: values of `sys.setswitchinterval`, 1 to 1,000,000.
        io_us: what the device takes, 1 to 1,000,000.
        requests: in each repeat, 1 to 10,000; the median of them is the sample.
        repeats: 1 to 50.
        progress: told after every repeat.

    Raises:
        InvalidInput: if an argument is out of range.
        Unavailable: if a child failed.

    Source: Lib, sys.setswitchinterval.
    """
    timing.require_progress(progress)
    for name, values, low, high in (
        ("spinners", spinners, 0, 32), ("switch_intervals_us", switch_intervals_us, 1, 10**6),
    ):  # fmt: skip
        ok = isinstance(values, tuple | list) and len(values) > 0
        require(ok, name, values, "at least one number")
        for value in values:
            require_whole(name, value, low=low, high=high)
    require_whole("io_us", io_us, low=1, high=1_000_000)
    require_whole("requests", requests, low=1, high=10_000)
    require_whole("repeats", repeats, low=1, high=50)
    pairs = [(count, interval) for interval in switch_intervals_us for count in spinners]
    runs = {
        f"{count} beside, {interval} us": functools.partial(
            in_a_child, functools.partial(_convoy, count, interval, io_us, requests)
        )
        for count, interval in pairs
    }
    # Waiting is what is measured here, so no repeat is thrown away for it.
    taken = timing.interleaved(runs, repeats=repeats, gate=1, progress=progress).samples
    return tuple(
        Measurement(
            name=f"request of a thread beside {count} spinning threads",
            samples=samples,
            unit="ns",
            method="Median over requests of one thread to a process that sleeps before it answers.",
            machine=machine.this_machine(),
            conditions={"spinners": count, "switch_interval_us": interval, "io_us": io_us},
        )
        for (count, interval), samples in zip(pairs, taken.values(), strict=True)
    )


class _Sample(float):
    """Wall nanoseconds of a run, and the mean number of its runnable workers beside it."""

    runnable: float


class _Run:
    """One way to do the work; each call does it once, in a new process."""

    def __init__(self, kind: str, how: str, count: int, rounds: int) -> None:
        self.kind, self.how, self.count, self.rounds = kind, how, count, rounds
        self.delay_ns = 0

    def __call__(self) -> _Sample:
        start_together = _threads if self.how == "threads" else _processes
        spans = in_a_child(
            lambda: start_together(lambda: _work(self.kind, self.rounds), self.count)
        )
        wall = max(end for _, end, _, _ in spans) - min(start for start, _, _, _ in spans)
        sample = _Sample(wall)
        sample.runnable = sum(run + delay for _, _, run, delay in spans) / wall
        self.delay_ns += sum(delay for _, _, _, delay in spans)
        return sample


def _measurements(
    run: _Run, samples: tuple[float, ...], alone: tuple[float, ...]
) -> tuple[Measurement, Measurement]:
    conditions: dict[str, Condition] = {"kind": run.kind, "how": run.how, "workers": run.count}
    who = f"{run.count} {run.how}, {run.kind}"
    return (
        Measurement(
            name=f"speed-up of {who}",
            samples=tuple(run.count * one / wall for wall, one in zip(samples, alone, strict=True)),
            unit="times",
            method="Wall time of n workers' work done by one, over that of n at once.",
            machine=machine.this_machine(),
            conditions={"quantity": "speed-up", **conditions},
        ),
        Measurement(
            name=f"runnable workers of {who}",
            samples=tuple(s.runnable for s in samples if isinstance(s, _Sample)),
            unit="workers",
            method="Time on a CPU and on run queues of all workers over wall time (schedstat).",
            machine=machine.this_machine(),
            conditions={"quantity": "runnable workers", **conditions},
        ),
    )


Job = Callable[[], None]
Worked = tuple[int, int, int, int]
"""Start, end, and between them the time on a CPU and on run queues, in nanoseconds."""


def _timed(job: Job) -> Worked:
    before, start = schedstat.read(), time.perf_counter_ns()
    job()
    end, after = time.perf_counter_ns(), schedstat.read()
    return start, end, after.run_ns - before.run_ns, after.delay_ns - before.delay_ns


def _threads(job: Job, count: int) -> list[Worked]:
    spans: list[Worked] = []
    barrier = threading.Barrier(count)

    def body() -> None:
        barrier.wait()
        spans.append(_timed(job))

    workers = [threading.Thread(target=body, daemon=True) for _ in range(count)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return spans


def _processes(job: Job, count: int) -> list[Worked]:
    """Run `job` in `count` children that all start on the same signal."""
    gate_read, gate_write = os.pipe()
    out_read, out_write = os.pipe()

    def body() -> None:
        os.close(gate_write)
        os.read(gate_read, 1)  # ends when the parent closes its end
        os.write(out_write, json.dumps(_timed(job)).encode() + b"\n")  # short, so in one piece

    for _ in range(count):
        beside(body)
    for descriptor in (gate_read, gate_write, out_write):
        os.close(descriptor)
    with os.fdopen(out_read) as pipe:
        return [tuple(json.loads(line)) for line in pipe]


def _work(kind: str, rounds: int) -> None:
    for _ in range(rounds):
        if kind != "GIL-releasing":
            _python()
        if kind != "pure Python":
            _hash()


def _python() -> None:
    total = 0
    for i in range(_PYTHON_LOOPS):
        total += i * i


def _hash() -> None:
    # One call: after each of several short ones the thread would queue for the lock again.
    hashlib.sha256(_HASHED).digest()


def _convoy(spinners: int, interval_us: int, io_us: int, requests: int) -> float:
    sys.setswitchinterval(interval_us / 1e6)
    here, there = socket.socketpair()

    def device() -> None:
        here.close()
        while there.recv(1):
            time.sleep(io_us / 1e6)
            there.send(b"a")

    beside(device)
    there.close()
    stop: list[Any] = []

    def spin() -> None:
        while not stop:
            _python()

    threads = [threading.Thread(target=spin, daemon=True) for _ in range(spinners)]
    for thread in threads:
        thread.start()
    taken = []
    for _ in range(requests):
        start = time.perf_counter_ns()
        here.send(b"q")
        here.recv(1)
        taken.append(time.perf_counter_ns() - start)
    stop.append(True)
    return statistics.median(taken)
