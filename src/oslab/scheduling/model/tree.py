"""A red-black tree step by step: every insert, recolouring and rotation is stopped and kept."""

from __future__ import annotations

from typing import Any

from oslab.errors import InvalidInput, require, require_whole
from oslab.scheduling.policies.red_black_tree import AugmentedTree, Node, RedBlackTree
from oslab.scheduling.records.tree import Tree, TreeNode

EXAMPLE = "8 4 12 2 1 6 5 7 -12"
_MOST, _HIGHEST = 24, 999


def red_black_tree(*, numbers: str = EXAMPLE, step: int = 0) -> Tree:
    """Return the tree after so many steps of inserting and erasing numbers.

    >>> print(red_black_tree(numbers="1 2 3", step=5).happened)
    2 turns black, 1 turns red

    Args:
        numbers: 1 to 24 whole numbers from 0 to 999; one with a minus is erased.
        step: 0 is the empty tree; past the last step, the last.

    Raises:
        InvalidInput: if the numbers make no sense or `step` is negative.
    """
    require_whole("step", step, 0)
    steps = _Recorder(_moves(numbers)).steps
    place = min(step, len(steps) - 1)
    nodes, root, marked, happened = steps[place]
    return Tree(nodes, root, marked, place, len(steps), happened)


def _moves(numbers: object) -> list[int]:
    allowed = f"1 to {_MOST} whole numbers from 0 to {_HIGHEST}, with a minus to erase one again"
    if not isinstance(numbers, str):
        raise InvalidInput("numbers", numbers, allowed)
    words = numbers.replace(",", " ").split()
    require(1 <= len(words) <= _MOST, "numbers", numbers, allowed)
    moves: list[int] = []
    present: list[int] = []
    for word in words:
        digits = word.removeprefix("-")
        ok = digits.isascii() and digits.isdigit() and len(digits) <= 3
        require(ok, "numbers", word, allowed)
        key = int(digits)
        if word.startswith("-"):
            require(key in present, "numbers", word, "one that was inserted before")
            present.remove(key)
            moves.append(-key - 1)
        else:
            present.append(key)
            moves.append(key)
    return moves


def snapshot(tree: RedBlackTree, label: Any = None) -> tuple[tuple[TreeNode, ...], int]:
    """Return a tree's nodes in order and the place of its root.

    Args:
        tree: what to copy.
        label: called with a node; returns its key, name, detail and faintness.

    Raises:
        InvalidInput: if it is no tree.
    """
    require(isinstance(tree, RedBlackTree), "tree", tree, "a RedBlackTree")
    require(label is None or callable(label), "label", label, "a function of a node")
    order = list(tree)
    place = {id(node): index for index, node in enumerate(order)}
    nodes = []
    for node in order:
        key, name, detail, faint = (node.key, "", "", False) if label is None else label(node)
        left, right = place.get(id(node.left), -1), place.get(id(node.right), -1)
        nodes.append(TreeNode(key, node.red, left, right, name, detail, faint))
    return tuple(nodes), place.get(id(tree.root), -1)


class _Recorder(AugmentedTree):
    """A tree that keeps a copy of itself after every step."""

    __slots__ = ("said", "steps")

    def __init__(self, moves: list[int]) -> None:
        super().__init__()
        self.steps: list[tuple[tuple[TreeNode, ...], int, tuple[int, ...], str]] = []
        self.said = ""
        self._keep((), "an empty tree")
        for move in moves:
            if move >= 0:
                self.insert(Node(move, move))
            else:
                node = next(one for one in self if one.key == -move - 1)
                self.said = f"{node.key} leaves"
                self.erase(node)

    def _keep(self, about: tuple[Any, ...], happened: str) -> None:
        nodes, root = snapshot(self)
        order = list(self)
        marked = tuple(place for place, one in enumerate(order) if any(one is x for x in about))
        self.steps.append((nodes, root, marked, happened))

    def linked(self, node: Any) -> None:
        """Keep the tree with its new leaf."""
        super().linked(node)
        where = "as the root" if node.parent is None else f"as a red leaf below {node.parent.key}"
        if node.parent is not None and node.parent.red:
            where += ", red too: two reds in a row"
        self._keep((node,), f"{node.key} goes in {where}")

    def unlinked(self, node: Any, heir: Any) -> None:
        """Keep the tree without the one that left."""
        super().unlinked(node, heir)
        self._keep(() if node is None else (node,), self.said)

    def paint(self, black: tuple[Any, ...], red: tuple[Any, ...]) -> None:
        """Keep the tree in its new colours."""
        changed = [(one, "black") for one in black if one.red]
        changed += [(one, "red") for one in red if not one.red]
        super().paint(black, red)
        if changed:
            said = ", ".join(f"{one.key} turns {colour}" for one, colour in changed)
            self._keep(tuple(one for one, _ in changed), said)

    def rotate(self, node: Any, left: bool) -> None:
        """Keep the tree after the turn."""
        super().rotate(node, left)
        way = "left" if left else "right"
        self._keep((node, node.parent), f"rotate {way} at {node.key}: {node.parent.key} rises")
