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
from typing import NamedTuple

from oslab.sync.model.outcomes import schedules
from oslab.sync.model.reading import agent_name, history
from oslab.sync.model.search import Graph
from oslab.sync.records import operations as op
from oslab.sync.records.exploration import STARVATION, Finding
from oslab.sync.records.history import Turn

FAIRNESS = ("strong", "weak")


class _Edge(NamedTuple):
    agent: int
    choice: int
    target: int
    kind: str


Edges = dict[int, list[_Edge]]
_Wanted = Callable[[_Edge], bool]


def starvation(graph: Graph, fairness: str) -> list[Finding]:
    """Return, for each thread that a fair loop can keep from progress, the nearest one.

    The graph must hold every state: symmetry exchanges the very threads that starve.
    """
    behind = [state for state, count in enumerate(schedules(graph)) if count is None]
    edges = _edges(graph, behind)
    found = []
    for thread in range(graph.space.threads):
        part = _starving(graph, edges, thread, fairness == "strong")
        if part is not None:
            found.append(_finding(graph, edges, part, thread))
    return found


def _edges(graph: Graph, states: list[int]) -> Edges:
    """Return the steps from each of `states`, with who takes them."""
    number = {graph.states[state]: state for state in states}
    space, found = graph.space, {}
    for state in states:
        if graph.states[state] & space.failed:
            continue
        fields = space.unpack(graph.states[state])
        found[state] = [
            _Edge(agent, choice, number[packed], move.operation.kind)
            for agent in range(len(space.rows))
            for choice, move in enumerate(space.steps(agent, fields))
            if (packed := space.pack(move.after, move.failed)) in number
        ]
    return found


def _starving(graph: Graph, edges: Edges, thread: int, strong: bool) -> list[int] | None:
    """Return the states of a fair part in which `thread` makes no progress."""
    space = graph.space
    places = space.automata[thread].places
    enters = any(one.operation is not None and one.operation.kind == op.ENTER for one in places)
    returns = any(one.operation is None for one in places)

    def progresses(edge: _Edge) -> bool:
        if edge.agent != thread:
            return False
        return edge.kind == op.ENTER if enters else not returns

    def done(state: int) -> bool:
        return space.asked(space.unpack(graph.states[state]), thread) is None

    left = {
        state: [edge for edge in out if not progresses(edge)]
        for state, out in edges.items()
        if not done(state)
    }
    return _fair_part(left, edges, strong)


def _fair_part(left: Edges, edges: Edges, strong: bool) -> list[int] | None:
    """Return a strongly connected part of `left` that treats everybody fairly, or None."""
    waiting = [left]
    while waiting:
        here = waiting.pop()
        for part in connected(here):
            inside = set(part)
            acting = {e.agent for s in part for e in here[s] if e.target in inside}
            if not acting:
                continue
            able = [{edge.agent for edge in edges[state]} for state in part]
            unfair = (set[int]().union if strong else set.intersection)(*able) - acting
            if not unfair:
                return sorted(part)
            if strong:
                kept = [s for s, who in zip(part, able, strict=True) if not who & unfair]
                stay = set(kept)
                waiting.append({s: [e for e in here[s] if e.target in stay] for s in kept})
    return None


def connected(edges: Edges) -> list[list[int]]:
    """Return the strongly connected parts of a graph."""
    walk = _Walk(edges)
    for root in edges:
        if root not in walk.number:
            walk.visit(root)
    return walk.parts


class _Walk:
    """Tarjan's depth-first walk, without recursion.

    Source: R. Tarjan, Depth-First Search and Linear Graph Algorithms, SIAM J. Comput. 1972.
    """

    def __init__(self, edges: Edges) -> None:
        self.edges = edges
        self.number: dict[int, int] = {}
        self.low: dict[int, int] = {}
        self.stack: dict[int, None] = {}
        self.parts: list[list[int]] = []

    def visit(self, root: int) -> None:
        work = [(root, 0)]
        while work:
            state, place = work.pop()
            if state not in self.number:
                self.number[state] = self.low[state] = len(self.number)
                self.stack[state] = None
            deeper = self._look(state, place)
            if deeper is not None:
                work += [(state, deeper), (self.edges[state][deeper].target, 0)]
            elif self.low[state] == self.number[state]:
                self._cut(state)

    def _look(self, state: int, place: int) -> int | None:
        """Return the first edge from `place` on that leads where nobody has been."""
        for at in range(place, len(self.edges[state])):
            after = self.edges[state][at].target
            if after not in self.edges:
                continue
            if after not in self.number:
                return at
            if after in self.stack:
                self.low[state] = min(self.low[state], self.low[after])
        return None

    def _cut(self, state: int) -> None:
        part: list[int] = []
        while not part or part[-1] != state:
            part.append(self.stack.popitem()[0])
        self.parts.append(part)


def _finding(graph: Graph, edges: Edges, part: list[int], thread: int) -> Finding:
    start, inside = part[0], set(part)
    moves, _ = graph.schedule(graph.path(start))
    told = history(graph.space, moves)
    name = graph.space.program.threads[thread].name
    turns = tuple(
        Turn(agent_name(graph.space, edge.agent), edge.choice)
        for edge in _round(edges, inside, start, thread, graph)
    )
    others = dict.fromkeys(turn.thread for turn in turns if turn.thread != name)
    who = " and ".join(others) or "nobody else"
    return Finding(
        STARVATION, f"{name} gets nowhere while {who} may go on for ever", told, turns, len(part)
    )


def _round(edges: Edges, inside: set[int], start: int, thread: int, graph: Graph) -> list[_Edge]:
    """Return a loop through `start` in which everybody takes a step who does so in the part."""
    enters = any(
        one.operation is not None and one.operation.kind == op.ENTER
        for one in graph.space.automata[thread].places
    )
    allowed = {
        state: [
            edge for edge in edges[state]
            if edge.target in inside
            and not (enters and edge.agent == thread and edge.kind == op.ENTER)
        ]
        for state in inside
    }  # fmt: skip
    loop: list[_Edge] = []
    here = start
    for wanted in _visits(edges, allowed):
        if not any(wanted(edge) for edge in loop):
            loop += _nearest(allowed, here, wanted)
            here = loop[-1].target
    return loop if here == start else loop + _nearest(allowed, here, lambda e: e.target == start)


def _visits(edges: Edges, allowed: Edges) -> list[_Wanted]:
    """Return what a loop must contain to be fair to everybody.

    Whoever acts in the part must act in the loop; whoever does not, and could, must
    somewhere in the loop be unable to.
    """
    acting = {edge.agent for out in allowed.values() for edge in out}
    able = {state: {edge.agent for edge in edges[state]} for state in allowed}
    others = set().union(*able.values()) - acting
    steps: list[_Wanted] = [lambda e, who=agent: e.agent == who for agent in sorted(acting)]  # type: ignore[misc]
    return steps + [lambda e, who=one: who not in able[e.target] for one in sorted(others)]


def _nearest(edges: Edges, start: int, wanted: _Wanted) -> list[_Edge]:
    """Return the shortest way from `start` whose last step is wanted."""
    came: dict[int, tuple[int, _Edge]] = {}
    seen, queue = {start}, deque([start])
    while queue:
        state = queue.popleft()
        for edge in edges[state]:
            if wanted(edge):
                way = [edge]
                while state != start:
                    state, before = came[state]
                    way.append(before)
                return way[::-1]
            if edge.target not in seen:
                seen.add(edge.target)
                came[edge.target] = (state, edge)
                queue.append(edge.target)
    raise AssertionError("a connected part has a way from everywhere to everywhere")
