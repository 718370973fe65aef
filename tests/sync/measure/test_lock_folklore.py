"""What people say of locks is measured in the unit in which it is claimed."""

from __future__ import annotations

import pytest

from oslab.errors import Unavailable
from oslab.measurement import Measurement
from oslab.sync.claims import CLAIMS
from oslab.sync.measure import lock_folklore

BY_NAME = {one.name.removeprefix("sync."): one for one in CLAIMS}


def measured(name: str) -> Measurement:
    """Measure one claim, or skip where it cannot be."""
    try:
        taken = BY_NAME[name].measure()
    except Unavailable as cannot:
        pytest.skip(str(cannot))
    assert taken.unit == BY_NAME[name].unit
    return taken


@pytest.mark.kernel
@pytest.mark.needs("gcc", "strace")
def test_a_free_lock_makes_no_call() -> None:
    assert 0 == measured("a_free_lock_makes_no_call").median


@pytest.mark.kernel
@pytest.mark.needs("gcc")
def test_a_free_mutex_costs_a_few_nanoseconds_more_than_none() -> None:
    assert 0 <= measured("a_mutex_takes_25_ns").minimum < 1_000


@pytest.mark.kernel
@pytest.mark.needs("gcc")
@pytest.mark.parametrize(
    "name",
    [
        "spinning_is_cheaper_for_short_holds", "spinning_is_cheaper_on_one_cpu_too",
        "readers_do_not_slow_each_other",
    ],
)  # fmt: skip
def test_a_ratio_is_one(name: str) -> None:
    assert 0.05 < measured(name).median < 100


@pytest.mark.kernel
@pytest.mark.needs("gcc")
def test_a_share_is_one() -> None:
    assert 0 <= measured("a_lock_hardly_held_is_no_bottleneck").median <= 150


def test_losers_that_never_met_are_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = BY_NAME["a_free_lock_makes_no_call"]

    def nobody_met(**_: object) -> tuple[Measurement, ...]:
        here = lock_folklore.machine.this_machine()
        return tuple(
            Measurement(what, (0,), "calls", calls.protocol, here, {"what": what})
            for what in ("futex calls", "sleeps")
        )

    monkeypatch.setattr(lock_folklore.affinity, "pair", lambda: (0, 1))
    monkeypatch.setattr(lock_folklore, "lock_cost", nobody_met)
    with pytest.raises(Unavailable, match="two threads at one lock"):
        lock_folklore.losers_that_sleep()
