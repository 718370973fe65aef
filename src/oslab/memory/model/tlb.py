"""Translation caches at work: look up, fill, forget.

Every array is set-associative and forgets the least recent entry of a set. What the second
level knows moves to the first when it is asked for; a walk fills both. Nothing keeps the
levels from holding the same page, and nothing makes them.
"""

from __future__ import annotations

from typing import NamedTuple

from oslab.errors import require, require_whole
from oslab.memory.model.page_table import Rights, Shortcut
from oslab.memory.records.address import LEVELS, shift
from oslab.memory.records.page_table import Entry, Walk
from oslab.memory.records.tlb import FIRST, SECOND, Held, Processor, TlbArray


class Cached(NamedTuple):
    """What a TLB entry says of its page, besides which page it is."""

    frame: int
    rights: Rights
    dirty: bool


class Lines:
    """One array: in each set a list of (page, what is known of it), the most recent first."""

    def __init__(self, shape: TlbArray) -> None:
        require(isinstance(shape, TlbArray), "shape", shape, "a TlbArray")
        self.shape = shape
        self._sets: list[dict[Held, Cached]] = [{} for _ in range(shape.sets)]

    def look_up(self, page: Held) -> Cached | None:
        """Return what is known of a page, and make it its set's most recent."""
        chosen = self._sets[page.page % self.shape.sets]
        found = chosen.pop(page, None)
        if found is not None:
            chosen[page] = found
        return found

    def fill(self, page: Held, known: Cached) -> None:
        """Remember a page; the least recent of its set leaves if the set is full."""
        chosen = self._sets[page.page % self.shape.sets]
        chosen.pop(page, None)
        if len(chosen) == self.shape.ways:
            del chosen[next(iter(chosen))]
        chosen[page] = known

    def forget(self, page: Held) -> None:
        """Drop one page."""
        self._sets[page.page % self.shape.sets].pop(page, None)

    def flush(self) -> None:
        """Drop everything."""
        for one in self._sets:
            one.clear()

    @property
    def sets(self) -> tuple[tuple[Held, ...], ...]:
        """The pages of each set, the most recent first."""
        return tuple(tuple(reversed(one)) for one in self._sets)


class Tlb:
    """Both levels of one processor's TLB for data.

    Args:
        processor: its shape.

    Raises:
        InvalidInput: if it is no Processor.
    """

    def __init__(self, processor: Processor) -> None:
        require(isinstance(processor, Processor), "processor", processor, "a Processor")
        self.first = tuple(Lines(shape) for shape in processor.first)
        self.second = tuple(Lines(shape) for shape in processor.second)

    def look_up(self, space: int, address: int) -> tuple[str, Held, Cached] | None:
        """Return the level that knows the page of an address, the page, and what it knows."""
        require_whole("space", space, 0)
        require_whole("address", address, 0)
        for level, arrays in ((FIRST, self.first), (SECOND, self.second)):
            for lines in arrays:
                for size in lines.shape.page_sizes:
                    page = Held(space, address // size, size)
                    known = lines.look_up(page)
                    if known is not None:
                        if level == SECOND:
                            self._fill(self.first, page, known)
                        return level, page, known
        return None

    def fill(self, page: Held, known: Cached) -> None:
        """Remember a page in both levels."""
        for arrays in (self.first, self.second):
            self._fill(arrays, page, known)

    def forget(self, page: Held) -> None:
        """Drop one page everywhere, as INVLPG and a shootdown do."""
        for lines in self.first + self.second:
            if page.page_bytes in lines.shape.page_sizes:
                lines.forget(page)

    def flush(self) -> None:
        """Drop everything."""
        for lines in self.first + self.second:
            lines.flush()

    @staticmethod
    def _fill(arrays: tuple[Lines, ...], page: Held, known: Cached) -> None:
        for lines in arrays:
            if page.page_bytes in lines.shape.page_sizes:
                lines.fill(page, known)


class WalkCaches:
    """Paging-structure caches: what upper entries say, by the bits of the address above them.

    Args:
        processor: its sizes.
        levels: of the tables, 4 or 5.

    Source: Intel SDM volume 3A, 4.10.3: an entry is tagged by the bits that led to it, and
        holds the table it points to and the rights of all levels so far.
    """

    def __init__(self, processor: Processor, levels: int = 4) -> None:
        require(isinstance(processor, Processor), "processor", processor, "a Processor")
        require(levels in LEVELS, "levels", levels, "4 or 5")
        self._names = LEVELS[levels]
        self._sizes = dict(processor.walk_caches)
        self._known: dict[str, dict[tuple[int, int], Shortcut]] = {n: {} for n in self._sizes}

    def look_up(self, space: int, address: int) -> Shortcut | None:
        """Return the lowest entry that is known for an address."""
        for name in reversed(self._names[:-1]):
            known = self._known.get(name, {})
            found = known.pop(self._tag(name, space, address), None)
            if found is not None:
                known[self._tag(name, space, address)] = found
                return found
        return None

    def fill(self, space: int, walk: Walk, start: Shortcut | None) -> None:
        """Remember the upper entries that a walk has read."""
        rights = start.rights if start else Rights()
        for step in walk.steps:
            if step.entry is None or step.entry.page or step.level not in self._known:
                continue
            rights = rights.through(step.entry)
            known = self._known[step.level]
            depth = self._names.index(step.level) + 1
            tag = self._tag(step.level, space, walk.address.value)
            known.pop(tag, None)
            if len(known) == self._sizes[step.level]:
                del known[next(iter(known))]
            known[tag] = Shortcut(depth, step.entry.frame, rights)

    def flush(self) -> None:
        """Drop everything."""
        for known in self._known.values():
            known.clear()

    def _tag(self, name: str, space: int, address: int) -> tuple[int, int]:
        below = len(self._names) - 1 - self._names.index(name)
        return space, address >> shift(LEVELS[5][4 - below])


def page_of(walk: Walk, space: int) -> tuple[Held, Cached]:
    """Return what a TLB remembers of a walk that arrived.

    Raises:
        InvalidInput: if it ended in a fault, or began in a cache.
    """
    require(isinstance(walk, Walk) and walk.fault is None, "walk", walk, "a Walk that arrived")
    require_whole("space", space, 0)
    rights = Rights()
    for step in walk.steps:
        if step.entry is not None:
            rights = rights.through(step.entry)
    leaf = walk.steps[-1].entry or Entry(0)
    page = Held(space, walk.address.value // walk.page_bytes, walk.page_bytes)
    return page, Cached(leaf.frame, rights, leaf.dirty)
