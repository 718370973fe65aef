"""How a program can end, and by how many schedules: paths counted in the graph of states."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from itertools import permutations
from math import factorial, prod
from typing import Any

from oslab.sync.model.reading import how_ended, observed, returned
from oslab.sync.model.search import Graph
from oslab.sync.records.exploration import Outcome
from oslab.sync.records.history import FINISHED

Values = tuple[tuple[str, Any], ...]


def schedules(graph: Graph) -> list[int | None]:
    """Return by how many schedules each state is reached; None for infinitely many.

    A state has infinitely many exactly if a loop lies on a way to it. Whatever is not
    behind a loop can be put in an order in which every step leads forward, and the
    counts are carried along.
    """
    counts: list[int | None] = [None] * len(graph.states)
    arriving = _arriving(graph)
    ready = [0] if arriving[0] == 0 else []
    paths = [0] * len(graph.states)
    paths[0] = 1
    targets, ends, last = graph.targets, graph.ends, graph.expanded
    for state in ready:
        counts[state] = paths[state]
        if state < last:
            for after in targets[ends[state] : ends[state + 1]]:
                paths[after] += paths[state]
                arriving[after] -= 1
                if arriving[after] == 0:
                    ready.append(after)
    return counts


def _arriving(graph: Graph) -> array[int]:
    """Return how many steps lead to each state."""
    arriving = array("i", bytes(4 * len(graph.states)))
    for state, count in Counter(graph.targets).items():
        arriving[state] = count
    return arriving


def last_states(graph: Graph) -> list[int]:
    """Return the states after which no step can be taken."""
    ends = graph.ends
    return [state for state in range(graph.expanded) if ends[state] == ends[state + 1]]


def outcomes(graph: Graph, observe: Sequence[str] | None) -> tuple[Outcome, ...]:
    """Return every way in which the program can end, the most frequent first."""
    counts = schedules(graph)
    total: dict[tuple[str, Values], int | None] = {}
    for state in last_states(graph):
        space, fields = graph.space, graph.space.unpack(graph.states[state])
        ended = how_ended(space, fields)
        ways: list[Values] = [()]
        if ended == FINISHED:
            shown = observed(space, fields, observe)
            ways = [(*shown, *one) for one in _spread(graph, dict(returned(space, fields)))]
        count = counts[state]
        for values in ways:
            known = total.get((ended, values), 0)
            share = None if count is None else count // len(ways)
            total[ended, values] = None if known is None or share is None else known + share
    made = [Outcome(ended, values, count) for (ended, values), count in total.items()]
    return tuple(sorted(made, key=_rank))


def _rank(outcome: Outcome) -> tuple[Any, ...]:
    count = outcome.schedules
    return (count is not None, -(count or 0), outcome.ended, repr(outcome.values))


def _spread(graph: Graph, given: dict[int, Any]) -> list[Values]:
    """Give back what symmetry took: alike threads may have returned their values in any order.

    Each order of the values is reached by as many schedules as any other.
    """
    found = [given]
    for group in graph.symmetry.groups if graph.symmetry is not None else []:
        found = [one for old in found for one in _arrangements(old, group)]
    names = [thread.name for thread in graph.space.program.threads]
    return [tuple((names[thread], one[thread]) for thread in sorted(one)) for one in found]


def _arrangements(given: dict[int, Any], group: list[int]) -> list[dict[int, Any]]:
    """Return every different way in which a group could have returned the same values."""
    mine = [repr(given[thread]) if thread in given else "" for thread in group]
    if len(set(mine)) == 1:
        return [given]
    value = {repr(given[thread]): given[thread] for thread in group if thread in given}
    others = {thread: one for thread, one in given.items() if thread not in group}
    return [
        {**others, **{t: value[word] for t, word in zip(group, order, strict=True) if word}}
        for order in dict.fromkeys(permutations(mine))
    ]


def arrangements(sizes: Sequence[int]) -> int:
    """Return in how many ways threads of so many steps each can take turns."""
    return factorial(sum(sizes)) // prod(map(factorial, sizes))
