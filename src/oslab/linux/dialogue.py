"""A C program that answers lines with lines, so that its samples can be taken in turns."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from oslab.errors import InvalidInput, Unavailable, require
from oslab.linux import c_program


class Dialogue:
    """A program that runs; get one from `dialogue`.

    Args:
        command: the program and its arguments.

    Raises:
        InvalidInput: if it is no sequence of texts.
    """

    def __init__(self, command: Sequence[str]) -> None:
        ok = isinstance(command, tuple | list) and len(command) > 0
        ok = ok and all(isinstance(word, str) and "\0" not in word for word in command)
        require(ok, "command", command, "a program and its arguments")
        self._name = Path(command[0]).name
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.pid = self._process.pid

    def ask(self, line: str) -> str:
        """Send one line and return the line that it answers.

        Raises:
            InvalidInput: if `line` is not one line of text.
            Unavailable: if the program is gone.
        """
        ok = isinstance(line, str) and "\n" not in line and "\0" not in line
        require(ok, "line", line, "one line of text")
        assert self._process.stdin is not None  # noqa: S101 - Popen was told to make it
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        except (BrokenPipeError, ValueError):  # it has ended, or we have ended it
            raise self._gone() from None
        return self.listen()

    def listen(self) -> str:
        """Return the next line that the program says unasked.

        Raises:
            Unavailable: if it is gone.
        """
        assert self._process.stdout is not None  # noqa: S101 - Popen was told to make it
        answer = self._process.stdout.readline()
        if not answer:
            raise self._gone()
        return answer.strip()

    def number(self, line: str) -> float:
        """Send one line and return the number that it answers.

        Raises:
            InvalidInput: if `line` is not one line of text, or the answer no number.
            Unavailable: if the program is gone.
        """
        answer = self.ask(line)
        try:
            return float(answer)
        except ValueError:
            raise InvalidInput("line", line, f"a question with a number: {answer}") from None

    def end(self) -> None:
        """Kill it and wait."""
        self._process.kill()
        self._process.communicate()

    def _gone(self) -> Unavailable:
        return Unavailable(f"an answer of {self._name}", "Free some memory, or ask for less.")


@contextmanager
def dialogue(path: Path, *arguments: str | int) -> Iterator[Dialogue]:
    """Lend a program that has started and said its first line; it is ended in any case.

    Args:
        path: a C file, compiled if need be.
        arguments: words and whole numbers of its command line.

    Raises:
        InvalidInput: if there is no such file, or an argument is none.
        Unavailable: without a C compiler, or if it ends before it says a line.
    """
    for argument in arguments:
        ok = isinstance(argument, int) or (isinstance(argument, str) and "\0" not in argument)
        require(ok, "arguments", argument, "a text or a whole number")
    made = Dialogue([str(c_program.compile(path)), *map(str, arguments)])
    try:
        made.listen()
        yield made
    finally:
        made.end()
