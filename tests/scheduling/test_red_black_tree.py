"""The red-black tree: its laws after every step, and a sorted list beside it."""

from hypothesis import given
from hypothesis import strategies as st

from oslab.scheduling.policies.red_black_tree import AugmentedTree, Node, RedBlackTree

# Insert with (key, vruntime), or erase whoever is at this place.
steps = st.lists(st.tuples(st.booleans(), st.integers(0, 15), st.integers(0, 15)), max_size=60)


def check(tree, augmented):
    """Assert every law of the tree."""

    def blacks(node):
        if node is None:
            return 1
        under = [one for one in (node.left, node.right) if one is not None]
        assert all(one.parent is node for one in under)
        assert not (node.red and any(one.red for one in under)), "two reds in a row"
        if augmented:
            assert node.least == min([node.vruntime, *(one.least for one in under)])
        left, right = blacks(node.left), blacks(node.right)
        assert left == right, "paths with unequal blacks"
        return left + (not node.red)

    assert tree.root is None or not tree.root.red
    assert tree.root is None or tree.root.parent is None
    blacks(tree.root)


def play(tree, moves, augmented):
    """Do the moves on the tree and on a sorted list."""
    line = []
    for erase, key, vruntime in moves:
        if erase and line:
            tree.erase(line.pop(key % len(line)))
        else:
            node = Node(key, vruntime)
            place = next((i for i, one in enumerate(line) if key < one.key), len(line))
            line.insert(place, node)
            tree.insert(node)
        check(tree, augmented)
        assert line == list(tree)
        assert len(line) == len(tree)
        assert tree.leftmost is (line[0] if line else None)


@given(steps)
def test_a_tree_is_a_sorted_list_that_obeys_its_laws(moves):
    play(RedBlackTree(), moves, augmented=False)


@given(steps)
def test_every_node_knows_the_least_vruntime_below_it(moves):
    play(AugmentedTree(), moves, augmented=True)


def test_a_thousand_in_order_make_a_shallow_tree():
    tree = RedBlackTree()
    for key in range(1_000):
        tree.insert(Node(key))

    def depth(node):
        return 0 if node is None else 1 + max(depth(node.left), depth(node.right))

    assert depth(tree.root) <= 2 * 10
