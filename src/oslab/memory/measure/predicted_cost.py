"""What TLBs and caches of the reported sizes should cost, in the measurement's own heights."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from itertools import pairwise

from oslab.errors import Unavailable, require, require_number, require_whole
from oslab.linux import memory
from oslab.measurement import Measurement
from oslab.memory.measure.ladder import ladder_points
from oslab.memory.measure.reported import reported_caches, reported_tlbs
from oslab.memory.measure.tlb_reach import translation_cost
from oslab.memory.model.ladder import ladder
from oslab.memory.records.ladder import Level
from oslab.memory.records.tlb import ZEN_4


def translation_costs(measurements: Sequence[Measurement]) -> dict[str, tuple[float, ...]]:
    """Return by kind of page the nanoseconds that translation adds, for the kinds measured.

    Raises:
        InvalidInput: if they are not of `tlb_reach`.
    """
    first = {memory.ANONYMOUS: translation_cost(measurements)[1]}
    kinds = {one.conditions["kind"] for one in measurements}
    if memory.HUGE in kinds:
        first[memory.HUGE] = translation_cost(measurements, memory.HUGE)[1]
    return first


def predicted_cost(
    pages: Sequence[int], added: Sequence[float]
) -> tuple[tuple[Level, ...], tuple[float, ...]]:
    """Return the levels of the TLB and the nanoseconds that they predict for each number.

    Where the levels end is what the CPU reports, or a Zen 4's sizes where it or its
    hypervisor is silent. How high the steps are is the median of what was measured on
    each: the knees are predicted, the heights are not.

    Args:
        pages: rising, at least two.
        added: measured nanoseconds of translation, one for each.

    Raises:
        InvalidInput: if an argument is none of these.
    """
    ok = isinstance(pages, tuple | list) and len(pages) > 1
    require(ok, "pages", pages, "at least two whole numbers")
    for count in pages:
        require_whole("pages", count, 1)
    ok = isinstance(added, tuple | list) and len(added) == len(pages)
    require(ok, "added", added, f"{len(pages)} numbers")
    for number in added:
        require_number("added", number, 0)
    return _steps(pages, added, _capacities(), "L{} TLB")


def predicted_ladder(
    measurements: Sequence[Measurement], kind: str = "huge"
) -> tuple[tuple[Level, ...], tuple[float, ...]]:
    """Return the caches that the kernel reports, and the steps that they predict.

    Where the machine hides its caches there are none, and one step is all there is.

    Args:
        measurements: of `measure.ladder`.
        kind: `"anonymous"` or `"huge"`; the other where it was not measured.

    Raises:
        InvalidInput: if they are none of these.
    """
    sizes, latencies = ladder_points(measurements, kind)
    try:
        capacities = sorted({one.capacity for one in reported_caches()})
    except Unavailable:
        capacities = []
    return _steps(sizes, latencies, capacities, "L{}")


def _steps(
    places: Sequence[int], values: Sequence[float], capacities: list[int], name: str
) -> tuple[tuple[Level, ...], tuple[float, ...]]:
    """Return levels as high as the median of what was measured on each, and their steps."""
    bounds = [0, *capacities, 1 << 62]
    heights = [
        _height([x for n, x in zip(places, values, strict=True) if low < n <= high])
        for low, high in pairwise(bounds)
    ]
    levels = tuple(
        Level(name.format(number), capacity, height)
        for number, (capacity, height) in enumerate(zip(bounds[1:-1], heights, strict=False), 1)
    )
    return levels, ladder(places, levels, heights[-1])


def _height(samples: list[float]) -> float:
    return statistics.median(samples) if samples else 0.0


def _capacities() -> list[int]:
    """Return the entries of each level for pages of 4 KiB, rising."""
    try:
        return sorted({one.capacity for one in reported_tlbs()})
    except Unavailable:
        return [ZEN_4.first[0].entries, ZEN_4.second[0].entries]
