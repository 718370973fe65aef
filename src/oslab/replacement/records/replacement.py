"""What became of every reference: a hit, or a fault and perhaps a page that left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from oslab.errors import require, require_whole
from oslab.replacement.records.references import MOST_FRAMES, listed


class Note(NamedTuple):
    """What the policy knew after one reference, in its own terms.

    Args:
        lists: its lists by name, such as T1 and T2 of ARC, each with the page that is next
            to leave first; ghosts, whose pages are not resident, are among them.
        marks: what it keeps for a page: a reference bit, a count, an age, a generation.
        hand: the page that its hand points to; None where there is no hand, or no page.
        target: a number that it adapts, such as ARC's p; None where there is none.
    """

    lists: tuple[tuple[str, tuple[int, ...]], ...] = ()
    marks: tuple[tuple[int, int], ...] = ()
    hand: int | None = None
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Replacement:
    """References to pages through a number of frames.

    A page that comes takes the lowest frame that is free, then the frame of the page that left.

    Args:
        references: the pages in the order in which they were touched.
        frames: how many pages fit.
        faults: for each reference whether the page had to be brought in.
        evicted: for each reference the page that left for it; None if none did.
        notes: what the policy knew after each reference; empty where nobody asked.
        policy: who decided, in words.
        source: `"model"`, or the machine that was watched.

    Raises:
        InvalidInput: if it contradicts itself.
    """

    references: tuple[int, ...]
    frames: int
    faults: tuple[bool, ...]
    evicted: tuple[int | None, ...]
    notes: tuple[Note, ...] = ()
    policy: str = ""
    source: str = "model"

    def __post_init__(self) -> None:
        listed(self.references)
        require_whole("frames", self.frames, 1, MOST_FRAMES)
        count = len(self.references)
        for name in ("faults", "evicted"):
            rows = getattr(self, name)
            ok = isinstance(rows, tuple) and len(rows) == count
            require(ok, name, rows, f"a tuple of {count}, one for each reference")
        ok = isinstance(self.notes, tuple) and len(self.notes) in (0, count)
        require(ok, "notes", self.notes, f"empty, or {count} notes")
        for name in ("policy", "source"):
            require(isinstance(getattr(self, name), str), name, getattr(self, name), "a text")
        _replay(self)

    @property
    def fault_count(self) -> int:
        """How many references found their page missing."""
        return sum(self.faults)

    @property
    def evictions(self) -> tuple[int, ...]:
        """The pages that left, in order."""
        return tuple(page for page in self.evicted if page is not None)

    @property
    def table(self) -> tuple[tuple[int | None, ...], ...]:
        """The page in every frame after each reference; None where a frame is empty."""
        rows: list[tuple[int | None, ...]] = []
        row: list[int | None] = []
        where: dict[int, int] = {}
        room = min(self.frames, len(set(self.references)))
        for page, fault, gone in zip(self.references, self.faults, self.evicted, strict=True):
            if fault:
                frame = len(row) if gone is None else where.pop(gone)
                where[page] = frame
                row[frame : frame + 1] = [page]
            rows.append((*row, *[None] * (room - len(row))))
        return tuple(rows)

    def __str__(self) -> str:
        """Every page, with * where it faulted and the page that left for it."""
        rows = zip(self.references, self.faults, self.evicted, strict=True)
        return " ".join(
            f"{page}{'*' * fault}{'' if gone is None else f'-{gone}'}" for page, fault, gone in rows
        )


def _replay(record: Replacement) -> None:
    """Raise InvalidInput unless the faults and those who left fit the references."""
    resident: set[int] = set()
    rows = zip(record.references, record.faults, record.evicted, strict=True)
    for place, (page, fault, gone) in enumerate(rows):
        ok = fault is (page not in resident)
        require(ok, "faults", fault, f"whether the page was missing at reference {place}")
        if gone is not None:
            require(fault and gone in resident, "evicted", gone, "a resident page, at a fault")
            resident.remove(gone)
        resident.add(page)
        ok = len(resident) <= record.frames
        require(ok, "evicted", gone, f"a page, since all frames are taken at reference {place}")
