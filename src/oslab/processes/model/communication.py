"""The two-parameter model of a channel: latency, and bytes over bandwidth.

Source: R. Hockney, The Communication Challenge for MPP, Parallel Computing 20 (1994),
whose half-performance size is where both parts cost the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from oslab.errors import require, require_number, require_whole
from oslab.processes.records.communication import TransferCost, TransferCurves

SIZES = tuple(64 * 4**k for k in range(9))
"""64 bytes to 4 MiB."""


def transfer(costs: Sequence[TransferCost], sizes: Sequence[int] = SIZES) -> TransferCurves:
    """Predict what messages of these sizes take on these channels.

    Args:
        costs: at least one.
        sizes: bytes, rising, 1 to 2**40 each.

    Raises:
        InvalidInput: if one is not as above.
    """
    ok = isinstance(costs, tuple | list) and len(costs) > 0
    require(ok and all(isinstance(c, TransferCost) for c in costs), "costs", costs, "TransferCosts")
    require(isinstance(sizes, tuple | list) and len(sizes) > 0, "sizes", sizes, "at least one size")
    for size in sizes:
        require_whole("sizes", size, low=1, high=2**40)
    require(list(sizes) == sorted(set(sizes)), "sizes", sizes, "rising numbers")
    times = tuple(tuple(c.latency_ns + c.ns_per_byte * size for size in sizes) for c in costs)
    return TransferCurves(tuple(sizes), tuple(costs), times)


def communication(
    *,
    copy_latency_us: float = 20, copy_mb_per_s: float = 1_000,
    share_latency_us: float = 60, share_mb_per_s: float = 8_000,
) -> TransferCurves:  # fmt: skip
    """Compare a channel that copies through the kernel with shared memory and a hand-off.

    Shared memory copies less and so moves bytes faster, but somebody must still
    be told that they are there: its latency is that of the hand-off.

    Args:
        copy_latency_us: of a message through a pipe or socket, 0 to 1,000,000.
        copy_mb_per_s: its bandwidth in 10**6 bytes a second, above 0, to 10**6.
        share_latency_us: of the hand-off beside the shared memory.
        share_mb_per_s: of writing to and reading from it.

    Raises:
        InvalidInput: if a number is out of range.
    """
    for name, value in (("copy", copy_latency_us), ("share", share_latency_us)):
        require_number(f"{name}_latency_us", value, low=0, high=10**6)
    for name, value in (("copy", copy_mb_per_s), ("share", share_mb_per_s)):
        require_number(f"{name}_mb_per_s", value, low=0.001, high=10**6)
    return transfer(
        (
            TransferCost("copied by the kernel", copy_latency_us * 1_000, 1_000 / copy_mb_per_s),
            TransferCost("shared memory", share_latency_us * 1_000, 1_000 / share_mb_per_s),
        )
    )
