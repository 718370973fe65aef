"""Linux's multi-generation LRU: pages of like age together, and the oldest generation leaves.

Generations are numbered; the youngest is max_seq, the oldest min_seq. When only two are left,
aging makes a new one; when the oldest is empty, eviction goes on to the next.

    mapped   a page that is faulted in is of the youngest generation. Aging walks the page
             tables and promotes what has its accessed bit set; eviction does the same for a
             page that it finds so.
    read     a page begins in one of the two oldest generations and is never promoted for
             being read. Uses put it in a tier (1, 2, up to 4, more), and a tier is protected,
             moved on by one generation, once its pages refault more than those used once.

Left out: Bloom filters and neighbours in the page table, memory groups, timestamps, dirty
pages, the choice between files and anonymous memory, and the refinements of 6.14.

Source: Documentation/mm/multigen_lru.rst; mm/vmscan.c (`try_to_inc_max_seq`, `sort_folio`,
`get_tier_idx`, `positive_ctrl_err`), include/linux/mm_inline.h (`lru_gen_add_folio`), Linux 6.12.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from oslab.errors import require_choice, require_whole
from oslab.replacement.policies.resident import Resident
from oslab.replacement.records import Note

ACCESS = ("mapped", "read")
FEWEST, MOST, TIERS = 2, 4, 4
"""MIN_NR_GENS, MAX_NR_GENS, MAX_NR_TIERS."""


@dataclass(frozen=True, slots=True)
class MultiGeneration:
    """Evict from the oldest generation.

    Args:
        access: how the program uses its pages: `"mapped"` or `"read"`.
        batch: refaults below which a tier is not protected; the kernel has 64, at least 1.

    Raises:
        InvalidInput: if a value is out of range.

    Source: see the head of the module.
    """

    access: str = "mapped"
    batch: int = 64

    def __post_init__(self) -> None:
        require_choice("access", self.access, ACCESS)
        require_whole("batch", self.batch, 1, 1 << 20)

    def open(self, frames: int, references: Sequence[int]) -> MultiGenerationResident:
        """Open four empty generations."""
        return MultiGenerationResident(self)


class MultiGenerationResident(Resident):
    """Generations by number, each in order of arrival; uses; and who left when."""

    def __init__(self, policy: MultiGeneration) -> None:
        self._mapped = policy.access == "mapped"
        self._tiers = Tiers(policy.batch)
        self._oldest, self._youngest = 0, MOST - 1
        self._pages: dict[int, OrderedDict[int, None]] = {
            number: OrderedDict() for number in range(MOST)
        }
        self._of: dict[int, int] = {}
        self._young: set[int] = set()
        self._uses: dict[int, int] = {}
        self._shadows: dict[int, tuple[int, int]] = {}

    def touch(self, page: int) -> None:
        """Set the accessed bit, or count the read."""
        if self._mapped:
            self._young.add(page)
        else:
            self._uses[page] = self._uses.get(page, 0) + 1

    def evict(self, page: int) -> int:
        """Age if too few generations are left, then take from the oldest what nothing protects."""
        while True:
            if self._youngest - self._oldest + 1 <= FEWEST:
                self._make_generation()
            oldest = self._pages[self._oldest]
            if not oldest:
                del self._pages[self._oldest]
                self._oldest += 1
                self._tiers.carry_over()
                continue
            last = next(iter(oldest))
            if not self._protected(last):
                return self._leave(last)

    def _make_generation(self) -> None:
        """Promote what was used, then open an empty youngest generation."""
        for page in [page for page in self._of if page in self._young]:
            self._move(page, self._youngest)
        self._young.clear()
        self._youngest += 1
        self._pages[self._youngest] = OrderedDict()

    def _protected(self, page: int) -> bool:
        if self._mapped:
            if page not in self._young:
                return False
            self._young.remove(page)
            self._move(page, self._youngest)
            return True
        tier = Tiers.of(self._uses[page])
        if not self._tiers.protects(tier):
            return False
        self._tiers.protected[tier] += 1
        self._uses[page] = 0
        self._move(page, self._oldest + 1)
        return True

    def _move(self, page: int, generation: int) -> None:
        if self._of[page] != generation:
            del self._pages[self._of[page]][page]
            self._pages[generation][page] = None
            self._of[page] = generation

    def _leave(self, page: int) -> int:
        tier = Tiers.of(self._uses.pop(page, 1))
        self._tiers.evicted[tier] += 1
        self._shadows[page] = (self._oldest, tier)
        del self._pages[self._of.pop(page)][page]
        return page

    def insert(self, page: int) -> None:
        """Begin young if mapped, else old; a refault counts against the tier it left from."""
        shadow = self._shadows.pop(page, None)
        if shadow is not None and self._youngest - shadow[0] < MOST:
            self._tiers.refaulted[shadow[1]] += 1
        if self._mapped:
            generation = self._youngest
        else:
            generation = self._oldest + (self._oldest + FEWEST < self._youngest)
        self._of[page] = generation
        self._pages[generation][page] = None
        self.touch(page)

    def note(self) -> Note:
        """Return the generations, the oldest first, and bits or uses."""
        lists = tuple(
            (f"generation {number}", tuple(pages)) for number, pages in sorted(self._pages.items())
        )
        if self._mapped:
            return Note(lists, tuple((page, int(page in self._young)) for page in self._of))
        return Note(lists, tuple((page, self._uses[page]) for page in self._of))


class Tiers:
    """The feedback loop: refaults of every tier against those of pages used once."""

    def __init__(self, batch: int) -> None:
        self._batch = batch
        self.evicted = [0] * TIERS
        self.protected = [0] * TIERS
        self.refaulted = [0] * TIERS
        self._mean_total = [0] * TIERS
        self._mean_refaulted = [0] * TIERS

    @staticmethod
    def of(uses: int) -> int:
        """Return the tier of a page used so often: the logarithm to base 2, rounded up."""
        return min(max(uses - 1, 0).bit_length(), TIERS - 1)

    def protects(self, tier: int) -> bool:
        """Return whether pages of `tier` move on instead of out."""
        return any(self._outlying(above) for above in range(1, tier + 1))

    def _outlying(self, tier: int) -> bool:
        """Return whether the tier refaults more than 2/3 of the share of the first tier's."""
        base_refaults, base_total = self._sums(0)
        refaults, total = self._sums(tier)
        if refaults < self._batch:
            return False
        return refaults * (base_total + self._batch) * 2 > (base_refaults + 1) * total * 3

    def _sums(self, tier: int) -> tuple[int, int]:
        total = self._mean_total[tier] + self.evicted[tier] + self.protected[tier]
        return self._mean_refaulted[tier] + self.refaulted[tier], total

    def carry_over(self) -> None:
        """Halve the past when a generation is used up."""
        for tier in range(TIERS):
            refaults, total = self._sums(tier)
            self._mean_refaulted[tier], self._mean_total[tier] = refaults // 2, total // 2
            self.refaulted[tier] = self.evicted[tier] = self.protected[tier] = 0
