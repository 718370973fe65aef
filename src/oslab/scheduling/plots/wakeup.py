"""How late tasks are woken: what share of wake-ups was no later than so."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import plotting
from oslab.measurement import Measurement, readable
from oslab.picture import Picture
from oslab.scheduling.plots.pairs import measured

_DASHES = {"tasks": "-", "cyclictest": ":"}


def wakeup(measurements: Sequence[Measurement]) -> Picture:
    """Return one rising line a case on a logarithmic axis: policy, load, and which program.

    Args:
        measurements: as `measure.wakeup` returns them.

    Raises:
        InvalidInput: if they are none of those.
    """
    cases = measured(measurements, "load", "policy", "program")
    (axes,) = plotting.axes(xlabel="late by (µs)", ylabel="wake-ups no later (%)", height=4)
    colours: dict[tuple[object, object], str] = {}
    for one in cases:
        key = (one.conditions["policy"], one.conditions["load"])
        colour = colours.setdefault(key, plotting.SERIES[len(colours) % len(plotting.SERIES)])
        late = sorted(max(value, 0.1) for value in one.samples)
        rising = [100 * (place + 1) / len(late) for place in range(len(late))]
        axes.step(
            late, rising, _DASHES.get(str(one.conditions["program"]), "-"), where="post",
            color=colour, label=_label(one),
        )  # fmt: skip
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:g}")
    axes.set_ylim(0, 101)
    axes.legend(loc="lower right", fontsize=9)
    said = ", ".join(
        f"{_label(one)}: {readable(one.median)}, {readable(_late(one, 0.95))}" for one in cases
    )
    return plotting.picture(axes, f"Microseconds late, half and 95 % of wake-ups. {said}.")


def _label(one: Measurement) -> str:
    says = one.conditions
    by = "" if says["program"] == "tasks" else f" ({says['program']})"
    return f"{says['policy']}, {says['load']} beside it{by}"


def _late(one: Measurement, share: float) -> float:
    ordered = sorted(one.samples)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
