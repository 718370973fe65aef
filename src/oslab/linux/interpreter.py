"""The one door to other interpreters of Python: find one, run a program of the book under it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from oslab.errors import InvalidInput, Unavailable, require, require_number

NAMES = ("python3.14t", "python3.13t", "python3.15t")
REMEDY = (
    "Install a free-threaded build (PEP 703), such as python3.14t, and put it on the PATH: "
    "uv python install 3.14t."
)


def free_threaded() -> str:
    """Return the path of an interpreter that can do without the global lock.

    Raises:
        Unavailable: if there is none.
    """
    if not getattr(sys, "_is_gil_enabled", lambda: True)():
        return sys.executable
    for name in NAMES:
        path = shutil.which(name)
        # A version manager's stand-in is on the PATH whether or not the version is installed.
        if (
            path
            and subprocess.run([path, "-c", ""], capture_output=True, check=False).returncode == 0
        ):
            return path
    raise Unavailable("an interpreter without the global lock", REMEDY)


def run(
    program: Path, *arguments: str | int, interpreter: str | None = None, gil: bool | None = None,
    timeout_s: float = 150,
) -> subprocess.CompletedProcess[str]:  # fmt: skip
    """Run a program of its own, without the user's packages, and return what it printed.

    Args:
        program: a file.
        arguments: of the program.
        interpreter: the path or name of one; None: this one.
        gil: whether a free-threaded build keeps the global lock; None: as it will.
        timeout_s: seconds, 1 to 3,600; it is killed after them.

    Raises:
        InvalidInput: if an argument is wrong, or no such interpreter runs.
        Unavailable: if the program took too long.

    Source: PEP 703; Python documentation, PYTHON_GIL.
    """
    require(_is_file(program), "program", program, "the path of a file")
    for one in arguments:
        require(type(one) in (str, int) and "\0" not in str(one)[:4096], "arguments", one, "words")
    ok = interpreter is None or _is_word(interpreter)
    require(ok, "interpreter", interpreter, "the path of a Python")
    require(gil is None or isinstance(gil, bool), "gil", gil, "True, False or None")
    require_number("timeout_s", timeout_s, 1, 3_600)
    flags = ["-s", "-E"] if gil is None else ["-s"]
    chosen = {} if gil is None else {"PYTHON_GIL": str(int(gil))}
    try:
        return subprocess.run(
            [interpreter or sys.executable, *flags, str(program), *map(str, arguments)],
            capture_output=True, text=True, check=False, timeout=timeout_s,
            env=os.environ | chosen,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unavailable("an end of the program", "Ask for less.") from None
    except (OSError, ValueError) as error:
        raise InvalidInput("interpreter", interpreter, f"a Python that runs ({error})") from error


def _is_word(value: object) -> bool:
    return isinstance(value, str) and value != "" and "\0" not in value


def _is_file(value: object) -> bool:
    try:
        return isinstance(value, Path) and value.is_file()
    except ValueError:  # a zero byte in the name
        return False
