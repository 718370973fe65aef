"""A message over its size: the kernel's points, and the two-parameter line through each."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import plotting
from oslab.errors import require
from oslab.measurement import Measurement, readable
from oslab.picture import Picture
from oslab.processes.metrics.communication import (
    crossing,
    crossover,
    half_size,
    transfer_cost,
    worst_gap,
)
from oslab.processes.records.communication import TransferCost
from oslab.table import Table

_MARKS = "osD^v*"
_DASHES = ("-", "--", ":", "-.", (0, (1, 3)))


def communication(measurements: Sequence[Measurement]) -> Picture:
    """Return points for each channel and, in the model's colour, the line fitted to them.

    Raises:
        InvalidInput: if they are not measurements of `measure.communication`.
    """
    channels = _channels(measurements)
    (where,) = plotting.axes(xlabel="message (bytes)", ylabel="time a message (µs)", height=4.2)
    for number, (name, found) in enumerate(channels.items()):
        cost = fitted(found)
        sizes = [_size(one) for one in found]
        line = [(cost.latency_ns + cost.ns_per_byte * size) / 1e3 for size in sizes]
        dash = _DASHES[number % len(_DASHES)]
        where.plot(sizes, line, linestyle=dash, color=plotting.MODEL, linewidth=1.4)
        times = [one.minimum / 1e3 for one in found]
        mark = _MARKS[number % len(_MARKS)]
        where.plot(sizes, times, mark, color=plotting.KERNEL, label=name, fillstyle="none")
    where.plot([], [], color=plotting.MODEL, linewidth=1.4, label="model")
    where.set_xscale("log", base=2)
    where.set_yscale("log")
    where.yaxis.set_major_formatter(lambda y, _: f"{y:g}")
    where.legend(fontsize=9)
    parts = [
        f"{name} {readable(found[0].minimum / 1e3)} µs at {_size(found[0])} bytes and "
        f"{readable(found[-1].minimum / 1e3)} µs at {_size(found[-1])}"
        for name, found in channels.items()
    ]
    return plotting.picture(where, "Time a message over its size: " + "; ".join(parts) + ".")


def fitted(measurements: Sequence[Measurement]) -> TransferCost:
    """Return latency and cost a byte of one channel, fitted to the fastest of each size.

    Raises:
        InvalidInput: if they are not measurements of one channel, of two sizes or more.
    """
    channels = _channels(measurements)
    require(len(channels) == 1, "measurements", measurements, "measurements of one channel")
    ((name, found),) = channels.items()
    return transfer_cost(name, [_size(one) for one in found], [one.minimum for one in found])


def of_channel(measurements: Sequence[Measurement], channel: str) -> tuple[Measurement, ...]:
    """Return the measurements of one channel, in order of size.

    Raises:
        InvalidInput: if they are not measurements of `measure.communication`, or none is of it.
    """
    channels = _channels(measurements)
    ok = isinstance(channel, str) and channel in channels
    require(ok, "channel", channel, "one of " + ", ".join(map(repr, channels)))
    return tuple(channels[channel])


def crossings(
    measurements: Sequence[Measurement], first: str, second: str
) -> tuple[float | None, float | None, float]:
    """Return where two channels cross: their lines, their points; and how far points are off.

    Args:
        measurements: of `measure.communication`.
        first: a channel.
        second: another one, measured at the same sizes.

    Returns:
        The size in bytes at which the fitted lines cross, that at which the measured
        points do (None where they do not), and the worst ratio of a point to its line.

    Raises:
        InvalidInput: if they are not such measurements, or a channel is missing.
    """
    pair = [of_channel(measurements, name) for name in (first, second)]
    sizes = [_size(one) for one in pair[0]]
    same = [_size(one) for one in pair[1]] == sizes
    require(same, "second", second, "a channel measured at the same sizes")
    costs = [fitted(found) for found in pair]
    times = [[one.minimum for one in found] for found in pair]
    gap = max(worst_gap(cost, sizes, taken) for cost, taken in zip(costs, times, strict=True))
    return crossover(*costs), crossing(sizes, *times), gap


def communication_table(measurements: Sequence[Measurement]) -> Table:
    """Return the two parameters of every channel, and how far the line is from its points.

    Raises:
        InvalidInput: if they are not measurements of `measure.communication`.
    """
    rows, gaps = [], []
    for name, found in _channels(measurements).items():
        cost = fitted(found)
        gap = worst_gap(cost, [_size(one) for one in found], [one.minimum for one in found])
        gaps.append(gap)
        # A slope so flat that a gigabyte would pass in no time is no bandwidth.
        moves = cost.ns_per_byte > 0.01
        rows.append(
            (
                name,
                readable(cost.latency_ns / 1e3),
                readable(1e3 / cost.ns_per_byte) if moves else "no copy",
                readable(half_size(cost) / 1024) if moves else "never",
                f"{gap:.2f}",
            )
        )
    return Table(
        caption=f"Two fitted numbers describe each channel to within a factor of {max(gaps):.2f}",
        columns=("channel", "latency (µs)", "MB/s", "half is copying at (KiB)", "worst gap"),
        rows=tuple(rows),
    )


def _channels(measurements: object) -> dict[str, list[Measurement]]:
    ok = isinstance(measurements, tuple | list) and len(measurements) > 0
    require(ok, "measurements", measurements, "measurements of communication")
    channels: dict[str, list[Measurement]] = {}
    for one in measurements if isinstance(measurements, tuple | list) else ():
        ok = isinstance(one, Measurement) and {"channel", "message_bytes"} <= set(one.conditions)
        require(ok, "measurements", one, "a measurement of communication")
        if one.conditions.get("quantity", "time") == "time":
            channels.setdefault(str(one.conditions["channel"]), []).append(one)
    require(len(channels) > 0, "measurements", measurements, "some of quantity 'time'")
    return {name: sorted(found, key=_size) for name, found in channels.items()}


def _size(one: Measurement) -> int:
    return int(one.conditions["message_bytes"])
