"""Requests that were granted, of those that were made: the model's count and the kernel's."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import plotting
from oslab.errors import InvalidInput, require
from oslab.measurement import Measurement
from oslab.picture import Picture


def overcommit(measurements: Sequence[Measurement]) -> Picture:
    """Return two bars for each kind of request, predicted and granted.

    Args:
        measurements: of `measure.overcommit` or `measure.overcommit_modes`, 1 to 20
            kinds of request; what else they measured is left out.

    Raises:
        InvalidInput: if they are none of these.
    """
    allowed = "measurements of overcommit"
    if not isinstance(measurements, tuple | list):
        raise InvalidInput("measurements", measurements, allowed)
    for one in measurements:
        require(isinstance(one, Measurement), "measurements", one, allowed)
    granted = [one for one in measurements if one.conditions.get("quantity") == "granted"]
    require(1 <= len(granted) <= 20, "measurements", measurements, allowed)
    for one in granted:
        ok = isinstance(one.conditions.get("predicted"), int) and "share" in one.conditions
        require(ok, "measurements", one, "granted requests with the conditions of overcommit")
    (where,) = plotting.axes(xlabel="requests granted", ylabel="", height=1.2 + 0.5 * len(granted))
    places = list(range(len(granted)))[::-1]
    predicted = [int(one.conditions["predicted"]) for one in granted]
    counted = [sum(one.samples) for one in granted]
    for shift, counts, colour, label in (
        (0.18, predicted, plotting.MODEL, "model"),
        (-0.18, counted, plotting.KERNEL, "kernel"),
    ):
        heights = [place + shift for place in places]
        where.barh(heights, counts, 0.32, color=colour, label=label)
    where.set_yticks(places, [_label(one) for one in granted])
    where.set_xlim(0, max(len(one.samples) for one in granted) + 0.3)
    where.grid(visible=False, axis="y")
    where.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=2, fontsize=9)
    said = "; ".join(
        f"{_label(one)}: {count:.0f} of {len(one.samples)}, predicted {guess}"
        for one, count, guess in zip(granted, counted, predicted, strict=True)
    )
    return plotting.picture(where, f"Requests granted. {said}.")


def _label(one: Measurement) -> str:
    says = one.conditions
    where = "guest, " if says.get("kernel") == "guest" else ""
    return f"{where}mode {says.get('mode')}, {float(says['share']):.0%} of memory each"
