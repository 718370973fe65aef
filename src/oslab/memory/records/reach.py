"""How many translations go how far, against how much memory is touched."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_number, require_whole
from oslab.memory.records.tlb import Processor


@dataclass(frozen=True, slots=True)
class Reach:
    """For each amount of memory the shares of accesses, and what they cost.

    Args:
        processor: whose TLB it is.
        page_bytes: of every page.
        stretches: 4 KiB pieces of memory that are touched, one access each, round and round.
        past_first: share of the accesses that the first level does not answer, 0 to 1.
        walked: share that no level answers.
        references: memory reads for translation, a mean over all accesses.
        walk_references: of one walk.

    Raises:
        InvalidInput: if the lengths differ or a share is none.
    """

    processor: Processor
    page_bytes: int
    stretches: tuple[int, ...]
    past_first: tuple[float, ...]
    walked: tuple[float, ...]
    references: tuple[float, ...]
    walk_references: int

    def __post_init__(self) -> None:
        require(isinstance(self.processor, Processor), "processor", self.processor, "a Processor")
        require_whole("page_bytes", self.page_bytes, 1)
        require_whole("walk_references", self.walk_references, 1)
        ok = isinstance(self.stretches, tuple) and len(self.stretches) > 0
        require(ok, "stretches", self.stretches, "at least one number")
        for stretch in self.stretches:
            require_whole("stretches", stretch, 1)
        for name in ("past_first", "walked", "references"):
            row = getattr(self, name)
            ok = isinstance(row, tuple) and len(row) == len(self.stretches)
            require(ok, name, row, f"{len(self.stretches)} numbers")
            for number in row:
                require_number(name, number, 0, 1 if name != "references" else None)
