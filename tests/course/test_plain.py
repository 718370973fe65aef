"""An answer is copied into plain data, whatever it pretends to be."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.course.plain import call_text, ordered, plain, shown
from oslab.errors import InvalidInput


class EqualToEverything:
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

    def __repr__(self):
        raise ValueError("no repr")


class Sly(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


json_plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(json_plain)
def test_plain_data_are_their_own_copy(value):
    assert plain(value) == value


@given(json_plain, st.integers(20, 300))
def test_what_is_shown_fits(value, width):
    assert len(shown(value, width)) <= width


@pytest.mark.parametrize(
    "value",
    [
        EqualToEverything(), [EqualToEverything()], math.nan, math.inf, {1, 2}, b"x", 1j,
        {"a": object()}, {(1, 2): 3}, print, "x" * 5_000_000,
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_is_not_plain_is_refused(value):
    with pytest.raises(InvalidInput, match="answer"):
        plain(value)


def test_a_circle_is_refused():
    circle = []
    circle.append(circle)
    with pytest.raises(InvalidInput, match="answer"):
        plain(circle)
    deep = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(InvalidInput, match="answer"):
        plain(deep)


def test_a_number_that_equals_everything_comes_back_as_a_number():
    copy = plain({"faults": Sly(3)})

    assert type(copy["faults"]) is int
    assert copy["faults"] != 4


def test_numbers_of_numpy_and_tuples_become_plain():
    assert plain((np.int64(3), np.float32(0.5), np.arange(3), np.bool_(True))) == [
        3, 0.5, [0, 1, 2], True,
    ]  # fmt: skip


def test_cases_are_sorted_by_length_and_told_apart():
    cases = [{"a": [1, 2]}, {"a": 9}, {"a": [1, 2]}, {"a": 1, "b": 2}, {"b": 2, "a": 1}]

    made = ordered(cases)

    assert made == [{"a": 9}, {"a": [1, 2]}, {"a": 1, "b": 2}]
    assert ordered(reversed(cases)) == made


@given(st.lists(st.dictionaries(st.text(max_size=3), json_plain, max_size=3), max_size=6))
def test_the_first_case_is_the_shortest(cases):
    lengths = [len(json.dumps(case, sort_keys=True)) for case in ordered(cases)]
    assert lengths == sorted(lengths)


@pytest.mark.parametrize("cases", [None, "ab", {"a": 1}, [7], [{1: 2}], [{"a": math.nan}]])
def test_cases_are_dicts_of_plain_data(cases):
    with pytest.raises(InvalidInput, match="cases"):
        ordered(cases)


def test_a_call_reads_as_it_is_typed():
    assert call_text("f", {"text": "it's", "n": [1, None, True]}) == (
        """f(text="it's", n=[1, None, True])"""
    )
    long = call_text("f", {"references": list(range(1000))})
    assert len(long) < 330
    assert long.startswith("f(references=[0, 1, 2,")
    assert long.endswith("998, 999])")


def test_what_is_not_plain_is_shown_by_its_type_alone():
    assert (
        shown([EqualToEverything(), 10**5000]) == "[<EqualToEverything>, a very large whole number]"
    )
