"""A long job ahead of short ones, and a task that wakes beside hogs: the models' arithmetic."""

import pytest

from oslab.errors import InvalidInput
from oslab.measurement import Machine, Measurement
from oslab.scheduling import Job, RoundRobin, metrics, model, plots, simulate

MACHINE = Machine("Imaginary 9000", 2, 1 << 30, "6.18", "x86_64", "bare metal", "3.12.1")


def shorts(run):
    return [ticks / 1_000 for name, ticks in metrics.turnaround(run).items() if name != "long"]


def test_first_come_first_served_makes_every_short_one_wait_for_the_long_one():
    assert [150_000] * 4 == shorts(model.convoy(policy="Fifo"))
    assert [2_000] * 4 == shorts(model.convoy(policy="ShortestRemainingFirst"))


@pytest.mark.parametrize(
    ("before_ms", "renew", "answer"),
    [(0, True, 100_000), (150, True, 100_000), (0, False, 100_000), (150, False, 50_000)],
)
def test_a_turn_that_outlives_sleep_ends_sooner(before_ms, renew, answer):
    run = model.convoy(policy="RoundRobin", before_ms=before_ms, renew=renew)

    assert [answer] * 4 == shorts(run)


def test_a_kept_turn_is_used_up_by_running_alone():
    jobs = [Job("A", bursts=(3, 2, 3)), Job("B", 1, 9)]

    assert str(simulate(jobs, RoundRobin(quantum=4, renew=False))) == (
        "A 0-3, B 3-7, A 7-8, B 8-12, A 12-14, B 14-15"
    )
    assert str(simulate(jobs, RoundRobin(quantum=4))) == "A 0-3, B 3-7, A 7-10, B 10-15"


def test_a_feedback_queue_forgets_the_sleeper_unless_it_boosts():
    forgotten, boosted = (
        metrics.answers(model.interactive(policy="MultiLevelFeedback", boost=boost), "work")
        for boost in (0, 100_000)
    )

    assert max(forgotten) > 20_000
    assert sorted(boosted)[25] == 1_000


def test_an_answer_counts_from_arrival_or_waking():
    run = simulate([Job("A", 0, 4), Job("B", 1, bursts=(1, 2, 1))], RoundRobin(quantum=2))

    assert "A 0-2, B 2-3, A 3-5, B 5-6" == str(run)
    assert (2, 1) == metrics.answers(run, "B")
    with pytest.raises(InvalidInput, match="job"):
        metrics.answers(run, "C")


def test_answers_are_drawn_beside_every_model():
    taken = [
        Measurement("a", (1.0, 2.0, 9.0), "ms", "m", MACHINE, {"hogs": hogs, "run_us": 1000})
        for hogs in (1, 2)
    ]
    drawn = plots.answers(taken, {"turns": (2.0, 6.0), "levels": (1.0, 1.0)})

    assert "turns says 2.00, 6.00; levels says 1.00, 1.00; this kernel took 2.00, 2.00" in drawn.alt
    for wrong in ({}, {"turns": (1.0,)}, {1: (1.0, 2.0)}):
        with pytest.raises(InvalidInput, match="predictions"):
            plots.answers(taken, wrong)
