"""By lot: the yardstick that a clever policy has to beat."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from oslab.errors import require_whole
from oslab.replacement.policies.resident import Resident
from oslab.replacement.records import Note


@dataclass(frozen=True, slots=True)
class Random:
    """Evict any page, each with the same chance.

    Args:
        seed: of the lot, so that a run can be repeated; from 0 to 2**63 - 1.

    Raises:
        InvalidInput: if it is out of range.

    Source: OSTEP 22.5.
    """

    seed: int = 0

    def __post_init__(self) -> None:
        require_whole("seed", self.seed, 0, 2**63 - 1)

    def open(self, frames: int, references: Sequence[int]) -> RandomResident:
        """Open empty frames and a fresh lot."""
        return RandomResident(self.seed)


class RandomResident(Resident):
    """Pages by frame."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)
        self._pages: list[int] = []
        self._frame = -1

    def touch(self, page: int) -> None:
        """Do nothing."""

    def evict(self, page: int) -> int:
        """Return the page of a frame drawn by lot."""
        self._frame = self._draw.randrange(len(self._pages))
        return self._pages[self._frame]

    def insert(self, page: int) -> None:
        """Put the page where one left, or in a new frame."""
        if self._frame < 0:
            self._pages.append(page)
        else:
            self._pages[self._frame] = page

    def note(self) -> Note:
        """Return the pages by frame."""
        return Note((("frames", tuple(self._pages)),))
