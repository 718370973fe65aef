"""Words for live figures, patterns and curves."""

import pytest

from oslab.errors import InvalidInput
from oslab.replacement import POLICIES, ActiveInactive, Clock, simulate
from oslab.replacement.model import (
    clock,
    count,
    curve,
    curve_of,
    fault_counts,
    moment,
    pages,
    pattern,
    replacement,
)
from oslab.replacement.model.named import configured
from oslab.replacement.model.patterns import KINDS


def test_words_make_the_same_record_as_numbers():
    assert replacement(references="1, 2 3", policy="Clock") == simulate((1, 2, 3), 3, Clock())


@pytest.mark.parametrize("words", ["", "a b", "1 -2", "12345", "1 " * 61, "१"])
def test_words_that_are_no_references_are_refused(words):
    with pytest.raises(InvalidInput, match="references"):
        pages(words)


def test_access_reaches_only_the_policies_that_hear_it():
    assert ActiveInactive("read") == configured("ActiveInactive", "read")
    assert configured("Lru") == configured("Lru", "read")
    with pytest.raises(InvalidInput, match="access"):
        configured("ActiveInactive", "nonsense")


def test_a_step_past_the_last_reference_is_the_last():
    assert 20 == moment(step=99).step
    assert 3 == moment(step=3).step
    assert 20 == clock(step=99, frames=4).step


@pytest.mark.parametrize("policy", sorted(POLICIES))
def test_every_policy_can_be_stepped_through(policy):
    assert moment(step=5, policy=policy, frames=4).replacement.notes[4].lists != ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_pattern_is_as_long_as_asked_and_the_same_each_time(kind):
    one = pattern(kind=kind, pages=40, length=333, seed=5)

    assert 333 == len(one)
    assert one == pattern(kind=kind, pages=40, length=333, seed=5)


def test_patterns_have_the_shape_they_are_named_for():
    assert tuple(range(10)) * 3 == pattern(kind="loop", pages=10, length=30)
    zipf = pattern(kind="zipf", pages=100, length=5_000)
    assert zipf.count(0) > zipf.count(9) > zipf.count(99)
    scan = pattern(kind="scan", pages=100, length=400)
    assert tuple(range(10, 100)) == scan[3:360:4]
    assert all(page < 10 for place, page in enumerate(scan) if place % 4 != 3)


def test_a_loop_that_does_not_fit_never_hits_under_lru():
    string = pattern(kind="loop", pages=50, length=500)

    (_, points), (_, best) = curve_of(string, ("Lru", "Mru"), (10, 49, 50)).lines
    assert ((10, 500), (49, 500), (50, 50)) == points
    assert best[0][1] < 450


def test_curves_hold_what_counting_finds():
    made = curve(kind="scan", policy="Arc", other="Arc", length=500)
    string = pattern(kind="scan", length=500)

    assert 1 == len(made.lines)
    for frames, faults in made.lines[0][1]:
        assert faults == count(string, frames, POLICIES["Arc"]())
    assert ("Fifo", "Optimal") == tuple(name for name, _ in fault_counts().lines)
