"""ARC: four lists in the order of last use, each a set of places, word beside word."""

from __future__ import annotations

from typing import Any

import numpy as np

from oslab.replacement.fast.native.bits import trailing_zeros
from oslab.replacement.fast.native.kernel import kernel, part

_ONE = np.uint64(1)
_T1, _T2, _B1, _B2 = 0, 1, 2, 3


@kernel
def arc(ids: Any, pages: int, frames: int) -> int:
    """Count faults of ARC; t1 to b2 are lengths, and `low` is where each list may begin."""
    last, state = np.zeros(pages, np.int32), np.full(pages, -1, np.int8)
    words = np.zeros(((len(ids) >> 6) + 1) << 2, np.uint64)
    t1, t2, b1, b2, low, target, faults = 0, 0, 0, 0, (0, 0, 0, 0), 0.0, 0
    for now in range(len(ids)):
        page = ids[now]
        here = np.int64(state[page])
        before = last[page]
        last[page] = now
        if here >= 0:
            words[(before >> 6 << 2) + here] &= ~(_ONE << np.uint64(before & 63))
        if here in (_T1, _T2):
            once: Any = 1 - here
            t1, t2 = t1 - once, t2 + once
            _put(state, words, page, now, _T2)
            continue
        if here == _B1:
            target = min(target + max(b2 / b1, 1.0), float(frames))
            b1 -= 1
        elif here == _B2:
            target = max(target - max(b1 / b2, 1.0), 0.0)
            b2 -= 1
        if faults >= frames:
            t1, t2, b1, b2, low = _evict(
                ids, state, words, (t1, t2, b1, b2), low, frames, target, here
            )
        if here < 0:
            t1 += 1
            _put(state, words, page, now, _T1)
        else:
            t2 += 1
            _put(state, words, page, now, _T2)
        faults += 1
    return faults


@part
def _evict(
    ids: Any, state: Any, words: Any, lengths: Any, low: Any, frames: int, target: float, here: Any
) -> Any:
    t1, t2, b1, b2 = lengths
    low_t1, low_t2, low_b1, low_b2 = low
    if here < 0 and t1 + b1 == frames:
        if b1 == 0:  # T1 is all there is: no ghost
            low_t1 = _pop(words, low_t1, _T1)
            state[ids[low_t1]] = -1
            return t1 - 1, t2, b1, b2, (low_t1, low_t2, low_b1, low_b2)
        low_b1 = _pop(words, low_b1, _B1)
        state[ids[low_b1]] = -1
        b1 -= 1
    elif here < 0 and b1 + b2 >= frames:
        low_b2 = _pop(words, low_b2, _B2)
        state[ids[low_b2]] = -1
        b2 -= 1
    if t1 > 0 and (t1 > target or (here == _B2 and t1 == target) or t2 == 0):
        low_t1 = _pop(words, low_t1, _T1)
        _put(state, words, ids[low_t1], low_t1, _B1)
        return t1 - 1, t2, b1 + 1, b2, (low_t1, low_t2, low_b1, low_b2)
    low_t2 = _pop(words, low_t2, _T2)
    _put(state, words, ids[low_t2], low_t2, _B2)
    return t1, t2 - 1, b1, b2 + 1, (low_t1, low_t2, low_b1, low_b2)


@part
def _put(state: Any, words: Any, page: int, place: Any, into: int) -> None:
    state[page] = into
    words[(place >> 6 << 2) + into] |= _ONE << np.uint64(place & 63)


@part
def _pop(words: Any, low: Any, of: int) -> Any:
    """Take out and return the lowest place of a list."""
    word = (low >> 6 << 2) + of
    while words[word] == 0:
        word += 4
    place = (word >> 2 << 6) + np.int64(trailing_zeros(words[word]))
    words[word] &= words[word] - _ONE
    return place
