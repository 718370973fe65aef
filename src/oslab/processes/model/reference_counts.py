"""Why a worker that only reads grows: every CPython object is written to when it is looked at."""

from __future__ import annotations

from oslab.errors import require, require_choice, require_number, require_whole
from oslab.processes.records.reference_counts import (
    ACTIONS,
    ARRAY,
    COLLECT,
    DATA,
    LISTS,
    NONES,
    PYTHON,
    SHARED,
    SPAWN,
    STARTS,
    STORES,
    LoaderMemory,
    ReferenceCounts,
)

_PAGE = 4096
_POOL = 16_384  # of pymalloc since Python 3.10; its header takes 48 bytes
_POOL_HEADER = 48
_ALIGNMENT = 16
_LARGEST_SMALL = 512


def reference_counts(
    objects: int = 200_000, data: str = LISTS, action: str = "read", frozen: bool = False,
    object_bytes: int = 56,
) -> ReferenceCounts:  # fmt: skip
    """Return which pages a child copies that only looks at its parent's objects.

    To look at an object is to count a reference to it, in its header: the page
    of the header is written, and so copied. The garbage collector writes to the
    header of every container it knows; `gc.freeze` makes it forget those that
    exist, but stops nobody from counting references. An array's elements have
    no headers, and since Python 3.12 None has a count that no one changes.

    Args:
        objects: 1 to 10**9.
        data: `"lists"`, `"None"` or `"array"` (8 bytes an element).
        action: `"read"` or `"collect"`.
        frozen: whether `gc.freeze` was called before the fork.
        object_bytes: size of one object with its collector's header, 16 to 512.

    Raises:
        InvalidInput: if an argument is none of these.

    Source: Objects/obmalloc.c (pools); Python/gc.c, `update_refs`; PEP 683 (immortal
    objects); the documentation of `gc.freeze`.
    """
    require_whole("objects", objects, low=1, high=10**9)
    require_choice("data", data, DATA)
    require_choice("action", action, ACTIONS)
    require(isinstance(frozen, bool), "frozen", frozen, "True or False")
    require_whole("object_bytes", object_bytes, low=16, high=_LARGEST_SMALL)
    held = _pages(objects, object_bytes) if data == LISTS else -(-objects * 8 // _PAGE)
    spared = data in (ARRAY, NONES) or (action == COLLECT and frozen)
    return ReferenceCounts(objects, data, action, frozen, held, 0 if spared else held)


def loader_memory(
    workers: int = 8, data_mib: float = 2048, start: str = "fork", store: str = PYTHON,
    read: float = 1.0,
) -> LoaderMemory:  # fmt: skip
    """Return how much memory a data loader's workers add to what was loaded once.

    A forked worker copies the share of the objects it has looked at; with
    shuffled reading that soon is all of them. A spawned worker starts empty and
    is sent its own copy of all that is not in shared memory.

    Args:
        workers: 0 to 10,000.
        data_mib: 0 to 10**9.
        start: `"fork"` or `"spawn"`.
        store: `"Python objects"`, `"one array"` or `"array in shared memory"`.
        read: share of the data each worker has looked at so far, 0 to 1.

    Raises:
        InvalidInput: if an argument is none of these.

    Source: the documentation of multiprocessing, "Contexts and start methods".
    """
    require_whole("workers", workers, low=0, high=10_000)
    require_number("data_mib", data_mib, low=0, high=1e9)
    require_choice("start", start, STARTS)
    require_choice("store", store, STORES)
    require_number("read", read, low=0, high=1)
    if store == SHARED:
        own = 0.0
    elif start == SPAWN:
        own = float(data_mib)
    else:
        own = float(data_mib) * read if store == PYTHON else 0.0
    return LoaderMemory(workers, start, store, float(data_mib), own)


def _pages(objects: int, object_bytes: int) -> int:
    block = -(-object_bytes // _ALIGNMENT) * _ALIGNMENT
    a_pool = (_POOL - _POOL_HEADER) // block
    pools, rest = divmod(objects, a_pool)
    return pools * (_POOL // _PAGE) + -(-(rest * block + _POOL_HEADER * (rest > 0)) // _PAGE)
