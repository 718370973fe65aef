"""The ladder's model and the search for knees, on ladders whose answer is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.memory import metrics, model
from oslab.memory.records.ladder import Knee, Level, Plateau

SIZES = [4 << k for k in range(12)]
LEVELS = [Level("L1", 32, 1.0), Level("L2", 1024, 4.0)]


def test_a_ring_one_line_too_large_finds_nothing_under_lru() -> None:
    assert (1.0, 4.0, 100.0) == model.ladder([32, 33, 1025], LEVELS, 100.0)


def test_random_replacement_keeps_the_share_that_fits() -> None:
    (half,) = model.ladder([64], LEVELS, 100.0, rule="share")
    assert half == pytest.approx(0.5 * 1 + 0.5 * 4)
    (far,) = model.ladder([2048], LEVELS, 100.0, rule="share")
    assert far == pytest.approx(32 / 2048 + 4 * (1024 - 32) / 2048 + 50)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=20))
def test_keeping_a_share_is_never_worse_than_keeping_the_last(sizes: list[int]) -> None:
    step = model.ladder(sizes, LEVELS, 100.0)
    share = model.ladder(sizes, LEVELS, 100.0, rule="share")
    assert all(1 - 1e-9 <= b <= a + 1e-9 for a, b in zip(step, share, strict=True))


def test_the_plateaus_of_a_staircase_are_its_steps() -> None:
    latencies = model.ladder(SIZES, LEVELS, 100.0)

    expected = (Plateau(4, 32, 1.0), Plateau(64, 1024, 4.0), Plateau(2048, 8192, 100.0))
    assert expected == metrics.plateaus(SIZES, latencies)


def test_the_knees_of_a_staircase_stand_where_the_levels_end() -> None:
    found = metrics.knees(SIZES, model.ladder(SIZES, LEVELS, 100.0), LEVELS)

    assert [(32, 64), (1024, 2048)] == [(one.found, one.next_found) for one in found]
    assert all(one.agrees and one.ratio == 1 for one in found)


def test_noise_below_the_tolerance_makes_no_knee() -> None:
    latencies = [1.0, 1.1, 0.9, 1.05, 4.0, 4.3, 3.9, 4.2, 4.1, 100.0, 104.0, 98.0]

    assert [32, 1024] == [one.found for one in metrics.knees(SIZES, latencies, LEVELS)]


def test_a_level_without_a_knee_says_why() -> None:
    flat = metrics.knees(SIZES, [5.0] * 12, [Level("L3", 256)], reason="It is shared.")[0]
    beyond = metrics.knees(SIZES, [5.0] * 12, [Level("L3", 1 << 20)])[0]

    assert (None, None, False) == (flat.found, flat.ratio, flat.agrees)
    assert flat.why.endswith("It is shared.")
    assert "8,192" in beyond.why
    assert "no knee" in str(beyond)


def test_a_knee_far_from_a_level_is_not_its_own() -> None:
    (found,) = metrics.knees(SIZES, model.ladder(SIZES, LEVELS[:1], 9.0), [Level("L2", 1024)])

    assert found.found is None


def test_a_knee_is_given_to_one_level_only() -> None:
    levels = [Level("a", 512), Level("b", 1500)]
    found = metrics.knees(SIZES, model.ladder(SIZES, LEVELS[1:], 100.0), levels)

    assert 1 == sum(one.found is not None for one in found)


@given(
    st.lists(st.integers(1, 10**9), min_size=2, max_size=20, unique=True),
    st.lists(st.floats(0.1, 1000), min_size=20, max_size=20),
)
def test_plateaus_never_overlap(sizes: list[int], latencies: list[float]) -> None:
    sizes = sorted(sizes)
    found = metrics.plateaus(sizes, latencies[: len(sizes)])
    edges = [edge for one in found for edge in (one.first, one.last)]
    assert sorted(edges) == edges
    assert set(edges) <= set(sizes)


@pytest.mark.parametrize(
    ("sizes", "latencies"),
    [([1], [1.0]), ([2, 1], [1.0, 1.0]), ([1, 2], [1.0]), ([1, 2], [1.0, 0]), (None, [1.0])],
)
def test_what_is_no_ladder_is_refused(sizes: object, latencies: object) -> None:
    with pytest.raises(InvalidInput):
        metrics.plateaus(sizes, latencies)  # type: ignore[arg-type]


def test_records_refuse_nonsense() -> None:
    for ask in (
        lambda: Level("", 1),
        lambda: Level("L1", 0),
        lambda: Plateau(2, 1, 1.0),
        lambda: Knee("L1", 1, 0, None, "why"),
        lambda: Knee("L1", 1, None, None, ""),
        lambda: model.ladder([1], [Level("L1", 1)], 1.0),
        lambda: model.ladder([1], LEVELS[::-1], 1.0),
    ):
        with pytest.raises(InvalidInput):
            ask()
