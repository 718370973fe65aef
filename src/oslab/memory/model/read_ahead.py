"""How many pages Linux reads when a program asks for one: its read-ahead, page by page.

A file has one window `[start, start + size)`, and a mark on the page at which the next
window is fetched before anyone waits. A miss decides what the window becomes. For a
mapping with no advice the kernel assumes that what lies *around* the fault is wanted;
for `read` it looks for a stream and leaves a lone miss alone.

The model holds single pages and infinite memory, and every transfer is instant: Linux
also makes larger folios, which are mapped by fewer minor faults than here.

Source: Linux 6.12, mm/readahead.c (`page_cache_sync_ra`, `page_cache_async_ra`,
`get_init_ra_size`, `get_next_ra_size`) and mm/filemap.c (`do_sync_mmap_readahead`,
`filemap_map_pages`); mm/memory.c, `do_fault_around`.
"""

from __future__ import annotations

FAULT_AROUND = 16
LOTS_OF_MISSES = 100


class ReadAhead:
    """One file, cold at first, and the kernel's state for one open of it."""

    def __init__(self, pages: int, window: int, advice: str) -> None:
        self.resident = bytearray(pages)
        self.device_pages = 0
        self.major = 0
        self.minor = 0
        self._advice = advice
        self._window = window
        self._start = self._size = self._async = 0
        self._last = -1
        self._misses = 0
        self._marked: set[int] = set()
        self._mapped = bytearray(pages)

    def will_need(self) -> None:
        """Read what MADV_WILLNEED and its like read: one window, not the file."""
        self._fetch(0, self._window, 0)

    def touch(self, page: int) -> None:
        """Load from one page of a mapping."""
        if self._mapped[page]:
            return
        if self.resident[page]:
            self.minor += 1
            self._found(page)
        else:
            self.major += 1
            self._missed(page)
        self._map_around(page)
        self._mapped[page] = 1

    def read(self, page: int, count: int) -> None:
        """Copy `count` pages by one call."""
        end = min(page + count, len(self.resident))
        for one in range(page, end):
            if not self.resident[one]:
                if self._advice == "random":
                    self._fetch(one, end - one, 0)
                else:
                    self._stream(one, end - one)
            elif one in self._marked:
                self._next_window(one, end - one)
        self._last = end

    def _missed(self, page: int) -> None:
        if self._advice == "random":
            self._fetch(page, 1, 0)
            return
        if self._advice == "sequential":
            self._stream(page, self._window)
            return
        self._misses += 1
        if self._misses > LOTS_OF_MISSES:
            self._fetch(page, 1, 0)
            return
        self._start = max(0, page - self._window // 2)
        self._size, self._async = self._window, self._window // 4
        self._fetch(self._start, self._size, self._async)

    def _found(self, page: int) -> None:
        if self._advice == "random":
            return
        self._misses = max(0, self._misses - 1)
        if page in self._marked:
            self._next_window(page, self._window)

    def _map_around(self, page: int) -> None:
        first = page - page % FAULT_AROUND
        for one in range(first, min(first + FAULT_AROUND, len(self.resident))):
            # A marked page is left for a fault of its own, which fetches the next window.
            if self.resident[one] and one not in self._marked:
                self._mapped[one] = 1
                self._misses = max(0, self._misses - 1)

    def _stream(self, page: int, wanted: int) -> None:
        if page == 0 or wanted > self._window or page - self._last in (0, 1):
            self._start, self._size = page, _first_size(wanted, self._window)
            rest = self._size - wanted
            self._async = rest if rest > 0 else self._size // 2
        else:
            behind = self._run_before(page)
            if behind <= wanted:
                self._fetch(page, wanted, 0)
                return
            if behind == page:
                behind *= 2
            self._start, self._size = page, min(behind + wanted, self._window)
            self._async = 1
        self._fetch(self._start, self._size, self._async)

    def _next_window(self, page: int, wanted: int) -> None:
        self._marked.discard(page)
        if page == self._start + self._size - self._async:
            self._start += self._size
            self._size = _next_size(self._size, self._window)
        else:
            hole = page + 1
            while hole < len(self.resident) and self.resident[hole]:
                hole += 1
            if hole - page > self._window:
                return
            self._start = hole
            self._size = _next_size(hole - page + wanted, self._window)
        self._async = self._size
        self._fetch(self._start, self._size, self._async)

    def _run_before(self, page: int) -> int:
        length = 0
        while length < min(page, self._window) and self.resident[page - 1 - length]:
            length += 1
        return length

    def _fetch(self, start: int, size: int, ahead: int) -> None:
        end = min(start + size, len(self.resident))
        missing = [page for page in range(start, end) if not self.resident[page]]
        self.device_pages += len(missing)
        for page in missing:
            self.resident[page] = 1
        mark = start + size - ahead
        if ahead and mark in missing:
            self._marked.add(mark)


def _first_size(wanted: int, most: int) -> int:
    size = 1 << max(0, wanted - 1).bit_length()
    if size <= most // 32:
        return 4 * size
    return 2 * size if size <= most // 4 else most


def _next_size(size: int, most: int) -> int:
    if size < most // 16:
        return 4 * size
    return 2 * size if size <= most // 2 else most
