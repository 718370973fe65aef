"""Who overtakes whom at a read-write lock, and who is let through a barrier twice."""

import pytest

from oslab.errors import InvalidInput
from oslab.measurement import by_condition
from oslab.sync import measure, plots
from oslab.sync.measure.barrier import parse_broken
from oslab.sync.measure.readers_writers import parse_overtakers

LOCKS = ("prefer reader", "nonrecursive", "tickets")


@pytest.mark.kernel
def test_each_preference_lets_its_own_side_overtake_the_other():
    taken = measure.readers_writers(locks=LOCKS, rounds=12, most=200)
    total = {key: sum(one.samples)
             for key, one in by_condition(taken, "lock", "stream").items()}  # fmt: skip

    assert total["nonrecursive", "readers"] < total["prefer reader", "readers"]
    assert total["prefer reader", "writers"] < total["nonrecursive", "writers"]
    assert {max(one.samples) <= 200 for one in taken} == {True}


@pytest.mark.kernel
def test_under_tickets_the_median_round_is_overtaken_by_those_who_asked_before():
    taken = measure.readers_writers(locks=("tickets",), rounds=30)

    assert all(one.median <= 3 for one in taken)


@pytest.mark.kernel
def test_one_gate_breaks_meetings_and_the_barriers_that_are_right_break_none():
    broken = {one.conditions["barrier"]: one.median for one in measure.barrier()}

    assert broken["one gate"] > 0
    assert {broken["two gates"], broken["pthread"]} == {0}


def test_answers_of_the_programs_are_read_or_refused():
    assert parse_overtakers("0 3 1000 \n", 3) == (0, 3, 1000)
    assert parse_broken("17\n", 100) == 17
    for text, rounds in (("1 2", 3), ("a", 1), ("", 1)):
        with pytest.raises(InvalidInput, match="text"):
            parse_overtakers(text, rounds)
    for text in ("", "x", "201", "1 2"):
        with pytest.raises(InvalidInput, match="text"):
            parse_broken(text, 100)


@pytest.mark.kernel
def test_the_chart_says_what_the_model_allows_and_what_happened():
    taken = measure.readers_writers(locks=LOCKS, rounds=3, most=50)
    drawn = plots.readers_writers(taken, {"prefer reader": ("writer",), "nonrecursive": ()})

    assert "model: may starve" in drawn.alt
    assert "model: does not starve" in drawn.alt
    assert drawn.alt.count("overtook") == 6
    with pytest.raises(InvalidInput, match="starves"):
        plots.readers_writers(taken, {"tickets": ("nobody",)})
