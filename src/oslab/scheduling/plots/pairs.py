"""Predictions and answers in pairs: a line a case, the model's mark beside the kernel's."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import plotting
from oslab.errors import require, require_number
from oslab.measurement import Measurement, readable
from oslab.picture import Picture


def pairs(
    names: Sequence[str], measurements: Sequence[Measurement], predictions: Sequence[float], *,
    xlabel: str, what: str,
) -> Picture:  # fmt: skip
    """Return one line a case: the model's prediction, the kernel's median and its samples.

    Args:
        names: one a case, from top to bottom.
        measurements: one a case.
        predictions: one a case, in the same unit.
        xlabel: the quantity with its unit.
        what: begins the alt text, such as `"Share of a CPU"`.

    Raises:
        InvalidInput: if the three are not of one length, or of another kind.
    """
    checked = measured(measurements)
    ok = isinstance(names, tuple | list) and all(isinstance(name, str) for name in names)
    require(ok and len(names) == len(checked), "names", names, "one text a measurement")
    ok = isinstance(predictions, tuple | list) and len(predictions) == len(checked)
    require(ok, "predictions", predictions, "one number a measurement")
    for number in predictions:
        require_number("predictions", number)
    for argument, text in (("xlabel", xlabel), ("what", what)):
        require(isinstance(text, str), argument, text, "a text")
    height = min(20.0, 1.2 + 0.34 * len(checked))
    (axes,) = plotting.axes(xlabel=xlabel, ylabel="", height=height)
    places = list(range(len(checked)))[::-1]
    for place, one in zip(places, checked, strict=True):
        samples = list(one.samples)
        axes.plot(samples, [place] * len(samples), ".", color=plotting.KERNEL, alpha=0.35)
    medians = [one.median for one in checked]
    axes.plot(medians, places, "o", color=plotting.KERNEL, label="this kernel (median)")
    axes.plot(
        list(predictions), places, "|", color=plotting.MODEL, markersize=18, markeredgewidth=3,
        label="model",
    )  # fmt: skip
    axes.set_yticks(places, names)
    axes.set_ylim(-0.6, len(checked) - 0.4)
    axes.margins(x=0.05)
    if min(*predictions, *medians, 0) >= 0:
        axes.set_xlim(left=0)
    axes.grid(visible=False, axis="y")
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, fontsize=9)
    return plotting.picture(axes, _alt(names, checked, predictions, what))


def share(measurements: Sequence[Measurement], predictions: Sequence[float]) -> Picture:
    """Return the share of each task of each mix, predicted and got.

    Args:
        measurements: as `measure.share` returns them.
        predictions: per cent, one a measurement.

    Raises:
        InvalidInput: if they are none of those.
    """
    checked = measured(measurements, "mix", "nice")
    names = [f"nice {one.conditions['nice']} of {one.conditions['mix']}" for one in checked]
    return pairs(
        names, checked, predictions, xlabel="share of one CPU (%)", what="Share by nice value"
    )


def bandwidth(measurements: Sequence[Measurement]) -> Picture:
    """Return what deadline tasks asked for and got; the budget itself is the prediction.

    Args:
        measurements: as `measure.bandwidth` returns them.

    Raises:
        InvalidInput: if they are none of those.
    """
    checked = measured(measurements, "budget_ms", "period_ms")
    asked = [(int(o.conditions["budget_ms"]), int(o.conditions["period_ms"])) for o in checked]
    return pairs(
        [f"{budget} ms in {period}" for budget, period in asked], checked,
        [100 * budget / period for budget, period in asked],
        xlabel="share of one CPU (%)", what="Share of a greedy SCHED_DEADLINE task",
    )  # fmt: skip


def inversion(measurements: Sequence[Measurement], predictions: Sequence[float]) -> Picture:
    """Return how long the most urgent thread waited, by the mutex's protocol.

    Args:
        measurements: as `measure.inversion` returns them.
        predictions: milliseconds, one a measurement.

    Raises:
        InvalidInput: if they are none of those.
    """
    checked = measured(measurements, "protocol")
    return pairs(
        [str(one.conditions["protocol"]) for one in checked], checked, predictions,
        xlabel="wait for the lock (ms)", what="Wait of the most urgent thread",
    )  # fmt: skip


def autogroup(measurements: Sequence[Measurement]) -> Picture:
    """Return what one task gets against a crowd, in its own session and in one of its own.

    The prediction is arithmetic: equal tasks of one session get equal shares, and so do
    two sessions. It holds for a crowd of nice 0.

    Args:
        measurements: as `measure.autogroup` returns them.

    Raises:
        InvalidInput: if they are none of those.
    """
    checked = measured(measurements, "sessions", "crowd")
    fair = [
        50.0 if one.conditions["sessions"] == "two sessions"
        else 100 / (1 + int(one.conditions["crowd"]))
        for one in checked
    ]  # fmt: skip
    return pairs(
        [str(one.conditions["sessions"]) for one in checked], checked, fair,
        xlabel="share of one CPU (%)", what="Share of one task against a crowd",
    )  # fmt: skip


def slices(measurements: Sequence[Measurement], predictions: Sequence[float]) -> Picture:
    """Return how long tasks with slices of their own ran at a stretch.

    Args:
        measurements: as `measure.slices` returns them.
        predictions: milliseconds, one a measurement.

    Raises:
        InvalidInput: if they are none of those.
    """
    checked = measured(measurements, "requests", "slice_us")
    names = [
        f"{float(one.conditions['slice_us']) / 1000:g} of {one.conditions['requests']}"
        for one in checked
    ]
    return pairs(names, checked, predictions, xlabel="stretch (ms)", what="Stretch by slice")


def measured(measurements: object, *conditions: str) -> list[Measurement]:
    """Return `measurements` as a list if each has these conditions.

    Raises:
        InvalidInput: otherwise.
    """
    allowed = "measurements of " + (", ".join(map(str, conditions)) or "something")
    ok = isinstance(measurements, tuple | list) and len(measurements) > 0
    require(ok, "measurements", measurements, allowed)
    found: list[Measurement] = []
    for one in measurements if isinstance(measurements, tuple | list) else ():
        ok = isinstance(one, Measurement) and all(name in one.conditions for name in conditions)
        require(ok, "measurements", one, allowed)
        found.append(one)
    return found


def _alt(
    names: Sequence[str], measurements: Sequence[Measurement], predictions: Sequence[float],
    what: str,
) -> str:  # fmt: skip
    unit = measurements[0].unit
    gaps = [abs(one.median - p) for one, p in zip(measurements, predictions, strict=True)]
    worst = gaps.index(max(gaps))
    said = ", ".join(
        f"{name}: predicted {readable(p)}, measured {readable(one.median)}"
        for name, one, p in zip(names, measurements, predictions, strict=True)
    )
    return (
        f"{what}, in {unit}. {said}. The largest gap is {readable(gaps[worst])} {unit} "
        f"({names[worst]})."
    )
