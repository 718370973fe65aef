"""Calls by the way they take, and the calls a buffer saves."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import plotting
from oslab.errors import require
from oslab.measurement import Measurement, readable
from oslab.picture import Picture
from oslab.processes import metrics
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
    (axes,) = plotting.axes(xlabel="nanoseconds a call (minimum)", ylabel="")
    names = [one.name.removeprefix("one call: ") for one in measurements]
    values = [one.minimum for one in measurements]
    axes.barh(names[::-1], values[::-1], color=plotting.KERNEL, height=0.6)
    for place, value in enumerate(values[::-1]):
        axes.annotate(f" {value:.0f}", (value, place), va="center", color=plotting.INK)
    axes.margins(x=0.12)
    axes.grid(visible=False, axis="y")
    said = ", ".join(f"{n} {readable(v)} ns" for n, v in zip(names, values, strict=True))
    return plotting.picture(axes, f"One call: {said}.")


def buffered_writes(
    measured: Sequence[BufferedWrites], predicted: Sequence[BufferedWrites]
) -> Picture:
    """Return write calls against the size of a record, model and kernel on one axis.

    Args:
        measured: as `measure.buffered_writes` returns them.
        predicted: as `model.buffered_writes` returns them.

    Raises:
        InvalidInput: if one of them is no sequence of at least one BufferedWrites.
    """
    for argument, runs in (("measured", measured), ("predicted", predicted)):
        ok = isinstance(runs, tuple | list) and len(runs) > 0
        ok = ok and all(isinstance(one, BufferedWrites) for one in runs)
        require(ok, argument, runs, "at least one BufferedWrites")
    (axes,) = plotting.axes(xlabel="bytes of a record", ylabel="write calls")
    libraries = sorted({one.library for one in (*measured, *predicted)})
    for library, style, mark in zip(libraries, ("-", "--", ":"), ("o", "^", "s"), strict=False):
        line = sorted((o.size, metrics.write_calls(o)) for o in predicted if o.library == library)
        dots = sorted((o.size, metrics.write_calls(o)) for o in measured if o.library == library)
        if line:
            axes.plot(
                *zip(*line, strict=True), style, color=plotting.MODEL, label=f"model, {library}"
            )
        if dots:
            axes.plot(
                *zip(*dots, strict=True), mark, color=plotting.KERNEL, label=f"kernel, {library}"
            )
    axes.set_ylim(bottom=0)
    axes.legend()
    return plotting.picture(axes, _alt(measured, predicted))


def _alt(measured: Sequence[BufferedWrites], predicted: Sequence[BufferedWrites]) -> str:
    foreseen = {_question(one): one.writes for one in predicted}
    same = sum(foreseen.get(_question(one)) == one.writes for one in measured)
    low, high = (f(metrics.write_calls(one) for one in measured) for f in (min, max))
    return (
        f"{same} of {len(measured)} programs made exactly the write calls that the model "
        f"foresaw; their counts run from {low} to {high}."
    )


def _question(one: BufferedWrites) -> tuple[int, int, int, str]:
    return one.records, one.size, one.buffer, one.library
