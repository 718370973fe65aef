"""Waiting against the number of those who compute: lines of the model, points of the kernel."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import plotting
from oslab.errors import require, require_number
from oslab.measurement import Measurement, readable
from oslab.picture import Picture
from oslab.scheduling.plots.pairs import measured


def run_delay(measurements: Sequence[Measurement], predictions: Sequence[float]) -> Picture:
    """Return the share of its time that a task waits against how many share the CPU.

    Args:
        measurements: as `measure.run_delay` returns them; those of the share are drawn.
        predictions: per cent, one for each of those.

    Raises:
        InvalidInput: if they are none of those.
    """
    shares = [
        one for one in measured(measurements, "tasks", "quantity")
        if one.conditions["quantity"] == "share"
    ]  # fmt: skip
    require(len(shares) > 0, "measurements", measurements, "some of the share of time")
    ok = isinstance(predictions, tuple | list) and len(predictions) == len(shares)
    require(ok, "predictions", predictions, "one number a count of tasks")
    for number in predictions:
        require_number("predictions", number)
    counts = [int(one.conditions["tasks"]) for one in shares]
    (axes,) = plotting.axes(xlabel="tasks on one CPU", ylabel="time spent waiting (%)")
    axes.plot(counts, list(predictions), "-", color=plotting.MODEL, label="model")
    for count, one in zip(counts, shares, strict=True):
        axes.plot(
            [count] * len(one.samples), list(one.samples), ".", color=plotting.KERNEL, alpha=0.35
        )
    axes.plot(
        counts, [one.median for one in shares], "o", color=plotting.KERNEL,
        label="this kernel (median)",
    )  # fmt: skip
    axes.set_ylim(0, 100)
    axes.set_xticks(counts)
    axes.legend(loc="lower right", fontsize=9)
    said = ", ".join(
        f"{count}: predicted {readable(p)}, measured {readable(one.median)}"
        for count, p, one in zip(counts, predictions, shares, strict=True)
    )
    return plotting.picture(axes, f"Per cent of its time that a task waits, by tasks: {said}.")
