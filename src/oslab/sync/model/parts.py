"""The strongly connected parts of a graph: where one can go round for ever."""

from __future__ import annotations

Targets = dict[int, list[int]]
"""By state, the states that follow it; all of them are keys too."""


def connected(targets: Targets) -> list[list[int]]:  # noqa: C901 - one walk, step by step
    """Return the strongly connected parts of a graph, without recursion.

    Source: R. Tarjan, Depth-First Search and Linear Graph Algorithms, SIAM J. Comput. 1972.
    """
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    parts: list[list[int]] = []
    closed: set[int] = set()
    for root in targets:
        work = [] if root in number else [(root, iter(targets[root]))]
        while work:
            state, following = work[-1]
            if state not in number:
                number[state] = low[state] = len(number)
                stack.append(state)
            for after in following:
                if after not in number:
                    work.append((after, iter(targets[after])))
                    break
                if after not in closed and low[after] < low[state]:
                    low[state] = low[after]
            else:
                work.pop()
                if work and low[state] < low[work[-1][0]]:
                    low[work[-1][0]] = low[state]
                if low[state] == number[state]:
                    parts.append(_cut(stack, state))
                    closed.update(parts[-1])
    return parts


def _cut(stack: list[int], state: int) -> list[int]:
    """Take the end of the stack from `state` on."""
    part: list[int] = []
    while not part or part[-1] != state:
        part.append(stack.pop())
    return part
