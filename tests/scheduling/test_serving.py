"""Batches of inference requests: by hand, and against the engine that schedules jobs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.scheduling import Fifo, Job, ShortestJobFirst, metrics, model, simulate, view
from oslab.scheduling.records import Request

PLAIN = model.Device(step=1, each=0, prefill=None)
THREE = [Request("A", 0, 9, 4), Request("B", 0, 9, 2), Request("C", 0, 9, 2)]


# ------------------------------------------------------------------ by hand
def test_a_static_batch_holds_its_slots_until_the_last_is_done():
    served = model.serve(THREE, slots=2, batching="static", device=PLAIN)

    assert {"A": 4, "B": 2, "C": 6} == metrics.completion(served.schedule)
    assert {"A": 1, "B": 1, "C": 5} == metrics.first_token(served)
    assert 8 / 6 == metrics.token_rate(served)


def test_a_continuous_batch_fills_a_slot_as_soon_as_it_is_free():
    served = model.serve(THREE, slots=2, device=PLAIN)

    assert {"A": 4, "B": 2, "C": 4} == metrics.completion(served.schedule)
    assert {"A": 1, "B": 1, "C": 3} == metrics.first_token(served)
    assert "CPU 0: A 0-1 switching, A 1-4; CPU 1: B 0-1 switching, B 1-2, " \
           "C 2-3 switching, C 3-4" == str(served.schedule)  # fmt: skip


def test_steps_cost_what_the_device_says():
    """10 a step, 1 for each request, 10 for the prompt of 100 tokens: 21, then 22, then 12."""
    requests = [Request("A", 0, 100, 3), Request("B", 5, 100, 2)]
    served = model.serve(requests, slots=2)

    assert {"A": 21, "B": 43 - 5} == metrics.first_token(served)
    assert {"A": 55, "B": 55} == metrics.completion(served.schedule)
    assert {"A": (55 - 21) / 2, "B": 12} == metrics.token_gap(served)


def test_a_prompt_holds_up_everyone_who_writes():
    """The stall that chunked prefill spreads out: 1,000 tokens are 100 ticks for A, too."""
    alone = model.serve([Request("A", 0, 0, 9)], slots=2)
    beside = model.serve([Request("A", 0, 0, 9), Request("B", 30, 1_000, 2)], slots=2)

    late = metrics.completion(beside.schedule)["A"] - metrics.completion(alone.schedule)["A"]
    assert 100 + 1 + 1 == late


def test_a_static_batch_computes_its_padding():
    """B is done after two steps, but all four cost as much as two requests: 4 * (10 + 2)."""
    two = [Request("A", 0, 0, 4), Request("B", 0, 0, 2)]

    assert 48 == model.serve(two, slots=2, batching="static").schedule.end
    assert 46 == model.serve(two, slots=2).schedule.end


def test_shortest_first_believes_what_was_predicted():
    requests = [Request("long", 0, 0, 9), Request("short", 0, 0, 2)]
    wrong = [Request("long", 0, 0, 9, predicted=1), Request("short", 0, 0, 2, predicted=7)]

    for asked, first in ((requests, "short"), (wrong, "long")):
        served = model.serve(asked, slots=1, order="shortest", device=PLAIN)
        assert first == served.schedule.slices[0].job


# ------------------------------------------------------------------ laws
@st.composite
def streams(draw, most=10):
    rows = draw(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 40), st.integers(2, 15)),
                         min_size=1, max_size=most))  # fmt: skip
    return [Request(f"R{i}", *row) for i, row in enumerate(rows)]


@given(streams(), st.integers(1, 4), st.sampled_from(["first come", "shortest"]))
def test_where_a_step_is_a_tick_it_is_the_engine_with_a_cpu_a_slot(requests, slots, order):
    served = model.serve(requests, slots=slots, order=order, device=PLAIN)

    policy = Fifo() if order == "first come" else ShortestJobFirst()
    jobs = [Job(one.name, one.arrival, one.output) for one in requests]
    schedule = simulate(jobs, policy, cpus=slots)
    assert metrics.completion(schedule) == metrics.completion(served.schedule)
    begun = {name: ticks + 1 for name, ticks in metrics.response(schedule).items()}
    assert begun == metrics.first_token(served)


@given(streams(), st.integers(1, 4), st.integers(1, 12))
def test_continuous_is_later_than_static_by_less_than_a_step(requests, slots, step):
    """Where every step costs the same; it may have begun one just before the static batch."""
    device = model.Device(step=step, each=0, prefill=None)
    static, continuous = (
        metrics.completion(
            model.serve(requests, slots=slots, batching=kind, device=device).schedule
        )
        for kind in ("static", "continuous")
    )

    assert max(continuous[name] - static[name] for name in static) < step


def test_where_a_batch_costs_more_continuous_can_be_later():
    """So there is no such law with real costs: a guest in the batch slows its first one down."""
    requests = [Request("A", 0, 0, 10), Request("B", 1, 0, 10)]
    device = model.Device(step=10, each=10, prefill=None)
    static, continuous = (
        metrics.completion(model.serve(requests, slots=2, batching=kind, device=device).schedule)
        for kind in ("static", "continuous")
    )

    assert (200, 290) == (static["A"], continuous["A"])
    assert continuous["B"] < static["B"]


@given(streams(), st.sampled_from(["first come", "shortest"]))
def test_with_one_slot_the_two_are_the_same(requests, order):
    one = model.serve(requests, slots=1, batching="static", order=order)
    other = model.serve(requests, slots=1, batching="continuous", order=order)

    assert one.schedule.slices == other.schedule.slices


@given(streams(), st.integers(1, 4), st.sampled_from(["static", "continuous"]),
       st.sampled_from(["first come", "shortest"]), st.integers(0, 5))  # fmt: skip
def test_everyone_is_served_and_none_before_it_came(requests, slots, batching, order, each):
    device = model.Device(step=7, each=each, prefill=3)
    served = model.serve(requests, slots=slots, batching=batching, order=order, device=device)

    assert set(metrics.completion(served.schedule)) == {one.name for one in requests}
    assert min(metrics.first_token(served).values()) >= device.step
    for one in requests:
        assert metrics.token_gap(served)[one.name] >= device.step


def test_the_same_seed_is_the_same_stream_and_errors_change_guesses_alone():
    exact, guessed = model.serving(), model.serving(error=80)

    assert exact == model.serving()
    assert exact != model.serving(seed=2)
    assert [(a.arrival, a.output) for a in exact.requests] == [
        (b.arrival, b.output) for b in guessed.requests
    ]
    assert [a.length for a in exact.requests] != [b.length for b in guessed.requests]


def test_two_requests_of_one_name_are_refused():
    with pytest.raises(InvalidInput, match="requests"):
        model.serve([THREE[0], THREE[0]])


# ------------------------------------------------------------------ the figure
def test_the_figure_shows_what_the_page_says():
    """Leaving and joining between steps halves the wait; shortest first halves it again."""
    mean = {
        (kind, order): metrics.mean(metrics.first_token(model.serving(batching=kind, order=order)))
        for kind in ("static", "continuous")
        for order in ("first come", "shortest")
    }

    assert 2 * mean["continuous", "first come"] < mean["static", "first come"]
    assert mean["continuous", "shortest"] < mean["continuous", "first come"]


def test_the_picture_says_when_the_first_token_comes():
    served = model.serve(THREE, slots=2, device=PLAIN)
    alt = view.serving(served).alt

    assert "the first token comes after 2 ms on average (3 at worst), the last after 3;" in alt
    assert "2,000 tokens in 1,000 ms; the slots are empty for 0 % of the time." in alt
    assert len(view.serving(model.serving()).svg) < 9_000


def test_the_distribution_says_who_pays_for_shortest_first():
    """The mean falls, and the long requests wait longer than they ever did."""
    sweep = model.serving_sweep(gap_ms=60)
    first = {
        value: metrics.response(schedule)
        for value, schedule in zip(sweep.values, sweep.schedules, strict=True)
    }

    fair, short = first["continuous, first come"], first["continuous, shortest"]
    assert metrics.mean(short) < metrics.mean(fair)
    assert max(short.values()) > max(fair.values())
    alt = view.first_tokens(sweep).alt
    late = sorted(short.values())[197]  # 198 of 200 waited no longer
    assert f"continuous, shortest: mean {metrics.mean(short):,.0f}, p99 {late:,}." in alt


def test_the_sweep_serves_one_stream():
    sweep = model.serving_sweep(requests=10)

    assert 1 == len({tuple((job.name, job.arrival) for job in one.jobs) for one in sweep.schedules})
    assert sweep.schedules[0] == model.serving(
        batching="static", order="first come", requests=10
    ).schedule  # fmt: skip
