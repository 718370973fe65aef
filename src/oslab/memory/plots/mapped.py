"""What mapped data cost: pages, faults and requests, the model beside the kernel."""

from __future__ import annotations

import math
from collections.abc import Sequence

from oslab import plotting
from oslab.errors import require, require_number
from oslab.measurement import Measurement, by_condition, readable, require_measurements
from oslab.picture import Picture


def batches(
    measurements: Sequence[Measurement], predictions: Sequence[float], quantity: str
) -> Picture:
    """Return a line a way of reading: what the model tells and what the kernel counted.

    Args:
        measurements: of `measure.batches`, of one quantity.
        predictions: one a measurement.
        quantity: the axis, with its unit.

    Raises:
        InvalidInput: if they are none of those, or not of one length.
    """
    taken = require_measurements(measurements, "way", "order", "cache")
    require(isinstance(quantity, str), "quantity", quantity, "a text")
    ok = isinstance(predictions, tuple | list) and len(predictions) == len(taken)
    require(ok, "predictions", predictions, "one number a measurement")
    for number in predictions:
        require_number("predictions", number, low=0)
    names = [f"{one.conditions['way']}, {one.conditions['order']}" for one in taken]
    (axes,) = plotting.axes(xlabel=quantity, ylabel="", height=min(20, 1.2 + 0.3 * len(taken)))
    places = list(range(len(taken)))[::-1]
    axes.plot(
        list(predictions), places, "|", color=plotting.MODEL, markersize=16, markeredgewidth=3,
        label="model",
    )  # fmt: skip
    medians = [one.median for one in taken]
    axes.plot(medians, places, "o", color=plotting.KERNEL, label="this kernel", fillstyle="none")
    axes.set_yticks(places, names)
    if min(*medians, *predictions) > 0:
        axes.set_xscale("log")
        axes.set_xlim(left=10 ** math.floor(math.log10(min(*medians, *predictions)) - 0.1))
    else:
        axes.set_xscale("symlog", linthresh=1)
        axes.set_xlim(left=-0.3)
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:,.0f}")
    axes.xaxis.set_minor_formatter(lambda x, _: "")
    axes.grid(visible=False, axis="y")
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, fontsize=9)
    said = "; ".join(
        f"{name} {readable(median)}, model {readable(number)}"
        for name, median, number in zip(names, medians, predictions, strict=True)
    )
    return plotting.picture(axes, f"{quantity}: {said}.")


def crawl(measurements: Sequence[Measurement]) -> Picture:
    """Return the MiB that the device read for each advice, beside those that were wanted.

    Args:
        measurements: as `measure.crawl` returns them.

    Raises:
        InvalidInput: if they are none of those.
    """
    taken = require_measurements(measurements, "advice", "quantity", "samples")
    read = [one for one in taken if one.conditions["quantity"] == "device pages"]
    require(len(read) > 0, "measurements", measurements, "with device pages among them")
    wanted = float(read[0].conditions["samples"]) / 256
    names = ["wanted", *(f"read, advice {one.conditions['advice']}" for one in read)]
    values = [wanted, *(one.median / 256 for one in read)]
    (axes,) = plotting.axes(xlabel="MiB", ylabel="", height=1.1 + 0.4 * len(names))
    colours = [plotting.MUTED, *[plotting.KERNEL] * len(read)]
    axes.barh(names[::-1], values[::-1], color=colours[::-1], height=0.6)
    for place, value in enumerate(values[::-1]):
        axes.annotate(f" {readable(value)}", (value, place), va="center", color=plotting.INK)
    axes.margins(x=0.14)
    axes.grid(visible=False, axis="y")
    said = ", ".join(f"{name} {readable(x)} MiB" for name, x in zip(names, values, strict=True))
    return plotting.picture(axes, f"A shuffled loader under a memory limit: {said}.")


def device(
    measurements: Sequence[Measurement], predictions: Sequence[tuple[int, float]]
) -> Picture:
    """Return microseconds a request against its bytes, for each that measured, and the model.

    Args:
        measurements: as `measure.device` returns them; the minimum is drawn.
        predictions: (bytes, microseconds), at least one.

    Raises:
        InvalidInput: if they are none of those.
    """
    taken = require_measurements(measurements, "by", "block_bytes")
    ok = isinstance(predictions, tuple | list) and len(predictions) > 0
    require(ok, "predictions", predictions, "pairs of bytes and microseconds")
    for point in predictions:
        ok = isinstance(point, tuple) and len(point) == 2
        require(ok, "predictions", point, "bytes and microseconds")
        for number in point:
            require_number("predictions", number, low=0)
    by = by_condition(taken, "by", "block_bytes")
    (axes,) = plotting.axes(xlabel="KiB a request", ylabel="time (µs)")
    x, y = [size / 1024 for size, _ in predictions], [took for _, took in predictions]
    axes.plot(x, y, color=plotting.MODEL, label="model: latency + bytes / bandwidth")
    shapes = {"oslab": "o", "fio": "x"}
    for who in dict.fromkeys(name for name, _ in by):
        points = sorted(
            (size / 1024, one.median) for (name, size), one in by.items() if name == who
        )
        axes.plot(
            [a for a, _ in points], [b for _, b in points], shapes.get(str(who), "s"),
            color=plotting.KERNEL, label=f"kernel, by {who}", fillstyle="none",
        )  # fmt: skip
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.legend(fontsize=9)
    said = "; ".join(
        f"{size // 1024} KiB by {who} {readable(one.median)} µs" for (who, size), one in by.items()
    )
    return plotting.picture(axes, f"Random requests to the device: {said}.")
