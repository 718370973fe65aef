"""Stack distances in one pass: for each reference, how many pages were touched since the last one.

Every page holds one time slot, a bit that is set; the distance is the number of bits between
its slot and now. Words of 64 bits are counted by one instruction, whole words by a Fenwick
tree, and when the slots run out the bits move together.

Source: Bennett and Kruskal, LRU Stack Processing (IBM J. Res. Dev. 19, 1975); Olken (1981).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from oslab.replacement.fast.native.bits import popcount
from oslab.replacement.fast.native.kernel import kernel

_ONE, _ALL = np.uint64(1), np.uint64(0xFFFFFFFFFFFFFFFF)


@kernel
def distances(ids: Any, pages: int) -> Any:
    """Return how many references have each stack distance; place 0 counts first touches.

    The newest word is not in the tree until it is full: most touches change only that.
    """
    counts = np.zeros(pages + 1, np.int64)
    slot_of = np.full(pages, -1, np.int32)
    words = np.zeros(max(64, pages // 32 + 2), np.uint64)
    page_at = np.empty(len(words) << 6, np.int32)
    tree = np.zeros(len(words) + 1, np.int32)
    now = 0
    for page in ids:
        if now == len(page_at):
            now = _compact(words, page_at, slot_of, tree)
        slot = slot_of[page]
        newest = now >> 6
        if slot < 0:
            counts[0] += 1
        else:
            word = slot >> 6
            words[word] ^= _ONE << np.uint64(slot & 63)
            between = np.int64(popcount(words[word] & _ALL << np.uint64(slot & 63)))
            if word != newest:
                between += _between(tree, word + 1, newest) + np.int64(popcount(words[newest]))
                _add(tree, word, -1)
            counts[between + 1] += 1
        words[newest] |= _ONE << np.uint64(now & 63)
        slot_of[page] = now
        page_at[now] = page
        now += 1
        if now & 63 == 0:
            _add(tree, newest, np.int64(popcount(words[newest])))
    return counts


@kernel
def _between(tree: Any, low: int, high: int) -> int:
    """Return the bits in words low to high - 1; near ones share most of their way."""
    total = 0
    while high > low:
        total += tree[high]
        high &= high - 1
    while low > high:
        total -= tree[low]
        low &= low - 1
    return total


@kernel
def _add(tree: Any, word: int, change: Any) -> None:
    word += 1
    while word < len(tree):
        tree[word] += change
        word += word & -word


@kernel
def _compact(words: Any, page_at: Any, slot_of: Any, tree: Any) -> int:
    """Move the pages to the lowest slots, in order; return the first slot that is free."""
    kept = 0
    for slot in range(len(page_at)):
        if words[slot >> 6] >> np.uint64(slot & 63) & _ONE:
            page = page_at[slot]
            page_at[kept] = page
            slot_of[page] = kept
            kept += 1
    words[:] = 0
    tree[:] = 0
    for slot in range(kept):
        words[slot >> 6] |= _ONE << np.uint64(slot & 63)
    for word in range(kept >> 6):
        _add(tree, word, 64)
    return kept
