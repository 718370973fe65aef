"""Translation caches: their shape, what they hold, and what a translation took."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_whole
from oslab.memory.records.address import PAGE_1G, PAGE_2M, PAGE_4K, PAGE_LEVELS
from oslab.memory.records.page_table import Walk

FIRST, SECOND, WALK = "L1 TLB", "L2 TLB", "walk"
PLACES = (FIRST, SECOND, WALK)
"""Where a translation may be found, the nearest first."""


@dataclass(frozen=True, slots=True)
class TlbArray:
    """One set-associative array of translations; within a set the least recent one leaves.

    Args:
        entries: in all, a multiple of `ways`.
        ways: entries in which one page may stand; as many as `entries` if it may stand anywhere.
        page_sizes: bytes of the pages it takes.

    Raises:
        InvalidInput: if a number is out of range.
    """

    entries: int
    ways: int
    page_sizes: tuple[int, ...] = (PAGE_4K,)

    def __post_init__(self) -> None:
        require_whole("entries", self.entries, 1, 1 << 20)
        require_whole("ways", self.ways, 1, self.entries)
        require(self.entries % self.ways == 0, "ways", self.ways, f"a divisor of {self.entries}")
        ok = isinstance(self.page_sizes, tuple) and len(self.page_sizes) > 0
        ok = ok and all(isinstance(s, int) and s in PAGE_LEVELS for s in self.page_sizes)
        require(ok, "page_sizes", self.page_sizes, "a tuple of 2**12, 2**21, 2**30")

    @property
    def sets(self) -> int:
        """Groups of `ways` entries; the low bits of the page number choose one."""
        return self.entries // self.ways


@dataclass(frozen=True, slots=True)
class Processor:
    """The translation caches of one CPU.

    Args:
        name: of the kind of CPU.
        first: its nearest arrays, for data.
        second: those asked next; empty if there are none.
        walk_caches: (level, entries) pairs: upper entries that the walker remembers.
        source: who says so.

    Raises:
        InvalidInput: if a field is of another kind.
    """

    name: str
    first: tuple[TlbArray, ...]
    second: tuple[TlbArray, ...] = ()
    walk_caches: tuple[tuple[str, int], ...] = ()
    source: str = ""

    def __post_init__(self) -> None:
        for text in ("name", "source"):
            require(isinstance(getattr(self, text), str), text, getattr(self, text), "a text")
        for level in ("first", "second"):
            arrays = getattr(self, level)
            ok = isinstance(arrays, tuple) and all(isinstance(one, TlbArray) for one in arrays)
            require(ok and (arrays or level == "second"), level, arrays, "a tuple of TlbArrays")
        ok = isinstance(self.walk_caches, tuple) and all(
            isinstance(one, tuple) and len(one) == 2 and one[0] in ("pgd", "p4d", "pud", "pmd")
            for one in self.walk_caches
        )
        require(ok, "walk_caches", self.walk_caches, "pairs of a level and a number of entries")
        for _, entries in self.walk_caches:
            require_whole("walk_caches", entries, 1, 1 << 16)


_WALK_CACHES = (("pmd", 32), ("pud", 8), ("pgd", 4))
"""Makers do not publish these sizes; the numbers are ours, and small."""

ALL_SIZES = (PAGE_4K, PAGE_2M, PAGE_1G)
ZEN_4 = Processor(
    "AMD Zen 4",
    (TlbArray(72, 72, ALL_SIZES),),
    (TlbArray(3072, 12, (PAGE_4K, PAGE_2M)),),
    _WALK_CACHES,
    "CPUID functions 8000_0005 and 8000_0006, which say 'at least 8 ways' of the second level",
)
SKYLAKE = Processor(
    "Intel Skylake",
    (TlbArray(64, 4, (PAGE_4K,)), TlbArray(32, 4, (PAGE_2M,)), TlbArray(4, 4, (PAGE_1G,))),
    (TlbArray(1536, 12, (PAGE_4K, PAGE_2M)), TlbArray(16, 4, (PAGE_1G,))),
    _WALK_CACHES,
    "Intel 64 and IA-32 Architectures Optimization Reference Manual, Skylake Client TLB parameters",
)
PROCESSORS = {one.name: one for one in (ZEN_4, SKYLAKE)}


@dataclass(frozen=True, slots=True)
class Held:
    """One translation that an array holds.

    Args:
        space: number of the address space it belongs to, the tag.
        page: number of the page, in pages of its size.
        page_bytes: its size.
    """

    space: int
    page: int
    page_bytes: int = PAGE_4K

    def __post_init__(self) -> None:
        require_whole("space", self.space, 0)
        require_whole("page", self.page, 0)
        ok = isinstance(self.page_bytes, int) and self.page_bytes in PAGE_LEVELS
        require(ok, "page_bytes", self.page_bytes, "2**12, 2**21 or 2**30")


@dataclass(frozen=True, slots=True)
class Translation:
    """Where one translation was found, and what it cost.

    Args:
        place: one of `PLACES`.
        walk: through the tables; None where a TLB answered.
    """

    place: str
    walk: Walk | None

    def __post_init__(self) -> None:
        require(self.place in PLACES, "place", self.place, f"one of {PLACES}")
        ok = isinstance(self.walk, Walk) if self.place == WALK else self.walk is None
        require(ok, "walk", self.walk, "given where tables were walked, and only there")

    @property
    def references(self) -> int:
        """How many times memory was read for it."""
        return self.walk.references if self.walk else 0


@dataclass(frozen=True, slots=True)
class TlbRun:
    """What became of a run of accesses.

    Args:
        processor: whose TLB it was.
        tagged: whether entries carry the number of their address space.
        running: the address space that runs at the end.
        places: how many translations were found at each of `PLACES`.
        references: memory references of all walks together.
        sets: what each set of the first array holds, the most recent first.
        story: the run in words.

    Raises:
        InvalidInput: if a set holds more than it can, or a count is negative.
    """

    processor: Processor
    tagged: bool
    running: int
    places: tuple[int, int, int]
    references: int
    sets: tuple[tuple[Held, ...], ...]
    story: str

    def __post_init__(self) -> None:
        require(isinstance(self.processor, Processor), "processor", self.processor, "a Processor")
        require(isinstance(self.tagged, bool), "tagged", self.tagged, "a bool")
        require_whole("running", self.running, 0)
        require_whole("references", self.references, 0)
        require(isinstance(self.story, str), "story", self.story, "a text")
        ok = isinstance(self.places, tuple) and len(self.places) == len(PLACES)
        require(ok, "places", self.places, "three counts")
        for count in self.places:
            require_whole("places", count, 0)
        first = self.processor.first[0]
        ok = isinstance(self.sets, tuple) and len(self.sets) == first.sets
        ok = ok and all(isinstance(held, tuple) and len(held) <= first.ways for held in self.sets)
        require(ok, "sets", self.sets, f"{first.sets} sets of at most {first.ways}")
        ok = all(isinstance(one, Held) for held in self.sets for one in held)
        require(ok, "sets", self.sets, "sets of Held")

    @property
    def accesses(self) -> int:
        """How many translations there were."""
        return sum(self.places)
