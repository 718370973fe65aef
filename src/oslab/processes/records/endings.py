"""What becomes of a process in each state when it is asked, and when it is told, to end."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import require

LETTERS = ("R", "S", "D", "T", "t", "Z")


@dataclass(frozen=True, slots=True)
class Ending:
    """The letter a process showed before, and after each of three attempts on its like.

    Args:
        letter: its state.
        term: afterwards, when SIGTERM came and it had no handler.
        handled: afterwards, when SIGTERM came and it had a handler.
        kill: afterwards, when SIGKILL came.

    Raises:
        InvalidInput: if `letter` is none of `LETTERS` or another is no letter.
    """

    letter: str
    term: str
    handled: str
    kill: str

    def __post_init__(self) -> None:
        require(self.letter in LETTERS, "letter", self.letter, "one of " + ", ".join(LETTERS))
        for name in ("term", "handled", "kill"):
            value = getattr(self, name)
            require(isinstance(value, str) and len(value) == 1, name, value, "one letter")


@dataclass(frozen=True, slots=True)
class Endings:
    """One row a state."""

    rows: tuple[Ending, ...]

    def __post_init__(self) -> None:
        ok = isinstance(self.rows, tuple) and len(self.rows) > 0
        require(ok, "rows", self.rows, "at least one Ending")
        for row in self.rows:
            require(isinstance(row, Ending), "rows", row, "Endings only")

    def of(self, letter: str) -> Ending:
        """Return the row of one state.

        Raises:
            InvalidInput: if it is not among the rows.
        """
        known = {row.letter: row for row in self.rows}
        ok = isinstance(letter, str) and letter in known
        require(ok, "letter", letter, "one of " + ", ".join(known))
        return known[letter]
