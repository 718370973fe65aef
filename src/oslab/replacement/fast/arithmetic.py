"""A trace's formula for all places at once: the twin of `traces.arithmetic.Plain`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from oslab.replacement.traces.arithmetic import Plain, lot


class Arrays(Plain):
    """The operations on arrays of 64-bit unsigned numbers."""

    def rank(self, sums: Sequence[int], lots: Any) -> Any:
        """Return for each lot how many of the sums are not above it."""
        return np.searchsorted(np.array(sums, np.uint64), lots, side="right").view(np.uint64)

    def shuffles(self, seed: int, size: int, times: int) -> Any:
        """Return `times` orders of 0 to size - 1, one after the other: sorted by lot."""
        orders = np.empty((times, size), np.uint64)
        for time, order in enumerate(orders):
            places = np.arange(time * size, (time + 1) * size, dtype=np.uint64)
            order[:] = np.argsort(lot(seed, places), kind="stable")
        return orders.reshape(-1)

    def item(self, table: Any, places: NDArray[np.uint64]) -> Any:
        """Return what stands in the table at each place."""
        return table[places]
