"""What threads of one Python interpreter gain, and what its lock makes them wait.

The rules of the lock are in `interpreter_lock`; here are the programs run under
them: equal threads, one I/O thread among spinners, and the curve of speed-ups.
"""

from __future__ import annotations

from oslab.errors import require_whole
from oslab.processes.model.interpreter_lock import ENDLESS, Interpreter, PlannedThread
from oslab.processes.records.gil import LockTimeline, SpeedupCurve, SpeedupLine


def gil(
    *,
    threads: int = 2, cpus: int = 2, python_percent: int = 100,
    section_us: int = 4_000, work_us: int = 40_000, switch_interval_us: int = 5_000,
) -> LockTimeline:  # fmt: skip
    """Run equal threads that alternate between Python and code outside the lock.

    >>> gil(threads=2, python_percent=100).end_us, gil(threads=2, python_percent=0).end_us
    (80000, 40000)

    Args:
        threads: 1 to 32.
        cpus: 1 to 64.
        python_percent: share of each section that needs the lock, 0 to 100.
        section_us: one stretch of Python and the outside part after it, 100 to 100,000.
        work_us: CPU time each thread needs in all, from one section to 1,000,000.
        switch_interval_us: 1 to 1,000,000; Python's own is 5,000.

    Raises:
        InvalidInput: if a number is out of range.
    """
    require_whole("threads", threads, low=1, high=32)
    require_whole("python_percent", python_percent, low=0, high=100)
    require_whole("section_us", section_us, low=100, high=100_000)
    require_whole("work_us", work_us, low=section_us, high=1_000_000)
    hold = section_us * python_percent // 100
    rounds = work_us // section_us
    if hold == section_us:  # pure Python never lets go of its own accord
        hold, rounds = rounds * section_us, 1
    outside = 0 if rounds == 1 and python_percent == 100 else section_us - hold
    made = [PlannedThread(f"thread {i + 1}", hold, outside, rounds) for i in range(threads)]
    return _run(made, cpus, switch_interval_us)


def convoy(
    *,
    spinners: int = 1, requests: int = 4, compute_us: int = 200, io_us: int = 1_000,
    switch_interval_us: int = 5_000, cpus: int = 2,
) -> LockTimeline:  # fmt: skip
    """Run one thread that mostly waits for a device beside threads that never let go.

    Every answer of the device finds the lock taken: the thread waits a switch
    interval for each, and with more spinners for their turns as well.

    Args:
        spinners: threads of pure Python, 0 to 31.
        requests: answers the I/O thread waits for, 1 to 1,000.
        compute_us: Python it runs for each, 1 to 100,000.
        io_us: how long the device takes, 1 to 1,000,000.
        switch_interval_us: 1 to 1,000,000.
        cpus: 1 to 64.

    Raises:
        InvalidInput: if a number is out of range.

    Source: D. Beazley, Understanding the Python GIL, PyCon 2010.
    """
    require_whole("spinners", spinners, low=0, high=31)
    require_whole("requests", requests, low=1, high=1_000)
    require_whole("compute_us", compute_us, low=1, high=100_000)
    require_whole("io_us", io_us, low=1, high=1_000_000)
    made = [PlannedThread("I/O thread", compute_us, io_us, requests, blocks=True)]
    made += [PlannedThread(f"spinner {i + 1}", ENDLESS, 0, 1) for i in range(spinners)]
    return _run(made, cpus, switch_interval_us)


def speedup(
    *,
    python_percent: int = 50, cpus: int = 2, workers: int = 8,
    section_us: int = 4_000, switch_interval_us: int = 5_000,
) -> SpeedupCurve:  # fmt: skip
    """Predict what 1 to `workers` workers gain over one, by four rules.

    Processes are bound by the CPUs; threads by the CPUs and by the lock, which
    at best is never idle (1 over the Python share). Amdahl's law is no bound
    here: it lets nobody work while one thread runs Python, but the others may
    be outside the lock at that time. The simulated threads lie between.

    Args:
        python_percent: share of the work that needs the lock, 0 to 100.
        cpus: 1 to 64.
        workers: 1 to 32.
        section_us: as in `gil`.
        switch_interval_us: as in `gil`.

    Raises:
        InvalidInput: if a number is out of range.

    Source: G. Amdahl, AFIPS 1967, for the law.
    """
    require_whole("workers", workers, low=1, high=32)
    require_whole("python_percent", python_percent, low=0, high=100)
    require_whole("cpus", cpus, low=1, high=64)
    require_whole("section_us", section_us, low=100, high=100_000)
    counts = range(1, workers + 1)
    share = python_percent / 100
    runs = [
        gil(
            threads=n, cpus=cpus, python_percent=python_percent, section_us=section_us,
            work_us=10 * section_us, switch_interval_us=switch_interval_us,
        )
        for n in counts
    ]  # fmt: skip
    most = min(cpus, 1 / share) if share else cpus
    simulated = tuple(n * 10 * section_us / run.end_us for n, run in zip(counts, runs, strict=True))
    return SpeedupCurve(
        python_percent,
        cpus,
        (
            SpeedupLine("processes", tuple(float(min(n, cpus)) for n in counts)),
            SpeedupLine("threads, simulated", simulated),
            SpeedupLine("lock never idle", tuple(float(min(n, most)) for n in counts)),
            SpeedupLine("Amdahl", tuple(1 / (share + (1 - share) / min(n, cpus)) for n in counts)),
        ),
    )


def _run(threads: list[PlannedThread], cpus: int, interval_us: int) -> LockTimeline:
    require_whole("cpus", cpus, low=1, high=64)
    require_whole("switch_interval_us", interval_us, low=1, high=1_000_000)
    return Interpreter(threads, cpus, interval_us).run()
