"""The states of a program, each packed into one whole number.

A state is a field for everything shared and a field for each thread's place, and a field
holds the number of a value, in the order in which values were met. A step of a thread
reads and changes few fields, and by the same *difference* whatever the others hold. So
every agent has a table: from its own field, the mask of the fields its step touches; from
those fields, the differences to the states that follow. Exploring is looking up.

With memory `"tso"` each thread has one more field, its store buffer, and one more agent,
which carries the oldest store of the buffer to memory.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from oslab.sync.model.automaton import Automaton, typed
from oslab.sync.model.semantics import RULES, Misuse, first
from oslab.sync.model.tables import Rows
from oslab.sync.records import operations as op
from oslab.sync.records.operations import Operation
from oslab.sync.records.program import Program

MEMORIES = ("sc", "tso")
FLUSH = "flush"
_UNFENCED = (op.PAUSE, op.CHOOSE, op.CHECK, op.ENTER, op.LEAVE)

Fields = tuple[int, ...]


class Widened(Exception):
    """A field has grown: states packed so far mean nothing any more."""


class Move(NamedTuple):
    """One step that can be taken from a state.

    Args:
        agent: the thread's number; for a store buffer, that of the thread and how many
            threads there are.
        operation: what it does.
        answer: what the thread is told.
        after: the fields of the state that follows.
        failed: whether the thread failed by it.
    """

    agent: int
    operation: Operation
    answer: Any
    after: Fields
    failed: bool


class Rules(NamedTuple):
    """How the machine behaves.

    Args:
        memory: `"sc"`, or `"tso"` with store buffers.
        spurious: whether a sleeper may wake without a signal.
        dead_locals: whether to leave out local variables that are not read again.
        buffer: how many stores a buffer holds before the next one waits.
        daemons: the threads that need not return for the program to have finished.
    """

    memory: str = "sc"
    spurious: bool = False
    dead_locals: bool = True
    buffer: int = 8
    daemons: tuple[int, ...] = ()


class Space:
    """The states of one program: how they are packed, and what follows each."""

    def __init__(self, program: Program, rules: Rules) -> None:
        self.program, self.rules = program, rules
        self.threads = len(program.threads)
        self.names = list(program.shared)
        self.automata = _automata(program, rules.dead_locals)
        buffers = self.threads if rules.memory == "tso" else 0
        self.first_buffer = len(self.names)
        self.first_place = self.first_buffer + buffers
        self._where = {name: field for field, name in enumerate(self.names)}
        self.values: list[list[Any]] = [[first(value)] for value in program.shared.values()]
        self.values += [[()] for _ in range(buffers)]
        self._numbers = [{typed(values[0]): 0} for values in self.values]
        self.slack = 4
        self.widths = [4] * self.first_place + [6] * self.threads
        self._lay_out()

    # ---------------------------------------------------------------- packing
    def _lay_out(self) -> None:
        self.shifts, at = [], 0
        for width in self.widths:
            self.shifts.append(at)
            at += width
        self.bits = at
        self.masks = [
            ((1 << width) - 1) << shift
            for width, shift in zip(self.widths, self.shifts, strict=True)
        ]
        self.failed = 1 << at
        """The bit above all fields: set in a state where a thread has failed."""
        agents = range(self.threads + self.first_place - self.first_buffer)
        self.rows = [Rows(self, agent) for agent in agents]

    def control(self, agent: int) -> int:
        """Return the field that says what an agent does next: a place, or a buffer."""
        if agent < self.threads:
            return self.first_place + agent
        return self.first_buffer + agent - self.threads

    def widen(self, fields: Fields) -> None:
        """Make room for every number in `fields`, or return if there is room."""
        short = [f for f, number in enumerate(fields) if number >> self.widths[f]]
        if short:
            for field in short:
                width = max(self.widths[field] + self.slack, fields[field].bit_length())
                for alike in self._alike(field):
                    self.widths[alike] = width
            self._lay_out()
            raise Widened

    def _alike(self, field: int) -> list[int]:
        """Return the fields as wide as this one: the places of threads that share an automaton."""
        if field < self.first_place:
            return [field]
        one = self.automata[field - self.first_place]
        return [self.first_place + t for t, other in enumerate(self.automata) if other is one]

    def fit(self) -> None:
        """Make every field as narrow as what is known allows, for numbers of fixed size."""
        counts = [len(values) for values in self.values]
        counts += [len(one.places) for one in self.automata]
        self.widths = [
            max(narrow, 0 if self.slack > 1 else width)
            for narrow, width in zip(
                [max(1, (count - 1).bit_length()) for count in counts], self.widths, strict=True
            )
        ]
        self.slack = 1
        self._lay_out()

    def pack(self, fields: Fields, failed: bool = False) -> int:
        """Return the state as one number."""
        self.widen(fields)
        packed = self.failed if failed else 0
        for number, shift in zip(fields, self.shifts, strict=True):
            packed |= number << shift
        return packed

    def unpack(self, state: int) -> Fields:
        """Return the fields of a packed state."""
        return tuple(
            (state & mask) >> shift for mask, shift in zip(self.masks, self.shifts, strict=True)
        )

    @property
    def start(self) -> Fields:
        """The state before the first step."""
        return (0,) * len(self.widths)

    @property
    def begins_failed(self) -> bool:
        """Whether a thread fails before its first step."""
        return any(one.places[0].failure != "" for one in self.automata)

    # ---------------------------------------------------------------- reading
    def number(self, field: int, value: Any) -> int:
        """Return the number of a value in a field."""
        known, key = self._numbers[field], typed(value)
        if key not in known:
            known[key] = len(known)
            self.values[field].append(value)
        return known[key]

    def shared(self, fields: Fields) -> dict[str, Any]:
        """Return the contents of everything shared, as the rules know them."""
        return {name: self.values[f][fields[f]] for f, name in enumerate(self.names)}

    def asked(self, fields: Fields, thread: int) -> Operation | None:
        """Return what a thread asks for next, None if it is done."""
        return self.automata[thread].places[fields[self.first_place + thread]].operation

    # ---------------------------------------------------------------- stepping
    def moves(self, fields: Fields) -> list[Move]:
        """Return every step that can be taken, thread by thread."""
        return [move for agent in range(len(self.rows)) for move in self.steps(agent, fields)]

    def touched(self, agent: int, number: int) -> tuple[int, ...]:
        """Return the fields that an agent's next step reads or writes, besides its own."""
        if agent >= self.threads:
            pending = self.values[self.control(agent)][number]
            return (pending[0][0],) if pending else ()
        asked = self.automata[agent].places[number].operation
        if asked is None:
            return ()
        fields = tuple(self._where[name] for name in asked.names)
        if self.rules.memory == "sc" or asked.kind in _UNFENCED:
            return fields
        mine = (self.first_buffer + agent,)
        return mine if asked.kind == op.STORE else mine + fields

    def steps(self, agent: int, fields: Fields) -> list[Move]:
        """Return the steps that an agent can take."""
        if agent >= self.threads:
            return self._flush(agent, fields)
        automaton, control = self.automata[agent], self.first_place + agent
        asked = automaton.places[fields[control]].operation
        if asked is None:
            return []
        touched = self.touched(agent, fields[control])
        contents = tuple(self.values[f][fields[f]] for f in touched)
        try:
            ways = self._ways(agent, asked, contents)
        except Misuse as error:
            place = automaton.fail(fields[control], str(error))
            return [Move(agent, asked, None, _changed(fields, ((control, place),)), True)]
        found = []
        for after, answer in ways:
            place = automaton.follow(fields[control], answer)
            new = [(f, self.number(f, value)) for f, value in zip(touched, after, strict=True)]
            failed = automaton.places[place].failure != ""
            changed = _changed(fields, (*new, (control, place)))
            found.append(Move(agent, asked, answer, changed, failed))
        return found

    def _ways(self, agent: int, asked: Operation, contents: tuple[Any, ...]) -> Any:
        rule, spurious = RULES[asked.kind], self.rules.spurious
        if self.rules.memory == "sc" or asked.kind in _UNFENCED:
            return rule(agent, contents, asked.values, spurious)
        pending, *rest = contents
        if asked.kind == op.STORE:
            if len(pending) == self.rules.buffer:
                return ()
            return ((((*pending, (self._where[asked.names[0]], asked.values[0])),), None),)
        if asked.kind == op.LOAD:
            own = [value for field, value in pending if field == self._where[asked.names[0]]]
            return ((contents, own[-1] if own else rest[0]),)
        if pending:  # all else waits until its stores have reached memory, as on x86
            return ()
        return [((pending, *new), answer) for new, answer in
                rule(agent, tuple(rest), asked.values, spurious)]  # fmt: skip

    def _flush(self, agent: int, fields: Fields) -> list[Move]:
        buffer = self.control(agent)
        pending = self.values[buffer][fields[buffer]]
        if not pending:
            return []
        (field, value), *rest = pending
        new = ((buffer, self.number(buffer, tuple(rest))), (field, self.number(field, value)))
        operation = Operation(FLUSH, (self.names[field],), (value,))
        return [Move(agent, operation, None, _changed(fields, new), False)]


def _automata(program: Program, dead_locals: bool) -> list[Automaton]:
    """Return an automaton a thread; threads that are alike share one."""
    made: list[Automaton] = []
    for thread in program.threads:
        alike = [one for one in made if one.thread.is_like(thread)]
        made.append(alike[0] if alike else Automaton(thread, program, dead_locals))
    return made


def _changed(fields: Fields, new: Any) -> Fields:
    changed = list(fields)
    for field, number in new:
        changed[field] = number
    return tuple(changed)
