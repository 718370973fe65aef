"""Several CPUs: where tasks go, who is stolen, what balancing moves, what a move costs."""

import pytest

from oslab.errors import InvalidInput
from oslab.scheduling import Cpus, Fifo, Job, RoundRobin, metrics, simulate

APART = {"queues": "per_cpu"}


def test_arrivals_join_the_cpu_with_the_least_to_do():
    jobs = [Job(name, 0, 4) for name in "ABCD"]

    assert "CPU 0: A 0-4, C 4-8; CPU 1: B 0-4, D 4-8" == str(
        simulate(jobs, Fifo(), Cpus(2, **APART))
    )


def test_an_affinity_is_kept_even_if_the_other_cpu_idles():
    jobs = [Job(name, 0, 4, affinity=(1,)) for name in "AB"]

    assert "CPU 0: ; CPU 1: A 0-4, B 4-8" == str(simulate(jobs, Fifo(), Cpus(2, **APART)))
    with pytest.raises(InvalidInput, match="per_cpu"):
        simulate(jobs, Fifo(), 2)
    with pytest.raises(InvalidInput, match="below 1"):
        simulate(jobs, Fifo(), 1)


UNEVEN = [Job("A", 0, 2), Job("B", 0, 9), Job("C", 0, 2), Job("D", 0, 9)]


def test_a_cpu_that_would_idle_steals_and_pays_for_cold_caches():
    lazy = simulate(UNEVEN, RoundRobin(2), Cpus(2, steal=False, **APART))
    assert {0} == set(metrics.migrations(lazy).values())

    keen = simulate(UNEVEN, RoundRobin(2), Cpus(2, migration_cost=1, **APART))
    moved = sum(metrics.migrations(keen).values())
    assert moved == sum(one.kind == "warming" for one in keen.slices)
    assert moved > 0
    assert keen.end < lazy.end


def test_balancing_moves_from_the_longer_queue_and_leaves_even_ones_alone():
    pinned = [Job("A", 0, 1, affinity=(1,))] + [Job(f"J{i}", 0, 40) for i in range(6)]
    never = simulate(pinned, RoundRobin(2), Cpus(2, steal=False, **APART))
    often = simulate(pinned, RoundRobin(2), Cpus(2, steal=False, balance=5, **APART))
    assert (0, 0) == (sum(metrics.migrations(never).values()), never.end % 40)
    assert often.end <= never.end

    for count in (3, 4):  # a difference of one cannot be evened out
        even = [Job(f"J{i}", 0, 40) for i in range(count)]
        calm = simulate(even, RoundRobin(2), Cpus(2, steal=False, balance=5, **APART), until=40)
        assert 0 == sum(metrics.migrations(calm).values())


def test_a_woken_task_goes_back_to_its_cpu_if_that_idles():
    jobs = [Job("A", 0, bursts=(2, 3, 2)), Job("B", 0, bursts=(2, 4, 2))]

    schedule = simulate(jobs, Fifo(), Cpus(2, **APART))
    assert "CPU 0: A 0-2, A 5-7; CPU 1: B 0-2, B 6-8" == str(schedule)
