"""A wrong question is answered by its argument, its value and what is allowed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import (
    InvalidInput,
    OslabError,
    Unavailable,
    require,
    require_choice,
    require_choices,
    require_number,
    require_whole,
)


def test_a_wrong_question_names_argument_value_and_what_is_allowed() -> None:
    error = InvalidInput("quantum", 0, "at least 1")
    assert str(error) == "quantum=0: must be at least 1"
    assert (error.argument, error.value, error.allowed) == ("quantum", 0, "at least 1")


def test_a_long_value_is_cut_and_kept() -> None:
    error = InvalidInput("text", "x" * 1000, "short")
    assert len(str(error)) < 110
    assert error.value == "x" * 1000


def test_a_machine_that_cannot_answer_names_what_would_help() -> None:
    error = Unavailable("io_uring", "Use Linux 5.1 or newer.")
    assert str(error) == "io_uring is not available here. Use Linux 5.1 or newer."
    assert (error.what, error.remedy) == ("io_uring", "Use Linux 5.1 or newer.")


def test_callers_may_catch_either_family() -> None:
    assert issubclass(InvalidInput, ValueError)
    assert issubclass(InvalidInput, OslabError)
    assert issubclass(Unavailable, OslabError)
    assert not issubclass(Unavailable, ValueError)


def test_require_passes_what_holds_and_stops_what_does_not() -> None:
    require(True, "x", 1, "1")
    with pytest.raises(InvalidInput, match="x=2: must be 1"):
        require(False, "x", 2, "1")


@given(st.integers(), st.none() | st.integers(), st.none() | st.integers())
def test_a_whole_number_passes_exactly_within_its_bounds(
    value: int, low: int | None, high: int | None
) -> None:
    inside = (low is None or value >= low) and (high is None or value <= high)
    if inside:
        assert require_whole("n", value, low, high) == value
        assert require_number("n", value, low, high) == value
    else:
        for ask in (require_whole, require_number):
            with pytest.raises(InvalidInput):
                ask("n", value, low, high)


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_a_float_is_a_number_if_it_is_finite_and_never_a_whole_one(value: float) -> None:
    with pytest.raises(InvalidInput):
        require_whole("n", value)
    if math.isfinite(value):
        assert require_number("n", value) == value
    else:
        with pytest.raises(InvalidInput):
            require_number("n", value)


@pytest.mark.parametrize("value", [True, False, None, "1", b"1", [1], {}, 1j, object()])
def test_what_only_looks_like_a_number_is_none(value: object) -> None:
    for ask in (require_whole, require_number):
        with pytest.raises(InvalidInput, match="n="):
            ask("n", value)


@pytest.mark.parametrize(
    ("low", "high", "allowed"),
    [
        (1, 9, "a whole number from 1 to 9"),
        (1, None, "a whole number of at least 1"),
        (None, 9, "a whole number of at most 9"),
        (None, None, "a whole number"),
    ],
)
def test_the_message_says_the_bounds(low: int | None, high: int | None, allowed: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        require_whole("n", "x", low, high)
    assert caught.value.allowed == allowed


def test_a_whole_number_beyond_every_float_is_not_finite() -> None:
    assert require_whole("n", 10**400) == 10**400
    with pytest.raises(InvalidInput, match="finite"):
        require_number("n", 10**400)


def test_a_choice_is_one_of_the_texts() -> None:
    assert require_choice("kind", "a", iter(("a", "b"))) == "a"
    for value in ("c", "", 1, None, ["a"]):
        with pytest.raises(InvalidInput, match="one of 'a', 'b'"):
            require_choice("kind", value, ("a", "b"))


@pytest.mark.parametrize("values", [[], "ab", {"a"}, None, ["a", "c"], ["a", 1]])
def test_several_choices_are_refused_unless_each_is_known(values: object) -> None:
    with pytest.raises(InvalidInput):
        require_choices("order", values, ("a", "b"))  # type: ignore[arg-type]


def test_several_choices_are_returned_as_they_came() -> None:
    assert require_choices("order", ["b", "a", "b"], ("a", "b")) == ("b", "a", "b")
