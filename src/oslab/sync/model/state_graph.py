"""The state graph of a small program, for a picture."""

from __future__ import annotations

from oslab.errors import require
from oslab.sync.model.explorer import checked_rules
from oslab.sync.model.outcomes import schedules
from oslab.sync.model.reading import agent_name, how_ended, observed
from oslab.sync.model.search import Graph, explore
from oslab.sync.records.program import Program
from oslab.sync.records.state_graph import MOST, Edge, Node, StateGraph


def state_graph(
    program: Program, *, memory: str = "sc", spurious: bool = False, symmetry: bool = False,
    dead_locals: bool = True,
) -> StateGraph:  # fmt: skip
    """Return every state of a program and every step between them.

    Args:
        program: of at most 80 states.
        memory: as for `explore_all`.
        spurious: as for `explore_all`.
        symmetry: whether states that differ in who is who are drawn as one.
        dead_locals: as for `explore_all`.

    Raises:
        InvalidInput: if an argument is wrong, or there are more states.
    """
    require(isinstance(program, Program), "program", program, "a Program")
    require(isinstance(symmetry, bool), "symmetry", symmetry, "True or False")
    graph = explore(program, checked_rules(memory, spurious, dead_locals, 8), MOST, symmetry)
    ok = graph.complete and len(graph.states) <= MOST
    require(ok, "program", program, f"a Program of at most {MOST} states")
    nodes, edges = [], []
    ways = schedules(graph)
    level = [0] * len(graph.states)
    names = [agent_name(graph.space, agent) for agent in range(len(graph.space.rows))]
    for number, state in enumerate(graph.states):
        if number:
            level[number] = level[graph.parents[number]] + 1
        fields = graph.space.unpack(state)
        shown = observed(graph.space, fields, None)
        words = ", ".join(f"{name}={value!r}" for name, value in shown)
        nodes.append(Node(level[number], words, how_ended(graph.space, fields), ways[number]))
        agents = _agents(graph, number)
        following = graph.following(number)
        edges += [Edge(number, after, names[agent])
                  for agent, after in zip(agents, following, strict=True)]  # fmt: skip
    return StateGraph(tuple(names), tuple(nodes), tuple(edges))


def _agents(graph: Graph, number: int) -> list[int]:
    """Return who takes each step from a state, in the order of its edges."""
    if graph.states[number] & graph.space.failed:
        return []
    return [move.agent for move in graph.space.moves(graph.space.unpack(graph.states[number]))]
