"""The exam's little language of forks: text in, a function of a kernel out.

    fork();  fork() && fork();  if (fork() == 0) { print; } else wait();  repeat (3) fork();

Brackets, arguments and semicolons are as in C or left out; `repeat (n)` is the
loop; `and`, `or`, `not` are C's signs. A parsed program knows no kernel: it is
handed one, the model's or the real one, and calls it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from oslab.errors import InvalidInput, require, require_whole

MOST_LETTERS = 500
MOST_REPEATS = 64
_DEEPEST = 24

_TOKEN = re.compile(r'\s*([a-z]+|[0-9]{1,4}|&&|\|\||==|!=|[!(){};,]|"[^"]*")\s*')
_AND, _OR, _NOT = ("&&", "and"), ("||", "or"), ("!", "not")


@dataclass(frozen=True, slots=True)
class Kernel:
    """The system calls a program may make.

    Args:
        fork: returns 0 in the child and a number above 0 in the parent.
        write: prints one line.
        wait: waits for one child; returns at once if there is none.
    """

    fork: Callable[[], int]
    write: Callable[[], None]
    wait: Callable[[], object]

    def __post_init__(self) -> None:
        for name in ("fork", "write", "wait"):
            require(callable(getattr(self, name)), name, getattr(self, name), "a function")


Expression = Callable[[Kernel], int]
Statement = Callable[[Kernel], None]


class Exit(BaseException):
    """The process said exit."""


def parse(program: str) -> Statement:
    """Return `program` as a function that runs it on a `Kernel`.

    The function raises `Exit` where the program does; it always ends, because
    loops have a fixed number of rounds, at most 64 in all when nested.

    Raises:
        InvalidInput: if it is no program of the little language.
    """
    ok = isinstance(program, str) and program.strip() != "" and len(program) <= MOST_LETTERS
    require(ok, "program", program, f"a program of 1 to {MOST_LETTERS} characters")
    return _Parser(program).whole()


def repeated(program: str, rounds: int) -> str:
    """Return the program that runs `program` so many times, one after the other.

    >>> repeated("fork();", 3)
    'repeat (3) { fork(); }'

    Raises:
        InvalidInput: if `program` is no text, or `rounds` not from 1 to 64.
    """
    require(isinstance(program, str), "program", program, "a text")
    require_whole("rounds", rounds, low=1, high=MOST_REPEATS)
    return program if rounds == 1 else f"repeat ({rounds}) {{ {program} }}"


class _Parser:
    """Recursive descent over the tokens of one program."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._tokens: list[str] = []
        self._depth = 0
        self._rounds = 1
        place = 0
        while place < len(program.rstrip()):
            match = _TOKEN.match(program, place)
            if match is None:
                raise self._wrong(program[place:].strip()[:20])
            self._tokens.append(match[1])
            place = match.end()
        self._tokens.reverse()

    def whole(self) -> Statement:
        return self._block(end="")

    def _wrong(self, found: str) -> InvalidInput:
        allowed = (
            "made of fork(), &&, ||, !, ==, if, else, repeat (n), print, wait, exit and { }; "
            f"not understood at {found!r}"
        )
        return InvalidInput("program", self._program, allowed)

    def _next(self) -> str:
        return self._tokens[-1] if self._tokens else ""

    def _take(self, *expected: str) -> str:
        if self._next() not in expected:
            raise self._wrong(self._next() or "the end")
        return self._tokens.pop()

    def _skip(self, *tokens: str) -> bool:
        if self._tokens and self._next() in tokens:
            self._tokens.pop()
            return True
        return False

    def _block(self, end: str) -> Statement:
        parts: list[Statement] = []
        while self._next() != end:
            if not self._skip(";"):
                parts.append(self._statement())

        def block(kernel: Kernel) -> None:
            for part in parts:
                part(kernel)

        return block

    def _statement(self) -> Statement:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._wrong("too many brackets")
        made = self._compound()
        self._depth -= 1
        return made

    def _compound(self) -> Statement:
        if self._skip("{"):
            body = self._block("}")
            self._take("}")
            return body
        if self._skip("if"):
            return self._if()
        if self._skip("repeat", "for"):
            return self._repeat()
        for word, act in (("print", _write), ("printf", _write), ("exit", _exit), ("wait", _wait)):
            if self._skip(word):
                self._arguments()
                self._skip(";")
                return act
        value = self._either()
        self._skip(";")
        return lambda kernel: _drop(value(kernel))

    def _if(self) -> Statement:
        condition = self._either()
        body = self._statement()
        self._skip(";")
        otherwise = self._statement() if self._skip("else") else None

        def chosen(kernel: Kernel) -> None:
            if condition(kernel):
                body(kernel)
            elif otherwise:
                otherwise(kernel)

        return chosen

    def _repeat(self) -> Statement:
        bracket = self._skip("(")
        times = self._number()
        if bracket:
            self._take(")")
        outside = self._rounds
        self._rounds *= max(times, 1)
        if self._rounds > MOST_REPEATS:
            raise self._wrong(f"repeat {times}")
        body = self._statement()
        self._rounds = outside

        def loop(kernel: Kernel) -> None:
            for _ in range(times):
                body(kernel)

        return loop

    def _arguments(self) -> None:
        if self._skip("("):
            while self._next() not in (")", "", "fork", ";"):
                self._tokens.pop()
            self._take(")")

    def _either(self) -> Expression:
        left = self._both()
        while self._skip(*_OR):
            left = _or(left, self._both())
        return left

    def _both(self) -> Expression:
        left = self._compared()
        while self._skip(*_AND):
            left = _and(left, self._compared())
        return left

    def _compared(self) -> Expression:
        left = self._single()
        while self._next() in ("==", "!="):
            equal = self._tokens.pop() == "=="
            left = _compare(left, self._single(), equal)
        return left

    def _single(self) -> Expression:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._wrong("too many brackets")
        made = self._atom()
        self._depth -= 1
        return made

    def _atom(self) -> Expression:
        if self._skip(*_NOT):
            value = self._single()
            return lambda kernel: int(not value(kernel))
        if self._skip("("):
            value = self._either()
            self._take(")")
            return value
        if self._skip("fork"):
            if self._skip("("):
                self._take(")")
            return lambda kernel: kernel.fork()
        number = self._number()
        return lambda _: number

    def _number(self) -> int:
        if not self._next().isdecimal():
            raise self._wrong(self._next() or "the end")
        return int(self._tokens.pop())


def _write(kernel: Kernel) -> None:
    kernel.write()


def _wait(kernel: Kernel) -> None:
    kernel.wait()


def _exit(_: Kernel) -> None:
    raise Exit


def _drop(_: int) -> None: ...


def _or(left: Expression, right: Expression) -> Expression:
    return lambda kernel: int(bool(left(kernel) or right(kernel)))


def _and(left: Expression, right: Expression) -> Expression:
    return lambda kernel: int(bool(left(kernel) and right(kernel)))


def _compare(left: Expression, right: Expression, equal: bool) -> Expression:
    return lambda kernel: int((left(kernel) == right(kernel)) == equal)
