"""How soon a task that sleeps answers beside hogs: a line a policy, points of this kernel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oslab import plotting
from oslab.errors import InvalidInput, require, require_number
from oslab.measurement import Measurement, readable
from oslab.picture import Picture
from oslab.scheduling.plots.pairs import measured

_DASHES = ("-", "--", ":", "-.")


def answers(
    measurements: Sequence[Measurement], predictions: Mapping[str, Sequence[float]]
) -> Picture:
    """Return the median answer against the number of hogs.

    Args:
        measurements: as `measure.interactive` returns them, one a number of hogs.
        predictions: name of a model to milliseconds, one a measurement; at most four.

    Raises:
        InvalidInput: if they are none of those.
    """
    taken = measured(measurements, "hogs", "run_us")
    if not isinstance(predictions, Mapping) or not 1 <= len(predictions) <= len(_DASHES):
        raise InvalidInput("predictions", predictions, "1 to 4 models by name")
    counts = [int(one.conditions["hogs"]) for one in taken]
    (axes,) = plotting.axes(xlabel="hogs on the same CPU", ylabel="answer after (ms)")
    for dash, (name, values) in zip(_DASHES, predictions.items(), strict=False):
        require(isinstance(name, str), "predictions", name, "a name")
        ok = isinstance(values, tuple | list) and len(values) == len(counts)
        require(ok, "predictions", values, "one number a measurement")
        for value in values:
            require_number("predictions", value)
        axes.plot(counts, list(values), dash, color=plotting.MODEL, label=f"model: {name}")
    for count, one in zip(counts, taken, strict=True):
        samples = list(one.samples)
        axes.plot([count] * len(samples), samples, ".", color=plotting.KERNEL, alpha=0.2)
    medians = [one.median for one in taken]
    axes.plot(counts, medians, "o", color=plotting.KERNEL, label="this kernel (median)")
    axes.set_xticks(counts)
    axes.set_ylim(bottom=0)
    axes.legend(fontsize=9)
    said = "; ".join(
        f"{name} says {', '.join(map(readable, map(float, values)))}"
        for name, values in predictions.items()
    )
    got = ", ".join(map(readable, medians))
    hogs = ", ".join(map(str, counts))
    return plotting.picture(
        axes, f"Milliseconds until an answer beside {hogs} hogs: {said}; this kernel took {got}."
    )
