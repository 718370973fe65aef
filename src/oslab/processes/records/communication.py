"""What it costs to hand a message from one worker to another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TransferCost:
    """A straight line: a message of n bytes takes `latency_ns + n * ns_per_byte`.

    Args:
        channel: its name.
        latency_ns: what even an empty message costs.
        ns_per_byte: what each byte adds: the inverse of the bandwidth.
    """

    channel: str
    latency_ns: float
    ns_per_byte: float


@dataclass(frozen=True, slots=True)
class TransferCurves:
    """Straight lines over the same sizes, and where two of them meet.

    Args:
        sizes: bytes, rising.
        costs: one line each.
        times_ns: for each line, nanoseconds a message for each size.
    """

    sizes: tuple[int, ...]
    costs: tuple[TransferCost, ...]
    times_ns: tuple[tuple[float, ...], ...]
