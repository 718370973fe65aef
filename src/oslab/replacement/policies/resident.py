"""The protocol between the simulator and a policy: the resident pages, and who leaves.

The simulator knows which pages are in memory; a policy knows what it remembers of them. A
policy is frozen parameters with one method, `open`, which makes fresh state for one run.
The simulator then speaks to it in the kernel's verbs, one call or two for a reference:

    touch(page)     it is resident and was referenced: a hit
    evict(page)     all frames are taken and `page` is to come: return the page that leaves
    insert(page)    it has just been brought in
    note()          lists, bits and hand for the views

`evict` is followed at once by `insert` of the same page. Time is counted in references.

Source: mm/workingset.c and mm/swap.c, Linux 6.12: `workingset_refault`, `folio_mark_accessed`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from oslab.replacement.records import Note


class Resident:
    """A policy's memory of the resident pages, for one run."""

    def touch(self, page: int) -> None:
        """Hear that `page`, which is resident, was referenced."""
        raise NotImplementedError

    def evict(self, page: int) -> int:
        """Choose and forget the page that leaves so that `page` can come."""
        raise NotImplementedError

    def insert(self, page: int) -> None:
        """Hear that `page` was brought in."""
        raise NotImplementedError

    def note(self) -> Note:
        """Return what the policy knows now."""
        return Note()


class Policy(Protocol):
    """Who leaves: a frozen dataclass of parameters that opens fresh state for each run."""

    def open(self, frames: int, references: Sequence[int]) -> Resident:
        """Open the state for `frames` empty frames; only the optimum looks at `references`."""
