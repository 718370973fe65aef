"""The kernel's tables and its division without a division."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.scheduling.policies.weights import (
    INVERSES,
    WEIGHTS,
    calc_delta,
    calc_delta_fair,
    weight,
)

nanoseconds = st.integers(0, 10**15)


def test_the_inverses_are_two_to_the_32_by_the_weights_rounded():
    assert all(abs(2**32 / w - inverse) < 1 for w, inverse in zip(WEIGHTS, INVERSES, strict=True))
    assert 40 == len(WEIGHTS) == len(INVERSES)


def test_a_step_of_nice_is_about_a_quarter_more():
    steps = [high / low for high, low in pairwise(WEIGHTS)]

    assert 1.18 < min(steps)
    assert max(steps) < 1.30
    assert [15, 335, 1024, 88761] == [weight(nice) for nice in (19, 5, 0, -20)]


@pytest.mark.parametrize(
    ("delta", "share", "load", "answer"),
    [
        # Worked by hand through __calc_delta: factor = share * inverse, cut to 32 bits.
        (1_000_000, 1024, 335, 1_000_000 * (12_820_798 << 10 >> 2) >> 30),
        (6_000_000, 1024, 2048, 6_000_000 * (1024 * 2_097_151) >> 32),
        (10**9, 88_761, 15, 10**9 * (88_761 * 286_331_153 >> 13) >> 19),
        (3_000_000, 88_761, 88_776, 3_000_000 * (88_761 * 48_379) >> 32),
    ],
)
def test_the_digits_are_the_kernels(delta, share, load, answer):
    assert answer == calc_delta(delta, share, load)


@given(nanoseconds, st.sampled_from(WEIGHTS))
def test_virtual_time_is_within_a_few_millionths_of_exact(delta, load):
    exact = Fraction(delta * 1024, load)

    assert abs(calc_delta_fair(delta, load) - exact) <= 1 + exact / 40_000
    assert calc_delta_fair(delta, 1024) == delta


@given(nanoseconds, nanoseconds, st.sampled_from(WEIGHTS))
def test_charging_in_pieces_loses_less_than_a_nanosecond_a_piece(one, two, load):
    whole = calc_delta_fair(one + two, load)

    assert 0 <= whole - calc_delta_fair(one, load) - calc_delta_fair(two, load) <= 1
