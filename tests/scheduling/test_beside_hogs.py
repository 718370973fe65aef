"""Who works a little and sleeps, beside hogs: what two schedulers make of it, and their chart."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from oslab.errors import InvalidInput
from oslab.measurement import Machine, Measurement
from oslab.scheduling import measure, metrics, model, plots

MACHINE = Machine("Imaginary 9000", 2, 1 << 30, "6.18", "x86_64", "bare metal", "3.12.1")


def answers_ms(**asked: Any) -> list[float]:
    schedule = model.beside_hogs(**asked)
    return sorted(ticks / 1_000 for ticks in metrics.answers(schedule, "work")[1:])


def test_without_hogs_an_answer_takes_its_own_work_and_no_more() -> None:
    assert {1.0} == set(answers_ms(hogs=0))
    assert {1.0} == set(answers_ms(hogs=0, policy="Cfs"))


def test_cfs_lets_who_slept_take_the_cpu_and_eevdf_lets_it_wait_for_a_tick() -> None:
    late = answers_ms(hogs=2, tick_us=4_000)

    assert {1.0} == set(answers_ms(hogs=2, policy="Cfs", tick_us=10_000))
    assert late[int(0.95 * len(late))] > 4


def test_a_lighter_task_answers_later_and_a_heavier_one_sooner() -> None:
    middle = [statistics.median(answers_ms(nice=nice, hogs=4)) for nice in (-10, 0, 10)]

    assert middle == sorted(middle)
    assert middle[0] < middle[2]


def test_newcomers_start_a_slice_behind_on_cfs_and_on_the_average_on_eevdf() -> None:
    # sched_vslice of 6.1 with one CPU's latency of 6 ms, stretched beyond 8 tasks
    due = [3, 2, 1.2, 0.75]

    assert due == pytest.approx([model.newcomer(policy="Cfs", hogs=n) for n in (1, 2, 4, 8)], 1e-5)
    assert {0.0} == {model.newcomer(policy="Eevdf 6.18", hogs=n) for n in (1, 2, 4, 8)}


def test_a_turn_is_the_slice_rounded_up_to_ticks() -> None:
    assert 7 * 4.0 == model.turn_wait(tasks=8, base_slice_ns=1_400_000, tick_us=4_000)
    assert 2 * 4.0 == model.turn_wait(tasks=3, base_slice_ns=3_000_000, tick_us=4_000)


def measured(*samples: float) -> Measurement:
    return Measurement("one", samples, "ms", "by imagination", MACHINE, {})


def test_who_wants_next_to_nothing_is_late_only_beside_hogs() -> None:
    assert 0.0 == model.late_wakeups(hogs=0)
    assert model.late_wakeups(hogs=4, over_us=0) <= 100
    assert (75.0,) == measure.late([measured(1, 3, 5, 7)], over=2.5)[0].samples


ROWS = {"6.18": (measured(2, 3), measured(4)), "6.1": (measured(1), measured(6))}
SAID = {"6.18": (2.0, 4.0), "6.1": (1.0, 6.5)}


def drawn(
    names: Sequence[str], rows: Mapping[str, Sequence[Measurement]], said: Mapping[str, Any]
) -> str:
    return plots.kernels(names, rows, said, xlabel="answer (ms)", what="Answers").alt


def test_the_chart_of_two_kernels_says_both_and_what_the_model_says_of_each() -> None:
    alt = drawn(("equal", "nice 10"), ROWS, SAID)

    assert "6.18: equal: predicted 2.00, measured 2.50" in alt
    assert "6.1: equal: predicted 1.00, measured 1, nice 10: predicted 6.50" in alt


@pytest.mark.parametrize(
    ("names", "rows", "said"),
    [
        (("equal",), ROWS, SAID),
        ((), ROWS, SAID),
        (("equal", "nice 10"), {}, {}),
        (("equal", "nice 10"), ROWS, {"6.18": (1, 2)}),
        (("equal", "nice 10"), ROWS, {"6.18": (1, 2), "6.1": (1,)}),
        (("equal", "nice 10"), {"6.18": 3}, {"6.18": (1, 2)}),
    ],
)
def test_rows_that_do_not_fit_are_refused(names: Any, rows: Any, said: Any) -> None:
    with pytest.raises(InvalidInput):
        drawn(names, rows, said)
