"""What became of the requests an inference server received, whoever served them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Server:
    """One run of a server; times in nanoseconds from its start.

    Args:
        threads: how many requests may be in service at once.
        cpus: how many CPUs they share.
        arrivals: when each request was due, in order.
        starts: when a thread took it.
        finishes: when its answer was ready.
        cpu_ns: CPU time the server took, all together.
        voluntary: switches because a thread had nothing to do.
        involuntary: switches because a thread had to make room.
        source: `"model"` or `"kernel"`.
        others: share of these CPUs' time that other programs took meanwhile, 0 to 1.
        services: CPU time of each request; its answer and its part of handing requests over.
    """

    threads: int
    cpus: int
    arrivals: tuple[int, ...]
    starts: tuple[int, ...]
    finishes: tuple[int, ...]
    cpu_ns: int
    voluntary: int
    involuntary: int
    source: str = "model"
    others: float = 0.0
    services: tuple[int, ...] = ()
