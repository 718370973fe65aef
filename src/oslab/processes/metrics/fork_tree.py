"""What an exam asks about a family of processes."""

from __future__ import annotations

from oslab.errors import require
from oslab.processes.records.fork_tree import ForkTree


def processes(tree: ForkTree) -> int:
    """Return how many processes there are, the first one included."""
    return len(_tree(tree).parents)


def lines(tree: ForkTree) -> int:
    """Return how many lines all of them printed."""
    return sum(_tree(tree).lines)


def generations(tree: ForkTree) -> tuple[int, ...]:
    """Return for each process how many forks lie between it and process 0."""
    depth: list[int] = []
    for parent in _tree(tree).parents:
        depth.append(0 if parent is None else depth[parent] + 1)
    return tuple(depth)


def _tree(tree: ForkTree) -> ForkTree:
    require(isinstance(tree, ForkTree), "tree", tree, "a ForkTree")
    return tree
