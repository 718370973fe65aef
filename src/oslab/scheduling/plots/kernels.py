"""Several kernels beside what the model says of each: a row a case, a mark a kernel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oslab import plotting
from oslab.errors import InvalidInput, require, require_number
from oslab.measurement import Measurement, readable
from oslab.picture import Picture
from oslab.scheduling.plots.pairs import measured

_MOST = 3
_SHAPES = "os^"


def kernels(
    names: Sequence[str], measured_by: Mapping[str, Sequence[Measurement]],
    predicted_by: Mapping[str, Sequence[float]], *, xlabel: str, what: str,
) -> Picture:  # fmt: skip
    """Return one row a case, and in it for each kernel its samples, median and prediction.

    Args:
        names: one a case, from top to bottom.
        measured_by: a kernel's label to its measurements, one a case; 1 to 3 kernels. The
            first kernel's marks are filled, the others' are not.
        predicted_by: the same labels to predictions, one a case, in the same unit.
        xlabel: the quantity with its unit.
        what: begins the alt text, such as `"Share of a CPU"`.

    Raises:
        InvalidInput: if they are not of one length, or of another kind.
    """
    _check(names, measured_by, predicted_by)
    for argument, text in (("xlabel", xlabel), ("what", what)):
        require(isinstance(text, str), argument, text, "a text")
    count = len(measured_by)
    height = min(20.0, 1.3 + (0.2 + 0.22 * count) * len(names))
    (axes,) = plotting.axes(xlabel=xlabel, ylabel="", height=height)
    said = []
    for place, (label, several) in enumerate(measured_by.items()):
        rows = [
            len(names) - 1 - row + 0.26 * ((count - 1) / 2 - place) for row in range(len(names))
        ]
        for row, one in zip(rows, several, strict=True):
            samples = list(one.samples)
            axes.plot(samples, [row] * len(samples), ".", color=plotting.KERNEL, alpha=0.25)
        medians = [one.median for one in several]
        axes.plot(
            list(predicted_by[label]), rows, "|", color=plotting.MODEL, markersize=11,
            markeredgewidth=3, label="model" if place == 0 else None,
        )  # fmt: skip
        axes.plot(
            medians, rows, _SHAPES[place], color=plotting.KERNEL, label=f"{label} (median)",
            markerfacecolor=plotting.KERNEL if place == 0 else "none",
        )  # fmt: skip
        each = ", ".join(
            f"{name}: predicted {readable(float(p))}, measured {readable(m)}"
            for name, p, m in zip(names, predicted_by[label], medians, strict=True)
        )
        said.append(f"{label}: {each}")
    axes.set_yticks(range(len(names) - 1, -1, -1), names)
    axes.set_ylim(-0.6, len(names) - 0.4)
    axes.grid(visible=False, axis="y")
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=count + 1, fontsize=9)
    unit = next(iter(measured_by.values()))[0].unit
    return plotting.picture(axes, f"{what}, in {unit}. {'; '.join(said)}.")


def _check(names: object, measured_by: object, predicted_by: object) -> None:
    ok = isinstance(names, tuple | list) and len(names) > 0
    ok = ok and all(isinstance(name, str) for name in names)  # type: ignore[attr-defined]
    require(ok, "names", names, "texts")
    allowed = f"1 to {_MOST} labels with one measurement a name"
    if not isinstance(measured_by, Mapping) or not 1 <= len(measured_by) <= _MOST:
        raise InvalidInput("measured_by", measured_by, allowed)
    for label, several in measured_by.items():
        ok = isinstance(label, str) and len(measured(several)) == len(names)  # type: ignore[arg-type]
        require(ok, "measured_by", measured_by, allowed)
    ok = isinstance(predicted_by, Mapping) and set(predicted_by) == set(measured_by)
    require(ok, "predicted_by", predicted_by, "the labels of the measurements")
    for several in predicted_by.values() if isinstance(predicted_by, Mapping) else ():
        ok = isinstance(several, tuple | list) and len(several) == len(names)  # type: ignore[arg-type]
        require(ok, "predicted_by", several, "one number a name")
        for number in several:
            require_number("predicted_by", number)
