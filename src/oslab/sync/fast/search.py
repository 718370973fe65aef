"""The explorer for millions of states: the same search, compiled, and a limit in seconds."""

from __future__ import annotations

import importlib
import time
from array import array
from collections.abc import Callable
from typing import Any

import numpy as np

from oslab.errors import Unavailable
from oslab.sync.model import search as model
from oslab.sync.model.search import Enough, Graph
from oslab.sync.model.space import Rules, Space, Widened
from oslab.sync.records.program import Program

_NATIVE = "oslab.sync.fast.native.breadth_first"
_FIRST_LOOK = 2_000
MOST_BITS = 62
MOST_ENTRIES = 20_000_000
FIELDS = 5
_BATCH = 50_000
_NONE = -1


def native() -> Any:
    """Return the compiled loops.

    Raises:
        Unavailable: where numba is not installed.
    """
    try:
        importlib.import_module("numba")
    except ImportError:
        raise Unavailable("native-speed loops", "pip install 'oslab[measure]'") from None
    return importlib.import_module(_NATIVE)


def explore(
    program: Program, rules: Rules, most_states: int, symmetry: bool, enough: Enough | None = None
) -> Graph:
    """Return the same graph as `model.search.explore`, state by state.

    The model's own search takes the first look, which finds most places and values; a program
    of few states is then done. With symmetry, or where a state needs more than 62 bits or a
    step touches more than five fields, the model's search does it all.
    """
    if symmetry:
        return model.explore(program, rules, most_states, True, enough)
    first = model.explore(program, rules, min(_FIRST_LOOK, most_states), False, enough)
    if first.complete or most_states <= _FIRST_LOOK:
        return first
    while True:
        first.space.fit()
        try:
            return _Search(first.space, native(), most_states, enough).graph()
        except Widened:
            continue
        except _TooWide:
            return model.explore(program, rules, most_states, False, enough)


class _TooWide(Exception):
    """A step touches more than the tables hold."""


class _Search:
    """The arrays of one search, and what fills them."""

    def __init__(
        self, space: Space, loops: Any, most_states: int, enough: Callable[[], bool] | None
    ) -> None:
        if space.bits > MOST_BITS:
            raise _TooWide
        self.space, self.loops, self.most, self.enough = space, loops, most_states, enough
        agents = len(space.rows)
        controls = [space.control(agent) for agent in range(agents)]
        self.control = np.array(
            [(space.shifts[f], (1 << space.widths[f]) - 1) for f in controls], np.int64
        )
        widest = max(int(low) for low in self.control[:, 1]) + 1
        self.rows = np.full((agents, widest), _NONE, np.int64)
        self.fields = np.zeros((0, 1 + 3 * FIELDS), np.int64)
        self.entries = np.zeros((0, 2), np.int64)
        self.deltas = np.zeros(1_024, np.int64)
        self.used = 0
        self._make(1 << 16)
        self.at = np.zeros(9, np.int64)
        self.at[loops.MOST], self.at[loops.FAILED] = most_states, space.failed
        self.at[loops.SPARE] = agents * max(16, space.threads)
        self.states[0] = space.pack(space.start, space.begins_failed)
        self.at[loops.SIZE] = 1
        self._fill()

    def graph(self) -> Graph:
        """Search to the end and return what was found."""
        loops, at, limit = self.loops, self.at, ""
        at[loops.UNTIL] = _BATCH
        while True:
            found = (self.states, self.parents, self.targets, self.ends)
            table = (self.keys, self.numbers, self.bits)
            why = loops.walk(at, found, table, self.control, self.rows, self.fields,
                             self.entries, self.deltas)  # fmt: skip
            if why == loops.DONE:
                break
            if why == loops.PAUSED:
                limit = self._limit()
                if limit:
                    break
                at[loops.UNTIL] += _BATCH
            else:
                {loops.ROW: self._row, loops.ENTRY: self._entry, loops.GROW: self._grow}[why]()
        size, edges = int(at[loops.SIZE]), int(at[loops.EDGES])
        return Graph(
            self.space, None, self.states[:size].tolist(), _packed(self.parents[:size]),
            _packed(self.targets[:edges]), _packed(self.ends[: int(at[loops.HEAD]) + 1]), limit,
        )  # fmt: skip

    def _limit(self) -> str:
        size, head = int(self.at[self.loops.SIZE]), int(self.at[self.loops.HEAD])
        if size > self.most:
            return f"there are more than {self.most} states"
        if self.enough is not None and self.enough():
            return f"told to stop with {head} of at least {size} states looked at"
        return ""

    # ---------------------------------------------------------------- learning
    def _row(self) -> None:
        """Learn what an agent touches at the place where it stands."""
        space, agent = self.space, int(self.at[self.loops.AGENT])
        control = space.control(agent)
        state = int(self.states[self.at[self.loops.HEAD]])
        number = (state & space.masks[control]) >> space.shifts[control]
        touched = [f for f in space.touched(agent, number) if f != control]
        if len(touched) > FIELDS:
            raise _TooWide
        row, offset = [len(self.entries)], 0
        for field in touched:
            row += [space.shifts[field], (1 << space.widths[field]) - 1, offset]
            offset += space.widths[field]
        if len(self.entries) + (1 << offset) > MOST_ENTRIES:
            raise _TooWide
        row += [0] * (1 + 3 * FIELDS - len(row))
        self.rows[agent, number] = len(self.fields)
        self.fields = np.vstack([self.fields, np.array([row], np.int64)])
        self.entries = np.vstack([self.entries, np.full((1 << offset, 2), _NONE, np.int64)])

    def _entry(self) -> None:
        """Learn what an agent's step does to the fields that it touches."""
        agent, index = int(self.at[self.loops.AGENT]), int(self.at[self.loops.INDEX])
        state = int(self.states[self.at[self.loops.HEAD]])
        rows = self.space.rows[agent]
        touched, table = rows[state & rows.field]
        deltas = table[state & touched]
        while self.used + len(deltas) > len(self.deltas):
            self.deltas = np.concatenate([self.deltas, np.zeros_like(self.deltas)])
        self.deltas[self.used : self.used + len(deltas)] = deltas
        self.entries[index] = (self.used, len(deltas))
        self.used += len(deltas)

    # ---------------------------------------------------------------- growing
    def _make(self, room: int) -> None:
        self.states = np.zeros(room, np.int64)
        self.parents = np.full(room, _NONE, np.int32)
        self.ends = np.zeros(room + 1, np.int64)
        self.targets = np.zeros(4 * room, np.int32)
        self.bits = (2 * room).bit_length()
        self._empty()

    def _empty(self) -> None:
        self.keys = np.full(1 << self.bits, _NONE, np.int64)
        self.numbers = np.zeros(1 << self.bits, np.int32)

    def _fill(self) -> None:
        size = int(self.at[self.loops.SIZE])
        self.loops.refill(self.keys, self.numbers, self.states, size, self.bits)

    def _grow(self) -> None:
        """Double what is full."""
        spare, size = int(self.at[self.loops.SPARE]), int(self.at[self.loops.SIZE])
        if int(self.at[self.loops.EDGES]) + spare > len(self.targets):
            self.targets = np.concatenate([self.targets, np.zeros_like(self.targets)])
        if size + spare > len(self.states):
            self.states = np.concatenate([self.states, np.zeros_like(self.states)])
            self.parents = np.concatenate([self.parents, np.full_like(self.parents, _NONE)])
            self.ends = np.concatenate([self.ends, np.zeros_like(self.ends)])
        if 2 * (size + spare) > len(self.keys):
            self.bits += 1
            self._empty()
            self._fill()


def _packed(numbers: Any) -> array[int]:
    packed = array("i")
    packed.frombytes(numbers.astype(np.int32).tobytes())
    return packed


def within(seconds: float) -> Enough:
    """Return a question that is answered by yes once so many seconds have passed."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end
