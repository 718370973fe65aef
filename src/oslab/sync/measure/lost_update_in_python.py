"""The lost update in Python, where a global lock lets one thread run at a time."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from oslab import machine, timing
from oslab.errors import InvalidInput, Unavailable, require, require_choices, require_whole
from oslab.linux import c_program, interpreter
from oslab.measurement import Machine, Measurement
from oslab.sync.measure.lost_update import possible

SPELLINGS = {
    "plain": "n += 1",
    "call": "n += one()",
    "sleep": "seen = n; sleep(0); n = seen + 1",
    "mutex": "with lock: n += one()",
}
"""What each kind of increment is, written in Python."""
SWITCH_US = 5_000
"""The switch interval that CPython starts with, in microseconds."""
METHOD = (
    "Two threads of a Python program meet, idle for a time of chance, and each adds to a global "
    "variable that began at 0; the value it ends with is counted."
)
_ANSWER = re.compile(r"(\d+(?:\.\d+)+\S*) (True|False)((?: \d+:\d+)+)\n?")


class Run(NamedTuple):
    """What one run of the program printed.

    Args:
        version: of the interpreter.
        gil: whether its global lock was on.
        finals: the races that ended with each value.
    """

    version: str
    gil: bool
    finals: dict[int, int]


def lost_update_in_python(
    *, kinds: tuple[str, ...] = tuple(SPELLINGS), races: int = 2_000, increments: int = 1,
    switch_us: int = SWITCH_US, gil: bool = True, python: str | None = None,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Race two threads of Python, and count the values with which the races end.

    With the global lock a thread can lose an update only where the interpreter lets another
    run between its load and its store. CPython up to 3.9 does so after almost every
    instruction; since 3.10 only when a call returns or begins and when a loop jumps back, and
    none of these is inside `n += 1`. Without the lock (`gil=False`) nothing protects it.

    Known workload: increments under a mutex, which lose none.

    Args:
        kinds: of `SPELLINGS`, which shows how each is written.
        races: of each kind, 1 to 1,000,000; a thousand take about half a second.
        increments: of each thread, 1 to 10.
        switch_us: `sys.setswitchinterval` in microseconds, 1 to 1,000,000: after how long a
            thread that waits for the lock asks for it.
        gil: False asks for an interpreter without the lock.
        python: path of an interpreter; None: this one, or a free-threaded one.
        progress: told how many kinds are done, of how many.

    Returns:
        For each kind the races that ended with each value that a schedule can give,
        conditions `kind`, `final`, `gil`.

    Raises:
        InvalidInput: if an argument is out of range, or `python` is no Python.
        Unavailable: if no interpreter without the lock was found, where one is asked for.

    Source: CPython, Misc/NEWS of 3.10.0 alpha 7, bpo-29988; Python/ceval.c of 3.9 and 3.11,
    CHECK_EVAL_BREAKER; PEP 703.
    """
    kinds = require_choices("kinds", kinds, tuple(SPELLINGS))
    require_whole("races", races, 1, 1_000_000)
    require_whole("increments", increments, 1, 10)
    _require_run(switch_us, gil, python)
    timing.require_progress(progress)
    taken: list[Measurement] = []
    for done, kind in enumerate(kinds, start=1):
        found = _run(kind, races, increments, switch_us, gil, python)
        where = _machine(found)
        taken += [
            Measurement(
                name=f"{SPELLINGS[kind]}: ended at {final}",
                samples=(found.finals.get(final, 0),),
                unit="races",
                method=METHOD,
                machine=where,
                conditions={
                    "kind": kind, "final": final, "races": races, "increments": increments,
                    "language": "Python", "gil": gil, "switch_us": switch_us,
                },
            )
            for final in possible(increments)
        ]  # fmt: skip
        if progress is not None:
            progress(done, len(kinds))
    return tuple(taken)


def updates_lost(
    *, kinds: tuple[str, ...] = ("plain", "call", "mutex"), updates: int = 1_000_000,
    switches_us: tuple[int, ...] = (SWITCH_US, 1), repeats: int = 3, gil: bool = True,
    python: str | None = None, progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Let two threads of Python add to one variable for long, and count what is missing.

    One store of an old value undoes everything that the other has added since the load. With a
    global lock that is a whole turn of the other: few switches lose much.

    Args:
        kinds: of `SPELLINGS`.
        updates: of both threads together, an even number from 2 to 20,000,000.
        switches_us: `sys.setswitchinterval` in microseconds, 1 to 1,000,000 each.
        repeats: 1 to 50.
        gil: False asks for an interpreter without the lock.
        python: path of an interpreter; None: this one, or a free-threaded one.
        progress: told how many programs are done, of how many.

    Returns:
        For each kind and interval the updates lost, the most first, conditions `kind`,
        `switch_us`, `gil`, `updates`.

    Raises:
        InvalidInput: if an argument is out of range, or `python` is no Python.
        Unavailable: if no interpreter without the lock was found, where one is asked for.

    Source: as `lost_update_in_python`; Python documentation, sys.setswitchinterval.
    """
    kinds = require_choices("kinds", kinds, tuple(SPELLINGS))
    require_whole("updates", updates, 2, 20_000_000)
    require(updates % 2 == 0, "updates", updates, "an even number")
    ok = isinstance(switches_us, tuple | list) and len(switches_us) > 0
    require(ok, "switches_us", switches_us, "at least one number")
    for one in switches_us:
        _require_run(one, gil, python, "switches_us")
    require_whole("repeats", repeats, 1, 50)
    timing.require_progress(progress)
    wanted = [(kind, switch_us) for kind in kinds for switch_us in switches_us]
    taken: list[Measurement] = []
    for done, (kind, switch_us) in enumerate(wanted, start=1):
        found = _run(kind, repeats, updates // 2, switch_us, gil, python)
        ends = [final for final, races in found.finals.items() for _ in range(races)]
        taken.append(
            Measurement(
                name=f"{SPELLINGS[kind]}: lost, switch interval {switch_us} us",
                samples=tuple(updates - final for final in ends),
                unit="updates",
                method="Two threads of Python add to one global variable; what it lacks is lost.",
                machine=_machine(found),
                conditions={
                    "kind": kind, "switch_us": switch_us, "updates": updates, "gil": gil,
                },
            )
        )  # fmt: skip
        if progress is not None:
            progress(done, len(wanted))
    return tuple(taken)


def parse_python_run(text: str) -> Run:
    """Return what one run of the program printed.

    Raises:
        InvalidInput: if it is no such answer.
    """
    match = _ANSWER.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise InvalidInput("text", text, "a version, True or False, and VALUE:RACES")
    pairs = (pair.split(":") for pair in match[3].split())
    return Run(match[1], match[2] == "True", {int(final): int(races) for final, races in pairs})


def _require_run(
    switch_us: object, gil: object, python: object, argument: str = "switch_us"
) -> None:
    require_whole(argument, switch_us, 1, 1_000_000)
    require(isinstance(gil, bool), "gil", gil, "True or False")
    ok = python is None or (isinstance(python, str) and python != "" and "\0" not in python)
    require(ok, "python", python, "the path of a Python")


def _run(
    kind: str, races: int, increments: int, switch_us: int, gil: bool, python: str | None
) -> Run:
    path = python if gil or python else interpreter.free_threaded()
    program = c_program.find("sync", "lost_update").with_suffix(".py")
    done = interpreter.run(
        program, kind, races, increments, switch_us, interpreter=path, gil=gil, timeout_s=150
    )
    if "PYTHON_GIL" in done.stderr or "GIL" in done.stderr:
        raise Unavailable("an interpreter without the global lock", interpreter.REMEDY)
    if done.returncode < 0:  # the program's own alarm: it bounds itself
        raise Unavailable("an end of the races", "Ask for fewer, or when less else runs.")
    require(done.returncode == 0, "python", path, "a CPython since 3.8")
    found = parse_python_run(done.stdout)
    if found.gil is not gil:
        raise Unavailable("an interpreter without the global lock", interpreter.REMEDY)
    return found


def _machine(found: Run) -> Machine:
    free = "" if found.gil else " (free-threaded)"
    return replace(machine.this_machine(), python=f"{found.version}{free}")
