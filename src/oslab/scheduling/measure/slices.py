"""EEVDF's slice, asked for by sched_setattr: how long a task runs at a stretch."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import timing
from oslab.errors import InvalidInput, Unavailable, require_whole
from oslab.linux import affinity
from oslab.linux.procfs import sched
from oslab.measurement import Measurement
from oslab.scheduling.measure.repeats import undisturbed
from oslab.scheduling.measure.task import Outcome, Task, machine_of
from oslab.scheduling.measure.tasks import run

REQUESTS = ((3_000, 3_000), (20_000, 20_000), (50_000, 50_000), (3_000, 24_000), (20_000, 50_000))

_QUIET = 0.05


def slices(
    *, requests: Sequence[Sequence[int]] = REQUESTS, duration_ms: int = 1_000, repeats: int = 1,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Let tasks with slices of their own compute on one CPU, and time their stretches.

    A task runs until its request is used up, and the kernel looks at ticks: a slice of
    3 ms on a tick of 4 ms lasts 4. With two *different* slices both tasks run the shorter
    one: since Linux 6.17 a task's run is protected for no longer than the shortest slice
    that anybody on the run queue has asked for (`set_protect_slice`, `cfs_rq_min_slice`),
    and then whoever is eligible with the earlier deadline goes on.

    A stretch ends where the task's own clock has a gap of half a millisecond; the first
    and the last of a task are dropped. Here a quiet CPU is a must: whenever anybody else
    wants it, the kernel looks at every tick who is to run, and a task that is ahead of the
    average loses its CPU then, protected or not (`pick_eevdf` asks for eligibility first).

    Known workload: two equal slices. Cross-check: `se.slice` in /proc/PID/sched (tests of
    the door), and the simulator's own stretches. Overhead: none that shows.

    Args:
        requests: for each run the tasks' slices in microseconds, 100 to 100,000, or 0 for
            the kernel's own; 2 to 8 tasks, at most 20 runs.
        duration_ms: of a run, 200 to 60,000.
        repeats: of every run, in turn, 1 to 100.
        progress: told after every round.

    Returns:
        Milliseconds a stretch, one measurement a task; conditions `requests`, `task`,
        `slice_us`.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: before Linux 6.12, where nobody may ask for a slice, or if others took
            more than 5 % of the CPU in every try.

    Source: sched_setattr(2), `sched_runtime`; kernel/sched/fair.c, `update_deadline`,
        `set_protect_slice`, `pick_eevdf`.
    """
    chosen = _requests(requests)
    require_whole("duration_ms", duration_ms, 200, 60_000)
    require_whole("repeats", repeats, 1, 100)
    timing.require_progress(progress)
    if sched.read().slice_ns is None:
        raise Unavailable("a slice of one's own", "It came with Linux 6.12; this kernel is older.")
    cpu = affinity.allowed()[-1]

    def one(request: tuple[int, ...]) -> tuple[float, Outcome]:
        tasks = [
            Task(f"t{place}", slice_ns=slice_us * 1_000, cpu=cpu)
            for place, slice_us in enumerate(request)
        ]
        outcome = run(tasks, duration_ms=duration_ms, shield=False)
        return outcome.others(), outcome

    taken = undisturbed(
        {str(each): (lambda each=each: one(each)) for each in chosen},  # type: ignore[misc]
        repeats=repeats, progress=progress,
    )  # fmt: skip
    if max(one.others() for runs in taken.values() for one in runs) > _QUIET:
        raise Unavailable("a quiet CPU", "Try again when nothing else runs on this machine.")
    return tuple(
        _measurement(request, place, taken[str(request)])
        for request in chosen
        for place in range(len(request))
    )


def _measurement(request: tuple[int, ...], place: int, runs: tuple[Outcome, ...]) -> Measurement:
    lengths = [
        (end - start) / 1e6 for one in runs for start, end in one.tasks[place].stretches[1:-1]
    ]
    if not lengths:
        raise Unavailable("a whole stretch of a task", "Measure for longer.")
    asked = ", ".join(f"{slice_us / 1000:g}" if slice_us else "default" for slice_us in request)
    return Measurement(
        name=f"stretch of task {place} of slices {asked} ms",
        samples=tuple(lengths),
        unit="ms",
        method="Native tasks that only compute, pinned to one CPU; stretches between gaps.",
        machine=machine_of(runs[0].kernel),
        conditions={"requests": asked, "task": place, "slice_us": request[place]},
    )


def _requests(requests: object) -> tuple[tuple[int, ...], ...]:
    if not isinstance(requests, tuple | list) or not 1 <= len(requests) <= 20:
        raise InvalidInput("requests", requests, "1 to 20 lists of slices")
    for request in requests:
        if not isinstance(request, tuple | list) or not 2 <= len(request) <= 8:
            raise InvalidInput("requests", request, "2 to 8 slices in microseconds")
        for slice_us in request:
            if slice_us != 0 or isinstance(slice_us, bool):
                require_whole("requests", slice_us, 100, 100_000)
    return tuple(dict.fromkeys(tuple(one) for one in requests))
