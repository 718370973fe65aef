"""How soon a task with little to do answers beside hogs, setting by setting."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import plotting
from oslab.measurement import Measurement, readable
from oslab.picture import Picture
from oslab.scheduling.plots.pairs import measured


def interactive(measurements: Sequence[Measurement]) -> Picture:
    """Return one line a setting: half of the answers, and 95 % of them, came no later.

    Args:
        measurements: as `measure.interactive` returns them.

    Raises:
        InvalidInput: if they are none of those.
    """
    cases = measured(measurements, "setting", "run_us")
    height = min(20.0, 1.2 + 0.34 * len(cases))
    (axes,) = plotting.axes(xlabel="answer after (ms)", ylabel="", height=height)
    places = list(range(len(cases)))[::-1]
    medians = [one.median for one in cases]
    slow = [sorted(one.samples)[int(0.95 * (len(one.samples) - 1))] for one in cases]
    for place, middle, late in zip(places, medians, slow, strict=True):
        axes.plot([middle, late], [place, place], "-", color=plotting.KERNEL, alpha=0.5)
    axes.plot(medians, places, "o", color=plotting.KERNEL, label="half of the answers")
    axes.plot(slow, places, "|", color=plotting.KERNEL, markersize=12, label="95 % of them")
    work = float(cases[0].conditions["run_us"]) / 1000
    axes.axvline(work, color=plotting.MODEL, linestyle="--", label="its own work")
    axes.set_yticks(places, [str(one.conditions["setting"]) for one in cases])
    axes.set_ylim(-0.6, len(cases) - 0.4)
    axes.set_xlim(left=0)
    axes.grid(visible=False, axis="y")
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, fontsize=9)
    said = ", ".join(
        f"{one.conditions['setting']}: {readable(middle)} and {readable(late)}"
        for one, middle, late in zip(cases, medians, slow, strict=True)
    )
    return plotting.picture(
        axes, f"Milliseconds until half and 95 % of answers; the work takes {work:g}. {said}."
    )
