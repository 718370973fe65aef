"""The two ways a call can fail: a wrong question, or a machine that cannot answer."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence


class OslabError(Exception):
    """Base of every error oslab raises on purpose."""


class InvalidInput(OslabError, ValueError):
    """The caller asked for something with no meaning, such as a quantum of 0.

    The message names the argument, the value and what is allowed.
    """

    def __init__(self, argument: str, value: object, allowed: str) -> None:
        shown = repr(value)
        shown = shown if len(shown) <= 80 else shown[:77] + "..."
        super().__init__(f"{argument}={shown}: must be {allowed}")
        self.argument = argument
        self.value = value
        self.allowed = allowed


class Unavailable(OslabError):
    """This machine cannot answer; `remedy` says what would help."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} is not available here. {remedy}")
        self.what = what
        self.remedy = remedy


def require(holds: bool, argument: str, value: object, allowed: str) -> None:
    """Raise InvalidInput unless `holds`."""
    if not holds:
        raise InvalidInput(argument, value, allowed)


def require_whole(
    argument: str, value: object, low: int | None = None, high: int | None = None
) -> int:
    """Return `value` if it is an int (not a bool) from `low` to `high`, both included.

    Raises:
        InvalidInput: otherwise.
    """
    ok = isinstance(value, int) and not isinstance(value, bool)
    if ok and isinstance(value, int) and _within(value, low, high):
        return value
    raise InvalidInput(argument, value, "a whole number" + _bounds(low, high))


def require_number(
    argument: str, value: object, low: float | None = None, high: float | None = None
) -> float:
    """Return `value` if it is a finite int or float from `low` to `high`, both included.

    Raises:
        InvalidInput: otherwise.
    """
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and _is_finite(value)
        and _within(value, low, high)
    ):
        return value
    raise InvalidInput(argument, value, "a finite number" + _bounds(low, high))


def require_choice(argument: str, value: object, choices: Iterable[str]) -> str:
    """Return `value` if it is one of `choices`.

    Raises:
        InvalidInput: otherwise.
    """
    choices = tuple(choices)
    if isinstance(value, str) and value in choices:
        return value
    raise InvalidInput(argument, value, "one of " + ", ".join(map(repr, choices)))


def require_choices(
    argument: str, values: Sequence[str], choices: Sequence[str]
) -> tuple[str, ...]:
    """Return `values` as a tuple, or raise InvalidInput unless each is one of `choices`.

    Raises:
        InvalidInput: if `values` is no list of names, is empty, or names something else.
    """
    ok = isinstance(values, tuple | list) and len(values) > 0
    require(ok, argument, values, "a list of names")
    for value in values:
        require_choice(argument, value, choices)
    return tuple(values)


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number that no float can hold
        return False


def _within(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _bounds(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f" from {low} to {high}"
    if low is not None:
        return f" of at least {low}"
    return f" of at most {high}" if high is not None else ""
