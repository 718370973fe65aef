"""What locks cost on this machine: time against threads, calls, and spinning beside sleeping."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import plotting
from oslab.errors import InvalidInput, require
from oslab.measurement import Measurement, by_condition, readable, require_measurements
from oslab.picture import Picture
from oslab.sync.records.lock_cost import LockSweep
from oslab.table import Table

_MARKS = "osD^vP*X"
_MODELS = {"spin": "spin", "futex": "sleep", "mutex": "sleep", "adaptive": "sleep"}
_RULES = {"spin": "-", "sleep": "--"}


def lock_cost(measurements: Sequence[Measurement], label: str = "") -> Picture:
    """Return CPU time of an operation over the number of threads, a line a kind of lock.

    Args:
        measurements: of `measure.lock_cost`.
        label: whose they are, for the alt text.

    Raises:
        InvalidInput: if they are none of these.
    """
    taken = _taken(measurements, label)
    kinds, threads = _axes_of(taken)
    (where,) = plotting.axes(xlabel="threads", ylabel="CPU time of an operation (ns)")
    said = []
    for place, kind in enumerate(kinds):
        counts = [count for count in threads if (kind, count, "CPU time") in taken]
        row = [taken[kind, count, "CPU time"].median for count in counts]
        colour = plotting.MUTED if kind == "none" else None
        where.plot(counts, row, color=colour, marker=_MARKS[place % len(_MARKS)], markersize=5,
                   label=kind, linestyle=("-", "--")[place // 4 % 2])  # fmt: skip
        said.append(f"{kind} " + ", ".join(
            f"{readable(ns)} ns with {count}" for ns, count in zip(row, counts, strict=True)
        ))  # fmt: skip
    where.set_xscale("log", base=2)
    where.set_yscale("log")
    where.set_xticks(threads, [str(count) for count in threads])
    where.yaxis.set_major_formatter(lambda y, _: f"{y:g}")
    where.legend(fontsize=9, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return plotting.picture(
        where, _labelled("CPU time of a lock and unlock over threads: " + "; ".join(said), label)
    )


def lock_calls(measurements: Sequence[Measurement], label: str = "") -> Table:
    """Return a row a kind and number of threads: time, calls of futex, sleeps, preemptions.

    Args:
        measurements: of `measure.lock_cost`.
        label: whose they are, for the caption.

    Raises:
        InvalidInput: if they are none of these.
    """
    taken = _taken(measurements, label)
    kinds, threads = _axes_of(taken)
    rows = []
    for kind in kinds:
        for count in threads:
            if (kind, count, "CPU time") not in taken:
                continue
            cells = [readable(taken[kind, count, "CPU time"].median)]
            for what in ("futex calls", "sleeps", "preemptions"):
                one = taken.get((kind, count, what))
                cells.append("" if one is None else _in_a_million(one.median))
            rows.append((kind, str(count), *cells))
    heads = ("lock", "threads", "CPU ns", "futex calls", "sleeps", "preempted")
    caption = "An operation: its CPU time; calls, sleeps and preemptions in a million operations"
    return Table(caption + (f" ({label})" if label else ""), heads, tuple(rows))


def spin_or_sleep(
    measurements: Sequence[Measurement], predicted: LockSweep, label: str = ""
) -> Picture:
    """Return CPU time over work against how long the lock is held: model beside kernel.

    Args:
        measurements: of `measure.spin_or_sleep`, of kinds that spin or sleep.
        predicted: of `model.spin_or_sleep`.
        label: whose they are, for the alt text.

    Raises:
        InvalidInput: if they are none of these.
    """
    require_measurements(measurements, "kind", "inside_ns", "outside_ns", "what")
    require(isinstance(label, str), "label", label, "a text")
    require(isinstance(predicted, LockSweep), "predicted", predicted, "a LockSweep")
    (where,) = plotting.axes(xlabel="the lock is held (ns)", ylabel="CPU time, times the work")
    for rule, line in (("spin", predicted.spin), ("sleep", predicted.sleep)):
        where.plot([one.hold_ns for one in line], [one.times for one in line], _RULES[rule],
                   color=plotting.MODEL, label=f"model, {rule}")  # fmt: skip
    said = []
    for kind, points in _times(measurements).items():
        style = _RULES[_MODELS[kind]]
        where.plot(*zip(*points, strict=True), style, color=plotting.KERNEL, marker="o",
                   markersize=4, linewidth=1.2, label=kind)  # fmt: skip
        said.append(f"{kind} {points[0][1]:.2f} times the work at {points[0][0]:,.0f} ns and "
                    f"{points[-1][1]:.2f} at {points[-1][0]:,.0f} ns")  # fmt: skip
    where.set_xscale("log")
    where.set_ylim(bottom=0)
    where.xaxis.set_major_formatter(lambda x, _: f"{x:,.0f}")
    where.legend(fontsize=9)
    return plotting.picture(where, _labelled("Spin or sleep: " + "; ".join(said), label))


def _times(measurements: Sequence[Measurement]) -> dict[str, list[tuple[float, float]]]:
    """Return kind to (hold, CPU time over work), the holds rising."""
    found: dict[str, dict[float, float]] = {}
    for one in measurements:
        kind, hold, outside = (one.conditions[key] for key in ("kind", "inside_ns", "outside_ns"))
        ok = kind in _MODELS and isinstance(hold, int | float) and isinstance(outside, int | float)
        if not ok or hold <= 0:  # type: ignore[operator]
            raise InvalidInput("measurements", one, "rows of measure.spin_or_sleep")
        if one.conditions["what"] == "CPU time":
            work = float(hold) + float(outside)
            found.setdefault(str(kind), {})[float(hold)] = one.median / work
    require(len(found) > 0, "measurements", measurements, "rows of CPU time")
    return {kind: sorted(row.items()) for kind, row in found.items()}


def _taken(
    measurements: Sequence[Measurement], label: str
) -> dict[tuple[str, int, str], Measurement]:
    require_measurements(measurements, "kind", "threads", "what")
    require(isinstance(label, str), "label", label, "a text")
    taken = by_condition(measurements, "kind", "threads", "what")
    ok = any(what == "CPU time" for _, _, what in taken)
    ok = ok and all(isinstance(count, int) and count > 0 for _, count, _ in taken)
    require(ok, "measurements", measurements, "rows of measure.lock_cost")
    return taken


def _axes_of(taken: dict[tuple[str, int, str], Measurement]) -> tuple[list[str], list[int]]:
    kinds = list(dict.fromkeys(str(kind) for kind, _, _ in taken))
    return kinds, sorted({count for _, count, _ in taken})


def _in_a_million(share: float) -> str:
    return "0" if share == 0 else f"{1e6 * share:,.0f}" if share >= 5e-7 else "under 1"


def _labelled(words: str, label: str) -> str:
    return f"{words}. {label}" if label else f"{words}."
