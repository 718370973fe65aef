"""A newcomer's place on the virtual clock, under two kernels whose rules are written down."""

from __future__ import annotations

import statistics
from dataclasses import replace

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux.procfs import sched
from oslab.scheduling import measure, model
from oslab.scheduling.measure.newcomer import Newcomers, Placement, newcomers, parse

LATENCY_MS, GRANULARITY_MS = 6.0, 0.75
"""CFS on one CPU: sched_latency and sched_min_granularity, not scaled."""


def test_distances_are_taken_from_the_right_origin() -> None:
    one = Placement(parent=7_000_000, child=12_000_000, hogs=(10_000_000, 13_000_000))

    assert [one.above(origin) for origin in ("minimum", "average")] == [2, 2]
    assert replace(one, parent=-1).above("average") == 0.5
    with pytest.raises(InvalidInput):
        one.above("height")


def test_the_programs_rows_are_read() -> None:
    text = "place 1 2 4 5\nwait 7\nplace 1 3 4 5\n"

    assert parse(text, "6.1") == Newcomers(
        (Placement(1, 2, (4, 5)), Placement(1, 3, (4, 5))), (7,), "6.1"
    )
    for damaged in ("place 1 2 x\n", "place 1 2\n", "child 1\n", "wait\n", None):
        with pytest.raises(InvalidInput):
            parse(damaged, "6.1")  # type: ignore[arg-type]
    for empty in ("", "wait 7\n", "place 1 -1 3 4\n"):
        with pytest.raises(Unavailable):
            parse(empty, "6.1")


@pytest.mark.kernel
@pytest.mark.parametrize("hogs", [1, 2, 4])
def test_eevdf_puts_a_newcomer_on_the_average(hogs: int) -> None:
    if sched.read().slice_ns is None:
        pytest.skip("this kernel has no slices of EEVDF")
    born = newcomers(hogs=hogs, children=10).placements

    # Exactly there, but for a sample in which somebody else woke in between.
    seen = statistics.median(one.above("average") for one in born)
    assert model.newcomer(policy="Eevdf 6.18", hogs=hogs) == pytest.approx(seen, abs=0.05)


@pytest.mark.kernel
@pytest.mark.parametrize("hogs", [1, 2, 4, 8])
def test_cfs_puts_a_newcomer_a_virtual_slice_after_the_minimum(hogs: int) -> None:
    try:
        guest = newcomers(hogs=hogs, children=15, kernel="cfs")
    except Unavailable as cannot:
        if "user-mode Linux" in cannot.what:
            pytest.skip(str(cannot))
        raise
    assert guest.kernel.startswith("6.1")
    # Runnable at that moment: the hogs and the child; the parent is real time.
    expected = max(LATENCY_MS / (hogs + 1), GRANULARITY_MS)
    assert model.newcomer(policy="Cfs", hogs=hogs) == pytest.approx(expected, abs=0.001)
    close = [abs(one.above("minimum") - expected) < 0.01 for one in guest.placements]
    assert sum(close) >= len(close) / 2


@pytest.mark.kernel
def test_a_newcomer_waits_longer_under_cfs_than_under_eevdf() -> None:
    if sched.read().slice_ns is None:
        pytest.skip("this kernel has no slices of EEVDF")
    waits = {}
    for kernel in ("host", "cfs"):
        try:
            taken = measure.newcomer(hogs=(8,), children=10, kernel=kernel)
        except Unavailable as cannot:
            if "user-mode Linux" in cannot.what:
                pytest.skip(str(cannot))
            raise
        waits[kernel] = next(one for one in taken if one.conditions["quantity"] == "wait")

    assert waits["host"].median < waits["cfs"].median


@pytest.mark.parametrize(
    "arguments", [{"hogs": ()}, {"hogs": (0,)}, {"children": 0}, {"kernel": ""}]
)
def test_nonsense_forks_nothing(arguments: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        measure.newcomer(**arguments)  # type: ignore[arg-type]
