"""A measurement keeps every sample, and its summary follows from them alone."""

from __future__ import annotations

import itertools
import json
import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.measurement import (
    Machine,
    Measurement,
    Relation,
    by_condition,
    largest_gap,
    readable,
    require_measurements,
)

MACHINE = Machine("Imaginary 9000", 1.5, 3 << 30, "6.8.0", "x86_64", "bare metal", "3.12.1")
NUMBERS = st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
WORDS = st.text(min_size=1).filter(lambda text: text.strip() != "")


def measured(*samples: float) -> Measurement:
    return Measurement("switch", samples, "us", "by imagination", MACHINE)


machines = st.builds(
    Machine, WORDS, st.floats(0.01, 512), st.integers(1, 2**50), WORDS, WORDS, WORDS, WORDS
)
measurements = st.builds(
    Measurement,
    name=WORDS,
    samples=st.lists(NUMBERS, min_size=1, max_size=20).map(tuple),
    unit=WORDS,
    method=WORDS,
    machine=machines,
    conditions=st.dictionaries(st.text(), st.text() | NUMBERS | st.booleans(), max_size=5),
)


@given(measurements)
def test_json_gives_the_measurement_back_without_loss(taken: Measurement) -> None:
    again = Measurement.from_json(taken.to_json())
    assert again == taken
    assert [type(one) for one in again.samples] == [type(one) for one in taken.samples]
    assert str(again) == str(taken)


@given(measurements)
def test_the_interval_holds_the_median_and_ends_in_samples(taken: Measurement) -> None:
    low, high = taken.interval
    assert low in taken.samples
    assert high in taken.samples
    assert low <= taken.median <= high
    assert taken.minimum <= low


def covered(n: int, k: int) -> float:
    """The chance that a median is between the k-th smallest and k-th largest of n, by counting.

    Each sample falls below the median as a fair coin falls; the interval misses
    when fewer than k fall on one side.
    """
    tosses = [sum(toss) for toss in itertools.product((0, 1), repeat=n)]
    return sum(k <= below <= n - k for below in tosses) / len(tosses)


@pytest.mark.parametrize("n", range(1, 15))
def test_the_interval_is_the_narrowest_that_is_right_nineteen_times_of_twenty(n: int) -> None:
    right = [k for k in range(1, n // 2 + 1) if covered(n, k) >= 0.95]
    k = max(right, default=1)
    assert measured(*range(n)).interval == (k - 1, n - k)


def test_with_few_samples_the_interval_is_everything_seen() -> None:
    assert measured(5, 1, 3, 2, 4).interval == (1, 5)
    assert measured(7).interval == (7, 7)


@given(st.lists(NUMBERS, min_size=1, max_size=30))
def test_median_and_minimum_are_those_of_the_samples(samples: list[float]) -> None:
    taken = measured(*samples)
    assert taken.median == statistics.median(samples)
    assert taken.minimum == min(samples)


def test_it_prints_as_name_median_unit_interval_and_count() -> None:
    assert str(measured(3, 1, 2)) == "switch: 2 us (1 to 3, 3 samples)"
    assert str(measured(0.00123)) == "switch: 0.00123 us (0.00123 to 0.00123, 1 samples)"


def test_a_machine_prints_on_one_line() -> None:
    assert str(MACHINE) == (
        "Imaginary 9000, 1.5 CPUs, 3 GiB, Linux 6.8.0 x86_64, bare metal, Python 3.12.1"
    )


def test_samples_and_conditions_are_copies() -> None:
    samples, conditions = [1.0, 2.0], {"pages": 8}
    taken = Measurement("x", samples, "us", "m", MACHINE, conditions)  # type: ignore[arg-type]
    samples.append(9.0)
    conditions["pages"] = 9
    assert taken.samples == (1.0, 2.0)
    assert taken.conditions == {"pages": 8}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", None), ("unit", " "), ("method", 3), ("samples", ()),
        ("samples", "123"), ("samples", (1, math.nan)), ("samples", (math.inf,)),
        ("samples", ("1",)), ("samples", (True,)), ("samples", 3), ("machine", "mine"),
        ("conditions", [1]), ("conditions", None),
    ],
)  # fmt: skip
def test_a_malformed_measurement_is_refused(field: str, value: object) -> None:
    fields: dict[str, object] = {
        "name": "x", "samples": (1.0,), "unit": "us", "method": "m", "machine": MACHINE,
    }  # fmt: skip
    with pytest.raises(InvalidInput, match=field):
        Measurement(**(fields | {field: value}))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "7", '{"machine": 3}', None, b"{}"])
def test_what_is_no_measurement_is_refused(text: object) -> None:
    with pytest.raises(InvalidInput):
        Measurement.from_json(text)  # type: ignore[arg-type]


def test_a_measurement_with_a_field_too_many_is_refused() -> None:
    fields = json.loads(measured(1).to_json()) | {"median": 1}
    with pytest.raises(InvalidInput, match="text="):
        Measurement.from_json(json.dumps(fields))


def test_a_relation_says_whether_it_holds_here() -> None:
    assert repr(Relation("a thread is cheaper", True)) == "Holds here: a thread is cheaper"
    assert str(Relation("a thread is cheaper", False)) == (
        "Does NOT hold here: a thread is cheaper"
    )


@given(NUMBERS)
def test_a_readable_number_is_within_half_a_percent_and_has_no_exponent(value: float) -> None:
    text = readable(value)
    assert "e" not in text
    assert math.isclose(float(text), value, rel_tol=5.1e-3)


@pytest.mark.parametrize("value", [math.nan, math.inf, "1", None, True])
def test_what_is_no_finite_number_is_not_readable(value: object) -> None:
    with pytest.raises(InvalidInput, match="number"):
        readable(value)  # type: ignore[arg-type]


def test_measurements_are_found_by_their_conditions() -> None:
    small, large = (
        Measurement("wait", (1.0,), "ms", "by imagination", MACHINE, {"tasks": n, "kind": "x"})
        for n in (2, 8)
    )

    assert {2: small, 8: large} == by_condition((small, large), "tasks")
    assert {(2, "x"): small, (8, "x"): large} == by_condition((small, large), "tasks", "kind")
    with pytest.raises(InvalidInput):
        by_condition((small,), "colour")


def test_the_largest_gap_is_between_a_median_and_its_own_prediction() -> None:
    assert 2.0 == largest_gap((measured(1.0, 3.0, 9.0), measured(5.0)), (2, 7.0))
    with pytest.raises(InvalidInput):
        largest_gap((measured(1.0),), ())


def test_measurements_are_asked_for_their_conditions() -> None:
    one = Measurement("x", (1.0,), "ns", "by hand", MACHINE, {"pages": 4})

    assert require_measurements([one], "pages") == (one,)
    for wrong, condition in (([], "pages"), ([one], "kind"), (["x"], "pages"), (one, "pages")):
        with pytest.raises(InvalidInput):
            require_measurements(wrong, condition)
