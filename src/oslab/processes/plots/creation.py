"""What each kind of worker costs to make, on one logarithmic axis, and the table of ratios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oslab import plotting
from oslab.errors import require, require_number
from oslab.measurement import Measurement, readable
from oslab.picture import Picture
from oslab.table import Table


def creation(
    measurements: Sequence[Measurement], predicted_us: Mapping[str, float] | None = None
) -> Picture:  # fmt: skip
    """Return one bar a kind: the fastest creation seen, in microseconds.

    Args:
        measurements: of `measure.creation`.
        predicted_us: kind to microseconds, drawn as marks on the bars.

    Raises:
        InvalidInput: if they are not measurements of `measure.creation`, or a
            prediction is no positive number or of another kind.
    """
    rows = _rows(measurements)
    kinds = [str(one.conditions["kind"]) for one in reversed(rows)]
    foreseen = {} if predicted_us is None else predicted_us
    require(isinstance(foreseen, Mapping), "predicted_us", predicted_us, "kinds to microseconds")
    for kind, value in foreseen.items():
        require(kind in kinds, "predicted_us", kind, "a kind that was measured")
        require_number("predicted_us", value, low=1e-3, high=1e12)
    (where,) = plotting.axes(
        xlabel="create and join one worker (µs); threads are pale", ylabel="", height=3.8
    )
    for place, one in enumerate(reversed(rows)):
        thread = one.conditions["makes"] == "thread"
        alpha = 0.5 if thread else 1.0  # threads are the pale bars
        where.barh(place, one.minimum / 1e3, color=plotting.KERNEL, alpha=alpha, height=0.6)
        where.text(one.minimum / 1e3 * 1.1, place, readable(one.minimum / 1e3), va="center")
    if foreseen:
        places = [kinds.index(kind) for kind in foreseen]
        where.plot(
            list(foreseen.values()), places, "D", color=plotting.MODEL, label="model",
            fillstyle="none", markersize=9, markeredgewidth=2,
        )  # fmt: skip
        where.legend(loc="upper right")
    where.set_yticks(range(len(rows)), kinds)
    where.set_xscale("log")
    where.set_xlim(right=20 * max(one.minimum for one in rows) / 1e3)
    where.xaxis.set_major_formatter(lambda x, _: f"{x:g}")
    where.grid(axis="y", visible=False)
    return plotting.picture(
        where,
        "Time to create and join one worker: "
        + "; ".join(f"{m.conditions['kind']} {readable(m.minimum / 1e3)} µs" for m in rows)
        + "".join(f"; the model says {readable(us)} µs for {k}" for k, us in foreseen.items())
        + ".",
    )


def creation_table(measurements: Sequence[Measurement]) -> Table:
    """Return every kind with its cost, and how many native threads one of them is worth.

    Raises:
        InvalidInput: if they are not measurements of `measure.creation`.
    """
    rows = _rows(measurements)
    cheapest = rows[0].minimum
    return Table(
        caption=f"One worker, created and joined; ratios to {rows[0].conditions['kind']}",
        columns=("how", "makes a", "fastest (µs)", "median (µs)", "ratio"),
        rows=tuple(
            (
                str(one.conditions["kind"]),
                str(one.conditions["makes"]),
                readable(one.minimum / 1e3),
                readable(one.median / 1e3),
                readable(one.minimum / cheapest) if cheapest else "-",
            )
            for one in rows
        ),
    )


def _rows(measurements: object) -> list[Measurement]:
    ok = isinstance(measurements, tuple | list) and len(measurements) > 0
    require(ok, "measurements", measurements, "measurements of creation")
    for one in measurements if isinstance(measurements, tuple | list) else ():
        ok = isinstance(one, Measurement) and {"kind", "makes"} <= set(one.conditions)
        require(ok, "measurements", one, "a measurement of creation")
    assert isinstance(measurements, tuple | list)  # noqa: S101  (for mypy; required above)
    return list(measurements)
