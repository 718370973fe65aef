"""Second chances: FIFO that passes over pages whose reference bit is set, and clears it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from oslab.errors import require
from oslab.replacement.policies.resident import Resident
from oslab.replacement.records import Note


@dataclass(frozen=True, slots=True)
class Clock:
    """A hand goes round the frames, clears the bits that are set, and stops at one that is not.

    Args:
        bit_on_load: whether the reference that brings a page in sets its bit, as a processor
            does that restarts the instruction (Tanenbaum, Stallings). libCacheSim and most
            papers start at 0: False.
        advance: whether the hand goes on past a page that it has just loaded (Stallings,
            libCacheSim). Otherwise it waits there, and looks at the newcomer first.

    Raises:
        InvalidInput: if a value is not True or False.

    Source: Corbato, A Paging Experiment with the Multics System (1968); Stallings, Operating
    Systems, 9th ed., 8.2; libCacheSim, eviction/Clock.c.
    """

    bit_on_load: bool = True
    advance: bool = True

    def __post_init__(self) -> None:
        for name in ("bit_on_load", "advance"):
            value = getattr(self, name)
            require(isinstance(value, bool), name, value, "True or False")

    def open(self, frames: int, references: Sequence[int]) -> ClockResident:
        """Open an empty ring with its hand at the first frame."""
        return ClockResident(frames, self)


class ClockResident(Resident):
    """A ring of frames and a hand."""

    def __init__(self, frames: int, policy: Clock) -> None:
        self._bits: dict[int, bool] = {}
        self._ring: list[int] = []
        self._hand = 0
        self._frames = frames
        self._policy = policy

    def touch(self, page: int) -> None:
        """Set the bit, as the processor does."""
        self._bits[page] = True

    def evict(self, page: int) -> int:
        """Turn the hand to a page whose bit is clear; clear those it passes."""
        ring, bits, hand = self._ring, self._bits, self._hand
        while bits[ring[hand]]:
            bits[ring[hand]] = False
            hand = hand + 1 if hand + 1 < self._frames else 0
        self._hand = hand
        del bits[ring[hand]]
        return ring[hand]

    def insert(self, page: int) -> None:
        """Put the page under the hand, and let the hand go on if it does."""
        self._bits[page] = self._policy.bit_on_load
        if len(self._ring) < self._frames:
            self._ring.append(page)
            return
        self._ring[self._hand] = page
        if self._policy.advance:
            self._hand = (self._hand + 1) % self._frames

    def note(self) -> Note:
        """Return the ring from the hand on, the bits and the hand."""
        ring = (*self._ring[self._hand :], *self._ring[: self._hand])
        marks = tuple((page, int(self._bits[page])) for page in self._ring)
        return Note((("ring", ring),), marks, ring[0] if ring else None)


@dataclass(frozen=True, slots=True)
class SecondChance:
    """The same idea as a queue: a page at the head whose bit is set goes to the tail instead.

    It evicts what `Clock(advance=True)` evicts, and moves pages where the clock moves a hand.

    Args:
        bit_on_load: as for `Clock`.

    Raises:
        InvalidInput: if it is not True or False.

    Source: Tanenbaum and Bos, Modern Operating Systems, 4th ed., 3.4.4.
    """

    bit_on_load: bool = True

    def __post_init__(self) -> None:
        ok = isinstance(self.bit_on_load, bool)
        require(ok, "bit_on_load", self.bit_on_load, "True or False")

    def open(self, frames: int, references: Sequence[int]) -> SecondChanceResident:
        """Open an empty queue."""
        return SecondChanceResident(self)


class SecondChanceResident(Resident):
    """A queue of pages with their bits."""

    def __init__(self, policy: SecondChance) -> None:
        self._bits: OrderedDict[int, bool] = OrderedDict()
        self._policy = policy

    def touch(self, page: int) -> None:
        """Set the bit; the place in the queue stays."""
        self._bits[page] = True

    def evict(self, page: int) -> int:
        """Return the first page whose bit is clear; those before it go to the tail."""
        bits = self._bits
        while True:
            head, referenced = bits.popitem(last=False)
            if not referenced:
                return head
            bits[head] = False

    def insert(self, page: int) -> None:
        """Put the page at the tail."""
        self._bits[page] = self._policy.bit_on_load

    def note(self) -> Note:
        """Return the queue and the bits."""
        marks = tuple((page, int(bit)) for page, bit in self._bits.items())
        return Note((("queue", tuple(self._bits)),), marks)
