"""One step of a replacement: where a figure looks."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_whole
from oslab.replacement.records.replacement import Replacement


@dataclass(frozen=True, slots=True)
class Moment:
    """A replacement, and how many of its references have been made.

    Args:
        replacement: with notes and at least one reference.
        step: from 1 to the number of references.

    Raises:
        InvalidInput: if there is no such step, or it has no notes.
    """

    replacement: Replacement
    step: int

    def __post_init__(self) -> None:
        ok = isinstance(self.replacement, Replacement) and len(self.replacement.notes) > 0
        require(ok, "replacement", self.replacement, "a Replacement with notes")
        require_whole("step", self.step, 1, len(self.replacement.references))
