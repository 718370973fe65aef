"""A lock of one word: how often it calls the kernel, and how many threads its mistakes need."""

from __future__ import annotations

import pytest

from oslab.sync.model import futex_lock
from oslab.sync.model.futex import RULES
from oslab.sync.records.exploration import LOST_WAKEUP


def calls(result):
    """The numbers of calls with which a history can end."""
    return {dict(one.values)["calls"] for one in result.outcomes if one.values}


@pytest.mark.parametrize("rule", RULES)
def test_alone_it_calls_only_where_the_word_says_nothing_about_sleepers(rule):
    alone = futex_lock(rule, 1)

    assert alone.safe
    assert {1 if rule == "always calls" else 0} == calls(alone)


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize("rule", ["three states", "always calls"])
def test_the_two_right_ones_lock_and_wake_everybody(rule, threads):
    assert futex_lock(rule, threads).safe


def test_who_always_calls_never_comes_off_without():
    assert {0, 1, 3} == calls(futex_lock("three states", 2))
    assert {2, 3} == calls(futex_lock("always calls", 2))


@pytest.mark.parametrize("threads", [2, 3])
def test_without_the_second_look_a_wake_up_comes_before_the_sleep(threads):
    found = futex_lock("no second look", threads).findings

    assert {LOST_WAKEUP} == {one.kind for one in found}
    assert all("found nobody asleep" in one.what for one in found)


def test_two_threads_do_not_show_that_the_others_are_forgotten():
    assert futex_lock("forgets the others", 2).safe
    assert {LOST_WAKEUP} == {one.kind for one in futex_lock("forgets the others", 3).findings}
