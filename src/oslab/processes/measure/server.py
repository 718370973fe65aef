"""A real pool of threads under a real open loop, in a process of its own."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from oslab import timing
from oslab.errors import InvalidInput, Unavailable, require_number, require_whole
from oslab.linux import affinity
from oslab.linux.procfs import system_stat
from oslab.processes import model
from oslab.processes.records.server import Server

PROGRAM = Path(__file__).parents[1] / "programs" / "inference_server.py"
_GATE, _TRIES = 0.1, 3
"""A run counts if other programs took at most this share of the CPUs; so often it is tried."""


def server(
    *, threads: Sequence[int] = (1, 2, 4, 8, 16, 32), cpus: int | None = None, load: float = 0.8,
    service_ns: int = 4_000_000, requests: int = 250, repeats: int = 1, seed: int = 1,
    progress: timing.Progress | None = None,
) -> tuple[Server, ...]:  # fmt: skip
    """Serve the requests of `model.server` with real threads, and watch them.

    The requests of one seed arrive at the same moments in the model and here; the
    work of each is calibrated to `service_ns` of CPU time. What it really took is
    `cpu_ns` of the record: give the model that. A run in which other programs took
    more than a tenth of the CPUs is tried again, twice; `others` says how it went.

    Args:
        threads: sizes of the pool, 1 to 20 of them, each 1 to 256.
        cpus: how many CPUs the server may use; all allowed ones, at most two, if left out.
        load: CPU time asked for over CPU time there is, 0.001 to 2.
        service_ns: CPU time of one request, 100,000 to 1e9.
        requests: 1 to 10,000.
        repeats: runs of every size, taken in turn, 1 to 20.
        seed: of the arrivals.
        progress: told after every run.

    Returns:
        One record a run, in the order in which they were taken.

    Raises:
        InvalidInput: if a value is out of range.
        Unavailable: if the server does not answer.
    """
    timing.require_progress(progress)
    sizes = _sizes(threads)
    available = affinity.allowed()
    count = min(2, len(available)) if cpus is None else cpus
    require_whole("cpus", count, 1, len(available))
    require_number("load", load, 0.001, 2)
    require_whole("service_ns", service_ns, 100_000, 10**9)
    require_whole("requests", requests, 1, 10_000)
    require_whole("repeats", repeats, 1, 20)
    due = model.arrivals(
        cpus=count, load=load, service_ns=service_ns, requests=requests, seed=seed
    )  # fmt: skip
    iterations = _iterations(service_ns)
    runs: list[Server] = []
    for _ in range(repeats):
        for size in sizes:
            runs.append(_quietest(size, available[-count:], due, iterations))
            if progress:
                progress(len(runs), repeats * len(sizes))
    return tuple(runs)


def _quietest(threads: int, cpus: tuple[int, ...], due: tuple[int, ...], rounds: int) -> Server:
    """Return the first of three runs that was left alone, or the least disturbed of them."""
    tries: list[Server] = []
    while len(tries) < _TRIES and not (tries and tries[-1].others <= _GATE):
        tries.append(_run(threads, cpus, due, rounds))
    return min(tries, key=lambda one: one.others)


def _run(threads: int, cpus: tuple[int, ...], due: tuple[int, ...], iterations: int) -> Server:
    asked = {"threads": threads, "iterations": iterations, "arrivals": due, "cpus": cpus}
    before = _busy_s(cpus), _children_s(), time.monotonic()
    # -I and -S: nothing of the reader's environment runs inside the server.
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(PROGRAM)],
        input=json.dumps(asked), capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    if done.returncode != 0:
        raise Unavailable("the server's answer", done.stderr.strip()[-200:] or "Try again.")
    busy, ours, wall = (
        now - then
        for now, then in zip((_busy_s(cpus), _children_s(), time.monotonic()), before, strict=True)
    )
    answer = json.loads(done.stdout)
    return Server(
        threads=threads, cpus=len(cpus), arrivals=due, starts=tuple(answer["starts"]),
        finishes=tuple(answer["finishes"]), cpu_ns=answer["cpu_ns"],
        voluntary=answer["voluntary"], involuntary=answer["involuntary"], source="kernel",
        others=min(1.0, max(0.0, (busy - ours) / (wall * len(cpus)))),
        services=_with_dispatch(answer["services"], answer["cpu_ns"]),
    )  # fmt: skip


def _with_dispatch(services: list[int], cpu_ns: int) -> tuple[int, ...]:
    """Return what each request took, with an equal part of what no request took by itself."""
    rest = max(0, cpu_ns - sum(services)) // len(services)
    return tuple(max(1, one + rest) for one in services)


def _busy_s(cpus: tuple[int, ...]) -> float:
    """Return the seconds since boot in which these CPUs worked, for us or for anybody."""
    clocks = system_stat.read().cpus
    ticks = sum(
        one.user + one.nice + one.system + one.irq + one.softirq + one.steal
        for one in (clocks[cpu] for cpu in cpus)
    )
    return ticks / os.sysconf("SC_CLK_TCK")


def _children_s() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _iterations(service_ns: int) -> int:
    """Return how many rounds of the hash take `service_ns` of CPU time here."""
    rounds = 2_000
    best = min(_hash_ns(rounds) for _ in range(9))
    return max(1, round(rounds * service_ns / best))


def _hash_ns(rounds: int) -> int:
    start = time.thread_time_ns()
    hashlib.pbkdf2_hmac("sha256", b"prompt", b"weights", rounds)
    return time.thread_time_ns() - start


def _sizes(threads: object) -> tuple[int, ...]:
    if not isinstance(threads, tuple | list) or not 1 <= len(threads) <= 20:
        raise InvalidInput("threads", threads, "1 to 20 sizes of the pool")
    return tuple(require_whole("threads", size, 1, 256) for size in threads)
