"""A program: threads, and what they share."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from oslab.errors import InvalidInput, require
from oslab.sync.records.operations import Operation, plain
from oslab.sync.records.shared import OBJECTS, Shared

Body = Callable[..., Generator[Operation, Any, Any]]
MOST_THREADS = 30


@dataclass(frozen=True, slots=True)
class Thread:
    """One thread of a program.

    Args:
        name: differs from every other's.
        body: a generator function whose steps depend on nothing but its arguments, its
            local variables and the answers to its own yields.
        arguments: what it is called with.
    """

    name: str
    body: Body
    arguments: tuple[object, ...] = ()

    def start(self) -> Generator[Operation, Any, Any]:
        """Return the thread before its first step."""
        return self.body(*self.arguments)

    def is_like(self, other: Thread) -> bool:
        """Say whether exchanging the two threads changes nothing."""
        return self.body is other.body and _typed(self.arguments) == _typed(other.arguments)


class Program:
    """Threads and what they share: `Program([increment, increment], n=0, m=Mutex())`.

    Args:
        threads: generator functions; for one with arguments a tuple, such as `(eat, 0)`.
        shared: by name, what a plain variable holds at first, or one of `OBJECTS`.

    Raises:
        InvalidInput: if a thread is no generator function, or something cannot be shared.
    """

    __slots__ = ("shared", "threads")

    threads: tuple[Thread, ...]
    shared: Mapping[str, Shared]

    def __init__(self, threads: list[Any] | tuple[Any, ...], /, **shared: Shared) -> None:
        ok = isinstance(threads, list | tuple) and 0 < len(threads) <= MOST_THREADS
        require(ok, "threads", threads, f"1 to {MOST_THREADS} generator functions")
        for name, value in shared.items():
            if not isinstance(value, OBJECTS):
                plain(name, value)
        self.threads = _named([_parts(thread) for thread in threads])
        self.shared = dict(shared)

    def __repr__(self) -> str:
        words = [f"{name}={value!r}" for name, value in self.shared.items()]
        return f"Program([{', '.join(one.name for one in self.threads)}], {', '.join(words)})"


def _parts(thread: object) -> tuple[Body, tuple[object, ...]]:
    body, *arguments = thread if isinstance(thread, tuple) and thread else (thread,)
    ok = isinstance(body, FunctionType) and inspect.isgeneratorfunction(body)
    if not ok:
        raise InvalidInput("threads", thread, "generator functions, or tuples of one and arguments")
    try:
        inspect.signature(body).bind(*arguments)
    except TypeError as error:
        raise InvalidInput("threads", thread, f"called as it is written ({error})") from None
    return body, tuple(arguments)


def _named(parts: list[tuple[Body, tuple[object, ...]]]) -> tuple[Thread, ...]:
    """Name each thread by its function; those with the same name are counted from 1."""
    names = [_spoken(body, arguments) for body, arguments in parts]
    seen: dict[str, int] = {}
    threads = []
    for name, (body, arguments) in zip(names, parts, strict=True):
        seen[name] = seen.get(name, 0) + 1
        shown = f"{name} {seen[name]}" if names.count(name) > 1 else name
        threads.append(Thread(shown, body, arguments))
    return tuple(threads)


def _spoken(body: Body, arguments: tuple[object, ...]) -> str:
    name = getattr(body, "__name__", "thread").replace("_", " ").strip()
    name = "thread" if name == "<lambda>" else name
    return f"{name} {', '.join(map(str, arguments))}" if arguments else name


def _typed(values: tuple[object, ...]) -> tuple[object, ...]:
    """Tell 1 from True, which Python calls equal."""
    return tuple(
        (type(value), _typed(value) if isinstance(value, tuple) else value) for value in values
    )
