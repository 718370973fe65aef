"""The memory models of the processors, asked of this one."""

from __future__ import annotations

import functools
import platform

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import affinity
from oslab.measurement import by_condition
from oslab.sync import measure
from oslab.sync.measure.litmus import TESTS, WEAK, parse_litmus

RUNS = 20_000


@functools.cache
def counts(test: str, runs: int = RUNS) -> dict[tuple[bool, str], float]:
    try:
        taken = measure.litmus(tests=(test,), runs=runs)
    except Unavailable as cannot:
        pytest.skip(str(cannot))
    return {key: one.median for key, one in by_condition(taken, "fenced", "outcome").items()}


def test_an_answer_is_read_by_outcome() -> None:
    assert parse_litmus("1 2 3 4\n") == {"0, 0": 1, "0, 1": 2, "1, 0": 3, "1, 1": 4}


@pytest.mark.parametrize("text", ["1 2 3", "", "a b c d"])
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_litmus(text)


@pytest.mark.kernel
@pytest.mark.parametrize("test", TESTS)
def test_every_run_is_counted_and_fences_forbid_the_weak_outcome(test: str) -> None:
    found = counts(test)

    assert sum(found.values()) == 2 * RUNS
    assert found[True, WEAK[test]] == 0


@pytest.mark.kernel
@pytest.mark.skipif(platform.machine() != "x86_64", reason="other processors allow more")
@pytest.mark.parametrize("test", ["message passing", "load buffering"])
def test_x86_keeps_the_order_of_all_but_a_load_after_a_store(test: str) -> None:
    assert counts(test)[False, WEAK[test]] == 0


@pytest.mark.kernel
@pytest.mark.skipif(platform.machine() != "x86_64", reason="other processors allow more")
def test_x86_lets_a_load_pass_an_earlier_store() -> None:
    """Where the other CPU is busy both seldom run at once, so there are several turns."""
    for turn in range(20):
        if counts("store buffering", 50_000 + turn)[False, WEAK["store buffering"]] > 0:
            return
    raise AssertionError("it was never seen in a million runs")


def test_a_second_cpu_is_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(affinity, "allowed", lambda: (0,))

    with pytest.raises(Unavailable):
        measure.litmus(runs=1)
