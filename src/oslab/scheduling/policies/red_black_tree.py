"""A red-black tree whose nodes are the entities themselves, as in the kernel.

The laws: the root is black; a red node has no red child; every path down meets the same
number of black nodes. So no path is more than twice as long as another, and insert and
erase take a number of steps that grows with log n. Equal keys keep the order in which they
came: a later one goes to the right.

The leftmost node is remembered (`rb_root_cached`), because a scheduler wants no other.
`AugmentedTree` also keeps in every node the least `vruntime` below it, which is what lets
EEVDF find the earliest deadline among the eligible without looking at everyone.

Source: lib/rbtree.c and include/linux/rbtree_augmented.h, Linux 6.12; Cormen, Leiserson,
Rivest and Stein, Introduction to Algorithms, chapter 13.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class Node:
    """A node, and whatever a subclass adds; in no more than one tree at a time."""

    __slots__ = ("key", "least", "left", "parent", "red", "right", "vruntime")

    # Any, because None at the edges would ask for a check at every step of every descent.
    left: Any
    right: Any
    parent: Any

    def __init__(self, key: int = 0, vruntime: int = 0) -> None:
        self.key = key
        self.vruntime = vruntime
        self.least = vruntime
        self.left = self.right = self.parent = None
        self.red = False


class RedBlackTree:
    """Nodes in order of `key`; `root`, `leftmost` and `count` are there to be read."""

    __slots__ = ("count", "leftmost", "root")

    root: Any
    leftmost: Any

    def __init__(self) -> None:
        self.root = self.leftmost = None
        self.count = 0

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Any]:
        node = self.leftmost
        while node is not None:
            yield node
            node = successor(node)

    # ------------------------------------------------------------------ in
    def insert(self, node: Any) -> None:
        """Put `node` in by its key, as a red leaf; then mend what two reds in a row break."""
        key = node.key
        parent, place = None, self.root
        first = True
        while place is not None:
            parent = place
            if key < place.key:
                place = place.left
            else:
                place = place.right
                first = False
        node.left = node.right = None
        node.parent = parent
        node.red = True
        self.count += 1
        if parent is None:
            self.root = node
        elif key < parent.key:
            parent.left = node
        else:
            parent.right = node
        if first:
            self.leftmost = node
        self.linked(node)
        if parent is None or parent.red:
            self._mend_red(node)

    def _mend_red(self, node: Any) -> None:
        """Push the red pair upwards, until a rotation or the root ends it."""
        while True:
            parent = node.parent
            if parent is None:
                self.paint((node,), ())
                return
            if not parent.red:
                return
            grand = parent.parent
            left = grand.left is parent
            uncle = grand.right if left else grand.left
            if uncle is not None and uncle.red:
                self.paint((parent, uncle), (grand,))
                node = grand
                continue
            if node is (parent.right if left else parent.left):
                self.rotate(parent, left)
                parent = node
            self.paint((parent,), (grand,))
            self.rotate(grand, not left)
            return

    # ------------------------------------------------------------------ out
    def erase(self, node: Any) -> None:
        """Take `node` out; a black one leaves a path a black too short, which is mended."""
        self.count -= 1
        if node is self.leftmost:
            self.leftmost = successor(node)
        left, right = node.left, node.right
        heir = None
        if left is None or right is None:
            child = right if left is None else left
            parent, black = node.parent, not node.red
            self._replace(node, child)
        else:  # its successor, which has no left child, takes its place and colour
            heir = right
            while heir.left is not None:
                heir = heir.left
            child, black = heir.right, not heir.red
            if heir is right:
                parent = heir
            else:
                parent = heir.parent
                self._replace(heir, child)
                heir.right = right
                right.parent = heir
            self._replace(node, heir)
            heir.left = left
            left.parent = heir
            heir.red, heir.least = node.red, node.least
        self.unlinked(parent, heir)
        if black:
            self._mend_black(child, parent)

    def _replace(self, node: Any, other: Any) -> None:
        """Let `other` hang where `node` hangs."""
        parent = node.parent
        if parent is None:
            self.root = other
        elif parent.left is node:
            parent.left = other
        else:
            parent.right = other
        if other is not None:
            other.parent = parent

    def _mend_black(self, node: Any, parent: Any) -> None:
        """Give the path through `node`, which lost a black, one back."""
        while parent is not None and (node is None or not node.red):
            left = parent.left is node
            sibling = parent.right if left else parent.left
            if sibling.red:
                self.paint((sibling,), (parent,))
                self.rotate(parent, left)
                sibling = parent.right if left else parent.left
            near, far = (
                (sibling.left, sibling.right) if left else (sibling.right, sibling.left)
            )  # seen from the short side
            if (near is None or not near.red) and (far is None or not far.red):
                self.paint((), (sibling,))
                node, parent = parent, parent.parent
                continue
            if far is None or not far.red:
                self.paint((near,), (sibling,))
                self.rotate(sibling, not left)
                sibling, far = near, sibling
            if parent.red:  # the sibling, black here, takes the parent's colour and place
                self.paint((parent, far), (sibling,))
            else:
                self.paint((far,), ())
            self.rotate(parent, left)
            return
        if node is not None and node.red:
            self.paint((node,), ())

    # ------------------------------------------------------------------ steps
    def paint(self, black: tuple[Any, ...], red: tuple[Any, ...]) -> None:
        """Set colours."""
        for node in black:
            node.red = False
        for node in red:
            node.red = True

    def rotate(self, node: Any, left: bool) -> None:
        """Let the right child (the left one, unless `left`) rise above `node`."""
        if left:
            top = node.right
            inner = node.right = top.left
            top.left = node
        else:
            top = node.left
            inner = node.left = top.right
            top.right = node
        if inner is not None:
            inner.parent = node
        self._replace(node, top)
        node.parent = top

    def linked(self, node: Any) -> None:
        """Hear that `node` hangs in the tree now."""

    def unlinked(self, node: Any, heir: Any) -> None:
        """Hear that `node` lost what hung below it, and that `heir` (or None) moved up."""


class AugmentedTree(RedBlackTree):
    """Every node's `least` is the least `vruntime` of its subtree.

    Source: kernel/sched/fair.c, min_vruntime_update, Linux 6.8 and later; 6.6 kept the least
    deadline in a tree sorted by vruntime instead, and picked the same tasks.
    """

    __slots__ = ()

    def earliest(self, total: int, load: int) -> Any:
        """Return the first node with `vruntime * load <= total`, or None (`pick_eevdf`)."""
        node = self.leftmost
        if node is None or node.vruntime * load <= total:
            return node
        node = self.root
        while node is not None:
            left = node.left
            if left is not None and left.least * load <= total:
                node = left
            elif node.vruntime * load <= total:
                return node
            else:
                node = node.right
        return None

    def linked(self, node: Any) -> None:
        """Let the path to the root hear of a new least."""
        least = node.least = node.vruntime
        node = node.parent
        while node is not None and node.least > least:
            node.least = least
            node = node.parent

    def unlinked(self, node: Any, heir: Any) -> None:
        """Let the path to the root forget who is gone, as far up as that changes anything."""
        self._forget(node)
        if heir is not None:
            self._forget(heir)

    @staticmethod
    def _forget(node: Any) -> None:
        while node is not None:
            before = node.least
            least_of(node)
            if node.least == before:
                return
            node = node.parent

    def rotate(self, node: Any, left: bool) -> None:
        """Rotate; the one that rises now covers what the other did."""
        least = node.least
        super().rotate(node, left)
        least_of(node)
        node.parent.least = least


def least_of(node: Any) -> None:
    """Set a node's `least` from its own vruntime and its children's."""
    least = node.vruntime
    child = node.left
    if child is not None and child.least < least:
        least = child.least
    child = node.right
    if child is not None and child.least < least:
        least = child.least
    node.least = least


def successor(node: Any) -> Any:
    """Return the next node in order, or None."""
    if node.right is not None:
        node = node.right
        while node.left is not None:
            node = node.left
        return node
    while node.parent is not None and node.parent.right is node:
        node = node.parent
    return node.parent
