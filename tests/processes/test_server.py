"""A server in the model keeps the laws of queues; a real one is watched request by request."""

import dataclasses
import importlib
import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.processes import measure, metrics, model, plots, view
from oslab.processes.model import run_queues
from oslab.processes.records.server import Server


# ------------------------------------------------------------------ oracles, by hand
def test_one_thread_serves_first_come_first_served():
    record = model.serve(
        arrivals=(0, 1_000, 2_000), services=(5_000, 5_000, 1_000), threads=1, cpus=1, switch_ns=0
    )

    assert record.starts == (0, 5_000, 10_000)
    assert record.finishes == (5_000, 10_000, 11_000)
    assert record.involuntary == 0


def test_two_threads_on_one_cpu_take_turns():
    record = model.serve(
        arrivals=(0, 0), services=(3_000, 2_000), threads=2, cpus=1, quantum_ns=1_000, switch_ns=0
    )

    # 0: A, 1: B, 2: A, 3: B done, 4: A done
    assert record.finishes == (5_000, 4_000)
    assert record.involuntary == 3


def test_every_coming_on_pays_the_switch():
    record = model.serve(
        arrivals=(0, 0), services=(2_000, 1_000), threads=2, cpus=1, quantum_ns=1_000, switch_ns=100
    )

    assert record.finishes == (3_300, 2_200)


TWO_CPUS = {"cpus": 2, "switch_ns": 0, "quantum_ns": 100_000}


def test_an_idle_cpu_that_looks_at_once_leaves_nobody_waiting():
    record = model.serve(
        arrivals=(0, 0, 0, 0), services=(1_000, 8_000, 1_000, 8_000), threads=4,
        queues=model.Queues(one_a_cpu=True), **TWO_CPUS,
    )  # fmt: skip

    # Threads 0 and 2 begin on CPU 0, 1 and 3 on CPU 1. CPU 0 is done at 2000 and takes thread 3.
    assert record.finishes == (1_000, 8_000, 2_000, 10_000)
    assert metrics.stranded_ns(record) == 0


def test_an_idle_cpu_that_looks_at_ticks_leaves_a_thread_waiting_till_then():
    record = model.serve(
        arrivals=(0, 0, 0, 0), services=(1_000, 8_000, 1_000, 8_000), threads=4,
        queues=model.Queues(one_a_cpu=True, balance_ns=5_000), **TWO_CPUS,
    )  # fmt: skip

    # As above, but CPU 0 idles from 2000 to the tick at 5000.
    assert record.finishes == (1_000, 8_000, 2_000, 13_000)
    assert metrics.stranded_ns(record) == 3_000


@pytest.mark.parametrize(
    ("wake", "last_answer"),
    # Thread 2 last ran on CPU 0, busy until 9000; CPU 1 idles since 1000; the waker is on CPU 0.
    [("an idle CPU", 2_500), ("its last CPU", 10_000), ("the waker's CPU", 10_000)],
)
def test_a_woken_thread_whose_last_cpu_is_busy_goes_where_it_is_told(wake, last_answer):
    record = model.serve(
        arrivals=(0, 500, 1_500), services=(9_000, 500, 1_000), threads=3,
        queues=model.Queues(one_a_cpu=True, balance_ns=50_000, wake=wake), **TWO_CPUS,
    )  # fmt: skip

    assert record.finishes == (9_000, 1_000, last_answer)


def test_the_waker_moves_to_the_cpu_that_took_a_waiting_thread():
    record = model.serve(
        arrivals=(0, 0, 0, 0, 2_500), services=(9_000, 1_000, 1_000, 1_000, 1_000), threads=5,
        queues=model.Queues(one_a_cpu=True, balance_ns=2_000, wake="the waker's CPU"), **TWO_CPUS,
    )  # fmt: skip

    # Threads 2 and 3 wait on CPU 0, where the waker is; CPU 1, idle since 1000, takes thread 2
    # at 2000. Thread 4 last ran on CPU 0, which is busy, but now its waker is on CPU 1.
    assert record.finishes == (9_000, 1_000, 3_000, 7_000, 4_000)


def test_slices_end_at_ticks_only():
    record = model.serve(
        arrivals=(0, 0), services=(6_000, 6_000), threads=2, cpus=1, quantum_ns=1_400,
        queues=model.Queues(tick_ns=4_000), switch_ns=0,
    )  # fmt: skip

    # 0: A, 4000: B, 8000: A done at 10000, B goes on to 12000 and is done there.
    assert record.finishes == (10_000, 12_000)
    assert record.involuntary == 2


# ------------------------------------------------------------------ laws
drawn = st.builds(
    model.server,
    threads=st.integers(1, 40),
    cpus=st.integers(1, 4),
    load=st.floats(0.1, 1.5),
    service_ns=st.integers(1_000_000, 9_000_000),
    requests=st.integers(1, 80),
    switch_ns=st.integers(0, 500_000),
    shape=st.sampled_from(["fixed", "exponential"]),
    seed=st.integers(0, 99),
)
periods = st.sampled_from([0, 1_000, 2_500, 4_000])
queues = st.builds(
    model.Queues,
    one_a_cpu=st.booleans(), balance_ns=periods, wake=st.sampled_from(run_queues.WAKES),
    tick_ns=periods,
)  # fmt: skip


@st.composite
def given_requests(draw, most_cpus=4, most_ns=500):
    """What to ask `model.serve`, but for the queues."""
    due = draw(st.lists(st.integers(0, 20_000), min_size=1, max_size=30))
    work = draw(st.lists(st.integers(1, 5_000), min_size=len(due), max_size=len(due)))
    return {
        "arrivals": tuple(sorted(due)), "services": tuple(work), "quantum_ns": 1_000,
        "threads": draw(st.integers(1, 9)),
        "cpus": draw(st.integers(1, most_cpus)),
        "switch_ns": draw(st.integers(0, most_ns)),
    }  # fmt: skip


queued = st.builds(lambda asked, how: model.serve(queues=how, **asked), given_requests(), queues)
runs = drawn | queued


@given(runs)
def test_littles_law_holds_exactly(record):
    total = sum(metrics.latencies(record))

    assert math.isclose(metrics.mean_in_system(record) * max(record.finishes), total)


@given(runs)
def test_nobody_is_served_before_arriving_nor_by_more_threads_than_there_are(record):
    assert all(
        a <= b < c for a, b, c in zip(record.arrivals, record.starts, record.finishes, strict=True)
    )
    assert metrics.most_in_service(record) <= record.threads
    assert list(record.starts) == sorted(record.starts)


@given(st.integers(1, 30), st.integers(0, 50))
def test_work_is_conserved_without_switch_costs(threads, seed):
    """On one CPU the last answer does not depend on the pool: no policy makes work."""
    asked = {"cpus": 1, "load": 0.9, "requests": 60, "switch_ns": 0, "shape": "exponential"}

    assert max(model.server(threads=threads, seed=seed, **asked).finishes) == max(
        model.server(threads=1, seed=seed, **asked).finishes
    )


@given(given_requests(most_ns=0), queues)
def test_a_cpu_idles_beside_a_waiting_thread_only_while_nobody_looks(asked, how):
    """With one queue, or with CPUs that look at once, no CPU time is stranded."""
    record = model.serve(queues=dataclasses.replace(how, balance_ns=0), **asked)

    assert metrics.stranded_ns(record) == 0


@given(given_requests(most_cpus=1), queues)
def test_on_one_cpu_its_own_queue_is_the_shared_one(asked, how):
    shared, own = (
        model.serve(queues=dataclasses.replace(how, one_a_cpu=one), **asked)
        for one in (False, True)
    )

    assert shared == own


@given(queued)
def test_every_request_gets_its_work_and_no_cpu_works_twice_at_once(record):
    for begun, end, work in zip(record.starts, record.finishes, record.services, strict=True):
        assert end - begun >= work
    assert max(record.finishes) * record.cpus >= record.cpu_ns


def test_one_queue_a_cpu_lengthens_the_tail():
    shared, own = (model.queue_sweep(queues=how) for how in ("one for all", "one a CPU"))

    assert [one.threads for one in shared] == [one.threads for one in own]
    for one, two in zip(shared[2:], own[2:], strict=True):
        assert metrics.percentile(one) < metrics.percentile(two)


def test_many_threads_approach_processor_sharing():
    """M/M/1-PS: mean time = service / (1 - load). Harchol-Balter (2013), theorem 22.1 ff."""
    record = model.server(
        threads=1_000, cpus=1, load=0.7, shape="exponential", requests=50_000, switch_ns=0
    )

    assert statistics.mean(metrics.latencies(record)) / 4e6 == pytest.approx(1 / 0.3, rel=0.15)


def test_as_many_threads_as_cpus_is_the_queue_m_m_2():
    """M/M/2: mean time = service / (1 - load^2). Harchol-Balter (2013), chapter 14."""
    record = model.server(
        threads=2, cpus=2, load=0.7, shape="exponential", requests=50_000, switch_ns=0
    )

    assert statistics.mean(metrics.latencies(record)) / 4e6 == pytest.approx(1 / 0.51, rel=0.1)


def test_the_tail_worsens_with_threads_beyond_the_cpus():
    tails = [
        metrics.percentile(one) for one in model.server_sweep(threads=(2, 8, 32), requests=2000)
    ]

    assert tails == sorted(tails)
    assert tails[-1] > 1.3 * tails[0]


def test_the_same_question_has_the_same_answer():
    assert model.server(seed=3) == model.server(seed=3)
    assert model.server(seed=3) != model.server(seed=4)


def test_golden_run():
    assert model.server(threads=3, cpus=2, load=0.9, requests=5, seed=7) == Server(
        threads=3, cpus=2,
        arrivals=(1549021, 7079916, 7635109, 8786304, 9304503),
        starts=(1549021, 7079916, 7635109, 8786304, 11639109),
        finishes=(5551021, 11639109, 12641109, 14083916, 16643109),
        cpu_ns=20_000_000, voluntary=4, involuntary=2, services=(4_000_000,) * 5,
    )  # fmt: skip


# ------------------------------------------------------------------ numbers
def test_percentiles_are_nearest_ranks():
    record = Server(1, 1, (0,) * 100, (0,) * 100, tuple(range(1, 101)), 1, 0, 0)

    assert [metrics.percentile(record, share) for share in (0, 0.07, 0.5, 0.99, 1)] == [
        1, 7, 50, 99, 100,
    ]  # fmt: skip


def test_latency_counts_from_when_a_request_was_due():
    record = Server(1, 1, (0, 10), (0, 30), (30, 40), 40, 0, 0)

    assert metrics.latencies(record) == (30, 30)
    assert metrics.time_in_service(record) == (30, 10)
    assert metrics.throughput(record) == 2 * 1e9 / 40


def test_what_other_programs_took_is_not_stranded():
    """Two requests for 100 ns could use 200; 120 were used, others had 0.3 of two CPUs."""
    record = Server(2, 2, (0, 0), (0, 0), (100, 100), 120, 0, 0, others=0.3)

    assert metrics.stranded_ns(record) == 20
    assert metrics.stranded(record) == 0.1


def test_runs_of_one_pool_are_told_by_their_median():
    runs = [Server(size, 1, (0,), (0,), (end,), 1, 0, 0) for size, end in
            ((8, 5), (2, 9), (8, 50), (8, 7))]  # fmt: skip

    assert metrics.by_pool(runs) == {2: 9, 8: 7}


def test_the_picture_says_where_cpus_idle_beside_waiting_threads():
    shared, own = (
        view.server(model.queue_sweep(queues=how)).alt for how in ("one for all", "one a CPU")
    )

    assert "idle" not in shared
    assert own.endswith("With 32, CPUs idle beside waiting threads 10% of the time.")


def test_the_picture_names_the_shortest_tail():
    alt = view.server(model.server_sweep(threads=(1, 2, 32), requests=300)).alt

    assert alt.endswith("The shortest tail has 2 threads.")


# ------------------------------------------------------------------ this kernel
@pytest.fixture(scope="module")
def served():
    return measure.server(threads=(1, 16), requests=60, service_ns=2_000_000, seed=5)


@pytest.mark.kernel
def test_a_real_server_gets_the_requests_of_the_model(served):
    cpus = served[0].cpus
    due = model.arrivals(cpus=cpus, load=0.8, service_ns=2_000_000, requests=60, seed=5)

    for one in served:
        assert one.arrivals == due
        assert all(a <= b < c for a, b, c in zip(due, one.starts, one.finishes, strict=True))


@pytest.mark.kernel
def test_a_real_pool_holds_no_more_requests_than_it_has_threads(served):
    one, many = served

    assert metrics.most_in_service(one) == 1
    assert 1 < metrics.most_in_service(many) <= 16
    assert list(one.finishes) == sorted(one.finishes)


@pytest.mark.kernel
def test_littles_law_holds_of_the_real_server_too(served):
    for one in served:
        total = sum(metrics.latencies(one))
        assert math.isclose(metrics.mean_in_system(one) * max(one.finishes), total)


@pytest.mark.kernel
def test_the_chart_says_both_tails(served):
    predicted = [
        model.serve(
            arrivals=one.arrivals, services=(2_000_000,) * 60, threads=one.threads, cpus=one.cpus
        )
        for one in served
    ]

    assert "16 threads" in plots.server(served, predicted, predicted).alt


@pytest.mark.kernel
def test_the_least_disturbed_of_three_runs_is_kept(monkeypatch):
    module = importlib.import_module("oslab.processes.measure.server")
    shares = iter([0.9, 0.3, 0.5, 0.05])
    run = model.server(requests=1)
    monkeypatch.setattr(module, "_run", lambda *_: dataclasses.replace(run, others=next(shares)))

    first = measure.server(threads=(1, 2), requests=1)

    assert [one.others for one in first] == [0.3, 0.05]


# ------------------------------------------------------------------ nonsense
NONSENSE = ["", "x", float("nan"), float("inf"), -1, [], {}, object(), b"1", 10**30]


@pytest.mark.parametrize("seed", [-1, 0.5, None, "1"])
def test_a_seed_is_a_whole_number(seed):
    for function in (model.server, model.arrivals, model.services):
        with pytest.raises(InvalidInput):
            function(seed=seed)


@pytest.mark.parametrize(
    ("arrivals", "services"),
    [
        ((), ()),
        ((1,), (1, 2)),
        ((2, 1), (1, 1)),
        ((0,), (0,)),
        (None, (1,)),
        ((0.5,), (1,)),
        ("0", "1"),
    ],
)
def test_requests_must_come_in_order_and_need_work(arrivals, services):
    with pytest.raises(InvalidInput):
        model.serve(arrivals=arrivals, services=services, threads=1, cpus=1)


@pytest.mark.parametrize("argument", ["threads", "cpus", "quantum_ns", "switch_ns", "queues"])
def test_serve_refuses_nonsense_by_name(argument):
    good = {"arrivals": (0,), "services": (1,), "threads": 1, "cpus": 1}
    for value in NONSENSE:
        with pytest.raises(InvalidInput) as refused:
            model.serve(**{**good, argument: value})
        assert refused.value.argument == argument


def test_what_is_no_server_is_refused():
    functions = (
        metrics.latencies, metrics.percentile, metrics.time_in_service, metrics.throughput,
        metrics.mean_in_system, metrics.most_in_service, metrics.by_pool, metrics.stranded,
        metrics.stranded_ns, view.server,
    )  # fmt: skip
    for function in functions:
        for value in (*NONSENSE, None):
            with pytest.raises(InvalidInput):
                function(value)
    record = model.server(requests=3)
    for share in (-0.1, 1.1, "x", None, float("nan")):
        with pytest.raises(InvalidInput):
            metrics.percentile(record, share)
    with pytest.raises(InvalidInput):
        plots.server([record], [])
    with pytest.raises(InvalidInput):
        plots.server([record], [record], [1])
    with pytest.raises(InvalidInput):
        metrics.by_pool([record, 1])


def test_records_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        model.server(requests=1).threads = 2
