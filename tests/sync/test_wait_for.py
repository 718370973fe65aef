"""A cycle in a wait-for graph is found, whoever drew the graph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslab.errors import InvalidInput
from oslab.sync.records.wait_for import Wait, WaitForGraph

TASKS = tuple("abcdefg")
owners = st.lists(st.sampled_from(TASKS), max_size=3, unique=True).map(tuple)
graphs = st.dictionaries(st.sampled_from(TASKS), owners).map(
    lambda rows: WaitForGraph(TASKS, tuple(Wait(task, "it", held) for task, held in rows.items()))
)


def reached(graph: WaitForGraph) -> set[tuple[str, str]]:
    """Return who waits, at one or more removes, for whom (Warshall's closure)."""
    pairs = {(wait.task, owner) for wait in graph.waits for owner in wait.owners}
    for middle in TASKS:
        pairs |= {(a, d) for a, b in pairs for c, d in pairs if b == c == middle}
    return pairs


@given(graphs)
def test_there_is_a_cycle_where_a_task_waits_for_itself_at_some_remove(graph: WaitForGraph) -> None:
    assert bool(graph.cycle) == any((task, task) in reached(graph) for task in TASKS)


@given(graphs)
def test_each_task_of_a_cycle_waits_for_the_next(graph: WaitForGraph) -> None:
    edges = {(wait.task, owner) for wait in graph.waits for owner in wait.owners}
    ring = graph.cycle

    assert len(set(ring)) == len(ring)
    assert set(zip(ring, ring[1:] + ring[:1], strict=True)) <= edges


def test_the_words_say_what_is_known() -> None:
    ring = (Wait("a", "fork 1", ("b",)), Wait("b", "fork 2", ("a",)))

    assert str(WaitForGraph(("a", "b"), ring)).splitlines() == [
        "a waits for fork 1, held by b",
        "b waits for fork 2, held by a",
        "A cycle: a \u2192 b \u2192 a.",
    ]  # fmt: skip
    assert str(WaitForGraph(("a", "b"), ring[:1])).endswith("No cycle: no deadlock.")
    assert str(WaitForGraph(("a",), (Wait("a", "x", note="why"),))) == (
        "a waits for x (why)\nNo cycle among the owners that are known."
    )


@pytest.mark.parametrize(
    ("tasks", "waits"),
    [(("a", "a"), ()), (("a",), (Wait("b", "x"),)), (("a",), (Wait("a", "x", ("b",)),)),
     (("a",), (Wait("a", "x"), Wait("a", "y"))), (["a"], ()), (("a",), ("a",))],
)  # fmt: skip
def test_a_graph_that_contradicts_itself_is_refused(tasks: object, waits: object) -> None:
    with pytest.raises(InvalidInput):
        WaitForGraph(tasks, waits)  # type: ignore[arg-type]
