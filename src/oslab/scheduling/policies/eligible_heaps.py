"""EEVDF's queue without a tree: two heaps that are put in order only as far as anyone looks.

Who is not known to be eligible waits in order of vruntime; V moves on, and those it passes
go over to the other heap, in order of deadline. V can step back when others come or go, so
whoever is found there is asked once more. Who left stays in the heaps until met, and is known
by an old number. The picks are those of `AugmentedTree.earliest`, ties included; heaps are
faster here because Python's are written in C.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import Any


class EligibleHeaps:
    """Nodes by `key` among those with `vruntime * load <= total`; equal keys as they came."""

    __slots__ = ("_fit", "_joined", "_numbers", "_waiting")

    def __init__(self) -> None:
        self._waiting: list[tuple[int, int, Any]] = []
        self._fit: list[tuple[int, int, Any]] = []
        self._numbers: dict[Any, int] = {}
        self._joined = 0

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[Any]:
        return iter(sorted(self._numbers, key=lambda node: (node.key, self._numbers[node])))

    def insert(self, node: Any) -> None:
        """Let `node` wait; its key and vruntime may not change until it is erased."""
        number = self._joined = self._joined + 1
        self._numbers[node] = number
        heapq.heappush(self._waiting, (node.vruntime, number, node))

    def erase(self, node: Any) -> None:
        """Forget `node`."""
        del self._numbers[node]

    def earliest(self, total: int, load: int) -> Any:
        """Return the first node with `vruntime * load <= total`, or None."""
        waiting, fit, numbers = self._waiting, self._fit, self._numbers
        while waiting and waiting[0][0] * load <= total:
            _, number, node = heapq.heappop(waiting)
            if numbers.get(node) == number:
                heapq.heappush(fit, (node.key, number, node))
        while fit:
            _, number, node = fit[0]
            if numbers.get(node) == number:
                if node.vruntime * load <= total:
                    return node
                heapq.heappush(waiting, (node.vruntime, number, node))
            heapq.heappop(fit)
        return None
