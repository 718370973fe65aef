"""Start a program four ways and say how it ended: all four must agree."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import time
import warnings
from collections.abc import Callable, Sequence
from typing import NoReturn

from oslab.errors import InvalidInput, Unavailable, require, require_choice
from oslab.linux import c_program
from oslab.processes.model.spawn import decoded
from oslab.processes.records.spawn import EXEC_FAILED, EXITED, KILLED, Outcome

_PATIENCE_S = 30.0
_SAID = re.compile(r"(exit status|killed by signal|exec failed:.*errno) (\d+)")


def spawn(command: Sequence[str] = ("true",), by: str = "fork and exec") -> Outcome:
    """Run `command` and return how it ended.

    Args:
        command: program, looked up in PATH, and its arguments; killed after half a minute.
        by: `"fork and exec"` (`os.fork`, `os.execvp`, `os.waitpid`), `"posix_spawn"`,
            `"subprocess"`, or `"C program"` (programs/fork_exec_wait.c). They part ways
            on one kind of file only: what the kernel refuses as no program (ENOEXEC),
            C's `execvp` hands to `/bin/sh`, and Python does not.

    Raises:
        InvalidInput: if `command` is no list of texts or `by` none of the four.
        Unavailable: if the command does not end, or there is no C compiler for `"C program"`.

    Source: fork(2), execve(2), wait(2), posix_spawn(3).
    """
    ok = isinstance(command, list | tuple) and len(command) > 0
    ok = ok and all(_is_word(word) for word in command)
    require(ok and command[0] != "", "command", command, "a program and its arguments, as texts")
    require_choice("by", by, WAYS)
    return WAYS[by](list(command))


def _is_word(value: object) -> bool:
    try:
        return isinstance(value, str) and b"\0" not in os.fsencode(value)
    except UnicodeEncodeError:
        return False


def _by_fork(command: list[str]) -> Outcome:
    reading, writing = os.pipe()  # close-on-exec, as all of Python's descriptors
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if child == 0:
            _exec_or_tell(command, writing)
    finally:
        os.close(writing)
    try:
        why = os.read(reading, 16)
    finally:
        os.close(reading)
        status = _wait(child)
    return Outcome(EXEC_FAILED, int(why)) if why else decoded(status).outcome


def _exec_or_tell(command: list[str], writing: int) -> NoReturn:
    """Become `command`; failing that, tell the parent the errno and end as a shell would."""
    code = 126
    try:
        os.execvp(command[0], command)  # noqa: S606 - the lesson is exec itself
    except OSError as error:
        os.write(writing, str(error.errno).encode())
        code = 127 if isinstance(error, FileNotFoundError) else 126
    finally:
        os._exit(code)


def _by_posix_spawn(command: list[str]) -> Outcome:
    try:
        child = os.posix_spawnp(command[0], command, os.environ)
    except OSError as error:
        return Outcome(EXEC_FAILED, error.errno or 1)
    return decoded(_wait(child)).outcome


def _by_subprocess(command: list[str]) -> Outcome:
    try:
        code = subprocess.run(
            command, check=False, timeout=_PATIENCE_S, stdin=subprocess.DEVNULL
        ).returncode
    except OSError as error:
        return Outcome(EXEC_FAILED, error.errno or 1)
    except subprocess.TimeoutExpired as error:
        raise _endless(command[0]) from error
    return Outcome(KILLED, -code) if code < 0 else Outcome(EXITED, code)


def _by_c_program(command: list[str]) -> Outcome:
    program = c_program.find("processes", "fork_exec_wait")
    said = c_program.run(program, *command, timeout_s=_PATIENCE_S).stdout
    found = _SAID.search(said.splitlines()[-1] if said.strip() else "")
    if found is None:
        raise InvalidInput("command", command, f"one that fork_exec_wait understands, not {said!r}")
    how, number = found.groups()
    end = {"exit status": EXITED, "killed by signal": KILLED}.get(how, EXEC_FAILED)
    return Outcome(end, int(number))


def _wait(child: int) -> int:
    """Wait for `child` and return its status word; a child that does not end is killed."""
    ended, status, pause = 0, 0, 0.0005
    give_up = time.monotonic() + _PATIENCE_S
    try:
        while ended == 0 and time.monotonic() < give_up:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended == 0:
                time.sleep(pause)
                pause = min(2 * pause, 0.05)
    finally:
        if ended == 0:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    if ended == 0:
        raise _endless("the command")
    return status


def _endless(name: str) -> Unavailable:
    return Unavailable(f"an end of {name}", f"Choose one that ends within {_PATIENCE_S:g} s.")


WAYS: dict[str, Callable[[list[str]], Outcome]] = {
    "fork and exec": _by_fork,
    "posix_spawn": _by_posix_spawn,
    "subprocess": _by_subprocess,
    "C program": _by_c_program,
}
