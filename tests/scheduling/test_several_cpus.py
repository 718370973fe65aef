"""Queues of several CPUs: what stealing, balancing and pinning do, worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.scheduling import Cpus, Fifo, Job, RoundRobin, metrics, model, simulate, view

workloads = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 15)), min_size=1, max_size=8
).map(lambda rows: ", ".join(f"J{i} {a} {b}" for i, (a, b) in enumerate(rows)))  # fmt: skip


def test_without_stealing_one_cpu_idles_beside_a_long_queue():
    """Long and short jobs arrive in turn: 68 ticks of work on one CPU, 12 on the other."""
    schedule = model.several_cpus(steal=False)

    assert ((), ((12, 68),)) == metrics.idle(schedule)
    assert 68 == schedule.end


def test_stealing_halves_it():
    schedule = model.several_cpus()

    assert (40, ((), ())) == (schedule.end, metrics.idle(schedule))
    assert {"A": 0, "B": 0, "C": 1, "D": 0, "E": 1, "F": 0} == metrics.migrations(schedule)


def test_balancing_comes_late_but_comes():
    """The round at 10 finds three and one: C moves, and waits for F until 12."""
    schedule = model.several_cpus(steal=False, balance=10)

    assert 40 < schedule.end < 68
    assert {"C": 1} == {name: n for name, n in metrics.migrations(schedule).items() if n}


def test_a_shared_queue_moves_jobs_at_every_turn():
    apart = model.several_cpus(migration_cost=1)
    shared = model.several_cpus(migration_cost=1, queues="shared")

    assert 2 == sum(metrics.migrations(apart).values())
    assert 12 == sum(metrics.migrations(shared).values())


def test_a_cpu_that_idles_keeps_its_own_job():
    """CPU 1's turn ends as CPU 0 idles: it goes on, and nobody pays for cold caches."""
    jobs = [Job("A", 0, 2), Job("B", 0, 9)]
    schedule = simulate(jobs, RoundRobin(3), Cpus(2, "per_cpu", migration_cost=5))

    assert "CPU 0: A 0-2; CPU 1: B 0-9" == str(schedule)


def test_a_thief_takes_the_last_of_two_that_wait_for_an_idle_cpu():
    jobs = [Job("A", 0, 2, affinity=(1,)), Job("B", 0, 2)]
    kept = [Job("C", 0, 2, affinity=(1,)), Job("D", 0, 3, affinity=(1,))]

    assert "CPU 0: B 0-2; CPU 1: A 0-2" == str(simulate(jobs, Fifo(), Cpus(2, "per_cpu")))
    assert "CPU 0: ; CPU 1: C 0-2, D 2-5" == str(simulate(kept, Fifo(), Cpus(2, "per_cpu")))


@given(workloads, st.integers(1, 5), st.integers(0, 4), st.integers(1, 6))
def test_pinned_jobs_never_move_and_never_pay(jobs, cpus, cost, quantum):
    schedule = model.several_cpus(
        jobs=jobs, cpus=cpus, migration_cost=cost, pinned=True, quantum=quantum
    )

    assert 0 == sum(metrics.migrations(schedule).values())
    for one in schedule.slices:
        assert int(one.job[1:]) % cpus == one.cpu


@given(workloads, st.integers(1, 4), st.integers(0, 3), st.booleans(), st.integers(1, 6))
def test_every_move_costs_what_it_says(jobs, cpus, cost, steal, quantum):
    schedule = model.several_cpus(
        jobs=jobs, cpus=cpus, migration_cost=cost, steal=steal, quantum=quantum
    )

    cold = sum(one.end - one.start for one in schedule.slices if one.kind == "warming")
    assert cost * sum(metrics.migrations(schedule).values()) == cold


@given(workloads, st.integers(2, 4), st.integers(1, 6))
def test_with_stealing_and_warm_caches_no_cpu_idles_beside_a_waiting_job(jobs, cpus, quantum):
    schedule = model.several_cpus(jobs=jobs, cpus=cpus, quantum=quantum)

    idle = {tick for gaps in metrics.idle(schedule) for gap in gaps for tick in range(*gap)}
    for gaps in metrics.ready(schedule).values():
        assert not idle & {tick for gap in gaps for tick in range(*gap)}


def test_a_shared_queue_cannot_pin():
    with pytest.raises(InvalidInput, match="pinned"):
        model.several_cpus(queues="shared", pinned=True)


def test_the_picture_says_who_idles_who_moves_and_what_it_costs():
    alt = view.several_cpus(model.several_cpus(steal=False)).alt
    assert "idle: 56 ticks in all. No job moves." in alt
    assert "Busy: 100 %, 18 % of the time" in alt

    picture = view.several_cpus(model.several_cpus(queues="shared", migration_cost=1))
    assert "Jobs move 12 times (A, C, E), which costs 12 ticks in cold caches." in picture.alt
    assert 12 == picture.svg.count("<circle")
