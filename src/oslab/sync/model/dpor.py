"""Dynamic partial-order reduction: run one schedule of each kind, and no states are kept.

Two steps are *dependent* if they touch the same thing and one of them changes it. Schedules
that differ only in the order of independent steps end alike, so one of them is enough. While a
schedule runs, each next step is compared with the last dependent step that it did not have to
come after: had the order been the other way round, something else might have happened, and
that other way is noted where it begins. Sleep sets leave out what was tried there before.

Source: C. Flanagan and P. Godefroid, Dynamic Partial-Order Reduction for Model Checking
Software, POPL 2005, figure 3; P. Godefroid, Partial-Order Methods, LNCS 1032, 1996, 5.
"""

from __future__ import annotations

from typing import NamedTuple

from oslab.errors import InvalidInput, require, require_whole
from oslab.sync.model.outcomes import outcomes
from oslab.sync.model.reading import how_ended, observed, returned
from oslab.sync.model.search import explore
from oslab.sync.model.space import Fields, Move, Rules, Space
from oslab.sync.records import operations as op
from oslab.sync.records.exploration import Outcome
from oslab.sync.records.history import FINISHED
from oslab.sync.records.program import Program
from oslab.sync.records.reduction import Reduction

MOST_STEPS = 2_000_000
MOST_STATES = 200_000


class _Taken(NamedTuple):
    """A step of the schedule that runs: who, what it touched, and what came before it."""

    agent: int
    touched: frozenset[int]
    changes: bool
    before: int


class _Level:
    """A state of the schedule that runs: who can go, who must be tried, who sleeps."""

    def __init__(self, fields: Fields, moves: list[Move], sleeping: set[int]) -> None:
        self.fields, self.sleeping = fields, sleeping
        self.moves: dict[int, list[Move]] = {}
        for move in moves:
            self.moves.setdefault(move.agent, []).append(move)
        awake = [agent for agent in self.moves if agent not in sleeping]
        self.wanted = set(awake[:1])
        self.done: set[int] = set()
        self.agent, self.ways = -1, list[Move]()

    def advance(self) -> Move | None:
        """Return the next step to try from here, None if there is no more."""
        if not self.ways:
            if self.agent >= 0:
                self.done.add(self.agent)
            left = sorted(self.wanted - self.done - self.sleeping)
            if not left:
                return None
            self.agent = left[0]
            self.ways = list(self.moves[self.agent])
        return self.ways.pop(0)


def dpor(program: Program, sleep_sets: bool = True, most_steps: int = MOST_STEPS) -> Reduction:
    """Return how many schedules dynamic partial-order reduction runs, and what they end in.

    Args:
        program: threads that all come to an end, whatever the schedule.
        sleep_sets: whether to leave out what was tried before from the same state.
        most_steps: where to give up.

    Raises:
        InvalidInput: if an argument is wrong, the program has a loop or more than 200,000
            states, or the steps do not suffice.
    """
    require(isinstance(program, Program), "program", program, "a Program")
    require(isinstance(sleep_sets, bool), "sleep_sets", sleep_sets, "True or False")
    require_whole("most_steps", most_steps, 1)
    graph = explore(program, Rules(dead_locals=False), MOST_STATES, False)
    allowed = f"a Program without loops, of at most {MOST_STATES} states"
    require(graph.complete, "program", program, allowed)
    counts = [one.schedules for one in outcomes(graph, None)]
    if None in counts or not counts:
        raise InvalidInput("program", program, allowed)
    run = _Run(Space(program, Rules()), sleep_sets, most_steps)
    run.all()
    ends = tuple(sorted(run.ends, key=repr))
    total = sum(count or 0 for count in counts)
    return Reduction(total, run.executions, run.cut, run.steps, len(graph.states), ends)


class _Run:
    """The stack of one depth-first search over schedules."""

    def __init__(self, space: Space, sleep_sets: bool, most_steps: int) -> None:
        self.space, self.sleep_sets, self.most_steps = space, sleep_sets, most_steps
        self.taken: list[_Taken] = []
        self.levels: list[_Level] = []
        self.executions = self.cut = self.steps = 0
        self.ends: set[Outcome] = set()

    def all(self) -> None:
        """Run every schedule that is needed."""
        self._arrive(self.space.start, set())
        while self.levels:
            level = self.levels[-1]
            move = level.advance()
            if move is None:
                self.levels.pop()
                if self.taken:
                    self.taken.pop()
                continue
            self.steps += 1
            allowed = f"a program that takes at most {self.most_steps} steps"
            require(self.steps <= self.most_steps, "most_steps", self.most_steps, allowed)
            self._take(level, move)

    def _take(self, level: _Level, move: Move) -> None:
        mine = self._step(level.fields, move.agent)
        before = 0
        for number, one in enumerate(self.taken):
            if one.agent == move.agent or _dependent(one, mine):
                before |= one.before | 1 << number
        self.taken.append(mine._replace(before=before))
        sleeping = set()
        if self.sleep_sets:
            for agent in (level.sleeping | level.done) - {move.agent}:
                if not _dependent(self._step(level.fields, agent), mine):
                    sleeping.add(agent)
        self._arrive(move.after, sleeping, move.failed)

    def _arrive(self, fields: Fields, sleeping: set[int], failed: bool = False) -> None:
        moves = [] if failed else self.space.moves(fields)
        level = _Level(fields, moves, sleeping)
        self.levels.append(level)
        if not moves:
            self.executions += 1
            self.ends.add(self._ended(fields))
            return
        if not level.wanted:
            self.cut += 1
        for agent in range(self.space.threads):
            if self.space.asked(fields, agent) is not None:
                self._note(agent, self._step(fields, agent))

    def _note(self, agent: int, step: _Taken) -> None:
        """Note where the last dependent step might have come after this one instead."""
        mine = [n for n, one in enumerate(self.taken) if one.agent == agent]
        known = self.taken[mine[-1]].before | 1 << mine[-1] if mine else 0
        for number in reversed(range(len(self.taken))):
            one = self.taken[number]
            if one.agent != agent and _dependent(one, step) and not known >> number & 1:
                level = self.levels[number]
                level.wanted |= {agent} if agent in level.moves else set(level.moves)
                return

    def _step(self, fields: Fields, agent: int) -> _Taken:
        """Return what the next step of a thread touches."""
        asked = self.space.asked(fields, agent)
        number = fields[self.space.first_place + agent]
        touched = frozenset(self.space.touched(agent, number))
        return _Taken(agent, touched, asked is not None and asked.kind != op.LOAD, 0)

    def _ended(self, fields: Fields) -> Outcome:
        space = self.space
        ended = how_ended(space, fields)
        if ended != FINISHED:
            return Outcome(ended, (), None)
        names = [thread.name for thread in space.program.threads]
        values = tuple((names[thread], value) for thread, value in returned(space, fields))
        return Outcome(ended, (*observed(space, fields, None), *values), None)


def _dependent(one: _Taken, other: _Taken) -> bool:
    return bool(one.touched & other.touched) and (one.changes or other.changes)
