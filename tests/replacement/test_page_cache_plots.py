"""The page cache's misses and a program's fetches, drawn beside what policies predict."""

import pytest

from oslab.errors import InvalidInput
from oslab.measurement import Machine, Measurement
from oslab.replacement import plots
from oslab.replacement.records.page_trace import PageTrace

HERE = Machine("a CPU", 2, 2**30, "6.18", "x86_64", "bare metal", "3.11")


def measured(value, **conditions):
    return Measurement("m", (float(value),), "pages", "method", HERE, conditions)


MISSES = [measured(400, scene="zipf", access="mapped", references=1000)]
FETCHED = [measured(900, frames=512, asked=500), measured(600, frames=1024, asked=1000)]


def test_every_policy_stands_beside_the_kernel():
    picture = plots.page_cache(MISSES, {"FIFO": [401], "LRU": [350]})

    assert "zipf, mapped 400 of 1000 (model: FIFO 401, LRU 350)" in picture.alt
    for predictions in ({}, {"FIFO": []}, {"FIFO": ["x"]}, None):
        with pytest.raises(InvalidInput):
            plots.page_cache(MISSES, predictions)


def test_fetches_stand_on_the_curve():
    picture = plots.limits(FETCHED, {"LRU": [(100, 950), (2000, 300)]})

    assert "512 frames 900; 1,024 frames 600" in picture.alt
    for predictions in ({}, {"LRU": []}, {"LRU": [(1,)]}, {"LRU": [(1, "x")]}):
        with pytest.raises(InvalidInput):
            plots.limits(FETCHED, predictions)


@pytest.mark.parametrize("taken", [[], None, [3], [measured(1)]])
def test_other_measurements_are_refused(taken):
    for draw in (plots.page_cache, plots.limits):
        with pytest.raises(InvalidInput):
            draw(taken, {"LRU": [(1, 1)]})


def test_a_trace_says_what_it_holds_and_contradicts_nothing():
    trace = PageTrace(("a", "b"), (2, 3), (0, 4, 0), lost=7)

    assert str(trace) == "3 references to 2 of 5 pages of a, b, 7 more lost"
    for fields in (((), (), ()), (("a",), (2,), (2,)), (("a",), (2,), (-1,)), (("a",), (), ())):
        with pytest.raises(InvalidInput):
            PageTrace(*fields)
