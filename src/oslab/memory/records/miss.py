"""The steps of a TLB miss, and how far one has come."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_whole
from oslab.memory.records.page_table import Walk

LOOK, START, READ, CHECK, FILL = range(1, 6)
STEPS = {
    LOOK: "The TLB is asked for the page",
    START: "The walker finds where to begin",
    READ: "It reads one entry a level",
    CHECK: "Rights are checked, A and D set",
    FILL: "The TLB learns the page; the access goes on",
}
"""Five steps, as every x86 processor takes them without the kernel."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A translation that the TLB could not answer.

    Args:
        step: how far it has come, 1 to 5.
        walk: the whole of it.
        known: the level of the lowest upper entry that a cache knew; empty if none.

    Raises:
        InvalidInput: if the step is none.
    """

    step: int
    walk: Walk
    known: str

    def __post_init__(self) -> None:
        require_whole("step", self.step, LOOK, FILL)
        require(isinstance(self.walk, Walk), "walk", self.walk, "a Walk")
        require(isinstance(self.known, str), "known", self.known, "a level, or empty")

    @property
    def references(self) -> int:
        """Memory reads for translation up to this step."""
        return self.walk.references if self.step >= READ else 0
