"""Real processes in each state, asked and told to end."""

from __future__ import annotations

import os
import signal
import time

from oslab.linux import c_program
from oslab.linux.procfs import stat
from oslab.processes.measure.life_cycle import NAMES, specimen, wait_for
from oslab.processes.records.endings import LETTERS, Ending, Endings

_LOOKS, _LOOK_S = 1_000, 0.0005


def endings() -> Endings:
    """Put a process into each state three times and send it SIGTERM or SIGKILL.

    A process that is still there half a second later is said to go on.

    Raises:
        Unavailable: if this machine has no C compiler.

    Source: `programs/states.c`; kill(2).
    """
    program = str(c_program.compile(c_program.find("processes", "states")))
    return Endings(
        tuple(
            Ending(
                letter,
                _after(program, letter, signal.SIGTERM),
                _after(program, letter, signal.SIGTERM, "handled"),
                _after(program, letter, signal.SIGKILL),
            )
            for letter in LETTERS
        )
    )


def _after(program: str, letter: str, number: int, *arguments: str) -> str:
    with specimen(program, NAMES[letter], *arguments) as pid:
        wait_for(pid, letter)
        os.kill(pid, number)
        for _ in range(_LOOKS):
            now = stat.read(pid).state
            if now == "Z":
                break
            time.sleep(_LOOK_S)
        return now
