"""SHARDS: the curve of a few pages, chosen by hash, stands for the curve of all."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from oslab.errors import require, require_number, require_whole
from oslab.replacement.fast.curves import fault_curve
from oslab.replacement.fast.pages import array

_GROUPS = 16
_SIZES = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class Approximation:
    """A miss-ratio curve of LRU made from a sample, and how far off it may be.

    Args:
        ratios: the miss ratio by number of frames, from 0 up to the pages there seem to be.
        error: the standard error of a ratio, the mean over a thousand numbers of frames.
        rate: the share of the pages that was asked for.
        pages: how many pages were sampled.
        references: how many references went to them.
    """

    ratios: NDArray[np.float64]
    error: float
    rate: float
    pages: int
    references: int


def shards(references: object, rate: float = 0.1, *, seed: int = 0) -> Approximation:
    """Return an approximate miss-ratio curve of LRU from the share `rate` of the pages.

    All references to a sampled page are kept, so a distance in the sample is the share `rate`
    of the distance in the trace. Missing or surplus references, against the number expected,
    count as hits of a page that never leaves ("SHARDS-adj").

    The error is found in the sample itself: sixteen parts of it, again by hash, each make a
    curve, and the spread of the sixteen says how much chance there is in their mean.

    >>> shards([1, 2, 3, 1, 2, 3], rate=1.0).ratios.tolist()
    [1.0, 1.0, 1.0, 0.5]

    Args:
        references: page numbers in order of touch, an array or a sequence; at least one.
        rate: above 0, at most 1; 1 is exact. Below some thousand sampled pages the error
            itself is uncertain.
        seed: another seed chooses other pages; 0 to 2**63 - 1.

    Raises:
        InvalidInput: if an argument has no meaning, or no page falls into the sample.

    Source: Waldspurger, Park, Garthwaite and Ahmad, Efficient MRC Construction with SHARDS
    (FAST 2015).
    """
    require_number("rate", rate, 0, 1)
    require(rate > 0, "rate", rate, "above 0")
    require_whole("seed", seed, 0, 2**63 - 1)
    pages = array(references)
    require(len(pages) > 0, "references", references, "at least one page")
    lots = _lots(pages, seed)
    chosen = lots >> np.uint64(11) < np.uint64(math.ceil(rate * 2**53))
    sample, lots = pages[chosen], lots[chosen]
    require(len(sample) > 0, "rate", rate, "large enough for one page to fall into the sample")
    curve = fault_curve(sample, len(pages))
    frames = np.arange(int((len(curve) - 1) / rate) + 1)
    ratios = _scaled(curve, frames, len(pages), rate)
    error = 0.0
    if rate < 1:
        groups = lots & np.uint64(_GROUPS - 1)
        some = frames[:: max(1, len(frames) // _SIZES)]
        parts = [
            _scaled(
                fault_curve(sample[groups == part], len(pages)), some, len(pages), rate / _GROUPS
            )
            for part in range(_GROUPS)
        ]
        spread = np.std(parts, axis=0, ddof=1) / math.sqrt(_GROUPS)
        error = float(spread.mean()) * math.sqrt(1 - rate)
    return Approximation(ratios, error, float(rate), len(curve) - 1, len(sample))


def _scaled(
    curve: NDArray[np.int64], frames: NDArray[np.int64], references: int, rate: float
) -> NDArray[np.float64]:  # fmt: skip
    """Return the ratios of the whole trace by those of a sample: frames and faults over rate."""
    faults = np.interp(frames * rate, np.arange(len(curve)), curve)
    ratios: NDArray[np.float64] = np.minimum(1.0, faults / (references * rate))
    ratios[0] = 1.0
    return ratios


def _lots(pages: NDArray[np.int64], seed: int) -> NDArray[np.uint64]:
    """Return 64 well-mixed bits for every page (the finalizer of splitmix64)."""
    mixed = pages.view(np.uint64) ^ np.uint64(seed * 0x9E3779B97F4A7C15 & (1 << 64) - 1)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ mixed >> np.uint64(shift)) * np.uint64(factor)
    return mixed ^ mixed >> np.uint64(31)
