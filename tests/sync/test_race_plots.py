"""Charts of the race: what the model allows stands beside what was seen, in words too."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from oslab import machine
from oslab.errors import InvalidInput
from oslab.measurement import Measurement
from oslab.picture import Picture
from oslab.sync import model, plots
from oslab.sync.records import Exploration

ALLOWED = {memory: model.allowed(memory) for memory in ("sc", "tso")}
RACE = model.race(2, 2)


def counted(count: float, **conditions: str | int | bool) -> Measurement:
    return Measurement(
        name="races", samples=(count,), unit="races", method="made up for a test",
        machine=machine.this_machine(), conditions=conditions,
    )  # fmt: skip


def races(kind: str, finals: dict[int, int], **more: str | bool) -> list[Measurement]:
    shared: dict[str, str | int | bool] = {
        "kind": kind, "races": 100, "increments": 2, "language": "C", **more,
    }  # fmt: skip
    return [counted(count, final=final, **shared) for final, count in finals.items()]


def runs(counts: dict[str, int], *, fenced: bool) -> list[Measurement]:
    return [
        counted(count, test="store buffering", fenced=fenced, outcome=end, runs=100)
        for end, count in counts.items()
    ]


PLAIN = races("plain", {2: 0, 3: 1234, 4: 98})
FREE = races("plain", {2: 5, 3: 1, 4: 0}, language="Python", gil=False)
RUNS = runs({"0, 0": 7, "0, 1": 90, "1, 0": 3, "1, 1": 0}, fenced=False)


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (lambda: plots.lost_update(PLAIN, RACE), "schedules by value: 2: 32, 3: 32, 4: 6"),
        (lambda: plots.lost_update(PLAIN, RACE), "plain, C, races by value: 2: 0, 3: 1,234, 4: 98"),
        (lambda: plots.lost_update(PLAIN, RACE), "(never 2). Every value seen is one of the"),
        (lambda: plots.lost_update(PLAIN + FREE, RACE), "plain, Python without GIL, races by"),
        (
            lambda: plots.lost_update(races("plain", {1: 3, 2: 97}), RACE),
            "Values were seen that the model does not allow.",
        ),
        (lambda: plots.litmus(RUNS, ALLOWED), "store buffering, without: only TSO allows 0, 0 (7"),
        (
            lambda: plots.litmus(RUNS + runs({"0, 0": 1}, fenced=True), ALLOWED),
            "store buffering, with a fence: neither allows 0, 0 (1 runs)",
        ),
    ],
)
def test_the_alt_text_holds_the_numbers(draw: Callable[[], Picture], said: str) -> None:
    drawn = draw()

    assert said in drawn.alt
    assert ElementTree.fromstring(drawn.svg).tag.endswith("svg")
    assert drawn == draw()


@pytest.mark.parametrize(
    "draw",
    [
        lambda: plots.lost_update((), RACE),
        lambda: plots.lost_update(RUNS, RACE),
        lambda: plots.lost_update(PLAIN, RUNS),
        lambda: plots.lost_update(PLAIN, model.mutual_exclusion()),
        lambda: plots.lost_update(PLAIN, model.store_buffering()),
        lambda: plots.lost_update(PLAIN, Exploration((), "sc", 1, 0)),
        lambda: plots.lost_update(races("plain", {2: 0}), RACE),
        lambda: plots.lost_update([counted(1, kind="plain", final=0.5, races=1, increments=2,
                                           language="C")], RACE),
        lambda: plots.litmus((), ALLOWED),
        lambda: plots.litmus(PLAIN, ALLOWED),
        lambda: plots.litmus(RUNS, {}),
        lambda: plots.litmus(RUNS, {**ALLOWED, "tso": {}}),
        lambda: plots.litmus([counted(-1, test="a", fenced=True, outcome="b", runs=1)], ALLOWED),
    ],
)  # fmt: skip
def test_what_is_nothing_of_the_kind_is_refused(draw: Callable[[], Picture]) -> None:
    with pytest.raises(InvalidInput):
        draw()


def test_different_numbers_of_increments_are_different_races() -> None:
    mixed = [*PLAIN, counted(1, kind="plain", final=1, races=1, increments=1, language="C")]

    with pytest.raises(InvalidInput):
        plots.lost_update(mixed, RACE)
