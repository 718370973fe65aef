"""Breadth first over all states of a space, so that the first way found is a shortest.

States are numbered in the order in which they are found. Edges are kept in arrays: those
of state n end at `targets[ends[n]:ends[n + 1]]`, one for each step, also where two steps
lead to the same state: schedules are counted along them.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass

from oslab.sync.model.space import Fields, Move, Rules, Space, Widened
from oslab.sync.model.symmetry import Symmetry
from oslab.sync.records.program import Program

ASK_EVERY = 4_096
Enough = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Graph:
    """Every state that was found.

    Args:
        space: how they are packed.
        symmetry: which of several exchangeable states is kept; None if all are.
        states: packed, in the order of the search.
        parents: by which state each was found; -1 for the start.
        targets: the ends of edges.
        ends: where the edges of each state begin; one more than there are expanded states.
        limit: what stopped the search, `""` if nothing is left to find.
    """

    space: Space
    symmetry: Symmetry | None
    states: list[int]
    parents: array[int]
    targets: array[int]
    ends: array[int]
    limit: str = ""

    @property
    def complete(self) -> bool:
        """Whether nothing is left to find."""
        return self.limit == ""

    @property
    def expanded(self) -> int:
        """How many states have had all their steps looked at."""
        return len(self.ends) - 1

    def following(self, state: int) -> array[int]:
        """Return the numbers of the states after a state, one a step."""
        return self.targets[self.ends[state] : self.ends[state + 1]]

    def path(self, state: int) -> list[int]:
        """Return the states on a shortest way from the start to a state, both included."""
        found = [state]
        while self.parents[found[-1]] >= 0:
            found.append(self.parents[found[-1]])
        return found[::-1]

    def schedule(self, path: list[int]) -> tuple[list[Move], Fields]:
        """Return the steps along a path of states, as the program's own threads take them."""
        fields, moves = self.space.start, []
        for state in path[1:]:
            move = next(
                one for one in self.space.moves(fields) if self._kept(one) == self.states[state]
            )
            moves.append(move)
            fields = move.after
        return moves, fields

    def _kept(self, move: Move) -> int:
        packed = self.space.pack(move.after, move.failed)
        if self.symmetry is None:
            return packed
        return packed + self.symmetry[packed & self.symmetry.mask]


def explore(
    program: Program, rules: Rules, most_states: int, symmetry: bool, enough: Enough | None = None
) -> Graph:
    """Return the states of a program, at most so many, or until `enough` says so."""
    space = Space(program, rules)
    while True:
        try:
            kept = Symmetry(space) if symmetry else None
            return search(space, kept if kept is not None and kept.groups else None,
                          most_states, enough)  # fmt: skip
        except Widened:
            continue


def search(  # noqa: C901 - one loop, and all the time is spent in it
    space: Space, symmetry: Symmetry | None, most_states: int, enough: Enough | None = None
) -> Graph:
    """Return the states of a space; raises Widened where a field turns out too narrow."""
    start = space.pack(space.start, space.begins_failed)
    index, states, parents = {start: 0}, [start], array("i", [-1])
    targets, ends = array("i"), array("i", [0])
    keep, mask = (symmetry, symmetry.mask) if symmetry is not None else ({0: 0}, 0)
    rows = [(row.field, row) for row in space.rows]
    failed, size, limit = space.failed, 1, ""
    for here, state in enumerate(states):
        if state < failed:
            for field, row in rows:
                touched, table = row[state & field]
                for difference in table[state & touched]:
                    after = state + difference
                    if mask:
                        after += keep[after & mask]
                    number = index.setdefault(after, size)
                    if number == size:
                        states.append(after)
                        parents.append(here)
                        size += 1
                    targets.append(number)
        ends.append(len(targets))
        if size > most_states:
            limit = f"there are more than {most_states} states"
            break
        if enough is not None and here % ASK_EVERY == ASK_EVERY - 1 and enough():
            limit = f"told to stop with {here + 1} of at least {size} states looked at"
            break
    return Graph(space, symmetry, states, parents, targets, ends, limit)
