"""What taking and giving back a lock costs, alone and in a crowd, with system calls counted."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from oslab import machine, timing
from oslab.errors import InvalidInput, Unavailable, require, require_choice, require_whole
from oslab.linux import affinity, c_program, strace, tracepoints
from oslab.measurement import Measurement

KINDS = ("none", "add", "mutex", "adaptive", "spin", "futex", "read", "write")
"""No lock; an atomic add; glibc's mutex, its mutex that spins first; a spin lock and a lock that
sleeps, of a dozen lines each; glibc's read-write lock, for reading and for writing."""
UNITS = {
    "CPU time": "ns", "wall time": "ns", "sleeps": "sleeps", "preemptions": "preemptions",
}  # fmt: skip
"""What is measured, each an operation."""
MOST_THREADS = 64
METHOD = (
    "Threads of a C program, pinned in turn to the CPUs, take one lock and give it back until the "
    "time is over; each looks at its CPU time and its context switches before and after."
)
CALLS = "The calls of futex in a run of their own, by the kernel's tracepoint or else by strace."
_FUTEX = "syscalls:sys_enter_futex"
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class LockRun:
    """What one run of the program printed, of all threads together.

    Args:
        operations: locks taken and given back.
        cpu_ns: CPU time.
        wall_ns: from the start of the first to the end of the time.
        sleeps: voluntary context switches.
        preemptions: involuntary ones.
        fewest: operations of the thread that had the fewest.
    """

    operations: int
    cpu_ns: int
    wall_ns: int
    sleeps: int
    preemptions: int
    fewest: int


def lock_cost(
    *, kinds: tuple[str, ...] = KINDS, threads: tuple[int, ...] = (1, 2, 4, 8), inside_ns: int = 0,
    cpus: int | None = None, duration_ms: int = 60, repeats: int = 3, calls: bool = True,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Measure what an operation costs: take the lock, work, give it back.

    Known workload: one thread alone sleeps never and makes no call of futex. CPU time is all
    that the threads burn over all that they did, so it holds on a busy machine; wall time
    counts what others took as well. The loop itself is kind `"none"`. One thread alone has the
    lock's cache line to itself; two on CPUs of their own send it back and forth.

    Args:
        kinds: of `KINDS`.
        threads: numbers of them, each 1 to 64.
        inside_ns: work with the lock, 0 to a million.
        cpus: how many to use; all that this process may, at most 64, if None.
        duration_ms: of one run, 5 to 2,000.
        repeats: runs of each case, taken in turns, 1 to 100.
        calls: whether to count calls of futex in one more run.
        progress: told how many turns are done, of how many.

    Returns:
        For each kind and number of threads what `UNITS` lists, and `"futex calls"`, an
        operation, conditions `kind`, `threads`, `what`, `cpus`, `inside_ns`, `outside_ns`;
        for calls also `by`, `"tracepoint"` or `"strace"`, which slows what it counts.

    Raises:
        InvalidInput: if an argument is out of range.
        Unavailable: without a C compiler, as many CPUs, or a way to count calls.

    Source: U. Drepper, Futexes Are Tricky, 2011, for the lock that sleeps; futex(2).
    """
    cases = _cases(kinds, threads, inside_ns, cpus)
    require_whole("duration_ms", duration_ms, 5, 2_000)
    require_whole("repeats", repeats, 1, 100)
    require(isinstance(calls, bool), "calls", calls, "True or False")
    timing.require_progress(progress)
    runs = lock_runs(cases, duration_ms, repeats, progress)
    taken: list[Measurement] = []
    for case in cases:
        taken += as_measurements(case, runs[case])
        if calls:
            taken.append(_futex_calls(case, duration_ms))
    return tuple(taken)


@dataclass(frozen=True, slots=True)
class Case:
    """One line of arguments of the program."""

    kind: str
    threads: int
    inside_ns: int
    outside_ns: int
    cpus: int

    def command(self, duration_ms: int) -> tuple[str, ...]:
        """Return the words of the command line."""
        words = (self.kind, self.threads, duration_ms, self.inside_ns, self.outside_ns, self.cpus)
        return tuple(map(str, words))

    def conditions(self, what: str) -> dict[str, str | int | float | bool]:
        """Return what a measurement of it says."""
        return {
            "kind": self.kind, "threads": self.threads, "what": what, "cpus": self.cpus,
            "inside_ns": self.inside_ns, "outside_ns": self.outside_ns,
        }  # fmt: skip


def _cases(kinds: object, threads: object, inside_ns: int, cpus: int | None) -> tuple[Case, ...]:
    if not isinstance(kinds, tuple | list) or not kinds:
        raise InvalidInput("kinds", kinds, "some of " + ", ".join(KINDS))
    for kind in kinds:
        require_choice("kinds", kind, KINDS)
    if not isinstance(threads, tuple | list) or not threads:
        raise InvalidInput("threads", threads, "numbers of threads")
    for count in threads:
        require_whole("threads", count, 1, MOST_THREADS)
    require_whole("inside_ns", inside_ns, 0, 1_000_000)
    used = require_cpus(cpus)
    return tuple(
        dict.fromkeys(Case(kind, count, inside_ns, 0, used) for kind in kinds for count in threads)
    )


def require_cpus(cpus: int | None) -> int:
    """Return how many CPUs to use.

    Raises:
        InvalidInput: if it is neither None nor 1 to 64.
        Unavailable: if this process may not use as many.
    """
    mine = len(affinity.allowed())
    if cpus is None:
        return min(mine, MOST_THREADS)
    if require_whole("cpus", cpus, 1, MOST_THREADS) > mine:
        raise Unavailable(f"{cpus} CPUs", "Run on a machine, or with a CPU mask, of as many.")
    return cpus


def lock_runs(
    cases: tuple[Case, ...], duration_ms: int, repeats: int, progress: timing.Progress | None = None
) -> dict[Case, list[LockRun]]:
    """Run every case once a turn, and return the runs of each.

    Raises:
        InvalidInput: if an argument is out of range.
        Unavailable: without a C compiler, or if a run does not end.
    """
    ok = isinstance(cases, tuple) and all(isinstance(case, Case) for case in cases)
    require(ok and len(cases) > 0, "cases", cases, "at least one Case")
    require_whole("duration_ms", duration_ms, 5, 2_000)
    runs: dict[Case, list[LockRun]] = {case: [] for case in cases}

    def turn(case: Case) -> Callable[[], float]:
        def task() -> float:
            words = case.command(duration_ms)
            runs[case].append(run_program("lock_cost", words, parse_lock_cost))
            return 0

        return task

    # The threads look at their own CPU time, so that no turn need be thrown away.
    tasks = {str(case): turn(case) for case in cases}
    timing.interleaved(tasks, repeats=repeats, gate=1, progress=progress)
    return runs


def run_program(name: str, words: tuple[str, ...], parse: Callable[[str], Answer]) -> Answer:
    """Run a program of this room that bounds itself, and return what `parse` makes of it.

    Raises:
        InvalidInput: if there is no such program, or an argument is of another kind.
        Unavailable: without a C compiler, or if the program fails or does nothing in its time.
    """
    ok = isinstance(words, tuple) and all(isinstance(word, str) for word in words)
    require(ok, "words", words, "words")
    require(callable(parse), "parse", parse, "a function of a text")
    answer = c_program.run(c_program.find("sync", name), *words, timeout_s=90)
    remedy = "Ask for fewer threads or more time, or when less else runs."
    if answer.returncode != 0:
        raise Unavailable(f"an answer of {name}", remedy)
    try:
        return parse(answer.stdout)
    except InvalidInput as error:  # nobody ran in the time that was given
        raise Unavailable(f"an operation of {name}", remedy) from error


def parse_lock_cost(text: str) -> LockRun:
    """Return what one run of the program says.

    Raises:
        InvalidInput: if it is no such answer, or the lock did not hold.
    """
    *numbers, broken = whole_numbers(text, 7)
    require(broken == 0, "text", text, "an answer that ends with 0")
    return LockRun(*numbers)


def whole_numbers(text: str, count: int) -> list[int]:
    """Return the whole numbers of one line.

    Raises:
        InvalidInput: if `text` is not a line of `count` numbers, the first above 0.
    """
    require(isinstance(text, str), "text", text, "a text")
    require_whole("count", count, 1, 1000)
    words = text.split()
    if len(words) != count or not all(word.isdecimal() for word in words) or int(words[0]) < 1:
        raise InvalidInput("text", text, f"{count} whole numbers, the first above 0")
    return [int(word) for word in words]


def as_measurements(case: Case, runs: list[LockRun]) -> list[Measurement]:
    """Return the runs of one case as one measurement for each of `UNITS`.

    Raises:
        InvalidInput: if an argument is of another kind.
    """
    require(isinstance(case, Case), "case", case, "a Case")
    ok = isinstance(runs, list) and len(runs) > 0
    require(ok and all(isinstance(run, LockRun) for run in runs), "runs", runs, "LockRuns")
    samples: dict[str, list[float]] = {
        "CPU time": [run.cpu_ns / run.operations for run in runs],
        "wall time": [run.wall_ns / run.operations for run in runs],
        "sleeps": [run.sleeps / run.operations for run in runs],
        "preemptions": [run.preemptions / run.operations for run in runs],
    }
    return [
        _measurement(case, what, tuple(numbers), UNITS[what], METHOD)
        for what, numbers in samples.items()
    ]


def _futex_calls(case: Case, duration_ms: int) -> Measurement:
    program = str(c_program.compile(c_program.find("sync", "lock_cost")))
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        # Both counters keep what a program prints, so a shell sends it elsewhere.
        words = ("sh", "-c", 'exec "$@" > "$0"', str(output), program, *case.command(duration_ms))
        try:
            by, calls = "tracepoint", tracepoints.count([_FUTEX], words)[_FUTEX]
        except Unavailable:
            rows = strace.count(words)
            by, calls = "strace", rows["futex"].calls if "futex" in rows else 0
        text = output.read_text(encoding="utf-8") if output.exists() else ""
    if not text:
        raise Unavailable("counting calls of futex", "Run as root with perf, or install strace.")
    operations = parse_lock_cost(text).operations
    return _measurement(case, "futex calls", (calls / operations,), "calls", CALLS, by=by)


def _measurement(
    case: Case, what: str, samples: tuple[float, ...], unit: str, method: str, **more: str
) -> Measurement:
    crowd = "1 thread" if case.threads == 1 else f"{case.threads} threads"
    return Measurement(
        name=f"{what}, {case.kind}, {crowd}",
        samples=samples,
        unit=unit,
        method=method,
        machine=machine.this_machine(),
        conditions={**case.conditions(what), **more},
    )
