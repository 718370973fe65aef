"""Tags are handed out as Linux does, and the kernel switches as often as a word is passed."""

import importlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import affinity
from oslab.processes import measure, metrics, model, plots, view
from oslab.processes.records.context_switch import STEPS


# ------------------------------------------------------------------ the model
@pytest.mark.parametrize(
    ("tasks", "tags", "flushes"),
    [
        (2, 6, 0),  # both keep their tag: choose_new_asid finds ctx_id
        (6, 6, 0),
        (7, 6, 7),  # round robin over one tag too few recycles every one of them
        (12, 6, 12),
        (2, 1, 2),
        (3, 0, 3),  # no PCID: "need_flush = 1", arch/x86/mm/tlb.c
    ],
)
def test_a_round_flushes_only_without_a_tag_for_each(tasks, tags, flushes):
    record = model.context_switch(tasks=tasks, tags=tags)

    assert metrics.flushes(record) == flushes
    assert all(one.loads_cr3 for one in record.switches)


def test_threads_of_one_process_never_load_cr3():
    record = model.context_switch(kind="thread", tasks=9, tags=0)

    assert not any(one.loads_cr3 or one.flushes for one in record.switches)


@given(
    st.integers(2, 12),
    st.integers(0, 8),
    st.integers(0, 500),
    st.sampled_from(["process", "thread"]),
)
def test_a_flush_never_makes_a_switch_cheaper_and_parts_add_up(tasks, tags, pages, kind):
    arguments = {"kind": kind, "tasks": tasks, "pages": pages}
    record = model.context_switch(tags=tags, **arguments)
    best = model.context_switch(tags=4096, **arguments)

    assert metrics.switch_ns(record) >= metrics.switch_ns(best)
    assert set(metrics.step_ns(record)) == set(STEPS)
    assert len(record.switches) == tasks


def test_translations_of_all_tasks_share_one_tlb():
    fits = model.context_switch(tasks=2, pages=1024, tlb_entries=2048)
    exceeds = model.context_switch(tasks=2, pages=1025, tlb_entries=2048)

    assert [one.refills for one in fits.switches] == [0, 0]
    assert [one.refills for one in exceeds.switches] == [1025, 1025]


def test_a_flush_costs_the_walks_of_the_pages_touched():
    record = model.context_switch(tags=0, pages=100, refill_ns=3, switch_ns=1000, cr3_ns=200)

    assert metrics.switch_ns(record) == 1000 + 200 + 100 * 3


# ------------------------------------------------------------------ pictures
def test_the_picture_says_how_many_switches_flush():
    assert (
        "8 of 8 switches in a round flush, with 6 tags"
        in view.context_switch(model.context_switch(tasks=8)).alt
    )
    assert "no switch loads CR3" in view.context_switch(model.context_switch(kind="thread")).alt


def test_the_chart_draws_model_and_kernel():
    measured = measure.working_set(pages=(0, 8), round_trips=100, repeats=1)
    predicted = [
        model.context_switch(pages=pages, tags=tags) for pages in (0, 8) for tags in (0, 6)
    ]

    alt = plots.working_set(measured, predicted).alt

    assert "this kernel took" in alt
    assert "without tags" in alt


# ------------------------------------------------------------------ this kernel
@pytest.mark.kernel
@pytest.mark.parametrize("kind", ["process", "thread"])
@pytest.mark.parametrize("program", ["native", "python"])
def test_every_hop_on_one_cpu_is_a_switch(kind, program):
    one = measure.ping_pong(kind=kind, round_trips=500, program=program)

    # The far end may leave for good instead of switching after its last answer.
    assert one.voluntary + one.involuntary >= 2 * 500 - 1


@pytest.mark.kernel
def test_a_spinner_is_switched_only_against_its_will():
    voluntary, involuntary = measure.preemption(spinners=3, duration_ms=100)

    assert sum(involuntary.samples) > sum(voluntary.samples)


@pytest.mark.kernel
@pytest.mark.needs("perf")
def test_all_programs_answer_and_agree_on_what_they_measure():
    taken = measure.context_switch(round_trips=500, repeats=3)
    programs = {(one.conditions["program"], one.conditions["kind"]) for one in taken}

    assert programs == {
        (program, kind)
        for program in ("native", "python", "C", "perf bench")
        for kind in ("process", "thread")
    } | {("no switch", "either")}
    by = {(one.conditions["program"], one.conditions["kind"]): one.minimum for one in taken}
    # A wide band: both time the same two calls and one switch.
    assert 0.3 < by["native", "process"] / by["C", "process"] < 3
    assert by["no switch", "either"] < by["native", "process"]


@pytest.mark.kernel
def test_a_flush_makes_touches_dearer():
    (refill,) = measure.tlb_refill(pages=(1024,), repeats=9)

    assert refill.median > 0


def test_one_cpu_cannot_answer_across_cpus(monkeypatch):
    monkeypatch.setattr(affinity, "allowed", lambda: (0,))

    with pytest.raises(Unavailable, match="second CPU"):
        measure.context_switch(where="different CPUs")


def test_no_descriptor_and_no_child_is_left():
    before = len(list(Path("/proc/self/fd").iterdir()))

    measure.ping_pong(round_trips=10)

    assert len(list(Path("/proc/self/fd").iterdir())) == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_far_end_that_dies_is_reported_not_awaited(monkeypatch):
    module = importlib.import_module("oslab.processes.measure.ping_pong")

    def dies(*_):
        raise OSError("killed")

    monkeypatch.setattr(module, "_far", dies)

    for kind in ("process", "thread"):
        with pytest.raises(Unavailable):
            measure.ping_pong(kind=kind, round_trips=10)


def test_a_chart_needs_both_sides():
    with pytest.raises(InvalidInput):
        plots.working_set([], [model.context_switch()])
    with pytest.raises(InvalidInput):
        plots.working_set(measure.working_set(pages=(0,), round_trips=100, repeats=1), [])
