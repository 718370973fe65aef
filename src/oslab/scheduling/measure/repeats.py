"""Runs taken in turns, of which those are kept that nobody disturbed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from oslab import timing
from oslab.errors import require, require_number, require_whole

Result = TypeVar("Result")
GATE = 0.02
"""The share of a run's CPU time that others may take."""
_TRIES = 3


def undisturbed(
    runs: Mapping[str, Callable[[], tuple[float, Result]]], *,
    repeats: int, gate: float = GATE, progress: timing.Progress | None = None,
) -> dict[str, tuple[Result, ...]]:  # fmt: skip
    """Do every run in turn until each has been left alone `repeats` times.

    `timing.interleaved` asks how long the caller waited; here others do the work, and
    each run itself says how much of its CPUs went elsewhere. After three times
    `repeats` rounds the least disturbed runs fill the gaps, so the call always ends.

    Args:
        runs: name to a function that returns (share others took, result).
        repeats: results wanted of each, 1 to 1000.
        gate: a run counts if others took at most this share, 0 to 1.
        progress: told after every round.

    Returns:
        For each name the results kept, in the order of time.

    Raises:
        InvalidInput: if a number is out of range or there is nothing to run.
    """
    ok = isinstance(runs, Mapping) and len(runs) > 0 and all(map(callable, runs.values()))
    require(ok, "runs", runs, "at least one name with a function")
    require_whole("repeats", repeats, 1, 1000)
    require_number("gate", gate, 0, 1)
    timing.require_progress(progress)
    taken: dict[str, list[tuple[float, int, Result]]] = {name: [] for name in runs}
    for turn in range(_TRIES * repeats):
        wanting = [name for name in runs if _kept(taken[name], gate) < repeats]
        if not wanting:
            break
        for name in wanting:
            others, result = runs[name]()
            taken[name].append((others, turn, result))
        if progress:
            fewest = min(_kept(rounds, gate) for rounds in taken.values())
            progress(min(repeats, max(fewest, turn + 1 - (_TRIES - 1) * repeats)), repeats)
    return {name: _least(rounds, repeats) for name, rounds in taken.items()}


def _kept(rounds: list[tuple[float, int, Result]], gate: float) -> int:
    return sum(others <= gate for others, _, _ in rounds)


def _least(rounds: list[tuple[float, int, Result]], repeats: int) -> tuple[Result, ...]:
    best = sorted(rounds, key=lambda one: one[:2])[:repeats]
    return tuple(result for _, _, result in sorted(best, key=lambda one: one[1]))
