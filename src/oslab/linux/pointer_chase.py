"""Loads of which each needs the one before: rings of pointers, walked at native speed.

A processor runs independent loads side by side, and guesses the next address of a
regular walk. Neither helps where an address is the content of the last load and the
order is one random cycle through all places. What is left is the latency of one load.

An array of indices would cost the arithmetic of an address at each step (a third more
in L1), so the places hold addresses and the compiled loop is one load instruction.

Source: S. Sattolo, An Algorithm to Generate a Random Cyclic Permutation (1986); L. McVoy
and C. Staelin, lmbench: Portable Tools for Performance Analysis (USENIX ATC 1996), 6.2.
"""

from __future__ import annotations

import ctypes
import functools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from oslab.errors import Unavailable, require, require_whole
from oslab.linux import memory
from oslab.linux.procfs import smaps_rollup

LINE_BYTES = 64
_WORD = 8
_LARGEST = 1 << 34


@dataclass(frozen=True, slots=True)
class Loops:
    """Native loops, compiled once a process.

    Args:
        link: (words, targets, step, lines): make the words at every `step` one ring; word
            i stands `i % lines` cache lines further on, so that pages use all cache sets.
        walk: (address, hops): follow the ring and return the address it ends at.
    """

    link: Callable[[Any, Any, int, int], None]
    walk: Callable[[int, int], int]


class Ring:
    """A ring of pointers in memory that is lent; one walks on where the last one stopped."""

    def __init__(self, address: int, places: int, stride_bytes: int) -> None:
        self.places = places
        self.stride_bytes = stride_bytes
        self._at = address
        self._walk = loops().walk

    def walk(self, hops: int) -> float:
        """Follow `hops` pointers and return the CPU nanoseconds of one.

        Raises:
            InvalidInput: if `hops` is not 1 to 2**40.
        """
        require_whole("hops", hops, low=1, high=1 << 40)
        start = time.thread_time_ns()
        self._at = self._walk(self._at, hops)
        return (time.thread_time_ns() - start) / hops


@contextmanager
def ring(
    places: int, *, stride_bytes: int = LINE_BYTES, kind: str = memory.ANONYMOUS,
    spread: bool = False, seed: int = 1,
) -> Iterator[Ring]:  # fmt: skip
    """Lend a ring through `places` places in fresh memory, in an order drawn from `seed`.

    Args:
        places: 2 to 2**28.
        stride_bytes: from place to place, a multiple of 64; 16 GiB in all at most.
        kind: `"anonymous"` or `"huge"`, as `memory.area` takes it.
        spread: whether each place stands one cache line further into its stride than the
            last; else places of 4 KiB stride would meet in a few sets of the cache.
        seed: 0 to 2**63.

    Raises:
        InvalidInput: if an argument is out of range.
        Unavailable: without numba, memory, or enough huge pages.
    """
    require_whole("places", places, low=2, high=1 << 28)
    require_whole("stride_bytes", stride_bytes, low=LINE_BYTES, high=_LARGEST)
    ok = stride_bytes % LINE_BYTES == 0 and places * stride_bytes <= _LARGEST
    require(ok, "stride_bytes", stride_bytes, "a multiple of 64; 16 GiB in all at most")
    require(isinstance(spread, bool), "spread", spread, "True or False")
    require_whole("seed", seed, low=0, high=1 << 63)
    made = loops()
    size = -(-places * stride_bytes // memory.PAGE_BYTES) * memory.PAGE_BYTES
    whole = -(-size // memory.HUGE_PAGE_BYTES) * memory.HUGE_PAGE_BYTES
    with memory.area(whole if kind == memory.HUGE else size, kind) as area:
        area.write(value=0)
        if kind == memory.HUGE:
            _require_huge(area)
        lines = min(64, stride_bytes // LINE_BYTES) if spread else 1
        made.link(_words(area), _targets(places, seed), stride_bytes // _WORD, lines)
        yield Ring(area.address, places, stride_bytes)


@functools.cache
def loops() -> Loops:
    """Return the loops, compiling them at the first call (about a second).

    Raises:
        Unavailable: without numba.
    """
    try:
        import numba
        from llvmlite import ir
        from numba.extending import intrinsic
    except ImportError:
        raise Unavailable("native-speed loops", "pip install 'oslab[measure]'") from None

    def loaded(typing: Any, address: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            word = ir.IntType(64)
            return builder.load(builder.inttoptr(arguments[0], word.as_pointer()), typ=word)

        return numba.types.int64(numba.types.int64), generate

    load: Any = intrinsic(loaded)  # what compiled code calls takes the address alone

    def walk(address: int, hops: int) -> int:
        for _ in range(hops):
            address = load(address)
        return address

    made = Loops(numba.njit(nogil=True)(_link), numba.njit(nogil=True)(walk))
    _compile(made)
    return made


def _link(words: Any, targets: Any, step: int, lines: int) -> None:
    """Sattolo's shuffle in place: one cycle through all places, every cycle equally likely."""
    places = targets.size + 1
    base = words.ctypes.data
    for i in range(places):
        words[i * step + (i % lines) * 8] = i
    for i in range(places - 1, 0, -1):
        j = targets[i - 1]
        here, there = i * step + (i % lines) * 8, j * step + (j % lines) * 8
        words[here], words[there] = words[there], words[here]
    for i in range(places):
        at = i * step + (i % lines) * 8
        to = words[at]
        words[at] = base + (to * step + (to % lines) * 8) * 8


def _targets(places: int, seed: int) -> Any:
    """For place i a place before it, i = 1, 2, ...: what Sattolo's shuffle draws."""
    import numpy as np

    return np.random.default_rng(seed).integers(0, np.arange(1, places, dtype=np.int64))


def _words(area: memory.Area) -> Any:
    # From the bare address: an exported buffer would keep the area from being closed.
    import numpy as np

    words = area.pages * memory.PAGE_BYTES // _WORD
    return np.ctypeslib.as_array((ctypes.c_int64 * words).from_address(area.address))


def _require_huge(area: memory.Area) -> None:
    wanted = area.pages * memory.PAGE_BYTES
    if smaps_rollup.read().anon_huge_pages < wanted:
        remedy = "Free memory, or as root: echo 1 > /proc/sys/vm/compact_memory"
        raise Unavailable("enough free huge pages", remedy)


def _compile(made: Loops) -> None:
    import numpy as np

    words = np.zeros(16, np.int64)
    made.link(words, _targets(2, 1), 8, 1)
    made.walk(words.ctypes.data, 2)
