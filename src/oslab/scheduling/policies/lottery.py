"""Lottery: every ticket has the same chance to win the next turn."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from oslab.errors import require_whole
from oslab.scheduling.records import Cpus
from oslab.scheduling.records.job import LONGEST
from oslab.scheduling.run_queue import RunQueue, Task


@dataclass(frozen=True, slots=True)
class Lottery:
    """Draw a ticket for every turn; the task that holds it runs for a quantum.

    Args:
        seed: of the draws, at least 0; the same seed draws the same tickets.
        quantum: ticks of a turn, at least 1.

    Raises:
        InvalidInput: if a value is out of range.

    Source: Waldspurger and Weihl, Lottery Scheduling (OSDI 1994); OSTEP 9.1 to 9.6.
    """

    seed: int = 1
    quantum: int = 1

    def __post_init__(self) -> None:
        require_whole("seed", self.seed, 0)
        require_whole("quantum", self.quantum, 1, LONGEST)

    def open(self, cpus: Cpus, cpu: int) -> LotteryQueue:
        """Open an empty queue; the queue of each CPU has draws of its own."""
        return LotteryQueue(random.Random(f"lottery {self.seed} {cpu}"), self.quantum)


class LotteryQueue(RunQueue):
    """Tickets in a tree of partial sums, so that a draw costs O(log n).

    Node i of `_sums` holds the tickets of the seats from i - (i & -i) to i - 1 (Fenwick, 1994).
    """

    def __init__(self, chance: random.Random, quantum: int) -> None:
        super().__init__()
        self._chance = chance
        self._quantum = quantum
        self._seats: list[Task | None] = []
        self._seat_of: dict[Task, int] = {}
        self._free: list[int] = []
        self._sums = [0]
        self._total = 0

    def __len__(self) -> int:
        return len(self._seat_of)

    def __iter__(self) -> Iterator[Task]:
        return iter(tuple(self._seat_of))

    def enqueue(self, task: Task, now: int, why: str) -> None:
        """Take a seat and put the tickets into the draw."""
        if not self._free:
            self._grow()
        seat = self._free.pop()
        self._seats[seat] = task
        self._seat_of[task] = seat
        self._add(seat, task.job.tickets)

    def pick_next(self, now: int) -> Task | None:
        """Draw a ticket and take its holder."""
        if not self._seat_of:
            return None
        winner = self._seats[self._find(self._chance.randrange(self._total))]
        assert winner is not None  # noqa: S101 - an empty seat holds no tickets
        self.remove(winner)
        return winner

    def remove(self, task: Task) -> None:
        """Give the seat and the tickets back."""
        seat = self._seat_of.pop(task)
        self._seats[seat] = None
        self._free.append(seat)
        self._add(seat, -task.job.tickets)

    def slice(self, task: Task, now: int) -> int:
        """Return one quantum."""
        return self._quantum

    def _grow(self) -> None:
        """Double the seats; a new root holds the sum of all that were there."""
        old = len(self._seats)
        new = max(1, 2 * old)
        self._free += range(new - 1, old - 1, -1)
        self._seats += [None] * (new - old)
        self._sums += [0] * (new - old)
        if old:
            self._sums[new] = self._total

    def _add(self, seat: int, tickets: int) -> None:
        self._total += tickets
        node = seat + 1
        while node < len(self._sums):
            self._sums[node] += tickets
            node += node & -node

    def _find(self, ticket: int) -> int:
        """Return the seat that holds `ticket`, counted from 0 in order of seats."""
        seat = 0
        step = len(self._seats)
        while step:
            node = seat + step
            if node < len(self._sums) and self._sums[node] <= ticket:
                ticket -= self._sums[node]
                seat = node
            step >>= 1
        return seat
