"""The number of states and of steps, reductions off, is SPIN's to the last one."""

import pytest
import spin

from oslab.sync import explore_all

NAMES = ["-".join((one.model, *one.options)) for one in spin.ORACLES]


@pytest.mark.parametrize("oracle", spin.ORACLES, ids=NAMES)
def test_states_and_steps_are_those_that_spin_found(oracle):
    result = explore_all(
        oracle.program, symmetry=False, dead_locals=False, analyses=(), most_states=10**6
    )

    assert result.complete
    assert (oracle.states, oracle.steps) == (result.states, result.steps)


@pytest.mark.needs("spin")
@pytest.mark.parametrize("oracle", spin.ORACLES, ids=NAMES)
def test_spin_still_finds_what_is_written_down(oracle):
    assert (oracle.states, oracle.steps) == spin.counts(oracle)
