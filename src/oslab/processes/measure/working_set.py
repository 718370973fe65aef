"""What comes after a switch: translations that are gone, or still there."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from oslab import machine, timing
from oslab.errors import InvalidInput, require_whole
from oslab.linux import affinity, native
from oslab.measurement import Measurement
from oslab.processes.measure.context_switch import choices
from oslab.processes.measure.ping_pong import alone_ns, ping_pong
from oslab.processes.records.context_switch import KINDS


def working_set(
    *, pages: Sequence[int] = (0, 64, 256, 512, 1024), kinds: Sequence[str] = KINDS,
    round_trips: int = 2_000, repeats: int = 7, progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Take the CPU time of a switch when both tasks touch pages of their own before they hand over.

    The same touches and the same pipe calls by one thread are subtracted, so what
    is left is the switch and whatever it made the touches cost more.

    Args:
        pages: how many 4 KiB pages each end touches, one line of each; 0 to 100,000.
        kinds: `"process"`, `"thread"` or both.
        round_trips: of one sample, 100 to 100,000.
        repeats: samples of each, 1 to 100.
        progress: told after every repeat.

    Returns:
        CPU nanoseconds a switch; conditions `pages` and `kind`.

    Raises:
        InvalidInput: if an argument is out of range.
        Unavailable: without numba.
    """
    timing.require_progress(progress)
    counts = _pages(pages)
    choices("kinds", kinds, KINDS)
    require_whole("round_trips", round_trips, 100, 100_000)
    require_whole("repeats", repeats, 1, 100)
    cpu = affinity.allowed()[-1]
    tasks: dict[str, Callable[[], float]] = {}
    for count in counts:
        tasks[f"alone|{count}"] = _alone(cpu, round_trips, count)
        for kind in kinds:
            tasks[f"{kind}|{count}"] = _hop(kind, cpu, round_trips, count)
    native.loops()
    # CPU time leaves out what others took, so no repeat need be thrown away.
    taken = timing.interleaved(tasks, repeats=repeats, gate=1, progress=progress).samples
    return tuple(
        Measurement(
            name=f"one switch, {kind}, {count} pages touched",
            samples=tuple(
                hop - bare
                for hop, bare in zip(taken[f"{kind}|{count}"], taken[f"alone|{count}"], strict=True)
            ),
            unit="ns",
            method="CPU time of a ping-pong on one CPU, both touching pages, less the work alone.",
            machine=machine.this_machine(),
            conditions={"kind": kind, "pages": count},
        )
        for kind in kinds
        for count in counts
    )


def process_over_thread(*, round_trips: int = 10_000, repeats: int = 9) -> Measurement:
    """Return how many times dearer a switch between processes is than between threads.

    Args:
        round_trips: of one sample, 100 to 100,000.
        repeats: 1 to 100.

    Raises:
        InvalidInput: if a number is out of range.
        Unavailable: without numba.
    """
    process, thread = working_set(pages=(0,), round_trips=round_trips, repeats=repeats)
    return Measurement(
        name="switch between processes over switch between threads",
        samples=tuple(a / b for a, b in zip(process.samples, thread.samples, strict=True)),
        unit="times",
        method="Ping-pong on one CPU less the same calls without a switch; ratio a repeat.",
        machine=machine.this_machine(),
    )


def tlb_refill(
    *, pages: Sequence[int] = (256, 512, 1024), repeats: int = 9, rounds: int = 200
) -> tuple[Measurement, ...]:
    """Time what touching pages costs more after this address space's TLB was emptied.

    Taking away the right to write a region of 64 pages empties the TLB of the whole
    address space (more than 33 pages are not worth flushing one by one). The same
    calls without the touches, and the touches without the calls, are subtracted.

    Args:
        pages: how many pages are touched, one line of each; 1 to 100,000.
        repeats: samples of each, 1 to 100.
        rounds: flushes a sample, 10 to 10,000.

    Returns:
        CPU nanoseconds a page; condition `pages`.

    Raises:
        InvalidInput: if an argument is out of range.
        Unavailable: without numba.

    Source: arch/x86/mm/tlb.c, tlb_single_page_flush_ceiling; mprotect(2).
    """
    counts = _pages(pages, low=1)
    require_whole("repeats", repeats, 1, 100)
    require_whole("rounds", rounds, 10, 10_000)
    loops = native.loops()
    region, touched = native.memory(64), native.memory(max(counts))
    at, length = region.ctypes.data, 64 * native.PAGE

    def one(count: int) -> Callable[[], float]:
        def extra() -> float:
            both = _ns(lambda: loops.flush(at, length, touched, count, rounds))
            bare = _ns(lambda: loops.flush(at, length, touched, 0, rounds))
            warm = _ns(lambda: loops.touch(touched, count, rounds))
            return (both - bare - warm) / (rounds * count)

        return extra

    tasks = {str(count): one(count) for count in counts}
    with affinity.pinned(affinity.allowed()[-1]):
        samples = timing.interleaved(tasks, repeats=repeats, gate=1).samples
    return tuple(
        Measurement(
            name=f"refill of one TLB entry, {count} pages touched",
            samples=samples[str(count)],
            unit="ns",
            method="Touches after mprotect emptied the TLB, less the calls and the touches alone.",
            machine=machine.this_machine(),
            conditions={"pages": count},
        )
        for count in counts
    )


def _hop(kind: str, cpu: int, trips: int, pages: int) -> Callable[[], float]:
    def task() -> float:
        one = ping_pong(kind=kind, cpus=(cpu, cpu), round_trips=trips, pages=pages)
        return one.cpu_ns / (2 * trips)

    return task


def _alone(cpu: int, trips: int, pages: int) -> Callable[[], float]:
    def task() -> float:
        with affinity.pinned(cpu):
            return alone_ns(round_trips=trips, pages=pages)

    return task


def _ns(work: Callable[[], object]) -> int:
    """Return the least CPU time of three runs; what others do meanwhile is left out."""
    taken = []
    for _ in range(3):
        start = time.thread_time_ns()
        work()
        taken.append(time.thread_time_ns() - start)
    return min(taken)


def _pages(pages: object, low: int = 0) -> tuple[int, ...]:
    if not isinstance(pages, tuple | list) or not 1 <= len(pages) <= 50:
        raise InvalidInput("pages", pages, "1 to 50 numbers of pages")
    return tuple(dict.fromkeys(require_whole("pages", one, low, 100_000) for one in pages))
