"""How many pages a process keeps over time, where the number is not fixed."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

from oslab.errors import require, require_whole
from oslab.replacement.records.references import MOST_FRAMES, listed


@dataclass(frozen=True, slots=True)
class Residency:
    """References under a rule that gives and takes frames.

    Args:
        references: the pages in order of touch, at least one.
        sizes: resident pages after each reference.
        faults: for each reference whether the page was missing.
        rule: what decides, in words.
        setting: the window, interval or threshold of the rule, in references.

    Raises:
        InvalidInput: if it contradicts itself.
    """

    references: tuple[int, ...]
    sizes: tuple[int, ...]
    faults: tuple[bool, ...]
    rule: str
    setting: int

    def __post_init__(self) -> None:
        ok = len(listed(self.references)) > 0
        require(ok, "references", self.references, "at least one reference")
        for name in ("sizes", "faults"):
            rows = getattr(self, name)
            ok = isinstance(rows, tuple) and len(rows) == len(self.references)
            require(ok, name, rows, "a tuple, one for each reference")
        listed(self.sizes, "sizes")
        require(min(self.sizes) >= 1, "sizes", self.sizes, "at least one page each")
        require(isinstance(self.rule, str), "rule", self.rule, "a text")
        require_whole("setting", self.setting, 1, MOST_FRAMES)

    @property
    def fault_count(self) -> int:
        """How many references found their page missing."""
        return sum(self.faults)

    @property
    def mean_size(self) -> float:
        """Resident pages on average over the references."""
        return fsum(self.sizes) / len(self.sizes)
