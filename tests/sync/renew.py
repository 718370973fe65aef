"""Write golden records anew: `python tests/sync/renew.py race`, then read the diff."""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path

from oslab.sync import Exploration, model, run
from oslab.sync.model import buffers
from oslab.sync.model.barber import SOLUTIONS as BARBERS
from oslab.sync.model.barrier import SOLUTIONS as BARRIERS
from oslab.sync.model.buffer import VARIANTS
from oslab.sync.model.classics import philosophers
from oslab.sync.model.dining import REMEDIES
from oslab.sync.model.futex import RULES
from oslab.sync.model.litmus import LITMUS, MEMORIES
from oslab.sync.model.readers_writers import SOLUTIONS as READERS
from oslab.sync.model.smokers import SOLUTIONS as SMOKERS

GOLDEN = Path(__file__).parent / "golden"
BOTH = (False, True)


def _problem(names, solve):
    return {name: lambda name=name: solve(name).result for name in names}


def _plain():
    for threads, increments in ((2, 1), (2, 3), (3, 2), (4, 1)):
        yield f"{threads} x {increments}", lambda t=threads, i=increments: model.race(t, i)


def _conditions():
    for kept in product(BOTH, repeat=4):
        yield "".join(str(int(one)) for one in kept), lambda kept=kept: model.conditions(*kept)


CASES = {
    "race": dict(_plain()),
    "fill_once": {f"claims {c}": lambda c=c: model.fill_once(3, c) for c in BOTH},
    "mutual_exclusion": {
        f"{memory}, fenced {fenced}": lambda m=memory, f=fenced: model.mutual_exclusion(m, f)
        for memory in MEMORIES
        for fenced in BOTH
    },
    "litmus": {
        f"{test}, {memory}, fenced {fenced}": lambda t=test, m=memory, f=fenced: model.litmus(
            t, m, f
        )
        for test in LITMUS
        for memory in MEMORIES
        for fenced in BOTH
    },
    "buffer": {name: lambda name=name: model.buffer(name) for name in VARIANTS},
    "condition_buffer": {
        f"{recheck}, {conditions}, {tell}": lambda r=recheck, c=conditions, t=tell: (
            model.condition_buffer(r, c, t)
        )
        for recheck in buffers.RECHECKS
        for conditions in (1, 2)
        for tell in buffers.TELLS
    },
    "semaphore_buffer": {name: lambda name=name: model.semaphore_buffer(name)
                         for name in buffers.ORDERS},
    "conditions": dict(_conditions()),
    "two_locks": {
        f"opposite {opposite}, back off {back}": lambda o=opposite, b=back: model.two_locks(o, b)
        for opposite in BOTH
        for back in BOTH
    },
    "futex_lock": {rule: lambda rule=rule: model.futex_lock(rule) for rule in RULES},
    "dining": _problem(REMEDIES, lambda name: model.dining(name, 3)),
    "readers_writers": _problem(READERS, model.readers_writers),
    "barber": _problem(BARBERS, model.barber),
    "barrier": _problem(BARRIERS, model.barrier),
    "smokers": _problem(SMOKERS, model.smokers),
    "histories": {f"seed {seed}": lambda seed=seed: run(philosophers(3), seed)
                  for seed in range(6)},
}  # fmt: skip


def text(lesson: str) -> str:
    """Return the golden file of a lesson: a paragraph a case, with all that was found."""
    parts = []
    for case, explore in CASES[lesson].items():
        found = explore()
        lines = _explored(found) if isinstance(found, Exploration) else _lived(found)
        parts.append("\n  ".join([f"{case}:", *lines]))
    return "\n".join(parts) + "\n"


def _explored(found):
    yield f"{found.memory}: {found.states} states, {found.steps} steps; {found.limit or 'all'}"
    yield f"threads {', '.join(found.threads)}"
    yield f"reductions {', '.join(found.reductions) or 'none'}"
    if found.unchecked:
        yield f"unchecked {', '.join(found.unchecked)}"
    for one in found.outcomes:
        yield f"{one}: {one.schedules if one.schedules is not None else 'endless'} schedules"
    for one in found.findings:
        yield f"{one.kind}, {one.states} states: {one.what}"
        yield "  " + " | ".join(map(str, one.schedule))
        if one.loop:
            yield "  for ever " + " | ".join(map(str, one.loop))


def _lived(history):
    yield " | ".join(map(str, history.steps))
    yield f"{history.ended}: {history.outcome}"


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name in sys.argv[1:] or CASES:
        (GOLDEN / f"{name}.txt").write_text(text(name), encoding="utf-8")
