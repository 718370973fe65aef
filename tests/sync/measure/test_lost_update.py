"""Updates are lost where nobody guards them, and only there."""

from __future__ import annotations

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import affinity
from oslab.measurement import by_condition
from oslab.sync import measure
from oslab.sync.measure.lost_update import parse_lost_update, possible
from oslab.sync.model import race

RACES = 20_000


def finals(kind: str, place: str, races: int = RACES, increments: int = 1) -> dict[int, float]:
    try:
        taken = measure.lost_update(kinds=(kind,), races=races, place=place, increments=increments)
    except Unavailable as cannot:
        pytest.skip(str(cannot))
    return {final: one.median for final, one in by_condition(taken, "final").items()}


def test_an_answer_is_read_by_final_value() -> None:
    assert parse_lost_update("7 93 0\n") == {1: 7, 2: 93}
    assert parse_lost_update("0 1 2 3 0\n", 2) == {2: 1, 3: 2, 4: 3}


@pytest.mark.parametrize(
    ("text", "increments"),
    [("7 93", 1), ("7 93 1", 1), ("a b 0", 1), ("", 1), ("7 93 0", 2), ("1 1 2 3 0", 2)],
)
def test_what_is_no_answer_or_cannot_be_is_refused(text: str, increments: int) -> None:
    with pytest.raises(InvalidInput):
        parse_lost_update(text, increments)


@pytest.mark.parametrize("increments", [1, 2, 3, 6])
def test_the_values_that_can_be_are_the_models(increments: int) -> None:
    ends = [dict(one.values)["n"] for one in race(2, increments).outcomes]

    assert list(possible(increments)) == sorted(ends)


@pytest.mark.kernel
@pytest.mark.parametrize("place", ["two CPUs", "one CPU"])
@pytest.mark.parametrize("kind", ["atomic", "mutex"])
def test_a_guarded_update_is_never_lost(kind: str, place: str) -> None:
    assert finals(kind, place) == {1: 0, 2: RACES}
    assert finals(kind, place, increments=3) == {2: 0, 3: 0, 4: 0, 5: 0, 6: RACES}


@pytest.mark.kernel
@pytest.mark.parametrize("increments", [1, 3])
def test_a_plain_update_is_lost_on_two_cpus(increments: int) -> None:
    """Where the other CPU is busy both seldom run at once, so there are several turns."""
    for _ in range(20):
        found = finals("plain", "two CPUs", 50_000, increments)
        assert sum(found.values()) == 50_000
        if found[2 * increments] < 50_000:
            return
    raise AssertionError("no update was lost in a million races")


def test_two_cpus_are_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(affinity, "allowed", lambda: (0,))

    with pytest.raises(Unavailable):
        measure.lost_update(races=1)
