"""Who may starve, against a search through the sets of threads that go on for ever."""

import pytest
from hypothesis import assume, given, settings
from looping import THREADS, program, starving

from oslab.sync import explore_all


def named(result):
    """Return the names of the threads that starve."""
    return {one.what.split(" gets nowhere")[0] for one in result.starvation}


@pytest.mark.parametrize("fairness", ["strong", "weak"])
@settings(max_examples=400)
@given(threads=THREADS)
def test_those_who_may_starve_are_those_that_brute_force_finds(fairness, threads):
    assume(sum(("release",) in script and again for script, again in threads) < 2)
    little = program(threads)

    result = explore_all(little, fairness=fairness, most_states=5_000)
    assume(result.complete)

    names = [thread.name for thread in little.threads]
    assert {names[me] for me in starving(threads, fairness)} == named(result)


def test_a_fair_round_may_lie_inside_an_unfair_one():
    """The lock is free again and again, but need not be: its holder may look when x is 0."""
    holder = ((("lock",), ("await", 1), ("unlock",)), True)
    toggler = ((("store", 0), ("store", 1)), True)
    taker = ((("lock",), ("unlock",)), False)
    little = program([holder, toggler, taker])

    assert {little.threads[2].name} == named(explore_all(little))
    assert {2} == starving([holder, toggler, taker], "strong")


def test_a_thread_that_can_only_fail_is_not_one_that_can_return():
    """Any step of it is progress, and a fair scheduler lets it take one."""
    spinner = ((("await", 1), ("unlock",)), False)
    little = program([spinner, ((("store", 1), ("store", 0)), True)])

    assert explore_all(little).failures
    assert set() == named(explore_all(little)) == starving([spinner], "strong")
