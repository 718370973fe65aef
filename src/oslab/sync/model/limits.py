"""What a small program takes, said in one line above it: its body is what a reader edits."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import TypeVar

from oslab.errors import require, require_whole

Result = TypeVar("Result")
Limit = tuple[int, int] | type[bool]


def limits(**known: Limit) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Return what makes a function refuse arguments outside these limits.

    Args:
        known: by parameter, the least and the largest whole number, or `bool`.

    Raises:
        InvalidInput: if a limit is neither.
    """
    for name, limit in known.items():
        pair = isinstance(limit, tuple) and len(limit) == 2
        ok = limit is bool or (pair and all(type(one) is int for one in tuple(limit)))
        require(ok, "known", {name: limit}, "pairs of whole numbers, or bool, by name")

    def around(function: Callable[..., Result]) -> Callable[..., Result]:
        signature = inspect.signature(function)

        @functools.wraps(function)
        def checked(*arguments: object, **named: object) -> Result:
            given = signature.bind(*arguments, **named)
            for name, value in given.arguments.items():
                limit = known.get(name)
                if isinstance(limit, tuple):
                    require_whole(name, value, *limit)
                elif limit is bool:
                    require(isinstance(value, bool), name, value, "True or False")
            return function(*arguments, **named)

        return checked

    return around
