"""A turn passes between two threads; a call of futex is counted and timed."""

from __future__ import annotations

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import affinity, native_locks, perf_futex
from oslab.measurement import by_condition
from oslab.sync import measure, plots
from oslab.sync.measure.futex_cost import parse_futex_calls
from oslab.sync.measure.hand_off import WAYS, parse_hand_off

HASH = "Averaged 653312 operations/sec (+- 0.00%), total secs = 1\n"


def hand_offs(**arguments: object) -> dict[tuple[str, str], float]:
    """Measure way and what, or skip where it cannot be."""
    try:
        taken = measure.hand_off(**arguments)  # type: ignore[arg-type]
    except Unavailable as cannot:
        pytest.skip(str(cannot))
    return {key: one.median for key, one in by_condition(taken, "way", "what").items()}


def test_answers_are_read() -> None:
    assert 40 == parse_hand_off("40 1 2 3 4\n").hand_offs
    assert (3, 2, 1) == parse_futex_calls("3 2 1\n")
    for text in ("40 1 2 3", "0 1 2 3 4", "x", ""):
        with pytest.raises(InvalidInput):
            parse_hand_off(text)
        with pytest.raises(InvalidInput):
            parse_futex_calls(text)


def test_what_perf_prints_is_read() -> None:
    text = "[Run 1]: Wokeup 4 of 4 threads in 0.1060 ms\n[Run 2]: Wokeup 4 of 4 threads in 0.2 ms\n"

    assert (26_500, 50_000) == perf_futex.parse_wake(text)
    assert (653_312, 1) == perf_futex.parse_hash("# Running\n" + HASH)
    for parse in (perf_futex.parse_hash, perf_futex.parse_wake):
        with pytest.raises(InvalidInput):
            parse("Averaged nothing")


@pytest.mark.kernel
@pytest.mark.needs("gcc")
def test_a_hand_off_on_one_cpu_takes_a_switch_whichever_way() -> None:
    found = hand_offs(rounds=500, repeats=3)
    ways = [way for way in WAYS if (way, "sleeps") in found]

    assert {"futex", "condition in C", "threading.Condition", "yield", "spin"} <= set(ways)
    for way in ways:  # two may pass a turn in one slice at the very first meeting
        assert found[way, "sleeps"] + found[way, "preemptions"] > 0.9
    assert found["yield", "sleeps"] == found["spin", "sleeps"] == 0


@pytest.mark.kernel
@pytest.mark.needs("gcc")
def test_who_spins_on_one_cpu_keeps_it_from_the_only_one_who_could_help() -> None:
    found = hand_offs(ways=("futex", "spin"), rounds=500, repeats=3)

    assert found["spin", "CPU time"] > 5 * found["futex", "CPU time"]


@pytest.mark.kernel
@pytest.mark.needs("gcc")
def test_compiled_loops_cost_about_what_the_c_program_does() -> None:
    pytest.importorskip("numba", reason="numba is not installed")
    found = hand_offs(ways=("condition", "condition in C"), rounds=3_000)

    ratio = found["condition", "CPU time"] / found["condition in C", "CPU time"]
    assert 0.5 < ratio < 2


@pytest.mark.kernel
@pytest.mark.needs("gcc")
def test_both_places_are_drawn_together() -> None:
    taken = measure.hand_off(ways=("futex", "yield"), rounds=10, repeats=1)
    try:
        taken += measure.hand_off(ways=("futex", "yield"), place="two CPUs", rounds=10, repeats=1)
    except Unavailable as cannot:
        pytest.skip(str(cannot))

    drawn = plots.hand_off(taken, "here").alt
    assert all(f"{way} on {place}" in drawn
               for way in ("futex", "yield") for place in ("one CPU", "two CPUs"))  # fmt: skip


@pytest.mark.kernel
@pytest.mark.needs("gcc")
def test_waking_a_sleeper_costs_more_than_waking_nobody() -> None:
    taken = measure.futex_cost(by=("C",), count=20_000, repeats=3)
    found = {key: one.minimum for key, one in by_condition(taken, "call", "what").items()}

    assert found["sleeper", "CPU time"] > 1.5 * found["nobody", "CPU time"] > 0


@pytest.mark.kernel
@pytest.mark.needs("gcc", "perf")
def test_a_refused_wait_costs_about_what_perf_says() -> None:
    """The wall is all that perf tells, and the wall has other people's work in it."""
    taken = measure.futex_cost(calls=("refused",), by=("C", "perf bench"), repeats=2)
    found = {key: one.minimum for key, one in by_condition(taken, "by", "what").items()}

    ratio = found["C", "wall time"] / found["perf bench", "wall time"]
    assert 0.1 < ratio < 10


def test_a_second_cpu_is_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(affinity, "allowed", lambda: (0,))

    with pytest.raises(Unavailable):
        measure.hand_off(place="two CPUs")


def test_a_pair_of_allowed_cpus_is_asked_for() -> None:
    for cpus in ((0,), (0, -1), None):
        with pytest.raises(InvalidInput):
            native_locks.python_hand_offs(1, cpus)  # type: ignore[arg-type]
