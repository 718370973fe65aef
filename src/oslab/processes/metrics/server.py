"""How long the requests of a server took: the middle, and the tail its users remember."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from oslab.errors import require, require_number
from oslab.processes.records.server import Server


def latencies(record: Server) -> tuple[int, ...]:
    """Return for each request the nanoseconds from when it was due to its answer.

    Counted from when it was *due*, not from when it was taken: a client that waits
    for a slow answer before it asks again would hide the wait of all that it did
    not ask ("coordinated omission").

    Raises:
        InvalidInput: if `record` is no Server.
    """
    _require(record)
    return tuple(end - due for due, end in zip(record.arrivals, record.finishes, strict=True))


def percentile(record: Server, share: float = 0.99) -> int:
    """Return the latency that `share` of the requests do not exceed (nearest rank).

    Raises:
        InvalidInput: if `record` is no Server or `share` not within 0 to 1.
    """
    require_number("share", share, 0, 1)
    ordered = sorted(latencies(record))
    # Rounding before the ceiling keeps 0.07 * 100 from becoming 8.
    rank = max(1, -int(-round(share * len(ordered), 9) // 1))
    return ordered[rank - 1]


def by_pool(records: Sequence[Server], share: float = 0.99) -> dict[int, float]:
    """Return `percentile` by number of threads: the median of the runs with so many.

    Raises:
        InvalidInput: if `records` is not at least one Server, or as `percentile`.
    """
    require(isinstance(records, tuple | list) and len(records) > 0, "records", records, "Servers")
    found: dict[int, list[int]] = {}
    for one in records:
        tail = percentile(one, share)
        found.setdefault(one.threads, []).append(tail)
    return {threads: statistics.median(found[threads]) for threads in sorted(found)}


def time_in_service(record: Server) -> tuple[int, ...]:
    """Return for each request the nanoseconds from a thread taking it to its answer.

    Raises:
        InvalidInput: if `record` is no Server.
    """
    _require(record)
    return tuple(end - begun for begun, end in zip(record.starts, record.finishes, strict=True))


def throughput(record: Server) -> float:
    """Return requests a second, from the first arrival to the last answer.

    Raises:
        InvalidInput: if `record` is no Server.
    """
    _require(record)
    return len(record.arrivals) * 1e9 / (max(record.finishes) - record.arrivals[0])


def mean_in_system(record: Server) -> float:
    """Return the mean number of requests inside, from time 0 to the last answer.

    Raises:
        InvalidInput: if `record` is no Server.
    """
    _require(record)
    moves = [(due, 1) for due in record.arrivals] + [(end, -1) for end in record.finishes]
    inside = area = before = 0
    for now, change in sorted(moves):
        area += inside * (now - before)
        inside, before = inside + change, now
    return area / max(record.finishes)


def most_in_service(record: Server) -> int:
    """Return the largest number of requests that threads held at one time.

    Raises:
        InvalidInput: if `record` is no Server.
    """
    _require(record)
    moves = [(t, 1) for t in record.starts] + [(t, -1) for t in record.finishes]
    inside = most = 0
    for _, change in sorted(moves):
        inside += change
        most = max(most, inside)
    return most


def stranded_ns(record: Server) -> int:
    """Return the CPU time in which a CPU had nothing to do while a request in service waited.

    While n requests are in service, min(n, CPUs) CPUs have something to do; what neither
    the server used of that nor other programs took (`others`) is stranded. Of a kernel
    it is a lower bound, for both also took time in which nothing was in service.

    Raises:
        InvalidInput: if `record` is no Server.
    """
    _require(record)
    moves = [(t, 1) for t in record.starts] + [(t, -1) for t in record.finishes]
    inside = useful = before = 0
    for now, change in sorted(moves):
        useful += min(inside, record.cpus) * (now - before)
        inside, before = inside + change, now
    elsewhere = round(record.others * record.cpus * max(record.finishes))
    return max(0, useful - record.cpu_ns - elsewhere)


def stranded(record: Server) -> float:
    """Return `stranded_ns` as a share of the CPUs' time, from 0 to the last answer.

    Raises:
        InvalidInput: if `record` is no Server.
    """
    return stranded_ns(record) / (record.cpus * max(record.finishes))


def _require(record: object) -> None:
    require(isinstance(record, Server), "record", record, "a Server")
