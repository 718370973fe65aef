"""Fault counts that are printed, each with where; the disputed ones in both readings."""

from itertools import pairwise

import pytest

from oslab.replacement import (
    POLICIES,
    Aging,
    Arc,
    Clock,
    Fifo,
    Lfu,
    Nru,
    SecondChance,
    Sieve,
    simulate,
)
from oslab.replacement.model import count, pattern
from oslab.replacement.records.textbook import TEXTBOOK

IDS = [f"{row.source}, {row.policy}, {row.frames} frames" for row in TEXTBOOK]


@pytest.mark.parametrize("row", TEXTBOOK, ids=IDS)
def test_the_printed_number_of_faults_comes_out(row):
    faults = count(row.references, row.frames, POLICIES[row.policy](**row.parameters))

    assert row.faults + row.filling == faults


@pytest.mark.parametrize("row", [row for row in TEXTBOOK if row.disputed])
def test_the_other_reading_gives_what_we_say_it_gives(row):
    faults = count(row.references, row.frames, POLICIES[row.policy](**row.rival))

    assert row.rival_faults == faults
    assert row.rival_faults != row.faults + row.filling


def test_aging_gives_the_ages_of_tanenbaum_figure_3_17():
    """Six pages and five ticks; a tick with fewer pages repeats one."""
    ticks = [(0, 2, 4, 5), (0, 1, 4, 4), (0, 1, 3, 5), (0, 4, 4, 4), (1, 2, 2, 2)]

    record = simulate([page for tick in ticks for page in tick], 6, Aging(interval=4))
    ages = [dict(record.notes[4 * tick + 3].marks) for tick in range(5)]
    printed = [
        [0b10000000, None, 0b10000000, None, 0b10000000, 0b10000000],
        [0b11000000, 0b10000000, 0b01000000, None, 0b11000000, 0b01000000],
        [0b11100000, 0b11000000, 0b00100000, 0b10000000, 0b01100000, 0b10100000],
        [0b11110000, 0b01100000, 0b00010000, 0b01000000, 0b10110000, 0b01010000],
        [0b01111000, 0b10110000, 0b10001000, 0b00100000, 0b01011000, 0b00101000],
    ]
    assert printed == [[age.get(page) for page in range(6)] for age in ages]


def test_second_chance_spares_the_oldest_page_as_in_tanenbaum_figure_3_15():
    """A to H came in this order, and A was used again: B leaves, and A is as if newly loaded."""
    references = [0, 1, 2, 3, 4, 5, 6, 7, 0, 8]

    record = simulate(references, 8, SecondChance(bit_on_load=False))
    assert 1 == record.evicted[-1]
    assert (("queue", (2, 3, 4, 5, 6, 7, 0, 8)),) == record.notes[-1].lists


def test_the_hand_stays_or_goes_on_after_a_load_as_the_parameter_says():
    """A newcomer under a hand that waits, with its bit clear, is the next to leave."""
    references = [1, 2, 3, 4, 5]

    assert (1, 2) == simulate(references, 3, Clock(False, advance=True)).evictions
    assert (1, 4) == simulate(references, 3, Clock(False, advance=False)).evictions


def test_ties_of_lfu_go_as_the_parameter_says():
    references = [1, 2, 2, 1, 3]  # two uses each; 2 was loaded later and used earlier

    assert (2,) == simulate(references, 2, Lfu()).evictions
    assert (1,) == simulate(references, 2, Lfu(tie="first_loaded")).evictions


def test_lfu_with_memory_goes_on_counting_after_an_eviction():
    references = [1, 1, 2, 3, 2, 3, 2, 3, 1]

    assert {1: 3, 3: 3} == dict(simulate(references, 2, Lfu(remember=True)).notes[-1].marks)
    assert 1 not in simulate(references, 2, Lfu()).evictions
    assert 1 in simulate(references, 2, Lfu(remember=True)).evictions


def test_nru_prefers_a_written_page_that_rests_to_a_clean_one_in_use():
    """Class 1 is below class 2; the dirty bit of page 1 outlives the interrupt."""
    references = [1, 2, 3, 2, 4]

    assert (1,) == simulate(references, 3, Nru(interval=3, written=(1, 3))).evictions
    assert (2,) == simulate([1, 2, 1, 3], 2, Nru(interval=2, written=(2,))).evictions


def test_sieve_keeps_a_spared_page_in_its_place():
    """Algorithm 1: the hand passes 1, evicts 2, and the newcomer joins at the other end."""
    record = simulate([1, 2, 3, 1, 4], 3, Sieve())

    assert (("queue", (1, 3, 4)),) == record.notes[-1].lists
    assert (2,) == record.evictions
    assert 3 == record.notes[-1].hand


def test_fifo_with_more_frames_can_fault_more():
    references = [1, 2, 3, 4, 1, 2, 5, 1, 2, 3, 4, 5]

    assert [12, 12, 9, 10, 5] == [count(references, frames, Fifo()) for frames in range(1, 6)]


def test_arc_moves_its_target_by_the_ratio_of_the_ghost_lists():
    """Figure 4: a hit in B1 adds |B2| / |B1|, at least 1; one in B2 takes off |B1| / |B2|."""
    targets = [note.target for note in simulate(pattern(), 8, Arc()).notes]
    steps = [after - before for before, after in pairwise(targets)]

    assert any(step == 1 for step in steps)
    assert any(step > 1 for step in steps)
    assert any(step < -1 for step in steps)
