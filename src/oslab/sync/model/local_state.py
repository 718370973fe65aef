"""Where a thread stands: two generators with equal marks do the same from here on.

A mark is made of the place in the source where the generator waits, its local variables,
and what its unfinished expressions hold (the running iterator of a `for`, the first half
of a sum). Local variables that are written before they are read again are left out where
`dead_locals` asks for it: no future step depends on them.

The place is a line and a column, not an offset into bytecode, so that marks do not
depend on how a version of Python lays out a loop.
"""

from __future__ import annotations

import dis
import gc
import types
from collections.abc import Generator, Iterator
from functools import lru_cache
from typing import Any

_CONSTANT = (
    types.FunctionType, types.BuiltinFunctionType, types.CodeType, types.ModuleType, type,
)  # fmt: skip
_RUNNING: tuple[Iterator[Any], ...] = (
        iter([]), iter(()), iter(range(0)), iter(range(2**64)), iter(""), iter({}), iter(set()),
        reversed([]), enumerate([]), zip(), iter(b""), iter({}.items()), iter({}.values()),
)  # fmt: skip
_ITERATORS = tuple(map(type, _RUNNING))


class Kept:
    """Something that can only be told by its identity; holds it, so that the number stays its."""

    __slots__ = ("thing",)

    def __init__(self, thing: object) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Kept) and other.thing is self.thing

    def __hash__(self) -> int:
        return id(self.thing)


def mark(generator: Generator[Any, Any, Any], dead_locals: bool = True) -> object:
    """Return what tells this generator's future, as something that can be hashed."""
    return _Reader(dead_locals).read(generator)


class _Reader:
    """Reads values into marks; what is met twice is told from what is merely equal."""

    def __init__(self, dead_locals: bool) -> None:
        self._dead_locals = dead_locals
        self._seen: dict[int, int] = {}
        self._kept: list[object] = []

    def read(self, value: object) -> object:
        if value is None or type(value) in (int, str, bool, float, bytes):
            return (type(value), value)
        if isinstance(value, tuple):
            return (tuple, *map(self.read, value))
        if isinstance(value, range):
            return (range, value.start, value.stop, value.step)
        if isinstance(value, _CONSTANT):
            return Kept(value)
        if id(value) in self._seen:
            return ("again", self._seen[id(value)])
        self._seen[id(value)] = len(self._seen)
        self._kept.append(value)
        return self._parts(value)

    def _parts(self, value: object) -> object:
        if isinstance(value, dict):
            return (dict, *((self.read(key), self.read(held)) for key, held in value.items()))
        if isinstance(value, list):
            return (list, *map(self.read, value))
        if isinstance(value, set | frozenset):
            return (type(value), *sorted((self.read(one) for one in value), key=repr))
        if isinstance(value, types.GeneratorType):
            return self._generator(value)
        inside = _inside(value)
        return Kept(value) if inside is None else (type(value), self.read(inside))

    def _generator(self, generator: types.GeneratorType[Any, Any, Any]) -> object:
        frame = generator.gi_frame
        if frame is None:
            return ("finished",)
        code = frame.f_code
        local = dict(frame.f_locals)
        live = _live(code, frame.f_lasti) if self._dead_locals else None
        shown = tuple(
            (name, self.read(local[name]))
            for name in (*code.co_varnames, *code.co_cellvars, *code.co_freevars)
            if name in local and (live is None or name in live)
        )
        held = tuple(self.read(thing) for thing in _unfinished(generator, local))
        return (Kept(code), _place(code, frame.f_lasti), shown, held)


def _inside(value: object) -> tuple[Any, ...] | None:
    """Return what a cell or a running iterator is made of; None for anything else."""
    if isinstance(value, types.CellType):
        try:
            return (value.cell_contents,)
        except ValueError:  # not bound yet
            return ()
    made = value.__reduce__() if isinstance(value, _ITERATORS) else None
    return made if isinstance(made, tuple) else None


def _unfinished(generator: types.GeneratorType[Any, Any, Any], local: dict[str, Any]) -> list[Any]:
    """Return what the generator holds besides its local variables: its value stack."""
    code, frame = generator.gi_code, generator.gi_frame
    if frame is None:
        return []
    plain = [id(local[name]) for name in code.co_varnames if name in local]
    own = (frame, frame.f_locals, frame.f_globals, frame.f_builtins, code,
           generator.__name__, generator.__qualname__)  # fmt: skip
    held = []
    for thing in gc.get_referents(generator):
        if id(thing) in plain:
            plain.remove(id(thing))
        elif not isinstance(thing, (*_CONSTANT, types.CellType)) and all(
            thing is not one for one in own
        ):
            held.append(thing)
    return held


@lru_cache(maxsize=256)
def _places(code: types.CodeType) -> tuple[tuple[int | None, ...], ...]:
    return tuple(code.co_positions())


def _place(code: types.CodeType, offset: int) -> object:
    if offset < 0 or _catches(code):
        return offset
    where = _places(code)[offset // 2]
    return offset if None in where else where


@lru_cache(maxsize=256)
def _catches(code: types.CodeType) -> bool:
    """Say whether it handles exceptions, and so may stand at one place for two reasons."""
    return any(step.opname == "PUSH_EXC_INFO" for step in dis.get_instructions(code))


# ------------------------------------------------------------------ liveness
@lru_cache(maxsize=256)
def _liveness(code: types.CodeType) -> dict[int, frozenset[str]]:
    """Return, by offset, the variables that may be read before they are written.

    Backwards over the bytecode until nothing changes, as compilers do.
    """
    steps = list(dis.get_instructions(code))
    after = {step.offset: _followers(step, nxt) for step, nxt in _pairs(steps)}
    live: dict[int, frozenset[str]] = {step.offset: frozenset() for step in steps}
    changed = True
    while changed:
        changed = False
        for step in reversed(steps):
            names: frozenset[str] = frozenset()
            for follower in after[step.offset]:
                names |= live.get(follower, frozenset())
            names = _before(step, names)
            if names != live[step.offset]:
                live[step.offset] = names
                changed = True
    return live


def _live(code: types.CodeType, offset: int) -> frozenset[str] | None:
    """Return the variables that matter to a generator that waits at `offset`."""
    shared = frozenset((*code.co_cellvars, *code.co_freevars))
    if _catches(code):
        return None
    table = _liveness(code)
    if offset < 0:
        return shared | table[0]
    following = [step for step in table if step > offset]
    return shared | (table[following[0]] if following else frozenset())


def _pairs(
    steps: list[dis.Instruction],
) -> Iterator[tuple[dis.Instruction, dis.Instruction | None]]:
    yield from zip(steps, [*steps[1:], None], strict=True)


def _followers(step: dis.Instruction, following: dis.Instruction | None) -> list[int]:
    found = []
    ends = step.opname.startswith(("RETURN_", "RAISE", "RERAISE"))
    ends = ends and step.opname != "RETURN_GENERATOR"
    leaps = step.opname.startswith(("JUMP_FORWARD", "JUMP_BACKWARD"))
    if following is not None and not ends and not leaps:
        found.append(following.offset)
    if step.opcode in dis.hasjrel or step.opcode in dis.hasjabs:
        found.append(step.argval)
    return found


def _before(step: dis.Instruction, names: frozenset[str]) -> frozenset[str]:
    """Return what must be known before a step if `names` must be known after it."""
    words = step.opname
    if "_FAST" not in words:
        return names
    variables = step.argval if isinstance(step.argval, tuple) else (step.argval,)
    written = "STORE_FAST" in words or "DELETE_FAST" in words
    read = "LOAD_FAST" in words
    if written and read and words.startswith("STORE_FAST_LOAD"):
        return names - {variables[0]} | {variables[1]}
    if written:
        return names - set(variables)
    return names | set(variables) if read else names
