"""Starvation: a loop that a fair scheduler may run for ever, and in which a thread gets nowhere.

Progress is to enter a region. For a thread that never enters one it is to return; for one
that can do neither it is any step.

*Strongly* fair: who can take a step again and again takes one again and again. *Weakly*
fair: who can take a step from some moment on, without interruption, takes one. A lock that
others keep taking keeps a thread out for ever under weak fairness, never under strong.

The loops are sought in the strongly connected parts of what is left of the graph when the
thread's own progress is taken out of it. Where a part treats somebody unfairly, the states
in which that one could go are taken out too, and its rest is looked at again.

Source: O. Lichtenstein and A. Pnueli, Checking That Finite State Concurrent Programs
Satisfy Their Linear Specification, POPL 1985.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import reduce
from operator import and_, or_

from oslab.sync.model.outcomes import schedules
from oslab.sync.model.parts import Targets, connected
from oslab.sync.model.reading import agent_name, history
from oslab.sync.model.search import Graph
from oslab.sync.records import operations as op
from oslab.sync.records.exploration import STARVATION, Finding
from oslab.sync.records.history import Turn

FAIRNESS = ("strong", "weak")


Edge = tuple[int, int]
"""Whose step, and the state it leads to."""
Edges = dict[int, list[Edge]]
_Wanted = Callable[[Edge], bool]


def starvation(graph: Graph, fairness: str) -> list[Finding]:
    """Return, for each thread that a fair loop can keep from progress, the nearest one.

    Of threads that are alike one stands for all. The graph must hold every state: symmetry
    exchanges the very threads that starve.
    """
    edges = _edges(graph)
    able = {state: _crowd(out) for state, out in edges.items()}
    threads = graph.space.program.threads
    found = []
    for thread, one in enumerate(threads):
        if any(one.is_like(other) for other in threads[:thread]):
            continue
        strong = fairness == "strong"
        barred = thread if _steps_are_progress(graph, thread) else -1
        may = set(edges)
        if strong and barred >= 0:  # where it can step it will, some time
            may = {state for state in edges if not able[state] >> thread & 1}
        left = _without_progress(graph, edges, may, thread, barred)
        part = _fair_part(left, edges, able, barred, strong)
        if part is not None:
            found.append(_finding(graph, edges, part, thread))
    return found


def _edges(graph: Graph) -> Edges:
    """Return the steps from every state that lies on a loop or behind one."""
    space, targets, found = graph.space, graph.targets, {}
    rows = [(row.field, row) for row in space.rows]
    for state, count in enumerate(schedules(graph)):
        if count is not None:
            continue
        found[state] = out = list[Edge]()
        packed, at = graph.states[state], graph.ends[state]
        for agent, (field, row) in enumerate(rows if packed < space.failed else []):
            touched, table = row[packed & field]
            for _ in table[packed & touched]:
                out.append((agent, targets[at]))
                at += 1
    return found


def _crowd(out: list[Edge]) -> int:
    """Return as a bit mask who takes these steps."""
    mask = 0
    for agent, _ in out:
        mask |= 1 << agent
    return mask


def _steps_are_progress(graph: Graph, thread: int) -> bool:
    """Say whether any step is progress: the thread enters no region and never returns."""
    places = graph.space.automata[thread].places
    asked = [place.operation for place in places if not place.failure]
    return all(one is not None and one.kind != op.ENTER for one in asked)


def _without_progress(
    graph: Graph, edges: Edges, may: set[int], thread: int, barred: int
) -> Targets:
    """Return the steps among the states through which `thread` may pass without progress.

    Where it stands before a region it can enter, so it enters sooner or later, or is treated
    unfairly: such states are left out, and with them the steps that would be progress.
    """
    space, states = graph.space, graph.states
    field, shift = space.masks[space.first_place + thread], space.shifts[space.first_place + thread]
    asked = [place.operation for place in space.automata[thread].places]
    enters = any(one is not None and one.kind == op.ENTER for one in asked)
    bad = [one is None or (enters and one.kind == op.ENTER) for one in asked]
    left = {state for state in may if not bad[(states[state] & field) >> shift]}
    return {
        state: [after for agent, after in edges[state] if after in left and agent != barred]
        for state in sorted(left)
    }


def _among(targets: Targets, stay: set[int]) -> Targets:
    """Return the steps that begin and end among the states of `stay`."""
    return {state: [after for after in targets[state] if after in stay] for state in stay}


def _fair_part(
    left: Targets, edges: Edges, able: dict[int, int], barred: int, strong: bool
) -> list[int] | None:
    """Return a strongly connected part of `left` that treats everybody fairly, or None."""
    waiting = [left]
    while waiting:
        here = waiting.pop()
        for part in connected(here):
            inside = set(part)
            steps = [edge for state in part for edge in edges[state]
                     if edge[1] in inside and edge[0] != barred]  # fmt: skip
            if not steps:
                continue
            crowds = [able[state] for state in part]
            ready = reduce(or_ if strong else and_, crowds)
            unfair = ready & ~_crowd(steps)
            if not unfair:
                return sorted(part)
            if strong:
                stay = {state for state in part if not able[state] & unfair}
                waiting.append(_among(here, stay))
    return None


def _finding(graph: Graph, edges: Edges, part: list[int], thread: int) -> Finding:
    start, inside = part[0], set(part)
    moves, fields = graph.schedule(graph.path(start))
    told = history(graph.space, moves)
    allowed = {state: [e for e in edges[state] if e[1] in inside] for state in part}
    if _steps_are_progress(graph, thread):
        allowed = {state: [e for e in out if e[0] != thread] for state, out in allowed.items()}
    turns = []
    here = start
    for agent, after in _round(edges, allowed, start):
        mine = [target for one, target in edges[here] if one == agent]
        turns.append(Turn(agent_name(graph.space, agent), mine.index(after)))
        moves.append(graph.space.steps(agent, fields)[mine.index(after)])
        here, fields = after, moves[-1].after
    name = graph.space.program.threads[thread].name
    others = dict.fromkeys(turn.thread for turn in turns if turn.thread != name)
    who = " and ".join(others) or "nobody else"
    what = f"{name} gets nowhere while {who} may go on for ever"
    once_round = history(graph.space, moves)
    return Finding(STARVATION, what, told, tuple(turns), len(part), once_round)


def _round(edges: Edges, allowed: Edges, start: int) -> list[Edge]:
    """Return a loop through `start` that is fair to everybody.

    Whoever acts among the allowed steps must act in the loop; whoever does not, and could,
    must somewhere in the loop be unable to.
    """
    acting = _crowd([edge for out in allowed.values() for edge in out])
    able = {state: _crowd(edges[state]) for state in allowed}
    loop: list[Edge] = []
    here = start
    for agent in range(max(acting, *able.values()).bit_length()):

        def wanted(edge: Edge, agent: int = agent) -> bool:
            if acting >> agent & 1:
                return edge[0] == agent
            return not able[edge[1]] >> agent & 1

        if not any(wanted(edge) for edge in loop):
            loop += _nearest(allowed, here, wanted)
            here = loop[-1][1]
    return loop if here == start else loop + _nearest(allowed, here, lambda e: e[1] == start)


def _nearest(edges: Edges, start: int, wanted: _Wanted) -> list[Edge]:
    """Return the shortest way from `start` whose last step is wanted.

    There is one: from everywhere in a connected part one comes everywhere.
    """
    came: dict[int, tuple[int, Edge]] = {}
    seen, queue = {start}, deque([start])
    while True:
        state = queue.popleft()
        for edge in edges[state]:
            if wanted(edge):
                way = [edge]
                while state != start:
                    state, before = came[state]
                    way.append(before)
                return way[::-1]
            if edge[1] not in seen:
                seen.add(edge[1])
                came[edge[1]] = (state, edge)
                queue.append(edge[1])
