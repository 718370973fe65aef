"""A message from one worker to another: how long, through which channel, at which size."""

from __future__ import annotations

import os
import threading
import time

from oslab import machine, timing
from oslab.errors import require, require_choice, require_whole
from oslab.linux.procfs import schedstat
from oslab.measurement import Measurement
from oslab.processes.measure.channels import CHANNELS, LARGEST, End, pair
from oslab.processes.measure.sandbox import beside, in_a_child

SIZES = (64, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576)
"""Bytes: from a cache line to a small image."""


def communication(
    *,
    channels: tuple[str, ...] = tuple(CHANNELS), sizes: tuple[int, ...] = SIZES,
    messages: int = 60, repeats: int = 5, same_cpu: bool = False,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Time a message and its answer of the same size, halved: one message, one way.

    Both ends are pinned, to the same CPU or to two. All channels and sizes take
    turns; each repeat runs in a new process, whose peer is a process of its own
    or, for `queue.Queue`, a thread. Python's own cost is inside.

    Args:
        channels: some of `CHANNELS`.
        sizes: bytes, 1 to 4 MiB each.
        messages: in each sample, 1 to 100,000; fewer for large ones.
        repeats: 1 to 100.
        same_cpu: both ends on one CPU; they are also where there is only one.
        progress: told after every repeat.

    Returns:
        For each channel and size one measurement of `quantity` `"time"` and one of
        `"CPU time"`, both in nanoseconds a message. The second is what one of the
        processes spent (for threads, the one process that has both ends), and does
        not grow when other programs use the CPUs.

    Raises:
        InvalidInput: if an argument is out of range.
        Unavailable: if a child failed.

    Source: pipe(7), unix(7), shm_overview(7), sem_overview(7), Lib/multiprocessing/queues.py.
    """
    timing.require_progress(progress)
    ok = isinstance(channels, tuple | list) and len(channels) > 0
    require(ok, "channels", channels, "some of CHANNELS")
    for channel in channels:
        require_choice("channels", channel, CHANNELS)
    ok = isinstance(sizes, tuple | list) and len(sizes) > 0
    require(ok, "sizes", sizes, "at least one size")
    for size in sizes:
        require_whole("sizes", size, low=1, high=LARGEST)
    require_whole("messages", messages, low=1, high=100_000)
    require_whole("repeats", repeats, low=1, high=100)
    require(isinstance(same_cpu, bool), "same_cpu", same_cpu, "True or False")
    runs = {name: _Run(name, tuple(sizes), messages, same_cpu) for name in dict.fromkeys(channels)}
    delayed = list(runs.values())
    taken = timing.interleaved(
        runs, repeats=repeats, gate=0.05, progress=progress,
        delay=lambda: sum(run.delay_ns for run in delayed),
    )  # fmt: skip
    return tuple(
        _measurement(run, quantity, size, taken.samples[name])
        for name, run in runs.items()
        for size in sizes
        for quantity in ("time", "CPU time")
    )


class _Sample(float):
    """Nanoseconds of all sizes together, and for each size beside them."""

    times_ns: dict[tuple[str, int], float]


class _Run:
    """One channel; each call measures every size once, in a new process."""

    def __init__(self, name: str, sizes: tuple[int, ...], messages: int, same_cpu: bool) -> None:
        self.name, self.sizes, self.messages, self.same_cpu = name, sizes, messages, same_cpu
        self.delay_ns = 0

    def __call__(self) -> _Sample:
        times, delay = in_a_child(self._measure)
        sample = _Sample(sum(wall for wall, _ in times))
        sample.times_ns = {
            (quantity, size): taken[place]
            for size, taken in zip(self.sizes, times, strict=True)
            for place, quantity in enumerate(("time", "CPU time"))
        }
        self.delay_ns += delay
        return sample

    def _measure(self) -> tuple[list[tuple[float, float]], int]:
        before = schedstat.read().delay_ns
        cpus = sorted(os.sched_getaffinity(0))
        near, far = cpus[0], cpus[0] if self.same_cpu else cpus[-1]
        ours, theirs = pair(self.name)
        if self.name == "queue.Queue":
            threading.Thread(target=self._answer, args=(theirs, far), daemon=True).start()
        else:
            beside(lambda: self._answer(theirs, far))
        os.sched_setaffinity(0, {near})
        times = [self._time(ours, size) for size in self.sizes]
        return times, schedstat.read().delay_ns - before

    def _count(self, size: int) -> int:
        return max(8, min(self.messages, self.messages * 65_536 // size))

    def _answer(self, end: End, cpu: int) -> None:
        os.sched_setaffinity(0, {cpu})
        for size in self.sizes:
            for _ in range(_WARMUPS + self._count(size)):
                end.send(end.receive(size))
        # Stay until the sandbox goes: a queue's feeder thread may still hold the last answer.
        threading.Event().wait()

    def _time(self, end: End, size: int) -> tuple[float, float]:
        message, count = b"m" * size, self._count(size)
        for _ in range(_WARMUPS):
            end.send(message)
            end.receive(size)
        start, spent = time.perf_counter_ns(), time.process_time_ns()
        for _ in range(count):
            end.send(message)
            end.receive(size)
        wall, cpu = time.perf_counter_ns() - start, time.process_time_ns() - spent
        return wall / count / 2, cpu / count / 2


_WARMUPS = 3


def _measurement(run: _Run, quantity: str, size: int, samples: tuple[float, ...]) -> Measurement:
    return Measurement(
        name=f"{quantity} of one message of {size} bytes: {run.name}",
        samples=tuple(s.times_ns[quantity, size] for s in samples if isinstance(s, _Sample)),
        unit="ns",
        method=f"Half of a message and its answer: {CHANNELS[run.name]}; both ends pinned.",
        machine=machine.this_machine(),
        conditions={
            "quantity": quantity, "channel": run.name,
            "message_bytes": size, "same_cpu": run.same_cpu,
        },
    )  # fmt: skip
