"""The global lock keeps `n += 1` whole since Python 3.10, and nothing that calls in between."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from oslab.errors import InvalidInput, Unavailable
from oslab.linux import interpreter
from oslab.measurement import Measurement, by_condition
from oslab.sync import measure
from oslab.sync.measure.lost_update_in_python import SPELLINGS, Run, parse_python_run
from oslab.sync.model import race

RACES = 300
LOCKED = getattr(sys, "_is_gil_enabled", lambda: True)()
with_the_lock = pytest.mark.skipif(not LOCKED, reason="this Python has no global lock")


def finals(taken: tuple[Measurement, ...]) -> dict[int, float]:
    return {final: one.median for final, one in by_condition(taken, "final").items()}


def raced(kind: str, **arguments: object) -> dict[int, float]:
    taken = measure.lost_update_in_python(
        kinds=(kind,), races=RACES, increments=2, gil=LOCKED, **arguments
    )
    return finals(taken)


def test_an_answer_is_read_by_final_value() -> None:
    assert parse_python_run("3.11.7 True 2:5 3:1\n") == Run("3.11.7", True, {2: 5, 3: 1})
    assert parse_python_run("3.15.0b1 False 4:9\n") == Run("3.15.0b1", False, {4: 9})


@pytest.mark.parametrize("text", ["", "3.11.7 True\n", "3.11.7 Maybe 2:5\n", "3.11.7 True 2:x\n"])
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_python_run(text)


@pytest.mark.kernel
@pytest.mark.parametrize("kind", SPELLINGS)
def test_every_race_ends_as_some_schedule_of_the_model_does(kind: str) -> None:
    ends = {dict(one.values)["n"] for one in race(2, 2).outcomes}
    found = raced(kind)

    assert sum(found.values()) == RACES
    assert {final for final, races in found.items() if races} <= ends


@pytest.mark.kernel
def test_a_lock_loses_nothing() -> None:
    assert raced("mutex", switch_us=1) == {2: 0, 3: 0, 4: RACES}


@pytest.mark.kernel
def test_what_lets_go_of_the_lock_between_load_and_store_loses() -> None:
    for _ in range(20):
        if raced("sleep")[4] < RACES:
            return
    raise AssertionError("no update was ever lost")


@pytest.mark.kernel
@with_the_lock
def test_the_lock_keeps_a_bare_increment_whole() -> None:
    """Since 3.10 the interpreter looks at requests for the lock nowhere inside it."""
    taken = measure.updates_lost(kinds=("plain", "mutex"), updates=400_000, repeats=2)

    assert [one.samples for one in taken] == [(0, 0)] * 4


@pytest.mark.kernel
def test_a_call_between_load_and_store_loses() -> None:
    """Whoever is done before the other has begun loses nothing, so there are several turns."""
    for turn in range(20):
        (taken,) = measure.updates_lost(
            kinds=("call",), updates=400_000 + 2 * turn, switches_us=(1,), repeats=2, gil=LOCKED
        )
        assert all(0 <= lost < taken.conditions["updates"] for lost in taken.samples)
        if max(taken.samples) > 0:
            return
    raise AssertionError("no update was ever lost")


@pytest.mark.kernel
def test_an_interpreter_without_the_lock_loses_the_bare_increment_too() -> None:
    try:
        for _ in range(20):
            (taken,) = measure.updates_lost(
                kinds=("plain",), updates=400_000, switches_us=(5_000,), repeats=2, gil=False
            )
            if max(taken.samples) > 0:
                return
    except Unavailable as cannot:
        pytest.skip(str(cannot))
    raise AssertionError("no update was ever lost")


@pytest.mark.kernel
@with_the_lock
def test_a_python_with_the_lock_is_no_python_without_it() -> None:
    with pytest.raises(Unavailable):
        measure.updates_lost(updates=2, gil=False, python=sys.executable)


def test_no_such_python_is_refused() -> None:
    with pytest.raises(InvalidInput):
        measure.lost_update_in_python(races=1, python="/nonexistent/python")


def test_odd_updates_are_refused() -> None:
    with pytest.raises(InvalidInput):
        measure.updates_lost(updates=3)


def answers(monkeypatch: pytest.MonkeyPatch, returned: int, out: str, err: str = "") -> None:
    done = subprocess.CompletedProcess([], returned, out, err)
    monkeypatch.setattr(interpreter, "run", lambda *_, **__: done)


def test_the_machine_names_the_interpreter_that_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, 0, "3.14.1 False 6:1 8:2\n")
    monkeypatch.setattr(interpreter, "free_threaded", lambda: "python3.14t")
    told: list[tuple[int, int]] = []

    (taken,) = measure.updates_lost(
        kinds=("plain",), updates=8, switches_us=(1,), gil=False,
        progress=lambda done, of: told.append((done, of)),
    )  # fmt: skip

    assert taken.machine.python == "3.14.1 (free-threaded)"
    assert taken.samples == (2, 0, 0)
    assert told == [(1, 1)]


@pytest.mark.parametrize(
    ("returned", "out", "err", "what"),
    [
        (-14, "", "", Unavailable),
        (1, "", "Fatal Python error: Disabling the GIL is not supported", Unavailable),
        (0, "3.12.0 False 2:1\n", "", Unavailable),
        (1, "", "SyntaxError", InvalidInput),
    ],
)
def test_what_went_wrong_is_told(
    monkeypatch: pytest.MonkeyPatch, returned: int, out: str, err: str, what: type[Exception]
) -> None:
    answers(monkeypatch, returned, out, err)

    with pytest.raises(what):
        measure.lost_update_in_python(kinds=("plain",), races=1)


def test_the_spellings_are_what_the_program_runs() -> None:
    module = importlib.import_module("oslab.sync.measure.lost_update_in_python")
    program = module.c_program.find("sync", "lost_update").with_suffix(".py").read_text()

    assert all(f'"{kind}": ' in program for kind in SPELLINGS)
    assert "\n        n += 1\n" in program
    assert "\n        n += one()\n" in program
    assert "\n        seen = n\n        time.sleep(0)\n        n = seen + 1\n" in program
    assert "\n        with lock:\n            n += one()\n" in program
