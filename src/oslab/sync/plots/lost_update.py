"""The values with which races end: by how many schedules in the model, how often on threads."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import plotting
from oslab.errors import require
from oslab.measurement import Measurement, require_measurements
from oslab.picture import Picture
from oslab.sync.records.exploration import Exploration

Counts = dict[int, int]
_OPACITY = (1.0, 0.6, 0.38, 0.22)
_LEAST = 0.0005
"""Per cent: the foot of the logarithmic axis."""


def lost_update(measurements: Sequence[Measurement], exact: Exploration) -> Picture:
    """Return the histogram of final values, the model's beside each kind's.

    The axis is logarithmic, because what is rare is the point: real schedules are not equally
    likely, and a value that no race had may come with the next. What can be tested is that
    every value seen is one of the model's; one that is not is said in the alt text.

    Args:
        measurements: of one to four kinds, as `measure.lost_update` returns them or
            `measure.lost_update_in_python`, all of the same increments.
        exact: what the model explored of as many increments; its variable is called `n`.

    Raises:
        InvalidInput: if they are none of those.
    """
    kinds = _kinds(measurements)
    model = _schedules(exact)
    values = sorted({*model, *(value for counts in kinds.values() for value in counts)})
    (axes,) = plotting.axes(xlabel="value at the end", ylabel="share (%)", height=3.4)
    series = {"model, of schedules": model, **kinds}
    thick, flat = 0.8 / len(series), len(series) * len(values) <= 8
    for number, (name, counts) in enumerate(series.items()):
        total = sum(counts.values())
        places = [place - 0.4 + thick * (number + 0.5) for place in range(len(values))]
        shares = [100 * counts.get(value, 0) / total for value in values]
        axes.bar(places, shares, width=thick * 0.9, label=name,
                 color=plotting.KERNEL if number else plotting.MODEL,
                 alpha=_OPACITY[max(0, number - 1)])  # fmt: skip
        for place, value, share in zip(places, values, shares, strict=True):
            words = f"{counts.get(value, 0):,}"
            axes.annotate(words, (place, max(share, _LEAST)), xytext=(0, 3), ha="center",
                          textcoords="offset points", fontsize=8, color=plotting.INK,
                          rotation=0 if flat else 90)  # fmt: skip
    axes.set_yscale("log")
    axes.set_ylim(_LEAST, 900 if flat else 4_000)
    axes.minorticks_off()
    axes.set_yticks([0.001, 0.01, 0.1, 1, 10, 100], ["0.001", "0.01", "0.1", "1", "10", "100"])
    axes.set_xticks(range(len(values)), list(map(str, values)))
    axes.grid(visible=False, axis="x")
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3 if len(series) < 4 else 2,
                fontsize=9)  # fmt: skip
    return plotting.picture(axes, _alt(model, kinds))


def _kinds(measurements: object) -> dict[str, Counts]:
    """Return, by a kind's name for the reader, how many races ended with each value."""
    taken = require_measurements(measurements, "kind", "final", "races", "increments", "language")
    increments = {one.conditions["increments"] for one in taken}
    require(len(increments) == 1, "measurements", measurements, "races of as many increments")
    kinds: dict[str, Counts] = {}
    for one in taken:
        final, free = one.conditions["final"], one.conditions.get("gil") is False
        if not isinstance(final, int):
            require(False, "measurements", one, "races that end with a whole number")
        name = f"{one.conditions['kind']}, {one.conditions['language']}" + " without GIL" * free
        kinds.setdefault(name, {})[int(final)] = int(one.median)
    ok = len(kinds) <= len(_OPACITY) and all(sum(one.values()) > 0 for one in kinds.values())
    require(ok, "measurements", measurements, f"races of 1 to {len(_OPACITY)} kinds")
    return kinds


def _schedules(exact: object) -> Counts:
    """Return by how many schedules `n` ends with each value."""
    ok = isinstance(exact, Exploration) and bool(exact.schedules)
    require(ok, "exact", exact, "an Exploration whose schedules are counted")
    found: Counts = {}
    for one in exact.outcomes if isinstance(exact, Exploration) else ():
        value = dict(one.values).get("n")
        if not isinstance(value, int) or one.schedules is None:
            require(False, "exact", exact, "a race that always ends, with a variable n")
        else:
            found[value] = found.get(value, 0) + one.schedules
    return found


def _alt(model: Counts, kinds: dict[str, Counts]) -> str:
    said = []
    for name, counts in kinds.items():
        ends = ", ".join(f"{value}: {count:,}" for value, count in sorted(counts.items()))
        never = [str(value) for value in sorted(model) if not counts.get(value)]
        other = [str(value) for value in sorted(counts) if counts[value] and value not in model]
        said.append(
            f"{name}, races by value: {ends}"
            + f" (never {', '.join(never)})" * bool(never)
            + f"; the model does not allow {', '.join(other)}" * bool(other)
        )
    ends = ", ".join(f"{value}: {count:,}" for value, count in sorted(model.items()))
    lost = "Every value seen is one of the model's."
    if any(count and value not in model for one in kinds.values() for value, count in one.items()):
        lost = "Values were seen that the model does not allow."
    return (
        f"With what value races end. Model, schedules by value: {ends}. {'. '.join(said)}. {lost}"
    )
