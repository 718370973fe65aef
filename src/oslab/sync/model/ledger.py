"""The banker and the detective at work on tables that a reader writes.

Source: the tables are those of Silberschatz, Galvin and Gagne, Operating System Concepts,
10th ed., 8.6.3.3 and 8.7.2.
"""

from __future__ import annotations

from oslab.errors import InvalidInput, require, require_whole
from oslab.sync.model.banker import deadlocked, finishing, request, safe_sequences
from oslab.sync.records.banker import Ledger, Row, Table, row, table

HELD = "0 1 0, 2 0 0, 3 0 2, 2 1 1, 0 0 2"
MAXIMUM = "7 5 3, 3 2 2, 9 0 2, 2 2 2, 4 3 3"
MOST_COUNTED = 8
"""Of so many processes all orders are counted: at most 40,320."""


def banker(
    process: int = 1, asks: str = "1 0 2", free: str = "3 3 2",
    held: str = HELD, maximum: str = MAXIMUM,
) -> Ledger:  # fmt: skip
    """Return what the banker sees when a process asks for more.

    Args:
        process: who asks, from 0.
        asks: for how much of each resource, such as `"1 0 2"`.
        free: how much of each is free.
        held: what each process holds, such as `"0 1 0, 2 0 0"`.
        maximum: what each may hold at most, likewise.

    Returns:
        The state after the request if all of it is free, else the state before it.

    Raises:
        InvalidInput: if a text is no such table, or the tables do not fit each other.
    """
    own, most = _table("held", held), _table("maximum", maximum)
    left, wanted = _row("free", free), _row("asks", asks)
    decision = request(own, most, left, process, wanted)
    verdict = "Granted" if decision.granted else "Not granted"
    words = f"P{process} asks for {_words(wanted)}. {verdict}: {decision.reason}."
    if all(one <= other for one, other in zip(wanted, left, strict=True)):
        taken = tuple(a + b for a, b in zip(own[process], wanted, strict=True))
        own = (*own[:process], taken, *own[process + 1 :])
        left = tuple(a - b for a, b in zip(left, wanted, strict=True))
    need = tuple(tuple(a - b for a, b in zip(*rows, strict=True))
                 for rows in zip(most, own, strict=True))  # fmt: skip
    count = len(safe_sequences(own, most, left)) if len(own) <= MOST_COUNTED else None
    return Ledger(own, need, left, finishing(own, need, left), words, sequences=count)


def detection(
    more: int = 0, free: str = "0 0 0", held: str = "0 1 0, 2 0 0, 3 0 3, 2 1 1, 0 0 2",
    asks: str = "0 0 0, 2 0 2, 0 0 0, 1 0 0, 0 0 2",
) -> Ledger:  # fmt: skip
    """Return who can never go on, of processes that hold and ask.

    Args:
        more: units of the last resource that the third process asks for besides, 0 to 9.
        free: how much of each resource is free, such as `"0 0 0"`.
        held: what each process holds, such as `"0 1 0, 2 0 0"`.
        asks: what each asks for now, likewise.

    Raises:
        InvalidInput: if a text is no such table, or the tables do not fit each other.
    """
    require_whole("more", more, 0, 9)
    own, wanted, left = _table("held", held), _table("asks", asks), _row("free", free)
    if more:
        require(len(wanted) > 2, "more", more, "0 where there is no third process")
        third = (*wanted[2][:-1], wanted[2][-1] + more)
        wanted = (*wanted[:2], third, *wanted[3:])
    stuck = deadlocked(own, wanted, left)
    names = " and ".join(filter(None, [", ".join(f"P{one}" for one in stuck[:-1]),
                                       *[f"P{one}" for one in stuck[-1:]]]))  # fmt: skip
    words = f"Deadlocked: {names}." if stuck else "No deadlock: all can go on."
    return Ledger(own, wanted, left, finishing(own, wanted, left), words, need="asks for")


def _row(argument: str, text: object) -> Row:
    words = text.replace(",", " ").split() if isinstance(text, str) else []
    if not words or not all(word.isdecimal() and word.isascii() for word in words):
        raise InvalidInput(argument, text, "whole numbers from 0, such as 3 3 2")
    return row(argument, tuple(int(word[:9]) for word in words))


def _table(argument: str, text: object) -> Table:
    if not isinstance(text, str):
        raise InvalidInput(argument, text, "rows of whole numbers, such as 0 1 0, 2 0 0")
    return table(argument, tuple(_row(argument, line) for line in text.split(",")))


def _words(wanted: Row) -> str:
    return " ".join(map(str, wanted))
