"""CFS, rule by rule, and its queue against a scan."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.scheduling import Cfs, Cpus, Eevdf, Job, metrics, simulate

from .conftest import Watched

workloads = st.lists(
    st.builds(
        lambda name, arrival, first, wait, last, nice: Job(
            f"J{name}", arrival, bursts=(first, wait, last), nice=nice
        ),
        st.integers(0, 10**9),
        st.integers(0, 9),
        st.integers(1, 9),
        st.integers(0, 9),
        st.integers(1, 9),
        st.integers(-20, 19),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda job: job.name,
)


def spinners(*nices):
    return [Job(f"J{i}", 0, 10**9, nice=nice) for i, nice in enumerate(nices)]


def turns(schedule, job):
    return [one.end - one.start for one in schedule.slices if one.job == job]


@pytest.mark.parametrize("tick", [None, 4_000])
@pytest.mark.parametrize(("nice", "share"), [(5, 0.7535), (10, 0.903), (1, 0.5553), (19, 0.98556)])
def test_shares_follow_the_weights(tick, nice, share):
    got = metrics.ran(
        simulate(spinners(0, nice), Cfs(unit=1_000, tick=tick), until=8_000_000, notes=False)
    )

    assert share == pytest.approx(got["J0"] / 8_000_000, abs=0.003)


@pytest.mark.parametrize(
    ("count", "cpus", "each"),
    [(2, 1, 3_000), (3, 1, 2_000), (8, 1, 750), (16, 1, 750), (2, 2, 6_000), (2, 4, 9_000)],
)
def test_a_turn_is_a_part_of_the_latency_and_never_less_than_the_granularity(count, cpus, each):
    """6 ms by as many as there are, 0.75 ms at least; both times 1 + log2 of the CPUs."""
    jobs = [Job(f"J{i}", 0, 10**9, affinity=(0,)) for i in range(count)]
    schedule = simulate(jobs, Cfs(unit=1_000), Cpus(cpus, "per_cpu"), until=200_000, notes=False)

    assert {each} == set(turns(schedule, "J0")[1:-1])


def test_the_schedulers_tick_ends_a_turn():
    schedule = simulate(spinners(0, 5), Cfs(unit=1_000, tick=4_000), until=100_000, notes=False)

    assert all(one.end % 4_000 == 0 for one in schedule.slices)


def start(**rules):
    """Return how far behind `min_vruntime` a newcomer stands beside two others, in ms."""
    jobs = [*spinners(0, 0), Job("new", 500_000, 10**6)]
    notes = simulate(jobs, Cfs(unit=1_000, **rules), until=500_001).notes
    low = [note.value for note in notes if note.name == "min_vruntime"][-1]
    return next(note.value for note in notes if note.job == "new") / 1_000 - low / 1_000


def test_a_newcomer_starts_a_slice_late():
    """place_entity with START_DEBIT: a third of 6 ms, for it is the third."""
    assert 2 == pytest.approx(start(), abs=0.01)
    assert 0 == pytest.approx(start(start_debit=False), abs=0.01)


@pytest.mark.parametrize(("gentle", "credit"), [(True, 3), (False, 6)])
def test_a_sleeper_comes_back_half_a_latency_early(gentle, credit):
    jobs = [*spinners(0), Job("I", 0, bursts=(1_000, 400_000, 1_000))]
    schedule = simulate(jobs, Cfs(unit=1_000, gentle_sleepers=gentle), until=500_000)
    wake = schedule.blocked[0].end
    at = [note for note in schedule.notes if note.time <= wake]
    low = [note.value for note in at if note.name == "min_vruntime"][-1]
    own = [note.value for note in at if note.job == "I"][-1]

    # min_vruntime goes on at once to the one who runs; it stood where the spinner was.
    assert credit == pytest.approx((low - own) / 1_000, abs=0.01)


@pytest.mark.parametrize(
    ("rules", "at_once"),
    [({}, True), ({"wakeup_preemption": False}, False), ({"wakeup_granularity": 5_000_000}, False)],
)
def test_who_wakes_takes_the_cpu_if_it_is_far_enough_behind(rules, at_once):
    """wakeup_preempt_entity: half a latency, 3 ms, is more than 1 ms and less than 5."""
    jobs = [*spinners(0), Job("I", 0, bursts=(10, 200, 10))]
    schedule = simulate(jobs, Cfs(unit=100_000, tick=40, **rules), until=500)
    wake = schedule.blocked[0].end

    assert at_once == (wake in [one.start for one in schedule.slices if one.job == "I"])


def test_with_more_than_eight_the_latency_stretches():
    """__sched_period: 16 times 0.75 ms, of which nice -5 gets 3121 / 18481."""
    schedule = simulate(spinners(-5, *[0] * 15), Cfs(unit=1_000), until=100_000, notes=False)

    assert {2_027} == set(turns(schedule, "J0")[1:-1])


def test_groups_compete_where_they_meet_when_one_wakes():
    """find_matching_se: it is nice 19, but what counts is how far behind its group is."""
    jobs = [*spinners(0), Job("I", 0, bursts=(10, 200, 10), nice=19, group="g")]
    schedule = simulate(jobs, Cfs(unit=100_000, tick=40, shares=(("g", 4096),)), until=500)
    wake = schedule.blocked[0].end

    assert wake in [one.start for one in schedule.slices if one.job == "I"]


def test_the_leftmost_that_yields_is_passed_over():
    """set_skip_buddy: B is 2 ms ahead of it, and less than a granularity of 3."""
    jobs = [Job("B", 0, 20), Job("A", 0, bursts=(1, 0, 9))]
    policy = Cfs(start_debit=False, wakeup_granularity=3_000_000)

    names = [(one.job, one.start) for one in simulate(jobs, policy).slices[:3]]
    assert [("B", 0), ("A", 3), ("B", 4)] == names


def test_who_yields_lets_the_next_go_first_once():
    jobs = [Job("A", 0, bursts=(1, 0, 1, 0, 9)), Job("B", 0, 20)]
    first = simulate(jobs, Cfs(start_debit=False)).slices

    assert [("A", 1), ("B", 3)] == [(one.job, one.end - one.start) for one in first[:2]]


@given(workloads, st.sampled_from([None, 1, 4]), st.booleans())
def test_the_leftmost_has_had_the_least_and_min_vruntime_never_goes_back(jobs, tick, debit):
    lows = []

    def look(now, queue):
        line = queue.root
        here = list(line.tree)
        assert line.load == sum(one.weight for one in [*here, *line.running])
        assert line.tree.leftmost is (here[0] if here else None)
        assert [one.vruntime for one in here] == sorted(one.vruntime for one in here)
        lows.append(line.low)

    simulate(jobs, Watched(Cfs(tick=tick, start_debit=debit), look))
    assert all(before <= after for before, after in pairwise(lows))


def test_groups_share_before_their_members_do():
    jobs = [
        Job("A", 0, 10**6, group="a"),
        Job("B", 0, 10**6, group="b"),
        Job("C", 0, 10**6, group="b"),
        Job("D", 0, 10**6, group="b/x", nice=5),
    ]
    got = metrics.ran(simulate(jobs, Cfs(), until=12_000, notes=False))
    heavy = metrics.ran(
        simulate(jobs, Cfs(shares=(("a", 3072), ("b/x", 2048))), until=12_000, notes=False)
    )

    assert {"A": 6000, "B": 2000, "C": 2000, "D": 2000} == pytest.approx(got, abs=12)
    assert {"A": 9000, "B": 750, "C": 750, "D": 1500} == pytest.approx(heavy, abs=12)


@pytest.mark.parametrize("policy", [Cfs(), Eevdf("6.6"), Eevdf("6.12"), Eevdf("6.18")])
def test_a_group_stays_while_one_of_it_is_left(policy):
    sleeper = Job("I", 0, bursts=(1, 5) * 20 + (1,), group="b")
    jobs = [Job("A", 0, 900, group="a"), Job("B", 0, 900, group="b"), sleeper]
    schedule = simulate(jobs, policy, until=400, notes=False)

    got = metrics.ran(schedule)
    assert 200 == pytest.approx(got["A"], abs=12)
    assert 21 == got["I"]


def test_groups_need_a_queue_of_each_cpu():
    with pytest.raises(InvalidInput, match="group"):
        simulate([Job("A", 0, 4, group="a"), Job("B", 0, 4)], Cfs(), 2)
