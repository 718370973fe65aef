"""States in words: what a reader sees of a packed state, and the history of a schedule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from oslab.sync.model.semantics import ASLEEP
from oslab.sync.model.space import Fields, Move, Space
from oslab.sync.records import operations as op
from oslab.sync.records.history import (
    DEADLOCK,
    FAILED,
    FINISHED,
    OPEN,
    Asks,
    History,
    State,
    Step,
    Turn,
)
from oslab.sync.records.shared import (
    OBJECTS,
    Atomic,
    Barrier,
    Condition,
    Mutex,
    ReadWriteLock,
    Region,
)

_BUFFER = " buffer"


def agent_name(space: Space, agent: int) -> str:
    """Return the name of a thread, or of a thread's store buffer."""
    name = space.program.threads[agent % space.threads].name
    return name if agent < space.threads else name + _BUFFER


def visible(space: Space, fields: Fields) -> dict[str, Any]:
    """Return what an invariant sees: values, and of locks how many hold them, not who."""
    return {
        name: _visible(space.program.shared[name], held)
        for name, held in space.shared(fields).items()
    }


def _visible(shared: object, held: Any) -> Any:
    if isinstance(shared, Mutex):
        return int(held != 0)
    if isinstance(shared, Condition | Barrier | Region):
        return held.bit_count()
    if isinstance(shared, ReadWriteLock):
        return (int(held[0] != 0), held[1].bit_count())
    return held


def state(space: Space, fields: Fields) -> State:
    """Return a state in words."""
    names = [thread.name for thread in space.program.threads]
    shared = [
        (name, _words(space.program.shared[name], held, names))
        for name, held in space.shared(fields).items()
    ]
    for buffer in range(space.first_buffer, space.first_place):
        pending = [
            f"{space.names[f]}={value!r}" for f, value in space.values[buffer][fields[buffer]]
        ]
        shared.append((names[buffer - space.first_buffer] + _BUFFER, ", ".join(pending) or "empty"))
    asks = tuple(_asks(space, fields, thread) for thread in range(space.threads))
    return State(tuple(shared), asks)


def _words(shared: object, held: Any, names: list[str]) -> str:
    if isinstance(shared, Mutex):
        return f"held by {names[held - 1]}" if held else "free"
    if isinstance(shared, ReadWriteLock):
        writer, readers = held
        inside = [names[writer - 1] + " writes"] if writer else []
        return ", ".join(inside + [one + " reads" for one in _members(readers, names)]) or "free"
    if isinstance(shared, Condition | Barrier | Region):
        return ", ".join(_members(held, names)) or "nobody"
    return repr(held)


def _members(mask: int, names: list[str]) -> list[str]:
    return [name for thread, name in enumerate(names) if mask >> thread & 1]


def _asks(space: Space, fields: Fields, thread: int) -> Asks:
    name = space.program.threads[thread].name
    asked = space.asked(fields, thread)
    if asked is None:
        return Asks(name, "", False)
    enabled = bool(space.steps(thread, fields))
    if asked.kind == op.WAKE and space.shared(fields)[asked.names[0]] >> thread & 1:
        return Asks(name, f"asleep at {asked.names[0]}", enabled)
    holders = () if enabled else tuple(_holders(space, fields, thread, asked))
    return Asks(name, spoken(asked), enabled, holders)


def spoken(asked: op.Operation) -> str:
    """Return an operation as the reader wrote it, without what the rules added."""
    return str(written(asked))


def written(asked: op.Operation) -> op.Operation:
    """Return an operation as the thread asked for it."""
    drop = asked.kind in (op.ARRIVE, op.LEAVE_BARRIER, op.SEND, op.ENTER)
    return asked._replace(values=asked.values[:-1]) if drop else asked


def _holders(space: Space, fields: Fields, thread: int, asked: op.Operation) -> list[str]:
    """Return who holds what a thread waits for."""
    names = [one.name for one in space.program.threads]
    found: list[str] = []
    for name in asked.names:
        held, shared = space.shared(fields)[name], space.program.shared[name]
        if isinstance(shared, Mutex) and held:
            found.append(names[held - 1])
        if isinstance(shared, ReadWriteLock):
            found += [names[held[0] - 1]] if held[0] else _members(held[1], names)
    return [one for one in found if one != names[thread]]


def history(space: Space, moves: Sequence[Move]) -> History:
    """Return the history that these moves make from the start."""
    fields, steps, states = space.start, [], [state(space, space.start)]
    failed = space.begins_failed
    for move in moves:
        ways = space.steps(move.agent, fields)
        choice = next(place for place, way in enumerate(ways) if way.after == move.after)
        turn = Turn(agent_name(space, move.agent), choice)
        why = failure(space, move.after) if move.failed else ""
        steps.append(Step(turn, written(move.operation), _told(move.answer), why))
        fields, failed = move.after, move.failed
        states.append(state(space, fields))
    names = tuple(thread.name for thread in space.program.threads)
    ended = FAILED if failed else how_ended(space, fields)
    outcome: tuple[tuple[str, Any], ...] = ()
    if ended == FINISHED:
        ret = ((names[thread], value) for thread, value in returned(space, fields))
        outcome = (*observed(space, fields, None), *ret)
    return History(names, tuple(steps), tuple(states), ended, outcome)


def _told(answer: Any) -> Any:
    return None if answer is ASLEEP else answer


def failure(space: Space, fields: Fields) -> str:
    """Return why a thread failed, `""` if none did."""
    for thread in range(space.threads):
        why = space.automata[thread].places[fields[space.first_place + thread]].failure
        if why:
            return f"{space.program.threads[thread].name}: {why}"
    return ""


def how_ended(space: Space, fields: Fields) -> str:
    """Say whether a state is the end of a history, and of what kind."""
    if failure(space, fields):
        return FAILED
    if space.moves(fields):
        return OPEN
    threads = (thread for thread in range(space.threads) if thread not in space.rules.daemons)
    done = all(space.asked(fields, thread) is None for thread in threads)
    return FINISHED if done else DEADLOCK


def observed(
    space: Space, fields: Fields, names: Sequence[str] | None
) -> tuple[tuple[str, Any], ...]:
    """Return what is held by `names`, or by all variables."""
    return tuple(
        (name, space.values[field][fields[field]])
        for field, name in enumerate(space.names)
        if (name in names if names is not None else _is_variable(space.program.shared[name]))
    )


def returned(space: Space, fields: Fields) -> list[tuple[int, Any]]:
    """Return, by thread, what each returned that is not None."""
    values = [
        space.automata[t].places[fields[space.first_place + t]].returned
        for t in range(space.threads)
    ]
    return [(thread, value) for thread, value in enumerate(values) if value is not None]


def _is_variable(shared: object) -> bool:
    return isinstance(shared, Atomic) or not isinstance(shared, OBJECTS)
