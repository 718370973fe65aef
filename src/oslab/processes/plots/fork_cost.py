"""What fork costs against what the parent has in memory: lines, points and a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oslab import plotting
from oslab.errors import require, require_number
from oslab.measurement import Measurement, readable
from oslab.picture import Picture
from oslab.processes.metrics.fork_cost import Points
from oslab.recording import Answer, Recording
from oslab.table import Table

_MIB = 1 << 20
_SHAPES = "osD^v*"
_COLUMNS = {
    "anonymous": ("fork", "anonymous", "Python"), "huge pages": ("fork", "huge", "Python"),
    "shared file": ("fork", "shared file", "Python"),
    "posix_spawn": ("posix_spawn", "anonymous", "Python"),
    "fork in C": ("fork", "anonymous", "C"), "vfork in C": ("vfork", "anonymous", "C"),
}  # fmt: skip
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


def fork_times(answer: Answer, recorded: Recording) -> Table:
    """Return a row for each size of the parent, and one for the largest of a recording.

    Args:
        answer: measurements of `measure.fork_cost`.
        recorded: the same of a named machine, for readers with too little memory.

    Raises:
        InvalidInput: if one of them is something else, or not of `measure.fork_cost`.
    """
    require(isinstance(answer, Answer), "answer", answer, "an Answer of fork_cost")
    require(isinstance(recorded, Recording), "recorded", recorded, "a Recording of fork_cost")
    here, there = _times(answer.measurements), _times(recorded.measurements)
    largest = max(there)
    rows = [(f"{size // _MIB:,}", *_cells(times)) for size, times in here.items()]
    rows.append((f"{largest // _MIB:,}, recorded {recorded.date}", *_cells(there[largest])))
    caption = (
        "Only forks of 4 KiB anonymous pages grow with the parent (least CPU time, µs). "
        f"{answer.label}; recorded on {recorded.machine.cpu}, Linux {recorded.machine.kernel}."
    )
    return Table(caption, ("MiB touched", *_COLUMNS), tuple(rows))


def _times(measurements: Sequence[Measurement]) -> dict[int, dict[object, float]]:
    """Return size to (call, kind, by) to the minimum in nanoseconds."""
    found: dict[int, dict[object, float]] = {}
    for one in measurements:
        says = one.conditions
        require(set(says) >= {"area_bytes", "call", "kind", "by"}, "measurements", one, "fork_cost")
        key = (says["call"], says["kind"], says["by"])
        found.setdefault(int(says["area_bytes"]), {})[key] = one.minimum
    return found


def _cells(times: Mapping[object, float]) -> tuple[str, ...]:
    return tuple(
        f"{times[key] / 1000:,.0f}" if key in times else "not measured" for key in _COLUMNS.values()
    )


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
