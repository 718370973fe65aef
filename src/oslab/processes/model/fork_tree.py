"""What a program of forks does: the exam question, answered by running it.

A process is told apart from its relatives by one thing only: what its forks
have returned so far. So the model keeps no machine state: a process *is* that
list of answers, and to live a child's life the program is run again from the
top, with the old answers handed out before new ones are made.
"""

from __future__ import annotations

import contextlib

from oslab.errors import InvalidInput, require
from oslab.processes.model.fork_language import Exit, Kernel, Statement, parse, repeated
from oslab.processes.records.fork_tree import ForkTree

MOST_PROCESSES = 64

Answers = tuple[int, ...]


def fork_tree(
    program: str = "fork(); fork();", rounds: int = 1, printing: bool = False
) -> ForkTree:
    """Return the family that `program` makes, at most 64 processes.

    Args:
        program: in the language of `model.fork_language`, at most 500 characters.
        rounds: how often every process runs it, one time after the other.
        printing: whether who comes to the end of the program prints a line there.

    Raises:
        InvalidInput: if it is no such program, or makes more processes.
    """
    require(isinstance(printing, bool), "printing", printing, "True or False")
    program = repeated(program, rounds) + (" print;" if printing else "")
    statement = parse(program)
    born: list[Answers] = [()]
    lines: dict[Answers, int] = {}
    for answers in born:  # grows while it is walked
        children, lines[answers] = _life(statement, answers)
        born += children
        if len(born) > MOST_PROCESSES:
            allowed = f"one that makes at most {MOST_PROCESSES} processes"
            raise InvalidInput("program", program, allowed)
    return _family(program, born, lines)


def _life(statement: Statement, answers: Answers) -> tuple[list[Answers], int]:
    """Live from the top; `answers` are those given before and at this process's birth."""
    past = list(reversed(answers))
    so_far: list[int] = []
    children: list[Answers] = []
    lines = 0

    def fork() -> int:
        if not past:
            children.append((*so_far, 0))
        so_far.append(past.pop() if past else 1)
        return so_far[-1]

    def write() -> None:
        nonlocal lines
        lines += not past  # what came before its birth, its ancestors printed

    with contextlib.suppress(Exit):
        statement(Kernel(fork, write, wait=lambda: None))
    return children, lines


def _parent(answers: Answers) -> Answers:
    """Return who forked this process: it too was born at its own last 0."""
    before = answers[:-1]
    while before and before[-1] != 0:
        before = before[:-1]
    return before


def _family(program: str, born: list[Answers], lines: dict[Answers, int]) -> ForkTree:
    """Number the processes depth first, older sibling first."""
    children: dict[Answers, list[Answers]] = {}
    for answers in sorted(born[1:], key=len):
        children.setdefault(_parent(answers), []).append(answers)
    order: list[Answers] = []
    stack: list[Answers] = [()]
    while stack:
        order.append(stack.pop())
        stack.extend(reversed(children.get(order[-1], [])))
    number = {answers: position for position, answers in enumerate(order)}
    parents = tuple(number[_parent(answers)] if answers else None for answers in order)
    return ForkTree(program, parents, tuple(lines[answers] for answers in order))
