"""Answers that are printed in textbooks, each with where; the disputed ones in both readings."""

import pytest

from oslab.scheduling import (
    POLICIES,
    Job,
    Lottery,
    MultiLevelFeedback,
    RoundRobin,
    ShortestJobFirst,
    Stride,
    metrics,
    simulate,
)
from oslab.scheduling.records.textbook import TEXTBOOK

IDS = [f"{row.source}, {row.policy} {row.quantity}" for row in TEXTBOOK]


def replay(row, parameters):
    schedule = simulate(row.jobs, POLICIES[row.policy](**parameters))
    return getattr(metrics, row.quantity)(schedule)


def agrees(row, printed, ours):
    if isinstance(printed, dict):
        return printed == ours
    # Half a unit covers a book that rounds, a whole one a book that cuts (5.66 for 17/3).
    return abs(metrics.mean(ours) - printed) < 10**-row.places


@pytest.mark.parametrize("row", TEXTBOOK, ids=IDS)
def test_the_printed_answer_comes_out(row):
    assert agrees(row, row.answer, replay(row, row.parameters))


@pytest.mark.parametrize("row", [row for row in TEXTBOOK if row.disputed])
def test_the_other_reading_gives_what_we_say_it_gives(row):
    assert agrees(row, row.rival_answer, replay(row, row.rival))
    assert row.rival_answer != row.answer


def test_most_of_the_classic_policies_have_a_printed_answer():
    """Aging, the lottery, stride and feedback queues are printed as traces: see below."""
    assert {row.policy for row in TEXTBOOK} == {
        "Fifo", "HighestResponseRatio", "Priority", "RoundRobin", "ShortestJobFirst",
        "ShortestRemainingFirst",
    }  # fmt: skip


def test_stride_walks_through_the_trace_of_ostep_9_7():
    """Tickets 100, 50 and 250 of 10,000: A B C C C A C C, and all passes are 200."""
    jobs = [Job("A", 0, 99, tickets=100), Job("B", 0, 99, tickets=50), Job("C", 0, 99, tickets=250)]

    schedule = simulate(jobs, Stride(large=10_000), until=8)
    assert "A 0-1, B 1-2, C 2-5, A 5-6, C 6-8" == str(schedule)
    last = {note.job: note.value for note in schedule.notes if note.name == "pass"}
    assert {"A": 200, "B": 200, "C": 200} == last


def test_a_lottery_of_75_to_25_tickets_nears_its_shares():
    """OSTEP 9.1: twenty draws gave B four instead of five; ten thousand come nearer."""
    jobs = [Job("A", 0, 10**6, tickets=75), Job("B", 0, 10**6, tickets=25)]

    assert 0.01 > abs(metrics.shares(simulate(jobs, Lottery(), until=10_000))["A"] - 0.75)


def test_bursts_are_predicted_as_in_figure_5_4_of_silberschatz():
    """Bursts 6 4 6 4 13 13 13, alpha 1/2, first guess 10."""
    job = Job("A", 0, bursts=(6, 1, 4, 1, 6, 1, 4, 1, 13, 1, 13, 1, 13, 1, 1))

    schedule = simulate([job], ShortestJobFirst(alpha=0.5, guess=10))
    assert [10, 8, 6, 6, 5, 9, 11, 12] == [note.value for note in schedule.notes]


# ------------------------------------------------------------------ OSTEP chapter 8
def io_job(place, start, run, every, wait=5):
    """Return a job of mlfq.py: it issues an I/O after each `every` ticks, unless it is done."""
    bursts = [run]
    if every:
        whole, rest = divmod(run, every)
        pieces = [every] * whole + [rest] * (rest > 0)
        bursts = [piece for one in pieces for piece in (one, wait)][:-1]
    return Job(f"J{place}", start, bursts=tuple(bursts))


# Jobs as mlfq.py -l takes them (start, run, I/O every), its options -Q -A -B -i -S -I, and the
# (response, turnaround) of each job that it prints.
MLFQ = [
    (
        [(15, 48, 7), (16, 35, 7), (8, 25, 3)],
        [2, 5],
        [3, 1],
        0,
        3,
        False,
        False,
        [(2, 108), (3, 92), (0, 92)],
    ),
    (
        [(19, 34, 0), (7, 37, 7), (12, 48, 0), (12, 1, 0), (1, 32, 0)],
        [12, 6],
        [2, 1],
        17,
        9,
        False,
        False,
        [(27, 117), (6, 163), (8, 132), (20, 21), (0, 88)],
    ),
    (
        [(17, 15, 0), (11, 28, 0), (10, 5, 3), (10, 59, 0), (1, 40, 0)],
        [1, 3, 9],
        [2, 1, 1],
        50,
        3,
        False,
        False,
        [(0, 67), (2, 99), (0, 20), (1, 138), (0, 128)],
    ),
    (
        [(15, 56, 7), (16, 59, 7), (15, 8, 0), (18, 20, 0), (15, 18, 0)],
        [1, 2, 12],
        [3, 1, 2],
        0,
        6,
        False,
        True,
        [(0, 161), (3, 181), (1, 30), (4, 81), (2, 81)],
    ),
    (
        [(6, 17, 3), (17, 4, 3), (2, 54, 7), (2, 4, 0), (5, 57, 0)],
        [2, 7, 1],
        [2, 3, 1],
        17,
        6,
        False,
        True,
        [(6, 75), (4, 19), (0, 154), (2, 10), (3, 109)],
    ),
    (
        [(18, 6, 3), (20, 60, 3), (18, 46, 3), (10, 28, 0), (14, 40, 0)],
        [6, 10],
        [1, 2],
        50,
        6,
        False,
        True,
        [(4, 16), (8, 189), (7, 159), (0, 100), (2, 164)],
    ),
    (
        [(6, 16, 0), (3, 19, 7), (17, 40, 0)],
        [3, 9],
        [3, 3],
        0,
        5,
        True,
        False,
        [(3, 41), (0, 42), (2, 61)],
    ),
    (
        [(0, 48, 0), (9, 60, 0), (7, 32, 7)],
        [9, 12, 8],
        [2, 2, 1],
        17,
        8,
        True,
        False,
        [(0, 127), (17, 127), (2, 133)],
    ),
    (
        [(11, 6, 0), (20, 58, 0), (15, 33, 7)],
        [2, 12, 6],
        [2, 3, 1],
        50,
        5,
        True,
        False,
        [(0, 14), (0, 85), (0, 93)],
    ),
    (
        [(3, 49, 3), (12, 44, 7), (7, 35, 7), (4, 35, 3)],
        [10, 6, 2],
        [3, 2, 3],
        0,
        5,
        True,
        True,
        [(0, 146), (22, 181), (2, 107), (2, 102)],
    ),
    (
        [(15, 19, 3), (0, 42, 0), (12, 56, 0), (17, 40, 3)],
        [2, 12],
        [1, 1],
        17,
        9,
        True,
        True,
        [(0, 100), (0, 71), (0, 126), (5, 202)],
    ),
    (
        [(10, 18, 7), (20, 12, 3), (4, 3, 3), (12, 59, 0), (5, 46, 0)],
        [5, 8],
        [2, 3],
        50,
        1,
        True,
        True,
        [(2, 52), (9, 29), (0, 3), (10, 130), (2, 123)],
    ),
]


@pytest.mark.parametrize("row", MLFQ, ids=range(len(MLFQ)))
def test_feedback_queues_give_what_ostep_mlfq_prints(row):
    listed, quanta, allotments, boost, wait, stay, bump, printed = row
    jobs = [io_job(place, *one, wait) for place, one in enumerate(listed)]
    policy = MultiLevelFeedback(tuple(quanta), tuple(allotments), boost or None, stay, bump)

    schedule = simulate(jobs, policy)
    first, whole = metrics.response(schedule), metrics.turnaround(schedule)
    assert printed == [(first[job.name], whole[job.name]) for job in jobs]


def test_a_tie_at_the_end_of_a_turn_goes_as_the_parameter_says():
    jobs = [Job("A", 0, 4), Job("B", 2, 2)]

    assert "A 0-2, B 2-4, A 4-6" == str(simulate(jobs, RoundRobin(2, "arrival_first")))
    assert "A 0-4, B 4-6" == str(simulate(jobs, RoundRobin(2, "preempted_first")))
