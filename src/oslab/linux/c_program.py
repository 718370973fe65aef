"""The one door to a C compiler: find a program, compile it once, run it, show it.

A compiled program is kept in the user's cache under a name made from its source,
its flags and its compiler, so a changed source is compiled anew and an unchanged
one never twice. The file appears in the cache by one rename: two processes that
compile the same program at the same time both end up with a whole one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from oslab.errors import InvalidInput, Unavailable, require, require_number

COMPILERS = ("cc", "gcc", "clang")
FLAGS = ("-O2", "-std=gnu11", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-pthread")
REMEDY = "Install a C compiler: apt-get install gcc libc6-dev (Debian, Ubuntu)."


def find(room: str, name: str) -> Path:
    """Return the path of the program `name` of one room of the book.

    >>> find("processes", "fork_exec_wait").name
    'fork_exec_wait.c'

    Raises:
        InvalidInput: if the room has no such program.
    """
    for argument, value in (("room", room), ("name", name)):
        ok = isinstance(value, str) and value.isidentifier()
        require(ok, argument, value, "one word")
    folder = Path(__file__).parents[1] / room / "programs"
    programs = sorted(path.stem for path in folder.glob("*.c"))
    require(bool(programs), "room", room, "a room that has C programs")
    if name not in programs:
        raise InvalidInput("name", name, "one of " + ", ".join(map(repr, programs)))
    return folder / f"{name}.c"


def compiler() -> str:
    """Return the path of the C compiler: $CC, or the first found of cc, gcc and clang.

    Raises:
        Unavailable: if there is none.
    """
    chosen = os.environ.get("CC", "")
    for name in (chosen, *COMPILERS):
        path = shutil.which(name) if name else None
        if path:
            return path
    raise Unavailable("a C compiler", REMEDY)


def cache() -> Path:
    """Return this user's folder of compiled programs, made if it was missing."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    home = Path(base) if Path(base).is_absolute() else Path.home() / ".cache"
    # A home that cannot be written (a shared machine, a sandbox) must not stop a reader.
    spare = Path(tempfile.gettempdir()) / f"oslab-{os.getuid()}"
    for folder in (home / "oslab" / "programs", spare):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            continue
        # Programs from here are run: a folder that someone else owns is no cache.
        if folder.stat().st_uid == os.getuid() and os.access(folder, os.W_OK):
            return folder
    raise Unavailable("a folder for compiled programs", "Set XDG_CACHE_HOME to one you may write.")


def compile(path: str | Path, flags: Sequence[str] = ()) -> Path:
    """Return the executable made from the C file `path`, compiling it if need be.

    Args:
        path: a file whose name ends in `.c`.
        flags: added to `FLAGS`, such as `("-DSIZE=4096",)`.

    Raises:
        InvalidInput: if there is no such file, a flag is no text, or it does not compile.
        Unavailable: if this machine has no C compiler.
    """
    source = _source(path)
    ok = isinstance(flags, list | tuple) and all(_is_text(flag) for flag in flags)
    require(ok, "flags", flags, "a list of texts")
    command = [compiler(), *FLAGS, *flags]
    text = source.read_bytes()
    key = hashlib.sha256("\0".join(command).encode() + b"\0" + text).hexdigest()[:16]
    program = cache() / f"{source.stem}-{key}"
    if program.exists():
        return program
    with tempfile.TemporaryDirectory(dir=program.parent) as folder:
        made = Path(folder) / program.name
        command += ["-o", str(made), str(source), "-lm"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise InvalidInput("path", source.name, f"a C program that compiles: {done.stderr}")
        made.replace(program)
    return program


def run(
    path: str | Path, *arguments: str | float,
    flags: Sequence[str] = (), timeout_s: float = 60,
) -> subprocess.CompletedProcess[str]:  # fmt: skip
    """Compile `path` if need be, run it, and return its status and its texts.

    A status that is not 0 is an answer, not an error: some programs of the book
    are meant to fail.

    Args:
        path: a file whose name ends in `.c`.
        arguments: words and numbers of its command line.
        flags: of the compiler.
        timeout_s: seconds after which it is killed, above 0.

    Raises:
        InvalidInput: if an argument is none, or as `compile`.
        Unavailable: if there is no compiler, or no answer within `timeout_s`.
    """
    for argument in arguments:
        ok = _is_text(argument) or isinstance(argument, int | float)
        require(ok, "arguments", argument, "a text or a number")
    require_number("timeout_s", timeout_s, low=0.001)
    command = [str(compile(path, flags)), *map(str, arguments)]
    try:
        return subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=timeout_s
        )
    except subprocess.TimeoutExpired as error:
        what = f"an answer of {Path(path).name} within {timeout_s:g} s"
        raise Unavailable(what, "Try again when the machine is less busy.") from error


@dataclass(frozen=True, slots=True)
class Listing:
    """The source of a program, as a page shows it: coloured in HTML, plain in text."""

    name: str
    text: str

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        plain = {"text/plain": self.text}
        if os.environ.get("OSLAB_OUTPUT") == "text":
            return plain
        return {**plain, "text/html": _html(self.text, self.name)}


def listing(path: str | Path, *, first: str = "", until: str = "") -> Listing:
    """Return the source of the C file `path`, or a part of it, ready to be shown.

    Args:
        path: a file whose name ends in `.c`, or in `.py` where Python does the same.
        first: how the first line to show begins; `""` for the beginning.
        until: how the line after the last begins; `""` for the end.

    Raises:
        InvalidInput: if there is no such file or line.
    """
    source = _source(path, (".c", ".py"))
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
    start = _line("first", first, lines, 0) if first != "" else 0
    end = _line("until", until, lines, start + 1) if until != "" else len(lines)
    name = source.name if (first, until) == ("", "") else f"{source.name}, from line {start + 1}"
    return Listing(name, "".join(lines[start:end]).rstrip() + "\n")


def _line(argument: str, begins: object, lines: list[str], after: int) -> int:
    found = [
        number for number, line in enumerate(lines)
        if number >= after and isinstance(begins, str) and line.startswith(begins)
    ]  # fmt: skip
    require(len(found) > 0, argument, begins, "the beginning of a line")
    return found[0]


def _html(text: str, name: str) -> str:
    """Return HTML in the classes that the page's own style sheet colours."""
    try:
        from pygments import highlight
        from pygments.formatters import HtmlFormatter
        from pygments.lexers import CLexer, PythonLexer
    except ImportError:  # it comes with Jupyter; elsewhere plain text is as true
        body = f'<div class="highlight"><pre>{escape(text, quote=False)}</pre></div>'
    else:
        lexer = PythonLexer() if ".py" in name else CLexer()
        body = highlight(text, lexer, HtmlFormatter())
    # A block that scrolls must be reachable by keyboard, and so needs a name.
    body = body.replace("<pre>", f'<pre tabindex="0" aria-label="{escape(name)}">', 1)
    return f'<div class="highlight-c notranslate">{body.strip()}</div>'


def _source(path: object, suffixes: tuple[str, ...] = (".c",)) -> Path:
    allowed = f"the path of an existing {' or '.join(suffixes)} file"
    if not isinstance(path, str | Path) or "\0" in str(path):
        raise InvalidInput("path", path, allowed)
    source = Path(path)
    try:
        require(source.suffix in suffixes and source.is_file(), "path", str(path), allowed)
    except OSError as error:  # a name longer than the file system takes
        raise InvalidInput("path", str(path), allowed) from error
    return source


def _is_text(value: object) -> bool:
    return isinstance(value, str) and "\0" not in value
