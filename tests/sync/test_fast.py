"""The compiled search is the model's, state by state, and stops when it is told to."""

import pytest
from brute_force import SCRIPTS, program
from hypothesis import given, settings

from oslab.errors import InvalidInput
from oslab.sync import explore_all
from oslab.sync.fast import explore_all as explore_fast
from oslab.sync.fast import search as fast
from oslab.sync.model import classics
from oslab.sync.model.search import explore
from oslab.sync.model.space import Rules

PROGRAMS = {
    "philosophers": (classics.philosophers(8), Rules()),
    "update": (classics.lost_update(3, 3), Rules()),
    "filter": (classics.filter_lock(3), Rules()),
    "buffer": (classics.bounded_buffer(3, 4), Rules()),
    "store buffers": (classics.peterson(), Rules(memory="tso", buffer=3)),
}


def same(graph, expected):
    """Say whether two searches found the same states, in the same order, by the same steps."""
    unpacked = [graph.space.unpack(one & graph.space.failed - 1) for one in graph.states]
    known = [expected.space.unpack(one & expected.space.failed - 1) for one in expected.states]
    arrays = ("parents", "targets", "ends", "limit")
    return unpacked == known and all(getattr(graph, a) == getattr(expected, a) for a in arrays)


@pytest.fixture
def no_first_look(monkeypatch):
    """Leave everything to the compiled loop but the first few states."""
    monkeypatch.setattr(fast, "_FIRST_LOOK", 5)


@pytest.mark.usefixtures("no_first_look")
@pytest.mark.parametrize("name", PROGRAMS)
def test_the_compiled_search_finds_the_same_states_by_the_same_steps(name):
    wanted, rules = PROGRAMS[name]
    graph = fast.explore(wanted, rules, 10**6, False)

    assert same(graph, explore(wanted, rules, 10**6, False))


@settings(max_examples=60)
@given(scripts=SCRIPTS)
def test_it_finds_what_the_model_finds_in_any_little_program(scripts):
    little = program(scripts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fast, "_FIRST_LOOK", 3)
        graph = fast.explore(little, Rules(), 10**6, False)

    assert same(graph, explore(little, Rules(), 10**6, False))


@pytest.mark.usefixtures("no_first_look")
def test_its_explorations_are_the_models():
    for wanted in (classics.philosophers(6), classics.filter_lock(3)):
        assert explore_all(wanted, symmetry=False) == explore_fast(wanted)


@pytest.mark.usefixtures("no_first_look")
def test_a_limit_of_states_or_seconds_is_told():
    few = explore_fast(classics.philosophers(9), most_states=1_000, analyses=())
    late = explore_fast(classics.filter_lock(4), seconds=0, analyses=(), most_states=10**6)

    assert not few.complete
    assert "1000" in few.limit
    assert not late.complete
    assert "told to stop" in late.limit


@pytest.mark.usefixtures("no_first_look")
def test_states_too_wide_for_a_machine_word_are_left_to_the_model():
    wanted = classics.philosophers(17)
    graph = fast.explore(wanted, Rules(), 3_000, False)

    assert graph.space.bits > fast.MOST_BITS
    assert same(graph, explore(wanted, Rules(), 3_000, False))


def test_an_unknown_setting_is_refused():
    with pytest.raises(InvalidInput, match="speed"):
        explore_fast(classics.peterson(), speed=11)
