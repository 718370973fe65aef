"""An inference server: a pool of threads that shares CPUs in turn.

Requests come when they like (an open loop: nobody waits for an answer before
asking again), queue first in, first out for a free thread, and then share the
CPUs round robin. One run queue feeds all CPUs, or one each, as Linux has it:
`run_queues` plays both. Every thread that comes on a CPU pays `switch_ns`: the
switch itself, and what its caches and TLB lost meanwhile.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from oslab.errors import InvalidInput, require, require_choice, require_number, require_whole
from oslab.processes.model.run_queues import (
    LINUX_QUEUES,
    WAKES,
    Queues,
    RunQueues,
    Sharing,
)
from oslab.processes.records.server import Server

SHAPES = ("fixed", "exponential")
QUANTUM_NS = 3_000_000
"""Near the slice that Linux gives on few CPUs: 0.7 ms times 1 + log2(CPUs), rounded to ticks."""
SLICE_NS = 1_400_000
"""What Linux since 6.6 gives on two CPUs: 0.7 ms times 1 + log2(CPUs); ticks make it longer."""
QUEUES = ("one for all", "one a CPU")
SHARED_QUEUE = Queues()
DEFAULT_THREADS = (1, 2, 4, 8, 16, 32)


def server(
    *, threads: int = 4, cpus: int = 2, load: float = 0.8, service_ns: int = 4_000_000,
    requests: int = 1_000, switch_ns: int = 2_000, shape: str = "fixed", seed: int = 1,
) -> Server:  # fmt: skip
    """Return what became of `requests` that arrive at random at a fraction of capacity.

    Args:
        threads: requests in service at once, 1 to 1,024.
        cpus: 1 to 256.
        load: CPU time asked for over CPU time there is, above 0 to 2.
        service_ns: CPU time of a request (its mean), 1,000 to 1e10.
        requests: 1 to 100,000.
        switch_ns: cost of bringing a thread on a CPU, cold caches included, 0 to 1e9.
        shape: `"fixed"` (every request alike) or `"exponential"`.
        seed: of the arrivals and services.

    Raises:
        InvalidInput: if a value is out of range.

    Source: Harchol-Balter, Performance Modeling and Design of Computer Systems,
    chapters 14 (M/M/k) and 22 (processor sharing).
    """
    due = arrivals(cpus=cpus, load=load, service_ns=service_ns, requests=requests, seed=seed)
    work = services(service_ns=service_ns, requests=requests, shape=shape, seed=seed)
    return serve(arrivals=due, services=work, threads=threads, cpus=cpus, switch_ns=switch_ns)


def server_sweep(
    *, threads: Sequence[int] = DEFAULT_THREADS, cpus: int = 2, load: float = 0.8,
    service_ns: int = 4_000_000, requests: int = 1_000, switch_ns: int = 2_000,
    shape: str = "fixed", seed: int = 1,
) -> tuple[Server, ...]:  # fmt: skip
    """Return `server` for several pools, each given the same requests.

    Raises:
        InvalidInput: if `threads` is not 1 to 20 numbers, or as `server`.
    """
    if not isinstance(threads, tuple | list) or not 1 <= len(threads) <= 20:
        raise InvalidInput("threads", threads, "1 to 20 numbers of threads")
    due = arrivals(cpus=cpus, load=load, service_ns=service_ns, requests=requests, seed=seed)
    work = services(service_ns=service_ns, requests=requests, shape=shape, seed=seed)
    return tuple(
        serve(arrivals=due, services=work, threads=count, cpus=cpus, switch_ns=switch_ns)
        for count in threads
    )


def queue_sweep(
    *, queues: str = "one a CPU", wake: str = WAKES[2], balance_ns: int = 4_000_000,
    load: float = 0.8, shape: str = "fixed", requests: int = 1_000, seed: int = 1,
) -> tuple[Server, ...]:  # fmt: skip
    """Return two CPUs with pools of several sizes, their threads queueing as asked.

    Slices and ticks are Linux's, so that only the queues differ.

    Args:
        queues: `"one for all"` or `"one a CPU"`.
        wake: as `Queues`; with one queue for all it changes nothing.
        balance_ns: as `Queues`; likewise.
        load: as `server`.
        shape: as `server`.
        requests: as `server`.
        seed: as `server`.

    Raises:
        InvalidInput: if a value is out of range.
    """
    own = require_choice("queues", queues, QUEUES) == QUEUES[1]
    rules = Queues(own, balance_ns, wake, LINUX_QUEUES.tick_ns)
    due = arrivals(load=load, requests=requests, seed=seed)
    work = services(requests=requests, shape=shape, seed=seed)
    return tuple(
        serve(
            arrivals=due, services=work, threads=count, cpus=2, quantum_ns=SLICE_NS, queues=rules
        )
        for count in DEFAULT_THREADS
    )  # fmt: skip


def arrivals(
    *, cpus: int = 2, load: float = 0.8, service_ns: int = 4_000_000, requests: int = 1_000,
    seed: int = 1,
) -> tuple[int, ...]:  # fmt: skip
    """Return when requests arrive: gaps are exponential, so nothing is ever on time.

    Raises:
        InvalidInput: as `server`.
    """
    require_whole("cpus", cpus, 1, 256)
    require_number("load", load, 0.001, 2)
    require_whole("service_ns", service_ns, 1_000, 10**10)
    require_whole("requests", requests, 1, 100_000)
    require_whole("seed", seed, 0)
    chance = random.Random(f"arrivals {seed}")
    gap = service_ns / (cpus * load)
    now = 0
    times = []
    for _ in range(requests):
        now += round(chance.expovariate(1.0) * gap)
        times.append(now)
    return tuple(times)


def services(
    *, service_ns: int = 4_000_000, requests: int = 1_000, shape: str = "fixed", seed: int = 1
) -> tuple[int, ...]:
    """Return the CPU time each request needs.

    Raises:
        InvalidInput: as `server`.
    """
    require_whole("service_ns", service_ns, 1_000, 10**10)
    require_whole("requests", requests, 1, 100_000)
    require_whole("seed", seed, 0)
    if require_choice("shape", shape, SHAPES) == "fixed":
        return (service_ns,) * requests
    chance = random.Random(f"services {seed}")
    return tuple(max(1, round(chance.expovariate(1.0) * service_ns)) for _ in range(requests))


def serve(
    *, arrivals: Sequence[int], services: Sequence[int], threads: int, cpus: int,
    quantum_ns: int = QUANTUM_NS, switch_ns: int = 2_000, queues: Queues = SHARED_QUEUE,
) -> Server:  # fmt: skip
    """Return what becomes of these very requests; `server` draws them at random.

    Args:
        arrivals: nanoseconds, never decreasing.
        services: CPU time of each, in nanoseconds, at least 1.
        threads: as `server`.
        cpus: as `server`.
        quantum_ns: how long a thread runs while others are ready, 1,000 to 1e10.
        switch_ns: as `server`.
        queues: one for all CPUs, as is the default, or one a CPU.

    Raises:
        InvalidInput: if the two differ in length or a value is out of range.

    """
    require_whole("threads", threads, 1, 1_024)
    require_whole("cpus", cpus, 1, 256)
    require_whole("quantum_ns", quantum_ns, 1_000, 10**10)
    require_whole("switch_ns", switch_ns, 0, 10**9)
    require(isinstance(queues, Queues), "queues", queues, "Queues")
    due, work = _times("arrivals", arrivals, 0), _times("services", services, 1)
    if len(due) != len(work) or list(due) != sorted(due):
        raise InvalidInput("arrivals", arrivals, "in order, and as many as services")
    pool = RunQueues(due, work, Sharing(threads, cpus, quantum_ns, switch_ns, queues))
    pool.play()
    return Server(
        threads, cpus, due, tuple(pool.starts), tuple(pool.finishes), sum(work),
        pool.voluntary, pool.involuntary, services=work,
    )  # fmt: skip


def _times(argument: str, values: object, low: int) -> tuple[int, ...]:
    if not isinstance(values, tuple | list) or not 1 <= len(values) <= 100_000:
        raise InvalidInput(argument, values, "1 to 100000 whole nanoseconds")
    for value in values:
        require_whole(argument, value, low, 10**15)
    return tuple(values)
