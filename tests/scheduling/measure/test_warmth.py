"""What moving costs is the data that stayed behind."""

from __future__ import annotations

import os

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.scheduling import measure
from oslab.scheduling.measure.warmth import PLACINGS


@pytest.mark.kernel
def test_every_size_is_passed_over_both_ways_and_the_cpus_are_given_back() -> None:
    before = os.sched_getaffinity(0)
    try:
        taken = measure.warmth(kib=(4, 64), repeats=3)
    except Unavailable as cannot:
        pytest.skip(str(cannot))

    kinds = [(one.conditions["kib"], one.conditions["placing"]) for one in taken]
    assert kinds == [(kib, placing) for kib in (4, 64) for placing in PLACINGS]
    assert all(len(one.samples) == 3 and one.minimum > 0 for one in taken)
    assert os.sched_getaffinity(0) == before


@pytest.mark.kernel
def test_what_others_drove_out_of_the_caches_must_be_fetched_again() -> None:
    try:
        taken = measure.warmth(kib=(512,), repeats=25)
    except Unavailable as cannot:
        pytest.skip(str(cannot))

    took = {one.conditions["placing"]: one.minimum for one in taken}
    assert took["stayed"] < took["evicted"]


def test_one_cpu_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})

    with pytest.raises(Unavailable, match="second CPU"):
        measure.warmth(kib=(4,), repeats=1)


@pytest.mark.parametrize("kib", [(), (0,), 64, ("a",)])
def test_sizes_are_checked(kib: object) -> None:
    with pytest.raises(InvalidInput):
        measure.warmth(kib=kib)  # type: ignore[arg-type]
