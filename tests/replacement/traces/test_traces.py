"""Traces are formulas: the same pages one by one, as a list, and as an array."""

import collections
import itertools
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.replacement import Lru, fast, simulate, traces
from oslab.replacement.fast.arithmetic import Arrays
from oslab.replacement.traces.arithmetic import Plain, lot
from oslab.replacement.traces.trace import KINDS, Trace

SEEDS = st.integers(0, 2**31)
FEW = st.integers(1, 40)
EXPONENTS = st.sampled_from([quarter / 4 for quarter in range(9)])
LENGTHS = st.integers(0, 300)
MADE = {
    "dataloader": st.one_of(
        st.builds(traces.dataloader, FEW, st.integers(1, 4), pages_each=st.integers(1, 3),
                  shuffle=st.booleans(), seed=SEEDS),
        st.builds(traces.dataloader, FEW, st.integers(1, 4), samples_per_page=FEW, seed=SEEDS),
    ),
    "drift": st.builds(traces.drift, LENGTHS, FEW, every=FEW, exponent=EXPONENTS, seed=SEEDS),
    "loop": st.builds(traces.loop, LENGTHS, FEW),
    "matrix": st.builds(
        traces.matrix, FEW, FEW, by=st.sampled_from(("rows", "columns")),
        passes=st.integers(1, 3), entry_bytes=FEW, page_bytes=st.integers(1, 5_000),
    ),
    "phases": st.builds(traces.phases, LENGTHS, FEW, sets=FEW, stay=FEW, seed=SEEDS),
    "scan": st.builds(traces.scan, LENGTHS, FEW, FEW, every=st.integers(2, 9), seed=SEEDS),
    "zipf": st.builds(traces.zipf, LENGTHS, FEW, exponent=EXPONENTS, seed=SEEDS),
}  # fmt: skip


def test_every_kind_is_tried():
    assert sorted(KINDS) == sorted(MADE)


@settings(max_examples=200)
@given(st.one_of(*MADE.values()))
def test_all_roads_to_a_trace_agree(trace):
    pages = trace.tolist()

    assert pages == fast.array(trace).tolist()
    assert pages == list(trace)
    assert pages == [trace[place] for place in range(len(trace))]
    assert tuple(pages[3:9:2]) == trace[3:9:2]
    assert pages == list(pickle.loads(pickle.dumps(trace)))
    assert all(page >= 0 for page in pages)


def test_long_traces_agree_too():
    trace = traces.zipf(50_000, 300_000, exponent=0.75, seed=9)

    assert trace.tolist() == fast.array(trace).tolist()


def test_a_trace_is_small_whatever_its_length():
    assert len(pickle.dumps(traces.zipf(2**31 - 1, 2**22))) < 300


def test_model_and_fast_path_take_a_trace():
    trace = traces.scan(500, 20, 100)

    assert simulate(trace, 9, Lru()).fault_count == fast.faults(trace, 9, Lru())


def test_the_generator_is_splitmix64():
    """Seed 0 of Vigna's splitmix64.c starts with these."""
    assert [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F] == [
        lot(0, place) for place in range(3)
    ]


def test_weights_of_zipf_are_one_over_the_rank():
    seen = collections.Counter(traces.zipf(60_000, 50).tolist())
    harmonic = sum(1 / rank for rank in range(1, 51))

    for page in (0, 1, 9, 49):
        expected = 60_000 / harmonic / (page + 1)
        assert abs(seen[page] - expected) < 5 * expected**0.5


def test_exponent_zero_favours_nobody():
    seen = collections.Counter(traces.zipf(60_000, 10, exponent=0).tolist())

    assert all(5_600 < count < 6_400 for count in seen.values())


def test_a_loop_goes_round():
    assert [0, 1, 2, 0, 1, 2, 0] == list(traces.loop(7, 3))


def test_every_fourth_of_a_scan_is_a_page_never_seen_before():
    pages = list(traces.scan(400, 10, 100))

    assert list(range(10, 110)) == pages[3::4]
    assert all(page < 10 for place, page in enumerate(pages) if place % 4 != 3)


def test_favourites_drift_out():
    pages = list(traces.drift(1_000, 5, every=10))

    assert all(place // 10 <= page < place // 10 + 5 for place, page in enumerate(pages))


def test_a_phase_stays_within_its_set():
    pages = list(traces.phases(600, 7, sets=3, stay=100))

    assert [0, 1, 2, 0, 1, 2] == [pages[at] // 7 for at in range(0, 600, 100)]
    assert all(len({page // 7 for page in pages[at : at + 100]}) == 1 for at in range(0, 600, 100))


def test_rows_run_along_pages_and_columns_across():
    along = list(traces.matrix(4, 1024, entry_bytes=4))
    across = list(traces.matrix(4, 1024, by="columns", entry_bytes=4))

    assert [0, 1, 2, 3] == [page for page, _ in itertools.groupby(along)]
    assert [0, 1, 2, 3] * 1024 == across
    assert sorted(along) == sorted(across)


def test_each_epoch_reads_every_sample_once_in_another_order():
    pages = list(traces.dataloader(200, 3, seed=5))
    epochs = [pages[at : at + 200] for at in (0, 200, 400)]

    assert [list(range(200))] * 3 == [sorted(epoch) for epoch in epochs]
    assert epochs[0] != epochs[1] != epochs[2] != epochs[0]
    assert list(range(200)) * 3 == list(traces.dataloader(200, 3, shuffle=False))


def test_samples_have_pages_or_share_them():
    several = list(traces.dataloader(5, 1, pages_each=3, seed=1))
    shared = list(traces.dataloader(12, 1, samples_per_page=4, seed=1))

    assert all(several[at + 1] == several[at] + 1 for at in (0, 1, 3, 4, 6))
    assert [0] * 4 + [1] * 4 + [2] * 4 == sorted(shared)


@pytest.mark.parametrize(
    ("call", "blamed"),
    [
        (lambda: traces.zipf(10, 0), "pages"),
        (lambda: traces.zipf(-1, 5), "length"),
        (lambda: traces.zipf(1, 5, exponent=0.3), "exponent"),
        (lambda: traces.scan(1, 5, 5, every=1), "every"),
        (lambda: traces.matrix(2**16, 2**16), "passes"),
        (lambda: traces.matrix(2, 2, by="diagonal"), "by"),
        (lambda: traces.dataloader(3, 1, pages_each=2, samples_per_page=2), "samples_per_page"),
        (lambda: traces.dataloader(2**20, 2**20), "epochs"),
        (lambda: Trace("zipf", 1, (1, 2)), "numbers"),
        (lambda: Trace("walk", 1, ()), "kind"),
        (lambda: traces.loop(3, 2).at(3), "place"),
    ],
)
def test_what_makes_no_trace_is_refused(call, blamed):
    with pytest.raises(InvalidInput) as error:
        call()

    assert blamed == error.value.argument


def test_a_place_beyond_the_end_is_no_index():
    with pytest.raises(IndexError):
        traces.loop(3, 2)[3]
    assert traces.loop(3, 2)[-1] == 0


def test_a_lot_on_the_edge_falls_to_the_next_rank_by_both_roads():
    lots = [0, 1, 2, 3, 4]
    ranks = [Plain().rank((1, 4), one) for one in lots]

    assert [0, 1, 1, 1, 2] == ranks
    assert ranks == Arrays().rank((1, 4), np.array(lots, np.uint64)).tolist()


def test_an_array_of_a_trace_holds_signed_numbers():
    assert np.int64 == fast.array(traces.loop(3, 2)).dtype
