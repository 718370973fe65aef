"""LFU with a list for each count."""

from __future__ import annotations

from typing import Any

import numpy as np

from oslab.replacement.fast.native.kernel import kernel


@kernel
def lfu(ids: Any, pages: int, frames: int) -> int:
    """Count faults of LFU, ties to the least recent: a list for each count of uses.

    The fewest uses are 1 after a fault, and rise by one where the last page of the lowest
    list is used: nothing is ever searched for.
    """
    most = np.bincount(ids).max() + 2
    first, final = np.full(most, -1, np.int32), np.full(most, -1, np.int32)
    before, after = np.full(pages, -1, np.int32), np.full(pages, -1, np.int32)
    uses = np.zeros(pages, np.int32)
    fewest, faults = 1, 0
    for page in ids:
        if uses[page]:
            _unlink(first, final, before, after, page, uses[page])
            if uses[page] == fewest and first[fewest] < 0:
                fewest += 1
        else:
            if faults >= frames:
                gone = first[fewest]
                _unlink(first, final, before, after, gone, fewest)
                uses[gone] = 0
            fewest = 1
            faults += 1
        uses[page] += 1
        count = uses[page]
        end = final[count]
        before[page], after[page], final[count] = end, -1, page
        if end < 0:
            first[count] = page
        else:
            after[end] = page
    return faults


@kernel
def _unlink(first: Any, final: Any, before: Any, after: Any, page: int, count: int) -> None:
    left, right = before[page], after[page]
    if left < 0:
        first[count] = right
    else:
        after[left] = right
    if right < 0:
        final[count] = left
    else:
        before[right] = left
