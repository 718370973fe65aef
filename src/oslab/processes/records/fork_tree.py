"""A family of processes made by fork."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import InvalidInput, require, require_whole


@dataclass(frozen=True, slots=True)
class ForkTree:
    """Who forked whom, and how many lines each process printed.

    Processes are numbered as one meets them going down the tree first and to
    the older sibling first; process 0 is the one the program was started in.

    Args:
        program: the text that ran.
        parents: for each process its parent's number; None for process 0 only.
        lines: for each process how many lines it printed.

    Raises:
        InvalidInput: if the numbering is not the one above or the lengths differ.
    """

    program: str
    parents: tuple[int | None, ...]
    lines: tuple[int, ...]

    def __post_init__(self) -> None:
        require(isinstance(self.program, str), "program", self.program, "a text")
        for field in ("parents", "lines"):
            ok = isinstance(getattr(self, field), tuple) and len(getattr(self, field)) > 0
            require(ok, field, getattr(self, field), "a tuple, one entry a process")
        same = len(self.lines) == len(self.parents)
        require(same, "lines", self.lines, "as long as parents")
        for count in self.lines:
            require_whole("lines", count, low=0)
        require(self.parents[0] is None, "parents", self.parents, "None first")
        line_of_descent: list[int] = [0]
        for number, parent in enumerate(self.parents[1:], start=1):
            require_whole("parents", parent, low=0)
            if parent not in line_of_descent:
                raise InvalidInput("parents", self.parents, "numbered depth first")
            del line_of_descent[line_of_descent.index(parent) + 1 :]
            line_of_descent.append(number)
