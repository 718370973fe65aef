"""The scheduling engine beside two peers, and how its cost grows with the number of tasks.

Peers are fetched for this run only, into `_build/peers`: SimPy from the package index, and
`mlfq.py` of the OSTEP homework, of one commit and known by its digest, because it is run here.
A file that lies there already is used; without it and without a network the line says so.
Both sides run in turn, and only CPU time counts. The peer's answers are compared with ours
before anything is timed.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import math
import os
import random
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any
from unittest import mock

from oslab.errors import Unavailable
from oslab.scheduling import (
    Cfs,
    Eevdf,
    Fifo,
    Job,
    Lottery,
    MultiLevelFeedback,
    PriorityAging,
    RoundRobin,
    ShortestRemainingFirst,
    Stride,
    metrics,
    simulate,
)
from oslab.scheduling.run_queue import Policy

PEERS = Path(__file__).parent.parent / "_build" / "peers"
SIMPY = "simpy==4.1.2"
MLFQ = (
    "https://raw.githubusercontent.com/remzi-arpacidusseau/ostep-homework/"
    "6c6cfc7e82c274fb7f0f068b5a75e1b42f7615b6/cpu-sched-mlfq/mlfq.py"
)
MLFQ_SHA256 = "a3d457c9249fbc204a1149355e701e074bbe2a5f6312dcb4742ff1054f3a7733"
REPEATS = 7
TASKS, BURST, QUANTUM = 100, 10_000, 10
SIZES = (10, 100, 1_000, 10_000)
TURNS = 40_000
LOGARITHMIC = math.log(math.log(SIZES[-1]) / math.log(SIZES[0])) / math.log(SIZES[-1] / SIZES[0])
"""The exponent that a cost of exactly log n shows between the smallest and the largest size."""
Task = Callable[[], int]


def main() -> None:
    """Print a line a comparison."""
    sys.stdout.write(f"\n{'what':34} {'ours':>12} {'peer':>12} {'ratio':>6} {'bound':>6}\n")
    for comparison in (_against_simpy, _against_mlfq):
        try:
            comparison()
        except Unavailable as cannot:
            sys.stdout.write(f"{comparison.__doc__} {cannot}\n")
    _growth()


# ------------------------------------------------------------------ round robin
def _against_simpy() -> None:
    """Round robin:"""  # noqa: D415 - the beginning of a line
    simpy = _simpy()
    jobs = [Job(f"J{place}", 0, BURST) for place in range(TASKS)]

    def ours() -> int:
        return len(simulate(jobs, RoundRobin(QUANTUM)).slices)

    turns = [(one.job, one.start, one.end) for one in simulate(jobs, RoundRobin(QUANTUM)).slices]
    if turns != _turns_of_resource(simpy) or turns != _turns_of_one_process(simpy):
        raise RuntimeError("the three round robins do not agree")
    _compare("round robin, a process a job", ours, lambda: len(_turns_of_resource(simpy)), 3)
    _compare(
        "round robin, one process in all", ours, lambda: len(_turns_of_one_process(simpy)), None
    )


def _turns_of_resource(simpy: ModuleType) -> list[tuple[str, int, int]]:
    """As one writes it in SimPy: jobs are processes, the CPU is a resource they ask for."""
    world = simpy.Environment()
    cpu = simpy.Resource(world, capacity=1)
    turns: list[tuple[str, int, int]] = []

    def job(name: str, left: int) -> Iterable[Any]:
        while left:
            with cpu.request() as mine:
                yield mine
                start, run = world.now, min(QUANTUM, left)
                yield world.timeout(run)
                turns.append((name, start, world.now))
                left -= run

    for place in range(TASKS):
        world.process(job(f"J{place}", BURST))
    world.run()
    return turns


def _turns_of_one_process(simpy: ModuleType) -> list[tuple[str, int, int]]:
    """The least that SimPy can do: one process holds the queue and only waits for time."""
    world = simpy.Environment()
    ready = [(f"J{place}", BURST) for place in range(TASKS)]
    turns: list[tuple[str, int, int]] = []

    def cpu() -> Iterable[Any]:
        line = iter(ready)
        for name, left in line:
            start, run = world.now, min(QUANTUM, left)
            yield world.timeout(run)
            turns.append((name, start, world.now))
            if left > run:
                ready.append((name, left - run))

    world.process(cpu())
    world.run()
    return turns


def _simpy() -> ModuleType:
    sys.path.insert(0, str(PEERS / "simpy"))
    with contextlib.suppress(ImportError):
        return importlib.import_module("simpy")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target"]
    try:
        subprocess.run([*pip, PEERS / "simpy", SIMPY], check=True, capture_output=True, timeout=120)
        importlib.invalidate_caches()
        return importlib.import_module("simpy")
    except (subprocess.SubprocessError, ImportError) as error:
        raise Unavailable("SimPy", f"Install {SIMPY} into {PEERS / 'simpy'}.") from error


# ------------------------------------------------------------------ feedback queues
@dataclass(frozen=True)
class Feedback:
    """A workload for mlfq.py: jobs as (start, run, I/O every), and its options."""

    jobs: tuple[tuple[int, int, int], ...]
    quanta: tuple[int, ...] = (10, 20, 40)
    io: int = 5
    boost: int = 1_000

    def ours(self) -> tuple[Job, ...]:
        """Return the same jobs as bursts."""
        made = []
        for place, (start, run, every) in enumerate(self.jobs):
            whole, rest = divmod(run, every)
            pieces = [every] * whole + [rest] * (rest > 0)
            bursts = [ticks for piece in pieces for ticks in (piece, self.io)][:-1]
            made.append(Job(f"J{place}", start, bursts=tuple(bursts)))
        return tuple(made)

    def options(self) -> list[str]:
        """Return the words for its command line."""
        listed = ":".join(",".join(map(str, job)) for job in self.jobs)
        levels = [",".join(map(str, self.quanta)), ",".join("1" for _ in self.quanta)]
        numbers = ["-i", str(self.io), "-B", str(self.boost), "-Q", levels[0], "-A", levels[1]]
        return ["mlfq.py", "-c", "-l", listed, *numbers]


def _against_mlfq() -> None:
    """Feedback queue:"""  # noqa: D415 - the beginning of a line
    program = _mlfq()
    chance = random.Random(1)
    load = Feedback(
        tuple((chance.randrange(50), 2_000, chance.randrange(20, 90)) for _ in range(20))
    )
    jobs, policy = load.ours(), MultiLevelFeedback(load.quanta, boost=load.boost)
    theirs, ours = _play_mlfq(program, load), simulate(jobs, policy)
    first, ended = metrics.response(ours), metrics.completion(ours)
    for place, job in enumerate(jobs):
        if (theirs[place]["firstRun"], theirs[place]["endTime"]) != (
            first[job.name] + job.arrival, ended[job.name],
        ):  # fmt: skip
            raise RuntimeError(f"mlfq.py and the engine disagree on {job.name}")

    def ticks_of_ours() -> int:
        return simulate(jobs, policy, notes=False).end

    def ticks_of_theirs() -> int:
        return max(int(job["endTime"]) for job in _play_mlfq(program, load).values())

    def ticks_of_silent() -> int:
        return max(int(job["endTime"]) for job in _play_mlfq(program, load, silent=True).values())

    _compare("feedback queue, mlfq.py as it is", ticks_of_ours, ticks_of_theirs, 10)
    _compare("feedback queue, its print() removed", ticks_of_ours, ticks_of_silent, None)


def _play_mlfq(
    program: CodeType, load: Feedback, *, silent: bool = False
) -> dict[int, dict[str, int]]:
    """Run mlfq.py in here; it tells every tick, and `silent` takes the telling out."""
    names: dict[str, Any] = {"__name__": "__main__"}
    if silent:
        names["print"] = lambda *_, **__: None
    with (
        Path(os.devnull).open("w") as sink,
        mock.patch.object(sys, "argv", load.options()),
        contextlib.redirect_stdout(sink),
    ):
        exec(program, names)  # noqa: S102 - the peer is a script
    jobs: dict[int, dict[str, int]] = names["job"]
    return jobs


def _mlfq() -> CodeType:
    file = PEERS / "mlfq.py"
    if not file.exists():
        PEERS.mkdir(parents=True, exist_ok=True)
        try:
            with urllib.request.urlopen(MLFQ, timeout=20) as answer:
                file.write_bytes(answer.read())
        except OSError as error:
            raise Unavailable("mlfq.py of OSTEP", f"Put it at {file}.") from error
    if hashlib.sha256(file.read_bytes()).hexdigest() != MLFQ_SHA256:
        raise Unavailable("the mlfq.py that we know", f"Remove {file}; it is another program.")
    return compile(file.read_text(), str(file), "exec")


# ------------------------------------------------------------------ growth
def _growth() -> None:
    """Print what an event costs with 10 to 10,000 tasks, and the exponent of a fit."""
    heads = " ".join(f"{f'{size:,}':>7}" for size in SIZES)
    sys.stdout.write(f"\n{'ns an event, by number of tasks':34} {heads}  exponent\n")
    policies = (
        Fifo(), ShortestRemainingFirst(), RoundRobin(1), PriorityAging(1_000),
        MultiLevelFeedback((1, 2, 4)), Stride(), Lottery(), Cfs(), Eevdf(), Eevdf(timeline="heaps"),
    )  # fmt: skip
    for policy in policies:
        costs = [_cost(policy, size) for size in SIZES]
        slope = _slope([math.log(size) for size in SIZES], [math.log(cost) for cost in costs])
        flag = "pass" if slope <= LOGARITHMIC else "OVER"
        shown = " ".join(f"{cost:7.0f}" for cost in costs)
        name = " on ".join(
            [type(policy).__name__, *filter(None, [getattr(policy, "timeline", "")])]
        )
        sys.stdout.write(f"{name:34} {shown}  {slope:8.2f} {LOGARITHMIC:6.2f} {flag}\n")
        sys.stdout.flush()


def _cost(policy: Policy, size: int) -> float:
    """Return the CPU nanoseconds of one event: an arrival, an end, or the end of a turn."""
    turns = any(hasattr(policy, name) for name in ("quantum", "quanta", "unit"))
    chance = random.Random(size)
    bursts = [TURNS if turns else chance.randrange(1, 1_000) for _ in range(size)]
    jobs = [Job(f"J{place}", 0, burst) for place, burst in enumerate(bursts)]
    until = TURNS if turns else None
    again = max(1, TURNS // (4 * size)) if not turns else 1

    def run() -> int:
        events = 0
        for _ in range(again):
            events += len(simulate(jobs, policy, until=until, notes=False).slices) + size
        return events

    return min(_ns(run) for _ in range(3))


def _slope(x: list[float], y: list[float]) -> float:
    """Return the slope of the least-squares line."""
    middle, height = math.fsum(x) / len(x), math.fsum(y) / len(y)
    above = math.fsum((a - middle) * (b - height) for a, b in zip(x, y, strict=True))
    return above / math.fsum((a - middle) ** 2 for a in x)


# ------------------------------------------------------------------ timing
def _compare(what: str, ours: Task, peer: Task, bound: float | None) -> None:
    """Time both in turn; the ratio says how many of our events fit into one of the peer's."""
    samples = [(_ns(ours), _ns(peer)) for _ in range(REPEATS)]
    mine, theirs = (min(side) for side in zip(*samples, strict=True))
    flag = "" if bound is None else "pass" if theirs / mine >= bound else "UNDER"
    shown = "-" if bound is None else f"{bound:.1f}"
    sys.stdout.write(
        f"{what:34} {1e9 / mine:10,.0f}/s {1e9 / theirs:10,.0f}/s {theirs / mine:6.2f}"
        f" {shown:>6} {flag}\n"
    )
    sys.stdout.flush()


def _ns(task: Task) -> float:
    start = time.process_time_ns()
    count = task()
    return (time.process_time_ns() - start) / count


if __name__ == "__main__":
    main()
