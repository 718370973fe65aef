"""What a pointer chase should cost, from the capacity and the latency of each level."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from oslab.errors import require, require_choice, require_number
from oslab.memory.records.ladder import Level

STEP, SHARE = "step", "share"
RULES = (STEP, SHARE)


def ladder(
    sizes: Sequence[int], levels: Sequence[Level], beyond: float, *, rule: str = STEP
) -> tuple[float, ...]:
    """Return the nanoseconds of a load for each size of a ring that is walked round and round.

    With `"step"` each level keeps what was used last. A ring that is one line too
    large then finds nothing at all: what comes next is always what was thrown out
    longest ago. With `"share"` a level keeps any line as likely as any other, and a
    load finds its line there with the probability capacity over size.

    Args:
        sizes: bytes, or pages; each at least 1.
        levels: with latencies, nearest first, capacities rising.
        beyond: nanoseconds of a load that no level answers.
        rule: `"step"` or `"share"`.

    Raises:
        InvalidInput: if an argument is none of these.

    Source: the first rule is LRU on a loop (P. Denning, Virtual Memory, 1970, 4.2); the
        second is random replacement in the long run.
    """
    ok = isinstance(sizes, tuple | list) and len(sizes) > 0
    ok = ok and all(isinstance(x, int) and not isinstance(x, bool) and x > 0 for x in sizes)
    require(ok, "sizes", sizes, "whole numbers above 0")
    chosen = _levels(levels)
    require_number("beyond", beyond, low=0)
    require_choice("rule", rule, RULES)
    return tuple(_latency(size, chosen, beyond, rule) for size in sizes)


def _latency(size: int, levels: list[tuple[int, float]], beyond: float, rule: str) -> float:
    reached, terms = 0.0, []
    for capacity, latency in levels:
        holds = min(1.0, capacity / size) if rule == SHARE else float(capacity >= size)
        terms.append(max(0.0, holds - reached) * latency)
        reached = max(reached, holds)
    return math.fsum([*terms, (1 - reached) * beyond])


def _levels(levels: Sequence[Level]) -> list[tuple[int, float]]:
    ok = isinstance(levels, tuple | list) and all(isinstance(one, Level) for one in levels)
    require(ok, "levels", levels, "a sequence of Levels")
    found = []
    for one in levels:
        if one.latency is None:
            require(False, "levels", one, "Levels whose latency is known")
        found.append((one.capacity, float(one.latency or 0)))
    rising = all(a[0] < b[0] for a, b in itertools.pairwise(found))
    require(rising, "levels", levels, "Levels of rising capacity")
    return found
