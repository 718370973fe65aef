"""Memory whose kind is known: pages of 4 KiB, huge pages, or a file shared by mapping.

What a fork or a page fault costs depends on the kind of mapping, and a program
gets the kind its allocator, the kernel's huge-page setting and luck of alignment
give it. Here the caller says which; every area starts on a huge-page boundary.
"""

from __future__ import annotations

import ctypes
import mmap
import os
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oslab.errors import Unavailable, require, require_choice, require_whole

PAGE_BYTES = mmap.PAGESIZE
HUGE_PAGE_BYTES = 2 << 20
"""Of x86-64, and of arm64 with 4 KiB pages; `huge_pages` says whether they are on."""

MADV_HUGEPAGE = 14
MADV_NOHUGEPAGE = 15
ANONYMOUS, HUGE, SHARED_FILE = "anonymous", "huge", "shared file"
KINDS = (ANONYMOUS, HUGE, SHARED_FILE)

_LARGEST = 1 << 40
_FRAME = (1 << 55) - 1
_SETTINGS = Path("/sys/kernel/mm/transparent_hugepage")


class Area:
    """Memory that is this process's, in pages of `PAGE_BYTES`; nothing is touched yet."""

    def __init__(self, mapping: mmap.mmap, start: int, size_bytes: int) -> None:
        self._mapping = mapping
        self._start = start
        self.pages = size_bytes // PAGE_BYTES

    @property
    def address(self) -> int:
        """Of the first byte, a multiple of `HUGE_PAGE_BYTES`; valid while the area is lent."""
        return _address(self._mapping) + self._start

    def advise(self, advice: int, first: int = 0, pages: int | None = None) -> None:
        """Tell the kernel about pages: one of the `MADV_` numbers of madvise(2).

        Raises:
            InvalidInput: if the advice is no small number, or the pages are not in the area.
            Unavailable: if the kernel does not know the advice.
        """
        require_whole("advice", advice, low=0, high=127)
        _, count = self._chosen(first, pages)
        if count == 0:
            return
        try:
            self._mapping.madvise(advice, self._start + first * PAGE_BYTES, count * PAGE_BYTES)
        except OSError as error:
            raise Unavailable(f"madvise({advice})", f"The kernel answers: {error}.") from error

    def write(self, first: int = 0, pages: int | None = None, value: int = 1) -> None:
        """Store one byte in each of `pages` pages from page `first` on.

        The loop runs inside the interpreter, in C: the pages of the area are
        the only ones it dirties in number.

        Args:
            first: 0 to the number of pages.
            pages: how many, all the rest if None.
            value: 0 to 255.

        Raises:
            InvalidInput: if the pages are not all in the area.
        """
        chosen, count = self._chosen(first, pages)
        require_whole("value", value, low=0, high=255)
        self._mapping[chosen] = bytes([value]) * count

    def read(self, first: int = 0, pages: int | None = None) -> int:
        """Load one byte of each of `pages` pages from `first` on and return their sum.

        Raises:
            InvalidInput: if the pages are not all in the area.
        """
        return sum(self._mapping[self._chosen(first, pages)[0]])

    def frames(self) -> tuple[int, ...]:
        """Return the number of the physical page behind each page, 0 where there is none.

        Raises:
            Unavailable: if this user may not know, or pages are swapped out.

        Source: Documentation/admin-guide/mm/pagemap.rst: bits 0 to 54, and only
        with CAP_SYS_ADMIN.
        """
        entries = array("Q")
        first = (_address(self._mapping) + self._start) // PAGE_BYTES
        with Path("/proc/self/pagemap").open("rb", buffering=0) as file:
            file.seek(first * entries.itemsize)
            entries.frombytes(file.read(self.pages * entries.itemsize))
        frames = tuple(entry & _FRAME for entry in entries)
        if any(entry >> 63 and not frame for entry, frame in zip(entries, frames, strict=True)):
            raise Unavailable("the numbers of physical pages", "Run as root.")
        return frames

    def _chosen(self, first: int, pages: int | None) -> tuple[slice, int]:
        require_whole("first", first, low=0, high=self.pages)
        rest = self.pages - first
        count = rest if pages is None else require_whole("pages", pages, low=0, high=rest)
        start = self._start + first * PAGE_BYTES
        return slice(start, start + count * PAGE_BYTES, PAGE_BYTES), count


@contextmanager
def area(size_bytes: int, kind: str = ANONYMOUS) -> Iterator[Area]:
    """Lend `size_bytes` of fresh memory of one kind; it is given back at the end.

    Args:
        size_bytes: a multiple of the page size, to 2**40.
        kind: `"anonymous"` (private, 4 KiB pages only), `"huge"` (private, 2 MiB
            pages wherever the kernel finds one) or `"shared file"` (a file that
            lives in memory, mapped MAP_SHARED, 4 KiB pages).

    Raises:
        InvalidInput: if the size is no multiple of the page or the kind unknown.
        Unavailable: if the memory cannot be had, or huge pages are off.

    Source: madvise(2), memfd_create(2).
    """
    require_whole("size_bytes", size_bytes, low=PAGE_BYTES, high=_LARGEST)
    require(size_bytes % PAGE_BYTES == 0, "size_bytes", size_bytes, f"pages of {PAGE_BYTES} bytes")
    require_choice("kind", kind, KINDS)
    if kind == HUGE and not huge_pages():
        remedy = "As root: echo madvise > /sys/kernel/mm/transparent_hugepage/enabled"
        raise Unavailable("huge pages on request", remedy)
    try:
        mapping = _map(size_bytes + HUGE_PAGE_BYTES, kind)
    except (OSError, OverflowError) as error:
        what = f"{size_bytes // 2**20} MiB of {kind} memory"
        raise Unavailable(what, f"Close other programs, or ask for less ({error}).") from error
    try:
        start = -_address(mapping) % HUGE_PAGE_BYTES
        if kind != SHARED_FILE:
            advice = MADV_HUGEPAGE if kind == HUGE else MADV_NOHUGEPAGE
            mapping.madvise(advice, start, size_bytes)
        yield Area(mapping, start, size_bytes)
    finally:
        mapping.close()


def huge_pages() -> bool:
    """Return whether `madvise` can get transparent huge pages of `HUGE_PAGE_BYTES`.

    Source: Documentation/admin-guide/mm/transhuge.rst.
    """
    try:
        enabled = (_SETTINGS / "enabled").read_text()
        size = int((_SETTINGS / "hpage_pmd_size").read_text())
    except (OSError, ValueError):
        return False
    return "[never]" not in enabled and size == HUGE_PAGE_BYTES


def _map(size_bytes: int, kind: str) -> mmap.mmap:
    if kind != SHARED_FILE:
        return mmap.mmap(-1, size_bytes, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    file = os.memfd_create("oslab-area", os.MFD_CLOEXEC)
    try:
        os.ftruncate(file, size_bytes)
        return mmap.mmap(file, size_bytes, flags=mmap.MAP_SHARED)
    finally:
        os.close(file)


def _address(mapping: mmap.mmap) -> int:
    # The exported buffer must be gone before the mapping can be closed.
    return ctypes.addressof(ctypes.c_char.from_buffer(mapping))
