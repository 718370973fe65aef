"""Arguments that are lists: some of several names, or counts within bounds."""

from __future__ import annotations

from collections.abc import Iterable

from oslab.errors import InvalidInput, require_choice, require_whole


def some(argument: str, values: object, allowed: Iterable[str]) -> tuple[str, ...]:
    """Return `values` without repetition if they are at least one of `allowed`.

    Raises:
        InvalidInput: otherwise.
    """
    names = tuple(allowed)
    if not isinstance(values, tuple | list) or len(values) == 0:
        raise InvalidInput(argument, values, "some of " + ", ".join(names))
    return tuple(dict.fromkeys(require_choice(argument, value, names) for value in values))


def counts(argument: str, values: object, low: int, high: int) -> tuple[int, ...]:
    """Return `values` without repetition if they are 1 to 20 whole numbers within bounds.

    Raises:
        InvalidInput: otherwise.
    """
    if not isinstance(values, tuple | list) or not 1 <= len(values) <= 20:
        raise InvalidInput(argument, values, f"1 to 20 whole numbers from {low} to {high}")
    return tuple(dict.fromkeys(require_whole(argument, value, low, high) for value in values))
