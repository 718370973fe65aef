"""Stepping through a schedule shows the queue that the policy really had."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.scheduling import POLICIES, metrics, model, view
from oslab.scheduling.records import Moment

LINE = "A 0 3+4+2, B 1 6, C 2 2, D 20 3"


def test_round_robin_puts_who_ran_behind_those_who_waited():
    moments = [model.moment(step=step, jobs="A 0 3, B 1 3, C 2 1", quantum=2) for step in range(4)]

    assert ["A", "A", "B", "C"] == [one.running for one in moments]
    assert [(), ("B",), ("C", "A"), ("A", "B")] == [one.queue for one in moments]
    assert ("A is put back", "C arrives", "B runs") == moments[2].happened
    assert {"A": 1, "B": 1, "C": 1} == moments[3].left


def test_the_other_tie_rule_turns_the_line_around():
    assert ("A", "C") != model.moment(step=2, jobs="A 0 3, B 1 3, C 2 1", quantum=2).queue
    moment = model.moment(step=2, jobs="A 0 3, B 1 3, C 2 1", quantum=2, tie="preempted_first")

    assert ("A", "C") == moment.queue


def test_a_step_past_the_end_is_the_end():
    last = model.moment(step=1_000, jobs=LINE)

    assert last.step == last.steps - 1
    assert last.now == last.schedule.end
    assert ("", ()) == (last.running, last.queue)


@given(st.sampled_from(sorted(POLICIES)), st.integers(0, 20), st.integers(1, 6))
def test_who_stands_in_line_is_who_the_schedule_says_is_ready(policy, step, quantum):
    one = model.moment(step=step, jobs=LINE, policy=policy, quantum=quantum)
    ready = {
        name
        for name, gaps in metrics.ready(one.schedule).items()
        for start, end in gaps
        if start <= one.now < end
    }
    running = {row.job for row in one.schedule.slices if row.start <= one.now < row.end}

    assert ready == set(one.queue)
    assert running == {one.running} - {""}
    assert sum(one.left.values()) <= sum(sum(job.bursts[::2]) for job in one.schedule.jobs)


def test_the_picture_says_what_happened_and_who_is_next():
    drawn = view.moment(model.moment(step=2, jobs="A 0 3, B 1 3, C 2 1", quantum=2))

    assert "Step 2 of 6, tick 2: A is put back; C arrives; B runs." in drawn.alt
    assert "in line: C (1 left), A (1 left)" in drawn.alt
    assert len(drawn.svg) < 6_000


def test_a_moment_contradicts_nobody():
    good = model.moment(step=2, jobs=LINE)
    fields = ("schedule", "now", "step", "steps", "running", "queue", "left", "happened")
    values = {name: getattr(good, name) for name in fields}

    assert Moment(**values) == good
    for name, wrong in (("running", "nobody"), ("queue", ("nobody",)), ("left", {}), ("now", -1)):
        with pytest.raises(InvalidInput, match=name):
            Moment(**{**values, name: wrong})
