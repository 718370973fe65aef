"""Locks: inversion, its two cures, chains, deadlock."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.scheduling import Cpus, Job, Priority, RoundRobin, Section, metrics, simulate

INVERSION = (
    Job("low", 0, 6, priority=1, sections=(Section(1, 4, "bus"),)),
    Job("middle", 3, 10, priority=2),
    Job("high", 2, 4, priority=3, sections=(Section(1, 2, "bus"),)),
)


@pytest.mark.parametrize(
    ("locks", "expected", "waited"),
    [
        ("none", "low 0-2, high 2-3, middle 3-13, low 13-16, high 16-19, low 19-20", 13),
        ("inheritance", "low 0-2, high 2-3, low 3-6, high 6-9, middle 9-19, low 19-20", 3),
        ("ceiling", "low 0-5, high 5-9, middle 9-19, low 19-20", 0),
    ],
)
def test_priority_inversion_and_its_cures(locks, expected, waited):
    schedule = simulate(INVERSION, Priority("higher"), locks=locks)

    assert expected == str(schedule)
    assert waited == metrics.blocked(schedule)["high"]


def test_urgency_is_lent_along_a_chain_of_locks():
    jobs = (
        Job("low", 0, 8, priority=1, sections=(Section(1, 6, "x"),)),
        Job("second", 2, 6, priority=2, sections=(Section(0, 5, "y"), Section(1, 3, "x"))),
        Job("high", 4, 3, priority=4, sections=(Section(0, 1, "y"),)),
        Job("middle", 5, 20, priority=3),
    )

    schedule = simulate(jobs, Priority("higher"), locks="inheritance")
    lent = [(one.job, one.detail) for one in schedule.events if one.kind == "inherit"]
    assert [("low", "second"), ("second", "high"), ("low", "high")] == lent
    ended = metrics.completion(schedule)
    assert ended["high"] < ended["middle"]


def test_a_deadlock_ends_the_run_with_both_waiting():
    jobs = (
        Job("A", 0, 5, sections=(Section(1, 4, "x"), Section(3, 1, "y"))),
        Job("B", 0, 5, sections=(Section(1, 4, "y"), Section(3, 1, "x"))),
    )

    schedule = simulate(jobs, RoundRobin(2), until=50)
    assert {} == metrics.completion(schedule)
    assert {"A", "B"} == {one.job for one in schedule.blocked if one.end == 50}


@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(0, 4), st.integers(1, 4), st.integers(0, 5)),
        min_size=2, max_size=5,
    ),
    st.sampled_from(["none", "inheritance", "ceiling"]),
    st.integers(1, 3),
    st.integers(0, 2),
)  # fmt: skip
def test_a_lock_has_one_holder_at_a_time_and_every_job_ends(rows, locks, count, cost):
    jobs = [
        Job(f"J{place}", arrival, start + length + 2, priority=rank,
            sections=(Section(start, length, "x"),))
        for place, (arrival, start, length, rank) in enumerate(rows)
    ]  # fmt: skip

    schedule = simulate(jobs, Priority("higher"), Cpus(count), cost, locks=locks)
    kinds = [one.kind for one in schedule.events if one.kind in ("lock", "unlock")]
    assert ["lock", "unlock"] * len(jobs) == kinds
    assert {job.name: job.burst for job in jobs} == metrics.ran(schedule)
