"""What each operation does to what it touches.

`RULES[kind](me, contents, values, spurious)` answers with every way in which the step can
go, each as (new contents, answer); with none where the thread must wait. `contents` are
those of the names the operation touches, in their order. What knows threads knows them
by number: a mutex holds 0 or its owner's number + 1, sets of threads are bit masks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from oslab.errors import InvalidInput
from oslab.sync.records import operations as op
from oslab.sync.records.program import Program
from oslab.sync.records.shared import (
    Atomic,
    Barrier,
    Channel,
    Condition,
    Mutex,
    ReadWriteLock,
    Region,
    Semaphore,
)

Contents = tuple[Any, ...]
Ways = tuple[tuple[Contents, Any], ...]
Rule = Callable[[int, Contents, tuple[Any, ...], bool], Ways]

NOWHERE: Ways = ()
ASLEEP = ("asleep",)
"""The answer of a step after which the same `yield` has a second step to go."""


class Misuse(Exception):
    """The thread did what is never allowed, such as to unlock what it does not hold."""


def _load(_me: int, held: Contents, _values: Contents, _spurious: bool) -> Ways:
    return ((held, held[0]),)


def _store(_me: int, _held: Contents, values: Contents, _spurious: bool) -> Ways:
    return ((values, None),)


def _exchange(_me: int, held: Contents, values: Contents, _spurious: bool) -> Ways:
    return ((values, held[0]),)


def _compare_and_swap(_me: int, held: Contents, values: Contents, _spurious: bool) -> Ways:
    same = held[0] == values[0]
    return ((values[1:] if same else held, same),)


def _fetch_add(_me: int, held: Contents, values: Contents, _spurious: bool) -> Ways:
    if not isinstance(held[0], int):
        raise Misuse(f"adds to {held[0]!r}")
    return (((held[0] + values[0],), held[0]),)


def _lock(me: int, held: Contents, _values: Contents, _spurious: bool) -> Ways:
    return (((me + 1,), None),) if held[0] == 0 else NOWHERE


def _try_lock(me: int, held: Contents, _values: Contents, _spurious: bool) -> Ways:
    return (((me + 1,), True),) if held[0] == 0 else ((held, False),)


def _unlock(me: int, held: Contents, _values: Contents, _spurious: bool) -> Ways:
    if held[0] != me + 1:
        raise Misuse("unlocks what it does not hold")
    return (((0,), None),)


def _acquire(_me: int, held: Contents, _values: Contents, _spurious: bool) -> Ways:
    return (((held[0] - 1,), None),) if held[0] > 0 else NOWHERE


def _try_acquire(_me: int, held: Contents, _values: Contents, _spurious: bool) -> Ways:
    return (((held[0] - 1,), True),) if held[0] > 0 else ((held, False),)


def _release(_me: int, held: Contents, _values: Contents, _spurious: bool) -> Ways:
    return (((held[0] + 1,), None),)


def _wait(me: int, held: Contents, _values: Contents, _spurious: bool) -> Ways:
    if held[1] != me + 1:
        raise Misuse("waits without holding the mutex")
    return (((held[0] | 1 << me, 0), ASLEEP),)


def _wake(me: int, held: Contents, _values: Contents, spurious: bool) -> Ways:
    if held[1] != 0 or (held[0] >> me & 1 and not spurious):
        return NOWHERE
    return (((held[0] & ~(1 << me), me + 1), None),)


def _signal(_me: int, held: Contents, _values: Contents, _spurious: bool) -> Ways:
    sleepers = [1 << thread for thread in range(held[0].bit_length()) if held[0] >> thread & 1]
    return tuple(((held[0] & ~one,), None) for one in sleepers) or ((held, None),)


def _broadcast(_me: int, _held: Contents, _values: Contents, _spurious: bool) -> Ways:
    return (((0,), None),)


def _read_lock(me: int, held: Contents, _values: Contents, _spurious: bool) -> Ways:
    writer, readers = held[0]
    if readers >> me & 1:
        raise Misuse("reads again what it is reading already")
    return ((((0, readers | 1 << me),), None),) if writer == 0 else NOWHERE


def _read_unlock(me: int, held: Contents, _values: Contents, _spurious: bool) -> Ways:
    writer, readers = held[0]
    if not readers >> me & 1:
        raise Misuse("leaves as a reader where it is none")
    return ((((writer, readers & ~(1 << me)),), None),)


def _write_lock(me: int, held: Contents, _values: Contents, _spurious: bool) -> Ways:
    return ((((me + 1, 0),), None),) if held[0] == (0, 0) else NOWHERE


def _write_unlock(me: int, held: Contents, _values: Contents, _spurious: bool) -> Ways:
    if held[0][0] != me + 1:
        raise Misuse("leaves as the writer where it is not")
    return ((((0, 0),), None),)


def _arrive(me: int, held: Contents, values: Contents, _spurious: bool) -> Ways:
    here = held[0] | 1 << me
    if here.bit_count() == values[0]:
        return (((0,), True),)
    return (((here,), ASLEEP),)


def _leave_barrier(me: int, held: Contents, _values: Contents, _spurious: bool) -> Ways:
    return NOWHERE if held[0] >> me & 1 else ((held, False),)


def _send(_me: int, held: Contents, values: Contents, _spurious: bool) -> Ways:
    value, capacity = values
    return (((held[0] + (value,),), None),) if len(held[0]) < capacity else NOWHERE


def _receive(_me: int, held: Contents, _values: Contents, _spurious: bool) -> Ways:
    return (((held[0][1:],), held[0][0]),) if held[0] else NOWHERE


def _pause(_me: int, held: Contents, _values: Contents, _spurious: bool) -> Ways:
    return ((held, None),)


def _choose(_me: int, held: Contents, values: Contents, _spurious: bool) -> Ways:
    return tuple((held, value) for value in values)


def _check(_me: int, held: Contents, values: Contents, _spurious: bool) -> Ways:
    if not values[0]:
        raise Misuse(values[1])
    return ((held, None),)


def _enter(me: int, held: Contents, values: Contents, _spurious: bool) -> Ways:
    inside = held[0] | 1 << me
    if inside == held[0]:
        raise Misuse("enters where it already is")
    if inside.bit_count() > values[0]:
        raise Misuse(f"enters where {held[0].bit_count()} already are")
    return (((inside,), None),)


def _leave(me: int, held: Contents, _values: Contents, _spurious: bool) -> Ways:
    if not held[0] >> me & 1:
        raise Misuse("leaves where it is not")
    return (((held[0] & ~(1 << me),), None),)


RULES: dict[str, Rule] = {
    op.LOAD: _load, op.STORE: _store, op.EXCHANGE: _exchange,
    op.COMPARE_AND_SWAP: _compare_and_swap, op.FETCH_ADD: _fetch_add,
    op.LOCK: _lock, op.UNLOCK: _unlock, op.TRY_LOCK: _try_lock,
    op.ACQUIRE: _acquire, op.TRY_ACQUIRE: _try_acquire, op.RELEASE: _release,
    op.WAIT: _wait, op.WAKE: _wake, op.SIGNAL: _signal, op.BROADCAST: _broadcast,
    op.READ_LOCK: _read_lock, op.READ_UNLOCK: _read_unlock,
    op.WRITE_LOCK: _write_lock, op.WRITE_UNLOCK: _write_unlock,
    op.ARRIVE: _arrive, op.LEAVE_BARRIER: _leave_barrier,
    op.SEND: _send, op.RECEIVE: _receive,
    op.FENCE: _pause, op.PAUSE: _pause, op.CHOOSE: _choose, op.CHECK: _check,
    op.ENTER: _enter, op.LEAVE: _leave,
}  # fmt: skip

SECOND_STEP = {op.WAIT: op.WAKE, op.ARRIVE: op.LEAVE_BARRIER}
"""What a thread does next where the first step of a `yield` answered `ASLEEP`."""

_ON = {
    Mutex: (op.LOCK, op.UNLOCK, op.TRY_LOCK),
    Semaphore: (op.ACQUIRE, op.TRY_ACQUIRE, op.RELEASE),
    Condition: (op.WAIT, op.SIGNAL, op.BROADCAST),
    ReadWriteLock: (op.READ_LOCK, op.READ_UNLOCK, op.WRITE_LOCK, op.WRITE_UNLOCK),
    Barrier: (op.ARRIVE,),
    Channel: (op.SEND, op.RECEIVE),
    Region: (op.ENTER, op.LEAVE),
}
VARIABLE = (op.LOAD, op.STORE, op.EXCHANGE, op.COMPARE_AND_SWAP, op.FETCH_ADD)


def first(shared: object) -> Any:
    """Return the contents of something shared before the first step."""
    if isinstance(shared, Atomic):
        return shared.value
    if isinstance(shared, Semaphore):
        return shared.count
    if isinstance(shared, ReadWriteLock):
        return (0, 0)
    if isinstance(shared, Channel):
        return shared.items
    return 0 if isinstance(shared, Mutex | Condition | Barrier | Region) else shared


def checked(operation: object, program: Program) -> op.Operation:
    """Return what a thread yielded, completed by what the shared thing says of itself.

    Raises:
        InvalidInput: if it is no operation, or not one on what it names.
    """
    if not isinstance(operation, op.Operation):
        raise InvalidInput("threads", operation, "yielding operations, such as load('n')")
    for place, name in enumerate(operation.names):
        if name not in program.shared:
            known = ", ".join(program.shared) or "nothing"
            raise InvalidInput("threads", str(operation), f"about what is shared: {known}")
        shared = program.shared[name]
        allowed: tuple[str, ...] = _ON.get(type(shared), VARIABLE)
        if operation.kind == op.WAIT and place == 1:
            allowed = (op.WAIT,) if isinstance(shared, Mutex) else ()
        if operation.kind not in allowed:
            what = type(shared).__name__ if type(shared) in _ON else "variable"
            words = ", ".join(allowed) or "no mutex to wait with"
            raise InvalidInput("threads", str(operation), f"fit for the {what} {name!r}: {words}")
    return _completed(operation, program)


def _completed(operation: op.Operation, program: Program) -> op.Operation:
    if operation.kind not in (op.ARRIVE, op.SEND, op.ENTER):
        return operation
    shared = program.shared[operation.names[0]]
    limit = {Barrier: "parties", Channel: "capacity", Region: "most"}[type(shared)]
    return operation._replace(values=(*operation.values, getattr(shared, limit)))
