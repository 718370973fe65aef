"""SPIN's counts for the models in `spin/`: those it gave once, and those it gives now.

Reductions are off on both sides: SPIN without partial order (`NOREDUCE`), without its
resetting of dead variables (`-o1 -o2`) and without merging statements (`-o3`).
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from oslab.sync.model import classics
from oslab.sync.records import Program

MODELS = Path(__file__).parent / "spin"
SPIN = ("spin", "-a", "-o1", "-o2", "-o3")
CC = ("cc", "-O2", "-w", "-DSAFETY", "-DBFS", "-DNOREDUCE", "-o", "pan", "pan.c")
PAN = ("./pan", "-E")


class Oracle(NamedTuple):
    """What SPIN 6.5.2 printed for a model, and the same program for the explorer."""

    model: str
    options: tuple[str, ...]
    states: int
    steps: int  # one less than SPIN's transitions: it counts the first state as one
    program: Program


ORACLES = (
    Oracle("philosophers", ("-DN=5",), 242, 805, classics.philosophers(5)),
    Oracle("philosophers", ("-DN=8",), 6_560, 34_984, classics.philosophers(8)),
    Oracle("philosophers", ("-DN=10",), 59_048, 393_650, classics.philosophers(10)),
    Oracle("buffer", ("-DN=2", "-DSLOTS=2"), 107, 208, classics.bounded_buffer(2, 2)),
    Oracle("buffer", ("-DN=3", "-DSLOTS=4"), 3_121, 10_980, classics.bounded_buffer(3, 4)),
    Oracle("peterson", (), 48, 96, classics.peterson()),
    Oracle("filter", (), 3_611, 10_833, classics.filter_lock(3)),
)


def verifier(oracle: Oracle, folder: Path) -> None:
    """Write SPIN's verifier `pan` for a model into `folder`."""
    model = MODELS / f"{oracle.model}.pml"
    for command in ((*SPIN, *oracle.options, str(model)), CC):
        subprocess.run(command, cwd=folder, check=True, capture_output=True)


def search(folder: Path) -> tuple[int, int]:
    """Return the states and the steps that `pan` finds."""
    done = subprocess.run(PAN, cwd=folder, check=True, capture_output=True, text=True)
    states = re.search(r"(\d+) states, stored", done.stdout)
    steps = re.search(r"(\d+) transitions", done.stdout)
    assert states, done.stdout
    assert steps, done.stdout
    return int(states[1]), int(steps[1]) - 1


def counts(oracle: Oracle) -> tuple[int, int]:
    """Return what SPIN finds now."""
    with TemporaryDirectory() as name:
        verifier(oracle, Path(name))
        return search(Path(name))
