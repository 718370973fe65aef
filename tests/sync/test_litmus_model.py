"""What two memory models allow, against every order of the accesses written out."""

from __future__ import annotations

from itertools import combinations

import pytest

from oslab.sync import model
from oslab.sync.measure.litmus import TESTS, WEAK
from oslab.sync.model.litmus import LITMUS

ACCESSES = {
    "store buffering": (("x=", "a<y"), ("y=", "b<x")),
    "message passing": (("x=", "y="), ("a<y", "b<x")),
    "load buffering": (("a<x", "y="), ("b<y", "x=")),
}


def ends(left: tuple[str, str], right: tuple[str, str]) -> set[str]:
    """Return the outcomes of all six orders in which the four accesses can take effect."""
    found = set()
    for places in combinations(range(4), 2):
        mine, other, memory = list(left), list(right), dict.fromkeys("xyab", 0)
        for turn in range(4):
            word = (mine if turn in places else other).pop(0)
            if word[1] == "=":
                memory[word[0]] = 1
            else:
                memory[word[0]] = memory[word[2]]
        found.add(f"{memory['a']}, {memory['b']}")
    return found


def test_the_tests_are_those_that_are_measured() -> None:
    assert TESTS == LITMUS


@pytest.mark.parametrize("fenced", [False, True])
@pytest.mark.parametrize("test", LITMUS)
def test_sc_allows_what_some_order_gives(test: str, fenced: bool) -> None:
    left, right = ACCESSES[test]

    assert set(model.allowed("sc")[test, fenced]) == ends(left, right)


@pytest.mark.parametrize("test", LITMUS)
def test_tso_allows_a_load_to_come_before_an_earlier_store_and_nothing_else(test: str) -> None:
    """Only in store buffering does a store come before a load in the same thread."""
    left, right = ACCESSES[test]
    swapped = [one[::-1] if "=" in one[0] and "<" in one[1] else one for one in (left, right)]
    orders = {(a, b) for a in (left, swapped[0]) for b in (right, swapped[1])}

    assert set(model.allowed("tso")[test, False]) == set().union(*(ends(*one) for one in orders))
    assert model.allowed("tso")[test, True] == model.allowed("sc")[test, True]


@pytest.mark.parametrize("test", LITMUS)
def test_the_weak_outcome_is_what_no_order_gives(test: str) -> None:
    assert {WEAK[test]} == {"0, 0", "0, 1", "1, 0", "1, 1"} - set(model.allowed("sc")[test, False])
