"""The miss ratio of LRU for every number of frames, from one pass over the references."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from oslab.errors import require, require_whole
from oslab.replacement.fast.pages import array, native, numbered


def miss_ratio_curve(references: object) -> NDArray[np.float64]:
    """Return the miss ratio of LRU by number of frames: place 0 is 1.0, the last has all pages.

    >>> miss_ratio_curve([1, 2, 3, 1, 2, 3]).tolist()
    [1.0, 1.0, 1.0, 0.5]

    Exact: it is `faults(references, frames, Lru()) / len(references)` for all frames at once.
    LRU with more frames keeps what it kept with fewer, so the number of pages touched since
    the last touch of a page says from how many frames on that reference hits.

    Args:
        references: page numbers in order of touch, an array or a sequence; at least one.

    Raises:
        InvalidInput: if they are no such numbers.

    Source: Mattson, Gecsei, Slutz and Traiger, Evaluation Techniques for Storage Hierarchies
    (IBM Systems Journal 9, 1970).
    """
    counts = fault_curve(references)
    require(counts[0] > 0, "references", references, "at least one page")
    ratios: NDArray[np.float64] = counts / counts[0]
    return ratios


def fault_curve(references: object, length: int = 0) -> NDArray[np.int64]:
    """Return the faults of LRU by number of frames; place 0 counts all references.

    >>> fault_curve([1, 2, 3, 1, 2, 3])
    array([6, 6, 6, 3])

    Args:
        references: page numbers in order of touch, an array or a sequence.
        length: of the whole trace where these are a part, which decides about compiled loops.

    Raises:
        InvalidInput: if they are no such numbers, or the length is no whole number from 0.
    """
    pages = array(references)
    require_whole("length", length, 0)
    loops = native("distances", max(length, len(pages)))
    counts = _distances(pages) if loops is None else loops.distances(*numbered(pages, length))
    hits = np.cumsum(counts[1:])
    return len(pages) - np.concatenate((np.zeros(1, np.int64), hits))


def _distances(pages: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many references have each stack distance; place 0 counts first touches.

    The pages between two touches of a page are those whose own touch before lies before
    the first of them: all touches j < i with previous[j] <= previous[i], less those that
    came before previous[i], of which all are such.
    """
    previous = _previous(pages)
    again = previous >= 0
    firsts = np.cumsum(~again)
    smaller = _smaller_before(previous[again])
    between = smaller + firsts[again] - previous[again] - 1
    distinct = int(firsts[-1]) if len(pages) else 0
    counts = np.bincount(between + 1, minlength=distinct + 1).astype(np.int64)
    counts[0] = distinct
    return counts


def _previous(pages: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each reference the place of the one before to its page, or -1."""
    order = np.argsort(pages, kind="stable")
    previous = np.full(len(pages), -1, np.int64)
    same = pages[order[1:]] == pages[order[:-1]]
    previous[order[1:][same]] = order[:-1][same]
    return previous


def _smaller_before(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each of different values how many smaller ones stand before it.

    A wavelet tree, level by level: the values of one node share their high bits and stand in
    their first order. Those whose next bit is 1 pass all those before them whose bit is 0.
    """
    count = len(values)
    ranks = np.empty(count, np.int64)
    ranks[np.argsort(values)] = np.arange(count)
    order = np.arange(count)
    found = np.zeros(count, np.int64)
    for bit in reversed(range(max(1, count - 1).bit_length())):
        one = (ranks[order] >> bit & 1).astype(bool)
        zeros = np.concatenate((np.zeros(1, np.int64), np.cumsum(~one)))
        node = ranks[order] >> (bit + 1) << (bit + 1)
        left = zeros[:-1] - zeros[node]
        found[order[one]] += left[one]
        here = np.arange(count) - node
        place = node + np.where(one, (1 << bit) + here - left, left)
        order[place] = order.copy()
    return found
