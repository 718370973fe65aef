"""The fast path is the model: for every policy, every parameter and every trace."""

import random
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.replacement import POLICIES, fast, simulate
from oslab.replacement.fast import counting, pages
from oslab.replacement.policies import (
    ActiveInactive,
    Aging,
    Arc,
    Clock,
    Fifo,
    Lfu,
    Lru,
    Mru,
    MultiGeneration,
    Nru,
    Optimal,
    Random,
    S3Fifo,
    SecondChance,
    Sieve,
    TwoQ,
)

MADE = {
    "ActiveInactive": st.builds(ActiveInactive),
    "Aging": st.builds(Aging, interval=st.integers(1, 9), bits=st.integers(1, 9)),
    "Arc": st.just(Arc()),
    "Clock": st.builds(Clock, bit_on_load=st.booleans(), advance=st.booleans()),
    "Fifo": st.just(Fifo()),
    "Lfu": st.builds(
        Lfu, tie=st.sampled_from(("least_recent", "first_loaded")), remember=st.booleans()
    ),
    "Lru": st.just(Lru()),
    "Mru": st.just(Mru()),
    "MultiGeneration": st.builds(MultiGeneration),
    "Nru": st.builds(Nru, interval=st.integers(1, 9)),
    "Optimal": st.just(Optimal()),
    "Random": st.builds(Random, seed=st.integers(0, 99)),
    "S3Fifo": st.builds(
        S3Fifo,
        small=st.integers(1, 99),
        ghost=st.integers(1, 300),
        threshold=st.integers(1, 3),
    ),
    "SecondChance": st.builds(SecondChance, bit_on_load=st.booleans()),
    "Sieve": st.just(Sieve()),
    "TwoQ": st.builds(TwoQ, newcomers=st.integers(1, 100), remembered=st.integers(1, 300)),
}
COMPILED = sorted(policy.__name__ for policy in counting._LOOPS)


def _chance(seed, span, length):
    draw = random.Random(seed)
    return [min(draw.randrange(span), draw.randrange(span)) for _ in range(length)]


def _loop(low, length, times):
    return [*range(low, low + length)] * times


@st.composite
def traces(draw):
    """Loops, scans and drift between bursts of chance: what sets policies apart."""
    span = draw(st.integers(2, 40))
    chance = st.builds(_chance, st.integers(0, 2**32), st.just(span), st.integers(60, 300))
    loops = st.builds(_loop, st.integers(0, span), st.integers(1, span), st.integers(1, 4))
    pieces = draw(st.lists(st.one_of(chance, chance, loops), min_size=1, max_size=5))
    stretch, shift = draw(st.sampled_from(((1, 0), (1, -7), (2**40 + 1, -(2**45)), (4096, 2**62))))
    return [page * stretch + shift for piece in pieces for page in piece]


@pytest.fixture
def always_compiled(monkeypatch):
    monkeypatch.setattr(pages, "LONG", 0)


@pytest.fixture
def without_numba(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)
    pages._loaded.cache_clear()
    yield
    pages._loaded.cache_clear()


def test_every_policy_is_asked():
    assert sorted(MADE) == sorted(POLICIES)


@pytest.mark.usefixtures("always_compiled")
@pytest.mark.parametrize("name", sorted(MADE))
def test_a_fast_count_is_the_models(name):
    @settings(max_examples=100)
    @given(traces(), st.integers(0, 99), MADE[name])
    @example([], 0, POLICIES[name]())
    def equal(references, percent, policy):
        frames = 1 + len(set(references)) * percent // 90  # now and then all pages fit
        expected = simulate(references, frames, policy, notes=False).fault_count

        assert expected == fast.faults(np.array(references, np.int64), frames, policy)

    equal()


@pytest.mark.parametrize("name", COMPILED)
def test_a_long_trace_counts_the_same_by_both_roads(name, monkeypatch):
    references = np.random.default_rng(7).geometric(0.002, 30_000) * 2**33
    compiled = fast.faults(references, 300, POLICIES[name]())
    monkeypatch.setattr(pages, "LONG", len(references) + 1)

    assert fast.faults(references, 300, POLICIES[name]()) == compiled


@pytest.mark.usefixtures("without_numba")
def test_without_numba_the_model_counts():
    references = np.arange(25_000) % 50

    assert pages.native("queues", pages.LONG) is None
    assert fast.faults(references, 49, Lru()) == 25_000
    assert fast.faults(references, 50, Lru()) == 50


def test_any_kind_of_integers_is_taken():
    references = [3, 1, 2, 3, 1, 4]
    kinds = [np.int8, np.uint16, ">i4", np.int64, np.uint64]
    arrays = [np.array(references, kind) for kind in kinds]

    for given_ in (references, tuple(references), *arrays, np.array(references * 2)[::2][:3]):
        expected = simulate(list(map(int, given_)), 2, Lru(), notes=False).fault_count
        assert expected == fast.faults(given_, 2, Lru())


@pytest.mark.parametrize(
    "wrong",
    [
        [1.0],
        ["1"],
        [True],
        [None],
        [2**63],
        np.array([2**63], np.uint64),
        np.array([1.5]),
        np.array([True]),
        np.array([[1]]),
        3,
        None,
        "12",
        {1: 2},
    ],
)
def test_what_is_no_page_is_refused(wrong):
    with pytest.raises(InvalidInput) as error:
        fast.faults(wrong, 2, Lru())

    assert error.value.argument == "references"


def test_the_policy_and_the_frames_are_checked_before_anything_is_counted():
    with pytest.raises(InvalidInput, match="frames"):
        fast.faults([1], 0, Lru())
    with pytest.raises(InvalidInput, match="policy"):
        fast.faults([1], 1, Lru)


@pytest.mark.usefixtures("always_compiled")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(traces())
def test_numbers_follow_the_order_of_first_touch(references):
    order = list(dict.fromkeys(references))

    ids, count = pages.numbered(references)

    assert len(order) == count
    assert [order.index(page) for page in references] == ids.tolist()


@pytest.mark.usefixtures("without_numba")
def test_numpy_numbers_pages_alike():
    ids, count = pages.numbered([70, -5, 70, 2**62])

    assert (3, [0, 1, 0, 2]) == (count, ids.tolist())


def test_many_scattered_pages_outgrow_the_first_table():
    references = np.random.default_rng(1).integers(-(2**63), 2**63 - 1, 100_000)
    references = np.concatenate((references, references[::-1]))

    ids, count = pages.numbered(references)

    assert count == len(np.unique(references))
    assert np.array_equal(ids[:100_000], ids[:99_999:-1])


def test_machine_code_is_kept_outside_the_source():
    from oslab.replacement.fast.native import kernel

    folder = kernel._cache()

    assert folder is None or "oslab" in folder
    fast.faults(np.arange(pages.LONG), 3, Lru())
    source = pages.native("queues", pages.LONG).__file__
    assert not list(Path(source).parent.rglob("*.nb[ci]"))
