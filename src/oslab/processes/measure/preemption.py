"""Switches that nobody asked for: processes that only compute, on one CPU."""

from __future__ import annotations

import os
import resource
import struct
import time

from oslab import machine
from oslab.errors import Unavailable, require_whole
from oslab.linux import affinity
from oslab.measurement import Measurement

_REPORT = struct.Struct("qq")


def preemption(*, spinners: int = 2, duration_ms: int = 300) -> tuple[Measurement, Measurement]:
    """Let processes that never wait share one CPU, and count their switches.

    Args:
        spinners: 1 to 16.
        duration_ms: 10 to 5,000.

    Returns:
        Voluntary and involuntary switches, one sample a spinner.

    Raises:
        InvalidInput: if an argument is out of range.
    """
    require_whole("spinners", spinners, 1, 16)
    require_whole("duration_ms", duration_ms, 10, 5_000)
    counts = _spin(spinners, duration_ms)
    voluntary, involuntary = (
        Measurement(
            name=f"{which} switches of a spinner",
            samples=tuple(float(one[place]) for one in counts),
            unit="switches",
            method="Processes that only compute, pinned to one CPU; getrusage when they end.",
            machine=machine.this_machine(),
            conditions={"spinners": spinners, "duration_ms": duration_ms},
        )
        for place, which in enumerate(("voluntary", "involuntary"))
    )
    return voluntary, involuntary


def _spin(spinners: int, duration_ms: int) -> list[tuple[int, int]]:
    """Start spinners together and return the voluntary and involuntary switches of each."""
    cpu = affinity.allowed()[-1]
    go, report = os.pipe(), os.pipe()
    children = []
    try:
        for _ in range(spinners):
            child = os.fork()
            if child == 0:
                _spinner(cpu, duration_ms, go, report[1])
            children.append(child)
        os.write(go[1], b"g" * spinners)
        return [_answer(report[0]) for _ in children]
    finally:
        for descriptor in (*go, *report):
            os.close(descriptor)
        for child in children:
            os.waitpid(child, 0)


def _spinner(cpu: int, duration_ms: int, go: tuple[int, int], report: int) -> None:
    """Compute until the time is up, report, and leave; never returns."""
    try:
        os.close(go[1])  # so that a parent that dies is seen
        os.sched_setaffinity(0, {cpu})
        if os.read(go[0], 1):
            before = resource.getrusage(resource.RUSAGE_SELF)
            end = time.monotonic_ns() + duration_ms * 1_000_000
            while time.monotonic_ns() < end:
                pass
            after = resource.getrusage(resource.RUSAGE_SELF)
            counts = after.ru_nvcsw - before.ru_nvcsw, after.ru_nivcsw - before.ru_nivcsw
            os.write(report, _REPORT.pack(*counts))
    finally:
        os._exit(0)


def _answer(descriptor: int) -> tuple[int, int]:
    report = os.read(descriptor, _REPORT.size)
    if len(report) != _REPORT.size:
        raise Unavailable("a spinner's answer", "It ended early; try again.")
    voluntary, involuntary = _REPORT.unpack(report)
    return voluntary, involuntary
