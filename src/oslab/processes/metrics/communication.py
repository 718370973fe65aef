"""Times of messages to latency and bandwidth, and the size at which channels change places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from oslab.errors import require, require_number
from oslab.processes.records.communication import TransferCost


def transfer_cost(channel: str, sizes: Sequence[float], times_ns: Sequence[float]) -> TransferCost:
    """Fit a straight line to the times of messages, every size counting alike.

    Least squares of the *relative* error, so that the microseconds of a small
    message weigh as much as the milliseconds of a large one; a slope or latency
    that would be negative is 0.

    Args:
        channel: its name.
        sizes: bytes, at least two different ones, 1 to 2**40.
        times_ns: nanoseconds for each, 0.001 to 10**15.

    Raises:
        InvalidInput: if the lists do not fit together or a number is out of range.
    """
    ok = isinstance(channel, str) and channel.strip() != ""
    require(ok, "channel", channel, "a name")
    for name, values in (("sizes", sizes), ("times_ns", times_ns)):
        require(isinstance(values, tuple | list), name, values, "a sequence of numbers")
    for size in sizes:
        require_number("sizes", size, low=1, high=2**40)
    for taken in times_ns:
        require_number("times_ns", taken, low=0.001, high=10**15)
    require(len(set(sizes)) > 1, "sizes", sizes, "at least two different numbers")
    require(len(sizes) == len(times_ns), "times_ns", times_ns, f"{len(sizes)} numbers")
    pairs = [(1 / t, n / t) for n, t in zip(sizes, times_ns, strict=True)]
    uu = math.fsum(u * u for u, _ in pairs)
    vv = math.fsum(v * v for _, v in pairs)
    uv = math.fsum(u * v for u, v in pairs)
    u1, v1 = math.fsum(u for u, _ in pairs), math.fsum(v for _, v in pairs)
    determinant = uu * vv - uv * uv
    latency = (u1 * vv - v1 * uv) / determinant if determinant > 0 else u1 / uu
    slope = (v1 * uu - u1 * uv) / determinant if determinant > 0 else 0.0
    if slope < 0:
        latency, slope = u1 / uu, 0.0
    if latency < 0:
        latency, slope = 0.0, v1 / vv
    return TransferCost(channel, latency, slope)


def half_size(cost: TransferCost) -> float:
    """Return the bytes at which latency and bytes cost the same; infinite if bytes are free.

    Raises:
        InvalidInput: if `cost` is none.
    """
    _require_cost("cost", cost)
    return cost.latency_ns / cost.ns_per_byte if cost.ns_per_byte else math.inf


def crossover(one: TransferCost, other: TransferCost) -> float | None:
    """Return the size in bytes at which two channels cost the same; None if they never do.

    Raises:
        InvalidInput: if one of them is no TransferCost.
    """
    _require_cost("one", one)
    _require_cost("other", other)
    slopes = one.ns_per_byte - other.ns_per_byte
    size = (other.latency_ns - one.latency_ns) / slopes if slopes else -1.0
    return size if size > 0 else None


def crossing(
    sizes: Sequence[float], one_ns: Sequence[float], other_ns: Sequence[float]
) -> float | None:
    """Return the size at which two lists of times first change places, read off between points.

    Between two sizes the times are taken as straight on logarithmic axes, as they are drawn.

    Args:
        sizes: bytes, rising.
        one_ns: times of one channel.
        other_ns: times of the other.

    Returns:
        Bytes; None if one channel is the faster one at every size.

    Raises:
        InvalidInput: as `transfer_cost`.
    """
    for times in (one_ns, other_ns):
        transfer_cost("channel", sizes, times)
    ratios = [math.log(a / b) for a, b in zip(one_ns, other_ns, strict=True)]
    for place, (before, after) in enumerate(pairwise(ratios)):
        if before * after < 0:
            share = before / (before - after)
            low, high = math.log(sizes[place]), math.log(sizes[place + 1])
            return math.exp(low + share * (high - low))
    return None


def worst_gap(cost: TransferCost, sizes: Sequence[float], times_ns: Sequence[float]) -> float:
    """Return how far the line is from the worst of the times: 1.25 is a quarter off.

    Raises:
        InvalidInput: as `transfer_cost`.
    """
    _require_cost("cost", cost)
    transfer_cost(cost.channel, sizes, times_ns)
    ratios = [
        (cost.latency_ns + cost.ns_per_byte * n) / t for n, t in zip(sizes, times_ns, strict=True)
    ]
    return max(max(ratio, 1 / ratio) if ratio > 0 else math.inf for ratio in ratios)


def _require_cost(argument: str, value: object) -> None:
    require(isinstance(value, TransferCost), argument, value, "a TransferCost")
