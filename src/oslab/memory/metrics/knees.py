"""Where latency rises: plateaus of a ladder, and knees beside what the CPU reports."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence

from oslab.errors import require, require_number
from oslab.memory.records.ladder import Knee, Level, Plateau

TOLERANCE = 0.25


def plateaus(
    sizes: Sequence[int], latencies: Sequence[float], *, tolerance: float = TOLERANCE
) -> tuple[Plateau, ...]:
    """Return the stretches of at least two sizes over which latency stays within `tolerance`.

    From the smallest size on: a size joins the stretch while its latency is at most
    1 + `tolerance` times the median of the stretch so far. Where it is more, a knee lies
    between it and the last one; sizes on a slope, where each is more than that above the
    one before, belong to no stretch.

    Args:
        sizes: rising, at least two.
        latencies: one each, above 0.
        tolerance: above 0, at most 2.

    Raises:
        InvalidInput: if an argument is none of these.
    """
    pairs = _pairs(sizes, latencies)
    require_number("tolerance", tolerance, low=0.001, high=2)
    found: list[Plateau] = []
    stretch: list[tuple[int, float]] = []
    for size, latency in pairs:
        if stretch and latency > (1 + tolerance) * statistics.median(x for _, x in stretch):
            found += _plateau(stretch)
            stretch = []
        stretch.append((size, latency))
    return (*found, *_plateau(stretch))


def knees(
    sizes: Sequence[int], latencies: Sequence[float], levels: Sequence[Level], *,
    tolerance: float = TOLERANCE, reason: str = "",
) -> tuple[Knee, ...]:  # fmt: skip
    """Return for each reported level the knee nearest to it, at most a factor of 2 away.

    A knee is the last size before latency rises by more than `tolerance` above its
    stretch. Each is given to one level at most.

    Args:
        sizes: rising, in the unit of the levels' capacities.
        latencies: one each.
        levels: what is reported.
        tolerance: as `plateaus` takes it.
        reason: a sentence added where a level within the sizes shows no knee.

    Raises:
        InvalidInput: if an argument is none of these.
    """
    ok = isinstance(levels, tuple | list) and all(isinstance(one, Level) for one in levels)
    require(ok, "levels", levels, "a sequence of Levels")
    require(isinstance(reason, str), "reason", reason, "a text")
    rises = _rises(plateaus(sizes, latencies, tolerance=tolerance), sizes, latencies, tolerance)
    free = dict(rises)
    found = []
    for level in sorted(levels, key=lambda one: one.capacity):
        near = [x for x in free if level.capacity / 2 <= x <= 2 * level.capacity]
        best = min(near, key=lambda x: max(x, level.capacity) / min(x, level.capacity), default=0)
        after = free.pop(best, None)
        found.append(_knee(level, best or None, after, sizes, reason))
    return tuple(found)


def _rises(
    stretches: tuple[Plateau, ...], sizes: Sequence[int], latencies: Sequence[float],
    tolerance: float,
) -> dict[int, int]:  # fmt: skip
    """Size before each rise to the size after it: the ends of stretches, and of lone steps."""
    ends = {one.last for one in stretches}
    found = {}
    for at in range(len(sizes) - 1):
        steep = latencies[at + 1] > (1 + tolerance) * latencies[at]
        if sizes[at] in ends or steep:
            found[sizes[at]] = sizes[at + 1]
    return found


def _knee(
    level: Level, found: int | None, after: int | None, sizes: Sequence[int], reason: str
) -> Knee:
    if found is not None and after is not None:
        inside = found <= level.capacity <= after
        words = "as reported" if inside else "not where it is reported"
        why = f"Latency rises between {found:,} and {after:,}, {words}."
    elif level.capacity >= sizes[-1]:
        why = f"The largest size measured is {sizes[-1]:,}: the knee would come after it."
    else:
        why = "Latency rises nowhere between half and twice the reported capacity."
        why += f" {reason}" if reason else ""
    return Knee(level.name, level.capacity, found, after, why)


def _plateau(stretch: list[tuple[int, float]]) -> list[Plateau]:
    if len(stretch) < 2:
        return []
    return [Plateau(stretch[0][0], stretch[-1][0], statistics.median(x for _, x in stretch))]


def _pairs(sizes: Sequence[int], latencies: Sequence[float]) -> list[tuple[int, float]]:
    ok = isinstance(sizes, tuple | list) and len(sizes) >= 2
    ok = ok and all(isinstance(x, int) and not isinstance(x, bool) and x > 0 for x in sizes)
    ok = ok and all(a < b for a, b in itertools.pairwise(sizes))
    require(ok, "sizes", sizes, "at least two rising whole numbers")
    ok = isinstance(latencies, tuple | list) and len(latencies) == len(sizes)
    require(ok, "latencies", latencies, "one number a size")
    for latency in latencies:
        require(require_number("latencies", latency) > 0, "latencies", latency, "above 0")
    return list(zip(sizes, latencies, strict=True))
