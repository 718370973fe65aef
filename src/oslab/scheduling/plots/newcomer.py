"""How long a newly forked task waits beside hogs, kernel by kernel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oslab import plotting
from oslab.errors import require
from oslab.measurement import Measurement, readable
from oslab.picture import Picture
from oslab.scheduling.plots.pairs import measured

_SHAPES = "os^Dv*"


def newcomer(
    measured_by: Mapping[str, Sequence[Measurement]], *, quantity: str = "wait"
) -> Picture:
    """Return one line a kernel: the median against how many compute on the same CPU.

    Args:
        measured_by: label to measurements of `measure.newcomer`, such as
            `{"EEVDF, 6.18": ..., "CFS, 6.1": ...}`.
        quantity: `"wait"`, `"above minimum"` or `"above average"`.

    Raises:
        InvalidInput: if they are none of those.
    """
    ok = isinstance(measured_by, Mapping) and len(measured_by) > 0
    ok = ok and all(isinstance(label, str) for label in measured_by)
    require(ok, "measured_by", measured_by, "a label for each kernel's measurements")
    require(isinstance(quantity, str), "quantity", quantity, "a quantity of measure.newcomer")
    virtual = "" if quantity == "wait" else "virtual "
    what = "until it first runs" if quantity == "wait" else quantity
    (axes,) = plotting.axes(
        xlabel="tasks that compute on the same CPU", ylabel=f"newcomer, {what} ({virtual}ms)"
    )
    said = []
    for place, (label, several) in enumerate(measured_by.items()):
        mine = [
            one for one in measured(several, "hogs", "quantity")
            if one.conditions["quantity"] == quantity
        ]  # fmt: skip
        require(len(mine) > 0, "quantity", quantity, "one that was measured")
        counts = [int(one.conditions["hogs"]) for one in mine]
        for count, one in zip(counts, mine, strict=True):
            axes.plot(
                [count] * len(one.samples), list(one.samples), ".",
                color=plotting.SERIES[place % len(plotting.SERIES)], alpha=0.3,
            )  # fmt: skip
        medians = [one.median for one in mine]
        axes.plot(
            counts, medians, "-" + _SHAPES[place % len(_SHAPES)],
            color=plotting.SERIES[place % len(plotting.SERIES)], label=label,
        )  # fmt: skip
        each = ", ".join(f"{n}: {readable(m)}" for n, m in zip(counts, medians, strict=True))
        said.append(f"{label} ({each})")
    axes.legend(fontsize=9)
    return plotting.picture(
        axes, f"Median of a newcomer, {what}, in {virtual}ms by tasks beside it. {'; '.join(said)}."
    )
