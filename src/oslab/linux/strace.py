"""strace: every system call a program makes, as a trace to read or a table to count."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput, Unavailable, require, require_number

_REMEDY = "apt-get install strace; in a container it also needs --cap-add SYS_PTRACE."


@dataclass(frozen=True, slots=True)
class Count:
    """One row of `strace -c`.

    Args:
        name: of the system call.
        calls: how often it was made.
        errors: how often it failed.
    """

    name: str
    calls: int
    errors: int


@dataclass(frozen=True, slots=True)
class Call:
    """One line of a trace.

    Args:
        task: the thread that called, or 0 where strace did not say.
        name: of the system call.
        arguments: as strace wrote them.
        result: as strace wrote it: a number, a pointer, `?`, or with an error's name.
    """

    task: int
    name: str
    arguments: str
    result: str

    def __str__(self) -> str:
        return f"{self.name}({self.arguments}) = {self.result}"


def parse_counts(text: str) -> dict[str, Count]:
    r"""Return the table of `strace -c`, by name, the total left out.

    >>> parse_counts("% time seconds usecs/call calls errors syscall\n"
    ...              " 60.00 0.000391 13 30 13 openat\n 40.00 0.000024 24 1 write\n")["openat"]
    Count(name='openat', calls=30, errors=13)

    Raises:
        InvalidInput: if there is no such table.

    Source: strace(1), option -c.
    """
    ok = isinstance(text, str) and "syscall" in text
    require(ok, "text", text, "the table of strace -c")
    table: dict[str, Count] = {}
    for line in text.splitlines():
        words = line.split()
        if len(words) in (5, 6) and re.fullmatch(r"\d+\.\d+", words[0]) and words[-1] != "total":
            errors = int(words[4]) if len(words) == 6 else 0
            table[words[-1]] = Count(words[-1], int(words[3]), errors)
    return table


_CALL = re.compile(r"(?:(\d+) +)?(\w+)\((.*)\) += (.+)")
_BEGUN = re.compile(r"(?:(\d+) +)?(\w+)\((.*?) *<unfinished \.\.\.>")
_ENDED = re.compile(r"(?:(\d+) +)?<\.\.\. (\w+) resumed>(.*)\) += (.+)")


def parse_trace(text: str) -> tuple[Call, ...]:
    r"""Return the calls of `strace` or `strace -f`, in the order in which they returned.

    A call that another thread interrupted on paper ("<unfinished ...>") is put
    together again. Signals and exits are not calls and are left out.

    >>> for call in parse_trace('7 write(1, "hi\\n", 3) = 3\n7 +++ exited with 0 +++\n'):
    ...     print(call)
    write(1, "hi\n", 3) = 3

    Raises:
        InvalidInput: if `text` is not a text.

    Source: strace(1), "TRACE OUTPUT FORMAT".
    """
    require(isinstance(text, str), "text", text, "a trace of strace")
    calls: list[Call] = []
    begun: dict[tuple[int, str], str] = {}
    for line in text.splitlines():
        if match := _BEGUN.match(line):
            begun[int(match[1] or 0), match[2]] = match[3]
        elif match := _ENDED.match(line):
            task = int(match[1] or 0)
            first = begun.pop((task, match[2]), "")
            words = first + (" " if first.endswith(",") else "") + match[3].strip()
            calls.append(Call(task, match[2], words, match[4]))
        elif match := _CALL.match(line):
            calls.append(Call(int(match[1] or 0), match[2], match[3], match[4]))
    return tuple(calls)


def counted(calls: Sequence[Call]) -> dict[str, int]:
    """Return how often each system call occurs in a trace.

    Raises:
        InvalidInput: if `calls` is not a sequence of Call.
    """
    ok = isinstance(calls, tuple | list) and all(isinstance(call, Call) for call in calls)
    require(ok, "calls", calls, "a sequence of Call")
    return dict(Counter(call.name for call in calls))


def count(command: Sequence[str], *, timeout_s: float = 60) -> dict[str, Count]:
    """Run a program and its children under `strace -f -c` and return the table.

    Args:
        command: the program and its arguments.
        timeout_s: seconds after which it is killed, 0.1 to 600.

    Raises:
        InvalidInput: if `command` is not a list of words.
        Unavailable: without strace, or where tracing is forbidden.
    """
    return parse_counts(_run(command, ["-c"], timeout_s))


def trace(
    command: Sequence[str], *, only: str = "", timeout_s: float = 60
) -> tuple[Call, ...]:  # fmt: skip
    """Run a program and its children under `strace -f` and return its calls.

    Args:
        command: the program and its arguments.
        only: a filter as in `strace -e`, such as `"%process"` or `"read,write"`.
        timeout_s: seconds after which it is killed, 0.1 to 600.

    Raises:
        InvalidInput: if `command` is not a list of words, or strace does not know `only`.
        Unavailable: without strace, or where tracing is forbidden.
    """
    ok = isinstance(only, str) and re.fullmatch(r"[%!?/\w,]*", only) is not None
    require(ok, "only", only, "a filter of strace -e trace=")
    return parse_trace(_run(command, ["-e", "trace=" + only] if only else [], timeout_s))


def _run(command: Sequence[str], options: list[str], timeout_s: float) -> str:
    ok = isinstance(command, tuple | list) and len(command) > 0
    ok = ok and all(isinstance(word, str) and word and "\0" not in word for word in command)
    require(ok, "command", command, "a list of at least one word")
    require_number("timeout_s", timeout_s, low=0.1, high=600)
    if shutil.which("strace") is None:
        raise Unavailable("strace", _REMEDY)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "trace"
        try:
            done = subprocess.run(
                ["strace", "-f", "-o", str(output), *options, "--", *command],
                stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
                check=False, timeout=timeout_s,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise Unavailable("an answer in time", f"Allow more than {timeout_s:g} s.") from None
        text = output.read_text(errors="replace") if output.exists() else ""
    if "invalid system call" in done.stderr:
        raise InvalidInput("only", options[-1], "a filter of strace -e trace=")
    if not text:
        raise Unavailable("strace", f"{_REMEDY} It said: {done.stderr.strip()[:200]}")
    return text
