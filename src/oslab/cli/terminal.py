"""What every command has in common: rooms looked up by name, a progress bar, complaints."""

from __future__ import annotations

import importlib
import sys
import time
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import TypeAlias

from oslab.errors import require

ROOMS = ("processes", "scheduling", "memory", "replacement", "sync")
"""Subjects that have `claims.py` and `recorded.py`; add yours here."""

Commands: TypeAlias = "_SubParsersAction[ArgumentParser]"

_PATIENCE_S = 2.0


class Bar:
    """A progress bar for people: only on a terminal, only once two seconds have passed."""

    def __init__(self, what: str, clock: Callable[[], float] = time.monotonic) -> None:
        require(isinstance(what, str), "what", what, "a text")
        require(callable(clock), "clock", clock, "a function that returns seconds")
        self._what = what
        self._clock = clock
        self._began = clock()
        self._drawn = False

    def __call__(self, done: int, whole: int) -> None:
        """Draw the bar at `done` of `whole`, which is a `timing.Progress`."""
        if not sys.stderr.isatty() or self._clock() - self._began < _PATIENCE_S:
            return
        filled = 24 * done // max(1, whole)
        bar = "#" * filled + "." * (24 - filled)
        print(f"\r{self._what} [{bar}] {done} of {whole}", end="", file=sys.stderr, flush=True)
        self._drawn = True

    def close(self) -> None:
        """Clear the line, so that the answer starts on a clean one."""
        if self._drawn:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def room_door(room: str, door: str) -> ModuleType:
    """Return a door of a room, looked up when asked for: no command loads every room.

    Raises:
        InvalidInput: if a name is none.
    """
    for argument, name in (("room", room), ("door", door)):
        require(isinstance(name, str) and name.isidentifier(), argument, name, "a name")
    try:
        return importlib.import_module(f"oslab.{room}.{door}")
    except ModuleNotFoundError:
        require(False, "door", f"oslab.{room}.{door}", "a door that there is")
        raise


def chosen(names: list[str], rows: Iterable[str]) -> list[str]:
    """Return `names`, or all rows if there are none.

    Raises:
        InvalidInput: if one is no row.
    """
    ok = isinstance(names, list) and all(isinstance(name, str) for name in names)
    require(ok, "names", names, "a list of names")
    ok = isinstance(rows, Iterable) and not isinstance(rows, str | bytes)
    rows = list(rows) if ok else []
    require(ok and all(isinstance(row, str) for row in rows), "rows", rows, "names")
    for name in names:
        allowed = "one of " + ", ".join(sorted(rows)) if rows else "left out: there is none yet"
        require(name in rows, "name", name, allowed)
    return names or rows


def complain(words: object, status: int) -> int:
    """Say on standard error what went wrong, and return the exit status."""
    print(f"oslab: {words}", file=sys.stderr)
    return status
