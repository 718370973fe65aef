"""Outcomes, and how many schedules lead to each, against an interpreter of little programs."""

import pytest
from brute_force import SCRIPTS, histogram, program
from hypothesis import given, settings

from oslab.sync import explore_all


def told(result, threads):
    """Return an exploration's outcomes as the interpreter tells them."""
    found = {}
    for ended, values, schedules in result.outcomes:
        known = dict(values)
        key = (ended,)
        if ended == "finished":
            key = (ended, known["x"], known["y"], tuple(known[name] for name in threads))
        found[key] = schedules
    return found


@pytest.mark.parametrize("memory", ["sc", "tso"])
@settings(max_examples=1_000)
@given(scripts=SCRIPTS)
def test_outcomes_and_their_schedules_are_those_of_brute_force(memory, scripts):
    little = program(scripts)
    names = [thread.name for thread in little.threads]

    result = explore_all(little, memory=memory)

    assert result.complete
    assert dict(histogram(scripts, tso=memory == "tso")) == told(result, names)


@settings(max_examples=500)
@given(scripts=SCRIPTS)
def test_reductions_change_the_states_and_nothing_else(scripts):
    scripts = [*scripts[:2], scripts[0]]  # at least two threads alike
    little = program(scripts)
    plain = explore_all(little, symmetry=False, dead_locals=False)

    reduced = explore_all(little)

    assert reduced.outcomes == plain.outcomes
    assert reduced.states <= plain.states
    assert {(one.kind, len(one.history.steps)) for one in reduced.findings} <= {
        (one.kind, len(one.history.steps)) for one in plain.findings
    }
    assert {one.kind for one in reduced.findings} == {one.kind for one in plain.findings}
