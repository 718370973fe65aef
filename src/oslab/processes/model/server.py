"""An inference server: a pool of threads that shares CPUs in turn.

Requests come when they like (an open loop: nobody waits for an answer before
asking again), queue first in, first out for a free thread, and then share the
CPUs round robin. One queue feeds all CPUs; Linux keeps one a CPU and balances.
Every thread that comes on a CPU pays `switch_ns`: the switch itself, and what its
caches and TLB lost meanwhile.

Ties: arrivals before the ends of slices, then in the order in which they were set.
"""

from __future__ import annotations

import heapq
import random
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from oslab.errors import InvalidInput, require_choice, require_number, require_whole
from oslab.processes.records.server import Server

SHAPES = ("fixed", "exponential")
QUANTUM_NS = 3_000_000
"""Near the slice that Linux gives on few CPUs: 0.7 ms times 1 + log2(CPUs), rounded to ticks."""
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
    quantum_ns: int = QUANTUM_NS, switch_ns: int = 2_000,
) -> Server:  # fmt: skip
    """Return what becomes of these very requests; `server` draws them at random.

    Args:
        arrivals: nanoseconds, never decreasing.
        services: CPU time of each, in nanoseconds, at least 1.
        threads: as `server`.
        cpus: as `server`.
        quantum_ns: how long a thread runs while others are ready, 1,000 to 1e10.
        switch_ns: as `server`.

    Raises:
        InvalidInput: if the two differ in length or a value is out of range.
    """
    require_whole("threads", threads, 1, 1_024)
    require_whole("cpus", cpus, 1, 256)
    require_whole("quantum_ns", quantum_ns, 1_000, 10**10)
    require_whole("switch_ns", switch_ns, 0, 10**9)
    due, work = _times("arrivals", arrivals, 0), _times("services", services, 1)
    if len(due) != len(work) or list(due) != sorted(due):
        raise InvalidInput("arrivals", arrivals, "in order, and as many as services")
    pool = _Pool(due, work, threads, cpus, quantum_ns, switch_ns)
    pool.play()
    return Server(
        threads, cpus, due, tuple(pool.starts), tuple(pool.finishes), sum(work),
        pool.voluntary, pool.involuntary,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Slice:
    """One stay on a CPU."""

    request: int
    ran: int


class _Pool:
    """The state of one run; `play` plays it to the end."""

    def __init__(
        self, due: tuple[int, ...], work: tuple[int, ...], threads: int, cpus: int,
        quantum: int, switch: int,
    ) -> None:  # fmt: skip
        self.due, self.left = due, list(work)
        self.idle_threads, self.idle_cpus = threads, cpus
        self.quantum, self.switch = quantum, switch
        self.backlog: deque[int] = deque()
        self.ready: deque[int] = deque()
        self.events: list[tuple[int, int, _Slice]] = []
        self.set_so_far = 0
        self.starts = [-1] * len(due)
        self.finishes = [-1] * len(due)
        self.voluntary = self.involuntary = 0

    def play(self) -> None:
        """Take arrivals and ends of slices in time order until nothing is left."""
        coming = 0
        while coming < len(self.due) or self.events:
            if coming < len(self.due) and (
                not self.events or self.due[coming] <= self.events[0][0]
            ):
                now = self.due[coming]
                self.backlog.append(coming)
                coming += 1
            else:
                now, _, done = heapq.heappop(self.events)
                self.end(now, done)
            self.fill(now)

    def fill(self, now: int) -> None:
        """Give idle threads a request, then idle CPUs a thread."""
        while self.idle_threads and self.backlog:
            request = self.backlog.popleft()
            self.idle_threads -= 1
            self.starts[request] = now
            self.ready.append(request)
        while self.idle_cpus and self.ready:
            request = self.ready.popleft()
            self.idle_cpus -= 1
            self.run(now + self.switch, request)

    def run(self, now: int, request: int) -> None:
        """Let a request run from `now` until its slice or its work ends."""
        ran = min(self.quantum, self.left[request])
        self.set_so_far += 1
        heapq.heappush(self.events, (now + ran, self.set_so_far, _Slice(request, ran)))

    def end(self, now: int, done: _Slice) -> None:
        """Settle a slice: the request is done, goes on, or makes room."""
        request = done.request
        self.left[request] -= done.ran
        if self.left[request] == 0:
            self.finishes[request] = now
            self.idle_threads += 1
            self.idle_cpus += 1
            # A free thread takes a waiting request without leaving the CPU.
            self.voluntary += not self.backlog
        elif self.ready:
            self.involuntary += 1
            self.ready.append(request)
            self.idle_cpus += 1
        else:
            self.run(now, request)


def _times(argument: str, values: object, low: int) -> tuple[int, ...]:
    if not isinstance(values, tuple | list) or not 1 <= len(values) <= 100_000:
        raise InvalidInput(argument, values, "1 to 100000 whole nanoseconds")
    for value in values:
        require_whole(argument, value, low, 10**15)
    return tuple(values)
