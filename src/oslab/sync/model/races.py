"""Data races: a plain variable that two threads may touch at once, one of them writing.

Two accesses race if nothing orders them: no lock, semaphore, signal, channel, barrier or
atomic variable makes one happen before the other. Over all interleavings that is the same
as: there is a state in which both threads stand before the accesses, so that one may
directly follow the other. States are what the explorer has.

Source: H.-J. Boehm and S. V. Adve, Foundations of the C++ Concurrency Memory Model,
PLDI 2008, section 4.
"""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

from oslab.sync.model.reading import history
from oslab.sync.model.search import Graph
from oslab.sync.model.space import Space
from oslab.sync.records import operations as op
from oslab.sync.records.exploration import RACE, Finding
from oslab.sync.records.shared import OBJECTS


class _Access(NamedTuple):
    name: str
    writes: bool
    atomic: bool


def races(graph: Graph) -> list[Finding]:
    """Return, for each variable that is raced for, the shortest history that shows it."""
    conflicts = _conflicts(graph.space)
    found: list[tuple[int, int, int]] = []
    for number, state in enumerate(graph.states):
        if not conflicts:
            break
        if state & graph.space.failed:
            continue
        for pair, (mask, by_key) in conflicts.items():
            name = by_key.get(state & mask)
            if name is not None and _both_can_go(graph.space, state, pair):
                found.append((number, *pair))
                conflicts = _without(conflicts, name)
                break
    return [_finding(graph, *one) for one in found]


def _both_can_go(space: Space, state: int, pair: tuple[int, int]) -> bool:
    """Say whether one access can follow the other; an atomic one may wait for a store buffer."""
    fields = space.unpack(state)
    for thread in pair:
        ways = space.steps(thread, fields)
        if not ways:
            return False
        fields = ways[0].after
    return True


_Conflicts = dict[tuple[int, int], tuple[int, dict[int, str]]]


def _conflicts(space: Space) -> _Conflicts:
    """Return, by pair of threads, the places at which both are about to touch a variable."""
    found: _Conflicts = {}
    accesses = [_accesses(space, thread) for thread in range(space.threads)]
    for one, other in combinations(range(space.threads), 2):
        first, second = space.first_place + one, space.first_place + other
        by_key = {
            here << space.shifts[first] | there << space.shifts[second]: mine.name
            for here, mine in accesses[one].items()
            for there, theirs in accesses[other].items()
            if _race(mine, theirs)
        }
        if by_key:
            found[one, other] = (space.masks[first] | space.masks[second], by_key)
    return found


def _race(mine: _Access, theirs: _Access) -> bool:
    same = mine.name == theirs.name and (mine.writes or theirs.writes)
    return same and not (mine.atomic and theirs.atomic)


def _accesses(space: Space, thread: int) -> dict[int, _Access]:
    found = {}
    for place, one in enumerate(space.automata[thread].places):
        asked = one.operation
        if asked is None or asked.kind not in _KINDS:
            continue
        if not isinstance(space.program.shared[asked.names[0]], OBJECTS):
            writes, atomic = _KINDS[asked.kind]
            found[place] = _Access(asked.names[0], writes, atomic)
    return found


_KINDS = {
    op.LOAD: (False, False),
    op.STORE: (True, False),
    op.EXCHANGE: (True, True),
    op.COMPARE_AND_SWAP: (True, True),
    op.FETCH_ADD: (True, True),
}  # by operation: whether it writes, whether it is atomic on a plain variable too


def _without(conflicts: _Conflicts, name: str) -> _Conflicts:
    left = {}
    for pair, (mask, by_key) in conflicts.items():
        kept = {key: one for key, one in by_key.items() if one != name}
        if kept:
            left[pair] = (mask, kept)
    return left


def _finding(graph: Graph, number: int, one: int, other: int) -> Finding:
    """Tell the race, with the two accesses as the last steps of the history."""
    space = graph.space
    path = graph.path(number)
    moves, fields = graph.schedule(path)
    if graph.symmetry is not None:
        # The state was named by its kept twin: who is who here?
        order = graph.symmetry.order(fields)
        one, other = sorted((order[one], order[other]))
    for thread in (one, other):
        ways = space.steps(thread, fields)
        moves.append(ways[0])
        fields = ways[0].after
    names = [space.program.threads[thread].name for thread in (one, other)]
    asked = [moves[-2].operation, moves[-1].operation]
    what = (
        f"nothing orders {asked[0].kind} of {asked[0].names[0]} by {names[0]}"
        f" and {asked[1].kind} by {names[1]}"
    )
    return Finding(RACE, what, history(space, moves))
