"""The states of a small program and the steps between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from oslab.errors import require, require_choice
from oslab.sync.records.history import ENDS, OPEN

MOST = 80


class Node(NamedTuple):
    """One state.

    Args:
        level: how many steps the shortest way to it has.
        words: what is shared, in words.
        kind: one of `history.ENDS`; `"open"` where the program goes on.
        schedules: how many lead here; None for infinitely many, or where they were not counted.
    """

    level: int
    words: str
    kind: str = OPEN
    schedules: int | None = None


class Edge(NamedTuple):
    """A step from one state to another.

    Args:
        start: the number of a node.
        end: the number of a node.
        thread: whose step it is.
    """

    start: int
    end: int
    thread: str


@dataclass(frozen=True, slots=True)
class StateGraph:
    """States and steps, small enough to be drawn.

    Args:
        threads: names, in order.
        nodes: the first is where the program starts.
        edges: one a step.

    Raises:
        InvalidInput: if it contradicts itself, or has more than 80 nodes.
    """

    threads: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def __post_init__(self) -> None:
        ok = isinstance(self.threads, tuple) and all(isinstance(t, str) for t in self.threads)
        require(ok, "threads", self.threads, "names")
        for name, shape in (("nodes", Node), ("edges", Edge)):
            rows = getattr(self, name)
            ok = isinstance(rows, tuple) and all(isinstance(row, shape) for row in rows)
            require(ok, name, rows, f"{shape.__name__}s")
        require(0 < len(self.nodes) <= MOST, "nodes", len(self.nodes), f"1 to {MOST}")
        for node in self.nodes:
            require_choice("nodes", node.kind, ENDS)
        places = range(len(self.nodes))
        for edge in self.edges:
            ok = edge.start in places and edge.end in places and edge.thread in self.threads
            require(ok, "edges", edge, "between nodes, by a thread")
