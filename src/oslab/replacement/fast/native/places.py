"""Sets of places in the trace, a bit a place: a queue ordered by time, with O(1) removal inside.

Whoever leaves such a queue by age leaves at its lowest bit, and that only moves up. So
looking for it costs no more than one pass over the words of the whole trace.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from oslab.replacement.fast.native.bits import trailing_zeros
from oslab.replacement.fast.native.kernel import kernel

_ONE = np.uint64(1)


@kernel
def empty(size: int) -> Any:
    """Return an empty set of places below `size`."""
    return np.zeros((size >> 6) + 1, np.uint64)


@kernel
def add(words: Any, place: int) -> None:
    """Put a place in."""
    words[place >> 6] |= _ONE << np.uint64(place & 63)


@kernel
def drop(words: Any, place: int) -> None:
    """Take a place out."""
    words[place >> 6] &= ~(_ONE << np.uint64(place & 63))


@kernel
def pop(words: Any, low: int) -> Any:
    """Take out and return the lowest place; none is below `low`, and there is one."""
    word = low >> 6
    while words[word] == 0:
        word += 1
    place = (word << 6) + np.int64(trailing_zeros(words[word]))
    words[word] &= words[word] - _ONE
    return place
