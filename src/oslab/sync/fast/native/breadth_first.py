"""The search of `oslab.sync.model.search` as one compiled loop.

It looks up what it knows of the program and comes back where it knows nothing yet, or where
an array is full; the caller fills in and calls again. `at` keeps where it stood.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

DONE, ROW, ENTRY, GROW, PAUSED = range(5)
HEAD, SIZE, EDGES, AGENT, INDEX, UNTIL, MOST, FAILED, SPARE = range(9)
EMPTY = -1
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


@njit(cache=True, nogil=True)
def place(keys: Any, key: int, bits: int) -> Any:
    """Return where a key stands in a table of 2**bits keys, or where it would."""
    at = np.int64((np.uint64(key) * _SPREAD) >> np.uint64(64 - bits))
    last = len(keys) - 1
    while keys[at] != EMPTY and keys[at] != key:
        at = (at + 1) & last
    return at


@njit(cache=True, nogil=True)
def refill(keys: Any, numbers: Any, states: Any, size: int, bits: int) -> None:
    """Put the first `size` states into an empty table."""
    for number in range(size):
        spot = place(keys, states[number], bits)
        keys[spot] = states[number]
        numbers[spot] = number


@njit(cache=True, nogil=True)
def entry(row: Any, state: int) -> Any:
    """Return which entry holds what a step does in a state."""
    index = row[0]
    for field in range(1, len(row), 3):
        if row[field + 1] == 0:
            break
        index += (state >> row[field] & row[field + 1]) << row[field + 2]
    return index


@njit(cache=True, nogil=True)
def leave(at: Any, stood: tuple[Any, ...], missing: tuple[Any, ...], why: int) -> int:
    """Write down where the search stands and what it lacks."""
    at[HEAD], at[SIZE], at[EDGES] = stood
    at[AGENT], at[INDEX] = missing
    return why


@njit(cache=True, nogil=True)
def walk(  # noqa: C901 - one loop that never calls out
    at: Any, found: tuple[Any, ...], table: tuple[Any, ...], control: Any, rows: Any,
    fields: Any, entries: Any, deltas: Any,
) -> int:  # fmt: skip
    """Go on with the search until something is missing; say what."""
    states, parents, targets, ends = found
    keys, numbers, bits = table
    head, size, edges = at[HEAD], at[SIZE], at[EDGES]
    while head < size:
        if head >= at[UNTIL] or size > at[MOST]:
            return leave(at, (head, size, edges), (0, 0), PAUSED)
        full = max(size - len(states), edges - len(targets), size - len(keys) // 2)
        if full + at[SPARE] > 0:
            return leave(at, (head, size, edges), (0, 0), GROW)
        state, begin = states[head], edges
        for agent in range(len(control) if state < at[FAILED] else 0):
            row = rows[agent, state >> control[agent, 0] & control[agent, 1]]
            if row == EMPTY:
                return leave(at, (head, size, begin), (agent, 0), ROW)
            index = entry(fields[row], state)
            start = entries[index, 0]
            if start == EMPTY:
                return leave(at, (head, size, begin), (agent, index), ENTRY)
            for delta in range(start, start + entries[index, 1]):
                after = state + deltas[delta]
                spot = place(keys, after, bits)
                if keys[spot] == EMPTY:
                    keys[spot] = after
                    numbers[spot] = size
                    states[size] = after
                    parents[size] = head
                    size += 1
                targets[edges] = numbers[spot]
                edges += 1
        head += 1
        ends[head] = edges
    return leave(at, (head, size, edges), (0, 0), DONE)
