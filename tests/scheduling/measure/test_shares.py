"""Who gets how much of a CPU: the kernel's answers on workloads whose answer is known."""

from __future__ import annotations

import pytest

from oslab.errors import InvalidInput
from oslab.linux.procfs import autogroup as procfs_autogroup
from oslab.measurement import Measurement
from oslab.scheduling import measure

from .conftest import available

WEIGHTS = {-5: 3121, 0: 1024, 1: 820, 3: 526, 5: 335, 6: 272, 10: 110}
"""kernel/sched/core.c, `sched_prio_to_weight`."""

pytestmark = pytest.mark.kernel


def predicted(one: Measurement) -> float:
    mix = [int(nice) for nice in str(one.conditions["mix"]).split(", ")]
    return 100 * WEIGHTS[int(one.conditions["nice"])] / sum(WEIGHTS[nice] for nice in mix)


def test_equal_tasks_get_equal_shares_and_shares_add_up() -> None:
    first, second = measure.share(mixes=((0, 0),), duration_ms=600, repeats=1)

    assert first.samples[0] + second.samples[0] == pytest.approx(100)
    assert first.median == pytest.approx(50, abs=4)


@pytest.mark.parametrize("mix", [(0, 5), (0, 3, 6)])
def test_shares_follow_the_kernels_own_table_of_weights(mix: tuple[int, ...]) -> None:
    taken = measure.share(mixes=(mix,), duration_ms=800, repeats=2)

    assert [one.conditions["nice"] for one in taken] == list(mix)
    for one in taken:
        assert one.median == pytest.approx(predicted(one), abs=4)


def test_shares_follow_the_same_table_under_cfs() -> None:
    taken = available(
        lambda: measure.share(mixes=((0, 5),), duration_ms=2_000, repeats=1, kernel="cfs")
    )

    # The guest's clock has steps of 10 ms.
    assert taken[0].median == pytest.approx(predicted(taken[0]), abs=5)
    assert taken[0].machine.kernel.startswith("6.1")


def test_a_deadline_task_gets_its_budget_and_no_more() -> None:
    taken = available(
        lambda: measure.bandwidth(budgets=((10, 100), (20, 40)), duration_ms=800, repeats=1)
    )

    for one, share in zip(taken, (10, 50), strict=True):
        assert one.median == pytest.approx(share, abs=4)


def test_in_two_sessions_a_task_gets_half_whatever_the_crowd() -> None:
    if not procfs_autogroup.enabled():
        pytest.skip("autogroup is off here")
    one, two = measure.autogroup(crowd=3, duration_ms=600, repeats=2)

    assert (one.conditions["sessions"], two.conditions["sessions"]) == (
        "one session", "two sessions"
    )  # fmt: skip
    assert one.median < two.median
    # Tasks in a control group of the cpu controller know no autogroups.
    if two.median > 40:
        assert one.median == pytest.approx(25, abs=5)
        assert two.median == pytest.approx(50, abs=5)


def test_a_nice_value_does_not_count_in_another_session() -> None:
    if not procfs_autogroup.enabled():
        pytest.skip("autogroup is off here")
    one, two = measure.autogroup(crowd=1, crowd_nice=10, duration_ms=600, repeats=2)

    assert two.median < one.median - 20


def test_pinned_tasks_never_move_and_free_ones_share_more_evenly() -> None:
    taken = {
        (one.conditions["placing"], one.conditions["quantity"]): one
        for one in available(lambda: measure.migration(tasks=3, duration_ms=800, repeats=2))
    }

    assert set(taken["pinned", "moves"].samples) == {0.0}
    assert all(moves >= 0 for moves in taken["free", "moves"].samples)
    assert sum(taken["free", "moves"].samples) > 0


@pytest.mark.parametrize(
    ("door", "arguments"),
    [
        (measure.share, {"mixes": ((0,),)}),
        (measure.share, {"mixes": ((0, 20),)}),
        (measure.share, {"kernel": "eevdf"}),
        (measure.bandwidth, {"budgets": ((70, 100),)}),
        (measure.bandwidth, {"budgets": (10, 100)}),
        (measure.autogroup, {"crowd": 0}),
        (measure.migration, {"tasks": 1}),
    ],
)
def test_nonsense_measures_nothing(door: object, arguments: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        door(**arguments)  # type: ignore[operator]
