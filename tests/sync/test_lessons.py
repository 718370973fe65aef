"""Programs that pages show: what they teach, and that a reader's change to them runs."""

import importlib.util
import inspect
from pathlib import Path

import pytest

from oslab.errors import InvalidInput
from oslab.sync import explore_all, view
from oslab.sync.model import (
    classics,
    fill_once,
    mutual_exclusion,
    race,
    state_counts,
    store_buffering,
    trap,
    turns,
)
from oslab.sync.model.limits import limits
from oslab.sync.model.traps import TRAPS

_PAGE = Path(__file__).parents[2] / "engine" / "page.py"
_SPEC = importlib.util.spec_from_file_location("oslab_page", _PAGE)
page = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(page)


def redrawn(simulate, picture, values, old, new):
    """Return what the page draws and says after the reader exchanged `old` for `new`."""
    names = [{"module": one.__module__, "name": one.__name__} for one in (simulate, picture)]
    source = inspect.getsource(simulate)
    assert old in source
    return page.draw(*names, values, source.replace(old, new))


def test_a_reader_mends_the_race_in_the_page():
    old = 'n = yield load("n")\n            yield store("n", n + 1)'
    new = 'yield fetch_add("n")'
    _, alt, error = redrawn(race, view.verdict, {"threads": 3, "increments": 2}, old, new)

    assert "" == error
    assert "nothing can go wrong" in alt


def test_a_readers_mistake_is_told():
    _, _, error = redrawn(race, view.outcomes, {"threads": 2}, 'load("n")', 'load("m")')
    picture, alt, told = redrawn(race, view.outcomes, {"threads": 2}, "n + 1", "n + k")

    assert "" == error  # drawn as a refusal, in words
    assert "" == told
    assert "failed" in alt
    assert picture.startswith("<svg")


@pytest.mark.parametrize(
    ("memory", "fenced", "safe"), [("sc", False, True), ("tso", False, False), ("tso", True, True)]
)
def test_petersons_lock_needs_a_fence_where_stores_are_buffered(memory, fenced, safe):
    assert safe == mutual_exclusion(memory, fenced).safe


@pytest.mark.parametrize(("memory", "fenced", "ways"), [("sc", False, 3), ("tso", False, 4),
                                                        ("tso", True, 3)])  # fmt: skip
def test_a_store_buffer_adds_a_fourth_outcome(memory, fenced, ways):
    assert ways == len(store_buffering(memory, fenced).outcomes)


def test_a_reader_writes_a_whole_program_in_the_page_without_an_import():
    source = inspect.getsource(race)
    own = """def race(threads, increments):
    def thread():
        yield acquire("s")
        yield lock("m")
        yield wait("c", "m")

    return explore_all(Program([thread] * threads, s=Semaphore(1), m=Mutex(), c=Condition()))
"""
    _, alt, error = redrawn(race, view.exploration, {"threads": 2, "increments": 1}, source, own)

    assert "" == error
    assert "lost wake-up" in alt.lower()


def test_every_turn_order_of_the_race_ends_as_the_explorer_says():
    orders = ("A A B B", "A B A B", "A B B A", "B A A B", "B A B A", "B B A A")
    ends = [turns(order).history.outcome[0][1] for order in orders]

    assert [2, 1, 1, 1, 1, 2] == ends
    assert {1: 4, 2: 2} == {one.values[0][1]: one.schedules for one in race().outcomes}


@pytest.mark.parametrize("order", ["A A A", "A C", "B B B B A"])
def test_who_has_returned_gets_no_turn(order):
    with pytest.raises(InvalidInput):
        turns(order, 0)


def test_a_wrong_end_comes_with_its_shortest_schedule():
    result = explore_all(classics.lost_update(2, 3), at_end=lambda shared: shared["n"] > 2)
    (finding,) = result.of("wrong end")

    assert 12 == len(finding.schedule)
    assert (("n", 2),) == finding.history.outcome
    assert explore_all(classics.lost_update(), at_end=lambda shared: shared["n"] > 0).findings[0:1]
    assert () == explore_all(classics.lost_update(), at_end=lambda shared: True).of("wrong end")


def test_what_must_hold_at_the_end_need_not_hold_before():
    assert explore_all(classics.lost_update(1, 2), at_end=lambda shared: shared["n"] == 2).safe
    assert not explore_all(classics.lost_update(1, 2), lambda shared: shared["n"] == 2).safe


def test_an_end_that_cannot_be_judged_is_refused():
    with pytest.raises(InvalidInput, match="at_end"):
        explore_all(classics.lost_update(), at_end=lambda shared: shared["k"])
    with pytest.raises(InvalidInput, match="True or False"):
        explore_all(classics.lost_update(), at_end=lambda shared: 1)


@pytest.mark.parametrize("kind", TRAPS)
def test_a_trap_catches_what_it_is_called_after_and_mended_nothing(kind):
    found = trap(kind)

    assert [kind] == [one.kind for one in found.findings]
    assert trap(kind, mended=True).safe


def test_a_program_without_a_race_can_be_wrong_and_one_with_a_race_right():
    wrong, raced = fill_once(), trap("data race")

    assert () == wrong.races
    assert ["wrong end"] == [one.kind for one in wrong.findings]
    assert 1 == len(raced.outcomes)
    assert fill_once(claims=True).safe


def test_states_are_counted_with_and_without_each_reduction():
    counts = state_counts(classics.lost_update(3, 3))

    assert [15_388, 7_646, 2_886, 1_529] == list(counts.values())
    assert (("symmetry", "dead locals"), 1_529) == list(counts.items())[-1]
    with pytest.raises(InvalidInput, match="200000"):
        state_counts(classics.philosophers(12))


def test_limits_name_the_argument_that_is_outside_them():
    @limits(size=(1, 3), loud=bool)
    def said(size=1, loud=False):
        return size, loud

    assert (3, True) == said(3, loud=True)
    with pytest.raises(InvalidInput, match="size"):
        said(4)
    with pytest.raises(InvalidInput, match="loud"):
        said(loud=1)
    with pytest.raises(InvalidInput, match="known"):
        limits(size="small")
