"""What holds for every policy, whatever the jobs: hypothesis looks for a counterexample."""

from fractions import Fraction
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.scheduling import (
    POLICIES,
    Cpus,
    Fifo,
    Job,
    Lottery,
    MultiLevelFeedback,
    Priority,
    PriorityAging,
    RoundRobin,
    ShortestJobFirst,
    ShortestRemainingFirst,
    Stride,
    metrics,
    simulate,
)


@st.composite
def workloads(draw, most=7, io=True, arrivals=True):
    """Return a few small jobs with every kind of claim that policies read."""
    count = draw(st.integers(1, most))
    jobs = []
    for place in range(count):
        pieces = draw(st.integers(0, 2)) if io else 0
        bursts = [draw(st.integers(1, 12))]
        for _ in range(pieces):
            bursts += [draw(st.integers(0, 9)), draw(st.integers(1, 12))]
        jobs.append(
            Job(
                f"J{place}",
                draw(st.integers(0, 20)) if arrivals else 0,
                bursts=tuple(bursts),
                priority=draw(st.integers(0, 4)),
                nice=draw(st.integers(-20, 19)),
                tickets=draw(st.integers(1, 300)),
            )
        )
    return tuple(jobs)


policies = st.sampled_from(sorted(POLICIES)).map(lambda name: POLICIES[name]())
several = st.builds(
    Cpus,
    count=st.integers(1, 4),
    queues=st.sampled_from(["shared", "per_cpu"]),
    steal=st.booleans(),
    balance=st.sampled_from([None, 3, 10]),
    migration_cost=st.integers(0, 3),
)
switch_costs = st.integers(0, 3)


@given(workloads(), policies, several, switch_costs)
def test_every_job_runs_exactly_its_bursts(jobs, policy, cpus, cost):
    schedule = simulate(jobs, policy, cpus, cost)

    assert {job.name: job.burst for job in jobs} == metrics.ran(schedule)
    assert set(metrics.completion(schedule)) == {job.name for job in jobs}


@given(workloads(), policies, several, switch_costs)
def test_a_job_is_in_one_place_at_a_time_and_never_before_it_arrives(jobs, policy, cpus, cost):
    schedule = simulate(jobs, policy, cpus, cost)

    for job in jobs:
        stays = sorted(
            (one.start, one.end)
            for one in (*schedule.slices, *schedule.blocked)
            if one.job == job.name
        )
        assert stays[0][0] >= job.arrival
        assert all(before[1] <= after[0] for before, after in pairwise(stays))


@given(workloads(), policies, several, switch_costs)
def test_a_cpu_runs_one_job_at_a_time(jobs, policy, cpus, cost):
    schedule = simulate(jobs, policy, cpus, cost)

    for cpu in range(schedule.cpus):
        lane = [one for one in schedule.slices if one.cpu == cpu]
        assert all(before.end <= after.start for before, after in pairwise(lane))


@given(workloads(), policies, several, switch_costs)
def test_every_io_lasts_as_long_as_was_asked_and_follows_its_burst(jobs, policy, cpus, cost):
    schedule = simulate(jobs, policy, cpus, cost)

    for job in jobs:
        asked = [ticks for ticks in job.bursts[1::2] if ticks]
        taken = [one.end - one.start for one in schedule.blocked if one.job == job.name]
        assert asked == taken


@given(workloads(), policies, st.integers(1, 4), st.booleans(), switch_costs)
def test_no_cpu_idles_while_a_job_is_ready(jobs, policy, count, apart, cost):
    """All policies here conserve work, if CPUs may steal from each other's queues."""
    schedule = simulate(jobs, policy, Cpus(count, "per_cpu" if apart else "shared"), cost)

    idle = {tick for gaps in metrics.idle(schedule) for gap in gaps for tick in range(*gap)}
    for name, gaps in metrics.ready(schedule).items():
        ready = {tick for gap in gaps for tick in range(*gap)}
        for one in schedule.slices:
            if one.job == name and one.kind == "switching":
                ready -= set(range(one.start, one.end))
        assert not ready & idle


@given(workloads(), policies, several, switch_costs)
def test_time_adds_up_for_every_job(jobs, policy, cpus, cost):
    schedule = simulate(jobs, policy, cpus, cost)

    warming = {job.name: 0 for job in jobs}
    for one in schedule.slices:
        if one.kind == "warming":
            warming[one.job] += one.end - one.start
    blocked, waited = metrics.blocked(schedule), metrics.waiting(schedule)
    for name, ticks in metrics.turnaround(schedule).items():
        assert ticks == metrics.ran(schedule)[name] + warming[name] + blocked[name] + waited[name]


@given(workloads(), policies, several, switch_costs)
def test_the_same_input_gives_the_same_bytes(jobs, policy, cpus, cost):
    assert repr(simulate(jobs, policy, cpus, cost)) == repr(simulate(jobs, policy, cpus, cost))


@given(workloads(), policies, several, switch_costs, st.integers(1, 60))
def test_a_run_that_is_cut_is_the_beginning_of_the_whole(jobs, policy, cpus, cost, until):
    jobs = (Job("first", 0, 1), *jobs)
    whole, part = simulate(jobs, policy, cpus, cost), simulate(jobs, policy, cpus, cost, until)

    cut = [one._replace(end=min(one.end, until)) for one in whole.slices if one.start < until]
    assert list(part.slices) == cut


@given(workloads(io=False), policies)
def test_on_one_cpu_the_last_job_ends_when_it_must(jobs, policy):
    """No policy makes or loses work: the end depends on arrivals and bursts alone."""
    free = 0
    for job in sorted(jobs, key=lambda job: job.arrival):
        free = max(free, job.arrival) + job.burst

    assert free == simulate(jobs, policy).end


# ------------------------------------------------------------------ the best there is
NON_PREEMPTIVE = ("Fifo", "HighestResponseRatio", "ShortestJobFirst")


@given(workloads(most=5, io=False, arrivals=False))
def test_shortest_first_waits_least_of_all_orders(jobs):
    best = metrics.waiting(simulate(jobs, ShortestJobFirst()))

    orders = [metrics.waiting(simulate(order, Fifo())) for order in permutations(jobs)]
    assert sum(best.values()) == min(sum(one.values()) for one in orders)


@given(workloads(io=False), policies)
def test_shortest_remaining_first_waits_least_of_all_policies(jobs, policy):
    least = sum(metrics.waiting(simulate(jobs, ShortestRemainingFirst())).values())

    assert least <= sum(metrics.waiting(simulate(jobs, policy)).values())


@given(workloads(io=False), st.sampled_from(NON_PREEMPTIVE))
def test_without_preemption_a_burst_is_one_slice(jobs, name):
    schedule = simulate(jobs, POLICIES[name]())

    assert len(schedule.slices) == len(jobs)


# ------------------------------------------------------------------ one law a policy
@given(workloads(io=False))
def test_first_in_first_out_ends_in_order_of_arrival(jobs):
    ended = metrics.completion(simulate(jobs, Fifo()))

    arrived = sorted(jobs, key=lambda job: job.arrival)
    assert [job.name for job in arrived] == sorted(ended, key=lambda name: ended[name])


@given(workloads(), st.integers(1, 9), st.sampled_from(["arrival_first", "preempted_first"]))
def test_a_turn_of_round_robin_ends_after_the_quantum_if_another_is_ready(jobs, quantum, tie):
    schedule = simulate(jobs, RoundRobin(quantum, tie))

    for one in schedule.slices:
        others = [
            gap
            for name, gaps in metrics.ready(schedule).items()
            for gap in gaps
            if name != one.job and gap[0] <= one.start and gap[1] >= one.end
        ]
        assert one.end - one.start <= quantum or not others


@given(workloads())
def test_priorities_never_run_the_less_urgent_while_the_more_urgent_is_ready(jobs):
    schedule = simulate(jobs, Priority("lower"))

    rank = {job.name: job.priority for job in jobs}
    ready = metrics.ready(schedule)
    for one in schedule.slices:
        for name, gaps in ready.items():
            if rank[name] < rank[one.job]:
                assert not any(a < one.end and one.start < b for a, b in gaps)


@given(workloads(), st.integers(1, 8))
def test_lower_and_higher_are_mirror_images(jobs, quantum):
    mirrored = [
        Job(job.name, job.arrival, bursts=job.bursts, priority=-job.priority) for job in jobs
    ]

    lower = simulate(jobs, Priority("lower", quantum=quantum))
    assert lower.slices == simulate(mirrored, Priority("higher", quantum=quantum)).slices


@given(st.integers(1, 9), st.integers(1, 5))
def test_aging_bounds_how_long_the_least_urgent_starves(every, distance):
    """A stream of urgent jobs holds it back for one step more than their distance."""
    stream = [Job(f"U{tick}", tick, 1, priority=0) for tick in range(200)]
    schedule = simulate([*stream, Job("late", 0, 1, priority=distance)], PriorityAging(every))

    assert metrics.response(schedule)["late"] <= every * (distance + 1)


def test_without_aging_it_starves():
    stream = [Job(f"U{tick}", tick, 1, priority=0) for tick in range(200)]

    starved = simulate([*stream, Job("late", 0, 1, priority=1)], Priority())
    assert metrics.response(starved)["late"] == 200


@given(workloads(), st.integers(1, 6))
def test_a_feedback_queue_of_one_level_is_round_robin(jobs, quantum):
    feedback = simulate(jobs, MultiLevelFeedback(quanta=(quantum,)))

    # Round robin forgets what was left of a turn at an I/O; without I/O nothing is left over.
    if all(len(job.bursts) == 1 for job in jobs):
        assert feedback.slices == simulate(jobs, RoundRobin(quantum, "preempted_first")).slices


@given(st.lists(st.integers(1, 40), min_size=2, max_size=6), st.integers(1, 7))
def test_stride_errs_by_less_than_one_turn_between_any_two(tickets, quantum):
    """Pairwise error of at most one quantum, at every tick (Waldspurger, 1995, section 4.2)."""
    jobs = [Job(f"J{i}", 0, 400, tickets=each) for i, each in enumerate(tickets)]
    schedule = simulate(jobs, Stride(quantum, large=5_342_931_457_063_200), until=300)

    got = [0] * len(jobs)
    for one in schedule.slices:
        for start in range(one.start, one.end, quantum):
            got[int(one.job[1:])] += min(quantum, one.end - start)
            for i, j in permutations(range(len(jobs)), 2):
                both = got[i] + got[j]
                fair = Fraction(both * tickets[i], tickets[i] + tickets[j])
                assert abs(got[i] - fair) <= quantum


@given(st.integers(0, 10**6))
def test_a_lottery_is_fair_within_five_deviations(seed):
    jobs = [Job("A", 0, 10**6, tickets=300), Job("B", 0, 10**6, tickets=100)]

    won = metrics.ran(simulate(jobs, Lottery(seed), until=400))["A"]
    assert abs(won - 300) <= 5 * 75**0.5


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 200)), min_size=1, max_size=40))
def test_every_ticket_of_a_lottery_finds_its_holder(joined):
    """The tree of partial sums agrees with counting through the seats."""
    queue = Lottery().open(Cpus(), 0)
    jobs = [Job(f"J{place}", 0, 1, tickets=each) for place, (_, each) in enumerate(joined)]
    for place, job in enumerate(jobs):
        queue.enqueue(_task(job, place), 0, "arrived")
        if joined[place][0] % 3 == 0:
            queue.pick_next(0)

    holders = [task for task in queue._seats if task for _ in range(task.job.tickets)]
    found = [queue._seats[queue._find(ticket)] for ticket in range(queue._total)]
    assert holders == found


def _task(job, index):
    from oslab.scheduling.run_queue import Task

    return Task(job, index)


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_every_policy_is_frozen_and_can_be_made_without_arguments(name):
    policy = POLICIES[name]()

    assert repr(policy).startswith(f"{name}(")
    assert type(policy).__dataclass_params__.frozen
