"""What people say of memory: each sentence gets one number, within what a kernel can answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from oslab.errors import Unavailable
from oslab.measurement import Measurement
from oslab.memory.measure import demand_folklore


def asked(measure: Callable[[], Measurement]) -> Measurement:
    try:
        return measure()
    except Unavailable as cannot:
        pytest.skip(f"no cgroup writes: {cannot}" if "group" in str(cannot) else str(cannot))


@pytest.mark.kernel
def test_a_load_from_the_first_cache_takes_a_few_cycles() -> None:
    taken = asked(demand_folklore.nearest_load)
    assert "ns" == taken.unit
    assert 0.3 < taken.median < 30


@pytest.mark.kernel
def test_a_fault_maps_at_most_what_lies_in_the_file() -> None:
    taken = asked(demand_folklore.pages_a_fault)
    assert 1 <= taken.median <= 4096


@pytest.mark.kernel
def test_reading_leaves_next_to_nothing_resident() -> None:
    assert asked(demand_folklore.resident_after_reading).median < 10


@pytest.mark.kernel
@pytest.mark.needs("gcc")
def test_six_halves_are_three_wholes() -> None:
    assert 0 <= asked(demand_folklore.promised_share).median <= 300


@pytest.mark.kernel
def test_a_limit_kills_while_the_machine_has_memory() -> None:
    assert 0 < asked(demand_folklore.free_at_the_kill).median <= 100


def test_a_process_that_lived_shows_no_kill(monkeypatch: pytest.MonkeyPatch) -> None:
    from oslab.machine import this_machine

    alive = Measurement("x", (0.0,), "signals", "x", this_machine(), {"quantity": "signal"})
    monkeypatch.setattr(demand_folklore, "memory_limit", lambda **_: (alive,))
    with pytest.raises(Unavailable, match="kill"):
        demand_folklore.free_at_the_kill()
