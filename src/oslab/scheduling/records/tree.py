"""A search tree at one step, as data: what stands where, and what just happened to it."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import InvalidInput, require, require_number, require_whole

_MOST = 64


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A node, its children by their place among the tree's nodes.

    Args:
        key: what the tree is sorted by.
        red: its colour.
        left: the place of the left child; -1 for none.
        right: the place of the right one.
        name: whom it stands for; `""` for a bare number.
        detail: a second line, such as the least vruntime below it.
        faint: whether it cannot be chosen now.

    Raises:
        InvalidInput: if a value is out of range.
    """

    key: float
    red: bool = False
    left: int = -1
    right: int = -1
    name: str = ""
    detail: str = ""
    faint: bool = False

    def __post_init__(self) -> None:
        require_number("key", self.key)
        for flag in ("red", "faint"):
            value = getattr(self, flag)
            require(isinstance(value, bool), flag, value, "True or False")
        for side in ("left", "right"):
            require_whole(side, getattr(self, side), -1, _MOST - 1)
        for words in ("name", "detail"):
            value = getattr(self, words)
            require(isinstance(value, str), words, value, "a text")


@dataclass(frozen=True, slots=True)
class Tree:
    """A binary search tree of at most 64 nodes, stopped after one step.

    Args:
        nodes: in order, so that a left child comes before its parent and a right one after.
        root: the place of the root; -1 for an empty tree.
        marked: places of the nodes that this step is about.
        step: which step this is, counted from 0.
        steps: how many there are.
        happened: what this step did, as a sentence without its full stop.

    Raises:
        InvalidInput: if it contradicts itself.
    """

    nodes: tuple[TreeNode, ...]
    root: int = -1
    marked: tuple[int, ...] = ()
    step: int = 0
    steps: int = 1
    happened: str = ""

    def __post_init__(self) -> None:
        ok = isinstance(self.nodes, tuple | list) and len(self.nodes) <= _MOST
        require(ok, "nodes", self.nodes, f"at most {_MOST} of TreeNode")
        for one in self.nodes:
            require(isinstance(one, TreeNode), "nodes", one, "a TreeNode")
            inside = max(one.left, one.right) < len(self.nodes)
            require(inside, "nodes", one, "children among the nodes")
        object.__setattr__(self, "nodes", tuple(self.nodes))
        last = len(self.nodes) - 1
        require_whole("root", self.root, 0 if self.nodes else -1, last)
        if not isinstance(self.marked, tuple | list):
            raise InvalidInput("marked", self.marked, "places of nodes")
        for place in self.marked:
            require_whole("marked", place, 0, last)
        object.__setattr__(self, "marked", tuple(self.marked))
        require_whole("steps", self.steps, 1)
        require_whole("step", self.step, 0, self.steps - 1)
        require(isinstance(self.happened, str), "happened", self.happened, "a sentence")
        require(self._order() == list(range(last + 1)), "nodes", self.nodes, "in order, each once")
        keys = [one.key for one in self.nodes]
        require(keys == sorted(keys), "nodes", keys, "sorted by key")

    def _order(self) -> list[int]:
        """Return the places met from left to right; cut off where they would not end."""
        met: list[int] = []
        above: list[int] = []
        place = self.root
        while (place >= 0 or above) and len(met) <= _MOST:
            while place >= 0 and len(above) <= _MOST:
                above.append(place)
                place = self.nodes[place].left
            if not above:
                break
            met.append(above.pop())
            place = self.nodes[met[-1]].right
        return met

    def depths(self) -> tuple[int, ...]:
        """Return how many nodes stand above each."""
        found = [0] * len(self.nodes)
        below = [self.root] if self.nodes else []
        while below:
            place = below.pop()
            for child in (self.nodes[place].left, self.nodes[place].right):
                if child >= 0:
                    found[child] = found[place] + 1
                    below.append(child)
        return tuple(found)

    def blacks(self) -> int:
        """Return the black nodes on the way down to the first node, itself included."""
        count, place = 0, self.root
        while place >= 0:
            count += not self.nodes[place].red
            place = self.nodes[place].left
        return count
