"""Periodic tasks under SCHED_FIFO answer as the response-time test says, or later."""

from __future__ import annotations

from typing import Any

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.measurement import Measurement
from oslab.scheduling import measure, metrics, model


def taken(**arguments: Any) -> tuple[Measurement, ...]:
    try:
        return measure.periodic(repeats=1, **arguments)
    except Unavailable as cannot:
        pytest.skip(f"no real-time scheduling: {cannot}")


@pytest.mark.kernel
@pytest.mark.parametrize("bursts", [(25, 35), (10, 20)])
def test_nobody_answers_before_the_model_does(bursts: tuple[int, int]) -> None:
    times = metrics.turnaround(model.periodic(first_burst=bursts[0], second_burst=bursts[1]))

    first, second = taken(first_burst_ms=bursts[0], second_burst_ms=bursts[1])

    # The tick of the clock may end a piece of work a little before its time.
    assert first.median >= times["P1#1"] - 1
    assert second.median >= times["P2#1"] - 1


@pytest.mark.kernel
def test_the_shorter_period_is_urgent_whichever_task_has_it() -> None:
    first, second = taken(
        first_burst_ms=30, first_period_ms=100, second_burst_ms=10, second_period_ms=50
    )

    assert (first.conditions["task"], second.conditions["task"]) == ("P1", "P2")
    assert second.median < first.median


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_burst_ms": 60}, {"second_burst_ms": 40}, {"duration_ms": 70},
        {"first_period_ms": 0}, {"repeats": 0}, {"progress": 1},
    ],
)  # fmt: skip
def test_what_cannot_be_run_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(InvalidInput):
        measure.periodic(**wrong)  # type: ignore[arg-type]
