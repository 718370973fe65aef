"""The interpreter lock: the model against arithmetic, the kernel against the model's order."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oslab import recording
from oslab.errors import InvalidInput
from oslab.processes import measure, metrics, model, plots, view
from oslab.processes.records.gil import BLOCKED, HOLDS, OUTSIDE, WAITS

programs = st.fixed_dictionaries(
    {
        "threads": st.integers(1, 6),
        "cpus": st.integers(1, 6),
        "python_percent": st.integers(0, 100),
        "section_us": st.integers(100, 9_000),
        "switch_interval_us": st.integers(1, 20_000),
    }
)


def overlaps(timeline, states):
    """The most threads that were in one of `states` at the same time."""
    edges = sorted(
        edge
        for span in timeline.spans
        if span.state in states
        for edge in ((span.end_us, -1), (span.start_us, 1))
    )
    most = now = 0
    for _, step in edges:
        now += step
        most = max(most, now)
    return most


@settings(max_examples=60, deadline=None)
@given(programs)
def test_one_thread_holds_the_lock_and_no_more_run_than_there_are_cpus(program):
    timeline = model.gil(**program, work_us=20_000)

    assert overlaps(timeline, {HOLDS}) <= 1
    assert overlaps(timeline, {HOLDS, OUTSIDE}) <= program["cpus"]


@settings(max_examples=60, deadline=None)
@given(programs)
def test_every_thread_does_all_its_work_and_is_always_in_one_state(program):
    timeline = model.gil(**program, work_us=20_000)
    rounds = 20_000 // program["section_us"]
    work = rounds * program["section_us"]

    for thread in range(program["threads"]):
        done = metrics.lock_time(timeline, HOLDS, thread) + metrics.lock_time(
            timeline, OUTSIDE, thread
        )
        assert work == done
        spans = sorted((s.start_us, s.end_us) for s in timeline.spans if s.thread == thread)
        assert spans[0][0] == 0
        assert all(a[1] == b[0] for a, b in pairwise(spans))


@settings(max_examples=40, deadline=None)
@given(programs)
def test_threads_never_gain_more_than_the_cpus_or_the_lock_allow(program):
    timeline = model.gil(**program, work_us=20_000)
    hold = program["section_us"] * program["python_percent"] // 100
    bound = min(program["threads"], program["cpus"])
    if hold:
        bound = min(bound, program["section_us"] / hold)

    assert metrics.lock_gain(timeline) <= bound + 1e-9


@pytest.mark.parametrize(
    ("percent", "cpus", "end_us"),
    [
        (100, 2, 80_000),  # the lock serves two threads of 40 ms one after the other
        (0, 2, 40_000),  # no lock needed, a CPU for each
        (0, 1, 80_000),  # no lock needed, one CPU
        (50, 2, 42_000),  # in step after the first half section of 2 ms
    ],
)
def test_two_threads_end_when_arithmetic_says(percent, cpus, end_us):
    assert end_us == model.gil(threads=2, cpus=cpus, python_percent=percent).end_us


def test_pure_python_changes_hands_once_every_switch_interval():
    timeline = model.gil(threads=2, python_percent=100, work_us=40_000)
    held = [(s.thread, s.start_us) for s in timeline.spans if s.state == HOLDS]

    assert [(i % 2, 5_000 * i) for i in range(15)] == held[:15]
    assert 5_000 == metrics.longest_stretch(timeline, WAITS, 1)


def test_an_io_thread_waits_one_interval_for_each_answer():
    timeline = model.convoy(
        spinners=1, requests=4, compute_us=200, io_us=1_000, switch_interval_us=5_000
    )

    # From the second request on; the first finds the lock free.
    assert 3 * 5_000 == metrics.lock_time(timeline, WAITS, 0)
    assert 4 * 1_000 == metrics.lock_time(timeline, BLOCKED, 0)
    assert 4 * 1_200 + 3 * 5_000 == timeline.end_us


def test_alone_an_io_thread_never_waits():
    assert 0 == metrics.lock_time(model.convoy(spinners=0), WAITS, 0)


def test_the_lock_lets_more_through_than_amdahl_says():
    curve = model.speedup(python_percent=50, cpus=2, workers=4)

    assert 4 / 3 == pytest.approx(metrics.speedup_line(curve, "Amdahl")[3])
    assert metrics.speedup_line(curve, "threads, simulated")[3] > 1.9
    assert (1, 2, 2, 2) == metrics.speedup_line(curve, "lock never idle")


def test_pictures_say_what_was_found():
    assert "1.00 times the work of one" in view.gil(model.gil()).alt
    assert "waited 15 ms for the lock" in view.gil(model.convoy()).alt
    assert "Amdahl's law 1.33" in view.speedup(model.speedup()).alt


@pytest.mark.parametrize("simulate", [model.gil, model.convoy, model.speedup])
def test_a_live_figure_stays_small(simulate):
    draw = view.speedup if simulate is model.speedup else view.gil

    assert len(draw(simulate()).svg) < 6_000


@pytest.mark.parametrize("wrong", [0, -1, 1.5, "2", None, True, 10**9])
def test_nonsense_is_refused_by_name(wrong):
    with pytest.raises(InvalidInput, match="threads"):
        model.gil(threads=wrong)
    with pytest.raises(InvalidInput, match="workers"):
        measure.speedup(workers=(wrong,))


@pytest.mark.kernel
def test_the_lock_keeps_threads_of_python_from_running_at_once():
    taken = measure.speedup(workers=(3,), rounds=15, repeats=2)

    def runnable(kind, how):
        return plots.chosen(
            taken, quantity="runnable workers", kind=kind, how=how, workers=3
        ).median

    assert runnable("pure Python", "threads") < runnable("GIL-releasing", "threads")
    assert runnable("pure Python", "threads") < runnable("pure Python", "processes")


@pytest.mark.kernel
def test_one_worker_is_one_runnable_worker():
    taken = measure.speedup(kinds=("pure Python",), workers=(1,), rounds=10, repeats=2)

    for how in ("threads", "processes"):
        one = plots.chosen(taken, quantity="runnable workers", how=how)
        assert 0.5 < one.median < 1.1


@pytest.mark.kernel
def test_a_spinning_thread_delays_an_io_thread_by_the_switch_interval():
    taken = measure.convoy(spinners=(0, 1), requests=10, repeats=2)

    def request(spinners, interval):
        return plots.chosen(taken, spinners=spinners, switch_interval_us=interval).median

    assert request(0, 5_000) < request(1, 5_000)
    assert request(1, 1_000) < request(1, 5_000)
    assert 5e6 < request(1, 5_000)  # it asks after the interval, never before


@pytest.mark.kernel
def test_the_table_of_gains_has_a_row_for_each_kind_of_work_and_worker():
    taken = measure.speedup(kinds=("pure Python",), workers=(1, 2), rounds=5, repeats=1)
    table = plots.speedup_table(taken)

    point = plots.speedup_at(
        taken, model.speedup(python_percent=100), kind="pure Python", workers=2
    )

    assert ("work", "workers", "gain of 2", "could run, of 2") == table.columns
    assert (1, 2) == (point["model: Amdahl"], point["model: processes"])
    assert {"threads", "processes"} < set(point)
    with pytest.raises(InvalidInput, match="workers"):
        plots.speedup_at(taken, model.speedup(workers=1), kind="pure Python", workers=2)
    assert [("pure Python", "threads"), ("pure Python", "processes")] == [r[:2] for r in table.rows]


def test_the_chart_without_the_lock_says_both_speed_ups():
    taken = recording.load("processes.free_threading").measurements

    alt = plots.free_threading(taken, {True: 1.0, False: 2.0}).alt

    assert "with the lock" in alt
    assert "without" in alt
    assert 2 == alt.count("predicted")
    with pytest.raises(InvalidInput, match="predicted"):
        plots.free_threading(taken, {True: 1.0})
