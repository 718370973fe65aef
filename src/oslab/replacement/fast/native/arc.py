"""ARC: four lists in the order of last use, each a set of places, word beside word."""

from __future__ import annotations

from typing import Any

import numpy as np

from oslab.replacement.fast.native.bits import trailing_zeros
from oslab.replacement.fast.native.kernel import kernel

_ONE = np.uint64(1)
_T1, _T2, _B1, _B2 = 0, 1, 2, 3


@kernel
def arc(ids: Any, pages: int, frames: int) -> int:
    """Count faults of ARC; `length` of the lists, and `low`, below which they are empty."""
    last, state = np.zeros(pages, np.int32), np.full(pages, -1, np.int8)
    words = np.zeros(((len(ids) >> 6) + 1) << 2, np.uint64)
    low, length = np.zeros(4, np.int64), np.zeros(4, np.int64)
    target, faults = 0.0, 0
    for now in range(len(ids)):
        page = ids[now]
        here = np.int64(state[page])
        before = last[page]
        last[page] = now
        if here >= 0:
            words[(before >> 6 << 2) + here] &= ~(_ONE << np.uint64(before & 63))
            length[here] -= 1
        if here in (_T1, _T2):
            state[page] = _T2
            length[_T2] += 1
            words[(now >> 6 << 2) + _T2] |= _ONE << np.uint64(now & 63)
            continue
        if here == _B1:
            target = min(target + max(length[_B2] / (length[_B1] + 1), 1.0), float(frames))
        elif here == _B2:
            target = max(target - max(length[_B1] / (length[_B2] + 1), 1.0), 0.0)
        if faults >= frames:
            _evict(ids, state, words, low, length, frames, target, here)
        new = _T1 if here < 0 else _T2
        words[(now >> 6 << 2) + new] |= _ONE << np.uint64(now & 63)
        state[page] = new
        length[new] += 1
        faults += 1
    return faults


@kernel
def _evict(
    ids: Any, state: Any, words: Any, low: Any, length: Any, frames: int, target: float, here: Any
) -> None:  # fmt: skip
    once = length[_T1]
    if here < 0 and once + length[_B1] == frames:
        if length[_B1] == 0:  # T1 is all there is: no ghost
            _leave(ids, state, words, low, length, _T1, -1)
            return
        _leave(ids, state, words, low, length, _B1, -1)
    elif here < 0 and length[_B1] + length[_B2] >= frames:
        _leave(ids, state, words, low, length, _B2, -1)
    if once > 0 and (once > target or (here == _B2 and once == target) or length[_T2] == 0):
        _leave(ids, state, words, low, length, _T1, _B1)
    else:
        _leave(ids, state, words, low, length, _T2, _B2)


@kernel
def _leave(
    ids: Any, state: Any, words: Any, low: Any, length: Any, of: int, to: int
) -> None:  # fmt: skip
    """Take the oldest page of a list; put it in the ghost list `to`, or forget it (-1)."""
    word = (low[of] >> 6 << 2) + of
    while words[word] == 0:
        word += 4
    place = (word >> 2 << 6) + np.int64(trailing_zeros(words[word]))
    words[word] &= words[word] - _ONE
    low[of] = place
    length[of] -= 1
    state[ids[place]] = to
    if to >= 0:
        length[to] += 1
        words[(place >> 6 << 2) + to] |= _ONE << np.uint64(place & 63)
