"""A classic problem, a solution in pieces, and what the explorer says of it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import Any

from oslab.errors import require
from oslab.sync.records.exploration import Exploration
from oslab.sync.records.history import History
from oslab.sync.records.operations import Operation
from oslab.sync.records.shared import Shared

Piece = Callable[..., Generator[Operation, Any, Any]]


class Solution:
    """What a reader writes: pieces of threads, and what they share.

    `Solution(take=take, put=put, table=Semaphore(2))`: whatever is a generator function
    is a piece, everything else is shared.

    Args:
        parts: by name.

    Raises:
        InvalidInput: if a part is neither.
    """

    __slots__ = ("pieces", "shared")

    pieces: Mapping[str, Piece]
    shared: Mapping[str, Shared]

    def __init__(self, **parts: Any) -> None:
        self.pieces = {name: one for name, one in parts.items() if inspect.isgeneratorfunction(one)}
        self.shared = {name: one for name, one in parts.items() if name not in self.pieces}
        for name, one in self.shared.items():
            require(not callable(one), name, one, "a generator function, or something shared")

    def __repr__(self) -> str:
        return f"Solution({', '.join((*self.pieces, *self.shared))})"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the explorer says of a solution.

    Args:
        problem: the task in a sentence.
        right: whether the solution solves it.
        wrong: what it does not do, a sentence each; empty if it is right.
        hint: the next hint, `""` if none was asked for.
        result: what was explored.
        shown: a history that shows what is wrong, or what a right solution costs; None if
            there is neither.
        telling: what that history shows, a sentence.
    """

    problem: str
    right: bool
    wrong: tuple[str, ...]
    hint: str
    result: Exploration
    shown: History | None = None
    telling: str = ""

    def __post_init__(self) -> None:
        for name in ("problem", "hint", "telling"):
            value = getattr(self, name)
            require(isinstance(value, str), name, value, "a text")
        ok = isinstance(self.wrong, tuple) and all(isinstance(one, str) for one in self.wrong)
        require(ok, "wrong", self.wrong, "sentences")
        require(isinstance(self.result, Exploration), "result", self.result, "an Exploration")
        ok = self.shown is None or isinstance(self.shown, History)
        require(ok, "shown", self.shown, "a History")
        ok = isinstance(self.right, bool) and self.right == (not self.wrong)
        require(ok, "right", self.right, "whether nothing is wrong")

    @property
    def starving(self) -> tuple[str, ...]:
        """Who may starve, whether that is allowed or not: kinds of threads, such as `writer`."""
        names = (one.what.split(" gets nowhere")[0] for one in self.result.starvation)
        return tuple(dict.fromkeys(name.rstrip("0123456789 ") for name in names))

    def __str__(self) -> str:
        head = "Solved." if self.right else "Not solved: " + "; ".join(self.wrong) + "."
        return f"{head} {self.hint and 'Hint: ' + self.hint + ' '}({self.result.states} states)"
