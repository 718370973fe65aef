"""Numbers that look like chance, and the few operations that a list and an array do differently.

Every formula of this door works on one place of a trace or on an array of all places: whole
numbers below 2**64, added, multiplied and shifted. What Python and numpy spell differently is
asked of `Plain`, which has a twin for arrays in the room's fast path.
"""

from __future__ import annotations

import functools
import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from oslab.errors import require_whole

_MASK = (1 << 64) - 1
_STEP = 0x9E3779B97F4A7C15
MOST_SEEDS = 2**31


class Plain:
    """The operations on single places and lists."""

    def rank(self, sums: Sequence[int], lots: Any) -> Any:
        """Return how many of the sums are not above the lot."""
        return bisect_right(sums, lots)

    def shuffles(self, seed: int, size: int, times: int) -> Sequence[int]:
        """Return `times` orders of 0 to size - 1, one after the other: sorted by lot."""
        return _shuffles(seed, size, times)

    def item(self, table: Sequence[int], places: Any) -> Any:
        """Return what stands in the table at the place."""
        return table[places]


def lot(seed: int, place: Any) -> Any:
    """Return 64 bits for a place; `place` may be an array of 64-bit unsigned numbers.

    Source: Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators (OOPSLA
    2014), splitmix64: the n-th number needs none of those before it.
    """
    mixed = ((place + 1) * _STEP + seed * 0xD1B54A32D192ED03 % 2**63) & _MASK
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
    return mixed ^ (mixed >> 31)


def zipf_sums(pages: int, quarters: int) -> tuple[int, ...]:
    """Return running sums of integer weights: rank k weighs 2**40 over k to the (quarters / 4).

    Roots are whole numbers too, 2**20 times as fine, so that every machine has the same ones.

    Raises:
        InvalidInput: unless `pages` is 1 to 2**22 and `quarters` 0 to 8.
    """
    require_whole("pages", pages, 1, 1 << 22)
    require_whole("quarters", quarters, 0, 8)
    return _sums(pages, quarters)


@functools.lru_cache(maxsize=4)
def _sums(pages: int, quarters: int) -> tuple[int, ...]:
    if quarters == 4:
        return tuple(accumulate((1 << 40) // rank for rank in range(1, pages + 1)))
    roots = (math.isqrt(math.isqrt(rank**quarters << 80)) for rank in range(1, pages + 1))
    return tuple(accumulate(max(1, (1 << 60) // root) for root in roots))


@functools.lru_cache(maxsize=2)
def _shuffles(seed: int, size: int, times: int) -> tuple[int, ...]:
    orders = []
    for first in range(0, size * times, size):
        lots = [lot(seed, first + one) for one in range(size)]
        orders += sorted(range(size), key=lots.__getitem__)
    return tuple(orders)
