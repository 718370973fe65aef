"""Litmus tests: what two memory models allow, and what two CPUs did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from oslab import plotting
from oslab.errors import require
from oslab.measurement import Measurement, require_measurements
from oslab.picture import Picture

Allowed = Mapping[tuple[str, bool], Sequence[str]]
Case = tuple[str, str]
"""A test and an outcome."""
MEMORIES = ("sc", "tso")
_TITLES = {False: "no fence", True: "a fence in each thread"}


def litmus(measurements: Sequence[Measurement], allowed: Mapping[str, Allowed]) -> Picture:
    """Return a row an outcome: dark where every order allows it, pale where TSO alone does.

    A dot says how many runs ended so, on an axis that begins at none. A dot on white would be
    more than the model allows; a row without a dot at the right was allowed and never seen.

    Args:
        measurements: of `measure.litmus`.
        allowed: for `"sc"` and for `"tso"`, by test and whether it is fenced, the outcomes.

    Raises:
        InvalidInput: if they are none of those.
    """
    seen = _seen(measurements)
    _require_allowed(allowed, seen)
    cases = list(dict.fromkeys((test, end) for test, _, end in seen))
    fences = sorted({fenced for _, fenced, _ in seen})
    places = {case: -row - 0.6 * _group(cases, case) for row, case in enumerate(cases)}
    made = plotting.axes(xlabel="runs", ylabel="", height=min(20, 1.2 + 0.27 * len(cases)),
                         columns=len(fences))  # fmt: skip
    for axes, fenced in zip(made, fences, strict=True):
        for case, place in places.items():
            _shade(axes, place, allowed, case, fenced)
        counts = {case: seen.get((case[0], fenced, case[1]), 0) for case in cases}
        axes.plot(list(counts.values()), list(places.values()), "o", color=plotting.KERNEL)
        axes.set_xscale("symlog", linthresh=1)
        axes.set_xlim(-0.4, 3 * max(10, *seen.values()))
        axes.set_xticks([0, 10, 1_000, 100_000], ["0", "10", "1000", "100,000"], fontsize=9)
        axes.set_ylim(min(places.values()) - 0.6, 0.6)
        axes.set_yticks(list(places.values()), [""] * len(cases))
        axes.grid(visible=False, axis="y")
        axes.set_title(_TITLES[fenced], fontsize=10)
    made[0].legend(handles=_words(), loc="lower left", bbox_to_anchor=(-0.9, 1.09), ncols=3,
                   fontsize=9)  # fmt: skip
    made[0].set_yticks(list(places.values()), [_label(cases, case) for case in cases])
    return plotting.picture(made[0], _alt(seen, allowed))


def _shade(axes: Axes, place: float, allowed: Mapping[str, Allowed], case: Case,
           fenced: bool) -> None:  # fmt: skip
    """Shade a row as dark as the models that allow it."""
    test, end = case
    depth = sum(end in allowed[memory][test, fenced] for memory in MEMORIES)
    if depth:
        axes.axhspan(place - 0.5, place + 0.5, color=plotting.MODEL, alpha=0.14 * depth,
                     linewidth=0)  # fmt: skip


def _words() -> list[Line2D | Patch]:
    shade = [Patch(color=plotting.MODEL, alpha=alpha, linewidth=0, label=label)
             for alpha, label in ((0.28, "some order gives it"), (0.14, "TSO alone"))]  # fmt: skip
    dot = Line2D([], [], marker="o", linestyle="", color=plotting.KERNEL, label="seen")
    return [*shade, dot]


def _label(cases: list[Case], case: Case) -> str:
    first = next(one for one in cases if one[0] == case[0])
    return f"{case[0]}   {case[1]}" if case == first else case[1]


def _group(cases: list[Case], case: Case) -> int:
    return list(dict.fromkeys(test for test, _ in cases)).index(case[0])


def _seen(measurements: object) -> dict[tuple[str, bool, str], int]:
    taken = require_measurements(measurements, "test", "fenced", "outcome", "runs")
    seen = {}
    for one in taken:
        test, fenced, end = (one.conditions[key] for key in ("test", "fenced", "outcome"))
        ok = isinstance(fenced, bool) and one.median >= 0
        require(ok, "measurements", one, "runs, with a fence or without")
        seen[str(test), bool(fenced), str(end)] = int(one.median)
    return seen


def _require_allowed(allowed: object, seen: Mapping[tuple[str, bool, str], int]) -> None:
    words = "outcomes by test and fence, for 'sc' and for 'tso'"
    for memory in MEMORIES:
        table = allowed.get(memory) if isinstance(allowed, Mapping) else None
        for test, fenced, _ in seen:
            ends = table.get((test, fenced)) if isinstance(table, Mapping) else None
            require(isinstance(ends, tuple | list), "allowed", allowed, words)


def _alt(seen: Mapping[tuple[str, bool, str], int], allowed: Mapping[str, Allowed]) -> str:
    said = []
    for test, fenced in dict.fromkeys((test, fenced) for test, fenced, _ in seen):
        ends = {end: n for (one, way, end), n in seen.items() if (one, way) == (test, fenced)}
        sc, tso = (allowed[memory][test, fenced] for memory in MEMORIES)
        parts = [
            f"{'only TSO' if end in tso else 'neither'} allows {end} ({count:,} runs)"
            for end, count in ends.items() if end not in sc
        ]  # fmt: skip
        fence = "with a fence" if fenced else "without"
        said.append(f"{test}, {fence}: {'; '.join(parts) or 'all is allowed'}")
    return f"Runs of litmus tests by outcome, in which {'. '.join(said)}."
