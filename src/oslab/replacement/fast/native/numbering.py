"""Pages to dense numbers, by a table where the range is small and by a hash where it is not."""

from __future__ import annotations

from typing import Any

import numpy as np

from oslab.replacement.fast.native.kernel import kernel

_SPREAD = np.int64(-7046029254386353131)  # 2**64 over the golden ratio, odd


@kernel
def by_table(pages: Any, lowest: int, span: int, ids: Any) -> int:
    """Number pages of a small range; return how many there are."""
    seen = np.full(span, -1, np.int32)
    count = 0
    for place in range(len(pages)):
        page = pages[place] - lowest
        if seen[page] < 0:
            seen[page] = count
            count += 1
        ids[place] = seen[page]
    return count


@kernel
def by_hash(pages: Any, ids: Any) -> int:
    """Number pages of any 64 bits, by open addressing; return how many there are.

    The table holds numbers and no pages: it is small enough for a cache, and the names of
    busy pages, which came early, lie close together.
    """
    bits, count = 12, 0
    mask, shift = (1 << bits) - 1, 64 - bits
    slots, names = np.zeros(1 << bits, np.int32), np.empty(1 << bits, np.int64)
    for place in range(len(pages)):
        page = pages[place]
        slot = ((page ^ (page >> 32)) * _SPREAD >> shift) & mask
        while True:
            number: Any = np.int64(slots[slot])
            if number == 0:
                names[count] = page
                count += 1
                number = count
                slots[slot] = count
                if 2 * count > mask:
                    bits += 1
                    mask, shift = (1 << bits) - 1, 64 - bits
                    slots, names = _grown(names, count, bits)
                break
            if names[number - 1] == page:
                break
            slot = (slot + 1) & mask
        ids[place] = number - 1
    return count


@kernel
def _grown(names: Any, count: int, bits: int) -> Any:
    slots, more = np.zeros(1 << bits, np.int32), np.empty(1 << bits, np.int64)
    mask, shift = (1 << bits) - 1, 64 - bits
    more[:count] = names[:count]
    for number in range(count):
        page = names[number]
        slot = ((page ^ (page >> 32)) * _SPREAD >> shift) & mask
        while slots[slot] != 0:
            slot = (slot + 1) & mask
        slots[slot] = number + 1
    return slots, more
