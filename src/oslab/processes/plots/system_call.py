"""Calls by the way they take, and the calls a buffer saves."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import plotting
from oslab.errors import require
from oslab.measurement import Measurement
from oslab.picture import Picture
from oslab.processes import metrics
from oslab.processes.plots.bars import minima
from oslab.processes.records.system_call import BufferedWrites


def system_call(measurements: Sequence[Measurement]) -> Picture:
    """Return one bar a way of calling, the best sample of each.

    Args:
        measurements: as `measure.system_call` returns them.

    Raises:
        InvalidInput: if they are none of those.
    """
    ok = isinstance(measurements, tuple | list) and len(measurements) > 0
    ok = ok and all(
        isinstance(one, Measurement) and {"call", "way", "program"} <= set(one.conditions)
        for one in measurements
    )
    require(ok, "measurements", measurements, "measurements of measure.system_call")
    names = [one.name.removeprefix("one call: ") for one in measurements]
    return minima(names, measurements, xlabel="nanoseconds a call (minimum)", what="One call")


def buffered_writes(
    measured: Sequence[Measurement], predicted: Sequence[BufferedWrites]
) -> Picture:
    """Return write calls against the size of a record, model and kernel on one axis.

    Args:
        measured: as `measure.write_calls` returns them.
        predicted: as `model.buffered_writes` returns them.

    Raises:
        InvalidInput: if one of them is no sequence of at least one of those.
    """
    ok = isinstance(measured, tuple | list) and len(measured) > 0
    ok = ok and all(
        isinstance(one, Measurement) and {"size", "buffer", "library"} <= set(one.conditions)
        for one in measured
    )
    require(ok, "measured", measured, "measurements of measure.write_calls")
    ok = isinstance(predicted, tuple | list) and len(predicted) > 0
    ok = ok and all(isinstance(one, BufferedWrites) for one in predicted)
    require(ok, "predicted", predicted, "at least one BufferedWrites")
    (axes,) = plotting.axes(xlabel="bytes of a record", ylabel="write calls")
    libraries = sorted({one.library for one in predicted})
    for library, style, mark in zip(libraries, ("-", "--", ":"), ("o", "^", "s"), strict=False):
        line = sorted((o.size, metrics.write_calls(o)) for o in predicted if o.library == library)
        sizes, calls = zip(*line, strict=True)
        axes.plot(sizes, calls, style, color=plotting.MODEL, label=f"model, {library}")
        dots = [one for one in measured if one.conditions["library"] == library]
        if dots:
            at = [float(one.conditions["size"]) for one in dots]
            counts = [one.median for one in dots]
            axes.plot(at, counts, mark, color=plotting.KERNEL, label=f"kernel, {library}")
    axes.set_ylim(bottom=0)
    axes.legend()
    return plotting.picture(axes, _alt(measured, predicted))


def _alt(measured: Sequence[Measurement], predicted: Sequence[BufferedWrites]) -> str:
    foreseen = {f"{o.size} {o.buffer} {o.library}": metrics.write_calls(o) for o in predicted}
    asked = ["{size} {buffer} {library}".format(**one.conditions) for one in measured]
    same = sum(foreseen.get(a) == one.median for a, one in zip(asked, measured, strict=True))
    low, high = (f(one.median for one in measured) for f in (min, max))
    return (
        f"{same} of {len(measured)} counts of write calls are exactly what the model foresaw; "
        f"they run from {low:.0f} to {high:.0f}."
    )
