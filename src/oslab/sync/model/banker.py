"""Avoiding deadlock by looking ahead, and finding it afterwards.

A state is *safe* if there is an order in which every process can be given all it may still
ask for, finish, and give back what it holds. The banker grants a request only if the state
after it is safe. Detection asks the same of what processes ask for now instead of what they
might: whoever has no place in such an order is deadlocked.

Source: E. W. Dijkstra, EWD 108 (1965); A. N. Habermann, CACM 12(7), 1969; Silberschatz,
Galvin and Gagne, Operating System Concepts, 10th ed., 8.6.3 and 8.7.2.
"""

from __future__ import annotations

from collections.abc import Sequence

from oslab.errors import require, require_whole
from oslab.sync.records.banker import Decision, Row, Table, row, table

MOST_SEQUENCES = 50_000
Rows = Sequence[Sequence[int]]


def safe_sequences(
    allocation: Rows, maximum: Rows, available: Sequence[int]
) -> tuple[tuple[int, ...], ...]:
    """Return every order in which all processes can finish; none if the state is unsafe.

    Args:
        allocation: what each process holds, a row a process, a column a resource.
        maximum: what each may hold at most.
        available: what is free of each resource.

    Raises:
        InvalidInput: if the tables do not fit each other, or there are more than 50,000 orders.
    """
    held, need, free = _checked(allocation, maximum, available)
    found: list[tuple[int, ...]] = []
    waiting: list[tuple[tuple[int, ...], Row]] = [((), free)]
    while waiting:
        order, free = waiting.pop()
        if len(order) == len(held):
            found.append(order)
            allowed = f"processes with at most {MOST_SEQUENCES} safe sequences"
            require(len(found) <= MOST_SEQUENCES, "allocation", allocation, allowed)
        for process in reversed(range(len(held))):
            if process not in order and _fits(need[process], free):
                waiting.append(((*order, process), _plus(free, held[process])))
    return tuple(found)


def is_safe(allocation: Rows, maximum: Rows, available: Sequence[int]) -> bool:
    """Say whether there is an order in which all can finish.

    Raises:
        InvalidInput: if the tables do not fit each other.
    """
    held, need, free = _checked(allocation, maximum, available)
    return len(_order(held, need, free)) == len(held)


def request(
    allocation: Rows, maximum: Rows, available: Sequence[int], process: int, amount: Sequence[int]
) -> Decision:
    """Return the banker's decision about a process that asks for more.

    Args:
        allocation: as for `safe_sequences`.
        maximum: as for `safe_sequences`.
        available: as for `safe_sequences`.
        process: who asks, from 0.
        amount: for how much of each resource.

    Raises:
        InvalidInput: if the tables do not fit each other, or it asks for more than its maximum.
    """
    held, need, free = _checked(allocation, maximum, available)
    require_whole("process", process, 0, len(held) - 1)
    wanted = row("amount", amount, len(free))
    allowed = f"at most what it may still ask for, {need[process]}"
    require(_fits(wanted, need[process]), "amount", amount, allowed)
    if not _fits(wanted, free):
        return Decision(False, f"only {free} is free")
    after = [*held]
    after[process] = _plus(held[process], wanted)
    left = [*need]
    left[process] = _minus(need[process], wanted)
    order = _order(tuple(after), tuple(left), _minus(free, wanted))
    if len(order) < len(held):
        stuck = sorted(set(range(len(held))) - set(order))
        names = ", ".join(f"P{one}" for one in stuck)
        return Decision(False, f"then nothing would promise that {names} can finish")
    names = ", ".join(f"P{one}" for one in order)
    return Decision(True, f"all can still finish, in the order {names}", order)


def deadlocked(allocation: Rows, requests: Rows, available: Sequence[int]) -> tuple[int, ...]:
    """Return the processes that can never go on, however kind the rest are.

    Args:
        allocation: what each process holds.
        requests: what each asks for now; a row of zeros for one that asks for nothing.
        available: what is free of each resource.

    Raises:
        InvalidInput: if the tables do not fit each other.
    """
    held = table("allocation", allocation)
    wanted = table("requests", requests, len(held), len(held[0]))
    free = row("available", available, len(held[0]))
    # Who holds nothing cannot keep others waiting, but may itself wait for ever.
    order = _order(held, wanted, free)
    return tuple(sorted(set(range(len(held))) - set(order)))


def _checked(allocation: Rows, maximum: Rows, available: Sequence[int]) -> tuple[Table, Table, Row]:
    """Return what is held, what may still be asked for, and what is free."""
    held = table("allocation", allocation)
    most = table("maximum", maximum, len(held), len(held[0]))
    free = row("available", available, len(held[0]))
    ok = all(_fits(mine, limit) for mine, limit in zip(held, most, strict=True))
    require(ok, "maximum", maximum, "at least the allocation, resource by resource")
    need = tuple(_minus(limit, mine) for mine, limit in zip(held, most, strict=True))
    return held, need, free


def finishing(held: Table, need: Table, free: Row) -> tuple[int, ...]:
    """Return who can finish one after the other, lowest number first.

    Args:
        held: what each process holds.
        need: what each must get before it finishes and gives that back.
        free: what is free of each resource.

    Raises:
        InvalidInput: if the tables do not fit each other.
    """
    own = table("held", held)
    wanted = table("need", need, len(own), len(own[0]))
    return _order(own, wanted, row("free", free, len(own[0])))


def _order(held: Table, need: Table, free: Row) -> tuple[int, ...]:
    """Let whoever can finish do so, lowest number first, until nobody else can.

    To finish only adds to what is free, so it never matters who goes first.
    """
    order: list[int] = []
    while True:
        able = (p for p in range(len(held)) if p not in order and _fits(need[p], free))
        process = next(able, None)
        if process is None:
            return tuple(order)
        order.append(process)
        free = _plus(free, held[process])


def _fits(wanted: Row, free: Row) -> bool:
    return all(one <= other for one, other in zip(wanted, free, strict=True))


def _plus(first: Row, second: Row) -> Row:
    return tuple(one + other for one, other in zip(first, second, strict=True))


def _minus(first: Row, second: Row) -> Row:
    return tuple(one - other for one, other in zip(first, second, strict=True))
