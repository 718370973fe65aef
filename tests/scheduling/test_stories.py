"""The small models behind the live figures, and what their pictures say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.scheduling import metrics, model, view
from oslab.scheduling.records import Sweep


# ------------------------------------------------------------------ the quantum
def test_a_small_quantum_answers_early_and_ends_late():
    sweep = model.quantum_sweep(jobs="A 0 5, B 0 5, C 0 5", largest=5)
    respond = [metrics.mean(metrics.response(one)) for one in sweep.schedules]
    last = [metrics.mean(metrics.turnaround(one)) for one in sweep.schedules]

    # OSTEP 7.7: response 1 and turnaround 14 with turns of 1; 5 and 10 when jobs run through.
    assert (respond[0], last[0]) == (1, 14)
    assert (respond[-1], last[-1]) == (5, 10)


def test_switches_cost_what_they_are_said_to_cost():
    sweep = model.quantum_sweep(jobs="A 0 4, B 0 4", largest=4, switch_cost=1)

    assert [7, 3, 3, 1] == [round(one.end * metrics.overhead(one)) for one in sweep.schedules]
    assert "Quantum 1: response" in view.quantum_sweep(sweep).alt


# ------------------------------------------------------------------ priorities
def test_without_aging_the_patient_job_never_runs_and_with_it_it_ends():
    hopeless = model.starvation(urgent=5)
    aged = model.starvation(urgent=5, every=4)

    assert metrics.ran(hopeless)["patient"] == 0
    assert metrics.ran(aged)["patient"] == 8


def test_a_job_that_stops_just_before_its_turn_ends_keeps_the_top_level():
    old, new, boosted = (
        model.feedback(io_resets=True), model.feedback(io_resets=False),
        model.feedback(io_resets=False, boost=40),
    )  # fmt: skip
    took = [metrics.shares(one)["gamer"] for one in (old, new)]
    batch = [metrics.shares(one)["batch"] for one in (old, new)]

    assert took[0] > 0.7
    assert took[1] < 0.4
    assert batch[1] > 3 * batch[0]
    assert {note.time for note in boosted.notes if note.value == 0} >= {40, 80, 120}


def test_levels_are_cut_where_the_job_sank():
    drawn = view.levels(model.feedback(gamer=False, boost=0, quantum=5))

    assert "batch has 90% of the CPU (5 at level 1, 5 at level 2, 125 at level 3)" in drawn.alt
    with pytest.raises(InvalidInput, match="feedback queue"):
        view.levels(model.starvation())


# ------------------------------------------------------------------ tickets
@given(
    st.integers(1, 9), st.integers(1, 9), st.integers(1, 9), st.integers(1, 4), st.integers(10, 200)
)
def test_stride_is_never_more_than_a_turn_a_job_off(a, b, c, quantum, until):
    run = model.proportional(policy="Stride", a=a, b=b, c=c, quantum=quantum, until=until)

    assert max(abs(tick) for line in metrics.ahead(run).values() for tick in line) <= 3 * quantum


def test_what_one_is_ahead_another_is_behind():
    lines = metrics.ahead(model.proportional(seed=3))

    assert all(abs(sum(each)) < 1e-9 for each in zip(*lines.values(), strict=True))
    assert all(line[0] == 0 for line in lines.values())


def test_turns_ignore_tickets():
    run = model.proportional(policy="RoundRobin", a=5, b=2, c=1)

    assert {"A": 40, "B": 40, "C": 40} == metrics.ran(run)
    assert "A got 33.3% of its 62.5%" in view.entitlement(run).alt


# ------------------------------------------------------------------ guesses
def test_the_guesses_are_those_of_the_textbook():
    # Silberschatz et al., 10th ed., figure 5.4.
    assert (10, 8, 6, 6, 5, 9, 11, 12) == model.guesses().guesses
    assert metrics.guess_error(model.guesses()) == pytest.approx(24 / 7)


@pytest.mark.parametrize("words", ["", "6 x", "6 -1", "1001", "٣", " ".join(["1"] * 41)])
def test_words_that_are_no_bursts_are_refused(words):
    with pytest.raises(InvalidInput, match="bursts"):
        model.guesses(bursts=words)


# ------------------------------------------------------------------ traffic
def test_all_policies_do_the_same_work_and_knowing_most_is_best_on_average():
    sweep = model.traffic(requests=150)
    times = {
        name: metrics.mean(metrics.turnaround(one))
        for name, one in zip(sweep.values, sweep.schedules, strict=True)
    }

    assert len({sum(metrics.ran(one).values()) for one in sweep.schedules}) == 1
    assert min(times, key=times.get) == "shortest left"
    assert times["turns of 1"] < times["first come"]


def test_another_error_changes_the_guesses_alone():
    exact, rough = (model.traffic(requests=50, error=error).schedules[3] for error in (0.0, 3.0))

    assert [(job.arrival, job.burst) for job in exact.jobs] == [
        (job.arrival, job.burst) for job in rough.jobs
    ]
    assert all(job.priority == job.burst for job in exact.jobs)
    assert exact.slices != rough.slices


def test_a_percentile_is_a_value_that_occurred():
    values = {str(number): number for number in range(1, 101)}

    assert [1, 50, 99, 100] == [metrics.percentile(values, s) for s in (0, 0.5, 0.99, 1)]


def test_a_sweep_has_one_schedule_a_value():
    one = model.schedule()

    for values in ((), ("a", "a"), ("a",)):
        with pytest.raises(InvalidInput, match="values"):
            Sweep("quantum", values, (one, one))
    with pytest.raises(InvalidInput, match="quanta"):
        view.quantum_sweep(model.traffic(requests=20))
    assert "first come: mean" in view.responses(model.traffic(requests=20)).alt
