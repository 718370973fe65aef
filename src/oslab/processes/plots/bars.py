"""One bar a name: the latencies of several ways to do one thing."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import plotting
from oslab.errors import require
from oslab.measurement import Measurement, readable
from oslab.picture import Picture


def minima(
    names: Sequence[str], measurements: Sequence[Measurement], *, xlabel: str, what: str
) -> Picture:
    """Return one bar a measurement, the best sample of each, in nanoseconds.

    Args:
        names: one a measurement, from top to bottom.
        measurements: in nanoseconds, at least one.
        xlabel: the quantity with its unit.
        what: begins the alt text, such as `"One call"`.

    Raises:
        InvalidInput: if an argument is none of these.
    """
    ok = isinstance(measurements, tuple | list) and len(measurements) > 0
    ok = ok and all(isinstance(one, Measurement) for one in measurements)
    require(ok, "measurements", measurements, "at least one Measurement")
    ok = isinstance(names, tuple | list) and len(names) == len(measurements)
    ok = ok and all(isinstance(name, str) for name in names)
    require(ok, "names", names, "one text a measurement")
    require(isinstance(xlabel, str), "xlabel", xlabel, "a text")
    require(isinstance(what, str), "what", what, "a text")
    values = [one.minimum for one in measurements]
    (axes,) = plotting.axes(xlabel=xlabel, ylabel="")
    axes.barh(names[::-1], values[::-1], color=plotting.KERNEL, height=0.6)
    for place, value in enumerate(values[::-1]):
        axes.annotate(f" {value:.0f}", (value, place), va="center", color=plotting.INK)
    axes.margins(x=0.12)
    axes.grid(visible=False, axis="y")
    said = ", ".join(f"{n} {readable(v)} ns" for n, v in zip(names, values, strict=True))
    return plotting.picture(axes, f"{what}: {said}.")
