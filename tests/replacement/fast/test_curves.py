"""One pass gives every size: the curve is LRU's by both roads, and a sample knows its error."""

import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.replacement import Lru, fast, simulate
from oslab.replacement.fast import curves, pages

FIXTURES = settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
TRACES = st.one_of(
    st.lists(st.integers(-(2**63), 2**63 - 1), max_size=80),
    st.lists(st.integers(0, 12), max_size=200),
    st.lists(st.integers(0, 200), max_size=400),
)


@pytest.fixture(params=["numba", "numpy"])
def road(request, monkeypatch):
    monkeypatch.setattr(pages, "LONG", 0 if request.param == "numba" else 2**31)


@pytest.mark.usefixtures("road")
@FIXTURES
@given(TRACES)
def test_the_curve_is_lru_at_every_size(references):
    curve = fast.fault_curve(references)
    distinct = len(set(references))

    assert distinct + 1 == len(curve)
    assert len(references) == curve[0]
    for frames in range(1, distinct + 1):
        expected = simulate(references, frames, Lru(), notes=False).fault_count
        assert expected == curve[frames]


@pytest.mark.parametrize("spread", [1, 2**40 + 1])
def test_a_long_curve_is_the_same_by_both_roads(spread, monkeypatch):
    references = np.random.default_rng(5).geometric(0.001, 150_000) * spread
    compiled = fast.fault_curve(references)
    monkeypatch.setattr(pages, "LONG", 2**31)

    assert np.array_equal(compiled, fast.fault_curve(references))


def test_slots_move_together_when_they_run_out():
    references = np.concatenate((np.arange(3_000), np.tile(np.arange(70), 2_000)))
    curve = fast.fault_curve(references)

    assert len(references) > pages.LONG
    for frames in (1, 69, 70, 71, 3_000):
        assert curve[frames] == fast.faults(references, frames, Lru())


def test_ratios_are_faults_over_references():
    assert [1.0, 1.0, 1.0, 0.5] == fast.miss_ratio_curve([1, 2, 3, 1, 2, 3]).tolist()


def test_no_references_have_no_ratio():
    with pytest.raises(InvalidInput, match="references"):
        fast.miss_ratio_curve([])
    with pytest.raises(InvalidInput, match="references"):
        fast.shards([])


def _zipf(count, distinct, seed):
    weights = np.cumsum(2**32 // np.arange(1, distinct + 1))
    lots = np.random.default_rng(seed).integers(0, weights[-1], count)
    return np.searchsorted(weights, lots, side="right") * 0x5851F42D


def test_a_sample_of_everything_is_exact():
    references = _zipf(30_000, 3_000, 1)

    sample = fast.shards(references, 1)

    assert np.array_equal(fast.miss_ratio_curve(references), sample.ratios)
    assert (0.0, len(references)) == (sample.error, sample.references)


@pytest.mark.parametrize("rate", [0.5, 0.2, 0.05])
def test_the_stated_error_is_about_the_error(rate):
    """Over many seeds the mean error is neither hidden nor exaggerated."""
    references = _zipf(60_000, 30_000, 2)
    exact = fast.miss_ratio_curve(references)
    stated, found = [], []
    for seed in range(12):
        sample = fast.shards(references, rate, seed=seed)
        both = min(len(exact), len(sample.ratios))
        stated.append(sample.error)
        found.append(float(np.abs(sample.ratios[:both] - exact[:both]).mean()))

    assert 0.3 < np.mean(found) / np.mean(stated) < 1.5
    assert max(found) < 4 * np.mean(stated)


def test_a_smaller_sample_states_a_larger_error():
    references = _zipf(60_000, 30_000, 3)

    assert fast.shards(references, 0.5).error < fast.shards(references, 0.02).error


def test_the_sample_is_a_share_of_the_pages_and_a_seed_chooses_it():
    references = np.arange(40_000)
    one, again, other = (fast.shards(references, 0.1, seed=seed) for seed in (1, 1, 2))

    assert 3_700 < one.pages < 4_300
    assert (one.pages, one.error) == (again.pages, again.error)
    assert one.pages != other.pages


@pytest.mark.parametrize("rate", [0, 1.1, -1, "1", None, float("nan")])
def test_rates_beyond_all_and_nothing_are_refused(rate):
    with pytest.raises(InvalidInput) as error:
        fast.shards([1, 2], rate)

    assert error.value.argument == "rate"


def test_a_sample_without_pages_is_refused():
    with pytest.raises(InvalidInput, match="fall into the sample"):
        fast.shards([1], 1e-15)


def test_numpy_alone_finds_the_same_distances(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)
    pages._loaded.cache_clear()
    references = np.tile(np.arange(100), 300)
    curve = fast.fault_curve(references)
    pages._loaded.cache_clear()

    assert (len(references), 100) == (curve[99], curve[100])
    assert [100, *[0] * 99, 29_900] == curves._distances(references).tolist()
