"""What a load costs, over what is loaded from: the ladder, and the reach of the TLB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from oslab import plotting
from oslab.errors import InvalidInput, require, require_number
from oslab.measurement import Measurement, readable
from oslab.memory.records.ladder import Knee, Level
from oslab.picture import Picture
from oslab.table import Table

_KINDS = {"anonymous": "4 KiB pages", "huge": "2 MiB pages", "packed": "side by side"}
_DASHES = {"anonymous": "-", "huge": "--", "packed": ":"}
_LINES = ("-", ":", "-.")


def ladder(
    measurements: Sequence[Measurement], prediction: Mapping[str, Sequence[float]] | None = None,
    levels: Sequence[Level] = (),
) -> Picture:  # fmt: skip
    """Return latency over size: lines a kind of page, crosses of the C program, predictions.

    Args:
        measurements: of `measure.ladder`.
        prediction: name of a rule to nanoseconds, one for each size in rising order.
        levels: caches as reported; a line in the model's colour marks each capacity.

    Raises:
        InvalidInput: if they are none of these.
    """
    points = _points(measurements, "size_bytes")
    marked = _levels(levels)
    (where,) = plotting.axes(xlabel="size of the ring", ylabel="a load (ns)", height=4)
    sizes = sorted({size for line in points.values() for size in line})
    for number, (name, values) in enumerate(_predictions(prediction, len(sizes)).items()):
        dash = _LINES[number % len(_LINES)]
        where.plot(sizes, values, dash, color=plotting.MODEL, linewidth=1.6, label=f"model: {name}")
    _draw(where, points)
    where.set_yscale("log")
    _finish(where, sizes, marked, _bytes)
    parts = [
        f"{_KINDS[kind]} {readable(line[min(line)])} ns at {_bytes(min(line))} and "
        f"{readable(line[max(line)])} ns at {_bytes(max(line))}"
        for (kind, by), line in points.items()
        if by == "oslab"
    ]
    return plotting.picture(where, "Nanoseconds of a load: " + "; ".join(parts) + ".")


def tlb_reach(measurements: Sequence[Measurement], levels: Sequence[Level] = ()) -> Picture:
    """Return latency over pages visited, small, huge and packed; lines at the reported entries.

    Args:
        measurements: of `measure.tlb_reach`.
        levels: TLBs as reported, in entries; a line in the model's colour marks each.

    Raises:
        InvalidInput: if they are none of these.
    """
    points = _points(measurements, "pages")
    marked = _levels(levels)
    (where,) = plotting.axes(xlabel="places 4 KiB apart", ylabel="a load (ns)", height=3.8)
    _draw(where, points)
    where.set_yscale("log")
    _finish(where, sorted({n for line in points.values() for n in line}), marked, "{:,}".format)
    parts = [
        f"{_KINDS[kind]} {readable(line[min(line)])} ns at {min(line):,} and "
        f"{readable(line[max(line)])} ns at {max(line):,}"
        for (kind, by), line in points.items()
        if by == "oslab"
    ]
    return plotting.picture(
        where, "Nanoseconds of a load, one line a page: " + "; ".join(parts) + "."
    )


def knees(found: Sequence[Knee], unit: str = "bytes") -> Table:
    """Return each level as reported beside the knee that the program found, and why.

    Args:
        found: of `measure.knees`; none where the machine hides its levels.
        unit: `"bytes"`, or what else the capacities are counted in.

    Raises:
        InvalidInput: if they are none of these.
    """
    ok = isinstance(found, tuple | list) and all(isinstance(one, Knee) for one in found)
    require(ok, "found", found, "Knees")
    require(isinstance(unit, str), "unit", unit, "a text")
    words = _bytes if unit == "bytes" else "{:,}".format
    rows = tuple(
        (
            one.name, words(one.reported),
            f"{words(one.found)} to {words(one.next_found)}"
            if one.found and one.next_found else "none",
            one.why,
        )
        for one in found
    )  # fmt: skip
    agree = sum(one.agrees for one in found)
    caption = f"Latency rises where the machine says for {agree} of {len(found)} levels"
    return Table(
        caption=caption if found else "This machine does not say how far its levels reach",
        columns=("level", f"reported ({unit})", "it rises at", "why"),
        rows=rows,
    )


def _draw(where: Axes, points: Mapping[tuple[str, str], Mapping[int, float]]) -> None:
    for (kind, by), line in points.items():
        sizes = sorted(line)
        values = [line[size] for size in sizes]
        if by == "oslab":
            where.plot(
                sizes, values, _DASHES[kind], color=plotting.KERNEL, label=_KINDS[kind],
                marker="o", markersize=3, linewidth=1.5,
            )  # fmt: skip
        else:
            label = "the C program" if kind == "anonymous" else None
            where.plot(
                sizes, values, "x", color=plotting.INK, markersize=5, label=label,
                markeredgewidth=0.9,
            )  # fmt: skip


def _finish(where: Axes, sizes: Sequence[int], levels: Sequence[Level], words: object) -> None:
    where.set_xscale("log", base=2)
    where.set_xlim(sizes[0] / 1.2, sizes[-1] * 1.2)
    where.xaxis.set_major_formatter(lambda x, _: words(int(x)))  # type: ignore[operator]
    where.yaxis.set_major_formatter(lambda y, _: f"{y:g}")
    for level in levels:
        if sizes[0] <= level.capacity <= sizes[-1] * 1.2:
            where.axvline(level.capacity, color=plotting.MODEL, linewidth=1, linestyle=":")
            where.annotate(
                level.name, (level.capacity, 1), xycoords=("data", "axes fraction"),
                xytext=(-3, -3), textcoords="offset points", ha="right", va="top", fontsize=9,
                color=plotting.MODEL,
            )  # fmt: skip
    where.legend(fontsize=9, loc="upper left", bbox_to_anchor=(0, 0.93))


def _points(measurements: object, axis: str) -> dict[tuple[str, str], dict[int, float]]:
    if not isinstance(measurements, tuple | list) or not measurements:
        raise InvalidInput("measurements", measurements, "at least one Measurement")
    found: dict[tuple[str, str], dict[int, float]] = {}
    for one in measurements:
        ok = isinstance(one, Measurement) and {axis, "kind", "by"} <= set(one.conditions)
        ok = ok and str(one.conditions["kind"]) in _KINDS
        require(ok, "measurements", one, f"a measurement with {axis}, kind and by")
        key = str(one.conditions["kind"]), str(one.conditions["by"])
        found.setdefault(key, {})[int(one.conditions[axis])] = one.minimum
    return found


def _levels(levels: Sequence[Level]) -> tuple[Level, ...]:
    ok = isinstance(levels, tuple | list) and all(isinstance(one, Level) for one in levels)
    require(ok, "levels", levels, "a sequence of Levels")
    return tuple(levels)


def _predictions(prediction: object, sizes: int) -> Mapping[str, Sequence[float]]:
    if prediction is None:
        return {}
    if not isinstance(prediction, Mapping):
        raise InvalidInput("prediction", prediction, "names and numbers")
    for name, values in prediction.items():
        ok = isinstance(name, str) and isinstance(values, tuple | list) and len(values) == sizes
        require(ok, "prediction", prediction, f"names, and {sizes} numbers each")
        for value in values:
            require_number("prediction", value, low=0)
    return prediction


def _bytes(size: int) -> str:
    if size < 1 << 20:
        return f"{size / 1024:g} KiB"
    return f"{size / 2**20:g} MiB"
