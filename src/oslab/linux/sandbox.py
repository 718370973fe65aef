"""A box for a program that is not trusted: bubblewrap's namespaces, our limits around them.

    with sandbox.box([sys.executable, "-I", str(script)], Bounds(), readable=[script]) as made:
        os.write(made.stdin, b"...")

Inside there is no network, no other process, no file but the system's programs,
what the caller names and an empty `/box`; nothing outside can be written. All that
runs inside is in one control group (v1 or v2), which bounds memory, processes and
CPU time together, and which is emptied at the end. A user who may make no groups
gets the limits of setrlimit(2) instead; root, whom those do not bind, gets a refusal.

Source: bwrap(1); man 7 user_namespaces; man 2 setrlimit, RLIMIT_NPROC.
"""

from __future__ import annotations

import contextlib
import functools
import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from oslab.errors import InvalidInput, Unavailable, require, require_number, require_whole
from oslab.linux import cgroup, undisturbed
from oslab.linux.procfs import stat
from oslab.linux.sandbox_inside import command_line, python_folders

REMEDY = "Install bubblewrap (Debian, Ubuntu: apt-get install bubblewrap)."
INSIDE = "/box"
_FILES = 256
_PATIENCE, _NAP_S = 1_000, 0.005


@dataclass(frozen=True, slots=True)
class Bounds:
    """What everything in a box may use together.

    Args:
        cpu_seconds: of every single process; who watches `Box.cpu_ns` bounds the sum.
        memory_bytes: with page cache and temporary files, at least 16 MiB.
        processes: with threads; what the box itself needs is not counted.
        file_bytes: the size of one file, and of all temporary files.

    Raises:
        InvalidInput: if a number is out of range.
    """

    cpu_seconds: int = 60
    memory_bytes: int = 1 << 30
    processes: int = 32
    file_bytes: int = 64 << 20

    def __post_init__(self) -> None:
        require_whole("cpu_seconds", self.cpu_seconds, low=1, high=10**6)
        require_whole("memory_bytes", self.memory_bytes, low=16 << 20, high=1 << 50)
        require_whole("processes", self.processes, low=1, high=1 << 20)
        require_whole("file_bytes", self.file_bytes, low=4096, high=1 << 50)


class Box:
    """One box with its program; lent by `box`.

    Args:
        process: the box from outside.
        group: its control group, or None where setrlimit(2) stands in.
    """

    def __init__(self, process: subprocess.Popen[bytes], group: cgroup.Group | None) -> None:
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018
        self._process = process
        self._group = group
        self.stdin = process.stdin.fileno()
        self.stdout = process.stdout.fileno()

    @functools.cached_property
    def pid(self) -> int:
        """The program in the box, by the number it has outside; ask once it has said something.

        Raises:
            Unavailable: if it is gone.
        """
        pid = self._process.pid
        for _ in ("the first process of the box", "the program"):
            children = _children(pid)
            if not children:
                raise Unavailable("the program in the box", "It has ended.")
            pid = children[0]
        return pid

    def members(self) -> tuple[int, ...]:
        """Return every process in the box by its outside number, the box's own two included."""
        if self._group is not None:
            return self._group.members()
        found = [self._process.pid]
        for pid in found:
            found += _children(pid)
        return tuple(sorted(found))

    def children(self) -> tuple[int, ...]:
        """Return the program's own children, those included that it has not waited for."""
        return tuple(_children(self.pid))

    def end_others(self) -> None:
        """Kill all that is in the box but the program itself."""
        own = {self._process.pid, *_children(self._process.pid), self.pid}
        for pid in set(self.members()) - own:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def cpu_ns(self) -> int:
        """Return the CPU time of all that ran in the box, 0 where nothing counts it."""
        return (self._group.statistics().cpu_ns or 0) if self._group is not None else 0

    def ran_out_of_memory(self) -> bool:
        """Say whether the kernel killed something in the box for want of memory."""
        return self._group is not None and bool(self._group.statistics().oom_kills)

    def status(self, timeout_s: float = 1) -> int | None:
        """Return how the program ended, as a shell would say it, or None while it runs.

        Raises:
            InvalidInput: if `timeout_s` is no number of seconds.
        """
        require_number("timeout_s", timeout_s, low=0)
        try:
            return self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return None

    def end(self) -> None:
        """Kill all that is in the box and wait for it; nothing happens the second time."""
        inside = self.members() if self._group is None else ()
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        if self._group is not None:
            self._group.kill()
        self._process.wait()
        # Its first process dies with the box, and all others with that one: soon.
        for _ in range(_PATIENCE):
            if not any(_runs(pid) for pid in inside):
                break
            time.sleep(_NAP_S)
        for pipe in (self._process.stdin, self._process.stdout):
            # What was never sent cannot be sent any more.
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]


@contextlib.contextmanager
def box(
    command: Sequence[str], bounds: Bounds | None = None, *, readable: Sequence[Path] = (),
    hidden: Sequence[Path] = (), folder: Path | None = None,
) -> Iterator[Box]:  # fmt: skip
    """Lend a box in which `command` runs; whatever happens it is ended and removed.

    Args:
        command: the program and its words.
        bounds: what it may use; `Bounds()` if None.
        readable: files and folders that it may read, at their own place.
        hidden: folders that would be readable as a part of something else, and must not be.
        folder: shows as `/box` and may be written; None gives an empty one in memory.

    Raises:
        InvalidInput: if an argument has no meaning.
        Unavailable: without bubblewrap, or where it or its limits cannot work.
    """
    ok = isinstance(command, list | tuple) and len(command) > 0
    ok = ok and all(isinstance(word, str) and "\0" not in word for word in command)
    require(ok, "command", command, "a program and its words")
    bounds = Bounds() if bounds is None else bounds
    require(isinstance(bounds, Bounds), "bounds", bounds, "Bounds(...)")
    _require_paths("readable", readable)
    _require_paths("hidden", hidden)
    if folder is not None:
        _require_paths("folder", (folder,))
    outside = command_line(
        _bwrap(), readable=[*python_folders(), *(path.absolute() for path in readable)],
        hidden=[path.absolute() for path in hidden], memory_files=bounds.file_bytes,
        folder=None if folder is None else folder.absolute(),
    )  # fmt: skip
    with contextlib.ExitStack() as stack:
        with undisturbed.undisturbed():
            group = _group(stack, bounds)
        inside = [] if group is not None else ["prlimit", f"--nproc={bounds.processes + 1}"]
        # Born with all signals open; interrupted just here, it ends as nobody says go.
        made = Box(_waiting([*outside, *inside, *command]), group)
        stack.callback(made.end)
        undisturbed.after(stack)
        _limit(made, bounds)
        # Until this line the shell around the box waits, so all of it is within the limits.
        os.write(made.stdin, b"go\n")
        yield made


@functools.cache
def probe() -> None:
    """Do nothing if a box can be made here; once for a process.

    Raises:
        Unavailable: with what bubblewrap or the kernel said, and what would help.
    """
    with box(["/bin/sh", "-c", "echo made"]) as made:
        said = os.read(made.stdout, 64)
        status = made.status(10)
    if said != b"made\n":
        remedy = (
            f"bubblewrap ends with status {status}: it needs user namespaces "
            "(sysctl kernel.unprivileged_userns_clone=1; on Ubuntu 24.04 "
            "kernel.apparmor_restrict_unprivileged_userns=0), or root."
        )
        raise Unavailable("a sandbox", remedy)


def _bwrap() -> str:
    found = shutil.which("bwrap")
    if found is None:
        raise Unavailable("a sandbox", REMEDY)
    return found


def _group(stack: contextlib.ExitStack, bounds: Bounds) -> cgroup.Group | None:
    try:
        group = stack.enter_context(cgroup.make("cpu", "memory", "pids"))
        # Two processes are the box itself, one its shell until it has become the box.
        group.limit(memory_bytes=bounds.memory_bytes, pids=bounds.processes + 3)
    except Unavailable as error:
        if os.geteuid() == 0:  # RLIMIT_NPROC does not bind root
            what = "a limit on the processes and the memory of a sandbox"
            raise Unavailable(what, f"{error.what}: {error.remedy}") from error
        return None
    return group


def _waiting(command: list[str]) -> subprocess.Popen[bytes]:
    # No environment: the first process of a box shows its own to all others, in
    # /proc/1/environ, and the course key may be in ours.
    return subprocess.Popen(
        ["/bin/sh", "-c", 'read -r go && exec "$@"', "sh", *command],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=None if os.environ.get("OSLAB_SANDBOX_LOUD") else subprocess.DEVNULL,
        bufsize=0, env={}, cwd="/", start_new_session=True,
    )  # fmt: skip


def _limit(made: Box, bounds: Bounds) -> None:
    pid = made._process.pid
    limits = {
        resource.RLIMIT_CPU: bounds.cpu_seconds,
        resource.RLIMIT_FSIZE: bounds.file_bytes,
        resource.RLIMIT_NOFILE: _FILES,
        resource.RLIMIT_CORE: 0,
    }
    if made._group is None:
        limits[resource.RLIMIT_AS] = bounds.memory_bytes
    else:
        made._group.join(pid)
    for limit, value in limits.items():
        with contextlib.suppress(ValueError):  # ours is lower already, and hard
            resource.prlimit(pid, limit, (value, value))


def _children(pid: int) -> list[int]:
    try:
        words = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(word) for word in words.split()]


def _runs(pid: int) -> bool:
    try:
        return stat.read(pid).state not in "ZX"
    except (InvalidInput, Unavailable):
        return False


def _require_paths(argument: str, paths: object) -> None:
    ok = isinstance(paths, list | tuple)
    assert isinstance(paths, list | tuple) or not ok  # noqa: S101
    ok = ok and all(isinstance(path, Path) and "\0" not in str(path) for path in paths)  # type: ignore[attr-defined]
    if not ok:
        raise InvalidInput(argument, paths, "a list of Paths")
