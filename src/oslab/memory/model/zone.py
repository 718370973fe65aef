"""The buddy allocator: blocks of powers of two, free lists, splitting and merging.

The address of a block's buddy differs from its own in one bit, that of its
size; so whether two blocks may merge is one exclusive or, and a look whether
the other is free. Free blocks of an order stand in a list. The kernel gives out
the first of the list and puts a freed block at its head, where it is still warm
in the cache; but at its tail if the block twice as large is likely to merge
soon, so that it is left alone until then.

Source: D. E. Knuth, The Art of Computer Programming, vol. 1, section 2.5,
algorithms R and S; mm/page_alloc.c, `expand`, `__free_one_page`,
`buddy_merge_likely`.
"""

from __future__ import annotations

from collections import OrderedDict

from oslab.errors import InvalidInput, require_choice, require_whole

KERNEL, LOWEST = "kernel", "lowest address"
CHOICES = (KERNEL, LOWEST)
"""Which of equal blocks is given out: the textbooks leave it open."""


class Zone:
    """2**order units of memory; all free at first, as one block."""

    def __init__(self, order: int, choice: str = KERNEL) -> None:
        """Open a zone.

        Raises:
            InvalidInput: if `order` is not 0 to 30, or `choice` none of `CHOICES`.
        """
        self.order = require_whole("order", order, low=0, high=30)
        self._lowest = require_choice("choice", choice, CHOICES) == LOWEST
        self._free: list[OrderedDict[int, None]] = [OrderedDict() for _ in range(order + 1)]
        self._free[order][0] = None
        self._used: dict[int, int] = {}

    @property
    def free(self) -> tuple[tuple[int, ...], ...]:
        """The starts of free blocks by order, each list as it stands."""
        return tuple(tuple(one) for one in self._free)

    @property
    def counts(self) -> tuple[int, ...]:
        """How many blocks are free, by order."""
        return tuple(map(len, self._free))

    @property
    def used(self) -> dict[int, int]:
        """Start to order of every block in use."""
        return dict(self._used)

    def allocate(self, order: int) -> tuple[int | None, tuple[int, ...]]:
        """Return where a block of 2**order units begins, and the orders that were halved.

        The first is None if no free block is large enough. The lower half goes
        on being halved, the upper one stays free.

        Raises:
            InvalidInput: if `order` is negative or no whole number.
        """
        require_whole("order", order, low=0)
        size = next((k for k in range(order, self.order + 1) if self._free[k]), None)
        if size is None:
            return None, ()
        start = min(self._free[size]) if self._lowest else next(iter(self._free[size]))
        del self._free[size][start]
        for half in range(size - 1, order - 1, -1):
            self._put(start + (1 << half), half, tail=False)
        self._used[start] = order
        return start, tuple(range(size, order, -1))

    def release(self, start: int) -> tuple[int, ...]:
        """Give the block at `start` back; return the orders at which it merged.

        Raises:
            InvalidInput: if no block in use begins there.
        """
        whole = isinstance(start, int) and not isinstance(start, bool)
        order = self._used.pop(start, None) if whole else None
        if order is None:
            raise InvalidInput("start", start, "where a block in use begins")
        first = order
        while order < self.order and (buddy := start ^ (1 << order)) in self._free[order]:
            del self._free[order][buddy]
            start &= buddy
            order += 1
        self._put(start, order, tail=self._may_merge_soon(start, order))
        return tuple(range(first, order))

    def _may_merge_soon(self, start: int, order: int) -> bool:
        """Say whether the block of twice this size has a free buddy already."""
        if order >= self.order - 1:
            return False
        above = start & ~(1 << order)
        return above ^ (1 << (order + 1)) in self._free[order + 1]

    def _put(self, start: int, order: int, *, tail: bool) -> None:
        self._free[order][start] = None
        self._free[order].move_to_end(start, last=tail)
