"""Belady's anomaly by search, against every short string tried one by one."""

from itertools import product

import pytest

from oslab.replacement import POLICIES
from oslab.replacement.model import anomaly, count
from oslab.replacement.model.belady import SEARCHABLE


def test_the_search_finds_again_the_string_that_belady_printed():
    found = anomaly(policy="Fifo", frames=3, pages=5)

    assert (1, 2, 3, 4, 1, 2, 5, 1, 2, 3, 4, 5) == found.fewer.references
    assert (9, 10) == (found.fewer.fault_count, found.more.fault_count)


def test_a_clock_with_three_frames_is_worse_off_by_ten_references():
    found = anomaly(policy="Clock", frames=3, pages=5)

    assert 10 == len(found.fewer.references)
    assert found.fewer.fault_count < found.more.fault_count


@pytest.mark.parametrize("policy", ["Lru", "Mru"])
@pytest.mark.parametrize("frames", [1, 2, 3, 4])
def test_a_stack_algorithm_has_none_however_long_the_string(policy, frames):
    found = anomaly(policy=policy, frames=frames, pages=frames + 2)

    assert found.fewer is None
    assert found.complete


@pytest.mark.parametrize("policy", ["Sieve", "S3Fifo", "Arc", "TwoQ", "Lfu"])
def test_no_shorter_string_does_it(policy):
    """Every string of three or four pages that is shorter than what was found, by brute force."""
    found = anomaly(policy=policy, frames=2, pages=4)
    chosen = POLICIES[policy]()

    length = min(len(found.fewer.references) - 1, 7)
    for string in product(range(4), repeat=length):
        if list(dict.fromkeys(string)) == sorted(set(string)):
            assert count(string, 3, chosen) <= count(string, 2, chosen)


def test_a_search_that_gives_up_says_so():
    found = anomaly(policy="Fifo", frames=3, pages=5, states=20)

    assert found.fewer is None
    assert not found.complete


def test_what_is_searched_is_known_by_its_notes():
    """Random, aging and NRU keep clocks and lots that notes do not show."""
    assert {"Random", "Aging", "Nru", "Optimal"}.isdisjoint(SEARCHABLE)
    assert set(SEARCHABLE) <= set(POLICIES)
