"""A program of the reader's, run with our recorder inside, alone or in a memory group.

The recorder is a shared library that `LD_PRELOAD` puts into the program: see
`programs/page_recorder.c`. A program that is linked statically, or runs as another user,
does not load it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from resource import struct_rusage

from oslab.errors import Unavailable, require, require_number
from oslab.linux import c_program, cgroup

MOST_FILES = 16
_NAP_S = 0.004
# It waits for a line, so that it is in its group before the program begins.
_WAIT = 'read _; exec "$@" </dev/null'


def library() -> Path:
    """Return the recorder, compiled if need be.

    Raises:
        Unavailable: without a C compiler.
    """
    source = c_program.find("replacement", "page_recorder")
    return c_program.compile(source, ("-shared", "-fPIC"))


def checked(command: Sequence[str], files: Sequence[str | Path]) -> tuple[list[str], list[Path]]:
    """Return the words of a command and the real paths of its data files.

    Args:
        command: at least one word.
        files: 1 to 16 existing files.

    Raises:
        InvalidInput: if they are none.
    """
    ok = isinstance(command, tuple | list) and len(command) > 0
    ok = ok and all(isinstance(word, str) and "\0" not in word for word in command)
    require(ok, "command", command, "a list of words, such as ['python', 'train.py']")
    ok = isinstance(files, tuple | list) and 0 < len(files) <= MOST_FILES
    require(ok, "files", files, f"a list of 1 to {MOST_FILES} files")
    paths = []
    for one in files:
        ok = isinstance(one, str | Path) and str(one) != "" and not {"\0", "\n"} & set(str(one))
        require(ok and Path(str(one)).is_file(), "files", one, "existing files")
        paths.append(Path(one).resolve())
    return list(command), paths


def run(
    command: Sequence[str], settings: Mapping[str, str], *,
    group: cgroup.Group | None = None, timeout_s: float = 120, show: bool = False,
    look: Callable[[], object] | None = None,
) -> struct_rusage:  # fmt: skip
    """Run a command with the recorder inside and return what it used, its children included.

    Args:
        command: at least one word.
        settings: of the recorder, by name without `OSLAB_PAGES_`.
        group: to run in.
        timeout_s: seconds after which it is killed, 0.1 to 86,400.
        show: whether its output goes where ours goes.
        look: called some two hundred times a second while it runs.

    Raises:
        InvalidInput: if an argument has no meaning.
        Unavailable: if it cannot be run, does not end in time or does not end well.

    Source: ld.so(8), LD_PRELOAD; wait4(2).
    """
    ok = isinstance(command, tuple | list) and len(command) > 0
    ok = ok and all(isinstance(word, str) and "\0" not in word for word in command)
    require(ok, "command", command, "a list of words")
    ok = isinstance(settings, Mapping) and all(isinstance(one, str) for one in settings.values())
    require(ok, "settings", settings, "names to texts")
    require(group is None or isinstance(group, cgroup.Group), "group", group, "a group, or None")
    require_number("timeout_s", timeout_s, 0.1, 86_400)
    require(isinstance(show, bool), "show", show, "True or False")
    require(look is None or callable(look), "look", look, "a function of no arguments, or None")
    named = {f"OSLAB_PAGES_{name}": value for name, value in settings.items()}
    before = os.environ.get("LD_PRELOAD", "")
    loaded = " ".join(filter(None, (str(library()), before)))
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(
            ["/bin/sh", "-c", _WAIT, "sh", *command],
            stdin=subprocess.PIPE, stdout=None if show else subprocess.DEVNULL,
            stderr=None if show else said, start_new_session=True,
            env={**os.environ, **named, "LD_PRELOAD": loaded},
        )  # fmt: skip
        status, used = _ended(child, group, timeout_s, look)
        said.seek(0)
        last = said.read()[-400:].decode(errors="replace").strip()
    if status == -signal.SIGKILL:
        raise Unavailable(f"a good end of {command[0]}", "It was killed: ask for more memory.")
    if status != 0:
        raise Unavailable(f"a good end of {command[0]}", f"Its status was {status}. {last}")
    return used


def _ended(
    child: subprocess.Popen[bytes], group: cgroup.Group | None, timeout_s: float,
    look: Callable[[], object] | None,
) -> tuple[int, struct_rusage]:  # fmt: skip
    end = time.monotonic() + timeout_s
    try:
        if group is not None:
            group.join(child.pid)
        if child.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                child.stdin.write(b"\n")
                child.stdin.close()
        while True:
            done, status, used = os.wait4(child.pid, os.WNOHANG)
            if done:
                child.returncode = os.waitstatus_to_exitcode(status)
                return child.returncode, used
            if time.monotonic() > end:
                raise Unavailable("an end of the program in time", "Give it more, or less to do.")
            if look is not None:
                look()
            time.sleep(_NAP_S)
    finally:
        if child.returncode is None:
            _kill(child)
            child.wait()


def _kill(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
