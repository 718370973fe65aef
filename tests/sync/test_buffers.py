"""Buffers that a reader takes apart: which mixture of habits is right, and for how many threads."""

from __future__ import annotations

from itertools import product

import pytest

from oslab.sync.model import (
    buffer,
    buffer_step,
    condition_buffer,
    explore_all,
    prefetch_queue,
    replay,
    semaphore_buffer,
)
from oslab.sync.model.buffer import HARMLESS, IF, ONE, RIGHT, VARIANTS, buffer_program
from oslab.sync.model.buffers import ENDINGS, RECHECKS, TELLS
from oslab.sync.records.exploration import FAILURE, LOST_WAKEUP, RACE, STUCK


def kinds(result):
    return {one.kind for one in result.findings}


# ------------------------------------------------------------------ condition variables
@pytest.mark.parametrize(
    ("variant", "habits"), [(RIGHT, {}), (IF, {"recheck": "if"}), (ONE, {"conditions": 1})]
)
def test_a_mistake_taken_apart_is_the_variant_of_that_name(variant, habits):
    assert buffer(variant) == condition_buffer(**habits)


@pytest.mark.parametrize(("recheck", "conditions", "tell"), [*product(RECHECKS, (1, 2), TELLS)])
def test_one_producer_and_one_consumer_never_show_a_mistake(recheck, conditions, tell):
    assert condition_buffer(recheck, conditions, tell, pairs=1).safe


@pytest.mark.parametrize(("conditions", "tell"), [*product((1, 2), TELLS)])
def test_a_spurious_wake_up_breaks_whoever_does_not_look_again(conditions, tell):
    assert condition_buffer("while", conditions, tell, pairs=1, spurious=True).safe
    broken = condition_buffer("if", conditions, tell, pairs=1, spurious=True)
    assert {FAILURE} == kinds(broken)
    assert [6] == [len(one.schedule) for one in broken.findings]


@pytest.mark.parametrize("pairs", [2, 3])
def test_one_condition_is_enough_for_who_tells_everybody(pairs):
    assert {LOST_WAKEUP} == kinds(condition_buffer(conditions=1, pairs=pairs))
    assert condition_buffer(conditions=1, tell="broadcast", pairs=pairs).safe


@pytest.mark.parametrize("pairs", [2, 3])
def test_signalling_after_unlock_harms_nobody_who_is_right(pairs):
    assert condition_buffer(tell="unlock, then signal", pairs=pairs).safe


def test_and_brings_the_mistakes_of_others_nearer():
    for habits in ({"recheck": "if"}, {"conditions": 1}):
        inside, after = (
            min(len(one.schedule) for one in condition_buffer(tell=tell, **habits).findings)
            for tell in ("signal", "unlock, then signal")
        )
        assert after < inside


# ------------------------------------------------------------------ semaphores
@pytest.mark.parametrize(("slots", "pairs"), [*product((1, 2), repeat=2)])
def test_semaphores_remember_and_a_mutex_taken_first_blocks_in_one_step(slots, pairs):
    assert semaphore_buffer(slots=slots, pairs=pairs).safe
    stuck = semaphore_buffer("mutex, then semaphore", slots, pairs)
    assert {STUCK} == kinds(stuck)
    assert 1 == min(len(one.schedule) for one in stuck.findings)


@pytest.mark.parametrize(("slots", "pairs"), [*product((1, 2), repeat=2)])
def test_the_mutex_is_needed_only_where_two_are_in_at_once(slots, pairs):
    alone = semaphore_buffer("no mutex", slots, pairs)

    assert (slots == pairs == 2) == (RACE in kinds(alone))
    assert (slots == pairs == 2) != alone.safe


# ------------------------------------------------------------------ the end of a queue
@pytest.mark.parametrize(("loaders", "trainers"), [*product((1, 2, 3), repeat=2)])
@pytest.mark.parametrize("end", ENDINGS)
def test_a_queue_ends_well_where_the_nones_are_as_many_as_the_trainers(end, loaders, trainers):
    enough = {
        "the last loader, one a trainer": True,
        "the last loader, one in all": trainers == 1,
        "every loader, one each": loaders == trainers,
    }
    result = prefetch_queue(end, loaders, trainers)

    assert result.complete
    assert enough[end] == result.safe
    assert ({STUCK} if not enough[end] else set()) == kinds(result)


# ------------------------------------------------------------------ step by step
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_steps_of_a_variant_are_those_of_its_finding(variant):
    last = buffer_step(variant, 1_000)

    assert last.now == len(last.history.steps)
    assert replay(buffer_program(variant), last.history.schedule) == last.history
    if variant not in HARMLESS:
        assert last.history == explore_all(buffer_program(variant)).findings[0].history
    assert 3 == buffer_step(variant, 3).now
