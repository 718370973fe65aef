"""S3-FIFO and 2Q: queues of pages, and of names of pages that left."""

from __future__ import annotations

from typing import Any

import numpy as np

from oslab.replacement.fast.native.kernel import kernel
from oslab.replacement.fast.native.places import add, drop, empty, pop

# S3-FIFO: a queue, plus the uses (0 to 3) in the last two bits.
_GHOST, _SMALL, _MAIN = 1, 4, 8
# What is counted: pages in a queue, the place below which it is empty, where the ring begins.
_IN_SMALL, _IN_GHOST, _IN_MAIN, _LOW_SMALL, _LOW_GHOST, _FIRST = 0, 1, 2, 3, 4, 5
_OUT, _IN, _AM = 1, 2, 3


@kernel
def s3_fifo(ids: Any, pages: int, frames: int, sizes: Any, threshold: int) -> int:
    """Count faults of S3-FIFO; `sizes` are those of the small and the ghost queue.

    Small and ghost queue hold the places where their pages came in; only the main queue,
    which pages enter again and again, is a ring.
    """
    came, state = np.zeros(pages, np.int32), np.zeros(pages, np.uint8)
    small, ghost = empty(len(ids)), empty(len(ids))
    main, tally = np.empty(frames + 1, np.int32), np.zeros(6, np.int64)
    faults = 0
    for now in range(len(ids)):
        page = ids[now]
        here = state[page]
        if here >= _SMALL:
            state[page] = here + (here & 3 != 3)
            continue
        known = here == _GHOST
        if known:
            drop(ghost, came[page])
            tally[_IN_GHOST] -= 1
        if faults >= frames:
            _evict(ids, state, small, ghost, main, tally, sizes, threshold)
        faults += 1
        if known or (faults <= frames and tally[_IN_SMALL] >= sizes[0]):
            _join_main(state, main, tally, page, _MAIN)
            continue
        add(small, now)
        came[page] = now
        state[page] = _SMALL
        tally[_IN_SMALL] += 1
    return faults


@kernel
def _evict(
    ids: Any, state: Any, small: Any, ghost: Any, main: Any, tally: Any, sizes: Any, threshold: int
) -> None:  # fmt: skip
    most = len(main) - 1 - sizes[0]
    while tally[_IN_MAIN] <= most and tally[_IN_SMALL] > 0:
        while tally[_IN_SMALL] > 0:
            place = pop(small, tally[_LOW_SMALL])
            tally[_LOW_SMALL] = place
            tally[_IN_SMALL] -= 1
            if state[ids[place]] - _SMALL < threshold:
                _join_ghost(ids, state, ghost, tally, place, sizes[1])
                return
            _join_main(state, main, tally, ids[place], _MAIN)
    while True:
        page = main[tally[_FIRST]]
        tally[_FIRST] = tally[_FIRST] + 1 if tally[_FIRST] + 1 < len(main) else 0
        tally[_IN_MAIN] -= 1
        if state[page] == _MAIN:
            state[page] = 0
            return
        _join_main(state, main, tally, page, state[page] - 1)


@kernel
def _join_main(state: Any, main: Any, tally: Any, page: int, value: int) -> None:
    end = tally[_FIRST] + tally[_IN_MAIN]
    main[end if end < len(main) else end - len(main)] = page
    tally[_IN_MAIN] += 1
    state[page] = value


@kernel
def _join_ghost(ids: Any, state: Any, ghost: Any, tally: Any, place: int, most: int) -> None:
    add(ghost, place)
    state[ids[place]] = _GHOST
    tally[_IN_GHOST] += 1
    if tally[_IN_GHOST] > most:
        oldest = pop(ghost, tally[_LOW_GHOST])
        tally[_LOW_GHOST] = oldest
        tally[_IN_GHOST] -= 1
        state[ids[oldest]] = 0


@kernel
def two_q(ids: Any, pages: int, frames: int, newcomers: int, remembered: int) -> int:
    """Count faults of 2Q. A1in and A1out are in order of arrival, Am is in order of last use."""
    place, state = np.zeros(pages, np.int32), np.zeros(pages, np.uint8)
    queues = (empty(len(ids)), empty(len(ids)), empty(len(ids)))
    a1out, a1in, am = queues
    low, length = np.zeros(4, np.int64), np.zeros(4, np.int64)
    faults = 0
    for now in range(len(ids)):
        page = ids[now]
        here = state[page]
        if here == _IN:
            continue
        if here == _AM:
            drop(am, place[page])
        else:
            if here == _OUT:
                drop(a1out, place[page])
                length[_OUT] -= 1
            if faults >= frames:
                _leave(ids, state, queues, low, length, newcomers, remembered)
            faults += 1
            length[_AM if here == _OUT else _IN] += 1
        state[page] = _AM if here else _IN
        add(am if here else a1in, now)
        place[page] = now
    return faults


@kernel
def _leave(
    ids: Any, state: Any, queues: Any, low: Any, length: Any, newcomers: int, remembered: int
) -> None:  # fmt: skip
    a1out, a1in, am = queues
    if length[_IN] <= newcomers and length[_AM] > 0:
        low[_AM] = pop(am, low[_AM])
        length[_AM] -= 1
        state[ids[low[_AM]]] = 0
        return
    low[_IN] = pop(a1in, low[_IN])
    length[_IN] -= 1
    add(a1out, low[_IN])
    length[_OUT] += 1
    state[ids[low[_IN]]] = _OUT
    if length[_OUT] > remembered:
        low[_OUT] = pop(a1out, low[_OUT])
        length[_OUT] -= 1
        state[ids[low[_OUT]]] = 0
