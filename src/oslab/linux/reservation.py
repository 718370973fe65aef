"""Addresses without memory: a range so large and so aligned that its page tables are its own.

A terabyte is reserved and nothing of it touched; from the first border of 512 GiB on
no other mapping shares a table below the root. So the page tables that touching makes
can be counted, to the page.
"""

from __future__ import annotations

import ctypes
import mmap
from collections.abc import Iterator
from contextlib import contextmanager

from oslab.errors import Unavailable, require, require_whole
from oslab.linux import memory

ALIGNED = 1 << 39
"""What one entry of the root table covers with four levels."""

_MAP_NORESERVE = 0x4000


class Reservation:
    """Addresses that are this process's alone; valid while they are lent."""

    def __init__(self, mapping: mmap.mmap, start: int, size_bytes: int) -> None:
        self._mapping, self._start = mapping, start
        self.size_bytes = size_bytes

    @property
    def address(self) -> int:
        """Of the first byte, a multiple of 512 GiB."""
        return _address(self._mapping) + self._start

    def touch(self, stride_bytes: int) -> int:
        """Write one byte in every `stride_bytes` and return how many that were.

        Raises:
            InvalidInput: if the stride is not at least 1.
        """
        require_whole("stride_bytes", stride_bytes, 1)
        chosen = slice(self._start, self._start + self.size_bytes, stride_bytes)
        count = len(range(*chosen.indices(self._start + self.size_bytes)))
        self._mapping[chosen] = bytes(b"\1" * count)
        return count


@contextmanager
def reserve(size_bytes: int, huge: bool = False) -> Iterator[Reservation]:
    """Lend addresses for `size_bytes` from a border of 512 GiB on; all is given back at the end.

    Args:
        size_bytes: 1 to 2**39.
        huge: whether to ask for transparent huge pages; else there will be none.

    Raises:
        InvalidInput: if an argument is none of these.
        Unavailable: if so many addresses are not to be had, or huge pages are off.

    Source: mmap(2), MAP_NORESERVE; madvise(2).
    """
    require_whole("size_bytes", size_bytes, 1, ALIGNED)
    require(isinstance(huge, bool), "huge", huge, "True or False")
    if huge and not memory.huge_pages():
        remedy = "As root: echo madvise > /sys/kernel/mm/transparent_hugepage/enabled"
        raise Unavailable("huge pages on request", remedy)
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | _MAP_NORESERVE
    try:
        mapping = mmap.mmap(-1, 2 * ALIGNED, flags=flags)
    except (OSError, OverflowError) as error:
        remedy = f"Raise `ulimit -v`, or set vm.overcommit_memory to 0 ({error})."
        raise Unavailable("a terabyte of addresses", remedy) from error
    try:
        start = -_address(mapping) % ALIGNED
        advice = memory.MADV_HUGEPAGE if huge else memory.MADV_NOHUGEPAGE
        mapping.madvise(advice, start, ALIGNED)
        yield Reservation(mapping, start, size_bytes)
    except OSError as error:
        raise Unavailable("madvise on these addresses", f"The kernel answers: {error}.") from error
    finally:
        mapping.close()


def _address(mapping: mmap.mmap) -> int:
    # The exported buffer must be gone before the mapping can be closed.
    return ctypes.addressof(ctypes.c_char.from_buffer(mapping))
