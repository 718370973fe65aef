"""A newcomer's place on the virtual clock, under two kernels whose rules are written down."""

from __future__ import annotations

import statistics

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux.procfs import sched
from oslab.scheduling import measure
from oslab.scheduling.measure.newcomer import Newcomer, newcomers, parse

LATENCY_MS, GRANULARITY_MS = 6.0, 0.75
"""CFS on one CPU: sched_latency and sched_min_granularity, not scaled."""


def test_distances_are_taken_from_the_right_origin() -> None:
    one = Newcomer(
        parent=7_000_000, child=12_000_000, wait=3_000_000, hogs=(10_000_000, 13_000_000)
    )

    assert one.quantity("above minimum") == 2
    assert one.quantity("above average") == 2
    assert one.quantity("above parent") == 5
    assert one.quantity("wait") == 3
    with pytest.raises(InvalidInput):
        one.quantity("height")


def test_the_programs_rows_are_read() -> None:
    assert parse("child 1 2 3 4 5\n") == (Newcomer(1, 2, 3, (4, 5)),)
    for text in ("child 1 2 x\n", "child 1\n", None):
        with pytest.raises(InvalidInput):
            parse(text)  # type: ignore[arg-type]
    for text in ("", "child -1 2 3 4\n"):
        with pytest.raises(Unavailable):
            parse(text)


@pytest.mark.kernel
@pytest.mark.parametrize("hogs", [1, 2, 4])
def test_eevdf_puts_a_newcomer_on_the_average(hogs: int) -> None:
    if sched.read().slice_ns is None:
        pytest.skip("this kernel has no slices of EEVDF")
    born, _ = newcomers(hogs=hogs, children=10)

    # Exactly there, but for a sample in which somebody else woke in between.
    assert abs(statistics.median(one.quantity("above average") for one in born)) < 0.05


@pytest.mark.kernel
@pytest.mark.parametrize("hogs", [2, 4, 8])
def test_cfs_puts_a_newcomer_a_virtual_slice_after_the_minimum(hogs: int) -> None:
    try:
        born, release = newcomers(hogs=hogs, children=15, kernel="cfs")
    except Unavailable as cannot:
        if "user-mode Linux" in cannot.what:
            pytest.skip(str(cannot))
        raise
    assert release.startswith("6.1")
    # Runnable at that moment: the hogs, the parent and the child.
    slice_ms = max(LATENCY_MS / (hogs + 2), GRANULARITY_MS)
    # A parent that just woke stands half a latency before the minimum.
    expected = slice_ms + LATENCY_MS / 2
    close = [one for one in born if abs(one.quantity("above parent") - expected) < 0.01]
    assert len(close) >= len(born) / 2


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
