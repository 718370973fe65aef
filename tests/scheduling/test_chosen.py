"""A function that chooses makes a schedule, is told what a kernel knows, and no more."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.scheduling import Job, RoundRobin, metrics, model, simulate

JOBS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), min_size=1, max_size=8)


def longest_ready(now: int, ready: list[dict[str, Any]]) -> tuple[str, int]:
    """Round robin, as far as ties between one who came and one put back go."""
    return min(ready, key=lambda row: row["since"])["name"], 4


@given(JOBS, st.integers(0, 2))
def test_who_has_been_ready_longest_for_a_quantum_each_is_round_robin(
    rows: list[tuple[int, int]], cost: int
) -> None:
    jobs = [Job(f"j{n}", 1000 * n, work) for n, (_, work) in enumerate(rows)]
    jobs += [Job("a", 0, 9), Job("b", 1, 9), Job("c", 2, 9)]
    mine = model.chosen(longest_ready, jobs=jobs, switch_cost=cost)
    assert simulate(jobs, RoundRobin(quantum=4), switch_cost=cost).slices == mine.slices


@given(JOBS, st.integers(0, 2))
def test_what_the_choice_is_told_agrees_with_the_schedule(
    rows: list[tuple[int, int]], cost: int
) -> None:
    jobs = [Job(f"j{n}", came, work) for n, (came, work) in enumerate(rows)]
    told: list[tuple[int, dict[str, Any]]] = []

    def choose(now: int, ready: list[dict[str, Any]]) -> tuple[str, int]:
        told.extend((now, dict(row)) for row in ready)
        return min(ready, key=lambda row: (row["ran"], row["since"]))["name"], 3

    schedule = model.chosen(choose, jobs=jobs, switch_cost=cost)
    assert {job.name: job.burst for job in jobs} == metrics.ran(schedule)
    waits = metrics.ready(schedule)
    for now, row in told:
        past = [one for one in schedule.slices if one.job == row["name"] and one.start < now]
        spent = {"running": 0, "switching": 0}
        for one in past:
            spent[one.kind] += min(one.end, now) - one.start
        assert spent["running"] == row["ran"]
        waited = sum(min(b, now) - a for a, b in waits[row["name"]] if a < now)
        # A switch to a job is part of its turn here, and of its waiting in the metrics.
        assert waited - spent["switching"] == row["waited"]
        assert row["arrived"] <= row["since"] <= now


def test_the_turn_is_as_long_as_was_said_and_arrivals_wait() -> None:
    schedule = model.chosen(lambda now, ready: (ready[0]["name"], 5), jobs="A 0 8, B 1 2")
    assert str(schedule) == "A 0-8, B 8-10"
    schedule = model.chosen(lambda now, ready: (ready[-1]["name"], 5), jobs="A 0 8, B 1 2")
    assert str(schedule) == "A 0-5, B 5-7, A 7-10"


def test_turns_are_counted_from_none() -> None:
    seen: list[int] = []

    def choose(now: int, ready: list[dict[str, Any]]) -> tuple[str, int]:
        seen.append(ready[0]["turns"])
        return ready[0]["name"], 2

    model.chosen(choose, jobs="A 0 5")
    assert seen == [0, 1, 2]


@pytest.mark.parametrize(
    "answer", [None, "A", ("A",), ("A", 0), ("A", 1.5), ("A", True), ("Z", 1), (1, 1), ("A", 1, 1)]
)
def test_an_answer_that_is_no_choice_is_refused(answer: object) -> None:
    with pytest.raises(InvalidInput, match="choose"):
        model.chosen(lambda now, ready: answer, jobs="A 0 3")


def test_what_the_function_raises_comes_through() -> None:
    def choose(now: int, ready: list[dict[str, Any]]) -> tuple[str, int]:
        raise NotImplementedError

    with pytest.raises(NotImplementedError):
        model.chosen(choose, jobs="A 0 3")
