"""Speed-ups on this machine beside their predictions, and waits for the lock beside theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oslab import plotting
from oslab.errors import InvalidInput, require, require_choice, require_number, require_whole
from oslab.measurement import Condition, Measurement, readable
from oslab.picture import Picture
from oslab.processes.metrics.gil import speedup_line
from oslab.processes.records.gil import SpeedupCurve
from oslab.table import Table

QUANTITIES = ("speed-up", "runnable workers")
_MARKS = {"threads": "o", "processes": "s"}


def speedup(
    measurements: Sequence[Measurement], predictions: Mapping[str, SpeedupCurve],
    *, quantity: str = "speed-up",
) -> Picture:  # fmt: skip
    """Return one chart a kind of work: predicted lines, measured points.

    Args:
        measurements: of `measure.speedup`.
        predictions: kind of work to the curve of `model.speedup` for it.
        quantity: one of `QUANTITIES`; the predictions are drawn with the first only.

    Raises:
        InvalidInput: if an argument is of another kind.
    """
    require_choice("quantity", quantity, QUANTITIES)
    chosen = [one for one in _taken(measurements) if one.conditions["quantity"] == quantity]
    require(isinstance(predictions, Mapping), "predictions", predictions, "kind to SpeedupCurve")
    kinds = list(dict.fromkeys(str(one.conditions["kind"]) for one in chosen))
    for kind in predictions:
        require(kind in kinds, "predictions", kind, "a kind that was measured")
    ylabel = "times faster than one" if quantity == "speed-up" else quantity
    charts = plotting.axes(
        xlabel="workers",
        ylabel=ylabel,
        columns=len(kinds),
        width=2.4 * len(kinds) + 0.6,
        height=3.4,
    )
    for where, kind in zip(charts, kinds, strict=True):
        if kind in predictions and quantity == "speed-up":
            for name, dash in (("processes", "--"), ("threads, simulated", "-"), ("Amdahl", ":")):
                values = speedup_line(predictions[kind], name)
                counts = range(1, len(values) + 1)
                where.plot(counts, values, dash, color=plotting.MODEL, label=f"model: {name}")
        for how, mark in _MARKS.items():
            rows = [m for m in chosen if (m.conditions["kind"], m.conditions["how"]) == (kind, how)]
            counts_ = [int(m.conditions["workers"]) for m in rows]
            values_ = [m.median for m in rows]
            where.plot(counts_, values_, mark, color=plotting.KERNEL, label=how, fillstyle="none")
        where.set_title(kind, fontsize=11)
        where.set_ylim(bottom=0)
        where.set_xticks(sorted({int(m.conditions["workers"]) for m in chosen}))
    charts[-1].legend(fontsize=8)
    return plotting.picture(charts[0], _alt(chosen, quantity))


def convoy(measurements: Sequence[Measurement], predicted_ns: Mapping[int, float]) -> Picture:
    """Return what a request of the I/O thread took, over the number of spinning threads.

    Args:
        measurements: of `measure.convoy`, of one switch interval.
        predicted_ns: spinning threads to predicted nanoseconds a request.

    Raises:
        InvalidInput: if an argument is of another kind.
    """
    ok = isinstance(measurements, tuple | list) and len(measurements) > 0
    require(ok, "measurements", measurements, "measurements of convoy")
    for one in measurements:
        ok = isinstance(one, Measurement) and "spinners" in one.conditions
        require(ok, "measurements", one, "a measurement of convoy")
    ok = isinstance(predicted_ns, Mapping) and all(
        isinstance(x, int | float) for pair in predicted_ns.items() for x in pair
    )
    require(ok, "predicted_ns", predicted_ns, "numbers of threads to nanoseconds")
    (where,) = plotting.axes(xlabel="threads of pure Python beside it", ylabel="a request (ms)")
    counts, times = list(predicted_ns), [ns / 1e6 for ns in predicted_ns.values()]
    where.plot(counts, times, "-", color=plotting.MODEL, label="model")
    found = [int(one.conditions["spinners"]) for one in measurements]
    medians = [one.median / 1e6 for one in measurements]
    where.plot(found, medians, "o", color=plotting.KERNEL, label="this machine", fillstyle="none")
    where.set_ylim(bottom=0)
    where.set_xticks(sorted({*counts, *found}))
    where.legend(fontsize=9)
    said = [f"{readable(m)} ms beside {n}" for n, m in zip(found, medians, strict=True)]
    return plotting.picture(where, "A request took " + ", ".join(said) + " spinning threads.")


def speedup_table(measurements: Sequence[Measurement]) -> Table:
    """Return a row a kind and `how`: both quantities, for each number of workers above one.

    Raises:
        InvalidInput: if they are not measurements of `measure.speedup`.
    """
    taken = _taken(measurements)
    most = max(int(one.conditions["workers"]) for one in taken)
    columns = [(name, n) for name in QUANTITIES for n in range(2, most + 1)]
    cells: dict[tuple[str, str], dict[tuple[str, int], str]] = {}
    for one in taken:
        row = cells.setdefault((str(one.conditions["kind"]), str(one.conditions["how"])), {})
        column = str(one.conditions["quantity"]), int(one.conditions["workers"])
        row[column] = f"{one.median:.2f}"
    words = {"speed-up": "gain of", "runnable workers": "could run, of"}
    return Table(
        caption="What n workers gain over one, and how many of the n could run at a time",
        columns=("work", "workers", *(f"{words[name]} {n}" for name, n in columns)),
        rows=tuple(
            (*key, *(row.get(column, "-") for column in columns)) for key, row in cells.items()
        ),
    )


def speedup_at(
    measurements: Sequence[Measurement], prediction: SpeedupCurve, *, kind: str, workers: int
) -> dict[str, float]:
    """Return one point of the chart: both measured speed-ups, and every predicted one.

    Args:
        measurements: of `measure.speedup`.
        prediction: of `model.speedup`, for at least as many workers.
        kind: of work, which was measured.
        workers: how many of them, at least 1.

    Raises:
        InvalidInput: if the point was not measured or not predicted.
    """
    taken = _taken(measurements)
    require(isinstance(prediction, SpeedupCurve), "prediction", prediction, "a SpeedupCurve")
    least = min(len(line.speedups) for line in prediction.lines)
    require_whole("workers", workers, low=1, high=least)
    found = {
        how: chosen(taken, quantity="speed-up", kind=kind, how=how, workers=workers).median
        for how in _MARKS
    }
    return {**found, **{f"model: {x.name}": x.speedups[workers - 1] for x in prediction.lines}}


def free_threading(
    measurements: Sequence[Measurement], predicted: Mapping[bool, float]
) -> Picture:  # fmt: skip
    """Return the speed-up with and without the interpreter lock, model beside measurement.

    Args:
        measurements: of `measure.free_threading`.
        predicted: whether the lock is on, to the speed-up foreseen.

    Raises:
        InvalidInput: if an argument is of another kind.
    """
    ok = isinstance(measurements, tuple | list) and len(measurements) > 0
    require(ok, "measurements", measurements, "measurements of free_threading")
    for one in measurements:
        ok = isinstance(one, Measurement) and {"locked", "quantity"} <= set(one.conditions)
        require(ok, "measurements", one, "a measurement of free_threading")
    ok = isinstance(predicted, Mapping) and set(predicted) == {True, False}
    require(ok, "predicted", predicted, "a speed-up for True and one for False")
    for value in predicted.values():
        require_number("predicted", value, low=0, high=1e6)
    gains = [chosen(measurements, quantity="speed-up", locked=on) for on in (True, False)]
    names = ["with the lock", "without"]
    (where,) = plotting.axes(xlabel="threads: times faster than one", ylabel="", height=2)
    where.barh(names, [one.median for one in gains], color=plotting.KERNEL, height=0.5,
               label="measured")  # fmt: skip
    where.plot(
        [predicted[True], predicted[False]], names, "D", color=plotting.MODEL, label="model",
        fillstyle="none", markersize=9, markeredgewidth=2,
    )  # fmt: skip
    where.invert_yaxis()
    where.grid(axis="y", visible=False)
    where.legend(loc="upper right")
    parts = [
        f"{name} {one.median:.2f} times, predicted {predicted[on]:.2f}"
        for name, one, on in zip(names, gains, (True, False), strict=True)
    ]
    return plotting.picture(where, f"Pure Python on threads: {'; '.join(parts)}.")


def chosen(measurements: Sequence[Measurement], **conditions: Condition) -> Measurement:
    """Return the one measurement that was taken under these conditions.

    Raises:
        InvalidInput: if there is none, or more than one.
    """
    ok = isinstance(measurements, tuple | list)
    ok = ok and all(isinstance(one, Measurement) for one in measurements)
    require(ok, "measurements", measurements, "Measurements")
    found = [
        one
        for one in measurements
        if all(one.conditions.get(name) == value for name, value in conditions.items())
    ]
    if len(found) == 1:
        return found[0]
    allowed = f"conditions that fit exactly one measurement, not {len(found)}"
    raise InvalidInput("conditions", conditions, allowed)


def _taken(measurements: object) -> list[Measurement]:
    ok = isinstance(measurements, tuple | list) and len(measurements) > 0
    require(ok, "measurements", measurements, "measurements of speedup")
    needed = {"quantity", "kind", "how", "workers"}
    for one in measurements if isinstance(measurements, tuple | list) else ():
        ok = isinstance(one, Measurement) and needed <= set(one.conditions)
        require(ok, "measurements", one, "a measurement of speedup")
    return list(measurements) if isinstance(measurements, tuple | list) else []


def _alt(measurements: list[Measurement], quantity: str) -> str:
    most = max(int(one.conditions["workers"]) for one in measurements)
    parts = [
        f"{one.conditions['how']} {one.median:.2f} ({one.conditions['kind']})"
        for one in measurements
        if one.conditions["workers"] == most
    ]
    return f"{quantity} of {most} workers: " + ", ".join(parts) + "."
