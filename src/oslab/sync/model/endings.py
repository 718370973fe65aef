"""What goes wrong at a state: nobody can go on, a thread failed, an invariant does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from oslab.errors import InvalidInput
from oslab.sync.model.outcomes import last_states
from oslab.sync.model.reading import failure, history, how_ended, visible
from oslab.sync.model.search import Graph
from oslab.sync.model.space import Fields, Move, Space
from oslab.sync.records import operations as op
from oslab.sync.records.exploration import (
    FAILURE,
    INVARIANT,
    LOST_WAKEUP,
    STUCK,
    WRONG_END,
    Finding,
)
from oslab.sync.records.history import DEADLOCK, FINISHED, Asks, History

Invariant = Callable[[Mapping[str, Any]], bool]
MOST_OF_A_KIND = 12


def endings(graph: Graph) -> list[Finding]:
    """Return deadlocks, lost wake-ups and failures, the shortest of each sentence."""
    groups: dict[tuple[str, object], list[int]] = {}
    for state in last_states(graph):
        fields = graph.space.unpack(graph.states[state])
        ended = how_ended(graph.space, fields)
        if ended == DEADLOCK:
            groups.setdefault((DEADLOCK, _blocked(graph, fields)), []).append(state)
    for state, fields in _left_asleep(graph):
        groups.setdefault((DEADLOCK, _blocked(graph, fields)), []).append(state)
    found = [_stuck(graph, states) for states in list(groups.values())[:MOST_OF_A_KIND]]
    return found + _failures(graph)


def _left_asleep(graph: Graph) -> Iterator[tuple[int, Fields]]:
    """Yield the states where nobody can go on but a sleeper that wakes unasked.

    A sleeper may do so, and no manual promises that it will.
    """
    space = graph.space
    for number in range(graph.expanded if space.rules.spurious else 0):
        if graph.states[number] < space.failed:
            fields = space.unpack(graph.states[number])
            moves = space.moves(fields)
            others = set(range(space.threads)) - set(space.rules.daemons)
            done = all(space.asked(fields, thread) is None for thread in others)
            if moves and not done and all(_unasked(space, fields, move) for move in moves):
                yield number, fields


def _unasked(space: Space, fields: Fields, move: Move) -> bool:
    """Say whether a move is that of a sleeper whom nobody woke."""
    asked = move.operation
    return asked.kind == op.WAKE and bool(space.shared(fields)[asked.names[0]] >> move.agent & 1)


def _failures(graph: Graph) -> list[Finding]:
    groups: dict[str, list[int]] = {}
    bit = graph.space.failed
    for number, state in enumerate(graph.states):
        if state & bit:
            why = failure(graph.space, graph.space.unpack(state ^ bit))
            key = why.partition(": ")[2] if graph.symmetry is not None else why
            groups.setdefault(key, []).append(number)
    found = []
    for states in list(groups.values())[:MOST_OF_A_KIND]:
        moves, fields = graph.schedule(graph.path(states[0]))
        told = history(graph.space, moves)
        found.append(Finding(FAILURE, failure(graph.space, fields), told, states=len(states)))
    return found


def _blocked(graph: Graph, fields: Fields) -> object:
    """Return who waits for what; of alike threads, only how many do."""
    space = graph.space
    alike = {}
    if graph.symmetry is not None:
        alike = {thread: group[0] for group in graph.symmetry.groups for thread in group}
    asked = ((alike.get(t, t), space.asked(fields, t)) for t in range(space.threads))
    return tuple(sorted((t, one.kind, one.names) for t, one in asked if one is not None))


def _stuck(graph: Graph, states: list[int]) -> Finding:
    moves, fields = graph.schedule(graph.path(states[0]))
    space = graph.space
    told = history(space, moves)
    asleep = [
        (thread, one.names[0])
        for thread in range(space.threads)
        if (one := space.asked(fields, thread)) is not None
        and one.kind == op.WAKE
        and space.shared(fields)[one.names[0]] >> thread & 1
    ]
    if asleep:
        return Finding(LOST_WAKEUP, _slept(space, asleep, moves), told, states=len(states))
    return Finding(STUCK, _waiting(told), told, states=len(states))


def _waiting(told: History) -> str:
    words = [_waits(one) for one in told.states[-1].asks if one.operation]
    return "; ".join(words)


def _waits(one: Asks) -> str:
    holders = f", which {' and '.join(one.waits_for)} holds" if one.waits_for else ""
    return f"{one.thread} waits at {one.operation}{holders}"


def _slept(space: Space, asleep: list[tuple[int, str]], moves: list[Move]) -> str:
    names = [thread.name for thread in space.program.threads]
    words = "; ".join(f"{names[thread]} sleeps at {where}" for thread, where in asleep)
    places = {where for _, where in asleep}
    unheard, before = [], space.start
    for number, move in enumerate(moves, 1):
        kind, about = move.operation.kind, move.operation.names
        loud = kind in (op.SIGNAL, op.BROADCAST) and about[0] in places
        if loud and space.shared(before)[about[0]] == 0:
            unheard.append(number)
        before = move.after
    heard = f"; the signal of step {unheard[-1]} found nobody asleep" if unheard else ""
    return f"{words}, and nobody is left to wake it{heard}"


def broken_invariant(graph: Graph, invariant: Invariant) -> list[Finding]:
    """Return the shortest history after which `invariant` does not hold.

    Raises:
        InvalidInput: if it raises, or answers with neither True nor False.
    """
    return _broken(graph, "invariant", invariant, range(len(graph.states)))


def wrong_end(graph: Graph, at_end: Invariant) -> list[Finding]:
    """Return the shortest history that ends, all threads done, where `at_end` does not hold.

    Raises:
        InvalidInput: if it raises, or answers with neither True nor False.
    """
    space = graph.space
    ends = [
        state for state in last_states(graph)
        if how_ended(space, space.unpack(graph.states[state])) == FINISHED
    ]  # fmt: skip
    return _broken(graph, "at_end", at_end, ends)


def _broken(graph: Graph, argument: str, holds: Invariant, among: Sequence[int]) -> list[Finding]:
    space = graph.space
    mask = sum(space.masks[: space.first_buffer])
    answers: dict[int, bool] = {}
    broken = []
    for number in among:
        key = graph.states[number] & mask
        if key not in answers:
            answers[key] = _holds(argument, holds, visible(space, space.unpack(key)))
        if not answers[key]:
            broken.append(number)
    if not broken:
        return []
    moves, fields = graph.schedule(graph.path(broken[0]))
    seen = ", ".join(f"{name}={value!r}" for name, value in visible(space, fields).items())
    what = f"all have returned and {seen}" if argument == "at_end" else (
        f"it does not hold where {seen}")  # fmt: skip
    kind = WRONG_END if argument == "at_end" else INVARIANT
    return [Finding(kind, what, history(space, moves), states=len(broken))]


def _holds(argument: str, holds: Invariant, seen: dict[str, Any]) -> bool:
    try:
        answer = holds(seen)
    except Exception as error:  # whatever the reader's own function raises
        allowed = f"a function of the shared values; it raised {type(error).__name__}: {error}"
        raise InvalidInput(argument, seen, allowed) from error
    if not isinstance(answer, bool):
        raise InvalidInput(argument, answer, "a function that answers True or False")
    return answer
