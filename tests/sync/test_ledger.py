"""The banker and the detective at work, the jobs that hang, and how they are drawn."""

import pytest

from oslab.errors import InvalidInput
from oslab.sync import replay
from oslab.sync.model import (
    banker,
    collectives,
    conditions,
    conditions_program,
    detection,
    ring,
    two_locks,
)
from oslab.sync.records.banker import Ledger
from oslab.sync.view import banker as draw


# Silberschatz, Galvin, Gagne, Operating System Concepts, 10th ed., 8.6.3.3 and 8.7.2.
def test_the_bankers_table_is_the_textbooks():
    granted = banker()
    unsafe = banker(0, "0 2 0", "2 3 0", held="0 1 0, 3 0 2, 3 0 2, 2 1 1, 0 0 2")
    greedy = banker(4, "3 3 0", "2 3 0", held="0 1 0, 3 0 2, 3 0 2, 2 1 1, 0 0 2")

    assert granted.order == (1, 3, 0, 2, 4)
    assert granted.free == (2, 3, 0)
    assert granted.after[-1] == (10, 5, 7)
    assert unsafe.order == ()
    assert unsafe.sequences == 0
    assert greedy.free == (2, 3, 0)  # nothing was taken
    assert "only (2, 3, 0) is free" in greedy.words


def test_one_more_unit_asked_for_deadlocks_four_and_one_more_bought_frees_them():
    assert detection().stuck == ()
    assert detection(1).stuck == (1, 2, 3, 4)
    assert detection(1, "0 0 1").stuck == ()


def test_a_cycle_among_resources_of_two_units_is_no_deadlock_where_a_third_can_finish():
    # Operating System Concepts, figure 8.6: P0 and P2 wait for each other, P1 and P3 do not wait.
    held, asks = "0 1, 1 0, 1 0, 0 1", "1 0, 0 0, 0 1, 0 0"

    assert detection(0, "0 0", held, asks).stuck == ()
    assert detection(0, "0 0", held, "1 0, 1 0, 0 1, 0 1").stuck == (0, 1, 2, 3)


@pytest.mark.parametrize("record", [banker(), detection(1), banker(0, "0 0 0", "0 0 0")])
def test_the_picture_has_a_row_a_process_and_says_who_never_finishes(record):
    drawn = draw(record)

    assert drawn.svg.count(">never<") == len(record.stuck)
    assert drawn.svg.count("<circle") == len(record.order)
    assert record.words in drawn.alt


def test_a_ledger_in_which_somebody_finishes_who_cannot_is_refused():
    with pytest.raises(InvalidInput, match="order"):
        Ledger(((1,), (1,)), ((0,), (3,)), (0,), (0, 1), "wrong")
    with pytest.raises(InvalidInput, match="held"):
        banker(held="1 0, x")
    with pytest.raises(InvalidInput, match="free"):
        detection(free="")


def test_of_two_locks_one_order_is_safe_and_giving_way_only_trades_the_hang():
    assert two_locks().deadlocks
    assert two_locks(False).safe
    assert not two_locks(True, True).deadlocks
    assert two_locks(True, True).starvation


def test_the_loop_of_those_who_give_way_comes_back_to_where_it_began():
    found = conditions(no_preemption=False).starvation[0]
    told = replay(conditions_program(no_preemption=False), (*found.schedule, *found.loop))

    assert told.states[len(found.schedule)] == told.states[-1]


@pytest.mark.parametrize("ranks", [2, 3, 4])
def test_ranks_hang_if_one_of_them_sums_in_another_order_or_has_a_batch_less(ranks):
    assert collectives(ranks).deadlocks
    assert collectives(ranks, False).safe
    assert collectives(ranks, False, True).deadlocks


@pytest.mark.parametrize("threads", [2, 4, 6])
def test_the_ring_closes_with_the_last_thread_and_not_before(threads):
    assert ring(threads, threads - 1).cycle == ()
    assert len(ring(threads, threads).cycle) == threads
    assert ring(threads, 6) == ring(threads, threads)
