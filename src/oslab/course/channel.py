"""The trusted end of the pipe to a worker: ask, watch what it uses, believe nothing.

An answer counts only if it is one line of plain JSON that repeats the number that
the question carried, and comes before the worker has used up its time. Anything
else loses this question and no other.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import secrets
import select
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from oslab.course.limits import Limits
from oslab.errors import InvalidInput, Unavailable, require
from oslab.linux import sandbox
from oslab.linux.procfs import schedstat

MOST_BYTES = 8 << 20
"""Of one answer on the pipe: `plain.MOST_TEXT` characters, escaped."""
DEEPEST = 60
"""Lists within lists that an answer may have."""

_START_S = 60
_LOOK_S = 0.02


class Lost(Exception):
    """No answer, and there will be none: `words` say what the student's code did."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Worker:
    """A worker in its box; get one from `worker`.

    Args:
        box: where it runs.
        limits: of one request.
        folder: what the box shows as its own, or None.
    """

    def __init__(self, box: sandbox.Box, limits: Limits, folder: Path | None) -> None:
        self.box = box
        self._limits = limits
        self._folder = folder
        self._unread = bytearray()
        self._read("", _START_S, None)
        self.pid = box.pid

    def ask(
        self, request: dict[str, Any], seconds: float | None = None,
        watch: Callable[[], None] | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Send one request and return the worker's answer.

        Args:
            request: as `oslab.course.worker.serve` takes it.
            seconds: of the student's own time; the limit of one call if None.
            watch: is called every few milliseconds while it works.

        Raises:
            Lost: if the worker is gone, stuck, or says something else.
        """
        require(isinstance(request, dict), "request", request, "a request, as a dict")
        nonce = secrets.token_hex(8)
        line = json.dumps({**request, "nonce": nonce}).encode() + b"\n"
        try:
            while line:
                line = line[os.write(self.box.stdin, line) :]
        except OSError:
            raise self._gone() from None
        return self._read(nonce, self._limits.seconds if seconds is None else seconds, watch)

    def _read(self, nonce: str, seconds: float, watch: Callable[[], None] | None) -> dict[str, Any]:
        began, at_first = time.monotonic(), None
        while b"\n" not in self._unread:
            ready, _, _ = select.select([self.box.stdout], [], [], 0.002 if watch else _LOOK_S)
            if watch:
                watch()
            if ready:
                got = os.read(self.box.stdout, 1 << 16)
                if not got:
                    raise self._gone()
                self._unread += got
                if len(self._unread) > MOST_BYTES:
                    raise Lost(f"answered with more than {MOST_BYTES >> 20} MB")
                continue
            # On a crowded machine the time it stood in line is not the student's, unless
            # it is she who makes the crowd.
            now = (_delay_s(self), self.box.cpu_ns())
            at_first = at_first or now
            took = time.monotonic() - began
            took = max(took - (now[0] - at_first[0]), took / 4)
            self._check_use(took, seconds, now[1] - at_first[1])
        line, _, rest = bytes(self._unread).partition(b"\n")
        self._unread = bytearray(rest)
        answer = parse(line)
        if answer.get("nonce") != nonce:
            raise Lost(_GARBLED)
        return answer

    def _check_use(self, took: float, seconds: float, cpu_ns: int) -> None:
        if took > seconds:
            raise Lost(f"gave no answer within {seconds:g} s")
        # More than one thread can use in that time: what one uses is judged by the clock.
        most = 1.5 * max(seconds, self._limits.cpu_seconds)
        if cpu_ns > most * 1e9:
            raise Lost(f"used more than {most:g} s of CPU time")
        if self._folder is not None and _bytes_below(self._folder) > self._limits.file_mib << 22:
            raise Lost(f"wrote more than {self._limits.file_mib * 4} MiB of files")

    def _gone(self) -> Lost:
        status = self.box.status(5)
        if self.box.ran_out_of_memory():
            return Lost(f"ran out of memory; the limit is {self._limits.memory_mib} MiB")
        ended = "" if status is None else f" with status {status}"
        return Lost(f"ended its process{ended} before it answered")


_GARBLED = "wrote something of its own on the pipe that carries answers"


@contextlib.contextmanager
def worker(
    limits: Limits, *, folder: Path | None = None, hidden: tuple[Path, ...] = (),
    readable: tuple[Path, ...] = (), module: str = "oslab.course.worker",
    words: tuple[str, ...] = (),
) -> Iterator[Worker]:  # fmt: skip
    """Lend a worker in a fresh box; it is ended in any case.

    Args:
        limits: of everything it does.
        folder: shown to it as `/box`.
        hidden: folders that it must not see.
        readable: files and folders that it may read.
        module: what runs inside.
        words: that follow its name.

    Raises:
        InvalidInput: if an argument has no meaning.
        Unavailable: if no sandbox can be had, or the worker does not start in it.
    """
    require(isinstance(limits, Limits), "limits", limits, "Limits(...)")
    require(isinstance(module, str), "module", module, "the name of a module")
    bounds = sandbox.Bounds(
        cpu_seconds=math.ceil(4 * limits.seconds + 4 * limits.cpu_seconds + 10),
        memory_bytes=limits.memory_mib << 20,
        processes=limits.processes,
        file_bytes=limits.file_mib << 20,
    )
    command = [sys.executable, "-I", "-m", module, *words]
    with sandbox.box(command, bounds, readable=readable, hidden=hidden, folder=folder) as box:
        try:
            made = Worker(box, limits, folder)
        except Lost as lost:
            what = f"a worker in its sandbox (it {lost.words})"
            raise Unavailable(what, "Set OSLAB_SANDBOX_LOUD=1 to see why.") from lost
        yield made


def parse(line: bytes) -> dict[str, Any]:
    """Return what a worker wrote, if it is plain data of a sane size and depth.

    Raises:
        InvalidInput: if `line` is no bytes.
        Lost: if it is anything else; a bomb is no more than that.
    """
    require(isinstance(line, bytes), "line", line, "bytes")
    try:
        answer = json.loads(line, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError, MemoryError):
        raise Lost(_GARBLED) from None
    if not isinstance(answer, dict):
        raise Lost(_GARBLED)
    layer: list[Any] = [answer]
    for _ in range(DEEPEST):
        layer = [
            inner
            for outer in layer
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not layer:
            return answer
    raise Lost(f"answered with lists inside lists, more than {DEEPEST} deep")


def _refuse(word: str) -> float:
    raise ValueError(word)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _delay_s(made: Worker) -> float:
    pid = getattr(made, "pid", None)
    if pid is None:
        return 0.0
    try:
        return schedstat.read(pid).delay_ns / 1e9
    except (InvalidInput, Unavailable):
        return 0.0


def _bytes_below(folder: Path) -> int:
    whole = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                whole += os.lstat(f"{place}/{name}").st_blocks * 512
    return whole
