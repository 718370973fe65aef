"""A real child that only reads its parent's objects, and the pages that costs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from oslab import machine, timing
from oslab.errors import Unavailable, require, require_choice, require_whole
from oslab.linux.procfs import smaps_rollup
from oslab.measurement import Condition, Measurement
from oslab.processes.records.reference_counts import ACTIONS, DATA

_WORKER = Path(__file__).parents[1] / "programs" / "reference_counts.py"
_PAGE = 4096
CASES = (
    ("lists", "read", False),
    ("lists", "read", True),
    ("lists", "collect", False),
    ("lists", "collect", True),
    ("None", "read", False),
    ("array", "read", False),
)
METHOD = (
    "growth of Private_Dirty in smaps_rollup of a forked child while it looks at data its "
    "parent made, in a fresh interpreter, after a rehearsal in small"
)


def reference_counts(
    *, objects: int = 200_000, cases: Sequence[tuple[str, str, bool]] = CASES, repeats: int = 3,
    progress: timing.Progress | None = None,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Return the pages a child copies by reading, or by collecting garbage.

    Args:
        objects: elements of the data, 1,000 to 10**7.
        cases: (data, action, frozen) as in `model.reference_counts`.
        repeats: 1 to 100.
        progress: told after each child.

    Raises:
        InvalidInput: if an argument is none of these.
        Unavailable: if the interpreter cannot be started, or /proc hides its memory.

    Source: the documentation of gc.freeze; proc_pid_smaps(5).
    """
    timing.require_progress(progress)
    require_whole("objects", objects, low=1000, high=10**7)
    require_whole("repeats", repeats, low=1, high=100)
    ok = isinstance(cases, tuple | list) and len(cases) > 0
    require(ok, "cases", cases, "a sequence of (data, action, frozen)")
    for case in cases:
        words = case if isinstance(case, tuple | list) and len(case) == 3 else (case,) * 3
        require_choice("cases", words[0], DATA)
        require_choice("cases", words[1], ACTIONS)
        require_choice("cases", str(words[2]), ("True", "False"))
    found = []
    for done, (data, action, frozen) in enumerate(cases, start=1):
        samples = tuple(_pages(data, objects, action, frozen) for _ in range(repeats))
        name = f"{action} {objects:,} {data}{', frozen' if frozen else ''}"
        conditions: dict[str, Condition] = {
            "objects": objects,
            "data": data,
            "action": action,
            "frozen": bool(frozen),
        }
        found.append(
            Measurement(name, samples, "pages", METHOD, machine.this_machine(), conditions)
        )
        if progress:
            progress(done, len(cases))
    return tuple(found)


def _pages(data: str, objects: int, action: str, frozen: bool) -> int:
    command = [sys.executable, "-I", str(_WORKER), data, str(objects), action, str(bool(frozen))]
    # A session of its own: one signal ends parent and child.
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        child = int(_line(process))
        before = smaps_rollup.read(child)
        _step(process)
        _line(process)
        after = smaps_rollup.read(child)
        _step(process)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    return max(0, after.private_dirty - before.private_dirty) // _PAGE


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None  # noqa: S101 - Popen was told to make it
    line = process.stdout.readline()
    if not line:
        raise Unavailable("a child that reads", "Ask for fewer objects, or free memory.")
    return line


def _step(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None  # noqa: S101 - Popen was told to make it
    process.stdin.write(".")
    process.stdin.flush()
