"""The pages of some files that a program asked for, in order."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require, require_whole
from oslab.replacement.records.references import listed


@dataclass(frozen=True, slots=True)
class PageTrace:
    """What a recorded program did with its data.

    Args:
        files: their names.
        pages: how many each has.
        references: page numbers in order; those of a file follow those of the file before.
        lost: references that the log had no room for.

    Raises:
        InvalidInput: if it contradicts itself.
    """

    files: tuple[str, ...]
    pages: tuple[int, ...]
    references: tuple[int, ...]
    lost: int = 0

    def __post_init__(self) -> None:
        ok = isinstance(self.files, tuple) and all(isinstance(one, str) for one in self.files)
        require(ok, "files", self.files, "a tuple of names")
        ok = isinstance(self.pages, tuple) and len(self.pages) == len(self.files) > 0
        require(ok, "pages", self.pages, "a number for each file")
        for one in self.pages:
            require_whole("pages", one, 0, 1 << 40)
        require(isinstance(self.references, tuple), "references", self.references, "a tuple")
        found = listed(self.references)
        ok = not found or (min(found) >= 0 and max(found) < sum(self.pages))
        require(ok, "references", self.references, "pages of the files")
        require_whole("lost", self.lost, 0)

    @property
    def distinct(self) -> int:
        """How many different pages were asked for."""
        return len(set(self.references))

    def __str__(self) -> str:
        cut = f", {self.lost:,} more lost" if self.lost else ""
        return (
            f"{len(self.references):,} references to {self.distinct:,} of "
            f"{sum(self.pages):,} pages of {', '.join(self.files)}{cut}"
        )

    __repr__ = __str__
