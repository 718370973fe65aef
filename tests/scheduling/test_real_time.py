"""Rate monotonic, earliest deadline, the bounds, and the constant-bandwidth server."""

import math
import random
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.scheduling import (
    BandwidthServer,
    EarliestDeadline,
    Job,
    RateMonotonic,
    metrics,
    model,
    simulate,
    view,
)
from oslab.scheduling.model import real_time
from oslab.scheduling.records import hyperperiod


def tasks(*rows):
    """Return P1, P2, ... from (burst, period) or (burst, period, deadline)."""
    return [
        Job(f"P{place}", 0, row[0], period=row[1], deadline=row[2] if len(row) > 2 else None)
        for place, row in enumerate(rows, start=1)
    ]


# ------------------------------------------------------------------ printed answers
OSC = "Silberschatz, Galvin and Gagne, Operating System Concepts, 10th ed., "
PRINTED = [
    (OSC + "figure 5.22: rate monotonic meets both deadlines", RateMonotonic(),
     [(20, 50), (35, 100)], 200, "P1#1 0-20, P2#1 20-50, P1#2 50-70, P2#1 70-75, "
     "P1#3 100-120, P2#2 120-150, P1#4 150-170, P2#2 170-175", ()),
    (OSC + "figure 5.23: P2 ends at 85, five after its deadline", RateMonotonic(),
     [(25, 50), (35, 80)], 100, "P1#1 0-25, P2#1 25-50, P1#2 50-75, P2#1 75-85, P2#2 85-100",
     ("P2#1",)),
    (OSC + "figure 5.24: P2 keeps the CPU at 50; P1 takes it at 100; idle from 145 to 150",
     EarliestDeadline(), [(25, 50), (35, 80)], 150,
     "P1#1 0-25, P2#1 25-60, P1#2 60-85, P2#2 85-100, P1#3 100-125, P2#2 125-145", ()),
    ("Liu and Layland (1973), section 4: with T = 2 and 5, the second burst may be 2",
     RateMonotonic(), [(1, 2), (2, 5)], 10, "P1#1 0-1, P2#1 1-2, P1#2 2-3, P2#1 3-4, P1#3 4-5, "
     "P2#2 5-6, P1#4 6-7, P2#2 7-8, P1#5 8-9", ()),
    ("Buttazzo, Hard Real-Time Computing Systems, chapter 4: RM is late at 7",
     RateMonotonic(), [(2, 5), (4, 7)], 8, "P1#1 0-2, P2#1 2-5, P1#2 5-7, P2#1 7-8", ("P2#1",)),
    ("Buttazzo, Hard Real-Time Computing Systems, chapter 4: EDF is not",
     EarliestDeadline(), [(2, 5), (4, 7)], 8, "P1#1 0-2, P2#1 2-6, P1#2 6-8", ()),
]  # fmt: skip


@pytest.mark.parametrize("row", PRINTED, ids=[row[0] for row in PRINTED])
def test_the_printed_schedule_comes_out(row):
    _, policy, rows, until, printed, late = row
    schedule = simulate(tasks(*rows), policy, until=until)

    assert printed == str(schedule)
    assert late == metrics.deadline_misses(schedule)


def test_the_other_order_leaves_no_room_as_liu_and_layland_say():
    """Section 4: with the longer period first neither burst can be more than 1."""
    assert {"P1": 1, "P2": 4} == model.response_times(tasks((1, 2), (2, 5)))
    assert model.response_times(tasks((1, 2), (3, 5)))["P2"] is None


def test_the_bound_is_what_liu_and_layland_print():
    assert [1, 0.83, 0.78] == [round(model.liu_layland(count), 2) for count in (1, 2, 3)]
    assert math.log(2) == pytest.approx(model.liu_layland(10**6), abs=1e-6)


def test_response_times_are_those_of_buttazzo():
    """Hard Real-Time Computing Systems, 4.5: R4 goes 5, 6, 7, 9, 10 and is due at 10."""
    four = tasks((1, 4, 3), (1, 5, 4), (2, 6, 5), (1, 11, 10))

    assert {"P1": 1, "P2": 2, "P3": 4, "P4": 10} == model.response_times(four, "deadline")
    schedule = simulate(four, RateMonotonic("deadline"), until=660)
    assert 10 == metrics.turnaround(schedule)["P4#1"]
    assert () == metrics.deadline_misses(schedule)


def test_every_test_has_its_say_about_the_book_example():
    found = model.schedulability(tasks((25, 50), (35, 80)))

    assert ["undecided", "undecided", "misses", "meets", "meets"] == [
        one.answer for one in found.verdicts
    ]
    assert {"P1": 25, "P2": None} == found.responses
    assert 0.9375 == found.utilization


def test_harmonic_periods_may_fill_the_cpu_though_the_rough_tests_say_nothing():
    found = model.schedulability(tasks((1, 2), (2, 8), (2, 8)))

    assert ["undecided", "undecided", "meets", "meets", "meets"] == [
        one.answer for one in found.verdicts
    ]


def test_short_deadlines_can_ask_too_much_though_the_cpu_is_half_idle():
    two = tasks((2, 8, 3), (2, 8, 3))

    assert Fraction(1, 2) == model.utilization(two)
    assert (4, 3) == (model.demand(two, 3), model.first_overload(two))
    assert ("P2#1",) == metrics.deadline_misses(simulate(two, EarliestDeadline(), until=8))


def test_linux_lets_in_95_percent():
    job = Job("A", 0, 1, period=100, budget=95)

    assert model.admitted([job])
    assert not model.admitted([job, Job("B", 0, 1, period=1000, budget=1)])
    assert model.admitted([job, Job("B", 0, 1, period=1000, budget=1)], cpus=2)


# ------------------------------------------------------------------ laws
@st.composite
def periodic(draw, most=4, short=False, offsets=False, periods=(2, 3, 4, 5, 6, 8, 10, 12)):
    rows = []
    for place in range(draw(st.integers(1, most))):
        period = draw(st.sampled_from(periods))
        burst = draw(st.integers(1, period))
        deadline = draw(st.integers(burst, period)) if short else None
        arrival = draw(st.integers(0, 9)) if offsets else 0
        rows.append(Job(f"P{place}", arrival, burst, period=period, deadline=deadline))
    return rows


def until_it_repeats(jobs):
    return 2 * hyperperiod(jobs) + max(job.arrival for job in jobs)


@given(periodic(offsets=True))
def test_edf_meets_every_deadline_exactly_when_the_cpu_suffices(jobs):
    schedule = simulate(jobs, EarliestDeadline(), until=until_it_repeats(jobs) + 1)

    if model.utilization(jobs) <= 1:
        assert () == metrics.deadline_misses(schedule)
    else:
        assert model.first_overload(jobs) is not None


@given(periodic(short=True))
def test_edf_is_late_exactly_when_demand_says_so(jobs):
    due = model.first_overload(jobs)

    assume(due is None or due < 2_000)
    schedule = simulate(jobs, EarliestDeadline(), until=max(until_it_repeats(jobs), due or 0) + 1)
    missed = metrics.deadline_misses(schedule)
    assert (due is not None) == bool(missed)
    if due is not None:
        first = min(job.arrival + job.deadline for job in schedule.jobs if job.name in missed)
        assert first <= due


@given(periodic(short=True), st.sampled_from(["period", "deadline"]))
def test_fixed_priorities_are_late_exactly_when_response_times_say_so(jobs, by):
    """All released at once is the worst moment; the first release of each shows it."""
    found = model.response_times(jobs, by)
    schedule = simulate(jobs, RateMonotonic(by), until=max(job.period for job in jobs) * 3 + 1)

    for job in jobs:
        ended = metrics.turnaround(schedule).get(f"{job.name}#1", math.inf)
        if found[job.name] is None:
            assert ended > (job.deadline or job.period)
        else:
            assert ended == found[job.name]
    if None not in found.values():
        assert () == metrics.deadline_misses(simulate(jobs, RateMonotonic(by), until=500))


@given(periodic(short=True, offsets=True))
def test_no_other_moment_is_worse_than_all_at_once(jobs):
    assume(len({job.deadline for job in jobs}) == len(jobs))
    found = model.response_times(jobs, "deadline")

    assume(None not in found.values())
    schedule = simulate(jobs, RateMonotonic("deadline"), until=300)
    for name, ticks in metrics.turnaround(schedule).items():
        assert ticks <= found[name.partition("#")[0]]


@given(periodic(most=3))
def test_the_rough_bounds_never_promise_too_much(jobs):
    answers = {one.test: one.answer for one in model.schedulability(jobs).verdicts}

    exact = answers["tasks late by response time"]
    first = answers["utilization, Liu and Layland"]
    second = answers["product of (u + 1)"]
    assert first != "meets" or second == "meets"
    assert second != "meets" or exact == "meets"
    assert exact != "meets" or answers["deadlines with too much demand"] == "meets"


@given(periodic(short=True))
def test_edf_meets_whatever_fixed_priorities_meet(jobs):
    if None not in model.response_times(jobs, "deadline").values():
        assert model.first_overload(jobs) is None


# ------------------------------------------------------------------ the server
@st.composite
def reserved(draw):
    """Return a job that has a server, with any bursts and sleeps."""
    bursts = [draw(st.integers(1, 30))]
    for _ in range(draw(st.integers(0, 5))):
        bursts += [draw(st.integers(0, 25)), draw(st.integers(1, 12))]
    period = draw(st.integers(1, 12))
    return Job("S", draw(st.integers(0, 9)), bursts=tuple(bursts), deadline=period,
               budget=draw(st.integers(1, period)))  # fmt: skip


def ran_in(schedule, task, start, end):
    return sum(
        max(0, min(end, one.end) - max(start, one.start))
        for one in schedule.slices
        if one.job == task
    )


@given(reserved(), st.integers(0, 120), st.integers(1, 120))
def test_a_throttled_server_never_runs_above_its_bandwidth(job, start, length):
    schedule = simulate([job, Job("other", 0, 400)], BandwidthServer(), until=300)

    share = Fraction(job.budget, job.deadline)
    since_arrival = ran_in(schedule, "S", 0, start + length)
    assert since_arrival <= share * max(0, start + length - job.arrival) + job.budget
    assert ran_in(schedule, "S", start, start + length) <= share * length + 2 * job.budget


@given(reserved(), periodic(most=3), st.sampled_from(["throttle", "postpone"]))
def test_who_keeps_to_its_budget_is_in_time_whatever_others_do(greedy, jobs, exhausted):
    """The isolation of Abeni and Buttazzo (1998), theorem 1."""
    left = 1 - Fraction(greedy.budget, greedy.deadline)
    kept = []
    for one in jobs:  # as many as fit beside it, with the budget they need
        burst = min(one.burst, int(left * one.period))
        if burst:
            left -= Fraction(burst, one.period)
            kept.append(Job(one.name, 0, burst, period=one.period, budget=burst))

    everyone = [greedy, Job("other", 0, 400), *kept]
    schedule = simulate(everyone, BandwidthServer(exhausted), until=300)
    late = [name for name in metrics.deadline_misses(schedule) if name.startswith("P")]
    assert [] == late


@given(reserved())
def test_a_server_gets_its_budget_in_every_period_while_it_wants_it(job):
    one = Job("S", 0, 300, deadline=job.deadline, budget=job.budget)
    schedule = simulate([one, Job("other", 0, 400)], BandwidthServer(), until=240)

    for start in range(0, 240 - job.deadline, job.deadline):
        assert job.budget == ran_in(schedule, "S", start, start + job.deadline)


@given(reserved())
def test_postponing_wastes_nothing(job):
    schedule = simulate([job], BandwidthServer("postpone"))

    assert 0 == sum(metrics.waiting(schedule).values())


def test_the_wakeup_rule_refuses_what_is_left_of_an_old_grant():
    """Budget 4 in 10. Left 3 at 1. At 6, 3 / 4 > 4 / 10: a fresh grant, due at 16."""
    job = Job("S", 0, bursts=(1, 5, 4), deadline=10, budget=4)
    schedule = simulate([job], BandwidthServer())

    due = [(note.time, note.value) for note in schedule.notes if note.name == "due"]
    assert (0, 10) == due[0]
    assert (6, 16) in due


def test_the_wakeup_rule_keeps_what_fits():
    """Budget 4 in 10. Left 1 at 3. At 4, 1 / 6 <= 4 / 10: one more tick, then throttled to 10."""
    job = Job("S", 0, bursts=(3, 1, 3), deadline=10, budget=4)

    assert "S 0-3, S 4-5, S 10-12" == str(simulate([job], BandwidthServer()))


def test_who_wakes_between_deadline_and_period_waits_for_the_period():
    """`dl_check_constrained_dl`: budget 2, due in 4, every 10."""
    first = Job("S#1", 0, bursts=(1, 5, 1), deadline=4, period=10, budget=2, task="S")

    assert "S#1 0-1, S#1 10-11" == str(simulate([first], BandwidthServer()))


def test_a_short_deadline_cuts_what_is_left_to_fit():
    """`update_dl_revised_wakeup`: budget 4, due in 8, every 20; 3 left; at 5, 4 / 8 * 3 = 1."""
    first = Job("S#1", 0, bursts=(1, 4, 3), deadline=8, period=20, budget=4, task="S")

    assert "S#1 0-1, S#1 5-6, S#1 20-22" == str(simulate([first], BandwidthServer()))


def test_a_yield_gives_the_rest_of_the_budget_up():
    job = Job("S", 0, bursts=(1, 0, 2), deadline=10, budget=4)

    schedule = simulate([job], BandwidthServer())
    assert "S 0-1, S 10-12" == str(schedule)
    granted = [(one.name, one.value) for one in schedule.notes if one.time == 10]
    assert [("budget", 4), ("due", 20)] == granted
    assert "S 0-3" == str(simulate([job], BandwidthServer("postpone")))


@pytest.mark.parametrize("job", [
    Job("S", 0, 1, budget=2), Job("S", 0, 1, budget=3, deadline=2, period=9, task="S"),
])  # fmt: skip
def test_a_reservation_that_cannot_be_is_refused(job):
    with pytest.raises(InvalidInput):
        simulate([job], BandwidthServer())


def test_the_figures_of_the_page_show_what_they_claim():
    assert ("P2#1",) == metrics.deadline_misses(model.periodic())[:1]
    assert () == metrics.deadline_misses(model.periodic(policy="EarliestDeadline"))
    throttled, postponed = model.bandwidth(), model.bandwidth(exhausted="postpone")
    assert 24 == metrics.ran(throttled)["greedy"]
    assert 40 == metrics.ran(postponed)["greedy"]
    for schedule in (throttled, postponed):
        assert not [n for n in metrics.deadline_misses(schedule) if n.startswith("control")]


# ------------------------------------------------------------------ how much the tests give away
def test_random_sets_pass_the_tests_in_order_of_their_precision():
    found = model.acceptance(tasks=4, sets=40, seed=3)

    for counts in zip(*found.accepted.values(), strict=True):
        assert counts == tuple(sorted(counts))
    assert {40} == set(found.accepted["EDF"])


def test_the_rough_bound_cuts_where_it_says():
    """For 3 tasks it is 0.7798: all sets of 75 % pass, none of 80 %."""
    found = model.acceptance(tasks=3, sets=20)

    passed = dict(zip(found.loads, found.accepted["Liu and Layland"], strict=True))
    assert (20, 0) == (passed[75], passed[80])


def test_random_sets_want_exactly_what_they_should():
    for load in (50, 73, 100):
        drawn = real_time._drawn(random.Random(1), 5, load)
        assert Fraction(load, 100) == model.utilization(drawn)


def test_pictures_of_the_tests_say_what_each_answers():
    alt = view.schedulability(model.periodic_tests()).alt

    assert "The tasks want 93.75 % of the CPU." in alt
    assert "RM, utilization, Liu and Layland: 0.94 against 0.83, cannot tell" in alt
    assert "EDF, utilization: 0.94 against 1, meets all" in alt
    alt = view.acceptance(model.acceptance()).alt
    assert "Liu and Layland lets fewer than half through from 80 % on" in alt
    assert "EDF lets half or more through up to 100 %" in alt
