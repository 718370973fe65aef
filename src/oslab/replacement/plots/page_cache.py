"""The page cache's misses beside what policies would have missed; a program's beside its curve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oslab import plotting
from oslab.errors import require, require_number
from oslab.measurement import Measurement, readable, require_measurements
from oslab.picture import Picture

_SHAPES = ("X", "^", "s", "D", "v", "P")


def page_cache(
    measurements: Sequence[Measurement], predictions: Mapping[str, Sequence[float]]
) -> Picture:
    """Return a line a scene and access: every policy's misses, the kernel's being 100.

    Args:
        measurements: as `measure.page_cache` returns them.
        predictions: name of a policy to its misses, one a measurement.

    Raises:
        InvalidInput: if they are none of those.
    """
    taken = require_measurements(measurements, "scene", "access", "references")
    for one in taken:
        require(one.median > 0, "measurements", one, "misses above 0")
    ok = isinstance(predictions, Mapping) and len(predictions) > 0
    require(ok, "predictions", predictions, "policies to their misses")
    for values in predictions.values():
        ok = isinstance(values, tuple | list) and len(values) == len(taken)
        require(ok, "predictions", values, "one number a measurement")
        for number in values:
            require_number("predictions", number, low=0)
    ratios = [100 * one.median / float(one.conditions["references"]) for one in taken]
    names = [
        f"{one.conditions['scene']}, {one.conditions['access']}\n({ratio:.0f} % missed)"
        for one, ratio in zip(taken, ratios, strict=True)
    ]
    places = list(range(len(taken)))[::-1]
    height = min(20.0, 1.5 + 0.55 * len(taken))
    (axes,) = plotting.axes(xlabel="misses, the kernel's being 100", ylabel="", height=height)
    axes.plot(
        [100] * len(taken), places, "o", color=plotting.KERNEL, markersize=13,
        label="this kernel", fillstyle="none", markeredgewidth=2,
    )  # fmt: skip
    for shape, (name, values) in zip(_SHAPES * len(predictions), predictions.items(), strict=False):
        beside = [100 * value / one.median for value, one in zip(values, taken, strict=True)]
        axes.plot(beside, places, shape, color=plotting.MODEL, markersize=7, label=f"model: {name}")
    axes.set_yticks(places, names)
    axes.set_ylim(-0.6, len(taken) - 0.4)
    axes.margins(x=0.08)
    axes.grid(visible=False, axis="y")
    axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=2, fontsize=9)
    said = "; ".join(_said(one, predictions, place) for place, one in enumerate(taken))
    return plotting.picture(axes, f"Misses: {said}.")


def limits(
    measurements: Sequence[Measurement], predictions: Mapping[str, Sequence[tuple[float, float]]]
) -> Picture:
    """Return pages fetched against frames: predicted curves, and the kernel's counts.

    Args:
        measurements: as `measure.under_limit` returns them.
        predictions: name of a policy to its points (frames, pages fetched).

    Raises:
        InvalidInput: if they are none of those.
    """
    taken = require_measurements(measurements, "frames", "asked")
    ok = isinstance(predictions, Mapping) and len(predictions) > 0
    require(ok, "predictions", predictions, "policies to points")
    for points in predictions.values():
        ok = isinstance(points, tuple | list) and len(points) > 0
        require(ok, "predictions", points, "points of frames and pages")
        for point in points:
            ok = isinstance(point, tuple) and len(point) == 2
            require(ok, "predictions", point, "frames and pages")
            for number in point:
                require_number("predictions", number, low=0)
    (axes,) = plotting.axes(xlabel="frames for the file", ylabel="pages fetched")
    for dash, (name, points) in zip(("-", "--", ":", "-.") * 9, predictions.items(), strict=False):
        axes.plot(
            [x for x, _ in points], [y for _, y in points], dash, color=plotting.MODEL,
            label=f"model: {name}",
        )  # fmt: skip
    axes.plot(
        [float(one.conditions["frames"]) for one in taken], [one.median for one in taken], "o",
        color=plotting.KERNEL, label="this kernel", fillstyle="none",
    )  # fmt: skip
    axes.set_ylim(bottom=0)
    axes.legend(fontsize=9)
    said = "; ".join(
        f"{float(one.conditions['frames']):,.0f} frames {readable(one.median)}" for one in taken
    )
    return plotting.picture(axes, f"Pages that the program fetched in its memory group: {said}.")


def _said(one: Measurement, predictions: Mapping[str, Sequence[float]], place: int) -> str:
    says = one.conditions
    name = f"{says['scene']}, {says['access']}"
    said = ", ".join(
        f"{policy} {readable(float(values[place]))}" for policy, values in predictions.items()
    )
    return f"{name} {readable(one.median)} of {says['references']} (model: {said})"
