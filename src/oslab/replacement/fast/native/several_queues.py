"""S3-FIFO and 2Q: queues of pages, and of names of pages that left."""

from __future__ import annotations

from typing import Any

import numpy as np

from oslab.replacement.fast.native.kernel import kernel, part
from oslab.replacement.fast.native.places import add, drop, empty, pop

# S3-FIFO: a queue, plus the uses (0 to 3) in the last two bits.
_GHOST, _SMALL, _MAIN = 1, 4, 8
_OUT, _IN, _AM = _GHOST, 2, 3


@kernel
def s3_fifo(ids: Any, pages: int, frames: int, sizes: Any, threshold: int) -> int:
    """Count faults of S3-FIFO; `sizes` are those of the small and the ghost queue.

    Small and ghost queue hold the places where their pages came in; only the main queue,
    which pages enter again and again, is a ring. What is resident and not small is main.
    """
    came, state = np.zeros(pages, np.int32), np.zeros(pages, np.uint8)
    small, ghost = empty(len(ids)), empty(len(ids))
    main = np.empty(frames + 1, np.int32)
    faults, in_small, in_ghost, low_small, low_ghost, first = 0, 0, 0, 0, 0, 0
    for now in range(len(ids)):
        page = ids[now]
        here = state[page]
        if here >= _SMALL:
            state[page] = here + (here & 3 != 3)
            continue
        known = here == _GHOST
        if known:
            drop(ghost, came[page])
            in_ghost -= 1
        if faults >= frames:
            left = -1
            if in_small >= sizes[0]:  # so the main queue is not too long
                left, low_small, in_small = _leave_small(
                    ids, state, small, main, low_small, in_small, first, threshold
                )
            if left < 0:
                first = _leave_main(state, main, first, frames - in_small)
            else:
                low_ghost, in_ghost = _remember(
                    ids, state, ghost, left, low_ghost, in_ghost, sizes[1]
                )
        faults += 1
        if known or (faults <= frames and in_small >= sizes[0]):
            _join_main(state, main, first + min(frames, faults) - 1 - in_small, page, _MAIN)
            continue
        add(small, now)
        came[page] = now
        state[page] = _SMALL
        in_small += 1
    return faults


@part
def _leave_small(
    ids: Any, state: Any, small: Any, main: Any, low: Any, length: int, first: int, threshold: int
) -> Any:
    """Return the place of the page that leaves, or -1 if all go on to the main queue."""
    frames = len(main) - 1
    while length > 0:
        low = pop(small, low)
        length -= 1
        if state[ids[low]] - _SMALL < threshold:
            return low, low, length
        _join_main(state, main, first + frames - length - 1, ids[low], _MAIN)
    return np.int64(-1), low, length


@part
def _leave_main(state: Any, main: Any, first: int, length: int) -> int:
    """Take out the first page that has no use left; return where the queue begins then."""
    while True:
        page = main[first]
        uses = state[page]
        first = first + 1 if first + 1 < len(main) else 0
        if uses == _MAIN:
            state[page] = 0
            return first
        _join_main(state, main, first + length - 1, page, uses - 1)


@part
def _join_main(state: Any, main: Any, end: int, page: int, value: int) -> None:
    main[end if end < len(main) else end - len(main)] = page
    state[page] = value


@part
def _remember(
    ids: Any, state: Any, ghost: Any, place: int, low: Any, length: int, most: int
) -> Any:
    """Put a name in the ghost queue; return where that begins, and its length."""
    add(ghost, place)
    state[ids[place]] = _GHOST
    if length < most:
        return low, length + 1
    low = pop(ghost, low)
    state[ids[low]] = 0
    return low, length


@kernel
def two_q(ids: Any, pages: int, frames: int, newcomers: int, remembered: int) -> int:
    """Count faults of 2Q. A1in and A1out are in order of arrival, Am is in order of last use."""
    place, state = np.zeros(pages, np.int32), np.zeros(pages, np.uint8)
    a1in, a1out, am = empty(len(ids)), empty(len(ids)), empty(len(ids))
    faults, in_in, in_out, low_in, low_out, low_am = 0, 0, 0, 0, 0, 0
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
                in_out -= 1
            if faults >= frames:
                if in_in > newcomers or in_in == frames:
                    low_in = pop(a1in, low_in)
                    in_in -= 1
                    low_out, in_out = _remember(
                        ids, state, a1out, low_in, low_out, in_out, remembered
                    )
                else:
                    low_am = pop(am, low_am)
                    state[ids[low_am]] = 0
            faults += 1
            in_in += here == 0
        state[page] = _AM if here else _IN
        add(am if here else a1in, now)
        place[page] = now
    return faults
