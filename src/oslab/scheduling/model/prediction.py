"""Guessing the next CPU burst from those before it: the exponential average."""

from __future__ import annotations

from collections.abc import Sequence

from oslab.errors import InvalidInput, require, require_number
from oslab.scheduling.policies.shortest import predicted
from oslab.scheduling.records.guesses import Guesses


def exponential_average(
    *, bursts: Sequence[float] = (6, 4, 6, 4, 13, 13, 13), alpha: float = 0.5, guess: float = 10
) -> tuple[float, ...]:
    """Return the guess before each burst, and the one after the last.

    >>> exponential_average()
    (10, 8.0, 6.0, 6.0, 5.0, 9.0, 11.0, 12.0)

    Args:
        bursts: what the bursts turned out to be, in ticks, 1 to 1,000 of them.
        alpha: weight of the last burst, 0 (never learn) to 1 (remember only the last).
        guess: before the first burst.

    Raises:
        InvalidInput: if a value is out of range.

    Source: Silberschatz et al., 10th ed., 5.3.2 and figure 5.4.
    """
    require_number("guess", guess, 0, 1e18)
    if not isinstance(bursts, tuple | list) or not 1 <= len(bursts) <= 1_000:
        raise InvalidInput("bursts", bursts, "1 to 1000 numbers of ticks")
    guesses = [guess]
    for burst in bursts:
        require_number("bursts", burst, 0, 1e18)
        guesses.append(predicted(guesses[-1], burst, alpha))
    return tuple(guesses)


def guesses(
    *, bursts: str = "6 4 6 4 13 13 13", alpha: float = 0.5, guess: float = 10
) -> Guesses:  # fmt: skip
    """Return bursts and guesses for a figure; the bursts are words.

    Args:
        bursts: 1 to 40 whole numbers from 0 to 1,000.
        alpha: as `exponential_average`.
        guess: as `exponential_average`.

    Raises:
        InvalidInput: if a value is out of range.
    """
    require(isinstance(bursts, str), "bursts", bursts, 'words such as "6 4 13"')
    words = bursts.replace(",", " ").split()
    ok = 1 <= len(words) <= 40
    ok = ok and all(len(one) <= 4 and one.isascii() and one.isdigit() for one in words)
    require(ok, "bursts", bursts, "1 to 40 whole numbers from 0 to 1,000")
    found = tuple(map(int, words))
    require(max(found) <= 1_000, "bursts", bursts, "1 to 40 whole numbers from 0 to 1,000")
    return Guesses(found, exponential_average(bursts=found, alpha=alpha, guess=guess), alpha)
