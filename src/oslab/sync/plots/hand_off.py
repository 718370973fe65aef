"""Passing a turn, and the queue behind a lock, as this machine answers."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import plotting
from oslab.errors import require
from oslab.measurement import Measurement, by_condition, require_measurements
from oslab.picture import Picture

_UNITS = ((1e9, "s"), (1e6, "ms"), (1e3, "µs"), (1, "ns"))
_OPACITY = (1.0, 0.45)
_STYLES = {("mutex", "before"): ":", ("mutex", "after"): "-.",
           ("fair", "before"): "--", ("fair", "after"): "-"}  # fmt: skip


def hand_off(measurements: Sequence[Measurement], label: str = "") -> Picture:
    """Return the CPU time of a hand-off, a bar a way and place, on a logarithmic axis.

    Args:
        measurements: of `measure.hand_off`, of one place or of both.
        label: whose they are, for the alt text.

    Raises:
        InvalidInput: if they are none of these.
    """
    require_measurements(measurements, "way", "place", "what")
    require(isinstance(label, str), "label", label, "a text")
    rows = [one for one in measurements if one.conditions["what"] == "CPU time"]
    ok = len(rows) > 0 and all(one.median > 0 for one in rows)
    require(ok, "measurements", measurements, "CPU times of measure.hand_off")
    taken = by_condition(rows, "way", "place")
    ways = list(dict.fromkeys(str(one.conditions["way"]) for one in rows))
    places = list(dict.fromkeys(str(one.conditions["place"]) for one in rows))
    (where,) = plotting.axes(
        xlabel="CPU time of a hand-off, both threads", ylabel="",
        height=min(20, 1.5 + 0.5 * len(ways)),
    )  # fmt: skip
    thick = 0.75 / len(places)
    for number, place in enumerate(places):
        here = [row for row, way in enumerate(ways) if (way, place) in taken]
        values = [taken[ways[row], place].median for row in here]
        heights = [-row + 0.375 - thick * (number + 0.5) for row in here]
        where.barh(heights, values, height=0.9 * thick, color=plotting.KERNEL, label=place,
                   alpha=_OPACITY[number % 2])  # fmt: skip
        for height, value in zip(heights, values, strict=True):
            where.annotate(f" {_time(value)}", (value, height), va="center", fontsize=9,
                           color=plotting.INK)  # fmt: skip
    where.set_xscale("log")
    where.margins(x=0.18)
    where.set_yticks([-row for row in range(len(ways))], ways)
    where.grid(visible=False, axis="y")
    where.xaxis.set_major_formatter(lambda x, _: _time(x))
    if len(places) > 1:
        where.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=2, fontsize=9)
    said = ", ".join(f"{way} on {place} {_time(one.median)}" for (way, place), one in taken.items())
    return plotting.picture(where, _labelled(f"CPU time of a hand-off: {said}", label))


def convoy(measurements: Sequence[Measurement], label: str = "") -> Picture:
    """Return how many threads wait behind an operation, before and after one long hold.

    Args:
        measurements: of `measure.convoy`.
        label: whose they are, for the alt text.

    Raises:
        InvalidInput: if they are none of these.
    """
    require_measurements(measurements, "kind", "part", "what")
    require(isinstance(label, str), "label", label, "a text")
    queue = [one for one in measurements if one.conditions["what"] == "queue"]
    sleeps = [one for one in measurements if one.conditions["what"] == "sleeps"]
    known = all((one.conditions["kind"], one.conditions["part"]) in _STYLES for one in measurements)
    ok = known and len(queue) > 0 and len(sleeps) > 0
    require(ok, "measurements", measurements, "rows of measure.convoy")
    require_measurements(queue, "waiting")
    slept = by_condition(sleeps, "kind", "part")
    (where,) = plotting.axes(xlabel="threads that wait behind it", ylabel="operations (%)")
    said = []
    for (kind, part), one in slept.items():
        rows = [row for row in queue if row.conditions["kind"] == kind]
        rows = [row for row in rows if row.conditions["part"] == part]
        words = f"{kind}, {part}: {100 * one.median:.0f} % sleep"
        points = sorted((float(row.conditions["waiting"]), row.median) for row in rows)
        where.plot(*zip(*points, strict=True), _STYLES[kind, part], marker="o", markersize=4,
                   label=words)  # fmt: skip
        said.append(words)
    where.set_ylim(bottom=0)
    where.legend(fontsize=9)
    said_all = "One thread slept with the lock: " + "; ".join(said)
    return plotting.picture(where, _labelled(said_all, label))


def _time(ns: float) -> str:
    size, unit = next(pair for pair in _UNITS if ns >= pair[0] or pair[0] == 1)
    return f"{ns / size:.3g} {unit}"


def _labelled(words: str, label: str) -> str:
    return f"{words}. {label}" if label else f"{words}."
