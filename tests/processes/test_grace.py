"""Grace: what a preempted job loses, in the model and in a real child."""

import contextlib

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.processes import measure, metrics, model, view
from oslab.processes.measure.grace import _resumed_at
from oslab.processes.records.grace import Grace, Notice, spans_of

nonsense = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9), st.lists(st.text())
)
plans = st.fixed_dictionaries(
    {
        "notice": st.integers(0, 40), "grace": st.integers(0, 12), "interval": st.integers(1, 9),
        "save": st.integers(1, 7), "on_term": st.sampled_from(["save", "ignore", "default"]),
        "atomic": st.booleans(),
    }
)  # fmt: skip


@given(plans)
def test_a_job_never_keeps_what_it_has_not_done(plan):
    record = model.grace(**plan)
    ticks = record.spans[-1].end if record.spans else 0

    assert 0 <= record.steps_saved <= record.steps_done
    assert ticks <= plan["notice"] + plan["grace"]
    assert sum(s.end - s.start for s in record.spans if s.kind == "step") == record.steps_done
    assert 0 <= metrics.kept_share(record) <= 1


@given(plans)
def test_a_job_that_exits_by_itself_loses_nothing(plan):
    record = model.grace(**plan)
    if record.ended_by == "":
        assert metrics.lost_steps(record) == 0
    if plan["on_term"] != "save":
        assert record.ended_by != ""


@given(plans)
def test_a_grace_as_long_as_a_save_is_always_enough(plan):
    """A save that is under way when the notice comes covers every step done."""
    plan |= {"on_term": "save", "grace": plan["save"]}

    assert model.grace(**plan).ended_by == ""


@given(plans)
def test_with_rename_at_most_one_interval_is_lost(plan):
    plan |= {"atomic": True, "on_term": "default"}

    assert metrics.lost_steps(model.grace(**plan)) <= plan["interval"]


def test_writing_in_place_can_lose_everything():
    plan = {"notice": 17, "grace": 2, "interval": 5, "save": 3}

    assert 1 == metrics.lost_steps(model.grace(**plan, atomic=True))
    assert 11 == metrics.lost_steps(model.grace(**plan, atomic=False))


@pytest.mark.kernel
@settings(max_examples=60)
@given(plans)
def test_a_real_job_does_what_the_model_says(plan):
    assert model.grace(**plan) == measure.grace(**plan)


@pytest.mark.kernel
def test_no_process_or_file_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = psutil.Process().children(recursive=True)
    measure.grace(grace=1)

    assert before == psutil.Process().children(recursive=True)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.kernel
def test_a_checkpoint_with_other_weights_is_noticed(tmp_path):
    place = tmp_path / "checkpoint"
    place.write_text('{"step": 3, "weights": [1.0, 2.0]}')

    with pytest.raises(RuntimeError, match="step 3"):
        _resumed_at(place, 5)


def test_the_view_says_what_was_lost():
    kept = view.grace(model.grace())
    lost = view.grace(model.grace(grace=2))

    assert "11 steps done, 11 kept, 0 lost; exited with status 0" in kept.alt
    assert "11 steps done, 10 kept, 1 lost; ended by SIGKILL" in lost.alt
    assert "SIGKILL</text>" in lost.svg
    assert "SIGKILL</text>" not in kept.svg


@given(st.data())
def test_nonsense_is_refused_by_name(data):
    names = ("notice", "grace", "interval", "save", "on_term", "atomic")
    chosen = {name: data.draw(nonsense) for name in data.draw(st.sets(st.sampled_from(names)))}
    with contextlib.suppress(InvalidInput):
        assert isinstance(model.grace(**chosen), Grace)
    with contextlib.suppress(InvalidInput):
        Notice(*(data.draw(nonsense) for _ in names))
    value = data.draw(nonsense)
    for noun in (metrics.lost_steps, metrics.kept_share, view.grace):
        with pytest.raises(InvalidInput):
            noun(value)
    with contextlib.suppress(InvalidInput):
        spans_of(value)


def test_a_measurement_refuses_what_the_model_refuses():
    for wrong in ({"notice": -1}, {"save": 0}, {"on_term": "pray"}, {"atomic": 1}):
        with pytest.raises(InvalidInput):
            measure.grace(**wrong)
