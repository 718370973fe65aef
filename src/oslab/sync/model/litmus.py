"""Litmus tests: two threads, two variables, and which of four outcomes a memory model allows.

Source: P. Sewell, S. Sarkar, S. Owens, F. Zappa Nardelli and M. O. Myreen, x86-TSO: A Rigorous
and Usable Programmer's Model for x86 Multiprocessors, CACM 53(7), 2010.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from oslab.errors import require, require_choice
from oslab.sync.model.explorer import explore_all
from oslab.sync.records import Atomic, Exploration, Operation, Program
from oslab.sync.records.operations import fence, load, store

LITMUS = ("store buffering", "message passing", "load buffering")
MEMORIES = ("sc", "tso")

Steps = Generator[Operation, Any, Any]


def litmus(test: str = "store buffering", memory: str = "tso", fenced: bool = False) -> Exploration:
    """Return what two threads can see of each other's accesses: what `a` and `b` hold at the end.

    Store buffering: each stores one variable and loads the other. Message passing: one stores
    both, the other loads them in the opposite order. Load buffering: each loads one and
    stores the other.

    Args:
        test: of `LITMUS`.
        memory: of `MEMORIES`: every access at once, or stores that wait in a buffer.
        fenced: whether a fence stands between the two accesses of each thread.

    Raises:
        InvalidInput: if an argument is none of those.
    """
    require_choice("test", test, LITMUS)
    require_choice("memory", memory, MEMORIES)
    require(isinstance(fenced, bool), "fenced", fenced, "True or False")
    shared = {name: Atomic(0) for name in "xyab"}
    program = Program([(*thread, fenced) for thread in _THREADS[test]], **shared)
    return explore_all(program, memory=memory, observe=("a", "b"))


def allowed(memory: str = "tso") -> dict[tuple[str, bool], tuple[str, ...]]:
    """Return, by test and whether it is fenced, the outcomes that a memory model allows.

    >>> allowed("sc")["store buffering", False]
    ('0, 1', '1, 0', '1, 1')

    Args:
        memory: of `MEMORIES`.

    Raises:
        InvalidInput: if it is none of those.
    """
    require_choice("memory", memory, MEMORIES)
    found = {}
    for test in LITMUS:
        for fenced in (False, True):
            ends = [dict(one.values) for one in litmus(test, memory, fenced).outcomes]
            found[test, fenced] = tuple(sorted(f"{end['a']}, {end['b']}" for end in ends))
    return found


def _between(fenced: bool) -> Steps:
    if fenced:
        yield fence()


def _store_load(mine: str, other: str, answer: str, fenced: bool) -> Steps:
    yield store(mine, 1)
    yield from _between(fenced)
    yield store(answer, (yield load(other)))


def _store_store(first: str, second: str, fenced: bool) -> Steps:
    yield store(first, 1)
    yield from _between(fenced)
    yield store(second, 1)


def _load_load(first: str, second: str, fenced: bool) -> Steps:
    a = yield load(first)
    yield from _between(fenced)
    b = yield load(second)
    yield store("a", a)
    yield store("b", b)


def _load_store(mine: str, other: str, answer: str, fenced: bool) -> Steps:
    seen = yield load(mine)
    yield from _between(fenced)
    yield store(other, 1)
    yield store(answer, seen)


_THREADS: dict[str, tuple[tuple[Any, ...], tuple[Any, ...]]] = {
    "store buffering": ((_store_load, "x", "y", "a"), (_store_load, "y", "x", "b")),
    "message passing": ((_store_store, "x", "y"), (_load_load, "y", "x")),
    "load buffering": ((_load_store, "x", "y", "a"), (_load_store, "y", "x", "b")),
}
