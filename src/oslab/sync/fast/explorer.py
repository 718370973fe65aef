"""`explore_all` at native speed, and with a limit in seconds."""

from __future__ import annotations

import inspect
from typing import Any

from oslab.errors import require, require_number
from oslab.sync import model
from oslab.sync.fast.search import explore, within
from oslab.sync.model.endings import Invariant
from oslab.sync.records.exploration import Exploration
from oslab.sync.records.program import Program

LONGEST = 86_400.0


def explore_all(
    program: Program,
    invariant: Invariant | None = None,
    *,
    seconds: float | None = None,
    **settings: Any,
) -> Exploration:
    """Return what `oslab.sync.explore_all` returns, sooner for many states.

    The search is compiled unless symmetry is asked for, which it is not here: it would save
    states and cost more than it saves.

    Args:
        program: threads and what they share.
        invariant: as for `oslab.sync.explore_all`.
        seconds: after which the search gives up; None for never.
        settings: every other argument of `oslab.sync.explore_all`.

    Raises:
        InvalidInput: if an argument is wrong.
        Unavailable: where numba is not installed and there are thousands of states.
    """
    known = inspect.signature(model.explore_all).parameters
    for name, value in settings.items():
        require(name in known, name, value, f"one of {', '.join(known)}")
    if seconds is not None:
        require_number("seconds", seconds, 0, LONGEST)
        settings.setdefault("enough", within(seconds))
    settings.setdefault("symmetry", False)
    settings.setdefault("search", explore)
    return model.explore_all(program, invariant, **settings)
