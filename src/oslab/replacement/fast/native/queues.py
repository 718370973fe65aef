"""Policies that keep one queue."""

from __future__ import annotations

from typing import Any

import numpy as np

from oslab.replacement.fast.native.bits import trailing_zeros
from oslab.replacement.fast.native.kernel import kernel

_ONE = np.uint64(1)


@kernel
def fifo(ids: Any, pages: int, frames: int) -> int:
    """Count faults of FIFO without a queue: the last `frames` pages that came are resident."""
    came = np.full(pages, -frames - 1, np.int32)
    faults = 0
    for page in ids:
        if faults - came[page] > frames:
            came[page] = faults
            faults += 1
    return faults


@kernel
def lru(ids: Any, pages: int, frames: int) -> int:
    """Count faults of LRU; the references themselves are the queue.

    A page stands at the place where it was used last, and a bit says so for every place:
    a hit moves one bit, and who leaves is the lowest bit that is set.
    """
    last = np.full(pages, -1, np.int32)
    stands = np.zeros((len(ids) >> 6) + 1, np.uint64)
    faults, word = 0, 0
    head: Any = 0
    for now in range(len(ids)):
        before = last[ids[now]]
        if before >= head:
            stands[before >> 6] &= ~(_ONE << np.uint64(before & 63))
        else:
            if faults >= frames:
                while stands[word] == 0:
                    word += 1
                head = (word << 6) + np.int64(trailing_zeros(stands[word])) + 1
                stands[word] &= stands[word] - _ONE
            faults += 1
        stands[now >> 6] |= _ONE << np.uint64(now & 63)
        last[ids[now]] = now
    return faults


@kernel
def mru(ids: Any, pages: int, frames: int) -> int:
    """Count faults of MRU: the victim is the page of the reference before."""
    resident = np.zeros(pages, np.bool_)
    faults, before = 0, 0
    for page in ids:
        if not resident[page]:
            if faults >= frames:
                resident[before] = False
            resident[page] = True
            faults += 1
        before = page
    return faults


@kernel
def clock(ids: Any, pages: int, frames: int, loaded: int, advance: bool) -> int:
    """Count faults of Clock: 0 is absent, 1 resident, 2 resident with its bit set."""
    state = np.zeros(pages, np.uint8)
    ring = np.empty(frames, np.int32)
    faults, hand = 0, 0
    for page in ids:
        if state[page]:
            state[page] = 2
            continue
        if faults >= frames:
            while state[ring[hand]] == 2:
                state[ring[hand]] = 1
                hand = hand + 1 if hand + 1 < frames else 0
            state[ring[hand]] = 0
            ring[hand] = page
            if advance:
                hand = hand + 1 if hand + 1 < frames else 0
        else:
            ring[faults] = page
        state[page] = loaded
        faults += 1
    return faults


@kernel
def sieve(ids: Any, pages: int, frames: int) -> int:
    """Count faults of SIEVE: as Clock, but pages leave from the middle of the queue."""
    state = np.zeros(pages, np.uint8)
    newer, older = np.empty(pages + 1, np.int32), np.empty(pages + 1, np.int32)
    end = pages  # newer[end] is the oldest page, older[end] the newest
    newer[end] = older[end] = end
    hand, faults = end, 0
    for page in ids:
        if state[page]:
            state[page] = 2
            continue
        if faults >= frames:
            if hand == end:
                hand = newer[end]
            while state[hand] == 2:
                state[hand] = 1
                hand = newer[hand]
                if hand == end:
                    hand = newer[end]
            state[hand] = 0
            before, after = older[hand], newer[hand]
            newer[before], older[after] = after, before
            hand = after
        newest = older[end]
        older[page], newer[page] = newest, end
        newer[newest] = older[end] = page
        state[page] = 1
        faults += 1
    return faults
