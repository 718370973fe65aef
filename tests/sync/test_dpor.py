"""Partial-order reduction runs fewer schedules and misses no end."""

import pytest
from brute_force import SCRIPTS, program
from hypothesis import given, settings

from oslab.errors import InvalidInput
from oslab.sync import Program, explore_all, load, store
from oslab.sync.model import classics, dpor


def ends(result):
    return {(one.ended, one.values) for one in result.outcomes}


@settings(max_examples=400)
@given(scripts=SCRIPTS)
def test_no_end_is_missed_and_no_schedule_is_run_twice(scripts):
    little = program(scripts)
    full = explore_all(little, symmetry=False)

    for sleep_sets in (True, False):
        reduced = dpor(little, sleep_sets)

        assert ends(full) == ends(reduced)
        assert reduced.executions <= reduced.schedules == full.schedules


def test_threads_that_share_nothing_need_one_schedule():
    def alone(name):
        for value in range(3):
            yield store(name, value)

    reduced = dpor(Program([(alone, "x"), (alone, "y"), (alone, "z")], x=0, y=0, z=0))

    assert (1680, 1, 9) == (reduced.schedules, reduced.executions, reduced.steps)


def test_readers_alone_need_one_schedule():
    def reads():
        yield load("x")
        yield load("x")

    assert 1 == dpor(Program([reads, reads], x=0)).executions


def test_sleep_sets_leave_one_schedule_of_each_kind():
    with_sleep, without = (dpor(classics.lost_update(2, 2), sleep) for sleep in (True, False))

    assert with_sleep.executions < without.executions <= 70


def test_a_program_with_a_loop_is_refused():
    with pytest.raises(InvalidInput, match="without loops"):
        dpor(classics.peterson())
