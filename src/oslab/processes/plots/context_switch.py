"""Hops program by program, and a switch against its working set."""

from __future__ import annotations

from collections.abc import Sequence

from oslab import plotting
from oslab.errors import require
from oslab.measurement import Measurement, readable
from oslab.picture import Picture
from oslab.processes import metrics
from oslab.processes.plots.bars import minima
from oslab.processes.records.context_switch import ContextSwitch


def context_switch(measurements: Sequence[Measurement]) -> Picture:
    """Return one bar a program and kind of far end, the best sample of each.

    Args:
        measurements: as `measure.context_switch` returns them.

    Raises:
        InvalidInput: if they are none of those.
    """
    _measured(measurements, "program", "kind", "where")
    names = [f"{one.conditions['program']}, {one.conditions['kind']}" for one in measurements]
    where = measurements[0].conditions["where"]
    return minima(
        names, measurements, xlabel="nanoseconds a hop (minimum)", what=f"One hop, {where}"
    )


def working_set(
    measurements: Sequence[Measurement], predictions: Sequence[ContextSwitch]
) -> Picture:
    """Return what a switch costs against the pages each task touches, model and kernel.

    Args:
        measurements: as `measure.working_set` returns them.
        predictions: records of `model.context_switch`; those with equal kind and tags
            make one line.

    Raises:
        InvalidInput: if they are none of those.
    """
    _measured(measurements, "kind", "pages")
    ok = isinstance(predictions, tuple | list) and len(predictions) > 0
    ok = ok and all(isinstance(one, ContextSwitch) for one in predictions)
    require(ok, "predictions", predictions, "records of model.context_switch")
    (axes,) = plotting.axes(xlabel="4 KiB pages each task touches", ylabel="ns a switch")
    lines: dict[tuple[str, int], list[ContextSwitch]] = {}
    for one in predictions:
        lines.setdefault((one.kind, one.tags), []).append(one)
    for (kind, tags), several in lines.items():
        several.sort(key=lambda one: one.pages)
        touched = [float(one.pages) for one in several]
        costs = [metrics.switch_ns(one) for one in several]
        label = f"model, {kind}, {f'{tags} tags' if tags else 'no tags'}"
        axes.plot(touched, costs, "-" if tags else "--", color=plotting.MODEL, label=label)
    for kind, mark in (("process", "o"), ("thread", "^")):
        mine = [one for one in measurements if one.conditions["kind"] == kind]
        pages = [float(one.conditions["pages"]) for one in mine]
        medians = [one.median for one in mine]
        if mine:
            axes.plot(pages, medians, mark, color=plotting.KERNEL, label=f"kernel, {kind}")
    axes.set_ylim(bottom=0)
    axes.legend(loc="upper left")
    return plotting.picture(axes, _alt(measurements, lines))


def _alt(
    measurements: Sequence[Measurement], lines: dict[tuple[str, int], list[ContextSwitch]]
) -> str:
    most = max(int(one.conditions["pages"]) for one in measurements)
    measured = [one for one in measurements if one.conditions["pages"] == most]
    said = [
        f"this kernel took {readable(one.median)} ns ({one.conditions['kind']})" for one in measured
    ]
    for (kind, tags), several in lines.items():
        last = max(several, key=lambda one: one.pages)
        with_tags = f"with {tags} tags" if tags else "without tags"
        said.append(
            f"the model says {readable(metrics.switch_ns(last))} ns ({kind}, {with_tags}, "
            f"{last.pages} pages)"
        )
    return f"A switch between tasks that touch {most} pages: " + ", ".join(said) + "."


def _measured(measurements: Sequence[Measurement], *conditions: str) -> None:
    ok = isinstance(measurements, tuple | list) and len(measurements) > 0
    ok = ok and all(
        isinstance(one, Measurement) and set(conditions) <= set(one.conditions)
        for one in measurements
    )
    require(ok, "measurements", measurements, "measurements of " + ", ".join(conditions))
