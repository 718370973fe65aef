"""What the banker and the detective answer about processes that share counted resources."""

from __future__ import annotations

from dataclasses import dataclass

from oslab.errors import InvalidInput, require, require_whole

MOST_PROCESSES, MOST_RESOURCES, MOST_UNITS = 12, 12, 10**6
Row = tuple[int, ...]
Table = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The banker's answer to a request.

    Args:
        granted: whether the process gets the resources now.
        reason: why, or why not.
        sequence: an order in which all can finish if it does; empty if there is none.
    """

    granted: bool
    reason: str
    sequence: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        require(isinstance(self.granted, bool), "granted", self.granted, "True or False")
        require(isinstance(self.reason, str), "reason", self.reason, "a sentence")
        require(isinstance(self.sequence, tuple), "sequence", self.sequence, "process numbers")

    def __str__(self) -> str:
        return f"{'granted' if self.granted else 'not granted'}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Ledger:
    """Who holds what, who asks for what, and the order in which they can finish.

    Args:
        held: a row a process, a column a resource.
        asks: likewise; what each still needs before it finishes and gives back all it holds.
        free: of each resource, now.
        order: who can finish, one after the other.
        words: what was asked and what came of it, a sentence or two.
        need: what the asks are, `"may still ask for"` or `"asks for"`.
        sequences: how many safe sequences there are; None where nobody counted.

    Raises:
        InvalidInput: if the tables do not fit, or somebody finishes who cannot.
    """

    held: Table
    asks: Table
    free: Row
    order: tuple[int, ...]
    words: str
    need: str = "may still ask for"
    sequences: int | None = None

    def __post_init__(self) -> None:
        table("held", self.held)
        table("asks", self.asks, len(self.held), len(self.held[0]))
        row("free", self.free, len(self.held[0]))
        ok = isinstance(self.order, tuple) and len(set(self.order)) == len(self.order)
        ok = ok and set(self.order) <= set(range(len(self.held)))
        require(ok, "order", self.order, "different processes")
        for process, free in zip(self.order, (self.free, *self.after), strict=False):
            ok = all(a <= b for a, b in zip(self.asks[process], free, strict=True))
            require(ok, "order", self.order, "processes that can finish one after the other")
        for name in ("words", "need"):
            value = getattr(self, name)
            require(isinstance(value, str), name, value, "a text")
        if self.sequences is not None:
            require_whole("sequences", self.sequences, 0)

    @property
    def stuck(self) -> tuple[int, ...]:
        """Who cannot finish, whatever the others do."""
        return tuple(one for one in range(len(self.held)) if one not in self.order)

    @property
    def after(self) -> tuple[Row, ...]:
        """What is free after each of `order` has finished."""
        free, rows = self.free, list[Row]()
        for process in self.order:
            free = tuple(a + b for a, b in zip(free, self.held[process], strict=True))
            rows.append(free)
        return tuple(rows)


def table(argument: str, given: object, rows: int = 0, columns: int = 0) -> Table:
    """Return `given` as rows of numbers, a row a process, a column a resource.

    Args:
        argument: its name.
        given: a sequence of sequences.
        rows: how many there must be, 0 for any number from 1.
        columns: how many, likewise.

    Raises:
        InvalidInput: if it is no such table.
    """
    wanted = f"{rows or 'some'} rows of {columns or 'some'} whole numbers from 0"
    if not isinstance(given, list | tuple) or not 0 < len(given) <= MOST_PROCESSES:
        raise InvalidInput(argument, given, wanted)
    made = tuple(row(argument, one, columns) for one in given)
    ok = len(made) == (rows or len(made)) and len({len(one) for one in made}) == 1
    require(ok, argument, given, wanted)
    return made


def row(argument: str, given: object, columns: int = 0) -> Row:
    """Return `given` as whole numbers from 0, one a resource.

    Raises:
        InvalidInput: if it is no such sequence.
    """
    wanted = f"{columns or 'some'} whole numbers from 0"
    if not isinstance(given, list | tuple) or not 0 < len(given) <= MOST_RESOURCES:
        raise InvalidInput(argument, given, wanted)
    require(len(given) == (columns or len(given)), argument, given, wanted)
    return tuple(require_whole(argument, one, 0, MOST_UNITS) for one in given)
