"""What a clock interrupt can see: NRU and aging read reference bits at intervals."""

from __future__ import annotations

import random
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from oslab.errors import require, require_whole
from oslab.replacement.policies.resident import Resident
from oslab.replacement.records import Note
from oslab.replacement.records.references import listed

_LONGEST = 1 << 40


@dataclass(frozen=True, slots=True)
class Nru:
    """Not recently used: evict from the lowest class that has a page.

    Classes: 0 neither referenced nor written, 1 written, 2 referenced, 3 both. A clock
    interrupt clears the reference bits, never the dirty ones.

    Args:
        interval: references between two interrupts, at least 1.
        written: pages that every reference writes; a string of references has no writes.
        seed: of the lot within the class (Tanenbaum); None takes the page that has been in
            its class for longest.
        bit_on_load: whether the reference that brings a page in sets its bit.

    Raises:
        InvalidInput: if a value is out of range.

    Source: Tanenbaum and Bos, Modern Operating Systems, 4th ed., 3.4.2.
    """

    interval: int = 8
    written: tuple[int, ...] = ()
    seed: int | None = None
    bit_on_load: bool = True

    def __post_init__(self) -> None:
        require_whole("interval", self.interval, 1, _LONGEST)
        require(isinstance(self.written, tuple), "written", self.written, "a tuple of pages")
        listed(self.written, "written")
        if self.seed is not None:
            require_whole("seed", self.seed, 0, 2**63 - 1)
        ok = isinstance(self.bit_on_load, bool)
        require(ok, "bit_on_load", self.bit_on_load, "True or False")

    def open(self, frames: int, references: Sequence[int]) -> NruResident:
        """Open four empty classes."""
        return NruResident(self)


class NruResident(Resident):
    """Four classes, each in the order in which pages came into it."""

    def __init__(self, policy: Nru) -> None:
        self._policy = policy
        self._written = frozenset(policy.written)
        self._draw = None if policy.seed is None else random.Random(policy.seed)
        self._classes: tuple[OrderedDict[int, None], ...] = tuple(OrderedDict() for _ in range(4))
        self._now = 0

    def touch(self, page: int) -> None:
        """Set the reference bit."""
        dirty = page in self._written
        if page in self._classes[dirty]:
            del self._classes[dirty][page]
            self._classes[2 + dirty][page] = None
        self._tick()

    def evict(self, page: int) -> int:
        """Return a page of the lowest class."""
        lowest = next(one for one in self._classes if one)
        if self._draw is None:
            return lowest.popitem(last=False)[0]
        gone = self._draw.choice(list(lowest))
        del lowest[gone]
        return gone

    def insert(self, page: int) -> None:
        """Put the page in its class."""
        dirty = page in self._written
        self._classes[2 * self._policy.bit_on_load + dirty][page] = None
        self._tick()

    def _tick(self) -> None:
        """Count a reference; at the interrupt, clear all reference bits."""
        self._now += 1
        if self._now % self._policy.interval == 0:
            for dirty in (0, 1):
                self._classes[dirty].update(self._classes[2 + dirty])
                self._classes[2 + dirty].clear()

    def note(self) -> Note:
        """Return the classes."""
        lists = tuple((f"class {i}", tuple(one)) for i, one in enumerate(self._classes))
        return Note(lists, tuple((page, i) for i, one in enumerate(self._classes) for page in one))


@dataclass(frozen=True, slots=True)
class Aging:
    """LRU from reference bits: an interrupt shifts each page's bit into its age from the left.

    Args:
        interval: references between two interrupts, at least 1.
        bits: of an age, 1 to 62; older history is forgotten.
        recent: whether a bit that is set and not yet shifted in counts above the whole age.
            By the letter of Tanenbaum it does not, and a page may leave just after its use.

    Raises:
        InvalidInput: if a value is out of range.

    Source: Tanenbaum and Bos, Modern Operating Systems, 4th ed., 3.4.7; Silberschatz et al.,
    10th ed., 10.4.5.1.
    """

    interval: int = 4
    bits: int = 8
    recent: bool = True

    def __post_init__(self) -> None:
        require_whole("interval", self.interval, 1, _LONGEST)
        require_whole("bits", self.bits, 1, 62)
        require(isinstance(self.recent, bool), "recent", self.recent, "True or False")

    def open(self, frames: int, references: Sequence[int]) -> AgingResident:
        """Open with all ages at zero."""
        return AgingResident(self)


class AgingResident(Resident):
    """Ages in order of load, and the pages referenced since the last interrupt."""

    def __init__(self, policy: Aging) -> None:
        self._policy = policy
        self._ages: dict[int, int] = {}
        self._referenced: set[int] = set()
        self._now = 0

    def touch(self, page: int) -> None:
        """Set the reference bit."""
        self._referenced.add(page)
        self._now += 1
        if self._now % self._policy.interval == 0:
            self._shift()

    def evict(self, page: int) -> int:
        """Return the page with the smallest age; ties: the one loaded first."""
        gone = min(self._ages, key=self._age)
        del self._ages[gone]
        self._referenced.discard(gone)
        return gone

    def insert(self, page: int) -> None:
        """Begin a new age with the reference that brought the page in."""
        self._ages[page] = 0
        self.touch(page)

    def _age(self, page: int) -> int:
        now = self._policy.recent and page in self._referenced
        return self._ages[page] | now << self._policy.bits

    def _shift(self) -> None:
        top = self._policy.bits - 1
        for page, age in self._ages.items():
            self._ages[page] = age >> 1 | (page in self._referenced) << top
        self._referenced.clear()

    def note(self) -> Note:
        """Return the pages, smallest age first, and their ages."""
        order = sorted(self._ages, key=self._age)
        return Note((("youngest last", tuple(order)),), tuple(self._ages.items()))
