"""References as arrays, and pages as dense numbers."""

from __future__ import annotations

import functools
import importlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from oslab.errors import require, require_choice, require_whole
from oslab.replacement.fast.arithmetic import Arrays
from oslab.replacement.records.references import LARGEST_PAGE, listed
from oslab.replacement.traces import Trace

MODULES = ("arc", "distances", "frequency", "future", "numbering", "queues", "several_queues")
LONG = 20_000
"""References from which loading the compiled loops, a second or so, pays."""
_PACKAGE = "oslab.replacement.fast.native."
_MOST = 2**31 - 1
_SCATTERED = 4


def native(module: str, length: int) -> Any:
    """Return a module of compiled loops; None where numba is missing, or a trace short of `LONG`.

    Raises:
        InvalidInput: if there is no such module, or the length is no whole number from 0.
    """
    require_choice("module", module, MODULES)
    require_whole("length", length, 0)
    return _loaded(module) if length >= LONG else None


@functools.cache
def _loaded(module: str) -> Any:
    try:
        importlib.import_module("numba")
    except ImportError:
        return None
    return importlib.import_module(_PACKAGE + module)


def array(references: object) -> NDArray[np.int64]:
    """Return page numbers as an array of 64-bit integers.

    Raises:
        InvalidInput: if they are no sequence of whole numbers between -2**63 and 2**63 - 1, or
            are more than 2**31 - 1.
    """
    if isinstance(references, Trace):
        places = np.arange(len(references), dtype=np.uint64)
        references = references.at(places, Arrays()).astype(np.int64)
    whole = isinstance(references, np.ndarray) and references.dtype.kind in "iu"
    if not whole or np.ndim(references) != 1:  # type: ignore[arg-type]
        references = np.array(listed(references), np.int64)
    assert isinstance(references, np.ndarray)  # noqa: S101 - for the type checker
    require(len(references) <= _MOST, "references", len(references), f"at most {_MOST}")
    if references.dtype == np.uint64 and len(references):
        highest = int(references.max())
        require(highest <= LARGEST_PAGE, "references", highest, f"at most {LARGEST_PAGE}")
    return np.ascontiguousarray(references, np.int64)


def numbered(references: object, length: int = 0) -> tuple[NDArray[np.int32], int]:
    """Return the pages as numbers from 0 in order of first touch, and how many there are.

    >>> numbered([70, 50, 70, 90])
    (array([0, 1, 0, 2], dtype=int32), 3)

    Args:
        references: page numbers, an array or a sequence.
        length: of the whole trace where these are a part, which decides about compiled loops.

    Raises:
        InvalidInput: as for `array`, or if the length is no whole number from 0.
    """
    pages = array(references)
    require_whole("length", length, 0)
    loops = native("numbering", max(length, len(pages)))
    if loops is None:
        _, first, numbers = np.unique(pages, return_index=True, return_inverse=True)
        order = np.empty(len(first), np.int32)
        order[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
        return order[numbers], len(first)
    ids = np.empty(len(pages), np.int32)
    # A look at a thousand pages spares a scattered trace the search for its range.
    if _span(pages[:1000]) <= _SCATTERED * len(pages):
        span = _span(pages)
        if span <= _SCATTERED * len(pages):
            return ids, int(loops.by_table(pages, pages.min(), span, ids)) if span else 0
    return ids, int(loops.by_hash(pages, ids))


def _span(pages: NDArray[np.int64]) -> int:
    return int(pages.max()) - int(pages.min()) + 1 if len(pages) else 0
