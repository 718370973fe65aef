"""Records refuse what contradicts itself, and metrics read them whoever made them."""

import pytest

from oslab.errors import InvalidInput
from oslab.scheduling import Cpus, Fifo, Job, Schedule, Section, Slice, metrics, simulate
from oslab.scheduling.records import Event, hyperperiod, released

A, B = Job("A", 0, 3), Job("B", 1, 2)


@pytest.mark.parametrize(
    ("words", "argument"),
    [
        ({"burst": 0}, "burst"),
        ({"bursts": (1, 2)}, "bursts"),
        ({"bursts": (1, -1, 1)}, "bursts"),
        ({"bursts": (0, 1, 1)}, "bursts"),
        ({"burst": 5, "bursts": (1, 1, 1)}, "burst"),
        ({"burst": 1, "nice": 20}, "nice"),
        ({"burst": 1, "affinity": ()}, "affinity"),
        ({"burst": 9, "sections": (Section(0, 3, "x"), Section(1, 5, "y"))}, "sections"),
        ({"burst": 9, "sections": (Section(0, 5, "x"), Section(1, 2, "x"))}, "sections"),
        ({"burst": 4, "sections": (Section(2, 3, "x"),)}, "sections"),
    ],
)
def test_a_job_refuses_claims_that_make_no_sense(words, argument):
    with pytest.raises(InvalidInput) as refusal:
        Job("A", 0, **words)

    assert argument == refusal.value.argument


@pytest.mark.parametrize(
    "slices",
    [
        [Slice("A", 0, 0, 3), Slice("B", 0, 2, 4)],
        [Slice("A", 0, 3, 5), Slice("B", 0, 0, 2)],
        [Slice("A", 1, 0, 3)],
        [Slice("C", 0, 0, 3)],
        [Slice("A", 0, 3, 3)],
        [Slice("A", 0, 0, 3, "io")],
        [Slice("A", 0, 0.0, 3)],
        [Slice([], 0, 0, 3)],
        [Slice("A", [], 0, 3)],
        [("A", 0, 0, 3, "running")],
    ],
)
def test_a_schedule_refuses_slices_that_contradict_each_other(slices):
    with pytest.raises(InvalidInput):
        Schedule((A, B), tuple(slices))


def test_two_cpus_may_run_two_jobs_but_one_cpu_only_one():
    both = (Slice("A", 0, 0, 3), Slice("B", 1, 1, 3))

    assert 3 == Schedule((A, B), both, cpus=2).end
    with pytest.raises(InvalidInput):
        Schedule((A, B), (both[0], both[1]._replace(cpu=0)), cpus=2)


def test_a_trace_of_a_kernel_is_a_schedule_like_any_other():
    watched = Schedule(
        jobs=(Job("python", 0, 1_500), Job("kworker", 200, 300)),
        slices=(
            Slice("python", 0, 0, 1_000), Slice("kworker", 0, 1_000, 1_300),
            Slice("python", 0, 2_000, 2_500),
        ),
        blocked=(Slice("python", -1, 1_400, 2_000, "io"),),
        end=3_000, unit="ns", source="some machine",
    )  # fmt: skip

    assert {"python": 400, "kworker": 800} == metrics.waiting(watched)
    assert {"python": 2_500, "kworker": 1_100} == metrics.turnaround(watched)
    assert (((1_300, 2_000), (2_500, 3_000)),) == metrics.idle(watched)
    assert 0.6 == metrics.utilization(watched)
    assert {"python": 1, "kworker": 0} == metrics.preemptions(watched)
    assert 2 == metrics.switches(watched)


def test_a_job_that_has_not_ended_has_no_completion_but_goes_on_waiting():
    schedule = Schedule((Job("A", 0, 5), Job("B", 1, 5)), (Slice("A", 0, 0, 4),), end=4)

    assert {} == metrics.completion(schedule)
    assert {"A": 0, "B": 3} == metrics.waiting(schedule)
    assert {"A": 0} == metrics.response(schedule)


def test_a_periodic_job_is_released_before_the_end_and_misses_are_told():
    jobs = (Job("A", 0, 3, period=4), Job("B", 0, 2, period=6, deadline=4))

    schedule = simulate(jobs, Fifo(), until=12)
    assert ["A#1", "A#2", "A#3", "B#1", "B#2"] == [job.name for job in schedule.jobs]
    assert {"A", "B"} == {job.task for job in schedule.jobs}
    assert 12 == hyperperiod(jobs)
    assert ("B#1",) == metrics.deadline_misses(schedule)
    with pytest.raises(InvalidInput, match="A has a period"):
        released(jobs)


def test_the_index_of_jain_is_one_for_equals_and_falls_with_favour():
    alike = simulate([Job("A", 0, 4), Job("B", 9, 4)], Fifo())
    unlike = simulate([Job("A", 0, 4), Job("B", 0, 4)], Fifo())

    assert 1 == metrics.fairness(alike)
    assert 0.9 == metrics.fairness(unlike)  # rates 1 and 1/2: (3/2)^2 / (2 * 5/4)


def test_overhead_and_utilization_and_idleness_make_the_whole():
    schedule = simulate([A, Job("B", 9, 2)], Fifo(), Cpus(2), switch_cost=2)

    idle = sum(b - a for gaps in metrics.idle(schedule) for a, b in gaps)
    whole = schedule.end * schedule.cpus
    assert (
        whole == round((metrics.utilization(schedule) + metrics.overhead(schedule)) * whole) + idle
    )


def test_queue_lengths_step_up_and_down():
    schedule = simulate([A, B, Job("C", 1, 1)], Fifo())

    assert ((0, 0), (1, 2), (3, 1), (5, 0)) == metrics.queue_length(schedule)


def test_events_and_notes_must_be_in_order_of_time():
    with pytest.raises(InvalidInput):
        Schedule((A,), (Slice("A", 0, 0, 3),), events=(Event(2, "lock"), Event(1, "lock")))
