"""What fork costs against what the parent has in memory: model lines, kernel points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oslab import plotting
from oslab.errors import require, require_number
from oslab.measurement import Measurement, readable
from oslab.picture import Picture
from oslab.processes.metrics.fork_cost import Points

_MIB = 1 << 20
_SHAPES = "osD^v*"
_DASHES = ("-", "--", ":", "-.")


def fork_cost(
    measured: Mapping[str, Sequence[Measurement]], predicted: Mapping[str, Points]
) -> Picture:
    """Return both on logarithmic axes: MiB in the parent, milliseconds for the call.

    Args:
        measured: label to measurements of `measure.fork_cost`; their minimum is drawn.
        predicted: label to points (bytes in the parent, nanoseconds).

    Raises:
        InvalidInput: if either is empty or of another kind.
    """
    _require(measured, predicted)
    (where,) = plotting.axes(xlabel="memory the parent has touched (MiB)", ylabel="time (ms)")
    for (label, points), dash in zip(predicted.items(), _DASHES * len(predicted), strict=False):
        x, y = [b / _MIB for b, _ in points], [ns / 1e6 for _, ns in points]
        where.plot(x, y, dash, color=plotting.MODEL, label=f"model: {label}")
    for (label, found), shape in zip(measured.items(), _SHAPES * len(measured), strict=False):
        x = [float(one.conditions["area_bytes"]) / _MIB for one in found]
        y = [one.minimum / 1e6 for one in found]
        where.plot(x, y, shape, color=plotting.KERNEL, label=f"kernel: {label}", fillstyle="none")
    where.set_xscale("log", base=2)
    where.set_yscale("log")
    where.xaxis.set_major_formatter(lambda x, _: f"{x:g}")
    where.yaxis.set_major_formatter(lambda y, _: f"{y:g}")
    where.legend(fontsize=9)
    return plotting.picture(where, _alt(measured))


def _alt(measured: Mapping[str, Sequence[Measurement]]) -> str:
    said = []
    for label, found in measured.items():
        sizes = [int(found[i].conditions["area_bytes"]) // _MIB for i in (0, -1)]
        times = [readable(found[i].minimum / 1e6) for i in (0, -1)]
        said.append(f"{label} {times[0]} ms at {sizes[0]} MiB, {times[1]} ms at {sizes[1]} MiB")
    return "Time against memory of the parent, this kernel: " + "; ".join(said) + "."


def _require(measured: object, predicted: object) -> None:
    ok = isinstance(measured, Mapping) and len(measured) > 0
    require(ok, "measured", measured, "label to measurements of fork_cost")
    for label, found in measured.items() if isinstance(measured, Mapping) else ():
        ok = isinstance(label, str) and isinstance(found, tuple | list) and len(found) > 0
        ok = ok and all(isinstance(m, Measurement) and "area_bytes" in m.conditions for m in found)
        require(ok, "measured", found, "measurements of fork_cost")
    require(isinstance(predicted, Mapping), "predicted", predicted, "label to points")
    for points in predicted.values() if isinstance(predicted, Mapping) else ():
        require(isinstance(points, tuple | list), "predicted", points, "points (bytes, ns)")
        for point in points:
            ok = isinstance(point, tuple | list) and len(point) == 2
            require(ok, "predicted", point, "points (bytes, ns)")
            require_number("predicted", point[0], low=0)
            require_number("predicted", point[1], low=0)
