"""What a scheduler guessed of bursts, and what they turned out to be."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import InvalidInput, require, require_number


@dataclass(frozen=True, slots=True)
class Guesses:
    """Bursts in order, and the guess that stood before each.

    Args:
        bursts: ticks.
        guesses: ticks, one a burst, and one more for the burst to come.
        alpha: weight of the last burst in the next guess.

    Raises:
        InvalidInput: if the lengths do not fit, or a value is no number from 0 on.
    """

    bursts: tuple[float, ...]
    guesses: tuple[float, ...]
    alpha: float

    def __post_init__(self) -> None:
        for name in ("bursts", "guesses"):
            values = getattr(self, name)
            if not isinstance(values, tuple | list) or not values:
                raise InvalidInput(name, values, "numbers of ticks")
            for value in values:
                require_number(name, value, 0, 1e18)
            object.__setattr__(self, name, tuple(values))
        ok = len(self.guesses) == len(self.bursts) + 1
        require(ok, "guesses", self.guesses, "one for each burst, and one more")
        require_number("alpha", self.alpha, 0, 1)
