"""Faults by number of frames, for one policy or several."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_whole
from oslab.replacement.records.references import MOST_FRAMES


@dataclass(frozen=True, slots=True)
class Curve:
    """How many of a number of references fault, by frames, a line for each policy.

    Args:
        references: how many there were, at least 1.
        lines: (name, ((frames, faults), ...)) with at least two points, frames growing.
        pages: how many different pages were referenced; 0 where unknown.

    Raises:
        InvalidInput: if it contradicts itself.
    """

    references: int
    lines: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]
    pages: int = 0

    def __post_init__(self) -> None:
        require_whole("references", self.references, 1, MOST_FRAMES)
        require_whole("pages", self.pages, 0, self.references)
        require(isinstance(self.lines, tuple) and self.lines != (), "lines", self.lines, "lines")
        for line in self.lines:
            ok = isinstance(line, tuple) and len(line) == 2 and isinstance(line[0], str)
            ok = ok and isinstance(line[1], tuple) and len(line[1]) >= 2
            require(ok, "lines", line, "a name and at least two points")
            self._check(line[1])

    def _check(self, points: tuple[tuple[int, int], ...]) -> None:
        last = 0
        for point in points:
            ok = isinstance(point, tuple) and len(point) == 2
            require(ok, "lines", point, "a pair of frames and faults")
            require_whole("lines", point[0], last + 1, MOST_FRAMES)
            require_whole("lines", point[1], 0, self.references)
            last = point[0]
