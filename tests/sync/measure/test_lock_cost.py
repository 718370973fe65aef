"""A free lock makes no system call, a taken one does; spinning burns what sleeping does not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import affinity, tracepoints
from oslab.measurement import Measurement, by_condition
from oslab.sync import measure, model, plots
from oslab.sync.measure.convoy import parse_convoy
from oslab.sync.measure.lock_cost import KINDS, parse_lock_cost

SPINS = ("none", "add", "spin")
SLEEPS = ("mutex", "futex", "write")


def medians(taken: Sequence[Measurement]) -> dict[tuple[str, int, str], float]:
    """Return kind, threads and what to medians."""
    return {key: one.median for key, one in by_condition(taken, "kind", "threads", "what").items()}


def costs(**arguments: object) -> dict[tuple[str, int, str], float]:
    """Measure, or skip where it cannot be."""
    try:
        return medians(measure.lock_cost(**arguments))  # type: ignore[arg-type]
    except Unavailable as cannot:
        pytest.skip(str(cannot))


def test_an_answer_is_read_and_one_of_a_broken_lock_is_refused() -> None:
    run = parse_lock_cost("10 20 30 4 5 6 0\n")

    assert (10, 20, 30, 4, 5, 6) == (
        run.operations, run.cpu_ns, run.wall_ns, run.sleeps, run.preemptions, run.fewest,
    )  # fmt: skip
    for text in ("10 20 30 4 5 6 1", "10 20 30", "0 0 0 0 0 0 0", "a b c d e f g", ""):
        with pytest.raises(InvalidInput):
            parse_lock_cost(text)


def test_both_parts_of_a_convoy_are_read() -> None:
    before, after = parse_convoy("9 1 2 700 6 3\n8 5 0 900 0 8\n")

    assert (9, 1, 2, 700, (6, 3)) == (
        before.operations, before.sleeps, before.preemptions, before.cpu_ns, before.waiting,
    )  # fmt: skip
    assert (0, 8) == after.waiting
    for text in ("9 1 2 700 6 3", "9 1 2 700 6 3\n8 5 0 900 0", "9 1\n9 1", ""):
        with pytest.raises(InvalidInput):
            parse_convoy(text)


@pytest.mark.kernel
@pytest.mark.needs("gcc", "strace")
def test_a_lock_that_is_free_makes_no_call_and_nobody_sleeps() -> None:
    found = costs(threads=(1,), duration_ms=10, repeats=1)

    assert {0.0} == {found[kind, 1, "futex calls"] for kind in KINDS}
    assert {0.0} == {found[kind, 1, "sleeps"] for kind in KINDS}


@pytest.mark.kernel
@pytest.mark.needs("gcc", "strace")
def test_calls_are_counted_by_strace_where_there_is_no_tracepoint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nothing(*_: object, **__: object) -> dict[str, int]:
        raise Unavailable("counting tracepoints", "be root")

    monkeypatch.setattr(tracepoints, "count", nothing)
    for _ in range(10):  # nobody calls in a run in which no holder was preempted
        taken = measure.lock_cost(
            kinds=("mutex",), threads=(1, 4), inside_ns=50_000, cpus=1, repeats=1
        )
        alone, crowd = (one for one in taken if one.conditions["what"] == "futex calls")
        assert ("strace", "strace") == (alone.conditions["by"], crowd.conditions["by"])
        assert 0 == alone.median
        if crowd.median > 0:
            return
    raise AssertionError("a crowd made no call")


@pytest.mark.kernel
@pytest.mark.needs("gcc", "strace")
def test_a_crowd_at_a_lock_calls_and_sleeps_unless_it_spins() -> None:
    """On one CPU a holder is preempted sooner or later, and then the others must wait."""
    kinds = SPINS + SLEEPS
    for _ in range(10):
        found = costs(kinds=kinds, threads=(4,), inside_ns=20_000, cpus=1, repeats=1)
        assert {0.0} == {
            found[kind, 4, what] for kind in SPINS for what in ("futex calls", "sleeps")
        }
        if all(found[kind, 4, what] > 0 for kind in SLEEPS for what in ("futex calls", "sleeps")):
            return
    raise AssertionError("nobody slept")


@pytest.mark.kernel
@pytest.mark.needs("gcc")
def test_spinning_on_one_cpu_burns_more_than_sleeping() -> None:
    """The model says four times as much; all else that runs here can blur, not turn it."""
    for _ in range(5):
        found = costs(
            kinds=("spin", "futex"), threads=(4,), inside_ns=5_000, cpus=1, duration_ms=200,
            calls=False,
        )  # fmt: skip
        if found["spin", 4, "CPU time"] > 1.5 * found["futex", 4, "CPU time"]:
            return
    raise AssertionError(found)


@pytest.mark.kernel
@pytest.mark.needs("gcc")
def test_a_sweep_has_both_kinds_at_every_hold_and_is_drawn_beside_the_model() -> None:
    try:
        taken = measure.spin_or_sleep(
            holds_ns=(1_000, 10_000), outside=2, cpus=1, duration_ms=10, repeats=1
        )
    except Unavailable as cannot:
        pytest.skip(str(cannot))
    rows = [one for one in taken if one.conditions["what"] == "CPU time"]

    assert [("spin", 1_000, 2_000), ("spin", 10_000, 20_000), ("futex", 1_000, 2_000),
            ("futex", 10_000, 20_000)] == [
        tuple(one.conditions[key] for key in ("kind", "inside_ns", "outside_ns")) for one in rows
    ]  # fmt: skip
    drawn = plots.spin_or_sleep(taken, model.spin_or_sleep(2, 1), "here")
    assert drawn.alt.startswith("Spin or sleep: spin ")
    assert drawn.alt.endswith(" here")


@pytest.mark.kernel
@pytest.mark.needs("gcc")
def test_a_fair_lock_keeps_its_convoy_and_a_mutex_does_not() -> None:
    """Now and then a convoy dissolves by itself, so there are several turns."""
    for _ in range(10):
        try:
            taken = measure.convoy(repeats=3)
        except Unavailable as cannot:
            pytest.skip(str(cannot))
        sleeps = [one for one in taken if one.conditions["what"] == "sleeps"]
        found = {key: one.median for key, one in by_condition(sleeps, "kind", "part").items()}
        shares = [
            one.samples[0] for one in taken
            if one.conditions["what"] == "queue" and one.conditions["kind"] == "fair"
            and one.conditions["part"] == "after"
        ]  # fmt: skip
        assert 8 == len(shares)
        assert 100 == pytest.approx(sum(shares))
        assert "One thread slept with the lock" in plots.convoy(taken).alt
        fair = found["fair", "after"]
        if fair > 0.3 and fair > 5 * max(found["fair", "before"], found["mutex", "after"]):
            return
    raise AssertionError(found)


@pytest.mark.kernel
@pytest.mark.needs("gcc", "strace")
def test_the_chart_and_the_table_hold_every_kind() -> None:
    try:
        taken = measure.lock_cost(threads=(1, 2), duration_ms=5, repeats=1)
    except Unavailable as cannot:
        pytest.skip(str(cannot))

    assert all(f"{kind} " in plots.lock_cost(taken, "here").alt for kind in KINDS)
    assert [(kind, count) for kind in KINDS for count in "12"] == [
        row[:2] for row in plots.lock_calls(taken).rows
    ]


def test_cpus_are_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(affinity, "allowed", lambda: (0,))

    with pytest.raises(Unavailable):
        measure.lock_cost(cpus=2)
    with pytest.raises(Unavailable):
        measure.convoy(cpus=2)
    with pytest.raises(Unavailable):
        measure.spin_or_sleep(cpus=2)
