"""Deadlock: four switches, the banker, the detective, and the mistakes around a buffer."""

import random
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.sync import deadlocked, is_safe, replay, request, safe_sequences
from oslab.sync.model import buffer, conditions, wait_for
from oslab.sync.model.buffer import (
    HARMLESS,
    IF,
    ONE,
    SIGNAL,
    UNLOCKED,
    VARIANTS,
    buffer_program,
)
from oslab.sync.records.exploration import FAILURE, LOST_WAKEUP, RACE

# Silberschatz, Galvin, Gagne, Operating System Concepts, 10th ed., 8.6.3.3 and 8.7.2.
ALLOCATION = ((0, 1, 0), (2, 0, 0), (3, 0, 2), (2, 1, 1), (0, 0, 2))
MAXIMUM = ((7, 5, 3), (3, 2, 2), (9, 0, 2), (2, 2, 2), (4, 3, 3))
AVAILABLE = (3, 3, 2)
HELD = ((0, 1, 0), (2, 0, 0), (3, 0, 3), (2, 1, 1), (0, 0, 2))


def test_all_four_conditions_together_deadlock_and_no_three_of_them_do():
    for switches in product((True, False), repeat=4):
        assert bool(conditions(*switches).deadlocks) == all(switches), switches


def test_giving_back_trades_the_deadlock_for_two_threads_that_give_way_for_ever():
    result = conditions(no_preemption=False)

    assert () == result.deadlocks
    assert 2 == len(result.starvation)


def test_the_deadlock_is_a_cycle_of_the_two():
    graph = wait_for(conditions().deadlocks[0].history)

    assert set(graph.tasks) == set(graph.cycle)


# ------------------------------------------------------------------ the banker
def test_the_textbook_state_is_safe_in_the_textbooks_order_and_fifteen_more():
    found = safe_sequences(ALLOCATION, MAXIMUM, AVAILABLE)

    assert (1, 3, 4, 2, 0) in found
    assert 16 == len(found)
    assert is_safe(ALLOCATION, MAXIMUM, AVAILABLE)


def test_the_textbooks_three_requests_are_decided_as_in_the_textbook():
    first = request(ALLOCATION, MAXIMUM, AVAILABLE, 1, (1, 0, 2))
    after = (ALLOCATION[0], (3, 0, 2), *ALLOCATION[2:])
    greedy = request(after, MAXIMUM, (2, 3, 0), 4, (3, 3, 0))
    unsafe = request(after, MAXIMUM, (2, 3, 0), 0, (0, 2, 0))

    assert first.granted
    assert (1, 3, 4, 0, 2) in safe_sequences(after, MAXIMUM, (2, 3, 0))
    assert not greedy.granted
    assert "only (2, 3, 0) is free" in greedy.reason
    assert not unsafe.granted
    assert "P0, P1, P2, P3, P4" in unsafe.reason


def test_the_textbook_is_deadlocked_once_p2_asks_for_one_more():
    asks = [(0, 0, 0), (2, 0, 2), (0, 0, 0), (1, 0, 0), (0, 0, 2)]
    more = [*asks[:2], (0, 0, 1), *asks[3:]]

    assert () == deadlocked(HELD, asks, (0, 0, 0))
    assert (1, 2, 3, 4) == deadlocked(HELD, more, (0, 0, 0))


def test_more_than_the_announced_maximum_is_refused():
    with pytest.raises(InvalidInput, match="amount"):
        request(ALLOCATION, MAXIMUM, AVAILABLE, 1, (2, 0, 2))
    with pytest.raises(InvalidInput, match="maximum"):
        safe_sequences([(2,)], [(1,)], (0,))


def finishes(order, held, need, free):
    """Say whether processes can finish in just this order."""
    free = list(free)
    for process in order:
        if any(n > f for n, f in zip(need[process], free, strict=True)):
            return False
        free = [f + h for f, h in zip(free, held[process], strict=True)]
    return True


@given(st.integers(0, 10**6))
def test_safe_sequences_are_those_that_trying_every_order_finds(seed):
    chance = random.Random(seed)
    count = chance.randint(1, 4)
    held = [[chance.randrange(3) for _ in range(2)] for _ in range(count)]
    need = [[chance.randrange(4) for _ in range(2)] for _ in range(count)]
    most = [[a + b for a, b in zip(*rows, strict=True)] for rows in zip(held, need, strict=True)]
    free = [chance.randrange(4) for _ in range(2)]
    expected = tuple(
        order for order in permutations(range(count)) if finishes(order, held, need, free)
    )

    assert expected == safe_sequences(held, most, free)
    assert bool(expected) == is_safe(held, most, free)
    assert bool(expected) == (deadlocked(held, need, free) == ())


# ------------------------------------------------------------------ the bounded buffer
@pytest.mark.parametrize("variant", VARIANTS)
def test_each_classic_mistake_is_found_and_what_is_right_is_proven(variant):
    result = buffer(variant)

    assert result.complete
    assert result.safe == (variant in HARMLESS)
    for finding in result.findings:
        assert finding.history == replay(buffer_program(variant), finding.schedule)


@pytest.mark.parametrize(
    ("variant", "kind", "steps"),
    [(IF, FAILURE, 20), (ONE, LOST_WAKEUP, 26), (UNLOCKED, LOST_WAKEUP, 5),
     (SIGNAL, LOST_WAKEUP, 16)],
)  # fmt: skip
def test_the_shortest_schedule_of_each_mistake_has_so_many_steps(variant, kind, steps):
    assert [steps] == [len(one.schedule) for one in buffer(variant).of(kind)]


def test_a_predicate_changed_without_the_lock_is_a_race_too():
    assert 1 == len(buffer(UNLOCKED).of(RACE))
    assert () == buffer(ONE).of(RACE)
