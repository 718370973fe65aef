"""The optimum in constant time a reference: a set of next uses, as a tree of 64-bit words."""

from __future__ import annotations

from typing import Any

import numpy as np

from oslab.replacement.fast.native.bits import leading_zeros
from oslab.replacement.fast.native.kernel import kernel

_ONE = np.uint64(1)


@kernel
def next_uses(ids: Any, pages: int) -> Any:
    """Return for each reference the place of the next one to its page, or the end."""
    end = len(ids)
    coming = np.full(pages, end, np.int32)
    uses = np.empty(end, np.int32)
    for back in range(end):
        place = end - 1 - back
        page = ids[place]
        uses[place] = coming[page]
        coming[page] = place
    return uses


@kernel
def optimal(ids: Any, pages: int, frames: int) -> int:
    """Count faults of OPT; a page is known by the place of its next use, which is its own.

    So "is it resident?" is "is this place in the set?", and who leaves is the set's maximum.
    Pages that are never used again need no place: they are counted, and leave first.
    """
    uses = next_uses(ids, pages)
    end = len(ids)
    starts, words = _levels(end)
    done, resident, faults = 0, 0, 0
    for now in range(end):
        if not words[now >> 6] >> np.uint64(now & 63) & _ONE:
            faults += 1
            if resident < frames:
                resident += 1
            elif done > 0:
                done -= 1
            else:
                _drop_largest(words, starts)
        use = uses[now]
        if use < end:
            _add(words, starts, use)
        else:
            done += 1
    return faults


@kernel
def _levels(size: int) -> Any:
    """Return where each level starts, and zeroed words: a bit above is a word that is not 0."""
    starts = np.zeros(8, np.int64)
    total, level = 0, 0
    while True:
        size = (size + 63) >> 6
        starts[level] = total
        total += size
        level += 1
        if size == 1:
            break
    return starts[:level].copy(), np.zeros(total, np.uint64)


@kernel
def _add(words: Any, starts: Any, value: int) -> None:
    for start in starts:
        place = start + (value >> 6)
        before = words[place]
        words[place] = before | _ONE << np.uint64(value & 63)
        if before != 0:
            return
        value >>= 6


@kernel
def _drop_largest(words: Any, starts: Any) -> None:
    value: Any = 0
    for above in range(len(starts) - 1, -1, -1):
        value = value << 6 | 63 - np.int64(leading_zeros(words[starts[above] + value]))
    for start in starts:
        place = start + (value >> 6)
        words[place] &= ~(_ONE << np.uint64(value & 63))
        if words[place] != 0:
            return
        value >>= 6
